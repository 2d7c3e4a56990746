"""labelbuddy's documents: characters and bytes, which must agree."""

import hashlib
import json

import pytest

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

TEXT = "😀 Timur Ivanov left"
ANNOTATION = {"label_name": "PERSON", "start_char": 2, "end_char": 14, "start_byte": 5, "end_byte": 17}
ROW = {
    "text": TEXT,
    "utf8_text_md5_checksum": hashlib.md5(TEXT.encode()).hexdigest(),
    "metadata": {"id": "n-1", "source": "wire"},
    "list_title": "First",
    "annotations": [ANNOTATION],
}


def rows(tmp_path, *found, array=False):
    path = tmp_path / ("a.json" if array else "a.jsonl")
    path.write_text(json.dumps(list(found)) if array else "".join(json.dumps(row) + "\n" for row in found))
    return read(path, "labelbuddy")


def spans(record):
    return [each.span for each in record.suggestions]


@pytest.mark.parametrize("array", [True, False])
def test_arrays_and_lines(tmp_path, array):
    first, second = records(rows(tmp_path, ROW, {"text": "Nobody.", "annotations": []}, array=array))
    assert (first.document.key, first.document.title) == ("n-1", "First")
    assert first.document.meta == {"id": "n-1", "source": "wire"}
    assert (spans(first), spans(second)) == ([Span(2, 14, "PERSON")], [])


def test_offsets_in_bytes_alone(tmp_path):
    only = {"label_name": "PERSON", "start_byte": 5, "end_byte": 17}
    (record,) = records(rows(tmp_path, ROW | {"annotations": [only]}))
    assert spans(record) == [Span(2, 14, "PERSON")]


@pytest.mark.parametrize(
    ("extra", "attributes"),
    [
        ('{"age":5,"sure":true}', {"age": 5, "sure": True}),
        ("which Timur?", {"extra_data": "which Timur?"}),
        ("[1]", {"extra_data": "[1]"}),
        ('{"a":{}}', {"extra_data": '{"a":{}}'}),
        ("", {}),
    ],
)
def test_extra_data(tmp_path, extra, attributes):
    (record,) = records(rows(tmp_path, ROW | {"annotations": [ANNOTATION | {"extra_data": extra}]}))
    assert spans(record) == [Span(2, 14, "PERSON", attributes)]


def test_what_is_written(tmp_path):
    document = made(
        TEXT, Span(2, 14, "PERSON", {"age": 5}), Span(2, 7, "FIRST"), status="skipped", reason="twice", meta={"m": 1}
    )
    path, done = written("labelbuddy", [document], tmp_path)
    row = json.loads(path.read_text())
    assert row["utf8_text_md5_checksum"] == hashlib.md5(TEXT.encode()).hexdigest()
    assert row["annotations"] == [
        ANNOTATION | {"extra_data": '{"age":5}'},
        {"label_name": "FIRST", "start_char": 2, "end_char": 7, "start_byte": 5, "end_byte": 10},
    ]
    assert done.losses.counts == {}
    (record,) = records(read(path))
    assert (record.layer, record.status, record.reason) == ("gold", "skipped", "twice")
    assert record.document == document.document


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"text": None}, "there is no text"),
        ({"text": TEXT + "!"}, "utf8_text_md5_checksum is not that of the text"),
        ({"utf8_text_md5_checksum": 5}, "utf8_text_md5_checksum is a number, not a string"),
        ({"metadata": []}, "metadata is an array, not an object"),
        ({"metadata": {"id": {}}}, "id is an object, not a string or an integer"),
        ({"annotations": 3}, "annotations is a number, not an array"),
        ({"annotations": ["x"]}, "annotations[0] is a string, not an object"),
        ({"annotations": [ANNOTATION | {"end_char": 40}]}, "annotations[0]: end 40 lies behind the text"),
        ({"annotations": [ANNOTATION | {"start_char": "2"}]}, "annotations[0]: start is a string, not an integer"),
        ({"annotations": [ANNOTATION | {"label_name": None}]}, "annotations[0]: label is missing"),
        ({"annotations": [ANNOTATION | {"end_byte": 16}]}, "annotations[0]: characters 2:14 are not bytes 5:16"),
        ({"annotations": [ANNOTATION | {"start_byte": 1}]}, "annotations[0]: start 1 lies within a character"),
        ({"annotations": [ANNOTATION | {"extra_data": 1}]}, "annotations[0]: extra_data is a number, not a string"),
        ({"annotations": [{"label_name": "A"}]}, "annotations[0]: start is missing"),
        ({"metadata": {"curator": {"status": "lost"}}}, "status is none of todo, started, done, skipped"),
    ],
)
def test_flaws(tmp_path, changes, what):
    (flaw,) = rows(tmp_path, ROW | changes)
    assert flaw.what.startswith(what)
    assert flaw.where == f"{tmp_path / 'a.jsonl'}:1"
