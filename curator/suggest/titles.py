"""The heads of titles with what belongs before them: "Deputy Defense Minister", "Lieutenant General"."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Hit
from curator.suggest.data import word_set

_MAX_BEFORE = 6
# An office that comes first is a first deputy or a first secretary; "the first commissar" counts commissars.
_ORDINALS = frozenset(("first", "second", "third"))
_AFTER_ORDINALS = word_set("grammar", "after ordinals")
# They end the name of a unit as often as they begin a rank: "commander of the Northern Fleet Admiral ...".
BRANCHES = frozenset(("fleet", "army", "police", "justice"))
_VERBS = word_set("grammar", "verbs")
# They take an office or an organisation for their object, which has a capital too.
_VERBS_OF_OFFICES = frozenset(("head", "chair"))
_ADJECTIVES = tuple(word_set("ranks", "cyrillic adjectives"))


class Title(msgspec.Struct, frozen=True, gc=False):
    """A rank or an office without its complement: tokens [first, last), the head at [head, last)."""

    first: int
    head: int
    last: int
    kind: int


def titles(a: Analysis) -> list[Title]:
    """The heads of the text with what belongs before them, in order, not yet judged."""
    found: list[Title] = []
    floor = 0
    for hit in a.hits:
        if hit.kind & kinds.TITLE and not _is_verb(a, hit):
            left = _left(a, hit)
            if found and min(left, hit.first) <= floor and _leads(a, found[-1], hit):
                found.pop()
                floor = found[-1].last if found else 0
            title = Title(max(left, floor), hit.first, hit.last, hit.kind)
            found.append(title)
            floor = hit.last
        elif hit.kind & kinds.SUFFIX and found and found[-1].last == hit.first and found[-1].kind & kinds.RANK:
            found[-1] = replace(found[-1], last=hit.last)
            floor = hit.last
    return found


def _is_verb(a: Analysis, hit: Hit) -> bool:
    """Whether "head", "judge", "chair" and the like is a verb: "to head the ministry", but not "to judge Orlova"."""
    i = hit.first
    if hit.last - i > 1 or a.lower[i] not in _VERBS or a.caps[i]:
        return False
    named = a.lower[i] not in _VERBS_OF_OFFICES and a.near(hit.last) and a.caps[hit.last]
    return a.soft[i] and not named and a.lower[i - 1] in ("to", "will", "would", "not", "who")


def _leads(a: Analysis, title: Title, hit: Hit) -> bool:
    """Whether a title only says which office the next one is: "Senior Assistant" before "Military Prosecutor"."""
    if title.kind & kinds.RANK or hit.kind & (kinds.RANK | kinds.CYRILLIC) or not a.soft[hit.first]:
        return False
    return all(a.flags[i] & kinds.MODIFIER for i in range(title.head, title.last))


def _left(a: Analysis, hit: Hit) -> int:
    """Where the title begins, with the words before its head that belong to it."""
    i = hit.first
    if hit.kind & kinds.CYRILLIC:
        while i > 0 and a.soft[i] and a.lower[i - 1].startswith(_ADJECTIVES):
            i -= 1
        return i
    if hit.kind & kinds.RANK:
        return i + 1 if hit.last - i > 1 and a.lower[i] in BRANCHES and _ends_unit(a, i) else i
    while i > 0 and a.soft[i] and i > hit.first - _MAX_BEFORE and _belongs_before(a, i - 1, hit):
        i -= 1
    while i < hit.first and _left_out(a, i):
        i += 1
    return i


def _ends_unit(a: Analysis, i: int) -> bool:
    """Whether the word at token i ends the name of a unit: "of the Northern Fleet", "of the 58th Army"."""
    if i < 2 or not a.soft[i] or not (a.caps[i - 1] or a.words[i - 2][0] <= "9"):
        return False
    return "of" in a.lower[max(i - _MAX_BEFORE, a.sentence(i)) : i]


def _left_out(a: Analysis, i: int) -> bool:
    """Whether token i cannot be the first of a title."""
    word = a.lower[i]
    if word in ("general", "and") or (a.opens(i) and a.flags[i] & kinds.DROPPED):
        return True
    return word in _ORDINALS and a.lower[i + 1] not in _AFTER_ORDINALS


def _belongs_before(a: Analysis, i: int, hit: Hit) -> bool:
    """Whether token i, before a head, says which office it is."""
    flags, word = a.flags[i], a.words[i]
    if flags & (kinds.DROPPED | kinds.DEMONYM | kinds.COUNTRY | kinds.MONTH | kinds.NEVER_AFTER):
        return False
    if flags & kinds.MODIFIER:
        return True
    if not a.caps[i]:
        return bool(flags & kinds.THING) and not flags & kinds.COMMON
    if word.isupper() and len(word) > 1:  # FSB director
        return not flags & kinds.COMMON or a.words[hit.first].isupper()
    if flags & (kinds.REGION | kinds.THING) or word == "St":
        return True
    named = flags & (kinds.COMMON | kinds.GIVEN | kinds.HONORIFIC | kinds.KNOWN | kinds.FAMILY_FIRST)
    return bool(hit.kind & kinds.OFFICE) and not named and not a.opens(i) and not a.words[hit.first].istitle()
