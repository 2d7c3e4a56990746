"""What stands between two spaces, cut into words once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import chain

from curator.suggest import kinds
from curator.suggest.tokenise import ENDINGS, MARKED, cutter, fold

SPACE, UNKNOWN = "\x01", "\x03"
"""Before each word, and for a word of no phrase, where the automaton looks."""
Token = tuple[str, str, int, str, bool, str, str, str, int, int]
"""One word or figure of a chunk:

- as it is written, without a possessive ending, and as it is looked up
- its bits (see ``kinds``), and its two characters where the automaton looks for phrases
- whether it begins with a capital, and its possessive ending
- what stands before it, from the space before the chunk or the token before it, and behind it, for the last of a chunk
- the length of all that in code points
- whether it is a currency, or a verb that may be an offence (not 0)
"""
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
        self._signs = signs

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
        capital = word[0] != lower[0] or (word[0] in "ae" and _arabic(word))
        if marks:
            lower = unicodedata.normalize("NFC", lower)
        flags = self._flags.get(lower, 0)
        sign = SPACE + self._signs.get(lower, UNKNOWN)
        return word, lower, flags, sign, capital, ending, before, behind, length, flags & _MARKED


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
