"""The word lists, compiled: what each word is, and one automaton for all phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import chain, product

from ahocorasick_rs import AhoCorasick, MatchKind

from curator.suggest import inflection, kinds
from curator.suggest.data import entries, keyed
from curator.suggest.gaps import Gaps
from curator.suggest.tokenise import fold, split
from curator.suggest.vocabulary import SPACE, Vocabulary

_WORDS: tuple[tuple[str, str, int], ...] = (
    ("names", "given", kinds.GIVEN),
    ("names", "surnames", kinds.KNOWN),
    ("names", "family first", kinds.FAMILY_FIRST),
    ("names", "particles", kinds.PARTICLE),
    ("names", "honorifics", kinds.HONORIFIC),
    ("places", "countries", kinds.COUNTRY),
    ("places", "demonyms", kinds.DEMONYM),
    ("places", "regions", kinds.REGION),
    ("places", "place words", kinds.PLACE_WORD),
    ("orgs", "org words", kinds.ORG),
    ("words", "months", kinds.MONTH),
    ("words", "common", kinds.COMMON),
    ("words", "speech", kinds.SPEECH),
    ("words", "stop", kinds.STOP),
    ("words", "run together", kinds.RUN_TOGETHER),
    ("ranks", "modifiers", kinds.MODIFIER),
    ("ranks", "followers", kinds.FOLLOWER),
    ("ranks", "past", kinds.PAST | kinds.FOLLOWER),
    ("ranks", "never after", kinds.NEVER_AFTER),
    ("ranks", "dropped", kinds.DROPPED),
    ("ranks", "cyrillic complements", kinds.CYRILLIC_COMPLEMENT),
    ("charges", "after cues", kinds.AFTER_CUE),
    ("charges", "gerunds", kinds.GERUND),
    ("charges", "objects", kinds.OBJECT),
    ("charges", "object modifiers", kinds.OBJECT_MODIFIER),
    ("charges", "scale modifiers", kinds.SCALE_MODIFIER),
)
_PHRASES: tuple[tuple[str, str, int], ...] = (
    ("ranks", "ranks", kinds.RANK),
    ("ranks", "rank suffixes", kinds.SUFFIX),
    ("ranks", "offices alone", kinds.ALONE),
    ("ranks", "offices", kinds.OFFICE),
    ("orgs", "phrases", kinds.BLOCK),
    ("charges", "offences", kinds.OFFENCE),
    ("charges", "topics", kinds.TOPIC),
    ("charges", "cues", kinds.CUE),
    ("charges", "against", kinds.AGAINST),
)
_ABBREVIATIONS = (
    "gen lt col maj capt brig sgt cpl adm cmdr cdr pte lieut rear mr mrs ms dr prof rev st sr "
    "hon sen rep gov supt det insp"
)
# Endings of the words with a star; of two words with stars each gets one of the fewer.
_STAR_ENDINGS = ("", *"ауеоыиіюяь", "ой", "ою", "ом", "ем", "ью", "ам")
_STARS_ENDINGS = (*"аеиіюя", "ой", "ою", "ая", "ую", "ої", "ий", "ому", "ем", "ого")


def words_of(phrase: str) -> list[str]:
    """The tokens of a phrase, as they are looked up."""
    if phrase.replace(" ", "").isalpha():
        return phrase.split()
    return [fold(word).removesuffix("'s") for word in split(phrase)[1::2]]


BREAK = "\x02"
"""Where the automaton looks: before a word that is in no phrase with the one before it."""
_FIRST_SIGN = 0xE000
"""Behind the surrogates; there is room for a million words."""


class Lexicon:
    """What words and phrases are.

    Attributes:
        flags: Bits of single words, by the word in lower case.
        vocabulary: The tokens of what stands between two spaces, with a character for each word of a phrase.
        automaton: Finds phrases in such characters, with ``SPACE`` between them.
        kinds: The bits of each phrase of the automaton.
        codes: The currency that a word or a phrase names.
        symbols: The currency of each symbol; ``gaps``: what gaps say, also whether there is such a symbol in them.
        money_starts: The first words of currencies of several words.
        scales: The factor of "million" and its like.
        numbers: The value of "three" and its like.
    """

    def __init__(self, extra: Mapping[int, Iterable[str]]) -> None:
        """``extra``: further phrases by kind, from the label set."""
        self.flags = dict(_word_flags())
        found = dict(_phrase_kinds())
        for kind, phrases in extra.items():
            for phrase in phrases:
                key = tuple(words_of(phrase))
                found[key] = found.get(key, 0) | kind
        found.pop((), None)
        self.kinds = list(found.values())
        signs_of_words = {
            word: chr(_FIRST_SIGN + i) for i, word in enumerate(dict.fromkeys(chain.from_iterable(found)))
        }
        sign = signs_of_words.__getitem__
        self.automaton = AhoCorasick(
            [SPACE.join(map(sign, words)) for words in found], matchkind=MatchKind.LeftmostLongest
        )
        self.vocabulary = Vocabulary(self.flags, signs_of_words)
        self.codes, self.symbols, self.scales, self.numbers = _money()
        self.gaps = Gaps(frozenset("".join(self.symbols)) - frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ."))
        self.money_starts = frozenset(code.partition(" ")[0] for code in self.codes if " " in code)


@cache
def _word_flags() -> dict[str, int]:
    flags: dict[str, int] = {}
    get = flags.get
    for name, section, bit in _WORDS:
        for word in entries(name, section):
            flags[word] = get(word, 0) | bit
    for section, forms, bit in (
        ("given cyrillic", inflection.noun_forms, kinds.GIVEN),
        ("surnames cyrillic", inflection.surname_forms, kinds.KNOWN),
    ):
        for word in entries("names", section):
            for form in forms(fold(word)):
                flags[form] = get(form, 0) | bit
    for word in _ABBREVIATIONS.split():
        flags[word] = get(word, 0) | kinds.ABBREVIATION
    codes, _, scales, numbers = _money()
    for words, bit in ((codes, kinds.CURRENCY), (scales, kinds.SCALE), (numbers, kinds.NUMBER)):
        for word in words:
            flags[word] = get(word, 0) | bit
    return flags


@cache
def _phrase_kinds() -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for phrase, kind in _phrases():
        key = tuple(words_of(phrase))
        found[key] = found.get(key, 0) | kind
    return found


def _phrases() -> Iterator[tuple[str, int]]:
    for name, section, kind in _PHRASES:
        for phrase in entries(name, section):
            yield phrase, kind
            if name == "ranks" and " " in phrase:
                yield phrase.replace(" ", "-"), kind
            if "-" in phrase and name != "orgs":
                yield phrase.replace("-", " "), kind
    for act, word in product(entries("charges", "illegal acts"), ("illegal", "unlawful")):
        yield f"{word} {act}", kinds.OFFENCE
    for act, group in product(entries("charges", "group acts"), entries("charges", "criminal groups")):
        yield f"{act} {group}", kinds.OFFENCE
    for title in entries("ranks", "cyrillic heads"):
        for form in inflection.title_forms(title):
            yield form, kinds.CYRILLIC
    for phrase in entries("charges", "cyrillic offences"):
        for form in _starred(phrase):
            yield form, kinds.OFFENCE
    for _, phrases in keyed("money", "currency phrases"):
        for phrase in phrases:
            yield phrase, kinds.MONEY


def _starred(phrase: str) -> Iterator[str]:
    pieces = phrase.split("*")
    endings = _STAR_ENDINGS if len(pieces) < 3 else _STARS_ENDINGS
    for chosen in product(endings, repeat=len(pieces) - 1):
        yield "".join(map(str.__add__, pieces, (*chosen, "")))


@cache
def _money() -> tuple[dict[str, str], dict[str, str], dict[str, int], dict[str, Decimal]]:
    codes = {fold(word): code for code, words in keyed("money", "currency words") for word in words}
    for code, phrases in keyed("money", "currency phrases"):
        codes.update((" ".join(words_of(phrase)), code) for phrase in phrases)
    codes.update(
        (code, {"rur": "RUB", "rmb": "CNY", "byr": "BYN"}.get(code, code.upper())) for code in entries("money", "codes")
    )
    symbols = {symbol: code for code, found in keyed("money", "symbols") for symbol in found}
    scales = {word: int(factor) for factor, words in keyed("money", "scales") for word in words}
    numbers = {fold(word): Decimal(value) for value, words in keyed("money", "number words") for word in words}
    tens = {word: value for word, value in numbers.items() if 20 <= value <= 90 and word.isascii()}
    ones = {word: value for word, value in numbers.items() if 1 <= value <= 9 and word.isascii()}
    numbers.update((f"{ten}-{one}", t + o) for ten, t in tens.items() for one, o in ones.items())
    return codes, symbols, scales, numbers
