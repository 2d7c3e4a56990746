"""Texts as they are told on one line."""

from __future__ import annotations

import pytest

from curator.formats.api import title_of
from curator.review.said import one_line, quoted, shortened, titled


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Orlov", "Orlov"),
        ("a\n b\tc", "a b c"),
        ("ten of ten", "ten of ten"),
        ("eleven here", "eleven he…"),
        ("eight of more", "eight of…"),
        ("far" + " " * 50 + "away", "far…"),
    ],
)
def test_a_text_on_one_line_says_that_it_is_cut(text: str, line: str) -> None:
    assert one_line(text, 10) == line


def test_quotes_are_cut_at_forty() -> None:
    assert quoted("x" * 40) == f"“{'x' * 40}”"
    assert quoted("x" * 41) == f"“{'x' * 39}…”"


def test_shortened_leaves_both_ends() -> None:
    assert shortened("one two\nthree four", 8) == "one  … four"
    assert shortened("one\ntwo", 8) == "one two"


@pytest.mark.parametrize("first", ["x" * 81, "x" * 79 + " yz", "x" * 80 + "\ny", "word " * 30])
def test_a_title_that_was_cut_when_it_was_stored_says_so(first: str) -> None:
    stored = title_of(f"{first}\n", "key")
    assert titled(stored) == f"{stored[:77].rstrip()}…"


def test_a_title_that_is_whole_is_told_as_it_is() -> None:
    assert titled(title_of("A  title\tof one\nand more", "key")) == "A title of one"
    assert titled("x" * 78) == "x" * 78
