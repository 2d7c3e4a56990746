"""Corpora that others annotated: in through their own format, out through all of ours, and back.

They are found in the folder ``CURATOR_CORPORA``, else in ``shared/corpora`` beside this repository.
"""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest

from curator.formats import api, registry
from curator.formats.sources import Reading, read_sources
from curator.model import Annotated, Span
from tests.formats.formats_kit import WRITABLE, check_documents, check_spans, made, read, records, written

PLACES = [os.environ.get("CURATOR_CORPORA", ""), *(f"{up}/shared/corpora" for up in (Path(__file__).parents[3:5]))]
CORPORA = next((Path(place) for place in PLACES if place and Path(place).is_dir()), None)
WANTED: dict[str, tuple[str, dict[str, str], int]] = {
    "litbank": ("litbank/entities/brat", {}, 100),
    "german_ler": ("german_ler/data", {}, 2),
    "wnut17": ("wnut17", {}, 3),
    "wnut17, sentences": ("wnut17/wnut17train.conll", {"by": "sentence"}, 3394),
    "crossner": ("crossner/ner_data", {}, 15),
}
"""Where a corpus is, how it is read, and how many documents it is then."""

slow_corpora = [pytest.mark.slow, pytest.mark.skipif(CORPORA is None, reason="no corpora here")]


def files(name: str) -> list[Path]:
    """What is read: the folder of a brat corpus, else all files with tokens in it."""
    assert CORPORA is not None
    path = CORPORA / WANTED[name][0]
    if name == "litbank" or path.is_file():
        return [path]
    return sorted(each for each in path.rglob("*") if each.is_file() and each.name != "SOURCE.txt")


@cache
def corpus(name: str) -> list[Annotated]:
    """The documents; a key that is there twice gets a number, as each domain of CrossNER has a ``test``."""
    reading = Reading(None if name == "litbank" else "conll", None, WANTED[name][1])
    found = records(list(read_sources(files(name), labels=None, reading=reading)))
    documents, keys, texts = [], Counter(), set()
    for each in found:
        if each.document.text in texts:  # the same message twice; an import takes it once
            continue
        texts.add(each.document.text)
        keys[each.document.key] += 1
        key = f"{each.document.key}~{keys[each.document.key]}"
        document = msgspec.structs.replace(each.document, key=key)
        documents.append(msgspec.structs.replace(each, document=document).annotated("gold"))
    return documents


def counted_by_hand(name: str) -> int:
    """The spans of the files, counted without our readers: lines of brat, or tags that begin a span."""
    if name == "litbank":
        lines = [line for path in files(name)[0].glob("*.ann") for line in path.read_text("utf-8").splitlines()]
        spans = Counter()
        for path in files(name)[0].glob("*.ann"):
            spans.update(
                {(path.name, line.split("\t")[1]) for line in path.read_text("utf-8").splitlines() if line[:1] == "T"}
            )
        assert all(line[:1] in "TARE#*N" for line in lines if line)
        return len(spans)
    count = 0
    for path in files(name):
        before = "O"
        for line in path.read_text("utf-8").split("\n"):
            tag = line.split()[-1] if line.strip() else "O"
            begins = tag[0] == "B" or (tag[0] == "I" and tag[2:] != before[2:])
            count += begins
            before = tag
    return count


@pytest.fixture
def every_loss(monkeypatch):
    """All losses are named, not only the first ones."""
    monkeypatch.setattr(api, "FIRST_LOSSES", 1_000_000)


def hop(name: str, documents: list[Annotated], folder: Path) -> list[Annotated]:
    """Out through a format and back in: every document and every span is there again, or among the losses."""
    path, done = written(name, documents, folder)
    by_key = {each.document.key: each for each in records(read(path, name, documents))}
    back = [by_key[each.document.key] for each in documents]
    bare = "attributes" in done.losses.counts or not registry.known(name).carries.attributes
    check_spans(documents, back, done, attributes=not bare)
    check_documents(documents, back, done)
    assert [each.document.text for each in back] == [each.document.text for each in documents]
    return [each.annotated("gold") for each in back]


class TestCorpora:
    pytestmark = slow_corpora

    @pytest.mark.parametrize("name", WANTED)
    def test_they_are_read_whole(self, name):
        documents = corpus(name)
        # A message that stands twice in WNUT's is one document.
        assert WANTED[name][2] * 0.95 <= len(documents) <= WANTED[name][2]
        if len(documents) == WANTED[name][2]:
            assert sum(len(each.spans) for each in documents) == counted_by_hand(name)

    @pytest.mark.parametrize("form", WRITABLE)
    @pytest.mark.parametrize("name", WANTED)
    def test_every_span_comes_back_or_is_named(self, name, form, tmp_path, every_loss):
        hop(form, corpus(name), tmp_path)

    @pytest.mark.parametrize("name", WANTED)
    def test_through_all_formats_of_texts_one_behind_the_other(self, name, tmp_path, every_loss):
        documents = first = corpus(name)
        for form in WRITABLE:
            if registry.known(form).carries.sub_token:
                (tmp_path / form).mkdir()
                documents = hop(form, documents, tmp_path / form)
        assert [each.document.text for each in documents] == [each.document.text for each in first]
        assert [each.spans for each in documents] == [each.spans for each in first]


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
