"""Offences: phrases of the word lists, and verbs with their objects, where somebody is accused of them."""

from __future__ import annotations

from collections.abc import Iterator

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Candidate, Hit
from curator.suggest.data import word_set

_REACH = 30
_MAX_MODIFIERS = 4
_SUMS = word_set("grammar", "sums")
_FIRM_CUES = tuple(word_set("grammar", "firm cues"))
# Cues that say so only of what stands right behind them.
_NARROW_CUES = word_set("grammar", "narrow cues")
_NARROW_REACH = 4
# What such verbs have for an object may well be no offence.
_INNOCENT = word_set("grammar", "innocent")
_ILLEGAL = frozenset(("illegal", "unlawful"))
_ACCESSORIES = word_set("charges", "accessories")
_QUANTITIES = frozenset(("more", "over", "about", "nearly", "almost", "some", "around", "at"))
_NOT_OFFENCES = word_set("grammar", "no offences")


def charges(a: Analysis) -> Iterator[Candidate]:
    """The offences that a text alleges, as the shortest phrases that name them."""
    cue: Hit | None = None
    against: Hit | None = None
    done = 0
    for hit in a.hits:
        if hit.kind & kinds.CHARGE:
            found = _offence(a, hit, _live(a, cue, hit.first, _REACH), _live(a, against, hit.first, 4), done)
            if found:
                yield found[0]
                done = found[1]
        elif hit.kind & kinds.AGAINST:
            against = hit
        elif hit.kind & kinds.CUE and not (hit.first and a.lower[hit.first - 1 : hit.last] == ("in", "charge", "of")):
            cue = hit
            found = _act(a, hit)
            if found:
                yield found[0]
                done = found[1]
    yield from _acts_elsewhere(a)


def _live(a: Analysis, hit: Hit | None, i: int, reach: int) -> Hit | None:
    """The hit, if it is in the sentence of token i and not too far before it."""
    if hit is None or hit.first < a.sentence(i):
        return None
    if a.lower[hit.first] in _NARROW_CUES and hit.last - hit.first == 1:
        reach = _NARROW_REACH
    if not 0 <= i - hit.last <= reach:
        return None
    return hit


def _offence(a: Analysis, hit: Hit, cue: Hit | None, against: Hit | None, done: int) -> tuple[Candidate, int] | None:
    first, last = hit.first, hit.last
    if first < done or _in_name(a, first, last) or (first and a.soft[first] and a.lower[first - 1] == "against"):
        return None
    if hit.kind & kinds.TOPIC and first and a.soft[first] and a.lower[first - 1] in _NOT_OFFENCES:
        return None
    while first > done and a.soft[first] and a.flags[first - 1] & kinds.SCALE_MODIFIER:
        first -= 1
    first = max(_accessory(a, first), done)
    if a.lower[hit.first] in _ILLEGAL:
        last = _of_what(a, last)
    charged = a.near(last) and bool(a.flags[last] & kinds.AFTER_CUE)
    if last - first == 1 and a.flags[first] & kinds.GERUND:
        last = _object(a, last) or last
    start, end = a.starts[first], a.end(last - 1)
    if cue is not None and not (against and against.first > cue.first):
        return Candidate(start, end, 0.93, f"offence after “{a.span(cue.first, cue.last)}”"), last
    if charged and not against:
        return Candidate(start, end, 0.88, f"offence before “{a.words[last]}”"), last
    if hit.kind & kinds.TOPIC or against:
        return None
    return Candidate(start, end, 0.7, "offence"), last


def _accessory(a: Analysis, first: int) -> int:
    """Where the offence begins, with "complicity in" before it."""
    for length in (3, 2, 1):
        begin = first - length
        if begin >= 0 and " ".join(a.lower[begin:first]) in _ACCESSORIES and all(a.soft[begin + 1 : first + 1]):
            return begin
    return first


def _of_what(a: Analysis, last: int) -> int:
    """The end of an illegal act with what it is done to: "illegal crossing of the state border"."""
    if not a.near(last) or a.lower[last] != "of" or not a.near(last + 1):
        return last
    j = last + 2 if a.lower[last + 1] in ("a", "an", "the") else last + 1
    return max(_free_object(a, j), last) if _free_object(a, j) > j else last


