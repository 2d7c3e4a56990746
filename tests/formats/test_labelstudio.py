"""Label Studio's tasks, as it exports them."""

import json
import xml.etree.ElementTree as ET

import pytest

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

TEXT = "😀 General Ivanov\nleft"


def region(start, end, text, *labels, name="r1", **more):
    value = {"start": start, "end": end, "text": text, "labels": list(labels)}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value} | more


def task(*results, **more):
    annotation = {"id": 1, "completed_by": {"id": 3, "email": "anna@x"}, "result": list(results), "lead_time": 2.5}
    return {"id": 1, "data": {"text": TEXT}, "annotations": [annotation], "predictions": []} | more


def tasks(tmp_path, *found, name="a.json", **options):
    path = tmp_path / name
    path.write_text(json.dumps(list(found)))
    return read(path, **options)


def spans(record):
    return [s.span for s in record.suggestions]


@pytest.mark.parametrize(("start", "end"), [(11, 17), (10, 16)])
def test_the_texts_of_regions_say_what_their_offsets_count(tmp_path, start, end):
    (record,) = records(tasks(tmp_path, task(region(start, end, "Ivanov", "PER"))))
    assert (spans(record), record.layer, record.status) == ([Span(10, 16, "PER")], "anna@x", "done")


def test_without_their_texts_they_are_taken_for_utf16_units(tmp_path):
    (record,) = records(tasks(tmp_path, task(region(11, 17, None, "PER"))))
    assert spans(record) == [Span(10, 16, "PER")]
    (record,) = records(tasks(tmp_path, task(region(10, 16, None, "PER")), unit="code-points"))
    assert spans(record) == [Span(10, 16, "PER")]


def test_a_line_break_that_the_web_client_wrote_as_two_characters(tmp_path):
    (record,) = records(tasks(tmp_path, task(region(11, 22, "Ivanov\\nleft", "PER"))))
    assert spans(record) == [Span(10, 21, "PER")]


def test_a_text_that_is_not_there_is_a_flaw(tmp_path):
    (flaw,) = tasks(tmp_path, task(region(3, 10, "Colonel", "RANK")))
    assert flaw.where == f"{tmp_path / 'a.json'}:1, item 1"
    assert flaw.what.startswith("result 1: ")


def test_each_annotator_has_a_record_and_predictions_are_suggestions(tmp_path):
    both = [
        {"completed_by": 1, "result": [region(3, 10, "General", "RANK")]},
        {"completed_by": 2, "result": [], "was_cancelled": True},
    ]
    prediction = {"model_version": "ner-2", "score": 0.7, "result": [region(11, 17, "Ivanov", "PER")]}
    found = records(tasks(tmp_path, task(annotations=both, predictions=[prediction, prediction | {"score": 70}])))
    assert [(r.layer, r.status, len(spans(r))) for r in found] == [
        ("1", "done", 1),
        ("2", "skipped", 0),
        (None, "todo", 1),
    ]
    (suggestion,) = found[2].suggestions
    assert (suggestion.source, suggestion.score) == ("ner-2", None)


def test_what_has_no_place_here_is_told(tmp_path):
    results = [
        region(3, 10, "General", "RANK"),
        region(3, 10, "General", name="r2"),
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right", "labels": ["of"]},
        {"type": "choices", "from_name": "tone", "to_name": "text", "value": {"choices": ["angry"]}},
    ]
    (record,) = records(tasks(tmp_path, task(*results, drafts=[{"id": 4, "result": []}])))
    assert sorted(left.kind for left in record.left) == ["class", "draft", "region without a label", "relation"]


def test_a_task_that_nobody_annotated(tmp_path):
    (record,) = records(tasks(tmp_path, {"id": 9, "data": {"text": "Plain"}, "annotations": [], "predictions": []}))
    assert (record.document.key, record.layer, record.status) == ("9", None, "todo")


def test_predictions_alone_are_nobodys_work(tmp_path):
    prediction = {"model_version": "m", "result": [region(3, 10, "General", "RANK")]}
    (record,) = records(tasks(tmp_path, task(annotations=[], predictions=[prediction])))
    assert (record.status, len(record.suggestions)) == ("todo", 1)


