"""What a stretch of text looks like in a terminal: glyphs and the cells they take.

Only what every terminal and tmux agree on is sent: joiners, variation selectors, skin tones and zero-width characters
are left out of the picture (never out of the text), so that no highlight is ever off by a cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from rich.cells import get_character_cell_size

from curator import text as reading

# One cell a character, whatever the terminal: Latin, Greek, Cyrillic, Armenian, Georgian, punctuation, currency signs.
PLAIN = re.compile(
    "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0377\u037a-\u0482\u048a-\u0556\u10a0-\u10ff\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20c0\u2116\xa0\n]*"
)
# Of one width or two, depending on the Unicode version that a terminal goes by.
_DISPUTED = re.compile("[\u2630-\u2637\u268a-\u268f\u3248-\u324f\u4dc0-\u4dff\U0001d300-\U0001d376]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_TAB = 4


class Glyph(msgspec.Struct, frozen=True):
    """One grapheme cluster on the screen.

    ``start`` and ``end`` are code points; ``shown`` is what is sent, ``width`` the cells it takes (0: not shown).
    """

    start: int
    end: int
    shown: str
    width: int


def glyphs(text: str, start: int, end: int) -> Iterator[Glyph]:
    """The grapheme clusters of ``text[start:end]`` as they are shown."""
    piece = text[start:end]
    for left, right in reading.clusters(piece):
        shown, width = _picture(piece[left:right])
        yield Glyph(start + left, start + right, shown, width)


def shown(text: str) -> str:
    """A text of one line as it is sent."""
    return (
        text
        if PLAIN.fullmatch(text) and "\n" not in text
        else "".join(glyph.shown for glyph in glyphs(text, 0, len(text)))
    )


@lru_cache(maxsize=4096)
def _picture(cluster: str) -> tuple[str, int]:
    """What is sent for a grapheme cluster, and how many cells that takes."""
    first = cluster[0]
    if first == "\t":
        return " " * _TAB, _TAB
    if first in "\r\n":
        return "", 0
    if first == "\xa0" or unicodedata.category(first) == "Zs":
        width = max(1, get_character_cell_size(first))
        return " " * width, width
    category = unicodedata.category(first)
    if category in ("Cc", "Cn") or _DISPUTED.match(first):
        return "\ufffd", 1
    if _REGIONAL.match(first):
        # Terminals differ on flags (one wide picture, or two letters): the letters are safe.
        letters = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in cluster if _REGIONAL.match(char))
        return letters, len(letters)
    if category in ("Cf", "Zl", "Zp"):
        return "", 0
    width = get_character_cell_size(first)
    if width == 0:
        # A combining mark with nothing to stand on.
        return "\u25cc", 1
    marks = "".join(char for char in cluster[1:] if unicodedata.category(char) == "Mn" and not _selector(char))
    return first + marks, width


def _selector(char: str) -> bool:
    """Whether a character only chooses a picture for the one before."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or char == "\u20e3"
