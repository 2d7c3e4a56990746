"""The words of texts, each looked up once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from curator.suggest import kinds, shapes
from curator.suggest.tokenise import ENDINGS, fold, marked

SPACE = "\x01"
"""Before each word where the automaton looks."""
_UNKNOWN = SPACE + "\x03"
Token = tuple[str, int, int, str, bool, int]
"""What a word or a figure is, wherever it stands:

- the word as it is looked up, without a possessive ending
- its bits, those of its look (see ``kinds``), and its two characters where the automaton looks for phrases
- whether it begins with a capital; and what it is looked at for by itself (``kinds.NAMED`` and so on), mostly 0
"""
_MARKED = kinds.CURRENCY | kinds.GERUND
_ARABIC = re.compile("(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]")
_MOST = 32_000
"""So many words met last are remembered, and at most as many of those before: some 15 MB."""
_LONGEST = 40
"""Longer words seldom come again."""


class Vocabulary(dict[str, Token]):
    """The tokens of words as the cutter cuts them, with a possessive ending if they have one.

    What is asked for and not there is worked out and kept. When there are too many, they become the older ones, of
    which those that are asked for again come back, and the rest is forgotten the next time: so what is frequent stays.
    """

    def __init__(self, flags: Mapping[str, int], signs: Mapping[str, str]) -> None:
        """``flags``: the bits of words; ``signs``: the characters that stand for the words of phrases."""
        super().__init__()
        self._older: dict[str, Token] = {}
        shared: dict[int, int] = {}
        # One integer for all words that have the same bits.
        self._flags = {word: shared.setdefault(bits, bits) for word, bits in flags.items()}
        self._signs = {word: SPACE + sign for word, sign in signs.items()}
        self._stuck = tuple(word for word, bits in flags.items() if bits & kinds.RUN_TOGETHER)
        self._last_of_stuck = frozenset(word[-2:] for word in self._stuck)

    def tokens(self, words: Iterable[str]) -> list[Token]:
        """The token of each word."""
        return list(map(self.__getitem__, words))

    @property
    def remembered(self) -> int:
        """How many words are remembered."""
        return len(self) + len(self._older)

    def __missing__(self, word: str) -> Token:
        token = self._older.get(word) or self._look_up(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self._older = dict(self)
                self.clear()
            self[word] = token
        return token

    def _look_up(self, word: str) -> Token:
        # New words are to cost little: what most of them are takes no more than their bits.
        if word.islower() and word.isalpha() and word.isascii():
            flags = self._flags.get(word, 0)
            look = shapes.plain_look(word, flags)
            return word, flags, look, self._signs.get(word, _UNKNOWN), False, kinds.MARKED if flags & _MARKED else 0
        bare = word[:-2] if word.endswith(ENDINGS) else word
        lower = bare.lower() if bare.isascii() else fold(bare)
        capital = bare[0] != lower[0] or (bare[0] in "ae" and _arabic(bare))
        if lower == word:
            lower = word  # one string for both: what is smaller is sooner read again
        if marked(lower):
            lower = unicodedata.normalize("NFC", lower)
        flags = self._flags.get(lower, 0)
        look = shapes.look(bare, lower, flags, capital=capital)
        if capital and len(bare) > 6 and bare[-2:] in self._last_of_stuck and bare.endswith(self._stuck):
            look |= kinds.STUCK
        noted = kinds.MARKED if flags & _MARKED else 0
        if capital and not look & kinds.ORDINARY:
            noted |= kinds.NAMED
        if len(bare) < len(word):
            noted |= kinds.POSSESSIVE
        return lower, flags, look, self._signs.get(lower, _UNKNOWN), capital, noted


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