def test_attributes_and_other_fields_of_the_task(tmp_path):
    on = {"id": "r1", "to_name": "text"}
    results = [
        region(3, 10, "General", "RANK"),
        on | {"from_name": "country", "type": "choices", "value": {"start": 3, "end": 10, "choices": ["RU"]}},
        on | {"from_name": "number-stars", "type": "number", "value": {"start": 3, "end": 10, "number": 2}},
    ]
    data = {"body": TEXT, "url": "http://x", "n": 1}
    (record,) = records(tasks(tmp_path, task(*results, data=data), text="body"))
    assert spans(record) == [Span(2, 9, "RANK", {"country": "RU", "stars": 2})]
    assert record.document.meta == {"url": "http://x", "n": 1}


def test_the_smaller_form(tmp_path):
    row = {
        "text": "Ivanov left",
        "id": 5,
        "label": [{"start": 0, "end": 6, "text": "Ivanov", "labels": ["PER"]}],
        "annotator": 2,
        "lead_time": 1,
    }
    (record,) = records(tasks(tmp_path, row))
    assert (record.document.key, spans(record), record.layer) == ("5", [Span(0, 6, "PER")], "2")


def test_which_field_is_the_text(tmp_path):
    (record,) = records(tasks(tmp_path, task(data={"body": TEXT})))
    assert record.document.text == TEXT
    (flaw,) = tasks(tmp_path, task(data={"a": TEXT, "b": TEXT}))
    assert flaw.fix == "name the one with the text: -o text=FIELD"


@pytest.mark.parametrize(("unit", "start"), [("utf-16", 11), ("code-points", 10)])
def test_the_unit_that_is_written(tmp_path, unit, start):
    document = made(TEXT, Span(10, 16, "PER", {"age": 5, "sure": True, "of": "army"}))
    path, done = written("label-studio", [document], tmp_path, unit=unit)
    (found,) = json.loads(path.read_text())
    assert found["annotations"][0]["result"][0]["value"] == {
        "start": start, "end": start + 6, "text": "Ivanov", "labels": ["PER"]
    }  # fmt: skip
    assert done.losses.counts == {}


def test_the_labelling_configuration(tmp_path):
    document = made(TEXT, Span(10, 16, 'A "quoted" & <b>', {"age": 5, "sure": True, "of": "army"}))
    written("label-studio", [document], tmp_path)
    root = ET.parse(tmp_path / "documents.label-studio.xml").getroot()
    assert [each.get("value") for each in root.iter("Label")] == ['A "quoted" & <b>']
    assert {each.get("name") for each in root if each.get("perRegion")} == {"number-age", "choice-sure", "text-of"}


def test_large_arrays_are_read_piece_by_piece(tmp_path, monkeypatch):
    from curator.formats import json_stream

    monkeypatch.setattr(json_stream, "_CHUNK", 64)
    found = records(tasks(tmp_path, *(task(region(3, 10, "General", "RANK"), id=n) for n in range(50))))
    assert [r.document.key for r in found] == [str(n) for n in range(50)]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ('[{"data":{"text":"a"},"id":1}', "the array has no end"),
        ('[{"data":{"text":"a"},"id":1}] x', "something stands behind the end of the array"),
        ('[{"data":{"text":"a"},"id":1},\n 3]', "this is no JSON object"),
        ('[{"data":{"text":"a"},"id":1},\n {]', "line 2, column 2: this is not JSON: expecting property name"),
        ('[{"data":{"text":"a"},"id":NaN}]', "this JSON cannot be read: NaN is no JSON number"),
        ('[{"data":{"text":"a\\ud800"},"id":1}]', "data.text at code point 1 holds half of a surrogate pair"),
    ],
)
def test_arrays_that_are_broken(tmp_path, data, what):
    path = tmp_path / "a.json"
    path.write_text(data)
    flaw = read(path, "label-studio")[-1]
    assert flaw.what.startswith(what)


def test_invalid_utf8_in_an_array(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"data":{"text":"a\xff"},"id":1}]')
    (flaw,) = read(path, "label-studio")
    assert flaw.what == "invalid UTF-8 at byte 19 (invalid start byte)"
