"""What a word looks like: a surname, a patronymic, an initial, a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curator.suggest import kinds
from curator.suggest.data import word_set

_LONGEST = 40
"""No name is longer, in code points."""


def _all(stems: str, endings: str) -> tuple[str, ...]:
    """Every stem with every ending; "-" stands for no ending."""
    return tuple(stem + ending.strip("-") for stem in stems.split() for ending in endings.split())


def by_end(endings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The endings by their last two letters: of most words these say that they have none of them."""
    found: dict[str, tuple[str, ...]] = {}
    for ending in endings:
        found[ending[-2:]] = (*found.get(ending[-2:], ()), ending)
    return found


# str.endswith with a tuple is many times faster than a pattern.
_STRONG = _all(
    "ov ev ova eva off enko eiko eyko chuk iuk yuk juk chik ich evych ovych ykh ikh tsyn shin skin dkin gkin kkin mkin "
    "nkin pkin rkin tkin vkin zkin khin nhin sky skyi skyy skiy skii skaya skoy skoi nski vski wski lski dze zade oglu "
    "shvili aiani eiani iiani byan dyan gyan kyan lyan myan nyan pyan ryan syan tyan vyan zyan yants ians iant aitis "
    "auskas auskiene escu ullin ullina",
    "-",
)
_WEAK = _all(
    "in yn ina ko iy yi ak ik uk ets ian ani ava berg stein ia ou au son sen mann ez ini elli uly off",
    "-",
)
_PLACE = re.compile(
    r"(?:[^aeiou]sk|insk|ovsk|grad|burg|burgh|gorod|stan|abad|ville|shire|polis|opol|land|stadt|ivka|ovka|skoye|skoe|oye)$"
)
_PLACE_ENDS = _all("sk grad burg burgh gorod stan abad ville shire polis opol land stadt vka oye skoe", "-")


_PATRONYMIC = (
    *_all("ovich evich ovych evych ievich yevich yich ovna evna ievna yevna ivna yvna", "-"),
    *_all("овн евн", "а ы у е і"),
    *_all("івн", "а и у і"),
    *_all("ович евич євич ёвич", "- а у ем е ові"),
    *_all("ьич", "- а у ом е"),
)
# Surnames, but also what is made of the names of places: Ярославский суд.
_ADJECTIVE = _all("ск цк ськ цьк", "ий ого ому им ом ая ой ую а ої ій у ою")
_CYRILLIC_SURNAME = (
    *_all("ов ев ёв ин ын їн ін ів їв", "- а у ым им ом ем ой ы ых ими і ою"),
    "ине",
    *_ADJECTIVE,
    *_all("енк", "о а у ом ові"),
    *_all("чук юк ян дзе швили швілі", "- а у ом ем е ові"),
)
_STRONG_BY_END, _WEAK_BY_END = by_end(_STRONG), by_end(_WEAK)
_CYRILLIC_BY_END = by_end(_CYRILLIC_SURNAME)
_PLACES_BY_END, _PATRONYMICS_BY_END = by_end(_PLACE_ENDS), by_end(_PATRONYMIC)
_LAST_OF_SURNAMES = frozenset((*_STRONG_BY_END, *_WEAK_BY_END, *_CYRILLIC_BY_END))
_PINYIN = re.compile(r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?[aeiouü]{1,3}(?:ng|n|r)?){1,3}$")
INITIALS = frozenset(("Yu", "Ya", "Ye", "Zh", "Kh", "Sh", "Ch", "Ts", "Dzh", "Shch", "Yo", "Dm", "Al", "Vl", "St"))


PLACE_SURNAMES = word_set("grammar", "place surnames")
_NAMES = kinds.GIVEN | kinds.KNOWN
_NUMERIC = kinds.NUMBER | kinds.SCALE
_MORE_THAN_COMMON = (
    _NAMES | kinds.FAMILY_FIRST | kinds.MONTH | kinds.THING | kinds.HONORIFIC | kinds.PARTICLE  # may be part of a name
)
_SURNAMES = (0, kinds.SURNAME_LIKE, kinds.SURNAME_LIKE | kinds.VERY_SURNAME_LIKE)


