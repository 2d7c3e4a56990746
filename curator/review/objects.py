"""Text objects: the word, name, quotation, brackets, sentence, line or paragraph around a place. Offsets: code points.

What is found is trimmed: neither white space nor anything without width is at its edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from curator import text as words

Kind = Literal["word", "name", "quote", "brackets", "sentence", "line", "paragraph", "amount"]
Range = tuple[int, int]
_Paired = Literal["quote", "brackets"]


class TextObject(msgspec.Struct, frozen=True):
    """A kind of object, with the characters that ask for it; the first one is shown."""

    kind: Kind
    letters: str
    title: str


OBJECTS: tuple[TextObject, ...] = (
    TextObject("word", "w", "word"),
    TextObject("name", "n", "name: words with capitals"),
    TextObject("quote", "q\"'“”«»„", "quotation; again: with its quotes, then the next one out"),
    TextObject("brackets", "()b[]{}", "what stands in brackets; again: with them, then the next ones out"),
    TextObject("sentence", "s", "sentence"),
    TextObject("line", "l", "line of the file"),
    TextObject("paragraph", "p", "paragraph"),
    TextObject("amount", "m$€", "amount of money"),
)
BY_LETTER: dict[str, TextObject] = {letter: each for each in OBJECTS for letter in each.letters}

REACH = 20_000
"""How far from a place quotes, brackets and the ends of its sentence are looked for."""


def around(text: str, offset: int, kind: Kind, amounts: Iterable[Range] = ()) -> Range | None:
    """The innermost object of this kind around the offset, else the next one behind it; None where there is none.

    Quotations and brackets come without their signs. ``amounts`` are those near the offset, for that kind.
    """
    return next((place for place in _inner(text, offset, kind, amounts) if place[0] < place[1]), None)


def larger(text: str, start: int, end: int, kind: Kind, amounts: Iterable[Range] = ()) -> Range | None:
    """The smallest object of this kind that holds [start, end) and more; of quotations also those with their signs."""
    return _smallest(_holding(text, start, end, kind, amounts), start, end)


def grown(text: str, start: int, end: int, others: Iterable[Range] = ()) -> Range | None:
    """The smallest object of any kind that holds [start, end) and more; at last all of the text, then None.

    Whole words come first. A line of the file counts only where sentences do not go on beyond it. ``others`` are more
    places to choose from, such as suggestions and amounts.
    """
    found = [*others, *_holding(text, start, end, "word")]
    for kind in ("name", "quote", "brackets", "paragraph"):
        found += _holding(text, start, end, kind)
    for sentence in _holding(text, start, end, "sentence"):
        found += [sentence, *_holding(text, *sentence, "line")]
    return _smallest((*found, words.trim(text, 0, len(text))), start, end)


def _smallest(places: Iterable[Range], start: int, end: int) -> Range | None:
    wider = (place for place in places if place[0] <= start and end <= place[1] and place != (start, end))
    return min(wider, key=lambda place: place[1] - place[0], default=None)


def _inner(text: str, offset: int, kind: Kind, amounts: Iterable[Range]) -> Iterator[Range]:
    """The object around the offset, then those behind it, the nearest first."""
    if kind == "quote" or kind == "brackets":
        pairs = _pairs(text, max(0, offset - REACH), min(len(text), offset + REACH), kind)
        here = [pair for pair in pairs if pair.start <= offset < pair.end]
        yield from (pair.inner(text) for pair in sorted(here, key=lambda pair: pair.end - pair.start))
        yield from (pair.inner(text) for pair in _pairs_behind(text, offset, kind))
    elif kind == "amount":
        known = sorted(amounts)
        yield from (place for place in known if place[0] <= offset < place[1])
        yield from (place for place in known if place[0] > offset)
    else:
        yield from _units(text, offset, kind)


def _holding(text: str, start: int, end: int, kind: Kind, amounts: Iterable[Range] = ()) -> list[Range]:
    """The objects of this kind that hold [start, end)."""
    found: list[Range] = list(amounts)
    if kind == "quote" or kind == "brackets":
        for pair in _pairs(text, max(0, start - REACH), min(len(text), end + REACH), kind):
            found += [pair.inner(text), (pair.start, pair.end)]
    elif kind == "word":
        first, last = words.token_at(text, start), words.token_at(text, max(start, end - 1))
        found += [(min(start, first[0]), max(end, last[1]))] if first and last else []
    elif kind != "amount":
        found += [place for place in (next(_units(text, start, kind), None),) if place]
    return [place for place in found if place[0] <= start and end <= place[1]]


# Units that follow one another


def _units(text: str, offset: int, kind: Kind) -> Iterator[Range]:
    """The word, name, sentence, line or paragraph around the offset, or the next ones where it stands in none."""
    if kind == "word":
        token = words.token_at(text, offset)
        yield from (token,) if token else ()
    elif kind == "name":
        yield from _names(text, offset)
    elif kind == "sentence":
        yield from _sentences(text, offset)
    else:
        yield from _blocks(text, offset, _LINE_END if kind == "line" else _BLANK_LINE)


_LINE_END = re.compile(r"\r?\n|\r|[\u2028\u2029]")
_BLANK_LINE = re.compile(r"\r?\n[^\S\n]*\n|\u2029")


def _blocks(text: str, offset: int, end_of: re.Pattern[str]) -> Iterator[Range]:
    """The stretches between these ends that hold something, from the one around the offset on."""
    start = _last_end(text, offset, end_of)
    while start < len(text):
        match = end_of.search(text, start)
        end = match.start() if match else len(text)
        place = words.trim(text, start, end)
        if place[0] < place[1] and place[1] > offset:
            yield place
        start = match.end() if match else len(text)


def _last_end(text: str, offset: int, end_of: re.Pattern[str]) -> int:
    """Where the last of these ends before the offset ends; 0 where there is none."""
    low, step = offset, 1024
    while low > 0:
        low, step = max(0, low - step), step * 4
        found = [match.end() for match in end_of.finditer(text, low, offset)]
        if found:
            return found[-1]
    return 0


def _sentences(text: str, offset: int) -> Iterator[Range]:
    low = max(0, offset - REACH)
    for left, right in words.sentences(text[low : offset + REACH]):
        if low + right > offset:
            yield low + left, low + right


_SPAN_OF_NAMES = 400
_JOINING = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von")
)


def _names(text: str, offset: int) -> Iterator[Range]:
    """The runs of words with capitals, from the one around the offset on; small words may join two of them."""
    start, end, joined = -1, -1, -1
    begin = (words.token_at(text, max(0, offset - _SPAN_OF_NAMES)) or (0, 0))[0]
    # Where there is none for a long way, looking at characters is faster than at words.
    begin = next((place for place in range(begin, len(text)) if text[place].isupper()), len(text))
    begin = (words.token_at(text, begin) or (begin, begin))[0]
    for left, right in words.tokens(text, begin):
        word, gap = text[left:right], text[max(end, joined) : left]
        stop = text[end - 1 : end] == "." or word == "."
        close = start >= 0 and (gap.isspace() or (stop and not gap)) and "\n\n" not in gap
        if close and word[0].isupper():
            end, joined = right, -1
        elif close and word == "." and len(text[_last_word(text, end) : end]) == 1:
            end = right  # an initial's
        elif close and word in _JOINING:
            joined = right
        else:
            if end > offset:
                yield start, end
            start, end, joined = (left, right, -1) if word[0].isupper() else (-1, -1, -1)
    if end > offset:
        yield start, end


def _last_word(text: str, end: int) -> int:
    """The start of the word that ends there."""
    while end > 0 and text[end - 1].isalnum():
        end -= 1
    return end


# Pairs of signs


class _Pair(msgspec.Struct, frozen=True):
    """Two signs that belong together, each one character: [start, end) is with them."""

    start: int
    end: int

    def inner(self, text: str) -> Range:
        return words.trim(text, self.start + 1, self.end - 1)


# What closes a quotation depends on the language: „…“ and „…”, »…« and «…».
_TABLE: dict[_Paired, str] = {
    "brackets": "() [] {} ⟨⟩ （） ［］ ｛｝ 【】 〔〕 〈〉 〖〗",
    "quote": "\"\" '' “” ”” „“ „” „\" ‟” ‘’ ’’ ‚‘ ‚’ ‛’ «» »« ‹› ›‹ 「」 『』 ﹁﹂ 《》 〝〞 〝〟 ＂＂ `' ``",
}


def _closers(table: str) -> dict[str, str]:
    """Each sign that opens, with those that close it."""
    found: dict[str, str] = {}
    for opening, closing in map(tuple, table.split()):
        found[opening] = found.get(opening, "") + closing
    return found


_CLOSERS: dict[_Paired, dict[str, str]] = {kind: _closers(table) for kind, table in _TABLE.items()}
_DEPTH = 32
"""How many signs wait at most for the ones that close them."""
_EITHER = frozenset("\"'”’»›＂`")
"""Signs that may open or close a quotation: what stands beside them tells."""
_ENDINGS = frozenset(".,!?…;:)]}%")
_SIGNS = {kind: re.compile(f"[{re.escape(table.replace(' ', ''))}]") for kind, table in _TABLE.items()}


def _pairs(text: str, low: int, high: int, kind: _Paired) -> list[_Pair]:
    """The pairs of signs within [low, high), in the order of their ends."""
    closers, found = _CLOSERS[kind], []
    waiting: list[int] = []
    for match in _SIGNS[kind].finditer(text, low, high):
        place, sign = match.start(), match.group()
        partner = next((n for n in reversed(range(len(waiting))) if sign in closers[text[waiting[n]]]), None)
        opens, closes = _direction(text, place)
        if partner is not None and closes:
            start = waiting[partner]
            del waiting[partner:]
            # A straight quote that was left open must not swallow the next paragraphs.
            if sign not in "\"'" or not _BLANK_LINE.search(text, start, place):
                found.append(_Pair(start, place + 1))
        elif sign in closers and opens:
            waiting.append(place)
            del waiting[:-_DEPTH]
    return found


def _direction(text: str, place: int) -> tuple[bool, bool]:
    """Whether the sign can open, and whether it can close."""
    sign = text[place]
    if sign not in _EITHER:
        return True, True
    before, behind = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if sign in "'’" and before.isalnum() and behind.isalnum():
        return False, False  # an apostrophe
    opens = bool(behind.strip()) and not before.isalnum() and before not in _ENDINGS
    closes = bool(before.strip()) and not behind.isalnum()
    return (opens, closes) if opens or closes else (True, True)


def _pairs_behind(text: str, offset: int, kind: _Paired) -> Iterator[_Pair]:
    """The pairs that begin behind the offset, the first one first."""
    low, done = max(0, offset - 200), offset
    while low < len(text):
        high = min(len(text), low + REACH)
        for pair in sorted(_pairs(text, low, high, kind), key=lambda pair: (pair.start, -pair.end)):
            if pair.start > done:
                done = pair.start
                yield pair
        low = high if high == len(text) else max(high - 2_000, done)
