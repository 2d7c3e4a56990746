"""The attributes of a span as a line to edit: ``value=200000000 currency=RUB``."""

from __future__ import annotations

import math
import shlex

from curator.labels import Attribute, Label
from curator.model import Attributes
from curator.review.proposal import Refused


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
        if not equals or name not in known:
            raise Refused(f"write {' '.join(f'{name}=…' for name in known)}; {part!r} is none of these")
        if value:
            found[name] = _value(known[name], value)
    return found


def _value(attribute: Attribute, value: str) -> str | int | float:
    if attribute.type == "number":
        return _number(attribute.name, value)
    if attribute.type == "choice":
        match = next((choice for choice in attribute.choices if choice.casefold() == value.casefold()), None)
        if match is None:
            raise Refused(f"{attribute.name} is one of {', '.join(attribute.choices)}")
        return match
    return value


def _number(name: str, value: str) -> int | float:
    try:
        number = float(value.replace(",", "").replace("_", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(f"{name} is a number, such as 1500000 or 2.5; {value!r} is none")
    return int(number) if number.is_integer() else number
