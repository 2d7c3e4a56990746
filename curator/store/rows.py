"""Rows of the tables <-> the model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Any

import msgspec

from curator.fold import Review, SpanCell, SpanNote
from curator.model import Attributes, Decision, Document, Ruling, Span, Suggestion
from curator.store.connection import Row

_attributes = msgspec.json.Decoder(Attributes)
_ruling = msgspec.json.Decoder(Ruling)
_names = msgspec.json.Decoder(tuple[str, ...])
_meta = msgspec.json.Decoder(dict[str, Any])
_encoder = msgspec.json.Encoder()
_NO_ATTRIBUTES: Attributes = {}
"""Shared by all spans without attributes; like all of a span it is never changed."""

DOCUMENT = "key, text, sha256, title, meta"
SUGGESTION = "span_start, span_end, label, attributes, source, score, reason"
SUGGESTION_ID = "(g.span_start || ':' || g.span_end || ':' || g.label)"
"""What `suggestion_id` answers, for the span in a row of ``suggestions g``."""
NOTE = "id, span_start, span_end, label, attributes, text, decision"
CELL = "id, kind, span_start, span_end, label, attributes, suggestion, decision"
REVIEW = "status, reason, flagged, note"
DECISION = (
    "d.id, d.act, d.time, d.layer, d.author, documents.key, d.kind, d.span_id, "
    "d.span_start, d.span_end, d.label, d.attributes, d.suggestion, d.undoes, d.text, d.ruling, d.seconds, d.labels"
)
"""The columns of ``decisions d JOIN documents`` that ``decision`` reads."""
DECISION_TABLES = "decisions d JOIN documents ON documents.id = d.document"


def to_json(value: dict[str, Any]) -> str:
    """The JSON that stands in a column for attributes or metadata."""
    return _encoder.encode(value).decode() if value else "{}"


def span(start: int, end: int, label: str, attributes: str) -> Span:
    """The span of four columns."""
    return Span(start, end, label, _NO_ATTRIBUTES if attributes == "{}" else _attributes.decode(attributes))


def meta(text: str) -> dict[str, Any]:
    """The metadata of a column."""
    return {} if text == "{}" else _meta.decode(text)


def document(row: Row) -> Document:
    """The document of a row with the columns DOCUMENT."""
    key, text, sha256, title, metadata = row
    return Document(key, text, sha256, title, meta(metadata))


def document_row(number: int, document: Document) -> Row:
    """The row of ``documents``, in the order of its columns."""
    text = document.text
    return number, document.key, document.sha256, document.title, len(text), to_json(document.meta), text


def suggestion(row: Row) -> Suggestion:
    """The suggestion of a row with the columns SUGGESTION.

    A long document has tens of thousands, which share a few labels, sources and reasons: each is kept once.
    """
    start, end, label, attributes, source, score, reason = row
    return Suggestion(span(start, end, intern(label), attributes), intern(source), score, intern(reason))


def suggestion_rows(number: int, suggestions: Sequence[Suggestion]) -> list[Row]:
    """The rows of ``suggestions`` for those of one document, in the order of its columns."""
    return [
        (
            number, each.source, span.start, span.end, span.label,
            to_json(span.attributes), each.score, each.reason,
        )
        for each in suggestions
        for span in (each.span,)
    ]  # fmt: skip


def cell(row: Row) -> SpanCell:
    """The cell of a row with the columns CELL."""
    identifier, kind, start, end, label, attributes, answered, decided = row
    return SpanCell(identifier, kind, span(start, end, label, attributes), answered, decided)


def cell_row(layer: str, number: int, cell: SpanCell) -> Row:
    """The row of ``spans``, in the order of its columns."""
    place = cell.span
    attributes = to_json(place.attributes)
    head = (layer, number, cell.id, cell.kind, place.start, place.end, place.label, attributes)
    return *head, cell.suggestion, cell.decision


def note(row: Row) -> SpanNote:
    """The note of a row with the columns NOTE."""
    identifier, start, end, label, attributes, text, decided = row
    return SpanNote(identifier, span(start, end, label, attributes), text, decided)


def note_row(layer: str, number: int, note: SpanNote) -> Row:
    """The row of ``span_notes``, in the order of its columns."""
    place = note.span
    head = (layer, number, note.id, place.start, place.end, place.label, to_json(place.attributes))
    return *head, note.text, note.decision


def review(row: Row) -> Review:
    """The review of a row with the columns REVIEW."""
    status, reason, flagged, note = row
    return Review(status, reason, bool(flagged), note)


def decision(row: Row) -> Decision:
    """The decision of a row with the columns DECISION."""
    (
        identifier,
        act,
        time,
        layer,
        author,
        key,
        kind,
        span_id,
        *place,
        answered,
        undoes,
        text,
        ruling,
        seconds,
        labels,
    ) = row
    return Decision(
        id=identifier,
        act=act,
        time=time,
        layer=layer,
        author=author,
        document=key,
        kind=kind,
        span_id=span_id,
        span=None if place[0] is None else span(*place),
        suggestion=answered,
        undoes=undoes,
        text=text,
        ruling=None if ruling is None else _ruling.decode(ruling),
        seconds=seconds,
        labels=None if labels is None else label_names(labels),
    )


@lru_cache(maxsize=1_000)
def label_names(text: str) -> tuple[str, ...]:
    """The names of the labels of a finish; the same ones stand behind one decision after another."""
    return _names.decode(text)


def decision_row(number: int, decision: Decision) -> Row:
    """The row of ``decisions``, in the order of its columns but the first, which numbers itself."""
    place = decision.span
    columns = (None,) * 4 if place is None else (place.start, place.end, place.label, to_json(place.attributes))
    head = (decision.id, decision.act, decision.time, decision.layer, decision.author, number, decision.kind)
    ruling = None if decision.ruling is None else _encoder.encode(decision.ruling).decode()
    return (
        *head,
        decision.span_id,
        *columns,
        decision.suggestion,
        decision.undoes,
        decision.text,
        ruling,
        decision.seconds,
        None if decision.labels is None else _encoder.encode(decision.labels).decode(),
    )
