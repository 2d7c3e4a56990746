"""What pages leave in their text and no reader sees: invisible characters, and lines cut to a width.

The rules read the text without them; what they find is then put back to where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

# Soft hyphens, spaces and joiners without width, marks of direction, also where they were escaped and never read back.
_CHARACTERS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
_INVISIBLE = rf"[{_CHARACTERS}]|\\u(?:200[b-f]|00ad|feff)"
_HIDDEN = re.compile(_INVISIBLE)
_WRAP = re.compile(r"\n[a-zа-яєіїґ(]")
_FEWEST_WRAPS = 3
"""From so many lines that go on in lower case, a line's end ends nothing."""
# A line's end within a sentence: neither a stop before it nor an empty line beside it.
_LINE_END = re.compile(r"(?<=[\w,)”»\"’'–—-])[ \t]*\r?\n[ \t]*(?=[^\W_]|[(“«\"$€£₽₴])")
_EITHER = re.compile(f"{_INVISIBLE}|{_LINE_END.pattern}")
_JOINT = re.compile(r"[-‐‑]$")


class Mended:
    """A text as the rules read it.

    Attributes:
        text: The text without what is invisible, wrapped lines joined.
        moved: Whether that moved anything.
    """

    __slots__ = ("_at", "_shifts", "moved", "text")

    def __init__(self, text: str) -> None:
        self._at: list[int] = [0]
        self._shifts: list[int] = [0]
        pattern = _pattern(text)
        self.moved = pattern is not None
        self.text = text if pattern is None else "".join(self._pieces(text, pattern))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the mended text stands in the text itself, both in code points."""
        return start + self._shift(start), end + self._shift(end - 1)

    def _shift(self, offset: int) -> int:
        return self._shifts[bisect_right(self._at, offset) - 1]

    def _pieces(self, text: str, pattern: re.Pattern[str]) -> Iterator[str]:
        done = length = 0
        for match in pattern.finditer(text):
            start, end = match.span()
            piece = text[done:start]
            if "\n" in match[0] and not _JOINT.search(piece):
                piece += " "
            yield piece
            length += len(piece)
            done = end
            self._at.append(length)
            self._shifts.append(done - length)
        yield text[done:]


def _pattern(text: str) -> re.Pattern[str] | None:
    """What is to be taken out of the text, or None."""
    # To ask for each of the characters takes less time than a pattern, which has to look at each of the text.
    hidden = ("\\" in text and _HIDDEN.search(text) is not None) or (
        not text.isascii() and any(map(text.__contains__, _CHARACTERS))
    )
    wrapped = len(_WRAP.findall(text)) >= _FEWEST_WRAPS
    if hidden:
        return _EITHER if wrapped else _HIDDEN
    return _LINE_END if wrapped else None
