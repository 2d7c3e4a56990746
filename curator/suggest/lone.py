"""People who are called by one word: a given name, or a surname that stands nowhere in full."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from curator.suggest import kinds
from curator.suggest.analysis import Analysis
from curator.suggest.data import word_set
from curator.suggest.runs import Name, Piece, headline

_ADDRESSES = frozenset(
    ("mr", "mrs", "ms", "dr", "sir", "miss", "madam", "uncle", "aunt", "father", "sister", "brother")
)
_KIN = word_set("grammar", "kin")
_AMBIGUOUS = word_set("names", "given ambiguous")
_QUOTES = frozenset(("“", '"', "«", "„"))
_CALLED = frozenset(("called", "named", "nicknamed"))
_SAYING = word_set("grammar", "saying")
_NO_NAMES = kinds.FUNCTIONS | kinds.THING | kinds.PLACE


def judge_lone(a: Analysis, piece: Piece) -> Name | None:
    """The name that a piece of one word is, if it is one; known surnames are mentions and not judged here."""
    i, last = piece.first, piece.last
    flags, word = a.flags[i], a.lower[i]
    plain = not flags & _NO_NAMES
    if piece.title and plain:
        return Name(i, last, i, 0.88, "name after a title")
    if flags & kinds.KNOWN or len(word) < 3:
        return None
    plain = plain and not piece.before_thing
    before = a.lower[i - 1] if i and a.soft[i] else ""
    if plain and piece.honorific and before in _ADDRESSES:
        return Name(i, last, i, 0.85, "name after a form of address")
    if piece.after_thing or piece.of_title or (a.soft[i + 1] and a.flags[i + 1] & kinds.PLACE_WORD):
        return None
    if plain:
        if flags & kinds.GIVEN:
            return _judge_given(a, piece, before)
        if (_of_kin(a, i, before) or (before == "certain" and not flags)) and not a.looks[i] & kinds.ACRONYM:
            return Name(i, last, i, 0.6, "name after what somebody is")
    if not flags and a.looks[i] & kinds.VERY_SURNAME_LIKE and not headline(a, i):
        return Name(i, last, i, 0.5 if a.opens(i) else 0.58, "ends like a surname")
    return None


def _judge_given(a: Analysis, piece: Piece, before: str) -> Name | None:
    """A given name alone."""
    i = piece.first
    if before in ("the", "a", "an") or headline(a, i):
        return None
    if before in _CALLED or before == "certain" or _of_kin(a, i, before):
        return Name(i, piece.last, i, 0.7, "given name after what somebody is")
    if says(a, i):
        return Name(i, piece.last, i, 0.65, "given name beside a verb of speech")
    if a.lower[i] in _AMBIGUOUS or a.flags[i] != kinds.GIVEN or (a.gaps[i][-1:] in _QUOTES and not a.near(i + 1)):
        return None
    if a.opens(i) and a.near(i + 1) and not a.flags[i + 1] & (kinds.SPEECH | kinds.PAST):
        return None
    return Name(i, piece.last, i, 0.5, "given name alone")


def _of_kin(a: Analysis, i: int, before: str) -> bool:
    """Whether a word for a relative stands before token i: "his wife Anna", "her sister, Anna,"."""
    if before in _KIN:
        return True
    return i > 0 and a.gaps[i] == ", " and a.lower[i - 1] in _KIN and a.gaps[i + 1][:1] in (",", ".", ";")


def says(a: Analysis, i: int) -> bool:
    """Whether a verb of speech, which only people take, stands beside token i."""
    if a.near(i + 1) and a.lower[i + 1] in _SAYING and not a.caps[i + 1]:
        return True
    return i > 0 and a.soft[i] and a.lower[i - 1] in _SAYING


def acting(a: Analysis, loose: Iterable[Piece]) -> set[str]:
    """The words of no list that stand alone and speak, or own something, somewhere in the text."""
    found: set[str] = set()
    for piece in loose:
        i = piece.first
        if piece.last - i != 1 or a.flags[i] or piece.after_thing or piece.before_thing or piece.of_title:
            continue
        unknown = len(a.words[i]) > 3 and not a.looks[i] & kinds.ACRONYM
        if unknown and (i in a.possessives or says(a, i)):
            found.add(a.words[i])
    return found


def paired(a: Analysis, loose: Iterable[Piece], words: Collection[str]) -> Iterator[Name]:
    """Pairs of unknown words whose second stands alone elsewhere and does what people do."""
    for piece in loose:
        last = piece.last - 1
        if piece.last - piece.first != 2 or a.words[last] not in words or piece.after_thing or piece.before_thing:
            continue
        if not a.flags[piece.first] & ~kinds.GIVEN and not piece.of_title:
            yield Name(piece.first, piece.last, last, 0.62, "its second word does elsewhere what people do")
