"""Runs: rows of capitalised words that nothing but spaces parts, and the pieces of them that could be names."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from curator.suggest import kinds, shapes
from curator.suggest.analysis import Analysis
from curator.suggest.data import word_set

_OPENING = frozenset((' "', " “", " «", " '", " ‘"))
_AMBIGUOUS = word_set("names", "given ambiguous")
_CLOSING = frozenset(('" ', "” ", "» ", "' ", "’ "))


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Tokens [first, last) that could be a name, and what stands around them in the run.

    ``of_title``: whether it says what a title is a title of ("mayor of ...").
    """

    first: int
    last: int
    title: bool
    honorific: bool
    after_thing: bool
    before_thing: bool
    of_title: bool = False


class Name(msgspec.Struct, frozen=True, gc=False, order=True):
    """A name that was found: tokens [first, last), the token of the surname.

    Where the last token runs into the next word, ``surname`` is minus the length of the name in code points.
    """

    first: int
    last: int
    surname: int
    score: float
    reason: str


def pieces(a: Analysis, ends: set[int], inside: set[int], blocked: set[int]) -> Iterator[Piece]:
    """The pieces of all runs.

    Args:
        a: The text.
        ends: The tokens behind titles.
        inside: The tokens of titles.
        blocked: The tokens of other phrases that hold no name.
    """
    first = -1
    title = honorific = thing = of_title = False
    previous = -2
    soft, looks = a.soft, a.looks
    barred = inside | blocked
    for i in _capitals(a, blocked):
        direct = previous == i - 1 and soft[i]
        if not direct:
            if first >= 0 and (i - previous > 3 or not _continued(a, previous, i)):
                yield Piece(first, previous + 1, title, honorific, thing, False, of_title)
                first = -1
            if first < 0:
                title = honorific = thing = False
        # Most are part of a name, seen at once; the rest takes longer.
        if i in barred or (not looks[i] & kinds.NAME_PART and _cuts(a, i, first, i in ends)):
            flags = a.flags[i]
            thing_here = i in blocked or bool((flags & kinds.THING and i not in inside) or looks[i] & kinds.ACRONYM)
            if first >= 0:
                yield Piece(first, previous + 1, title, honorific, thing, thing_here, of_title)
                first = -1
            thing, title = thing_here, False
            honorific = bool(flags & kinds.HONORIFIC)
        elif first < 0:
            first = i
            title = i in ends and soft[i]
            of_title = i - 1 in ends and soft[i] and soft[i - 1] and a.lower[i - 1] == "of"
            honorific = honorific or bool(a.flags[i - 1] & kinds.HONORIFIC and _after_honorific(a, i))
        previous = i
    if first >= 0:
        yield Piece(first, previous + 1, title, honorific, thing, False, of_title)


def _capitals(a: Analysis, blocked: set[int]) -> list[int]:
    """The tokens with a capital that matter: an ordinary word parts two runs as one without a capital does."""
    more = [i for i in blocked if a.looks[i] & kinds.ORDINARY]
    return sorted((*a.named, *more)) if more else a.named


def _continued(a: Analysis, previous: int, i: int) -> bool:
    """Whether a run goes on at token i, at most three behind, although the two capitals are not side by side."""
    if previous == i - 1:
        return (a.gaps[i] in _OPENING or a.gaps[i] in _CLOSING) and _nicknamed(a, previous, i)
    return _bridged(a, previous, i)


def _bridged(a: Analysis, previous: int, i: int) -> bool:
    """Whether only particles stand between two capitals: "van der", "kyzy"."""
    if not a.flags[previous + 1] & kinds.PARTICLE:
        return False
    between = range(previous + 1, i)
    return all(a.flags[k] & kinds.PARTICLE for k in between) and all(a.soft[k] for k in (*between, i))


