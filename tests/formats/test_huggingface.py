"""Hugging Face's rows, in JSONL and in Parquet."""

import json

import pytest

from curator.errors import CuratorError
from curator.formats import registry
from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

TEXT = "😀 Timur Ivanov left"
ROW = {"id": "7", "tokens": ["Timur", "Ivanov", "left"], "ner_tags": ["B-PER", "I-PER", "O"]}
EXACT = ROW | {"text": "Timur Ivanov left", "spans": [{"start": 0, "end": 12, "label": "PER"}]}


def rows(tmp_path, *found, documents=()):
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in found))
    return read(path, "hf-jsonl", documents)


def spans(record):
    return [each.span for each in record.suggestions]


def test_tokens_and_tags_alone(tmp_path):
    first, second = records(rows(tmp_path, ROW, {"tokens": ["No", "one"], "ner_tags": ["O", "O"]}))
    assert (first.document.key, first.document.text) == ("7", "Timur Ivanov left")
    assert spans(first) == [Span(0, 12, "PER")]
    assert (second.document.key, spans(second)) == ("train:2", [])


@pytest.mark.parametrize("tags", [["I-PER", "I-PER", "O"], ["B-PER", "L-PER", "O"], ["B-PER", "E-PER", "O"]])
def test_any_scheme_of_tags(tmp_path, tags):
    (record,) = records(rows(tmp_path, ROW | {"ner_tags": tags}))
    assert spans(record) == [Span(0, 12, "PER")]


def test_tokens_are_put_back_on_a_known_text(tmp_path):
    known = made("Timur\u00a0Ivanov\r\nleft", key="7")
    (record,) = records(rows(tmp_path, ROW, documents=[known]))
    assert (record.document.text, spans(record)) == (known.document.text, [Span(0, 12, "PER")])


def test_exact_spans_go_before_tags(tmp_path):
    span = {"start": 0, "end": 5, "label": "FIRST", "text": "Timur", "attributes": '{"a": 1}', "note": "which?"}
    (record,) = records(rows(tmp_path, EXACT | {"spans": [span], "meta": '{"m": 1}', "layer": "anna"}))
    assert spans(record) == [Span(0, 5, "FIRST", {"a": 1})]
    assert (record.layer, record.document.meta, record.notes) == ("anna", {"m": 1}, {(0, 5, "FIRST"): "which?"})


def test_what_is_written(tmp_path):
    document = made(TEXT, Span(2, 14, "PER", {"age": 5}), Span(2, 7, "FIRST"), Span(3, 6, "PART"), meta={"m": None})
    path, done = written("hf-jsonl", [document], tmp_path)
    row = json.loads(path.read_text())
    assert (row["tokens"], row["ner_tags"]) == (["😀", "Timur", "Ivanov", "left"], ["O", "B-PER", "I-PER", "O"])
    assert row["spans"][0] == {
        "start": 2, "end": 14, "label": "PER", "text": "Timur Ivanov", "attributes": '{"age":5}', "note": None
    }  # fmt: skip
    assert done.losses.counts == {"not_in_tags": 2}
    assert [loss.span.label for loss in done.losses.first["not_in_tags"]] == ["FIRST", "PART"]
    (record,) = records(read(path))
    assert (record.document, record.annotated("gold").spans) == (document.document, document.spans)


FLAWS = [
    ({"tokens": "Timur"}, "tokens is a string, not an array of words"),
    ({"tokens": []}, "the document has no token"),
    ({"ner_tags": ["O"]}, "ner_tags are not as many as tokens"),
    ({"ner_tags": None}, "ner_tags are not as many as tokens"),
    ({"ner_tags": ["B-PER", "PER", "O"]}, "'PER' is no IOB or BILUO tag"),
    ({"ner_tags": [1, 2, 0]}, "1 is no IOB or BILUO tag"),
    ({"id": 1.5}, "id is a number, not a string or an integer"),
    ({"status": "lost"}, "status is none of todo, started, done, skipped"),
    ({"meta": "{"}, "meta is no JSON"),
    ({"meta": "[1]"}, "meta is an array, not an object"),
    ({"layer": 5}, "layer is a number, not a string"),
]


@pytest.mark.parametrize(("changes", "what"), FLAWS)
def test_flaws(tmp_path, changes, what):
    (flaw,) = rows(tmp_path, ROW | changes)
    assert flaw.what.startswith(what)
    assert flaw.where == f"{tmp_path / 'train.jsonl'}:1"


@pytest.mark.parametrize(
    ("span", "what"),
    [
        ({"end": 99}, "spans[0]: end 99 lies behind the text"),
        ({"text": "Boris"}, "spans[0]: 0:12 is 'Timur Ivanov' in the text, not 'Boris'"),
        ({"attributes": "{"}, "spans[0]: attributes is no JSON"),
        ({"attributes": "5"}, "spans[0]: attributes are a number, not an object"),
        ({"note": 5}, "spans[0]: note is a number, not a string"),
        ({"label": None}, "spans[0]: label is missing"),
    ],
)
def test_flaws_of_spans(tmp_path, span, what):
    (flaw,) = rows(tmp_path, EXACT | {"spans": [EXACT["spans"][0] | span]})
    assert flaw.what.startswith(what)


def test_what_is_missing_is_named(monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(CuratorError, match=r"curator\[hf\]"):
        registry.writer("hf").write([], tmp_path / "a.parquet")
