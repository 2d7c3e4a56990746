"""What stands between two spaces, cut into words once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import chain

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
USUAL: Edges = (" ", "", "")
_MARKED = kinds.CURRENCY | kinds.GERUND
_ARABIC = re.compile("(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]")
_MOST = 40_000
"""So many chunks are remembered: some 20 MB, and the articles of years of one newspaper seldom ask for others."""
_LONGEST = 40
"""Longer chunks seldom come again."""


class Vocabulary(dict[str, tuple[Token, ...]]):
    """The tokens of each chunk: of a row of characters without a space, which may begin with line ends.

    What is asked for and not there is cut and kept, until there are too many and all are forgotten.
    """

    def __init__(self, flags: Mapping[str, int], signs: Mapping[str, str]) -> None:
        """``flags``: the bits of words; ``signs``: the characters that stand for the words of phrases."""
        super().__init__()
        self._flags = flags
        self._signs = {word: SPACE + sign for word, sign in signs.items()}
        self._shared: dict[int, int] = {}

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
            return tuple(self._cut(chunk))
        if len(self) >= _MOST:
            self.clear()
        found = self[chunk] = tuple(self._cut(chunk))
        return found

    def _join(self, chunks: list[str], found: list[tuple[Token, ...]]) -> None:
        """Join the chunks that have no word to the one before them, or at first to the one behind."""
        empty = [i for i, tokens in enumerate(found) if not tokens]
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

    def _cut(self, chunk: str) -> Iterator[Token]:
        space = "" if chunk[:1] == "\n" else " "
        if chunk.isalpha():
            yield self._token(chunk, space, "", marks=False)
            return
        cut = cutter(chunk)
        parts = cut.split(chunk)
        parts[0] = space + parts[0]
        last = len(parts) - 2
        for i in range(1, last + 1, 2):
            yield self._token(parts[i], parts[i - 1], parts[-1] if i == last else "", marks=cut is MARKED)

    def _token(self, word: str, before: str, behind: str, *, marks: bool) -> Token:
        length = len(before) + len(word) + len(behind)
        ending = word[-2:] if word.endswith(ENDINGS) else ""
        if ending:
            word = word[:-2]
        lower = fold(word)
        if lower == word:
            lower = word  # one string for both: what is smaller is sooner read again
        capital = word[0] != lower[0] or (word[0] in "ae" and _arabic(word))
        if marks:
            lower = unicodedata.normalize("NFC", lower)
        flags = self._flags.get(lower, 0)
        flags = self._shared.setdefault(flags, flags)
        sign = self._signs.get(lower, _UNKNOWN)
        look = shapes.look(word, lower, flags, capital=capital)
        if capital and len(word) > 6 and self._stuck(word):
            look |= kinds.STUCK
        if word[0] <= "9" or flags & (kinds.NUMBER | kinds.SCALE):
            look |= kinds.NUMERIC
        look = self._shared.setdefault(look, look)
        named = capital and not look & kinds.ORDINARY
        edges = (before, ending, behind)
        rare = None if edges == USUAL else edges
        return word, lower, flags, look, sign, capital, named, flags & _MARKED, rare, length

    def _stuck(self, word: str) -> bool:
        """Whether a word ends with another that may have stuck to it: "Lukashenkohas"."""
        get = self._flags.get
        return any(get(word[cut:], 0) & kinds.RUN_TOGETHER for cut in range(4, min(len(word), _LONGEST) - 1))


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
