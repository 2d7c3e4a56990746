"""Who wrote an article: "By Will Stewart for ...", "By ANNA ORLOVA and PETR ILYIN", at the beginning of a line.

Elsewhere capitals throughout are an abbreviation, and "Will" is a verb; here both are a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from curator.suggest import kinds
from curator.suggest.analysis import Analysis
from curator.suggest.data import word_set
from curator.suggest.runs import Name

_AMBIGUOUS = word_set("names", "given ambiguous")
_BEHIND = frozenset(("for", "and", "in", "at"))
_NO_NAME = kinds.COMMON | kinds.MONTH | kinds.THING | kinds.PLACE | kinds.HONORIFIC
_LONGEST = 4
"""No name in a byline has more words."""
_MOST = 6
"""No byline has more names."""


def bylines(a: Analysis, barred: Collection[int]) -> Iterator[Name]:
    """The names in the bylines of a text, in order.

    Args:
        a: The text.
        barred: The tokens of titles and of other phrases that hold no name.
    """
    lower = a.lower
    for i in a.breaks:
        if i < a.n and lower[i] == "by" and a.caps[i] and a.near(i + 1) and _begins_line(a, i):
            yield from _names(a, i + 1, barred)


def _begins_line(a: Analysis, i: int) -> bool:
    return not i or "\n" in a.gaps[i]


def _names(a: Analysis, i: int, barred: Collection[int]) -> Iterator[Name]:
    """The names from token i on, which "and", a comma or both part, perhaps with where each of them wrote."""
    for _ in range(_MOST):
        last = _end(a, i, barred)
        if not last:
            return
        yield Name(i, last, last - 1, 0.9, "in a byline")
        i = _behind_place(a, last)
        if i < a.n and a.gaps[i] == ", " and a.caps[i] and a.lower[i] != "and":
            continue
        if not (i < a.n and (a.soft[i] or a.gaps[i] == ", ") and a.lower[i] == "and" and a.near(i + 1)):
            return
        i += 1


def _behind_place(a: Analysis, i: int) -> int:
    """The token behind "in Moscow", where that begins at token i; else i."""
    if not (a.near(i) and a.lower[i] in ("in", "at")):
        return i
    j = i + 1
    while a.near(j) and j < i + _LONGEST and a.caps[j] and a.lower[j] != "and":
        j += 1
    return j if j > i + 1 else i


def _end(a: Analysis, i: int, barred: Collection[int]) -> int:
    """Where the name that begins at token i ends; 0 if it is none, or nothing that a byline goes on with follows."""
    j = i
    while j < min(a.n, i + _LONGEST) and a.caps[j] and (j == i or a.soft[j]) and a.lower[j] not in _BEHIND:
        if j in barred or (a.flags[j] & _NO_NAME and not (j == i and a.lower[j] in _AMBIGUOUS)):
            return 0
        j += 1
    likely = bool(a.flags[i] & kinds.GIVEN) or a.lower[i] in _AMBIGUOUS or not any(a.flags[i:j])
    ends = not a.near(j) or a.lower[j] in _BEHIND
    return j if j - i > 1 and likely and ends and j - 1 not in a.possessives else 0
