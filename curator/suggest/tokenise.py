"""How the rules cut a text: words and figures; all else is the gap between them."""

from __future__ import annotations

import re
from functools import cache

_LETTER = r"[^\W\d_]"
# The same for all characters up to Cyrillic, said so that it is looked up and not worked out.
_COMMON_LETTER = (
    "[A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u02c6-\u02d1\u02e0-\u02e4"
    "\u02ec\u02ee\u0370-\u0374\u0376\u0377\u037a-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5"
    "\u03f7-\u0481\u048a-\u052f]"
)
_UNUSUAL = re.compile("[^\u0000-\u00ac\u00ae-\u02ff\u0370-\u052f\u2010-\u2027\u202f-\u203a\u20a0-\u20bf\u2116]")
_MARKS = "[\u0300-\u036f]"
_MORE_DIGITS = r"[0-9]*(?:[.,'’\u00a0\u202f\u2009][0-9]+)*"
_FIGURE = "[0-9]" + _MORE_DIGITS
# What may join two words into one; but "ex-" and "then-" are words of their own.
_JOINT = r"[-‐‑'’ʼ](?!s\b)(?<!\b[Ee]x-)(?<!\b[Tt]hen-)(?<!\b[Nn]ow-)"
_ENDING = r"(?:['’ʼ]s\b)?+"
_MARK = re.compile(_MARKS)


def _plain(letter: str, first: str) -> re.Pattern[str]:
    # One set for what a word or a figure begins with makes what is neither pass soonest; and most words end at a space,
    # so that one look ahead spares them the two that follow.
    word = rf"{letter}*+(?:(?= )|(?![-‐‑'’ʼ])|(?:{_JOINT}{letter}++)*+{_ENDING})"
    return re.compile(rf"({first}(?:(?<![0-9]){word}|{_MORE_DIGITS}{_ENDING}))")


_COMMON = _plain(_COMMON_LETTER, f"[0-9{_COMMON_LETTER[1:]}")


@cache
def _any_letters() -> re.Pattern[str]:
    """Cuts texts with letters of rare scripts; compiled for the first of them, since most corpora have none."""
    return _plain(_LETTER, f"(?:{_LETTER}|[0-9])")


@cache
def _letters_with_marks() -> re.Pattern[str]:
    """Cuts the texts that have combining marks."""
    return re.compile(
        rf"({_LETTER}++(?:(?![-‐‑'’ʼ\u0300-\u036f])|(?:{_MARKS}++{_LETTER}++|{_JOINT}{_LETTER}++)*+{_MARKS}*+{_ENDING})"
        rf"|{_FIGURE}{_ENDING})"
    )


ENDINGS = ("'s", "’s", "ʼs")
"""The possessive endings that a word may have when it is cut out of the text."""


def usual(text: str) -> bool:
    """Whether a text has only what most have: no combining marks, nothing invisible, no rare scripts."""
    return text.isascii() or _UNUSUAL.search(text) is None


def marked(text: str) -> bool:
    """Whether there are combining marks in a text."""
    return not text.isascii() and _MARK.search(text) is not None


def _cutter(text: str) -> re.Pattern[str]:
    """What cuts such a text into words: the pattern that is right for it and takes the least time."""
    if usual(text):
        return _COMMON
    return _letters_with_marks() if marked(text) else _any_letters()


def split(text: str) -> list[str]:
    """Gap, word, gap, word, ..., gap: together they are the text; a word may have one of ``ENDINGS``."""
    return _cutter(text).split(text)


def fold(word: str) -> str:
    """The word as it is looked up: in lower case, with a straight apostrophe and a plain hyphen."""
    word = word.lower()
    if word.isascii():
        return word
    return word.replace("’", "'").replace("ʼ", "'").replace("‐", "-").replace("‑", "-")
