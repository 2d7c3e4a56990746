"""The heads of titles with what belongs before them: "Deputy Defense Minister", "Lieutenant General"."""

from __future__ import annotations

from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Hit


class Title(NamedTuple):
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
            title = Title(max(_left(a, hit), floor), hit.first, hit.last, hit.kind)
            found.append(title)
            floor = hit.last
        elif hit.kind & kinds.SUFFIX and found and found[-1].last == hit.first and found[-1].kind & kinds.RANK:
            found[-1] = found[-1]._replace(last=hit.last)
            floor = hit.last
    return found


def _is_verb(a: Analysis, hit: Hit) -> bool:
    """Whether "head", "judge", "chair" and the like is a verb: "to head the ministry"."""
    i = hit.first
    return hit.last - i == 1 and not a.caps[i] and a.soft[i] and a.lower[i - 1] in ("to", "will", "would", "not", "who")


def _left(a: Analysis, hit: Hit) -> int:
    """Where the title begins, with the words before its head that belong to it."""
    i = hit.first
    if hit.kind & (kinds.RANK | kinds.CYRILLIC):
        return i
    while i > 0 and a.soft[i] and i > hit.first - 6 and _belongs_before(a, i - 1, hit):
        i -= 1
    while i < hit.first and (a.lower[i] in ("general", "and") or (a.opens(i) and a.flags[i] & kinds.DROPPED)):
        i += 1
    return i


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
        return True
    if flags & (kinds.REGION | kinds.THING):
        return True
    named = flags & (kinds.COMMON | kinds.GIVEN | kinds.HONORIFIC | kinds.KNOWN | kinds.FAMILY_FIRST)
    return bool(hit.kind & kinds.OFFICE) and not named and not a.opens(i) and not a.words[hit.first].istitle()
