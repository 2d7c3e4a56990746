"""A text, cut once into words and figures, with what each of them is; all families of rules share it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.lexicon import Lexicon
from curator.suggest.tokenise import fold, split

_SOFT = frozenset((" ", "", "\u00a0", "\u202f", "\u2009", "  "))
_STOPS = re.compile(r"[.!?…\n\r|•;。！？]")
_PREFIXES = frozenset(("ex", "then", "now"))
_ARTICLES = ("al-", "el-", "as-", "ar-", "ad-", "sh-")
_ARABIC = re.compile(r"\b(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]\w")
_PLAIN_GAPS = _SOFT | {", "}
_COMMON_STOPS = frozenset((". ", ".\n\n", "\n\n", "\n", ".\n"))
_COMMON_JOINTS = frozenset((", ", "-", " (", ") ", " “", "” ", ' "', '" '))
_MARK = re.compile("[\u0300-\u036f]")


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
        hits: The phrases found, in order, none overlapping.
        lexicon: Where all this was looked up.
    """

    __slots__ = (
        "breaks", "capitals", "caps", "endings", "ends", "flags", "gaps", "hits",
        "lexicon", "lower", "n", "soft", "starts", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        # Splitting is the fastest way to have the words, what parts them, and the possessive endings.
        parts = split(text)
        offsets = list(accumulate(map(len, parts)))
        self.gaps = parts[0::3]
        self.words = words = parts[1::3]
        self.endings = parts[2::3]
        self.starts = offsets[0:-1:3]
        self.ends = offsets[1::3]
        self.n = len(words)
        lower = [word.lower() if word.isascii() else fold(word) for word in words]
        if not text.isascii() and _MARK.search(text):
            lower = [unicodedata.normalize("NFC", word) for word in lower]
        self.lower = lower
        get = lexicon.flags.get
        self.flags = [get(word, 0) for word in lower]
        self.caps = [word[0].isupper() for word in words]
        if any(article in text for article in _ARTICLES):
            self.caps = [cap or _arabic(word) for cap, word in zip(self.caps, words, strict=True)]
        self.capitals = [i for i, capital in enumerate(self.caps) if capital]
        self.soft, self.breaks = self._parted()
        self.hits = self._hits()

    def _parted(self) -> tuple[list[bool], list[int]]:
        """Which tokens follow the one before them directly, and at which a sentence or a line begins."""
        known, gaps, words, flags = _SOFT, self.gaps, self.words, self.flags
        soft = [gap in known for gap in gaps]
        soft[0] = False
        breaks = [0]
        for i in [i for i, gap in enumerate(gaps) if gap not in _PLAIN_GAPS]:
            gap = gaps[i]
            if gap[:1] == "." and i and gap[1:] in known and _abbreviates(words[i - 1], flags[i - 1]):
                soft[i] = i < self.n
            elif gap == "-" and i and self.lower[i - 1] in _PREFIXES:
                soft[i] = True
            elif gap in _COMMON_STOPS or (gap not in _COMMON_JOINTS and _STOPS.search(gap)):
                breaks.append(i)
        for i in [i for i, ending in enumerate(self.endings) if ending]:
            soft[i + 1] = False
        soft[self.n] = False
        return soft, breaks

    def _hits(self) -> list[Hit]:
        """The phrases of the lexicon; a possessive ending does not part two words of a phrase."""
        parts = self.lower.copy()
        for i in [i for i, near in enumerate(self.soft) if not near][:-1]:
            if not self.possessive(i):
                parts[i] = "\x03\x02\x01" + parts[i]
        ends = list(accumulate([len(part) + 2 for part in parts]))
        bits = self.lexicon.kinds
        hits = []
        for index, start, end in self.lexicon.automaton.find_matches_as_indexes(
            "\x01" + "\x02\x01".join(parts) + "\x02"
        ):
            first = bisect_right(ends, start)
            hits.append(Hit(first, bisect_right(ends, end - 1, first) + 1, bits[index]))
        return hits

    def near(self, i: int) -> bool:
        """Whether token i is in the text and follows the one before it directly."""
        return i < self.n and self.soft[i]

    def possessive(self, i: int) -> bool:
        """Whether the token before i is a possessive that only a space parts from it."""
        return i > 0 and self.endings[i - 1] != "" and self.gaps[i] in _SOFT

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
