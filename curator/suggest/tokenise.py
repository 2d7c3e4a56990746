"""How the rules cut a text: words and figures; all else is the gap between them."""

from __future__ import annotations

import re

_LETTERS = r"[^\W\d_]+"
_MARKS = "[\u0300-\u036f]"
_FIGURE = r"[0-9]+(?:[.,'’\u00a0\u202f\u2009][0-9]+)*"
# What may join two words into one, and the part behind it; but "ex-" and "then-" are words of their own.
_JOINED = rf"[-‐‑'’ʼ](?!s\b)(?<!\b[Ee]x-)(?<!\b[Tt]hen-)(?<!\b[Nn]ow-){_LETTERS}"
# A word or a figure, and a possessive ending, or nothing.
_PLAIN = re.compile(rf"({_LETTERS}(?:{_JOINED})*|{_FIGURE})(['’ʼ]s\b|)")
_MARKED = re.compile(rf"({_LETTERS}(?:{_MARKS}+{_LETTERS}|{_JOINED})*{_MARKS}*|{_FIGURE})(['’ʼ]s\b|)")
_MARK = re.compile(_MARKS)


def split(text: str) -> list[str]:
    """Gap, word, possessive ending, gap, word, ending, ..., gap: together they are the text."""
    return (_PLAIN if text.isascii() or not _MARK.search(text) else _MARKED).split(text)


def fold(word: str) -> str:
    """The word as it is looked up: in lower case, with a straight apostrophe and a plain hyphen."""
    word = word.lower()
    if word.isascii():
        return word
    return word.replace("’", "'").replace("ʼ", "'").replace("‐", "-").replace("‑", "-")
