"""What is wrong with a line that msgspec did not decode, and where, to the column."""

from __future__ import annotations

import json
import re
from typing import Any

from curator.formats.checks import Bad, kind_of

_LONE = re.compile("[\ud800-\udfff]")


def json_error(line: bytes, error: Exception) -> Bad:
    """The mistake in a line of valid UTF-8 which could not be decoded; ``error`` is msgspec's own.

    msgspec counts in bytes and calls a lone surrogate a truncated input, so the line is read again, slowly.
    """
    text = line.decode().rstrip("\r\n")
    fix = "write one JSON object on each line"
    try:
        value = json.loads(text, parse_constant=refuse_constant)
        place = lone_surrogate(value, "")
    except json.JSONDecodeError as flaw:
        message = flaw.msg[:1].lower() + flaw.msg[1:].removesuffix(" starting at")
        return Bad(f"column {flaw.colno}: this is not JSON: {message}", fix)
    except (RecursionError, ValueError) as flaw:
        return Bad(f"this JSON cannot be read: {flaw}", fix)
    if not isinstance(value, dict):
        return Bad(f"the line is {kind_of(value)}, not an object", fix)
    if place is not None:
        return Bad(f"{place} holds half of a surrogate pair (\\ud800 to \\udfff)", "write both halves, or remove it")
    return Bad(f"this JSON cannot be read: {error}", fix)


def refuse_constant(constant: str) -> None:
    """Raise ValueError for what Python takes for a number though JSON does not."""
    raise ValueError(f"{constant} is no JSON number")


def lone_surrogate(value: Any, place: str) -> str | None:
    """Where a string, or the name of a field, holds a surrogate: ``text at code point 3``."""
    if isinstance(value, str):
        found = _LONE.search(value)
        return f"{place} at code point {found.start()}" if found else None
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        for name, each in value.items():
            if _LONE.search(name):
                return f"a field's name in {place}" if place else "a field's name"
            pairs.append((f"{place}.{name}" if place else name, each))
    elif isinstance(value, list):
        pairs = [(f"{place}[{index}]", each) for index, each in enumerate(value)]
    for inner, each in pairs:
        found_in = lone_surrogate(each, inner)
        if found_in is not None:
            return found_in
    return None
