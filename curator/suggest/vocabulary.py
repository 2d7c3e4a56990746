"""The words of texts, each looked up once and remembered, since most of a text was in others before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curator.suggest import kinds, shapes
from curator.suggest.tokenise import ENDINGS, fold, marked

SPACE = "\x01"
"""Before each word where the automaton looks."""
_UNKNOWN = SPACE + "\x03"
Token = tuple[str, int, int, str, bool, int, int]
"""What a word or a figure is, wherever it stands:

- the word as it is looked up, without a possessive ending
- its bits, those of its look (see ``kinds``), and its two characters where the automaton looks for phrases
- whether it begins with a capital; and what it is looked at for by itself (``kinds.NAMED`` and so on), mostly 0
- how many code points it takes, with a possessive ending and the space behind it
"""
FIELDS = 7
"""How many these are."""
_IN_NO_LIST: Token = ("", 0, 0, _UNKNOWN, False, 0, 0)
_MARKED = kinds.CURRENCY | kinds.GERUND
_ARABIC = re.compile("(?:al|el|an|as|ad|ar|ash|at|az)[-‐‑]")
_MOST = 32_000
"""So many words met last are remembered, and at most as many of those before: some 14 MB in all."""
_LONGEST = 40
"""Longer words seldom come again."""


class Vocabulary:
    """What is known of words, by the words as the cutter cuts them: with a possessive ending if they have one.

    What is met first is worked out and kept. When there are too many, they become the older ones, of which those that
    are met again come back, and the rest is forgotten the next time: so what is frequent stays. At first the older
    ones are the words of the lists. Threads may share it: two that meet the same word at once work out the same.
    """

    def __init__(self, flags: Mapping[str, int], signs: Mapping[str, str]) -> None:
        """``flags``: the bits of words; ``signs``: the characters that stand for the words of phrases."""
        self._recent: dict[str, Token] = {}
        self._lists = _tokens_of_lists(flags, signs)
        self._older: Mapping[str, Token] = self._lists
        self._stuck = shapes.by_end(word for word, bits in flags.items() if bits & kinds.RUN_TOGETHER)

    @property
    def remembered(self) -> int:
        """How many words are remembered, beside those of the lists."""
        return len(self._recent) + (0 if self._older is self._lists else len(self._older))

    def tokens(self, words: Sequence[str]) -> list[Token]:
        """The token of each word."""
        # "Any", since no token is left out in the end.
        found: list[Any] = list(map(self._recent.get, words))
        if all(found):
            return found
        missing = [i for i, token in enumerate(found) if token is None]
        new = self._learn({words[i] for i in missing})
        for i in missing:
            found[i] = new[words[i]]
        return found

    def _learn(self, words: Iterable[str]) -> dict[str, Token]:
        """The tokens of words that are not among the recent ones, which are then."""
        older, look_up = self._older.get, self._look_up
        found = {word: older(word) or look_up(word) for word in words}
        kept = found
        if max(map(len, found)) > _LONGEST:
            kept = {word: token for word, token in found.items() if len(word) <= _LONGEST}
        # What another thread reads at the same time only grows.
        if len(self._recent) + len(kept) > _MOST:
            self._older, self._recent = self._recent, {}
        if len(kept) <= _MOST:
            self._recent.update(kept)
        return found

    def _look_up(self, word: str) -> Token:
        """The token of a word."""
        bare = word
        if word.isascii() and word.isalpha():
            lower = word.lower()
            if lower == word:  # as most new words
                return self._lists.get(word) or (word, 0, shapes.plain_look(word, 0), _UNKNOWN, False, 0, len(word) + 1)
            capital = word[0] != lower[0]
        else:
            if word.endswith(ENDINGS):
                bare = word[:-2]
            lower = fold(bare)
            capital = bare[0] != lower[0] or (bare[0] in "ae" and _arabic(bare))
            if marked(lower):
                lower = unicodedata.normalize("NFC", lower)
            if lower == word:
                lower = word  # one string for both: what is smaller is sooner read again
        _, flags, _, sign, _, noted, _ = self._lists.get(lower, _IN_NO_LIST)
        look = shapes.look(bare, lower, flags, capital=capital)
        if capital:
            if len(bare) > 6 and bare.endswith(self._stuck.get(bare[-2:], ())):
                look |= kinds.STUCK
            if not look & kinds.ORDINARY:
                noted |= kinds.NAMED
        if bare is not word:
            noted |= kinds.POSSESSIVE
        return lower, flags, look, sign, capital, noted, len(word) + 1


def _tokens_of_lists(flags: Mapping[str, int], signs: Mapping[str, str]) -> dict[str, Token]:
    """The tokens of all words of the lists as they are looked up: in lower case, without a possessive ending."""
    # Worked out once for all words that have the same bits, of which there are but some hundreds.
    same = {bits: (bits, shapes.plain_look("a", bits), shapes.plain_look("long", bits)) for bits in set(flags.values())}
    found: dict[str, Token] = {}
    for word, bits in flags.items():
        bits, short, long = same[bits]
        noted = kinds.MARKED if bits & _MARKED else 0
        found[word] = word, bits, long if len(word) > 3 else short, _UNKNOWN, False, noted, len(word) + 1
    for word, sign in signs.items():
        _, bits, _, _, _, noted, _ = found.get(word, _IN_NO_LIST)
        found[word] = word, bits, shapes.plain_look(word, bits), SPACE + sign, False, noted, len(word) + 1
    for word in [word for word in found if word.endswith(ENDINGS)]:
        del found[word]
    return found


def _arabic(word: str) -> bool:
    """Whether it is a name with an article: al-Rashid."""
    return _ARABIC.match(word) is not None and word[-1].islower() and not word.islower()
