"""What stands between two spaces, cut into words once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import chain, compress
from operator import not_

from curator.suggest import kinds, shapes
from curator.suggest.tokenise import ENDINGS, MARKED, cutter, fold

SPACE = "\x01"
"""Before each word where the automaton looks."""
_UNKNOWN = SPACE + "\x03"
Edges = tuple[str, str, str]
"""What stands before a token, its possessive ending, and what stands behind it up to the end of the chunk.

Before it stands all from the space before the chunk, or from the token before it in the chunk.
"""
Token = tuple[str, str, int, int, str, bool, bool, int, Edges | None, int]
"""One word or figure of a chunk:

- as it is written, without a possessive ending, and as it is looked up
- its bits, those of its look (see ``kinds``), and its two characters where the automaton looks for phrases
- whether it begins with a capital, and whether it is then more than an ordinary word
- whether it is a currency, or a verb that may be an offence (not 0)
- what stands around it, None where it is but the space before it; its length with all that in code points
"""
_Known = tuple[str, str, int, int, str, bool, bool, int]
USUAL: Edges = (" ", "", "")
_MARKED = kinds.CURRENCY | kinds.GERUND
_ARABIC = re.compile("(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]")
_MOST = 64_000
"""So many chunks are remembered, in some 18 MB; a thousand articles of the most various kinds hold about as many."""
_STOPS = frozenset(' .,:;!?()[]“”„«»"…–—\n')
_LONGEST = 40
"""Longer chunks seldom come again."""


_BEFORE_STOPS: dict[str, Edges] = {stop: (" ", "", stop) for stop in _STOPS}


class Vocabulary(dict[str, tuple[Token, ...]]):
    """The tokens of each chunk: of a row of characters without a space, which may begin with line ends.

    What is asked for and not there is cut and kept, until there are too many and all are forgotten.
    """

    def __init__(self, flags: Mapping[str, int], signs: Mapping[str, str]) -> None:
        """``flags``: the bits of words; ``signs``: the characters that stand for the words of phrases."""
        super().__init__()
        self._flags = flags
        self._signs = {word: SPACE + sign for word, sign in signs.items()}
        self._stuck = tuple(word for word, bits in flags.items() if bits & kinds.RUN_TOGETHER)
        self._last_of_stuck = frozenset(word[-2:] for word in self._stuck)
        self._shared: dict[int, int] = {}
        self._edges: dict[Edges, Edges] = {}

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text, in order; what stands before the first has a space that is not in the text."""
        # A line end begins a chunk, so that the words on both its sides are known ones.
        chunks = text.replace("\n", " \n").replace("\n \n", "\n\n").split(" ")
        found = list(map(self.__getitem__, chunks))
        if not all(found):
            self._join(chunks, found)
        return list(chain.from_iterable(found))

    def __missing__(self, chunk: str) -> tuple[Token, ...]:
        if len(chunk) > _LONGEST:
            return self._cut(chunk)
        if len(self) >= _MOST:
            self.clear()
            self._edges.clear()
        # New words are to cost little: what most of them are is said in one.
        if chunk.islower() and chunk.isalpha() and chunk.isascii():
            flags = self._flags.get(chunk, 0)
            look = kinds.LONG if not flags and len(chunk) > 3 else shapes.look(chunk, chunk, flags, capital=False)
            sign = self._signs.get(chunk, _UNKNOWN)
            token: Token = (chunk, chunk, flags, look, sign, False, False, flags & _MARKED, None, len(chunk) + 1)
            found: tuple[Token, ...] = (token,)
        elif chunk.isalpha():
            found = ((*self._known(chunk, marks=False), None, len(chunk) + 1),)
        elif (stop := chunk[-1:]) in _STOPS and (inner := self[chunk[:-1]]):
            if len(inner) == 1 and inner[0][8] is None:
                word, lower, flags, look, sign, capital, named, marked, _, length = inner[0]
                found = ((word, lower, flags, look, sign, capital, named, marked, _BEFORE_STOPS[stop], length + 1),)
            else:
                found = (*inner[:-1], self._edged(inner[-1], "", stop))
        elif chunk[:1] in _STOPS and (inner := self[chunk[1:]]):
            found = (self._edged(inner[0], _space(chunk) + chunk[:1], ""), *inner[1:])
        else:
            found = self._cut(chunk)
        self[chunk] = found
        return found

    def _join(self, chunks: list[str], found: list[tuple[Token, ...]]) -> None:
        """Join the chunks that have no word to the one before them, or at first to the one behind."""
        empty = list(compress(range(len(found)), map(not_, found)))
        first = next((i for i, at in enumerate(empty) if i != at), len(empty))
        joined: dict[int, list[str]] = {}
        if first:
            joined[min(first, len(chunks) - 1)] = chunks[: first + 1]
        at = first
        for i in empty[first:]:
            if found[i - 1]:
                at = i - 1
            joined.setdefault(at, [chunks[at]]).append(chunks[i])
        for at, pieces in joined.items():
            found[at] = self[" ".join(pieces).replace(" \n", "\n")]

    def _cut(self, chunk: str) -> tuple[Token, ...]:
        """The tokens of any chunk."""
        cut = cutter(chunk)
        parts = cut.split(chunk)
        parts[0] = _space(chunk) + parts[0]
        last = len(parts) - 2
        found: list[Token] = []
        for i in range(1, last + 1, 2):
            word, before, behind = parts[i], parts[i - 1], parts[-1] if i == last else ""
            length = len(before) + len(word) + len(behind)
            ending = word[-2:] if word.endswith(ENDINGS) else ""
            edges = (before, ending, behind)
            known = self._known(word[:-2] if ending else word, marks=cut is MARKED)
            found.append((*known, None if edges == USUAL else edges, length))
        return tuple(found)

    def _edged(self, token: Token, before: str, behind: str) -> Token:
        """The token with more before it, in place of its space, or with more behind it."""
        lead, ending, trail = token[8] or USUAL
        if before:
            before += lead.removeprefix(" ")
        edges = (before or lead, ending, trail + behind)
        length = token[9] + len(edges[0]) - len(lead) + len(behind)
        return *token[:8], self._edges.setdefault(edges, edges), length

    def _known(self, word: str, *, marks: bool) -> _Known:
        """What does not depend on what stands around a word."""
        lower = word.lower() if word.isascii() else fold(word)
        capital = word[0] != lower[0] or (word[0] in "ae" and _arabic(word))
        if lower == word:
            lower = word  # one string for both: what is smaller is sooner read again
        if marks:
            lower = unicodedata.normalize("NFC", lower)
        share = self._shared.setdefault
        flags = self._flags.get(lower, 0)
        look = shapes.look(word, lower, flags, capital=capital)
        if capital and len(word) > 6 and word[-2:] in self._last_of_stuck and word.endswith(self._stuck):
            look |= kinds.STUCK
        sign = self._signs.get(lower, _UNKNOWN)
        named = capital and not look & kinds.ORDINARY
        return word, lower, share(flags, flags), share(look, look), sign, capital, named, flags & _MARKED


def _space(chunk: str) -> str:
    """What parts a chunk from the one before it, beside what is in it."""
    return "" if chunk[:1] == "\n" else " "


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
