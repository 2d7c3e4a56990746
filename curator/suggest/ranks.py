"""Ranks and offices: which of the titles of a text are one particular person's, and where they end."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Candidate
from curator.suggest.complements import complement, cyrillic_complement
from curator.suggest.data import word_set
from curator.suggest.titles import Title

_ROLES = word_set("grammar", "roles")
_BEING = _ROLES | word_set("grammar", "being")
_AFTER_POSSESSIVE = word_set("grammar", "after possessive")
# Ranks that are adjectives too: "the general mood", "a private matter".
_ADJECTIVES = word_set("grammar", "adjective ranks")
# Offices that mean one holder with "the" before them alone: "the commander said".
_DEFINITE = word_set("grammar", "definite offices")
# Offices that are occupations too.
_VAGUE = word_set("grammar", "vague offices")
_ARTICLES = frozenset(("a", "an"))
_GENERAL = frozenset(("is", "can", "may", "must", "should", "has", "will", "would", "who", "whose"))

_Verdict = tuple[float, str]
_NO: _Verdict = (0, "")


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
            yield Candidate(a.starts[title.first], _end(a, last), score, reason)
            done = last


def _end(a: Analysis, last: int) -> int:
    """Where the span ends; the full stop of an abbreviation belongs to it: "Lt. Gen."."""
    end = a.end(last - 1)
    stop = a.near(last) and a.gaps[last][:1] == "." and a.flags[last - 1] & kinds.ABBREVIATION
    return end + 1 if stop else end


def _judge(a: Analysis, title: Title, last: int, people: Collection[int]) -> _Verdict:
    """How sure it is that the title is a particular person's, and why; 0 where it is not."""
    if _blocked(a, title, last):
        return _NO
    if last in people and a.near(last):
        return 0.95, "title before a name"
    introduced = last in people and a.gaps[last] == ", " and last - 1 not in a.possessives
    before = _determiner(a, title)
    preceding = a.flags[before] if before >= 0 else 0
    indefinite = bool(preceding & kinds.NEVER_AFTER)
    if last > title.last or "of" in a.lower[title.head : title.last]:
        if indefinite:
            return 0.3, "title of somebody unnamed, with what it is a title of"
        return 0.88 if a.gaps[title.first].strip(' "“«(') == "," else 0.83, "title with what it is a title of"
    if indefinite:
        return _judge_indefinite(a, title, before, introduced=introduced) if a.lower[before] in _ARTICLES else _NO
    if introduced and title.last - title.first > 1:
        return 0.8, "title before a comma and a name"
    return _judge_bare(a, title, preceding, introduced=introduced)


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


def _determiner(a: Analysis, title: Title) -> int:
    """The token that says whose the title is, or that it is anybody's; -1 if there is none."""
    i = title.first
    if not i or not a.soft[i]:
        return -1
    determiners = kinds.DROPPED | kinds.NEVER_AFTER
    if i > 1 and a.soft[i - 1] and (a.lower[i - 2], a.lower[i - 1]) == ("the", "other"):
        return i - 2
    if i > 1 and a.soft[i - 1] and a.flags[i - 1] & kinds.DEMONYM:
        return i - 1 if a.opens(i - 1) or a.flags[i - 2] & kinds.DROPPED else -1
    if a.flags[i - 1] or i < 2 or a.caps[i - 1] or not a.soft[i - 1] or not a.flags[i - 2] & determiners:
        return i - 1
    return i - 2  # "a skinny lieutenant"


