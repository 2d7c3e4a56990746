"""Texts as they are told on one line."""

from __future__ import annotations

import pytest

from curator.review.said import one_line, quoted, shortened


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