def plain_look(word: str, flags: int) -> int:
    """The look of a figure or of a word without any capital: ``LONG``, ``NUMERIC``."""
    found = kinds.LONG if len(word) > 3 and not flags & kinds.GIVEN else 0
    return found | kinds.NUMERIC if flags & _NUMERIC or word[0] <= "9" else found


def look(word: str, lower: str, flags: int, *, capital: bool) -> int:
    """What a word looks like: ``LONG``, ``NUMERIC``, ``ACRONYM``, and with a capital all that its letters and bits say.

    ``NAME_PART`` is for those that are part of a name wherever names can be, ``NO_NAME_PART`` for those that never are,
    ``ORDINARY`` for those of them that say nothing of the words beside them either.
    """
    found = plain_look(word, flags)
    shouted = word.isupper()
    if shouted and len(word) > 1 and not flags & _NAMES:
        found |= kinds.ACRONYM
    if not capital:
        return found
    end = lower[-2:]
    if end in _LAST_OF_SURNAMES:
        found |= _SURNAMES[surname(lower)]
    if end in _PATRONYMICS_BY_END and patronymic(lower):
        found |= kinds.PATRONYMIC
    if not flags and end in _PLACES_BY_END and place(lower):
        found |= kinds.PLACE_LIKE
    if len(word) == 1:
        return found | kinds.INITIAL
    if len(word) < 5 and word in INITIALS:
        found |= kinds.INITIAL
    if flags & kinds.COMMON and not flags & _MORE_THAN_COMMON and not shouted:
        return found | kinds.ORDINARY | kinds.NO_NAME_PART
    if flags & _NAMES:
        named = not flags & (kinds.MONTH | kinds.THING)
    else:
        named = not flags and not found & (kinds.ACRONYM | kinds.PLACE_LIKE)
    if named:
        return found | kinds.NAME_PART
    return found | kinds.NO_NAME_PART if _no_name_part(lower, flags) else found


def _no_name_part(lower: str, flags: int) -> bool:
    if flags & (_NAMES | kinds.FAMILY_FIRST | kinds.MONTH):
        return False
    if not flags & kinds.COMMON and (flags & (kinds.REGION | kinds.DEMONYM) or lower in PLACE_SURNAMES):
        return False
    return bool(flags & (kinds.COMMON | kinds.PLACE | kinds.THING | kinds.HONORIFIC))


def surname(word: str) -> int:
    """How much a word, in lower case, looks like a surname: 2 much, 1 a little, 0 not."""
    if not 4 <= len(word) <= _LONGEST:
        return 0
    if word[-1] > "я" or "а" <= word[-1] <= "я":
        if len(word) < 5 or not word.endswith(_CYRILLIC_BY_END.get(word[-2:], ())):
            return 0
        return 1 if word.endswith(_ADJECTIVE) else 2
    if len(word) > 4 and word.endswith(_STRONG_BY_END.get(word[-2:], ())):
        return 2
    return 1 if word.endswith(_WEAK_BY_END.get(word[-2:], ())) else 0


def place(word: str) -> bool:
    """Whether a word, in lower case, looks like the name of a place."""
    return (
        4 < len(word) <= _LONGEST
        and word.endswith(_PLACES_BY_END.get(word[-2:], ()))
        and _PLACE.search(word) is not None
    )


def patronymic(word: str) -> bool:
    """Whether a word, in lower case, is a patronymic."""
    return 6 < len(word) <= _LONGEST and word.endswith(_PATRONYMICS_BY_END.get(word[-2:], ()))


def pinyin(word: str) -> bool:
    """Whether a word, in lower case, could be a Chinese given name."""
    return len(word) <= 14 and _PINYIN.match(word.replace("-", "").replace("'", "")) is not None


def cyrillic(word: str) -> bool:
    """Whether a word is written in Cyrillic letters."""
    return "Ѐ" <= word[-1] <= "ӿ"
