"""A text, cut once into words and figures, with what each of them is; all families of rules share it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, compress, repeat
from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.lexicon import BREAK, Lexicon
from curator.suggest.vocabulary import SPACE, USUAL, Edges

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
        starts: Where they begin, in code points; at index n something else.
        words: The tokens as they are written; ``lower``: as they are looked up.
        flags, looks: Their bits, what they are and what they look like, see ``kinds``.
        possessives: The tokens with a possessive ending, which is in no gap.
        gaps: What else stands before each token, and at index n what stands behind the last.
        soft: Whether only a space, or the full stop of an abbreviation, stands before the token; at index n, False.
        breaks: The tokens at which a sentence or a line begins.
        caps: Whether the token begins with a capital.
        named: The tokens that do and are no ordinary words.
        odd: The tokens that have more or less than one space before them, and n.
        marked: The tokens that are a currency, or a verb that may be an offence.
        hits: The phrases found, in order, none overlapping.
        lexicon: Where all this was looked up.
    """

    __slots__ = (
        "_rare", "breaks", "caps", "flags", "gaps", "hits", "lexicon", "looks", "lower", "marked", "n",
        "named", "odd", "possessives", "soft", "starts", "text", "words",
    )  # fmt: skip

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        tokens = lexicon.vocabulary.tokens(text)
        self.n = len(tokens)
        # All tokens at once: what is done in one call costs a tenth of what is done token by token.
        columns = zip(*tokens, strict=True) if tokens else repeat((), 10)
        words, lower, flags, looks, signs, caps, named, marked, rare, lengths = columns
        self.words: tuple[str, ...] = words
        self.lower: tuple[str, ...] = lower
        self.flags: tuple[int, ...] = flags
        self.looks: tuple[int, ...] = looks
        self.caps: tuple[bool, ...] = caps
        self.named = list(compress(range(self.n), named))
        self.marked = list(compress(range(self.n), marked))
        self._rare: tuple[Edges | None, ...] = rare
        shifts: list[tuple[int, int]] = []
        # Where each begins if only one character is before it; then what is more or less before some.
        starts: list[int] = list(accumulate(lengths, initial=self._part(shifts)))
        for i, shift in shifts:
            starts[i] += shift
        self.starts = starts
        self.soft, self.breaks, hard = self._join()
        self.hits = self._hits(signs, hard)

    def _part(self, shifts: list[tuple[int, int]]) -> int:
        """Put together what stands between the tokens.

        Args:
            shifts: Takes the tokens that have more or less than one character before them in their chunk, and how many.

        Returns:
            Where the first token begins if it has one character before it.
        """
        rare, n = self._rare, self.n
        self.gaps = gaps = [" "] * n + [""]
        self.odd = odd = [-1]
        self.possessives = possessives = set[int]()
        for i in compress(range(n), rare):
            lead, ending, trail = rare[i] or USUAL
            if lead != " ":
                shifts.append((i, len(lead) - 1))
                if odd[-1] != i:
                    gaps[i] = lead
                    odd.append(i)
            if ending:
                possessives.add(i)
            if trail:
                behind = i + 1
                gaps[behind] = trail + (rare[behind] or USUAL)[0] if behind < n else trail
                odd.append(behind)
        del odd[0]
        if not odd or odd[-1] != n:
            odd.append(n)
        if not n:
            gaps[0] = self.text
        elif gaps[0][0] == " ":  # the space that is not in the text
            gaps[0] = gaps[0][1:]
            if odd[0]:
                odd.insert(0, 0)
            return 0
        return 1

    def _join(self) -> tuple[list[bool], list[int], list[int]]:
        """Which tokens follow the one before them directly; at which a sentence or a line begins; which follow nothing.

        A possessive ending parts two tokens, but not two words of a phrase.
        """
        gaps, words, flags, n = self.gaps, self.words, self.flags, self.n
        soft = [True] * (n + 1)
        breaks, hard = [0], []
        for i in self.odd:
            gap = gaps[i]
            if gap in _SOFT:
                continue
            abbreviated = gap[:1] == "." and i and gap[1:] in _SOFT and _abbreviates(words[i - 1], flags[i - 1])
            if abbreviated or (gap == "-" and i and self.lower[i - 1] in _PREFIXES):
                continue
            soft[i] = False
            if gap not in _PLURAL_POSSESSIVES or not self.possessive(i):
                hard.append(i)
            if gap in _COMMON_STOPS or (gap not in _COMMON_JOINTS and _STOPS.search(gap)):
                breaks.append(i)
        for i in self.possessives:
            if soft[i + 1]:
                soft[i + 1] = False
                if gaps[i + 1] not in _SOFT:
                    hard.append(i + 1)
        soft[0] = soft[n] = False
        return soft, breaks, hard

    def _hits(self, signs: Iterable[str], hard: Iterable[int]) -> list[Hit]:
        """The phrases of the lexicon, none of them across a ``hard`` token's beginning."""
        # Two characters a word: what the automaton finds at 2 i + 1 is token i.
        row = [*signs, SPACE]
        for i in hard:
            row[i] = BREAK + row[i][1:]
        bits = self.lexicon.kinds
        new = tuple.__new__  # half the time of calling Hit, for what is made most often
        return [
            new(Hit, (start >> 1, end >> 1, bits[index]))
            for index, start, end in self.lexicon.automaton.find_matches_as_indexes("".join(row))
        ]

    def end(self, i: int) -> int:
        """Where token i ends, in code points, without a possessive ending."""
        return self.starts[i] + len(self.words[i])

    def near(self, i: int) -> bool:
        """Whether token i is in the text and follows the one before it directly."""
        return i < self.n and self.soft[i]

    def possessive(self, i: int) -> bool:
        """Whether the token before i is a possessive, also of a plural, that only a space parts from it."""
        if i - 1 in self.possessives:
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
        return self.text[self.starts[first] : self.end(last - 1)]


def _abbreviates(word: str, flags: int) -> bool:
    """Whether a full stop after the word is that of an abbreviation or an initial."""
    if flags & kinds.ABBREVIATION:
        return True
    return len(word) <= 2 and word[0].isupper() and (len(word) == 1 or (word[1].islower() and not flags & kinds.COMMON))
