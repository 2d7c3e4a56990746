"""What a word looks like: a surname, a patronymic, an initial, a place."""

from __future__ import annotations

import re

_LONGEST = 40
"""No name is longer, in code points."""

_STRONG = re.compile(
    r"(?:[oe]v|yov|ov[a]|ev[a]|enko|chuk|tschuk|[iy]uk|juk|sk(?:y|yi|iy|ii|yy|aya|oy|oi)|tsk(?:y|yi|iy|aya)|dze|shvili|[aei]iani|"
    r"[bdgklmnprstvz]yan|yants|ian[ts]|zade|oglu|[oe]vich|[oe]vych|auskas|aitis|escu|off|bayev|bekov|ich|eiko|eyko|chik|"
    r"[nvwl]ski|owski|ewski|auskiene|[kn]hin|[dgkmnprstvz]kin|shkin|chenkov|ullin|ullina)$"
)
_WEAK = re.compile(
    r"(?:in|yn|ina|ko|iy|yi|ak|ik|uk|ets|ian|ani|ava|ia|ou|au|son|sen|mann|berg|stein|ez|ini|elli|off|uly)$"
)
_PLACE = re.compile(
    r"(?:[^aeiou]sk|insk|ovsk|grad|burg|burgh|gorod|stan|abad|ville|shire|polis|opol|land|stadt|ivka|ovka|skoye|skoe|oye)$"
)
_PATRONYMIC = re.compile(
    r"(?:[oe]v[iy]ch|[iy]evich|yich|ovna|[iy]evna|yevna|[oe]vych|[iy]vna|овн[аыуеі]|евн[аыуеі]|івн[аиуі]|"
    r"[оеєё]вич(?:|а|у|ем|е|ові)|ьич(?:|а|у|ом|е))$"
)
_CYRILLIC_SURNAME = re.compile(
    r"(?:(?:ов|ев|ёв|ин|ын|їн|ін|ів|їв)(?:|а|у|ым|им|ом|ем|е|ой|ы|ых|ими|і|ою)"
    r"|[сц]ь?к(?:ий|ого|ому|им|ом|ая|ой|ую|а|ої|ій|у|ою)"
    r"|(?:енк)(?:о|а|у|ом|ові)|(?:чук|юк|ян|дзе|швили|швілі)(?:|а|у|ом|ем|е|ові))$"
)
# Surnames, but also what is made of the names of places: Ярославский суд.
_ADJECTIVE = re.compile(r"[сц]ь?к(?:ий|ого|ому|им|ом|ая|ой|ую|а|ої|ій|у|ою)$")
_PINYIN = re.compile(r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?[aeiouü]{1,3}(?:ng|n|r)?){1,3}$")
INITIALS = frozenset(("Yu", "Ya", "Ye", "Zh", "Kh", "Sh", "Ch", "Ts", "Dzh", "Shch", "Yo", "Dm", "Al", "Vl", "St"))


def surname(word: str) -> int:
    """How much a word, in lower case, looks like a surname: 2 much, 1 a little, 0 not."""
    if not 4 <= len(word) <= _LONGEST:
        return 0
    if word[-1] > "я" or "а" <= word[-1] <= "я":
        if len(word) < 5 or not _CYRILLIC_SURNAME.search(word):
            return 0
        return 1 if _ADJECTIVE.search(word) else 2
    if len(word) > 4 and _STRONG.search(word):
        return 2
    return 1 if _WEAK.search(word) else 0


def place(word: str) -> bool:
    """Whether a word, in lower case, looks like the name of a place."""
    return 4 < len(word) <= _LONGEST and _PLACE.search(word) is not None


def patronymic(word: str) -> bool:
    """Whether a word, in lower case, is a patronymic."""
    return 6 < len(word) <= _LONGEST and _PATRONYMIC.search(word) is not None


def pinyin(word: str) -> bool:
    """Whether a word, in lower case, could be a Chinese given name."""
    return len(word) <= 14 and _PINYIN.match(word.replace("-", "").replace("'", "")) is not None


def cyrillic(word: str) -> bool:
    """Whether a word is written in Cyrillic letters."""
    return "Ѐ" <= word[-1] <= "ӿ"
