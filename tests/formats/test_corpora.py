"""Corpora that others annotated: in through their own format, out through all of ours, and back.

They are found in the folder ``CURATOR_CORPORA``, else in ``shared/corpora`` beside this repository.
"""

import os
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from curator.formats.api import CHANGED, MOVED, Written
from curator.formats.sources import read_sources
from curator.model import Annotated, Span
from tests.formats.formats_kit import WRITABLE, made, read, records, written

PLACES = [os.environ.get("CURATOR_CORPORA", ""), *(f"{up}/shared/corpora" for up in (Path(__file__).parents[3:5]))]
CORPORA = next((Path(place) for place in PLACES if place and Path(place).is_dir()), None)
WANTED = {
    "litbank": ("litbank/entities/brat", 100, 13912),
    "german_ler": ("german_ler/data/ler_dev.conll", 1, 0),
    "wnut17": ("wnut17/emerging.test.annotated", 1, 1079),
    "crossner": ("crossner/ner_data/politics", 3, 0),
}

slow_corpora = [pytest.mark.slow, pytest.mark.skipif(CORPORA is None, reason="no corpora here")]


def corpus(name: str) -> list[Annotated]:
    assert CORPORA is not None
    found = records(list(read_sources([CORPORA / WANTED[name][0]], labels=None)))
    return [each.annotated("gold") for each in found]


def after_losses(documents: list[Annotated], done: Written) -> int:
    gone = sum(count for kind, count in done.losses.counts.items() if kind not in CHANGED)
    return sum(len(each.spans) for each in documents) - gone


class TestCorpora:
    pytestmark = slow_corpora

    @pytest.mark.parametrize("name", WANTED)
    def test_they_are_read_whole(self, name):
        documents = corpus(name)
        _, count, spans = WANTED[name]
        assert len(documents) == count
        assert sum(len(each.spans) for each in documents) >= (spans or 1)

    @pytest.mark.parametrize("form", WRITABLE)
    @pytest.mark.parametrize("name", WANTED)
    def test_every_span_comes_back_or_is_counted(self, name, form, tmp_path):
        documents = corpus(name)
        path, done = written(form, documents, tmp_path)
        back = records(read(path, form, documents))
        assert sum(len(each.suggestions) for each in back) == after_losses(documents, done)
        moved = sum(done.losses.counts.get(kind, 0) for kind in MOVED)
        given = Counter((each.document.key, span.key) for each in documents for span in each.spans)
        found = Counter((each.document.key, s.span.key) for each in back for s in each.suggestions)
        assert sum((found - given).values()) <= moved


CHAIN = ("brat", "label-studio", "prodigy", "doccano", "csv", "labelbuddy", "argilla", "jsonl")


def test_a_chain_of_formats_changes_no_span(tmp_path):
    text = "😀 General Timur Ivanov\r\nleft Tver, he said.\n\nעם 中文 end"
    spans = [Span(2, 9, "RANK"), Span(10, 22, "PERSON"), Span(2, 33, "EVENT"), Span(16, 33, "X"), Span(47, 49, "Ж")]
    documents = [made(text, *spans, key="a/b"), made("Nothing.", key="d2")]
    for number, name in enumerate(CHAIN):
        (tmp_path / str(number)).mkdir()
        path, done = written(name, documents, tmp_path / str(number))
        assert done.losses.counts == {}, name
        back = {each.document.key: each for each in records(read(path, documents=documents))}
        documents = [
            msgspec.structs.replace(back[each.document.key].annotated("gold"), status="done") for each in documents
        ]
    assert [each.document.text for each in documents] == [text, "Nothing."]
    assert {span.key for span in documents[0].spans} == {span.key for span in spans}
