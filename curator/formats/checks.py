"""Checks on what other programs wrote about documents, with messages that say how to mend it."""

from __future__ import annotations

import math
import re
from typing import Any, TypeGuard, cast

from curator.formats.api import ANY_STATUS, title_of, utf8_hash
from curator.model import Document, Status

KEY_LENGTH = 16
"""How many digits of the SHA-256 make a key where a file has none."""

_LONE = re.compile("[\ud800-\udfff]")


class Bad(Exception):
    """A value that cannot be taken: ``what`` is wrong, and the ``fix``."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what = what
        self.fix = fix


def kind_of(value: Any) -> str:
    """What a JSON value is, in the words of JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
    return "an object"


def checked_document(text: Any, key: str | None = None, title: str | None = None, meta: Any = None) -> Document:
    """The document, if its text is one.

    Args:
        text: What should be a string that is not empty, without NUL and halves of surrogate pairs.
        key: Its key; the first digits of its hash if None.
        title: Its title; its first line if it is None or blank.
        meta: An object, or None.

    Raises:
        Bad: A value cannot be taken.
    """
    if not isinstance(text, str):
        raise Bad(
            "there is no text" if text is None else f"text is {kind_of(text)}, not a string", 'give "text": "..."'
        )
    if not text:
        raise Bad("the text is empty", "put a text into it, or remove the line")
    nul = text.find("\0")
    if nul >= 0:
        raise Bad(f"the text holds NUL (\\u0000) at code point {nul}", "remove the NUL characters")
    try:
        digest = utf8_hash(text.encode())
    except UnicodeEncodeError as error:
        what = f"text at code point {error.start} holds half of a surrogate pair (\\ud800 to \\udfff)"
        raise Bad(what, "write both halves, or remove it") from error
    if meta is not None and not isinstance(meta, dict):
        raise Bad(f"meta is {kind_of(meta)}, not an object", 'write it as "meta": {"name": "value"}')
    key = key or digest[:KEY_LENGTH]
    title = title if title and not title.isspace() else title_of(text, key)
    return Document(key, text, digest, title, meta or {})


def checked_key(value: Any) -> str | None:
    """The key of a document, from a string or an integer; None where there is none.

    Raises:
        Bad: It is something else, blank, or holds NUL.
    """
    if value is None:
        return None
    if type(value) is int:
        return str(value)
    if not isinstance(value, str):
        raise Bad(f"id is {kind_of(value)}, not a string or an integer", "give a string, or leave it out")
    if not value.strip():
        raise Bad("id is empty", "name the document, or leave id out")
    if "\0" in value:
        raise Bad("id holds NUL (\\u0000)", "remove the NUL character")
    if _LONE.search(value):
        raise Bad("id holds half of a surrogate pair (\\ud800 to \\udfff)", "write both halves, or remove it")
    return value


def checked_score(score: Any) -> float | None:
    """A score from 0 to 1, or None.

    Raises:
        Bad: It is something else.
    """
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        shown = f"{score}" if isinstance(score, int | float) else kind_of(score)
        raise Bad(f"score is {shown}, not a number from 0 to 1", "scale it to 0..1, or leave it out")
    return score


def known_status(value: Any) -> Status | None:
    """How far a document is, if the value says so."""
    return cast(Status, value) if value in ANY_STATUS else None


def is_plain(value: Any) -> TypeGuard[str | int | float | bool]:
    """Whether a value can be that of an attribute: no list, no object, and no number that JSON lacks."""
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def checked_status(value: Any) -> Status | None:
    """How far a document is, or None.

    Raises:
        Bad: It is something else.
    """
    status = known_status(value)
    if status is None and value is not None:
        raise Bad(f"status is none of {', '.join(ANY_STATUS)}", "use one of them, or leave it out")
    return status


def checked_tokens(value: Any, text: str) -> tuple[tuple[int, int], ...] | None:
    """Tokens as half-open offsets; ``value`` is a list of pairs, or of objects with ``start`` and ``end``, or null.

    Raises:
        Bad: They are none, are out of order, or leave the text.
    """
    if value is None:
        return None
    fix = "give [[start, end], ...] in order, half-open, in code points, or leave tokens out"
    if not isinstance(value, list):
        raise Bad(f"tokens is {kind_of(value)}, not an array", fix)
    found: list[tuple[int, int]] = []
    at = 0
    for index, each in enumerate(value):
        start, end = (each.get("start"), each.get("end")) if isinstance(each, dict) else _pair(each)
        if type(start) is not int or type(end) is not int:
            raise Bad(f"tokens[{index}] is no pair of offsets", fix)
        if not at <= start < end <= len(text):
            raise Bad(f"tokens[{index}], [{start}, {end}), is empty, out of order or behind the text", fix)
        found.append((start, end))
        at = end
    return tuple(found)


def _pair(value: Any) -> tuple[Any, Any]:
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (None, None)
