"""The attributes of a span as a line to edit: ``value=200000000 currency=RUB``."""

from __future__ import annotations

import contextlib
import math
import re
import shlex
from collections.abc import Iterable, Mapping

from curator.labels import Attribute, Label
from curator.model import Attributes
from curator.review.proposal import Refused

_SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}
_SCALED = re.compile(r"(.*?)(k|m|bn|)", re.IGNORECASE)


def written(label: Label, attributes: Attributes) -> str:
    """The line for these attributes; one that is not set stands without a value."""
    parts = []
    for attribute in label.attributes:
        value = str(attributes.get(attribute.name, ""))
        parts.append(f"{attribute.name}={shlex.quote(value) if value else ''}")
    return " ".join(parts)


def explained(label: Label) -> str:
    """What may stand in the line."""
    kinds = (
        f"{a.name} ({', '.join(a.choices[:4])}, …)" if a.choices else f"{a.name} ({a.type})" for a in label.attributes
    )
    return ", ".join(kinds)


def read(label: Label, line: str) -> Attributes:
    """The attributes that a line gives; those without a value are left out.

    A name may be cut as far as it is still the only one that begins so; so may a choice. A value without a name is that
    of the first attribute that has none yet and can take it: ``3m usd``.

    Raises:
        Refused: The line names what the label does not have, or a value is of another type.
    """
    try:
        parts = shlex.split(line)
    except ValueError:
        raise Refused("a quotation mark is not closed") from None
    known = {attribute.name: attribute for attribute in label.attributes}
    found: Attributes = {}
    for part in parts:
        name, equals, value = part.partition("=")
        attribute = _begins(name, known) if equals else None
        if equals and attribute is None:
            raise Refused(f"write {' '.join(f'{name}=…' for name in known)}; {part!r} is none of these")
        if attribute is None:
            name, taken = _taken(known.values(), found, part)
            found[name] = taken
        elif value:
            found[attribute.name] = _value(attribute, value)
    return found


def _begins(name: str, known: Mapping[str, Attribute]) -> Attribute | None:
    """The attribute of this name, else the only one whose name begins so."""
    fits = [attribute for key, attribute in known.items() if name and key.casefold().startswith(name.casefold())]
    return known.get(name) or (fits[0] if len(fits) == 1 else None)


def _taken(known: Iterable[Attribute], found: Attributes, value: str) -> tuple[str, str | int | float]:
    """The first attribute without a value that can take this one, and what it is there."""
    for attribute in known:
        if attribute.name not in found:
            with contextlib.suppress(Refused):
                return attribute.name, _value(attribute, value)
    raise Refused(f"{value!r} is the value of no attribute")


def _value(attribute: Attribute, value: str) -> str | int | float:
    if attribute.type == "number":
        return _number(attribute.name, value)
    if attribute.type == "choice":
        fits = [choice for choice in attribute.choices if choice.casefold().startswith(value.casefold())]
        exact = [choice for choice in fits if choice.casefold() == value.casefold()]
        if len(exact or fits) != 1:
            raise Refused(f"{attribute.name} is one of {', '.join(fits or attribute.choices)}")
        return (exact or fits)[0]
    return value


def _number(name: str, value: str) -> int | float:
    match = _SCALED.fullmatch(value.replace(",", "").replace("_", ""))
    try:
        number = float(match[1]) * _SCALES[match[2].casefold()] if match else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(f"{name} is a number, such as 1500000, 2.5 or 3m (k, m, bn); {value!r} is none")
    return int(number) if number.is_integer() else number
