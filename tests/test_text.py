"""Tokens, sentences, clusters and edges."""

from __future__ import annotations

import random
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from curator import text as reading

TEXTS = st.text(st.sampled_from("ab Ш-’'.,\n\r\t\u200b\xa0$1é\u0301中👨\u200d👩🇷🇺नि!?“”"), max_size=60) | st.text(
    max_size=60
)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in reading.tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Petrov's men", ["Gen", ".", "Petrov", "'s", "men"]),
        ("Gerasimov’s", ["Gerasimov", "’s"]),
        ("O'Neil-Semyonov", ["O'Neil-Semyonov"]),
        ("$1,000.50, €1.5bn", ["$", "1,000.50", ",", "€", "1.5bn"]),
        ("В'ячеслав Іванов", ["В'ячеслав", "Іванов"]),
        ("中国 人", ["中", "国", "人"]),
        ("👨\u200d👩\u200d👧 🇷🇺🇺🇦", ["👨\u200d👩\u200d👧", "🇷🇺", "🇺🇦"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("a\u200bb\ufeff c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(TEXTS)
def test_tokens_cover_all_that_is_visible_and_no_white_space(text: str) -> None:
    covered = set()
    last = 0
    for start, end in reading.tokens(text):
        assert last <= start < end
        assert not any(char.isspace() for char in text[start:end])
        covered |= set(range(start, end))
        last = end
    rest = {char for place, char in enumerate(text) if place not in covered}
    assert all(char.isspace() or unicodedata.category(char) in ("Cf", "Mn", "Me", "Mc", "Cc") for char in rest)


@given(TEXTS)
def test_all_tokens_at_once_are_the_same(text: str) -> None:
    one_by_one = list(reading.tokens(text))
    assert reading.all_tokens(text) == one_by_one
    starts, found = reading.token_columns(text)
    assert starts == [start for start, _ in one_by_one]
    assert found == [text[start:end] for start, end in one_by_one]


@given(TEXTS, st.integers(0, 60))
def test_token_steps_agree_with_the_list_of_tokens(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    listed = list(reading.tokens(text))
    assert reading.next_token(text, offset) == next((t for t in listed if t[0] > offset), None)
    assert reading.previous_token(text, offset) == next((t for t in reversed(listed) if t[0] < offset), None)


def test_a_token_step_in_a_long_run_without_white_space_is_local() -> None:
    text = "x" * 5000 + " end"
    assert reading.next_token(text, 10) == (5001, 5004)
    assert reading.token_at(text, 5002) == (5001, 5004)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Gen. A. B. Orlov left. He was fined.", ["Lt. Gen. A. B. Orlov left.", "He was fined."]),
        ("A headline\n\nThe text. More…", ["A headline", "The text.", "More…"]),
        ("“Why?” he asked. “So.” Then", ["“Why?” he asked.", "“So.”", "Then"]),
        ("他来了。她走了。", ["他来了。", "她走了。"]),
        ("one\r\n\r\ntwo", ["one", "two"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in reading.sentences(text)] == expected


@given(TEXTS, st.integers(0, 60))
def test_steps_by_sentence_and_paragraph_make_progress(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    for forward in (reading.next_sentence, reading.next_paragraph):
        assert offset < forward(text, offset) <= len(text) or forward(text, offset) == len(text)
    for back in (reading.previous_sentence, reading.previous_paragraph):
        assert 0 <= back(text, offset) < offset or back(text, offset) == 0


_ANY = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\u0301\u200d\ufe0f🇷👩é·✓…«Жあ中"), max_size=30
)


@given(_ANY)
def test_clusters_are_those_of_unicode(text: str) -> None:
    assert list(reading.clusters(text)) == [match.span() for match in regex.finditer(r"\X", text)]


def test_common_characters_are_clusters_of_their_own_in_any_order() -> None:
    common = [c for c in map(chr, range(0x20, 0xD800)) if reading.single(c)]
    assert {*"aЖ·✓…«中あ—’€"} <= {*common}
    for seed in range(5):
        random.Random(seed).shuffle(common)
        assert len(regex.findall(r"\X", "".join(common))) == len(common)


@given(TEXTS)
def test_clusters_tile_the_text(text: str) -> None:
    last = 0
    for start, end in reading.clusters(text):
        assert start == last < end
        last = end
    assert last == len(text)


def test_steps_by_cluster_pass_a_joined_emoji_at_once() -> None:
    text = "a👨\u200d👩\u200d👧b"
    assert reading.next_cluster(text, 1) == 6
    assert reading.previous_cluster(text, 6) == 1


@given(TEXTS)
def test_trim_leaves_no_white_space_at_the_edges(text: str) -> None:
    start, end = reading.trim(text, 0, len(text))
    assert text[:start].strip("\0\u200b\u200e\u200f\u2060\ufeff" + text[:start]) == ""
    if start < end:
        assert not text[start].isspace()
        assert not text[end - 1].isspace()


def test_every_combining_mark_of_this_python_stays_with_its_word() -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")]
    apart = [mark for mark in marks if words(f"a{mark}b") != [f"a{mark}b"]]
    assert apart == []
