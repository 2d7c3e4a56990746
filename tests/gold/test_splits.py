"""Splits: stable, without leaks, stratified where asked for."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.gold.duplicates import Groups, sketch
from curator.gold.splits import divide, parse_parts
from curator.model import Annotated, Document, Span, text_hash

PARTS = parse_parts("train=80,dev=10,test=10")
WORDS = ["court", "general", "bribe", "depot", "river", "fence", "judge", "wall", "roof", "paper", "ruble", "court's"]


def text_of(number: int) -> str:
    return " ".join(random.Random(number).choices(WORDS, k=200))


def made(number: int, text: str | None = None, labels: tuple[str, ...] = (), **meta: object) -> Annotated:
    text = text_of(number) if text is None else text
    document = Document(f"d{number}", text, text_hash(text), "", meta)
    return Annotated(document, "gold", "done", tuple(Span(n, n + 1, label) for n, label in enumerate(labels)))


@pytest.mark.parametrize(
    ("given_text", "names", "shares"),
    [
        ("train=80,dev=10,test=10", ("train", "dev", "test"), (0.8, 0.1, 0.1)),
        ("a=1, b=3", ("a", "b"), (0.25, 0.75)),
        ("all=2.5", ("all",), (1.0,)),
    ],
)
def test_parts(given_text, names, shares):
    parts = parse_parts(given_text)
    assert (parts.names, parts.shares) == (names, shares)


@pytest.mark.parametrize(
    "wrong", ["", "train", "train=x", "train=1,Train=2", "a=0", "a=1,,b=2", "../x=1", "manifest=1"]
)
def test_what_is_no_list_of_parts(wrong):
    with pytest.raises(CuratorError, match="train=80,dev=10,test=10"):
        parse_parts(wrong)


def test_shares_are_about_what_was_asked_for():
    found = list(divide((made(n) for n in range(2000)), PARTS).of.values())
    assert 1540 < found.count("train") < 1660
    assert 150 < found.count("dev") < 250


def test_documents_that_are_added_move_none():
    before = divide((made(n) for n in range(300)), PARTS).of
    after = divide((made(n) for n in range(600)), PARTS).of
    assert {key: after[key] for key in before} == before


def test_where_a_document_goes_does_not_depend_on_its_key():
    renamed = divide((made(n + 1000, text_of(n)) for n in range(50)), PARTS).of
    assert list(renamed.values()) == list(divide((made(n) for n in range(50)), PARTS).of.values())


def test_near_duplicates_stay_together():
    documents = [made(n) for n in range(100)]
    copies = [made(n + 1000, text_of(n).replace("depot", "arsenal", 1) + " Updated at noon.") for n in range(100)]
    found = divide([*documents, *copies], PARTS)
    assert found.near_duplicates == 100
    assert found.groups == 100
    assert all(found.of[f"d{n}"] == found.of[f"d{n + 1000}"] for n in range(100))


def test_what_shares_a_field_stays_together():
    found = divide((made(n, source=f"s{n % 7}", other=n) for n in range(200)), PARTS, group_by="source")
    assert found.groups == 7
    assert all(found.of[f"d{n}"] == found.of[f"d{n % 7}"] for n in range(200))
    assert divide((made(n) for n in range(20)), PARTS, group_by="source").groups == 20


def test_sentences_of_a_document_stay_together():
    pieces = []
    for n in range(40):
        meta = {"document": f"d{n % 4}", "offset": n}
        document = Document(f"d{n % 4}#{n}", text_of(n), text_hash(text_of(n)), "", meta)
        pieces.append(Annotated(document, "gold", "done", ()))
    assert divide(pieces, PARTS).groups == 4


def test_each_part_gets_its_share_of_every_label():
    documents = [made(n, labels=("RARE",) if n % 20 == 0 else ("COMMON",)) for n in range(400)]
    of = divide(documents, PARTS, stratify=True).of
    rare = [of[f"d{n}"] for n in range(0, 400, 20)]
    assert (rare.count("train"), rare.count("dev"), rare.count("test")) == (16, 2, 2)
    every = list(of.values())
    assert (every.count("train"), every.count("dev"), every.count("test")) == (320, 40, 40)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_groups_of_any_texts(texts):
    groups = Groups()
    numbers = [groups.add(text) for text in texts]
    for a in numbers:
        assert groups.first(a) <= a
        same = texts.index(texts[a])
        assert groups.first(a) == groups.first(same)


def test_different_texts_are_no_near_duplicates():
    groups = Groups()
    for number in range(300):
        groups.add(text_of(number))
    assert groups.near_duplicates == 0
    assert len(sketch("")) == len(sketch("one two three"))
