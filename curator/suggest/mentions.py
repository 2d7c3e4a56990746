"""Mentions of people by surname alone, anywhere in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from curator.suggest import kinds, shapes
from curator.suggest.analysis import Analysis
from curator.suggest.inflection import surname_stem
from curator.suggest.runs import Name, Piece, headline

_LONGEST_WORD = 40
_UNLIKELY = kinds.MONTH | kinds.ORG
SURE = 0.55
"""From this score on a name is taken to be one, and its surname is looked up everywhere."""


class Known:
    """The surnames that a text gives to people, and who bears them."""

    def __init__(self, a: Analysis, names: Iterable[Name]) -> None:
        self.full: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        self.given: dict[str, str] = {}
        for name in names:
            if name.score < SURE:
                continue
            first, last, surname = name.first, name.last, name.surname
            if surname < 0:
                word = a.text[a.starts[last - 1] : name_end(a, name)]
            else:
                word = a.words[surname]
                if a.flags[surname] & _UNLIKELY:
                    continue
            if len(word) < 2:
                continue
            text = a.span(first, last)
            if last - first > 1:
                if surname == last - 1 and len(a.words[first]) > 2:
                    self.given.setdefault(a.words[first], text)
                self.full[word] = text
            elif word not in self.full:
                self.full[word] = text
            if shapes.cyrillic(word):
                self.stems[surname_stem(word)] = text

    def bearer(self, word: str) -> str | None:
        """The name in full of whom the text calls so."""
        found = self.full.get(word)
        if found is None and word.isupper() and len(word) > 3:
            found = self.full.get(word.capitalize())
        if found is None and self.stems and shapes.cyrillic(word):
            found = self.stems.get(surname_stem(word))
        return found

    def explained(self, a: Analysis, name: Name) -> Name:
        """A name of one word, which its own look and place speak for, as the mention that it is if it is one."""
        if name.last - name.first > 1 or name.surname < 0:
            return name
        word = a.words[name.first]
        bearer = self.full.get(word, word)
        return name if bearer == word else _mention(name.first, bearer)


def _mention(i: int, bearer: str) -> Name:
    return Name(i, i + 1, i, 0.92, f"mention of {bearer}")


def mentions_in(a: Analysis, piece: Piece, known: Known) -> Iterator[Name]:
    """The mentions by surname alone in a piece that was not taken for a name as a whole."""
    if piece.before_thing and not headline(a, piece.first):
        return
    alone = piece.last - piece.first == 1 and not piece.after_thing
    for i in range(piece.first, piece.last):
        word, flags = a.words[i], a.flags[i]
        bearer = known.bearer(word) if a.caps[i] else None
        if bearer is not None:
            if flags & kinds.COMMON and a.opens(i) and len(word) < 4:
                continue
            if bearer == word:
                yield Name(i, i + 1, i, 0.8, "named so elsewhere")
            else:
                yield _mention(i, bearer)
        elif alone and word in known.given:
            if not flags & ~(kinds.GIVEN | kinds.KNOWN):
                yield Name(i, i + 1, i, 0.66, f"given name of {known.given[word]}")
        elif flags & kinds.KNOWN:
            yield Name(i, i + 1, i, 0.88, "a known surname")
        elif a.looks[i] & kinds.STUCK and not flags and len(word) <= _LONGEST_WORD:
            yield from _run_together(a, i, known)


def shouted(a: Analysis, known: Known) -> Iterator[Name]:
    """The mentions in capitals throughout, which are otherwise taken for abbreviations."""
    words, looks = a.words, a.looks
    for i in [i for i in a.named if looks[i] & kinds.ACRONYM and len(words[i]) > 3]:
        bearer = known.bearer(words[i])
        if bearer is not None:
            yield Name(i, i + 1, i, 0.8, f"mention of {bearer}")


def name_end(a: Analysis, name: Name) -> int:
    """Where a name ends, in code points: within its last token, if that runs into the next word."""
    return a.end(name.last - 1) if name.surname >= 0 else a.starts[name.first] - name.surname


def cut_short(a: Analysis, name: Name) -> Name:
    """The name without a word that stuck to its surname: "Andrei Belousovsaid"."""
    i = name.last - 1
    word = a.words[i]
    if a.flags[i] or name.last - name.first < 2 or len(word) > _LONGEST_WORD:
        return name
    get = a.lexicon.flags.get
    for cut in range(4, len(word) - 2):
        if get(word[cut:], 0) & kinds.RUN_TOGETHER:
            head = word[:cut].lower()
            if get(head, 0) & kinds.KNOWN or (len(word) - cut > 2 and shapes.surname(head) == 2):
                return replace(name, surname=a.starts[name.first] - a.starts[i] - cut)
    return name


def _run_together(a: Analysis, i: int, known: Known) -> Iterator[Name]:
    """ "Lukashenkohas": a known surname, and a word of the language that stuck to it."""
    word = a.words[i]
    for cut in range(4, len(word) - 1):
        head, rest = word[:cut], word[cut:]
        if not rest.islower() or not a.lexicon.flags.get(rest, 0) & kinds.RUN_TOGETHER:
            continue
        if known.bearer(head) or a.lexicon.flags.get(head.lower(), 0) & kinds.KNOWN:
            yield Name(i, i + 1, -cut, 0.85, f"mention of {known.bearer(head) or head}, run into the next word")
            return
        if len(rest) > 2 and shapes.surname(head.lower()) == 2:
            yield Name(i, i + 1, -cut, 0.45, "perhaps a name, run into the next word")
            return
