"""A text, cut once into words and figures, with what each of them is; all families of rules share it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress, repeat
from operator import itemgetter, ne, not_
from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.lexicon import BREAK, SPACE, UNKNOWN, Lexicon
from curator.suggest.tokenise import ENDINGS, MARKED, cutter, fold

_SOFT = frozenset((" ", "", "\u00a0", "\u202f", "\u2009", "  "))
_STOPS = re.compile(r"[.!?…\n\r|•;。！？]")
_FIRST = itemgetter(0)
_MARKED = kinds.CURRENCY | kinds.GERUND
_PREFIXES = frozenset(("ex", "then", "now"))
_ARTICLES = ("al-", "el-", "as-", "ar-", "ad-", "sh-")
_ARABIC = re.compile(r"\b(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]\w")
_PLAIN_GAPS = _SOFT | {", "}
_COMMON_STOPS = frozenset((". ", ".\n\n", "\n\n", "\n", ".\n"))
_COMMON_JOINTS = frozenset((", ", "-", " (", ") ", " “", "” ", ' "', '" '))
_PLURAL_POSSESSIVES = frozenset(("' ", "’ "))


class Hit(NamedTuple):
    """A phrase of the lexicon in the text: tokens [first, last) and what it is."""

    first: int
    last: int
    kind: int


class Candidate(NamedTuple):
    """A span that a family proposes: code points [start, end), how sure it is, and why."""

    start: int
    end: int
    score: float
    reason: str
    value: int | float | None = None
    currency: str | None = None


class Analysis:
    """The tokens of a text.

    Attributes:
        text: The text.
        n: How many tokens there are.
        starts, ends: Their offsets in code points.
        words: The tokens as they are written; ``lower``: as they are looked up.
        flags: Their bits, see ``kinds``.
        endings: The possessive ending of each token, or the empty string.
        gaps: What else stands before each token, and at index n what stands behind the last.
        soft: Whether only a space, or the full stop of an abbreviation, stands before the token; at index n, False.
        breaks: The tokens at which a sentence or a line begins.
        caps: Whether the token begins with a capital.
        capitals: The tokens that do.
        odd: The tokens, and perhaps n, that have more or less than one space before them.
        marked: The tokens that are a currency, or a verb that may be an offence.
        hits: The phrases found, in order, none overlapping.
        lexicon: Where all this was looked up.
    """

    __slots__ = (
        "breaks", "capitals", "caps", "endings", "ends", "flags", "gaps", "hits",
        "lexicon", "lower", "marked", "n", "odd", "soft", "starts", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        # Splitting is the fastest way to have the words and what parts them.
        words_of = cutter(text)
        parts = words_of.split(text)
        offsets = list(accumulate(map(len, parts)))
        self.gaps = parts[0::2]
        self.words = words = parts[1::2]
        self.starts = offsets[0:-1:2]
        self.ends = offsets[1::2]
        self.n = len(words)
        self.endings = self._cut_endings()
        # All words at once: what is done in one call costs a tenth of what is done word by word.
        lower = fold("\n".join(words)).split("\n") if words else []
        self.caps = list(map(ne, map(_FIRST, words), map(_FIRST, lower)))
        if words_of is MARKED:
            lower = [unicodedata.normalize("NFC", word) for word in lower]
        self.lower = lower
        self.flags = list(map(lexicon.flags.get, lower, repeat(0)))
        if any(article in text for article in _ARTICLES):
            self.caps = [cap or (word[0] in "ae" and _arabic(word)) for cap, word in zip(self.caps, words, strict=True)]
        self.capitals = list(compress(range(self.n), self.caps))
        self.odd = list(compress(range(self.n + 1), map(ne, self.gaps, repeat(" "))))
        self.marked = list(compress(range(self.n), map(_MARKED.__and__, self.flags)))
        self.soft, self.breaks = self._parted()
        self.hits = self._hits()

    def _cut_endings(self) -> list[str]:
        """Take the possessive endings off the words."""
        text, words, ends = self.text, self.words, self.ends
        endings = [""] * self.n
        for ending in ENDINGS:
            end = text.find(ending) + 2
            while end > 1:
                i = bisect_left(ends, end)
                if i < self.n and ends[i] == end and words[i].endswith(ending):
                    words[i], endings[i] = words[i][:-2], ending
                    ends[i] -= 2
                end = text.find(ending, end) + 2
        return endings

    def _parted(self) -> tuple[list[bool], list[int]]:
        """Which tokens follow the one before them directly, and at which a sentence or a line begins."""
        known, gaps, words, flags = _SOFT, self.gaps, self.words, self.flags
        soft = list(map(known.__contains__, gaps))
        soft[0] = False
        breaks = [0]
        for i in self.odd:
            gap = gaps[i]
            if gap in _PLAIN_GAPS:
                continue
            if gap[:1] == "." and i and gap[1:] in known and _abbreviates(words[i - 1], flags[i - 1]):
                soft[i] = i < self.n
            elif gap == "-" and i and self.lower[i - 1] in _PREFIXES:
                soft[i] = True
            elif gap in _COMMON_STOPS or (gap not in _COMMON_JOINTS and _STOPS.search(gap)):
                breaks.append(i)
        for i in compress(range(self.n), self.endings):
            soft[i + 1] = False
        soft[self.n] = False
        return soft, breaks

    def _hits(self) -> list[Hit]:
        """The phrases of the lexicon; a possessive ending does not part two words of a phrase."""
        if not self.n:
            return []
        # A character a word: what the automaton finds at 2 i is token i.
        row = [SPACE] * (2 * self.n)
        row[0::2] = map(self.lexicon.signs_of_words.get, self.lower, repeat(UNKNOWN))
        endings, gaps = self.endings, self.gaps
        for i in compress(range(self.n), map(not_, self.soft)):
            if not ((endings[i - 1] or gaps[i] in _PLURAL_POSSESSIVES) and self.possessive(i)):
                row[2 * i - 1] = BREAK
        bits = self.lexicon.kinds
        new = tuple.__new__  # half the time of calling Hit, for what is made most often
        return [
            new(Hit, (start >> 1, (end >> 1) + 1, bits[index]))
            for index, start, end in self.lexicon.automaton.find_matches_as_indexes("".join(row))
        ]

    def near(self, i: int) -> bool:
        """Whether token i is in the text and follows the one before it directly."""
        return i < self.n and self.soft[i]

    def possessive(self, i: int) -> bool:
        """Whether the token before i is a possessive, also of a plural, that only a space parts from it."""
        if i > 0 and self.endings[i - 1] != "":
            return self.gaps[i] in _SOFT
        return i > 0 and self.gaps[i] in _PLURAL_POSSESSIVES and self.words[i - 1][-1] == "s"

    def sentence(self, i: int) -> int:
        """The token that begins the sentence, or the line, of token i."""
        return self.breaks[bisect_right(self.breaks, i) - 1]

    def opens(self, i: int) -> bool:
        """Whether a capital at token i may be due to its place: after a stop, a quotation mark, a colon."""
        return not self.soft[i] and self.gaps[i] not in (", ", ",") and not self.possessive(i)

    def span(self, first: int, last: int) -> str:
        """The text of tokens [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def _abbreviates(word: str, flags: int) -> bool:
    """Whether a full stop after the word is that of an abbreviation or an initial."""
    if flags & kinds.ABBREVIATION:
        return True
    return len(word) <= 2 and word[0].isupper() and (len(word) == 1 or (word[1].islower() and not flags & kinds.COMMON))


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
