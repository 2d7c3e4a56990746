"""Searching in the article."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.review import find
from curator.review.find import Search
from curator.review.proposal import Refused

TEXT = "General Petrov met general Orlov (retired). Петров ушёл."


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("general", ["General", "general"]),
        ("General", ["General"]),
        ("петров", ["Петров"]),
        (r"\bo\w+v", ["Orlov"]),
        ("(", ["("]),
        ("(retired)", ["retired"]),
        ("x*", []),
        ("[", []),
    ],
)
def test_hits(query: str, hits: list[str]) -> None:
    assert [TEXT[start:end] for start, end in Search(query).within(TEXT, 0, len(TEXT))] == hits


def test_next_and_previous_go_round() -> None:
    search = Search("general")
    assert search.next(TEXT, 1) == (19, 26)
    assert search.next(TEXT, 20) == (0, 7)
    assert search.previous(TEXT, 19) == (0, 7)
    assert search.previous(TEXT, 0) == (19, 26)
    assert Search("nobody").next(TEXT, 0) is None
    assert Search("nobody").previous(TEXT, 9) is None


def test_a_search_that_never_ends_is_refused() -> None:
    with pytest.raises(Refused, match="too long"):
        Search(r"(a|aa)+$").next("a" * 60 + "b", 0)


@given(st.text(min_size=1, max_size=8), st.text(max_size=40), st.integers(0, 40))
def test_any_query_on_any_text(query: str, text: str, offset: int) -> None:
    search = Search(query)
    for hit in (search.next(text, offset), search.previous(text, offset)):
        assert hit is None or 0 <= hit[0] < hit[1] <= len(text)


@given(
    st.sampled_from(["ab", "A", "b a", "AB", "é"]),
    st.text("abAB é", max_size=60),
    st.integers(0, 70),
    st.integers(1, 9),
)
def test_the_way_back_finds_the_last_hit_before_the_place(query: str, text: str, offset: int, stretch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "_STRETCH", stretch)
        found = Search(query).previous(text, offset)
    flags = 0 if any(map(str.isupper, query)) else re.IGNORECASE
    hits = [match.start() for match in re.finditer(f"(?={re.escape(query)})", text, flags)]
    before = [start for start in hits if start < offset]
    assert (found[0] if found else None) == (before or hits or [None])[-1]


def test_the_way_back_through_a_long_text() -> None:
    text = "Orlov " + "petrov " * 50_000
    assert Search("orlov").previous(text, len(text)) == (0, 5)
    assert Search("Petrov").previous(text, len(text)) is None
    assert Search("petrov").previous(text, 1000) == (993 - (993 - 6) % 7, 999 - (993 - 6) % 7)
