"""What an office is an office of: "of the General Staff", "for supply", in English and in Cyrillic."""

from __future__ import annotations

import re
from collections.abc import Collection

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Hit
from curator.suggest.data import word_set
from curator.suggest.titles import BRANCHES, Title

_MAX_COMPLEMENT = 22
_MAX_LOWER_RUN = 4
_PARTICIPLES = word_set("grammar", "participles")
_ORDINALS = word_set("grammar", "ordinals")
_DEGREES = frozenset(("especially", "particularly"))
_NUMBERED = word_set("grammar", "numbered")
_LINKS = {"of": frozenset[str](), **{link: word_set("grammar", link) for link in ("for", "to", "in")}}
"""What may stand between an office and what it is an office of, and for which offices (of: all)."""
_GENITIVE = re.compile(
    r"(?:ого|его|ной|ных|ний|ния|ия|ств|ства|ии|ки|ки|ов|ев|ей|ей|ого|ої|их|ів|ння|ції|ти|сти|ры|ра)$"
)


def complement(a: Analysis, title: Title, people: Collection[int]) -> int:
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
    if word == "at" and end == k and a.flags[k - 1] & kinds.THING and not a.caps[k - 1] and a.near(k + 1):
        return -1 if a.caps[k + 1] and not a.flags[k + 1] & kinds.MONTH else 0
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
        or (flags & kinds.GIVEN and not flags & kinds.REGION and k > first and a.lower[k - 1] != "the")
    ):
        return 0
    if k == first or a.lower[k - 1] in ("the", "of"):
        return 1
    if a.lower[k - 1] in BRANCHES and any(h.kind & kinds.RANK for h in _hits_at(a, k - 1)):
        return 0  # the admiral of "Northern Fleet Admiral"
    ranks = any(h.kind & kinds.RANK for h in _hits_at(a, k))
    return 0 if ranks and not (a.lower[k] in BRANCHES and a.near(k + 1)) else 1


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
    if (
        flags & (kinds.STOP | kinds.DROPPED | kinds.SPEECH | kinds.HONORIFIC | kinds.PAST)
        and not flags & kinds.MODIFIER
    ):
        return 0
    if flags & kinds.NEVER_AFTER and k > first:
        return 0
    if flags & (kinds.THING | kinds.MODIFIER) or a.possessive(k):
        return 1
    if (word.endswith("ly") and word not in _DEGREES) or (word.endswith("ed") and word not in _PARTICIPLES):
        return 0
    if word.endswith("ing") and k > first and a.lower[k - 1] not in ("the", "a", "an"):
        return 0
    if k > first:
        before = a.flags[k - 1]
        # After a name, or the noun of an office, an unknown word begins something else.
        if (a.caps[k - 1] and not before & kinds.DEMONYM) or (before & kinds.THING and not before & kinds.MODIFIER):
            return -1 if _compound(a, k) else 0
    return 1


def _compound(a: Analysis, k: int) -> bool:
    """Whether the noun behind an unknown word says that both belong to the name: "the Fort equipment depot"."""
    following = k + 1
    if not a.near(following) or a.caps[following] or not a.caps[k - 1]:
        return False
    flags = a.flags[following]
    return bool(flags & kinds.THING) and not flags & kinds.COMMON and not a.flags[k] & (kinds.COMMON | kinds.PAST)


def cyrillic_complement(a: Analysis, title: Title, people: Collection[int]) -> int:
    """The end of a Cyrillic title with the genitives behind it."""
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
