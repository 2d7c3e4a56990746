"""Searching in the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
