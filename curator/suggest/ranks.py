"""Ranks and offices: a head from the word lists, what stands before it, and "of what" behind it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Candidate, Hit
from curator.suggest.data import word_set

_MAX_COMPLEMENT = 22
_MAX_LOWER_RUN = 4
_PARTICIPLES = word_set("grammar", "participles")
_ORDINALS = word_set("grammar", "ordinals")
_DEGREES = frozenset(("especially", "particularly"))
_NUMBERED = word_set("grammar", "numbered")
_LINKS = {"of": frozenset[str](), **{link: word_set("grammar", link) for link in ("for", "to", "in")}}
"""What may stand between an office and what it is an office of, and for which offices (of: all)."""
_ROLES = word_set("grammar", "roles")
_AFTER_POSSESSIVE = word_set("grammar", "after possessive")
_GENITIVE = re.compile(
    r"(?:ого|его|ной|ных|ний|ния|ия|ств|ства|ии|ки|ки|ов|ев|ей|ей|ого|ої|их|ів|ння|ції|ти|сти|ры|ра)$"
)


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
            last = _cyrillic_complement(a, title, people)
        elif title.kind & (kinds.ALONE | kinds.OFFICE):
            last = _complement(a, title, people)
        score, reason = _judge(a, title, last, people)
        if score:
            yield Candidate(a.starts[title.first], a.ends[last - 1], score, reason)
            done = last


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


def _complement(a: Analysis, title: Title, people: Collection[int]) -> int:
    """The end of the title with "of ..." behind it, or without, where none follows."""
    j = title.last
    if j + 1 < a.n and a.possessive(j) and not a.caps[j] and "of" in a.lower[title.head : j]:
        # "chief of the General Staff's personnel department"
        return max(j, _noun_phrase(a, j, people)) if a.flags[j] & (kinds.THING | kinds.MODIFIER) else j
    if not a.near(j) or j + 1 >= a.n:
        return j
    link = a.lower[j]
    heads = _LINKS.get(link)
    if heads is None or (heads and heads.isdisjoint(a.lower[title.first : title.last])):
        return j
    following = a.lower[j + 1]
    if link == "for" and (following.endswith("ing") or (following in ("the", "a") and not a.caps[min(j + 2, a.n - 1)])):
        return j
    if (link == "in" and not a.caps[j + 1]) or (link != "of" and a.flags[j + 1] & kinds.MONTH):
        return j
    end = _noun_phrase(a, j + 1, people)
    return end if end > j + 1 else j


def _noun_phrase(a: Analysis, first: int, people: Collection[int]) -> int:
    """The end of the noun phrase that begins at a token: tokens taken in while they can belong to an office's name."""
    end, lower_run = first, 0
    k = first
    while k < min(a.n, first + _MAX_COMPLEMENT) and (a.soft[k] or a.possessive(k)) and k not in people:
        step = _step(a, k, first, end, people)
        if step == 0:
            break
        if step < 0:  # a word that needs another behind it
            k -= step
            continue
        lower_run = 0 if a.caps[k] or a.flags[k] & (kinds.THING | kinds.MODIFIER) else lower_run + 1
        if lower_run > _MAX_LOWER_RUN:
            break
        k += step
        end = k
    return end


def _step(a: Analysis, k: int, first: int, end: int, people: Collection[int]) -> int:
    """How many tokens the phrase takes in at token k: 0 to stop, negative where they may not be the last."""
    word, flags = a.lower[k], a.flags[k]
    if a.caps[k]:
        return _step_capital(a, k, first, people)
    if word[0] <= "9":
        if k + 1 < a.n and a.gaps[k + 1] == "" and a.lower[k + 1] in _ORDINALS:
            return -2
        if k > first and a.gaps[k] == "" and a.caps[k - 1]:  # MI6
            return 1
        return 1 if k > first and a.lower[k - 1] in _NUMBERED else 0
    if word == "the" or (k == first and word in ("a", "an", "its", "his", "her", "their")):
        return -1
    if word == "of":
        return -1 if end > first else 0
    if word == "for" or word == "in":
        return _step_link(a, k, end)
    if word in ("and", "&"):
        return _step_and(a, k, people)
    return _step_lower(a, k, first, word, flags)


