"""A text, cut once into words and figures, with what each of them is; all families of rules share it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, compress, repeat
from operator import not_
from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.lexicon import BREAK, Lexicon

_SOFT = frozenset((" ", "", "\u00a0", "\u202f", "\u2009", "  "))
_STOPS = re.compile(r"[.!?…\n\r|•;。！？]")
_PREFIXES = frozenset(("ex", "then", "now"))
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
        "_bounds", "_leads", "breaks", "capitals", "caps", "endings", "flags", "gaps",
        "hits", "lexicon", "lower", "marked", "n", "odd", "soft", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        tokens = lexicon.vocabulary.tokens(text)
        self.n = len(tokens)
        # All tokens at once: what is done in one call costs a tenth of what is done token by token.
        columns = zip(*tokens, strict=True) if tokens else repeat((), 10)
        words, lower, flags, signs, caps, endings, leads, trails, lengths, marked = columns
        self.words: tuple[str, ...] = words
        self.lower: tuple[str, ...] = lower
        self.flags: tuple[int, ...] = flags
        self.endings: tuple[str, ...] = endings
        self._leads: tuple[str, ...] = leads
        self.caps: tuple[bool, ...] = caps
        self.gaps = gaps = [*leads, ""]
        for i in compress(range(self.n), trails):
            gaps[i + 1] = trails[i] + gaps[i + 1]
        before = 0
        if not tokens:
            gaps[0] = text
        elif leads[0][0] == " ":  # the space that is not in the text
            gaps[0] = gaps[0][1:]
            before = -1
        self._bounds: list[int] = list(accumulate(lengths, initial=before))
        self.capitals = list(compress(range(self.n), caps))
        self.odd = [i for i, gap in enumerate(gaps) if gap != " "]
        self.marked = list(compress(range(self.n), marked))
        self.soft, self.breaks = self._parted()
        self.hits = self._hits(signs)

    def _parted(self) -> tuple[list[bool], list[int]]:
        """Which tokens follow the one before them directly, and at which a sentence or a line begins."""
        gaps, words, flags, n = self.gaps, self.words, self.flags, self.n
        soft = [True] * (n + 1)
        breaks = [0]
        for i in self.odd:
            gap = gaps[i]
            if gap in _SOFT:
                continue
            soft[i] = False
            if gap == ", ":
                continue
            abbreviated = gap[:1] == "." and i and gap[1:] in _SOFT and _abbreviates(words[i - 1], flags[i - 1])
            if abbreviated or (gap == "-" and i and self.lower[i - 1] in _PREFIXES):
                soft[i] = True
            elif gap in _COMMON_STOPS or (gap not in _COMMON_JOINTS and _STOPS.search(gap)):
                breaks.append(i)
        for i in compress(range(n), self.endings):
            soft[i + 1] = False
        soft[0] = soft[n] = False
        return soft, breaks

    def _hits(self, signs: Iterable[str]) -> list[Hit]:
        """The phrases of the lexicon; a possessive ending does not part two words of a phrase."""
        # Two characters a word: what the automaton finds at 2 i + 1 is token i.
        row = list(signs)
        endings, gaps = self.endings, self.gaps
        for i in compress(range(self.n), map(not_, self.soft)):
            if not ((endings[i - 1] or gaps[i] in _PLURAL_POSSESSIVES) and self.possessive(i)):
                row[i] = BREAK + row[i][1]
        bits = self.lexicon.kinds
        new = tuple.__new__  # half the time of calling Hit, for what is made most often
        return [
            new(Hit, (start >> 1, end >> 1, bits[index]))
            for index, start, end in self.lexicon.automaton.find_matches_as_indexes("".join(row))
        ]

    def start(self, i: int) -> int:
        """Where token i begins, in code points."""
        return self._bounds[i] + len(self._leads[i])

    def end(self, i: int) -> int:
        """Where token i ends, in code points, without a possessive ending."""
        return self._bounds[i] + len(self._leads[i]) + len(self.words[i])

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
        return self.text[self.start(first) : self.end(last - 1)]


def _abbreviates(word: str, flags: int) -> bool:
    """Whether a full stop after the word is that of an abbreviation or an initial."""
    if flags & kinds.ABBREVIATION:
        return True
    return len(word) <= 2 and word[0].isupper() and (len(word) == 1 or (word[1].islower() and not flags & kinds.COMMON))
