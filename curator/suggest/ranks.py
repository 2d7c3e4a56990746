"""Ranks and offices: a head from the word lists, what stands before it, and "of what" behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Candidate
from curator.suggest.complements import complement, cyrillic_complement
from curator.suggest.data import word_set
from curator.suggest.titles import Title

_ROLES = word_set("grammar", "roles")
_AFTER_POSSESSIVE = word_set("grammar", "after possessive")


def ranks(a: Analysis, found: list[Title], people: Collection[int]) -> Iterator[Candidate]:
    """The ranks and offices among the titles of a text.

    Args:
        a: The text.
        found: What ``titles`` returned.
        people: The tokens at which a person's name begins.
    """
    done = 0
    for title in found:
        if title.first < done:
            continue
        last = title.last
        if title.kind & kinds.CYRILLIC:
            last = cyrillic_complement(a, title, people)
        elif title.kind & (kinds.ALONE | kinds.OFFICE):
            last = complement(a, title, people)
        score, reason = _judge(a, title, last, people)
        if score:
            yield Candidate(a.starts[title.first], a.ends[last - 1], score, reason)
            done = last


def _judge(a: Analysis, title: Title, last: int, people: Collection[int]) -> tuple[float, str]:
    """How sure it is that the title is a particular person's, and why; 0 where it is not."""
    named = last in people and a.near(last)
    introduced = last in people and a.gaps[last] == ", " and not a.endings[last - 1]
    if _blocked(a, title, last):
        return 0, ""
    if named:
        return 0.95, "title before a name"
    before = title.first - 1
    preceding = a.flags[before] if before >= 0 and a.soft[title.first] else 0
    indefinite = bool(preceding & kinds.NEVER_AFTER)
    complement = last > title.last or "of" in a.lower[title.head : title.last]
    if complement:
        if indefinite:
            return 0.3, "title of somebody unnamed, with what it is a title of"
        return 0.88 if a.gaps[title.first].strip(' "“«(') == "," else 0.83, "title with what it is a title of"
    if indefinite:
        return 0, ""
    if introduced and title.last - title.first > 1:
        return 0.8, "title before a comma and a name"
    return _judge_bare(a, title, preceding)


def _blocked(a: Analysis, title: Title, last: int) -> bool:
    """Whether the title is part of something else: "the mayor's office", "Governor Street"."""
    if (
        a.possessive(last)
        and last < a.n
        and (a.lower[last] in _AFTER_POSSESSIVE or (a.caps[last] and a.caps[title.head]))
    ):
        return True
    return (
        a.near(last)
        and a.caps[last]
        and bool(a.flags[last] & kinds.THING)
        and a.caps[title.head]
        and not title.kind & kinds.CYRILLIC
    )


def _judge_bare(a: Analysis, title: Title, preceding: int) -> tuple[float, str]:
    """A title with neither a name nor a complement behind it."""
    i, last = title.head, title.last
    modified = title.first < title.head or last - title.head > 1
    article = bool(preceding & kinds.DROPPED) or a.possessive(title.first)
    ends = not a.near(last) and (article or not a.endings[last - 1])
    follows = ends or bool(a.flags[last] & kinds.FOLLOWER) or (a.lower[last].endswith("ed") and not a.caps[last])
    role = title.first > 0 and a.soft[title.first] and a.lower[title.first - 1] in _ROLES
    apposed = a.gaps[title.first].strip(' "“«(–—-') == "," or "(" in a.gaps[title.first]
    if title.kind & kinds.CYRILLIC:
        return (0.5, "title") if last - title.head > 1 or ends else (0, "")
    if not follows:
        return 0, ""
    if title.kind & kinds.OFFICE and not title.kind & kinds.ALONE:
        if not modified:
            return (0.45, "office between commas") if apposed and ends and a.caps[i] else (0, "")
        return (0.75, "office with the words before it") if article or apposed or a.caps[i] else (0.5, "office")
    if role:
        return 0.65, "title that somebody holds"
    if article:
        return 0.75, "one particular holder of a title"
    if apposed and ends:
        return 0.7, "title between commas"
    if a.caps[i] and not a.opens(i):
        return 0.6, "title with a capital"
    return (0.5, "title") if modified else (0, "")
