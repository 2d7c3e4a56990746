"""Fields of what other programs wrote in JSON, with a clear word where one is not what it should be."""

from __future__ import annotations

from typing import Any

from curator.formats.checks import Bad, kind_of
from curator.model import Notes, Span


def string(row: dict[str, Any], name: str) -> str | None:
    """A string, or None where it is missing or null. Raises Bad for anything else."""
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    raise Bad(f"{name} is {kind_of(value)}, not a string", "give a string, or leave it out")


def items(row: dict[str, Any], name: str) -> list[Any]:
    """The items of an array; none where it is missing or null. Raises Bad for anything else."""
    value = row.get(name)
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise Bad(f"{name} is {kind_of(value)}, not an array", f'write it as "{name}": [...]')


def objects(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in an array; none where it is missing or null. Raises Bad for anything else."""
    found = items(row, name)
    for index, each in enumerate(found):
        if not isinstance(each, dict):
            raise Bad(f"{name}[{index}] is {kind_of(each)}, not an object", "write it as {...}")
    return found


def mapping(row: dict[str, Any], name: str) -> dict[str, Any]:
    """The fields of an object; none where it is missing or null. Raises Bad for anything else."""
    value = row.get(name)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise Bad(f"{name} is {kind_of(value)}, not an object", f'write it as "{name}": {{...}}')


def keep_note(notes: Notes, row: dict[str, Any], span: Span) -> None:
    """Keep the note of a span's row, if it has one that is not blank. Raises Bad where it is no string."""
    note = string(row, "note")
    if note and not note.isspace():
        notes[span.key] = note


def name_of(value: Any) -> str | None:
    """A name that may come as a string or a number; None for anything else, and for what is blank."""
    if isinstance(value, str) and value.strip():
        return value
    return str(value) if type(value) is int else None
