"""Argilla's records: the responses of users, and what agents suggest."""

import json

import pytest

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

TEXT = "😀 Timur Ivanov left"
PERSON = {"start": 2, "end": 14, "label": "PERSON"}


def response(*spans, user="u1", **more):
    return {"value": list(spans), "user_id": user, "status": "submitted"} | more


def record(**changes):
    row = {"id": "a1", "status": "completed", "fields": {"text": TEXT}, "metadata": {}, "vectors": {}}
    return row | {"responses": {}, "suggestions": {}} | changes


def rows(tmp_path, *found, **options):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(list(found)))
    return read(path, "argilla", **options)


def spans(found):
    return [each.span for each in found.suggestions]


def test_each_user_is_a_layer(tmp_path):
    answers = [
        response(PERSON),
        response(user="u2", status="draft"),
        response(PERSON, user="u3", status="discarded"),
        {"value": [PERSON], "user_id": "u4"},
    ]
    found = records(rows(tmp_path, record(responses={"spans": answers})))
    assert [(each.layer, each.status, each.reason, len(spans(each))) for each in found] == [
        ("u1", "done", None, 1),
        ("u2", "started", None, 0),
        ("u3", "skipped", "discarded in Argilla", 1),
        ("u4", "done", None, 1),
    ]
    assert len({each.document.sha256 for each in found}) == 1


def test_two_questions_of_one_user_are_one_layer_and_others_are_told(tmp_path):
    ranks = response({"start": 2, "end": 7, "label": "RANK"})
    answers = {"spans": [response(PERSON)], "ranks": [ranks], "tone": [{"value": "angry", "user_id": "u1"}]}
    (found,) = records(rows(tmp_path, record(responses=answers)))
    assert spans(found) == [Span(2, 14, "PERSON"), Span(2, 7, "RANK")]
    assert [(left.kind, left.what) for left in found.left] == [("answer that is no list of spans", "tone")]


def test_suggestions_have_scores_and_agents(tmp_path):
    suggested = {
        "spans": {"value": [PERSON, {"start": 2, "end": 7, "label": "FIRST"}], "score": [0.7, 0.2], "agent": "ner-2"},
        "more": {"value": [{"start": 15, "end": 19, "label": "ACT"}], "score": 0.5},
        "tone": {"value": "angry", "score": 0.9, "agent": "x"},
    }
    (found,) = records(rows(tmp_path, record(suggestions=suggested)))
    assert [(each.source, each.score, each.span.label) for each in found.suggestions] == [
        ("ner-2", 0.7, "PERSON"), ("ner-2", 0.2, "FIRST"), ("argilla", 0.5, "ACT")
    ]  # fmt: skip
    assert (found.layer, found.status) == (None, "todo")
    assert [left.what for left in found.left] == ["tone"]


def test_a_record_that_nobody_answered(tmp_path):
    (found,) = records(rows(tmp_path, record()))
    assert (found.document.key, found.status, found.suggestions) == ("a1", "todo", ())


def test_which_field_is_the_text(tmp_path):
    (found,) = records(rows(tmp_path, record(fields={"body": TEXT})))
    assert found.document.text == TEXT
    both = record(fields={"body": TEXT, "head": "News"})
    (flaw,) = rows(tmp_path, both)
    assert (flaw.what, flaw.fix) == ("the record has no field 'text'", "name the one with the text: -o text=FIELD")
    (found,) = records(rows(tmp_path, both, text="body"))
    assert found.document.text == TEXT


@pytest.mark.parametrize(
    ("status", "reason", "stated"),
    [("done", None, "submitted"), ("skipped", "twice", "discarded"), ("started", None, "draft")],
)
def test_what_is_written_comes_back(tmp_path, status, reason, stated):
    document = made(TEXT, Span(2, 14, "PERSON"), status=status, reason=reason, layer="anna", meta={"m": 1})
    path, done = written("argilla", [document], tmp_path)
    (row,) = json.loads(path.read_text())
    assert (row["id"], row["fields"], row["responses"]["spans"][0]["status"]) == ("d1", {"text": TEXT}, stated)
    assert row["responses"]["spans"][0]["value"] == [PERSON]
    (back,) = records(read(path))
    assert (back.layer, back.status, back.reason, back.document) == ("anna", status, reason, document.document)
    assert done.losses.counts == {}


def test_attributes_and_notes_are_told(tmp_path):
    document = made(TEXT, Span(2, 14, "PERSON", {"age": 5}), notes={(2, 14, "PERSON"): "which?"})
    _, done = written("argilla", [document], tmp_path)
    assert done.losses.counts == {"attributes": 1, "notes": 1}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"fields": []}, "fields is an array, not an object"),
        ({"fields": {"text": 5}}, "text is a number"),
        ({"metadata": 1}, "metadata is a number, not an object"),
        ({"responses": 5}, "responses is a number, not an object"),
        ({"responses": [5]}, "responses[0] is a number, not an object"),
        ({"responses": {"spans": {}}}, "spans is an object, not an array"),
        ({"responses": {"spans": [5]}}, "a response to 'spans' is no object"),
        ({"responses": {"spans": [response(PERSON | {"end": 99})]}}, "span 1: end 99 lies behind the text"),
        ({"responses": {"spans": [response(PERSON, {"start": 1})]}}, "span 2: end is missing"),
        ({"responses": {"spans": [response(PERSON, status="odd")]}}, "the status of a response is 'odd'"),
        ({"suggestions": {"spans": []}}, "spans is an array, not an object"),
        ({"suggestions": {"spans": {"value": [PERSON], "score": 7}}}, "score is 7, not a number from 0 to 1"),
        ({"id": ""}, "id is empty"),
    ],
)
def test_flaws(tmp_path, changes, what):
    (flaw,) = rows(tmp_path, record(**changes))
    assert flaw.what.startswith(what)
    assert flaw.where == f"{tmp_path / 'a.json'}:1, item 1"
