"""Prodigy's tasks, as its recipes write them."""

import json

import pytest

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

TASK = {
    "text": "Apple updates its analytics",
    "meta": {"source": "x"},
    "_input_hash": -12345, "_task_hash": 99, "_is_binary": False, "_view_id": "ner_manual",
    "tokens": [
        {"text": "Apple", "start": 0, "end": 5, "id": 0, "ws": True},
        {"text": "updates", "start": 6, "end": 13, "id": 1, "ws": True},
    ],
    "spans": [{"start": 0, "end": 5, "token_start": 0, "token_end": 0, "label": "ORG"}],
    "answer": "accept", "_timestamp": 1, "_annotator_id": "2026-anna", "_session_id": "2026-anna",
}  # fmt: skip


def task(tmp_path, **changes):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(TASK | changes) + "\n")
    (found,) = read(path)
    return found


def test_an_accepted_task_is_finished(tmp_path):
    record = task(tmp_path)
    assert (record.layer, record.status, record.document.meta) == ("2026-anna", "done", {"source": "x"})
    assert [s.span for s in record.suggestions] == [Span(0, 5, "ORG")]


@pytest.mark.parametrize(("answer", "reason"), [("reject", "rejected in Prodigy"), ("ignore", "ignored in Prodigy")])
def test_other_answers_are_skipped_and_their_spans_told(tmp_path, answer, reason):
    record = task(tmp_path, answer=answer)
    assert (record.status, record.reason, record.suggestions) == ("skipped", reason, ())
    assert [left.kind for left in record.left] == ["span of a task that was not accepted"]


def test_spans_on_tokens_alone_and_relations(tmp_path):
    spans = [{"token_start": 0, "token_end": 1, "label": "X"}]
    record = task(tmp_path, spans=spans, relations=[{"head": 0, "child": 1, "label": "SUBJ"}])
    assert [s.span for s in record.suggestions] == [Span(0, 13, "X")]
    assert [(left.kind, left.what) for left in record.left] == [("relation", "SUBJ")]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"answer": "maybe"}, "answer is 'maybe'"),
        ({"spans": [{"label": "X"}]}, "spans[0]: there are neither offsets nor tokens that are listed"),
        ({"spans": [{"token_start": 0, "token_end": 9, "label": "X"}]}, "spans[0]: there are neither offsets"),
        ({"spans": [3]}, "spans[0] is a number, not an object"),
        ({"spans": [{"start": 0, "end": 99, "label": "X"}]}, "spans[0]: end 99 lies behind the text"),
        ({"text": ""}, "the text is empty"),
    ],
)
def test_flaws(tmp_path, changes, what):
    assert task(tmp_path, **changes).what.startswith(what)


def test_every_span_sits_on_the_listed_tokens(tmp_path):
    text = "General Timur Ivanov"
    spans = [Span(0, 8, "A"), Span(9, 11, "B"), Span(7, 8, "C"), Span(13, 20, "D"), Span(0, 20, "E")]
    path, done = written("prodigy", [made(text, *spans)], tmp_path)
    row = json.loads(path.read_text())
    tokens = row["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for span in row["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    assert all(text[t["start"] : t["end"]] == t["text"] for t in tokens)
    assert [t["text"] for t in tokens] == ["General", " ", "T", "im", "ur", " ", "Ivanov"]
    assert all(-(2**31) <= row[name] < 2**31 for name in ("_input_hash", "_task_hash"))
    assert done.losses.counts == {}
    (record,) = records(read(path))
    assert {s.span.key for s in record.suggestions} == {span.key for span in spans}
