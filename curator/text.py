"""Tokens, sentences, grapheme clusters and edges of a text. All offsets are code points, half-open.

Nothing here changes a text. Tokens never hold white space, so any white space is a safe place to start reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import add

# The general categories Mn, Mc and Me of Unicode 16, in hexadecimal; Python's \\w leaves them out.
_MARK_RANGES = (
    "300-36f 483-489 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7 610-61a 64b-65f 670 6d6-6dc 6df-6e4 6e7-6e8 6ea-6ed 711 "
    "730-74a 7a6-7b0 7eb-7f3 7fd 816-819 81b-823 825-827 829-82d 859-85b 898-89f 8ca-8e1 8e3-903 93a-93c 93e-94f "
    "951-957 962-963 981-983 9bc 9be-9cd 9d7 9e2-9e3 9fe-a03 a3c-a51 a70-a71 a75 a81-a83 abc abe-acd ae2-ae3 "
    "afa-b03 b3c b3e-b57 b62-b63 b82 bbe-bcd bd7 c00-c04 c3c c3e-c56 c62-c63 c81-c83 cbc cbe-cd6 ce2-ce3 d00-d03 "
    "d3b-d3c d3e-d4d d57 d62-d63 d81-d83 dca-ddf df2-df3 e31 e34-e3a e47-e4e eb1 eb4-ebc ec8-ecd f18-f19 f35 f37 "
    "f39 f3e-f3f f71-f84 f86-f87 f8d-fbc fc6 102b-103e 1056-1059 105e-1060 1062-1064 1067-106d 1071-1074 "
    "1082-108d 108f 109a-109d 135d-135f 1712-1715 1732-1734 1752-1753 1772-1773 17b4-17d3 17dd 180b-180d 180f "
    "1885-1886 18a9 1920-193b 1a17-1a1b 1a55-1a7f 1ab0-1b04 1b34-1b44 1b6b-1b73 1b80-1b82 1ba1-1bad 1be6-1bf3 "
    "1c24-1c37 1cd0-1cd2 1cd4-1ce8 1ced 1cf4 1cf7-1cf9 1dc0-1dff 20d0-20f0 2cef-2cf1 2d7f 2de0-2dff 302a-302f "
    "3099-309a a66f-a672 a674-a67d a69e-a69f a6f0-a6f1 a802 a806 a80b a823-a827 a82c a880-a881 a8b4-a8c5 "
    "a8e0-a8f1 a8ff a926-a92d a947-a953 a980-a983 a9b3-a9c0 a9e5 aa29-aa36 aa43 aa4c-aa4d aa7b-aa7d aab0 "
    "aab2-aab4 aab7-aab8 aabe-aabf aac1 aaeb-aaef aaf5-aaf6 abe3-abea abec-abed fb1e fe00-fe0f fe20-fe2f 101fd "
    "102e0 10376-1037a 10a01-10a0f 10a38-10a3f 10ae5-10ae6 10d24-10d27 10eab-10eac 10f46-10f50 10f82-10f85 "
    "11000-11002 11038-11046 11070 11073-11074 1107f-11082 110b0-110ba 110c2 11100-11102 11127-11134 11145-11146 "
    "11173 11180-11182 111b3-111c0 111c9-111cc 111ce-111cf 1122c-11237 1123e 112df-112ea 11300-11303 1133b-1133c "
    "1133e-1134d 11357 11362-11374 11435-11446 1145e 114b0-114c3 115af-115c0 115dc-115dd 11630-11640 116ab-116b7 "
    "1171d-1172b 1182c-1183a 11930-1193e 11940 11942-11943 119d1-119e0 119e4 11a01-11a0a 11a33-11a39 11a3b-11a3e "
    "11a47 11a51-11a5b 11a8a-11a99 11c2f-11c3f 11c92-11cb6 11d31-11d45 11d47 11d8a-11d97 11ef3-11ef6 16af0-16af4 "
    "16b30-16b36 16f4f 16f51-16f92 16fe4-16ff1 1bc9d-1bc9e 1cf00-1cf46 1d165-1d169 1d16d-1d172 1d17b-1d182 "
    "1d185-1d18b 1d1aa-1d1ad 1d242-1d244 1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1daaf 1e000-1e02a 1e130-1e136 "
    "1e2ae 1e2ec-1e2ef 1e8d0-1e8d6 1e944-1e94a e0100-e01ef "
)


def _char_class(ranges: str) -> str:
    """The inside of a regular expression's character class for ranges such as ``300-36f 483``."""
    return "".join("-".join(f"\\U{int(bound, 16):08x}" for bound in part.split("-")) for part in ranges.split())


_MARK = _char_class(_MARK_RANGES)
# Scripts written without spaces: one character, one token.
_SOLID = _char_class("2e80-2fdf 3005-3007 3021-3029 3040-30ff 31f0-31ff 3400-4dbf 4e00-9fff f900-faff 20000-3ffff")
# Not shown and not part of a word: zero-width space, word joiner, byte order mark, direction marks.
ZERO_WIDTH = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_INNER = "\u00ad\u200c\u200d"
# What is read of a word is not given back (the pluses), as nothing that may follow begins within it: a third less time.
_WORD = rf"[^\W{_SOLID}]++(?:[{_MARK}{_INNER}]++[^\W{_SOLID}]*+)*"


