"""The bits that say what a word or a phrase is, and what a word looks like; it may bear several."""

from __future__ import annotations

from typing import Final

# single words
GIVEN: Final = 1 << 0
KNOWN: Final = 1 << 1
FAMILY_FIRST: Final = 1 << 2
PARTICLE: Final = 1 << 3
HONORIFIC: Final = 1 << 4
COUNTRY: Final = 1 << 5
DEMONYM: Final = 1 << 6
REGION: Final = 1 << 7
PLACE_WORD: Final = 1 << 8
ORG: Final = 1 << 9
MONTH: Final = 1 << 10
COMMON: Final = 1 << 11
SPEECH: Final = 1 << 12
STOP: Final = 1 << 13
MODIFIER: Final = 1 << 14
FOLLOWER: Final = 1 << 15
NEVER_AFTER: Final = 1 << 16
DROPPED: Final = 1 << 17
CURRENCY: Final = 1 << 18
SCALE: Final = 1 << 19
NUMBER: Final = 1 << 20
RUN_TOGETHER: Final = 1 << 21
ABBREVIATION: Final = 1 << 22
CYRILLIC_COMPLEMENT: Final = 1 << 23
AFTER_CUE: Final = 1 << 24
GERUND: Final = 1 << 25
OBJECT: Final = 1 << 26
OBJECT_MODIFIER: Final = 1 << 27
SCALE_MODIFIER: Final = 1 << 28
PAST: Final = 1 << 29

# phrases, of one word or several
RANK: Final = 1 << 0
SUFFIX: Final = 1 << 1
ALONE: Final = 1 << 2
OFFICE: Final = 1 << 3
CYRILLIC: Final = 1 << 4
BLOCK: Final = 1 << 5
OFFENCE: Final = 1 << 6
TOPIC: Final = 1 << 7
CUE: Final = 1 << 8
AGAINST: Final = 1 << 9
MONEY: Final = 1 << 10

# what a word looks like; STUCK: another word may have run into it
SURNAME_LIKE: Final = 1 << 0
VERY_SURNAME_LIKE: Final = 1 << 1
PATRONYMIC: Final = 1 << 2
PLACE_LIKE: Final = 1 << 3
ACRONYM: Final = 1 << 4
INITIAL: Final = 1 << 5
LONG: Final = 1 << 6
NAME_PART: Final = 1 << 7
ORDINARY: Final = 1 << 8
NO_NAME_PART: Final = 1 << 9
STUCK: Final = 1 << 10
NUMERIC: Final = 1 << 11

# what a word is looked at for by itself: it begins with a capital and is no ordinary word; it is a currency, or a verb
# that may be an offence; it has a possessive ending
NAMED: Final = 1 << 0
MARKED: Final = 1 << 1
POSSESSIVE: Final = 1 << 2

TITLE: Final = RANK | ALONE | OFFICE | CYRILLIC
CHARGE: Final = OFFENCE | TOPIC
PLACE: Final = COUNTRY | DEMONYM | REGION
THING: Final = ORG | PLACE_WORD
FUNCTIONS: Final = COMMON | MONTH
