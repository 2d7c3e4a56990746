"""Argilla's records, as its datasets write them to JSON: responses of users, and suggestions of agents.

Offsets are code points. Each user's response is a record with that user as its layer; suggestions are nobody's work.
Of several questions, those count whose values are spans; others are counted and left. What Argilla has no field for
(key, title, layer, reason, note) is in the metadata, under ``curator``. Older shapes are read by
`curator.formats.argilla_old`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO

from curator.formats.api import IMPORTED, Carries, Flaw, Format, Left, Option, Record, Source, setting
from curator.formats.argilla_old import is_old, modern
from curator.formats.checks import Bad, checked_document, checked_key, checked_score
from curator.formats.fields import items, mapping, name_of, string
from curator.formats.head import Head
from curator.formats.json_stream import read_rows
from curator.formats.marks import Marks
from curator.formats.shifts import Shifts
from curator.formats.writing import Layout, encode_json, hold_spans, remarks
from curator.model import Annotated, Document, Status, Suggestion

CARRIES = Carries(
    meta=True, key=True, document_notes=True, layers=True, status=("started", "done", "skipped"), scores=True
)
_FIELD = Option("text", "the field that holds the text", "text")
_OPTIONS = (_FIELD,)
_OWN = "curator"
_QUESTION = "spans"
_USERS = uuid.UUID("5ac0d4f2-6a3e-5d0b-9a53-3f2f6f0d4c11")
"""The namespace in which the names of layers become the identifiers that Argilla wants of users."""


def detect(head: Head) -> bool:
    """Whether the first item is one of Argilla's records."""
    fields = head.fields
    recent = isinstance(fields.get("fields"), dict) and not {"responses", "suggestions"}.isdisjoint(fields)
    return recent or is_old(fields)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """One record for each user's response and for the suggestions; one if there is neither."""
    shifts = Shifts(source.unit)
    return read_rows(file, source, lambda row, where: _records(modern(row), where, source, shifts))


def _records(row: dict[str, Any], where: str, source: Source, shifts: Shifts) -> Iterator[Record]:
    metadata = dict(mapping(row, "metadata"))
    own = metadata.pop(_OWN) if isinstance(metadata.get(_OWN), dict) else {}
    fields = mapping(row, "fields")
    name = setting(_OPTIONS, source.settings, "text")
    if name not in fields:
        strings = [each for each, value in fields.items() if isinstance(value, str)]
        if len(strings) != 1:
            raise Bad(f"the record has no field {name!r}", "name the one with the text: -o text=FIELD")
        name = strings[0]
    key = checked_key(own.get("key")) or checked_key(row.get("id"))
    document = checked_document(fields[name], key, string(own, "title"), metadata)
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    left: list[Left] = []
    users = _users(mapping(row, "responses"), marks, where, left)
    suggested = list(_suggested(mapping(row, "suggestions"), marks, where, left))
    if not own:
        every = [each.span for _, spans in users.values() for each in spans] + [each.span for each in suggested]
        shifts.check(document.text, every)
    yield from _of_users(users, document, own, where, left)
    if suggested or not users or left:
        once = {(each.source, *each.span.key): each for each in suggested}
        yield Record(document, tuple(once.values()), where, status="todo", left=tuple(left))


def _users(
    responses: dict[str, Any], marks: Marks, where: str, left: list[Left]
) -> dict[str, tuple[str, list[Suggestion]]]:
    """The status and the spans of each user."""
    found: dict[str, tuple[str, list[Suggestion]]] = {}
    for question in responses:
        for response in items(responses, question):
            if not isinstance(response, dict):
                raise Bad(f"a response to {question!r} is no object", 'write it as {"value": [...], "user_id": "..."}')
            value: Any = response.get("value")
            if not _is_spans(value):
                left.append(Left("answer that is no list of spans", where, question))
                continue
            user = name_of(response.get("user_id")) or ""
            _, spans = found.setdefault(user, (string(response, "status") or "submitted", []))
            spans += [each for index in range(len(value)) for each in _one(value[index], index, marks, IMPORTED, None)]
    return found


def _of_users(
    users: dict[str, tuple[str, list[Suggestion]]],
    document: Document,
    own: dict[str, Any],
    where: str,
    left: list[Left],
) -> Iterator[Record]:
    for user, (status, spans) in users.items():
        layer = string(own, "layer") if user == _user(string(own, "layer")) else user or None
        states: dict[str, Status] = {"submitted": "done", "discarded": "skipped", "draft": "started"}
        if status not in states:
            raise Bad(f"the status of a response is {status!r}", "use one of: submitted, discarded, draft")
        reason = (string(own, "reason") or "discarded in Argilla") if status == "discarded" else None
        once = {each.span.key: each for each in spans}
        note = string(own, "note") or ""
        yield Record(document, tuple(once.values()), where, layer, states[status], reason, note, tuple(left))
        left.clear()


def _suggested(suggestions: dict[str, Any], marks: Marks, where: str, left: list[Left]) -> Iterator[Suggestion]:
    for question in suggestions:
        each = mapping(suggestions, question)
        value: Any = each.get("value")
        if not _is_spans(value):
            left.append(Left("answer that is no list of spans", where, question))
            continue
        scores = each.get("score")
        for index, span in enumerate(value):
            score = scores[index] if isinstance(scores, list) and index < len(scores) else scores
            score = None if isinstance(score, list) else checked_score(score)
            yield from _one(span, index, marks, name_of(each.get("agent")) or "argilla", score)


def _is_spans(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _one(row: dict[str, Any], index: int, marks: Marks, source: str, score: float | None) -> Iterator[Suggestion]:
    try:
        yield Suggestion(marks.span(row.get("start"), row.get("end"), row.get("label")), source, score, "")
    except Bad as bad:
        raise Bad(f"span {index + 1}: {bad.what}", bad.fix) from bad


def _user(layer: str | None) -> str | None:
    """The identifier of a user that stands for a layer."""
    return None if layer is None else str(uuid.uuid5(_USERS, layer))


def _encode(annotated: Annotated) -> bytes:
    document = annotated.document
    own = {"key": document.key, "title": document.title, "layer": annotated.layer}
    own |= remarks(annotated)
    spans = [{"start": span.start, "end": span.end, "label": span.label} for span in annotated.spans]
    states = {"done": "submitted", "skipped": "discarded"}
    response = {"value": spans, "user_id": _user(annotated.layer), "status": states.get(annotated.status, "draft")}
    return encode_json({
        "id": document.key,
        "status": "completed" if annotated.status == "done" else "pending",
        "fields": {"text": document.text},
        "metadata": {**document.meta, _OWN: own},
        "responses": {_QUESTION: [response]},
        "suggestions": {},
        "vectors": {},
    })  # fmt: skip


FORMAT = Format(
    name="argilla",
    title="Argilla's records: responses and suggestions",
    endings=(".json",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=lambda _: Layout(
        "argilla", 2, "documents.argilla.json", CARRIES, _encode, read, hold_spans(CARRIES), b"[\n", b",\n", b"\n]\n"
    ).writer(),
    options=_OPTIONS,
)