@cache
def _token() -> re.Pattern[str]:
    """What a token is. Compiled when it is first asked for: it takes longer than all the rest of this module."""
    return re.compile(
        rf"""
      [{_SOLID}][{_MARK}]*
    | {_WORD} (?: (?: [-\u2010\u2011] | [.,](?<=\d[.,])(?=\d) | ['\u2019](?!s\b)(?=[^\W\d_]) ) {_WORD} )*
    | ['\u2019]s\b
    | [\U0001f1e6-\U0001f1ff]{{2}}
    | [^\s{ZERO_WIDTH}] (?: [{_MARK}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f] | \u200d[^\s] )*
    """,
        re.VERBOSE,
    )


@cache
def _ascii_token() -> re.Pattern[str]:
    """The same for a text in ASCII, where it takes two thirds of the time."""
    return re.compile(
        r"\w++ (?: (?: - | [.,](?<=\d[.,])(?=\d) | '(?!s\b)(?=[^\W\d_]) ) \w++ )* | 's\b | [^\s\x1c-\x1f]",
        re.VERBOSE | re.ASCII,
    )


@cache
def _solid() -> re.Pattern[str]:
    return re.compile(f"[{_SOLID}]")


def _token_in(text: str) -> re.Pattern[str]:
    return _ascii_token() if text.isascii() else _token()


_EDGE = re.compile(rf"[\s{ZERO_WIDTH}\x00]*")
_NOT_SPACE = re.compile(r"\S")
_REACH = 512


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The tokens that begin within [start, end), as half-open offsets into ``text``.

    A token is a word with its inner hyphens and apostrophes ("Semyonov-Tyan", "O'Neil"), a number with its separators
    ("1,000.50"), a possessive ending, one character of a script without spaces, or one other visible character (an
    emoji with all that is joined to it). White space and zero-width characters belong to none.
    """
    limit = len(text) if end is None else end
    for match in _token_in(text).finditer(text, start):
        if match.start() >= limit:
            return
        yield match.span()


def all_tokens(text: str) -> list[tuple[int, int]]:
    """All tokens of a text, as `tokens` gives them, in less time."""
    starts, found = token_columns(text)
    return list(zip(starts, map(add, starts, map(len, found)), strict=True))


def token_columns(text: str) -> tuple[list[int], list[str]]:
    """Where all tokens of a text begin, and what they are.

    What stands between two spaces is mostly one word, which needs no regular expression: that takes several times less.
    """
    # No token holds a space, and none depends on what is behind one.
    pattern, words_are_tokens = _token_in(text), text.isascii() or _solid().search(text) is None
    starts: list[int] = []
    found: list[str] = []
    at = 0
    for piece in text.split(" "):
        if words_are_tokens and piece.isalnum():
            starts.append(at)
            found.append(piece)
        elif piece:
            for match in pattern.finditer(piece):
                starts.append(at + match.start())
                found.append(match.group())
        at += len(piece) + 1
    return starts, found


def token_at(text: str, offset: int) -> tuple[int, int] | None:
    """The token that covers the offset; else the next one; else the one before; None in a text without tokens."""
    before = None
    for token in tokens(text, _safe_start(text, offset)):
        if token[1] > offset:
            return token
        before = token
    return before or previous_token(text, offset)


def next_token(text: str, offset: int) -> tuple[int, int] | None:
    """The first token that begins behind the offset."""
    return next((token for token in tokens(text, _safe_start(text, offset)) if token[0] > offset), None)


def previous_token(text: str, offset: int) -> tuple[int, int] | None:
    """The last token that begins before the offset."""
    limit = offset
    while limit > 0:
        start = _safe_start(text, limit - 1)
        last = None
        for token in tokens(text, start, limit):
            last = token
        if last is not None:
            return last
        limit = start
    return None


def next_initial(text: str, offset: int, letter: str) -> int | None:
    """The start of the first token behind the offset with this first character; a small letter finds capitals, too."""
    begin = _safe_start(text, offset)
    return next((s for s, _ in tokens(text, begin) if s > offset and letter in (text[s], text[s].casefold())), None)


def _safe_start(text: str, offset: int) -> int:
    """A place at or before the offset where reading tokens may begin: behind white space, if any is in reach."""
    low = max(0, offset - _REACH)
    for place in range(min(offset, len(text)) - 1, low - 1, -1):
        if text[place].isspace():
            return place
    return low


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space and zero-width characters at its edges; empty where nothing else is in it."""
    match = _EDGE.match(text, start, end)
    start = match.end() if match else start
    while end > start and _EDGE.fullmatch(text, end - 1, end):
        end -= 1
    return start, end


