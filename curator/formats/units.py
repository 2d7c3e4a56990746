"""Offsets in the units of other programs, and back: UTF-16 units, bytes of UTF-8, code points with CRLF as one.

Inside, offsets are code points. A table is built only for a text in which the units differ.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence

from curator.formats.api import Unit


class Offsets:
    """The offsets of one text in one unit.

    Args:
        text: The exact text.
        unit: What is counted.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._at = _table(text, unit)

    @property
    def same(self) -> bool:
        """Whether the unit makes no difference in this text."""
        return self._at is None

    def of(self, point: int) -> int:
        """The offset of a code point, in the unit."""
        return point if self._at is None else self._at[point]

    def point(self, offset: int) -> int | None:
        """The code point at an offset in the unit; None outside the text or within a character."""
        if self._at is None:
            return offset
        place = bisect_left(self._at, offset)
        return place if place < len(self._at) and self._at[place] == offset else None


def _table(text: str, unit: Unit) -> Sequence[int] | None:
    """The offset in the unit before each code point, and behind the last; None where they are the same."""
    if unit == "crlf":
        return _sums(text, lambda pair: not (pair[0] == "\r" and pair[1] == "\n")) if "\r\n" in text else None
    if unit == "code-points" or text.isascii():
        return None
    if unit == "utf-8":
        return list(itertools.accumulate((_utf8(ord(character)) for character in text), initial=0))
    if max(text) <= "\uffff":
        return None
    return list(itertools.accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))


def _utf8(point: int) -> int:
    return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4


def _sums(text: str, counts: Callable[[tuple[str, str]], bool]) -> list[int]:
    pairs = zip(text, text[1:] + " ", strict=True)
    return list(itertools.accumulate((int(counts(pair)) for pair in pairs), initial=0))
