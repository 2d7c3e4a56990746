"""Documents that come as lists of tokens: put on the text that is known, or on one that is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curator import text as words
from curator.formats.checks import Bad, kind_of

Place = tuple[int, int]


def checked_tokens(value: Any, name: str) -> list[str]:
    """The tokens of a row. Raises Bad where they are no strings, or one is empty."""
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise Bad(f"{name} is {kind_of(value)}, not an array of words", f'write it as "{name}": ["One", "word"]')
    if not value:
        raise Bad("the document has no token", "leave it out")
    return value


def placed(tokens: Sequence[str], known: str | None, breaks: Sequence[int] = ()) -> tuple[str, list[Place]]:
    """The text that tokens stand on, and their offsets: the known text if it has them, else one with spaces between.

    Args:
        tokens: The tokens.
        known: A text that may be theirs.
        breaks: The tokens before which a line ends, where a text is made.
    """
    places = None if known is None else aligned(tokens, known)
    return (known, places) if known is not None and places is not None else joined(tokens, breaks)


def joined(tokens: Sequence[str], breaks: Sequence[int] = ()) -> tuple[str, list[Place]]:
    """A text of the tokens, and the offsets of the tokens in it."""
    begins = frozenset(breaks)
    parts: list[str] = []
    places: list[Place] = []
    at = 0
    for index, token in enumerate(tokens):
        if index:
            parts.append("\n" if index in begins else " ")
            at += 1
        parts.append(token)
        places.append((at, at + len(token)))
        at += len(token)
    return "".join(parts), places


def aligned(tokens: Sequence[str], text: str) -> list[Place] | None:
    """The offsets of the tokens in a text that has nothing visible between them; None if it is another text."""
    places: list[Place] = []
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or not _blank(text, at, start):
            return None
        at = start + len(token)
        places.append((start, at))
    return places if _blank(text, at, len(text)) else None


def _blank(text: str, start: int, end: int) -> bool:
    left, right = words.trim(text, start, end)
    return left >= right