_ABBREVIATIONS = r"""(?ix) (?<![^\W_]) (?: adm | approx | art | brig | bn | capt | cmdr | col | corp | cpl | dept | dr
    | est | fr | gen | gov | hon | inc | jr | lt | ltd | maj | mln | mr | mrs | ms | mt | no | prof | pvt | rep | rev
    | sen | sgt | sr | st | vs | г | гг | ген | им | млн | млрд | полк | руб | тыс | ул | (?-i:[^\W\d_a-zа-я]) ) $"""
# One class of characters comes first, which is what makes the search skip the rest of a text.
_STOP = re.compile(
    r"""(?x) [.!?\u2026\u3002\uff01\uff1f\n] (?:
      (?<=[.!?\u2026]) [.!?\u2026]* ["'\u2019\u201d\u00bb)\]]* (?=\s)  # Western
    | (?<=[\u3002\uff01\uff1f]) [\u201d\u300d]*  # Chinese
    | (?<=\n) [^\S\n]* (?:\r?\n)+  # a blank line
    )"""
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences, as half-open offsets without the white space between them; none crosses a blank line."""
    start = 0
    for match in _STOP.finditer(text):
        if match.group()[0] in ".!?\u2026" and not _ends_sentence(text, match):
            continue
        left, right = trim(text, start, match.end())
        if left < right:
            yield left, right
        start = match.end()
    left, right = trim(text, start, len(text))
    if left < right:
        yield left, right


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop before white space ends a sentence, and not an abbreviation, an initial or a quotation."""
    follows = _NOT_SPACE.search(text, stop.end())
    if follows and follows.group().islower():
        return False
    if stop.group() != ".":
        return True
    return re.search(_ABBREVIATIONS, text[max(0, stop.start() - 8) : stop.start()]) is None


def _paragraph(text: str, offset: int) -> tuple[int, int]:
    """The stretch between blank lines (or other places where no sentence goes on) around the offset."""
    start = text.rfind("\n\n", 0, offset) + 1
    end = text.find("\n\n", offset)
    return start, len(text) if end < 0 else end


# Characters each of which is a cluster, whichever of them stand beside one another: Latin, Greek and Cyrillic letters,
# punctuation, currencies, arrows, mathematics, boxes and dingbats; no marks, joiners, flags or carriage returns.
_SINGLE = re.compile(
    "[\x00-\x0c\x0e-\u02ff\u0370-\u0482\u048a-\u052f\u2000-\u200a\u2010-\u205f\u20a0-\u20c0\u2100-\u23ff\u2500-\u27bf"
    "\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff]*"
)


def single(text: str) -> bool:
    """Whether it has only characters that are clusters by themselves, whatever stands beside them."""
    return _SINGLE.fullmatch(text) is not None


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """The grapheme clusters (what a reader takes for one character), as half-open offsets."""
    if single(text):
        yield from ((place, place + 1) for place in range(len(text)))
        return
    import regex  # slow and large to import, and most texts do without

    yield from (match.span() for match in regex.finditer(r"\X", text))


def next_cluster(text: str, offset: int) -> int:
    """The end of the grapheme cluster that the offset stands before or in."""
    start = max(0, offset - 64)
    return next((start + end for _, end in clusters(text[start : offset + 64]) if start + end > offset), len(text))


def previous_cluster(text: str, offset: int) -> int:
    """The start of the grapheme cluster before the offset."""
    start = max(0, offset - 64)
    before = [start + left for left, _ in clusters(text[start : offset + 64]) if start + left < offset]
    return before[-1] if before else start


def next_sentence(text: str, offset: int) -> int:
    """The start of the first sentence that begins behind the offset; the end of the text where there is none."""
    start, end = _paragraph(text, offset)
    while start < len(text):
        for left, _ in sentences(text[start:end]):
            if start + left > offset:
                return start + left
        start, end = _paragraph(text, end + 1) if end < len(text) else (len(text), len(text))
    return len(text)


def previous_sentence(text: str, offset: int) -> int:
    """The start of the last sentence that begins before the offset; 0 where there is none."""
    start, end = _paragraph(text, max(0, offset - 1))
    while True:
        found = [start + left for left, _ in sentences(text[start:end]) if start + left < offset]
        if found or start == 0:
            return found[-1] if found else 0
        start, end = _paragraph(text, start - 1)


_PARAGRAPH_START = re.compile(r"(?:\A|\n)[^\S\n]*(?=\S)")


def next_paragraph(text: str, offset: int) -> int:
    """The first visible character of the first line with text that begins behind the offset; else the text's end."""
    match = _PARAGRAPH_START.search(text, text.find("\n", offset)) if "\n" in text[offset:] else None
    return match.end() if match else len(text)


def previous_paragraph(text: str, offset: int) -> int:
    """The first visible character of the last line with text that begins before the offset; else 0."""
    place = offset
    while place > 0:
        start = text.rfind("\n", 0, place) + 1
        match = _NOT_SPACE.search(text, start, place)
        if match and match.start() < offset:
            return match.start()
        place = start - 1
    return 0
