"""What stands between words is read the same met first and again, and little of it is kept."""

import pytest

from curator.suggest import gaps
from curator.suggest.analysis import Analysis
from curator.suggest.gaps import Gaps
from curator.suggest.lexicon import Lexicon

LEXICON = Lexicon({})


@pytest.mark.parametrize(
    ("text", "soft", "breaks"),
    [
        ("a b", [False, True, False], [0]),
        ("a\u00a0b", [False, True, False], [0]),
        ("a, b", [False, False, False], [0]),
        ("a. b", [False, False, False], [0, 1]),
        ("a\nb", [False, False, False], [0, 1]),
        ("Gen. b", [False, True, False], [0]),
        ("Gen.\nb", [False, False, False], [0, 1]),
        ("ex-b", [False, True, False], [0]),
        ("then-b", [False, True, False], [0]),
        ("5-b", [False, False, False], [0]),
        ("wives’ b", [False, False, False], [0]),
        (" a b ", [False, True, False], [0]),
    ],
)
def test_what_belongs_together(text: str, soft: list[bool], breaks: list[int]) -> None:
    for _ in range(2):
        a = Analysis(text, LEXICON)
        assert (a.soft, a.breaks) == (soft, breaks)


@pytest.mark.parametrize(
    ("text", "tight", "symbols"),
    [("a b", [], []), ("$5", [], [0]), ("5-b", [1], []), ("a €5 5元 ₽", [3], [1, 4]), ("5$", [], [1])],
)
def test_what_may_be_money(text: str, tight: list[int], symbols: list[int]) -> None:
    for _ in range(2):
        a = Analysis(text, LEXICON)
        assert ([i for i in a.tight if 0 < i < a.n], a.symbols) == (tight, symbols)


def test_few_and_short_ones_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "_MOST", 10)
    known = Gaps({"$"})
    for i in range(100):
        assert known["." * i + "$"] & gaps.SYMBOL
        assert len(known) <= 10
    assert known["$" * 500] & gaps.SYMBOL
    assert "$" * 500 not in known