def _nicknamed(a: Analysis, previous: int, i: int) -> bool:
    """Whether one of two capitals that follow each other is a nickname: Joaquin “El” Guzman."""
    if previous != i - 1 or previous in a.possessives:
        return False
    if a.gaps[i] in _OPENING:
        return bool(a.flags[previous] & kinds.GIVEN) and _closes(a, i + 1)
    return _closes(a, i) and i > 1 and a.gaps[i - 1] in _OPENING and bool(a.flags[i - 2] & kinds.GIVEN)


def _closes(a: Analysis, i: int) -> bool:
    """Whether a nickname ends before token i, and the name goes on."""
    return i < a.n and a.gaps[i] in _CLOSING and a.caps[i] and not a.flags[i] & kinds.FUNCTIONS


def _after_honorific(a: Analysis, i: int) -> bool:
    return i > 0 and (a.soft[i] or a.gaps[i] in (": ", " (", ' "', " “"))


def _cuts(a: Analysis, i: int, first: int, after_title: bool) -> bool:
    """Whether the capitalised token i is no part of a name, given the piece that began at ``first`` (or -1)."""
    if a.looks[i] & kinds.NO_NAME_PART:
        return True
    flags, word = a.flags[i], a.words[i]
    if len(word) == 1:
        return not (a.gaps[i + 1][:1] == "." or first >= 0) or (word == "I" and a.gaps[i + 1][:1] != ".")
    if flags & (kinds.GIVEN | kinds.KNOWN) and not flags & (kinds.MONTH | kinds.THING):
        return False
    if flags & kinds.CYRILLIC_COMPLEMENT:
        return True
    if not flags:
        acronym, place = a.looks[i] & kinds.ACRONYM, a.looks[i] & kinds.PLACE_LIKE
        return bool(acronym and not (first >= 0 and a.words[i - 1].isupper())) or bool(
            place and first < 0 and not after_title
        )
    if flags & kinds.FAMILY_FIRST and chinese_name(a, i):
        return False
    if flags & kinds.MONTH and first == i - 1 and a.flags[first] & kinds.FAMILY_FIRST:
        return not (shapes.pinyin(a.lower[i]) and len(word) < 5)  # Dong Jun
    if (flags & kinds.REGION or a.lower[i] in shapes.PLACE_SURNAMES) and not flags & kinds.FUNCTIONS:
        # "Jack London", "Robert Park", but not "Boris Nemtsov Square".
        begun = first >= 0 and bool(a.flags[first] & kinds.GIVEN or len(a.words[first]) == 1)
        return not (begun and i - first == 1 and not (a.near(i + 1) and a.caps[i + 1]))
    if flags & kinds.DEMONYM and first == i - 1 and a.flags[first] == kinds.GIVEN:
        # "Radu Moldovan", but not "Will Russian forces".
        return a.lower[first] in _AMBIGUOUS or (a.near(i + 1) and not a.flags[i + 1] & kinds.SPEECH)
    return bool(flags & (kinds.FUNCTIONS | kinds.PLACE | kinds.THING | kinds.HONORIFIC)) or (
        bool(flags & kinds.SPEECH) and first >= 0
    )


def chinese_name(a: Analysis, i: int) -> bool:
    """Whether a family name that stands first is followed by what can be its given name."""
    if not a.near(i + 1) or not a.caps[i + 1]:
        return False
    return not a.flags[i + 1] & ~(kinds.FAMILY_FIRST | kinds.MONTH) and shapes.pinyin(a.lower[i + 1])


def headline(a: Analysis, i: int) -> bool:
    """Whether most words around token i are capitalised, so that a capital says little."""
    start = max(a.sentence(i), i - 7)
    stop = min(a.n, i + 8)
    caps = a.caps[start:stop]
    if sum(caps) < 4:  # of five long words three are too few
        return False
    # As booleans, which the looks are not.
    of_long = [cap for look, cap in zip(a.looks[start:stop], caps, strict=True) if look & kinds.LONG]
    long, capital = len(of_long), sum(of_long)
    return long >= 5 and capital >= 0.75 * long
