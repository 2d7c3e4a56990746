"""Sums of money: a figure, perhaps a scale ("million"), and a currency before or behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from curator.suggest import kinds
from curator.suggest.analysis import Analysis, Candidate
from curator.suggest.data import word_set

_MAX_DIGITS = 21
_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?$")
_GROUP_GAPS = frozenset((" ", "\u00a0", "\u202f", "\u2009"))
_NO_GAPS = dict.fromkeys(map(ord, " '’\u00a0\u202f\u2009"))
_RANGE_GAPS = frozenset(("-", "–", "—", " - ", " – ", " — "))
_YUAN = re.compile("yuan|renminbi|China|Beijing|人民币")
_REACH = 9
"""How many tokens a currency may be behind the beginning of its figure."""
_JOINTS = frozenset(("-", "‑"))
_CJK_MONEY = re.compile("([十百千万萬亿億]*)(元人民币|元|美元|欧元|人民币|卢布|日元|英镑)")
_CJK_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_DOLLARS = frozenset(("US", "A", "AU", "C", "CA", "HK", "S", "SG", "NZ", "NT", "R", "CN", "RMB", "GB"))
# Also ordinary words; too little money for the others, so that it is likely something else.
_DOUBTFUL = word_set("grammar", "doubtful money")
_ABBREVIATIONS = word_set("grammar", "money abbreviations")
_LETTER_SCALES = word_set("grammar", "letter scales")


class _Figure(msgspec.Struct, frozen=True, gc=False):
    """A number: tokens [first, last), its value, whether a scale is in it, whether a range."""

    first: int
    last: int
    value: Decimal
    scaled: bool = False
    range: bool = False


def amounts(a: Analysis) -> Iterator[Candidate]:
    """The sums of money of a text, with value and currency."""
    done = 0
    yuan: bool | None = None
    for i in _figures(a):
        if i < done:
            continue
        figure = _figure(a, i)
        found = figure and (_chinese(a, figure) or _compound(a, figure) or _money(a, figure))
        if found:
            candidate, done = found
            if candidate.currency == "JPY" and yuan is None:
                yuan = _has_yuan(a)
            yield replace(candidate, currency="CNY") if candidate.currency == "JPY" and yuan else candidate
        elif figure:
            done = figure.last


def _figures(a: Analysis) -> list[int]:
    """The tokens at which a figure may begin that has a currency near it."""
    looks = a.looks
    marks = [i for i in a.marked if a.flags[i] & kinds.CURRENCY]
    marks += a.symbols
    # What sticks to a figure may be "50万元" or "36-million-ruble".
    marks += [i for i in a.tight if i and looks[i - 1] & kinds.NUMERIC]
    found: list[int] = []
    done = 0
    for mark in sorted(marks):
        stop = min(mark + 2, a.n)
        found += [i for i in range(max(mark - _REACH, done), stop) if looks[i] & kinds.NUMERIC]
        done = max(done, stop)
    return found


def _figure(a: Analysis, i: int) -> _Figure | None:
    if not a.words[i][0] <= "9":
        return _spelled(a, i)
    figure = _digits(a, i)
    if figure is None:
        return None
    j = figure.last
    if j < a.n and a.gaps[j] in _RANGE_GAPS and a.words[j][0] <= "9" and j - 1 not in a.possessives:
        upper = _digits(a, j)
        if upper is not None and upper.value > figure.value:
            figure = _Figure(i, upper.last, upper.value, range=True)
    return _scaled(a, figure)


def _digits(a: Analysis, i: int) -> _Figure | None:
    """Digits with their separators; groups of three may be parted by spaces."""
    digits, j = a.words[i], i + 1
    if len(digits) <= 3 and digits.isdigit():
        while j < a.n and j - i < 7 and a.gaps[j] in _GROUP_GAPS and _GROUP.match(a.words[j]):
            digits += " " + a.words[j]
            j += 1
    decimal_dot = j < a.n and a.soft[j] and bool(a.flags[j] & kinds.SCALE)
    value = read_number(digits, decimal_dot=decimal_dot)
    return None if value is None else _Figure(i, j, value)


def read_number(digits: str, *, decimal_dot: bool = False) -> Decimal | None:
    """The value of digits with separators of thousands and decimals, or None if it is no sane number.

    One dot before three digits parts thousands ("40.000"), unless ``decimal_dot`` or a leading zero says otherwise.
    """
    if digits.isdecimal():
        return Decimal(digits) if len(digits) <= _MAX_DIGITS else None
    bare = digits.translate(_NO_GAPS)
    if len(bare) > _MAX_DIGITS:
        return None
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return Decimal(bare)
    mark, tail = bare[last], bare[last + 1 :]
    both = "," in bare and "." in bare
    thousands = not both and (
        bare.count(mark) > 1 or (len(tail) == 3 and bare[0] != "0" and last <= 3 and (mark == "," or not decimal_dot))
    )
    if thousands:
        return Decimal(bare.replace(",", "").replace(".", ""))
    return Decimal(bare[:last].replace(",", "").replace(".", "") + "." + tail)


def _scaled(a: Analysis, figure: _Figure) -> _Figure:
    """Takes in "million" and its like; a letter must stick to the figure."""
    j, value, scaled = figure.last, figure.value, figure.scaled
    while j < a.n and j - figure.last < 3 and a.flags[j] & kinds.SCALE and (a.soft[j] or a.gaps[j] in ("-", ". ")):
        if a.lower[j] in _LETTER_SCALES and a.gaps[j]:
            break
        if "." in a.gaps[j] and not scaled:
            break
        value, scaled, j = value * a.lexicon.scales[a.lower[j]], True, j + 1
    return figure if j == figure.last else _Figure(figure.first, j, value, scaled, figure.range)


def _spelled(a: Analysis, i: int) -> _Figure | None:
    """A number in words: "three billion", "half a million", "two and a half million", "a million"."""
    numbers, scales = a.lexicon.numbers, a.lexicon.scales
    total, current, j, scaled = Decimal(0), Decimal(0), i, False
    first = i
    while j < a.n and j - i < 12 and (j == i or a.soft[j] or a.gaps[j] == "-"):
        word, flags = a.lower[j], a.flags[j]
        if flags & kinds.NUMBER:
            value = numbers[word]
            current = current * value if value == 100 and current else current + value
        elif flags & kinds.SCALE and word not in _LETTER_SCALES:
            current *= 1 if current else 0
            total, current, scaled = (
                (total + current if current else max(total, Decimal(1))) * scales[word],
                Decimal(0),
                True,
            )
        elif not (word in ("and", "a") and j > i and _continues(a, j)):
            break
        j += 1
    if scaled and a.flags[i] & kinds.SCALE:
        if not (i and a.soft[i] and a.lower[i - 1] in ("a", "an")):
            return None
        first = i - 1
    return _Figure(first, j, total + current, scaled) if total + current else None


def _continues(a: Analysis, j: int) -> bool:
    """Whether "and" or "a" at token j is within a number: "half a million", "two and a half"."""
    following = a.lower[j + 1 : j + 3]
    if a.lower[j] == "and":
        return following == ("a", "half") or bool(following and a.lexicon.flags.get(following[0], 0) & kinds.NUMBER)
    return bool(following) and (
        following[0] == "half" or (a.lower[j - 1] == "half" and following[0] in a.lexicon.scales)
    )


def _chinese(a: Analysis, figure: _Figure) -> tuple[Candidate, int] | None:
    """50万元: the scale and the currency stick to what follows them."""
    if figure.last >= a.n or a.gaps[figure.last] != "":
        return None
    match = _CJK_MONEY.match(a.words[figure.last])
    if match is None:
        return None
    value = figure.value
    for sign in match[1]:
        value *= _CJK_FACTORS[sign]
    end = a.starts[figure.last] + match.end()
    return _candidate(
        a, a.starts[figure.first], end, value, a.lexicon.codes.get(match[2], "CNY"), 0.95
    ), figure.last + 1


def _compound(a: Analysis, figure: _Figure) -> tuple[Candidate, int] | None:
    """36-million-ruble, 500-dollar: the rest of the compound is one token."""
    j = figure.last
    if j >= a.n:
        return None
    word = a.lower[j]
    if not (a.gaps[j] in _JOINTS or (a.soft[j] and "-" in word)):
        return None
    parts = word.split("-")
    if len(parts) > 2:
        return None
    scale = a.lexicon.scales.get(parts[0], 1) if len(parts) == 2 else 1
    code = a.lexicon.codes.get(parts[-1])
    if code is None or (len(parts) == 2 and scale == 1):
        return None
    return _candidate(a, a.starts[figure.first], a.end(j), figure.value * scale, code, 0.85), j + 1


def _money(a: Analysis, figure: _Figure) -> tuple[Candidate, int] | None:
    before, behind = _before(a, figure.first), _behind(a, figure)
    if before is None and behind is None:
        return None
    start, end, last = a.starts[figure.first], a.end(figure.last - 1), figure.last
    score, code = 0.96, ""
    if behind is not None:
        end, code, last, score = behind
    if before is not None:
        start, code = before
        score = 0.97
    if end == a.end(last - 1) and _abbreviation(a, last):
        end += 1
    return _candidate(a, start, end, figure.value, code, score), last


def _abbreviation(a: Analysis, j: int) -> bool:
    """Whether the stop before token j is that of an abbreviation, and does not, perhaps, end the sentence."""
    gap = a.gaps[j]
    if gap[:1] != "." or a.lower[j - 1] not in _ABBREVIATIONS:
        return False
    return gap[1:2] in (",", ";", ":") or (j < a.n and "\n" not in gap and not a.caps[j])


def _before(a: Analysis, i: int) -> tuple[int, str] | None:
    """The symbol or the code before token i: where it starts, and the currency."""
    symbols = a.lexicon.symbols
    gap = a.gaps[i].rstrip(" \u00a0\u202f")
    if gap and gap[-1] in symbols:
        start = a.starts[i] - len(a.gaps[i]) + len(gap) - 1
        word = a.words[i - 1] if i and len(gap) == 1 else ""
        if word in _DOLLARS and word + gap in symbols:
            return a.starts[i - 1], symbols[word + gap]
        if word == "S" and i > 1 and a.words[i - 2] == "U" and gap == "$":
            return a.starts[i - 2], "USD"
        return start, symbols[gap[-1]]
    if i and not gap and _codes(a, i - 1):
        code = a.lexicon.codes[a.lower[i - 1]]
        if (len(a.words[i - 1]) >= 3 or not a.gaps[i]) and (i < 2 or not a.words[i - 2][0] <= "9" or not a.soft[i - 1]):
            return a.starts[i - 1], code
    return None


def _codes(a: Analysis, i: int) -> bool:
    """Whether token i is a currency as it is written before a figure: "RUB", "Rbl"."""
    if not a.flags[i] & kinds.CURRENCY or i in a.possessives:
        return False
    return a.words[i].isupper() or (a.caps[i] and a.lower[i] in _ABBREVIATIONS)


def _behind(a: Analysis, figure: _Figure) -> tuple[int, str, int, float] | None:
    """The currency behind a figure: where it ends, the currency, the next token, how sure it is."""
    j = figure.last
    codes = a.lexicon.codes
    gap = a.gaps[j]
    symbol = gap.lstrip(" \u00a0\u202f")[:1]
    if symbol and symbol in a.lexicon.symbols and j - 1 not in a.possessives:
        end = a.end(j - 1) + gap.index(symbol) + 1
        # "5 $10" belongs to the figure behind it.
        if not (gap.endswith(symbol) and j < a.n and a.words[j][0] <= "9" and gap[0] == " "):
            return end, a.lexicon.symbols[symbol], j, 0.95
    abbreviated = gap in (". ", ".\u00a0") and a.flags[j - 1] & kinds.SCALE and len(a.words[j - 1]) <= 4
    if j >= a.n or not (a.soft[j] or gap == "-" or abbreviated):
        return None
    for length in (4, 3, 2) if a.lower[j] in a.lexicon.money_starts else ():  # "U.S. dollars", "Belarusian rubles"
        if j + length <= a.n and all(a.soft[j + 1 : j + length]):
            code = codes.get(" ".join(a.lower[j : j + length]))
            if code:
                return a.end(j + length - 1), code, j + length, 0.96
    if a.flags[j] & kinds.DEMONYM and a.near(j + 1) and a.flags[j + 1] & kinds.CURRENCY:
        return a.end(j + 1), codes[a.lower[j + 1]], j + 2, 0.9
    if a.flags[j] & kinds.CURRENCY:
        return a.end(j), codes[a.lower[j]], j + 1, _sureness(a, figure, j)
    return None


def _sureness(a: Analysis, figure: _Figure, j: int) -> float:
    """How sure it is that the word at token j means money."""
    if a.lower[j] not in _DOUBTFUL or figure.scaled:
        return 0.96
    if a.lower[j].startswith("pound"):
        return 0.4 if a.near(j + 1) and a.lower[j + 1] == "of" else 0.85
    return 0.8 if figure.value >= 100 else 0.2


def _has_yuan(a: Analysis) -> bool:
    """Whether "¥" is the yuan's in this text, not the yen's."""
    return _YUAN.search(a.text) is not None and "yen" not in a.lower


def _candidate(a: Analysis, start: int, end: int, value: Decimal, code: str, score: float) -> Candidate:
    whole = value == value.to_integral_value()
    return Candidate(start, end, score, "a figure with a currency", int(value) if whole else float(value), code)
