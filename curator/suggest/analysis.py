"""A text, cut once into words and figures, with what each of them is; all families of rules share it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, compress
from typing import Any

import msgspec

from curator.suggest import gaps, kinds
from curator.suggest.lexicon import BREAK, Lexicon
from curator.suggest.tokenise import split
from curator.suggest.vocabulary import FIELDS, SPACE

_PREFIXES = frozenset(("ex", "then", "now"))
_TIGHT_OR_SYMBOL = gaps.TIGHT | gaps.SYMBOL
_PERHAPS_SOFT = gaps.FULL_STOP | gaps.HYPHEN


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A phrase of the lexicon in the text: tokens [first, last) and what it is."""

    first: int
    last: int
    kind: int


class Candidate(msgspec.Struct, frozen=True, gc=False):
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
        starts: Where they begin, in code points; at index n the length of the text.
        words: The tokens as they are written; ``lower``: as they are looked up.
        flags, looks: Their bits, what they are and what they look like, see ``kinds``.
        possessives: The tokens with a possessive ending, which is in no gap.
        gaps: What else stands before each token, and at index n what stands behind the last.
        soft: Whether only a space, or the full stop of an abbreviation, stands before the token; at index n, False.
        breaks: The tokens at which a sentence or a line begins.
        caps: Whether the token begins with a capital.
        named: The tokens that do and are no ordinary words.
        tight: The tokens that stick to the one before them.
        symbols: Those with the symbol of a currency in the gap before them, or n.
        marked: The tokens that are a currency, or a verb that may be an offence.
        hits: The phrases found, in order, none overlapping.
        lexicon: Where all this was looked up.
    """

    __slots__ = (
        "breaks", "caps", "flags", "gaps", "hits", "lexicon", "looks", "lower", "marked", "n",
        "named", "possessives", "soft", "starts", "symbols", "text", "tight", "words",
    )  # fmt: skip

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        parts = split(text)
        self.gaps = parts[0::2]
        self.words = words = parts[1::2]
        self.n = n = len(words)
        tokens = lexicon.vocabulary.tokens(words)
        # One row of all that is known of all tokens, and each kind of it by its step: what is done in one call costs a
        # tenth of what is done token by token.
        row: list[Any] = []
        for token in tokens:
            row += token
        self.lower: tuple[str, ...] = tuple(row[0::FIELDS])
        self.flags: list[int] = row[1::FIELDS]
        self.looks: list[int] = row[2::FIELDS]
        self.caps: list[bool] = row[4::FIELDS]
        noted: list[int] = row[5::FIELDS]
        some = list(compress(range(n), noted))
        self.named = [i for i in some if noted[i] & kinds.NAMED]
        self.marked = [i for i in some if noted[i] & kinds.MARKED]
        self.possessives = {i for i in some if noted[i] & kinds.POSSESSIVE}
        for i in self.possessives:
            words[i] = words[i][:-2]
        steps: list[int] = row[6::FIELDS]
        self.soft, self.breaks, hard = self._join(steps)
        self.starts = list(accumulate(steps, initial=len(self.gaps[0])))
        self.hits = self._hits(row[3::FIELDS], hard)

    def _join(self, steps: list[int]) -> tuple[list[bool], list[int], list[int]]:
        """Which tokens follow the one before them directly; at which a sentence or a line begins; which follow nothing.

        A possessive ending parts two tokens, but not two words of a phrase.

        Args:
            steps: How far each token is from the next one, if a space parts them; corrected where it does not.
        """
        n = self.n
        bits_of = self.lexicon.gaps
        self.tight = tight = list[int]()
        self.symbols = symbols = list[int]()
        soft = [True] * (n + 1)
        breaks, hard = [0], []
        for i, gap in enumerate(self.gaps):
            if gap == " ":
                continue
            if i:
                steps[i - 1] += len(gap) - 1
            bits = bits_of[gap]
            if bits & _TIGHT_OR_SYMBOL:
                if bits & gaps.TIGHT:
                    tight.append(i)
                if bits & gaps.SYMBOL:
                    symbols.append(i)
            if bits & gaps.SOFT or (bits & _PERHAPS_SOFT and i and self._joins(i - 1, bits)):
                continue
            soft[i] = False
            if not (bits & gaps.APOSTROPHE and self.possessive(i)):
                hard.append(i)
            if bits & gaps.BREAK:
                breaks.append(i)
        for i in self.possessives:
            if soft[i + 1]:
                soft[i + 1] = False
                if self.gaps[i + 1] not in gaps.BLANKS:
                    hard.append(i + 1)
        soft[0] = soft[n] = False
        return soft, breaks, hard

    def _joins(self, i: int, bits: int) -> bool:
        """Whether the gap behind token i, a full stop or a hyphen, parts it from the next one no more than a space."""
        if bits & gaps.FULL_STOP:
            return _abbreviates(self.words[i], self.flags[i])
        return self.lower[i] in _PREFIXES

    def _hits(self, signs: list[str], hard: Iterable[int]) -> list[Hit]:
        """The phrases of the lexicon, none of them across a ``hard`` token's beginning."""
        # Two characters a word: what the automaton finds at 2 i + 1 is token i.
        row = [*signs, SPACE]
        for i in hard:
            row[i] = BREAK + row[i][1:]
        bits = self.lexicon.kinds
        return [
            Hit(start >> 1, end >> 1, bits[index])
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
            return self.gaps[i] in gaps.BLANKS
        return i > 0 and self.gaps[i] in gaps.APOSTROPHES and self.words[i - 1][-1] == "s"

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