def _in_name(a: Analysis, first: int, last: int) -> bool:
    """Whether the phrase is part of a name: "Serious Fraud Office"."""
    if not a.caps[first]:
        return False
    before = a.soft[first] and a.caps[first - 1] and not a.opens(first - 1)
    behind = a.near(last) and a.caps[last]
    return before or behind


def _act(a: Analysis, cue: Hit) -> tuple[Candidate, int] | None:
    """A verb in -ing right behind a cue, with its object: "accused of leaking military secrets"."""
    i = cue.last
    words = a.span(cue.first, cue.last).lower()
    if not a.near(i) or a.caps[i] or not a.lower[i].endswith("ing") or a.lower[i] in _NOT_OFFENCES:
        return None
    if any(hit.kind & kinds.CHARGE and hit.first == i for hit in _around(a, cue)):
        return None
    reason = f"act after “{a.span(cue.first, cue.last)}”"
    last = _object(a, i + 1)
    if last:
        return Candidate(a.starts[i], a.end(last - 1), 0.85, reason), last
    if a.lower[i] in _SUMS:
        return Candidate(a.starts[i], a.end(i), 0.65, reason), i + 1
    if not words.startswith(_FIRM_CUES):
        return None
    last = _free_object(a, i + 1)
    return (Candidate(a.starts[i], a.end(last - 1), 0.45, reason), last) if last > i + 1 else None


def _around(a: Analysis, cue: Hit) -> list[Hit]:
    """The hit that follows a cue, if any."""
    low, high = 0, len(a.hits)
    while low < high:
        middle = (low + high) // 2
        if a.hits[middle].first < cue.last:
            low = middle + 1
        else:
            high = middle
    return a.hits[low : low + 1]


def _object(a: Analysis, i: int) -> int:
    """The end of an object that such verbs have ("budget funds", "a large bribe"), or 0."""
    for j in range(i, min(i + _MAX_MODIFIERS + 1, a.n)):
        if not a.soft[j] and not a.possessive(j):
            return 0
        if a.flags[j] & kinds.OBJECT and not (a.near(j + 1) and a.flags[j + 1] & kinds.OBJECT):
            return j + 1
        if not a.flags[j] & (kinds.OBJECT_MODIFIER | kinds.OBJECT):
            return 0
    return 0


def _free_object(a: Analysis, i: int) -> int:
    """The end of an object of unknown words: up to the next function word, comma or figure."""
    j = i
    enders = kinds.STOP | kinds.SPEECH | kinds.MONTH
    while a.near(j) and j < i + 5:
        word = a.lower[j]
        if word[0] <= "9" or (a.flags[j] & enders) or word in ("and", "in", "of", "for") or a.flags[j] & kinds.NUMBER:
            break
        j += 1
    return j if j == i or a.lower[j - 1] not in ("the", "a", "an", "his", "her", "their") else i


def _acts_elsewhere(a: Analysis) -> Iterator[Candidate]:
    """A verb with its object away from any cue: "for embezzling budget funds"."""
    for i in [i for i in a.marked if a.flags[i] & kinds.GERUND]:
        if not i or a.caps[i] or a.lower[i] in _INNOCENT:
            continue
        if a.lower[i - 1] in ("of", "for", "with", "and", "to"):
            last = _object(a, i + 1)
            if not last and a.lower[i] in _SUMS and _counted(a, i + 1):
                last = i + 1
            if last:
                yield Candidate(a.starts[i], a.end(last - 1), 0.5, "act that is an offence")
        elif a.lower[i] in _SUMS and a.near(i + 1) and a.flags[i + 1] & kinds.AFTER_CUE:
            yield Candidate(a.starts[i], a.end(i), 0.6, f"act before “{a.words[i + 1]}”")


def _counted(a: Analysis, i: int) -> bool:
    """Whether a figure or a sum begins at token i."""
    if i >= a.n or a.sentence(i) == i:
        return False
    return a.words[i][0] <= "9" or bool(a.flags[i] & (kinds.NUMBER | kinds.SCALE)) or a.lower[i] in _QUANTITIES
