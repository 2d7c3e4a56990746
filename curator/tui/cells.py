"""What a stretch of text looks like in a terminal: glyphs and the cells they take.

Terminals and tmux differ on the width of much that is not a plain letter. What all agree on is sent as it is. Joiners,
variation selectors, skin tones and zero-width characters are left out of the picture (never out of the text). Signs
that take a cell in one terminal and none in the next, such as the vowel signs of Indian scripts, get a cell, and are
drawn over it, with the cursor going back to where it was. So no highlight is ever off by a cell.
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
    "\u20a0-\u20c0\u2116\xa0]*"
)
# Of one width or two, depending on the Unicode version that a terminal goes by.
_DISPUTED = re.compile("[\u2630-\u2637\u268a-\u268f\u3248-\u324f\u4dc0-\u4dff\U0001d300-\U0001d376]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_TAB = 4

# What cannot be seen, or not be told from a space: white space but for the plain one, controls, format characters.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_SIGNS = {
    "\t": "⇥", "\x7f": "␡", "\xa0": "␣", "\u2007": "⍽", "\u202f": "⍽", "\xad": "⁃", "\u200d": "⁀", "\u200c": "⁞",
    **dict.fromkeys("\u200e\u202a\u202d\u2066", "▸"), **dict.fromkeys("\u061c\u200f\u202b\u202e\u2067", "◂"),
    **dict.fromkeys("\u202c\u2068\u2069", "▪"),
}  # fmt: skip
_OTHER_SPACE, _OTHER = "·", "▯"
NEWLINE, CARRIAGE_RETURN_NEWLINE = "↵", "⏎"
LEGEND = "↵ newline ⇥ tab ␣ no-break ⁃ soft hyphen ⁀⁞ joiners ▸◂▪ direction ▯ zero width"
"""What the marks stand for, the usual ones."""


class Glyph(msgspec.Struct, frozen=True):
    """One grapheme cluster on the screen, or with marks a part of one.

    Attributes:
        start: Its first code point.
        end: Behind its last code point.
        shown: What is sent.
        width: The cells that ``shown`` takes everywhere (0: not shown).
        drawn: What is then drawn over these cells, where it is not ``shown`` itself.
        mark: Whether it is the mark of something unseen.
    """

    start: int
    end: int
    shown: str
    width: int
    drawn: str = ""
    mark: bool = False


def glyphs(text: str, start: int, end: int, *, marks: bool = False) -> Iterator[Glyph]:
    """The grapheme clusters of ``text[start:end]`` as they are shown; with marks, unseen characters as these."""
    piece = text[start:end]
    for left, right in reading.clusters(piece):
        cluster = piece[left:right]
        if marks and _UNSEEN.search(cluster):
            yield from _marked(cluster, start + left)
        else:
            yield Glyph(start + left, start + right, *_picture(cluster))


def _marked(cluster: str, start: int) -> Iterator[Glyph]:
    """A cluster in parts, each unseen character in it as a mark."""
    here = 0
    for found in _UNSEEN.finditer(cluster):
        if found.start() > here:
            yield Glyph(start + here, start + found.start(), *_picture(cluster[here : found.start()]))
        here = found.end()
        sign, width = _sign(found.group())
        yield Glyph(start + found.start(), start + here, sign, width, mark=True)
    if here < len(cluster):
        yield Glyph(start + here, start + len(cluster), *_picture(cluster[here:]))


def _sign(char: str) -> tuple[str, int]:
    """The mark of an unseen character: as wide as that is without a mark, but for those that take no cell."""
    width = max(1, _picture(char)[1])
    if char in _SIGNS:
        sign = _SIGNS[char]
    elif char < "\x20":
        sign = chr(0x2400 + ord(char))
    else:
        sign = _OTHER_SPACE if unicodedata.category(char) == "Zs" else _OTHER
    return sign.ljust(width), width


def unseen(char: str) -> str:
    """What an unseen character is, as ``U+200B ZERO WIDTH SPACE``; nothing for one that can be seen."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL')}" if _UNSEEN.fullmatch(char) else ""


def shown(text: str) -> str:
    """A text of one line as it is sent."""
    return text if PLAIN.fullmatch(text) else "".join(glyph.shown for glyph in glyphs(text, 0, len(text)))


@lru_cache(maxsize=4096)
def _picture(cluster: str) -> tuple[str, int, str]:
    """What is sent for a grapheme cluster, how many cells that takes, and what is drawn over them."""
    first = cluster[0]
    if first == "\t":
        return " " * _TAB, _TAB, ""
    if first in "\r\n":
        return "", 0, ""
    category = unicodedata.category(first)
    if category == "Zs":
        width = max(1, get_character_cell_size(first))
        return " " * width, width, ""
    if category in ("Cc", "Cn") or _DISPUTED.match(first):
        return "\ufffd", 1, ""
    if _REGIONAL.match(first):
        # Terminals differ on flags (one wide picture, or two letters): the letters are safe.
        letters = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in cluster if _REGIONAL.match(char))
        return letters, len(letters), ""
    if category in ("Cf", "Zl", "Zp"):
        return "", 0, ""
    if category != "Mc" and get_character_cell_size(first) == 0:
        # A combining mark with nothing to stand on.
        return "\u25cc", 1, ""
    return _composed(unicodedata.normalize("NFC", cluster) if _JAMO.match(first) else cluster)


def _composed(cluster: str) -> tuple[str, int, str]:
    """The picture of a letter or sign with all that is joined to it."""
    sent, drawn, width, disputed = cluster[0], cluster[0], get_character_cell_size(cluster[0]), False
    if unicodedata.category(sent) == "Mc":
        sent, width, disputed = " ", 1, True
    for char in cluster[1:]:
        category, size = unicodedata.category(char), get_character_cell_size(char)
        if category == "Mn" and not _selector(char):
            sent += char
        elif category == "Mc":
            sent, width, disputed = sent + " ", width + 1, True
        elif category == "Lo" and size:
            # The second letter of a conjunct.
            sent, width = sent + char, width + size
        elif category == "Lo":
            disputed = True
        else:
            continue
        drawn += char
    return sent, width, drawn if disputed else ""


def _selector(char: str) -> bool:
    """Whether a character only chooses a picture for the one before."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or char == "\u20e3"