def _judge_indefinite(a: Analysis, title: Title, article: int, *, introduced: bool) -> _Verdict:
    """A title behind "a": somebody's, where it stands beside a name or in a tale; else anybody's."""
    if title.kind & kinds.OFFICE and not title.kind & kinds.ALONE and title.last - title.first == 1:
        return _NO
    if introduced:
        return 0.75, "title before a comma and a name"
    last = title.last
    ends = not a.near(last)
    if ends and a.gaps[article] == ", " and last - 1 not in a.possessives:
        return 0.6, "title between commas"
    if title.kind & kinds.RANK:
        adjective = a.lower[title.last - 1] in _ADJECTIVES and title.last - title.first == 1
        if article and a.soft[article] and a.lower[article - 1] in _BEING and (ends or not adjective):
            return 0.6, "rank that somebody holds"
        told = ends or a.flags[last] & kinds.FOLLOWER
        if told and not adjective and not (a.opens(article) and _general(a, last)):
            return 0.5, "rank of somebody unnamed"
        return _NO
    return (0.45, "title of somebody unnamed") if _past(a, last) else _NO


def _general(a: Analysis, i: int) -> bool:
    """Whether token i begins what is said of a whole class: "A colonel is ..."."""
    return a.near(i) and a.lower[i] in _GENERAL


def _past(a: Analysis, i: int) -> bool:
    """Whether a verb in the past tells at token i what a person did."""
    if not a.near(i) or a.caps[i]:
        return False
    return a.lower[i].endswith("ed") or bool(a.flags[i] & kinds.PAST)


def _judge_bare(a: Analysis, title: Title, preceding: int, *, introduced: bool) -> _Verdict:
    """A title with neither a name right behind it nor a complement."""
    i, last = title.head, title.last
    modified = title.first < title.head or last - title.head > 1
    article = bool(preceding & (kinds.DROPPED | kinds.DEMONYM)) or a.possessive(title.first)
    opens = a.caps[i] and a.opens(title.first)
    ends = not a.near(last) and (article or opens or last - 1 not in a.possessives)
    if title.kind & kinds.CYRILLIC:
        return (0.5, "title") if last - title.head > 1 or ends else _NO
    followed = last < a.n and bool(a.flags[last] & kinds.FOLLOWER)
    if not (ends or followed or _past(a, last) or (article and _verbal(a, title))):
        return _NO
    apposed = a.gaps[title.first].strip(' "“«(–—-') == "," or "(" in a.gaps[title.first]
    if title.kind & kinds.OFFICE and not title.kind & kinds.ALONE:
        if modified:
            return (0.75, "office with the words before it") if article or apposed or a.caps[i] else (0.5, "office")
        return _judge_office(a, title, article=article, introduced=introduced, apposed=apposed and ends and a.caps[i])
    if _role(a, title):
        return 0.65, "title that somebody holds"
    if article:
        return 0.75, "one particular holder of a title"
    if apposed and ends:
        return 0.7, "title between commas"
    if a.caps[i] and not a.opens(i):
        return 0.6, "title with a capital"
    if opens and (_past(a, last) or last - 1 in a.possessives):
        return 0.5, "title that begins a headline"
    return (0.5, "title") if modified else _NO


def _judge_office(a: Analysis, title: Title, *, article: bool, introduced: bool, apposed: bool) -> _Verdict:
    """An office of one word, which says little by itself."""
    if introduced and article and a.lower[title.head] not in _VAGUE:
        return 0.7, "office before a comma and a name"
    if apposed:
        return 0.45, "office between commas"
    if a.lower[title.head] in _DEFINITE and (article or _role(a, title)):
        return 0.55, "one particular holder of an office"
    return _NO


def _role(a: Analysis, title: Title) -> bool:
    """Whether the title is what somebody is said to be or to become: "as mayor", "the rank of colonel"."""
    i = title.first
    if not i or not a.soft[i]:
        return False
    word = a.lower[i - 1]
    return word in _ROLES or (i > 1 and (a.lower[i - 2], word) in (("rank", "of"), ("promoted", "to")))


def _verbal(a: Analysis, title: Title) -> bool:
    """Whether an unknown word behind the title can be a verb, since the title is no adjective."""
    i = title.last
    if a.lower[title.last - 1] in _ADJECTIVES or a.caps[i] or a.words[i][0] <= "9":
        return False
    return not a.flags[i] & (kinds.THING | kinds.MODIFIER) and a.lower[i] not in _AFTER_POSSESSIVE