def _step_capital(a: Analysis, k: int, first: int, people: Collection[int]) -> int:
    flags = a.flags[k]
    if (
        flags & kinds.MONTH
        or (flags & kinds.HONORIFIC and k + 1 in people)
        or (flags & kinds.GIVEN and not flags & kinds.REGION and k > first)
    ):
        return 0
    hit = next((h for h in _hits_at(a, k)), None)
    if hit is not None and hit.kind & kinds.RANK and k > first and a.lower[k - 1] not in ("the", "of"):
        return 0
    return 1


def _hits_at(a: Analysis, k: int) -> list[Hit]:
    """The phrase that begins at token k, if any."""
    low, high = 0, len(a.hits)
    while low < high:
        middle = (low + high) // 2
        if a.hits[middle].first < k:
            low = middle + 1
        else:
            high = middle
    return a.hits[low : low + 1] if low < len(a.hits) and a.hits[low].first == k else []


def _step_link(a: Analysis, k: int, end: int) -> int:
    """ "for Combating Corruption", "in Moscow Region" """
    if end < k or k + 1 >= a.n or not a.soft[k + 1]:
        return 0
    following = k + 2 if a.lower[k + 1] == "the" and k + 2 < a.n else k + 1
    if a.flags[following] & kinds.MONTH:
        return 0
    if a.caps[following]:
        return -1
    wanted = kinds.THING | kinds.MODIFIER
    return -1 if a.lower[k] == "for" and a.flags[following] & wanted and following == k + 1 else 0


def _step_and(a: Analysis, k: int, people: Collection[int]) -> int:
    """ "Ministry of Labour and Social Protection", "housing and utilities" """
    if k + 1 >= a.n or not a.soft[k + 1] or k + 1 in people:
        return 0
    flags = a.flags[k + 1]
    if flags & (kinds.DROPPED | kinds.STOP | kinds.NEVER_AFTER) or any(
        h.kind & kinds.TITLE for h in _hits_at(a, k + 1)
    ):
        return 0
    if a.caps[k - 1] and a.caps[k + 1] and not flags & kinds.GIVEN:
        return -1
    return -1 if not a.caps[k - 1] and not a.caps[k + 1] and flags & (kinds.THING | kinds.MODIFIER) else 0


def _step_lower(a: Analysis, k: int, first: int, word: str, flags: int) -> int:
    if flags & (kinds.STOP | kinds.DROPPED | kinds.SPEECH | kinds.HONORIFIC) and not flags & kinds.MODIFIER:
        return 0
    if (flags & kinds.NEVER_AFTER and k > first) or (word.endswith("ly") and word not in _DEGREES):
        return 0
    if (word.endswith("ed") and word not in _PARTICIPLES) or (
        word.endswith("ing") and not flags & (kinds.MODIFIER | kinds.THING) and k > first
    ):
        return 0
    noun = flags & (kinds.THING | kinds.MODIFIER)
    if k > first and not noun:
        before = a.flags[k - 1]
        # After a name, or the noun of an office, an unknown word begins something else.
        if (a.caps[k - 1] and not before & kinds.DEMONYM) or (before & kinds.THING and not before & kinds.MODIFIER):
            return 0
    return 1


def _cyrillic_complement(a: Analysis, title: Title, people: Collection[int]) -> int:
    j = title.last
    while a.near(j) and j < title.last + 9 and j not in people:
        flags, word = a.flags[j], a.words[j]
        belongs = flags & kinds.CYRILLIC_COMPLEMENT or (word.isupper() and len(word) > 1)
        verbal = flags & (kinds.STOP | kinds.SPEECH | kinds.COMMON)
        if a.caps[j] and not belongs and j + 1 in people:  # Мэр Сочи
            return j + 1
        if not belongs and (a.caps[j] or verbal or not _GENITIVE.search(a.lower[j][-4:])):
            break
        j += 1
    return j


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
