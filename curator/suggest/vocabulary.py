"""The words of texts, each looked up once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

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


class Vocabulary:
    """What is known of words, by the words as the cutter cuts them: with a possessive ending if they have one.

    What is met first is worked out and kept. When there are too many, they become the older ones, of which those that
    are met again come back, and the rest is forgotten the next time: so what is frequent stays. Threads may share it:
    two that meet the same word at once work out the same.
    """

    def __init__(self, flags: Mapping[str, int], signs: Mapping[str, str]) -> None:
        """``flags``: the bits of words; ``signs``: the characters that stand for the words of phrases."""
        self._recent: dict[str, Token] = {}
        self._older: dict[str, Token] = {}
        shared: dict[int, int] = {}
        # One integer for all words that have the same bits: what is smaller is sooner read again.
        self._flags = {word: shared.setdefault(bits, bits) for word, bits in flags.items()}
        self._signs = {word: SPACE + sign for word, sign in signs.items()}
        self._stuck = tuple(word for word, bits in flags.items() if bits & kinds.RUN_TOGETHER)
        self._last_of_stuck = frozenset(word[-2:] for word in self._stuck)

    @property
    def remembered(self) -> int:
        """How many words are remembered."""
        return len(self._recent) + len(self._older)

    def tokens(self, words: Sequence[str]) -> list[Token]:
        """The token of each word."""
        recent = self._recent
        try:
            return list(map(recent.__getitem__, words))
        except KeyError:
            new = self._learn(set(words).difference(recent))
        return [recent.get(word) or new[word] for word in words]

    def _learn(self, words: Iterable[str]) -> dict[str, Token]:
        """The tokens of words that are not among the recent ones, which are then."""
        older, look_up = self._older.get, self._look_up
        found = {word: older(word) or look_up(word) for word in words}
        kept = {word: token for word, token in found.items() if len(word) <= _LONGEST}
        # What another thread reads at the same time only grows.
        if len(self._recent) + len(kept) > _MOST:
            self._older, self._recent = self._recent, {}
        if len(kept) <= _MOST:
            self._recent.update(kept)
        return found

    def _look_up(self, word: str) -> Token:
        """The token of a word."""
        # Most new words are in lower case and of plain letters, and that takes no more than their bits.
        if word.islower() and word.isalpha() and word.isascii():
            flags = self._flags.get(word, 0)
            look = shapes.plain_look(word, flags)
            return word, flags, look, self._signs.get(word, _UNKNOWN), False, kinds.MARKED if flags & _MARKED else 0
        bare = word[:-2] if word.endswith(ENDINGS) else word
        lower = bare.lower() if bare.isascii() else fold(bare)
        capital = bare[0] != lower[0] or (bare[0] in "ae" and _arabic(bare))
        if marked(lower):
            lower = unicodedata.normalize("NFC", lower)
        elif lower == word:
            lower = word  # one string for both
        flags = self._flags.get(lower, 0)
        look = shapes.look(bare, lower, flags, capital=capital)
        noted = kinds.MARKED if flags & _MARKED else 0
        if capital:
            if len(bare) > 6 and bare[-2:] in self._last_of_stuck and bare.endswith(self._stuck):
                look |= kinds.STUCK
            if not look & kinds.ORDINARY:
                noted |= kinds.NAMED
        if bare is not word:
            noted |= kinds.POSSESSIVE
        return lower, flags, look, self._signs.get(lower, _UNKNOWN), capital, noted


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
