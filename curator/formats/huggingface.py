"""Rows as Hugging Face's ``datasets`` loads them, as JSONL (``hf-jsonl``) or Parquet (``hf``).

A row has ``id``, ``title``, ``text``, ``tokens``, ``ner_tags`` (IOB2), ``spans`` (``start``, ``end``, ``label``,
``text``, ``attributes`` as JSON, and ``note``), ``meta`` (JSON), ``layer``, ``status`` and ``reason``. The spans are
exact; the tags are flat and on tokens, and spans that are not in them are told as ``not_in_tags``. In Parquet the tags
are a ClassLabel, whose names stand in the schema's metadata.

Rows of other data sets are read by their ``spans``, or by ``tokens`` and ``ner_tags`` (or ``tags``, ``labels``,
``ner``), with the names of the tags from the metadata or as strings. Other columns with a tag for each token are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from curator.formats.api import ANY_STATUS, IMPORTED, AnyLoss, Carries, Left, Loss, Option, Record, Source
from curator.formats.bound import Carried, bind
from curator.formats.checks import Bad, checked_document, checked_key, checked_status
from curator.formats.fields import keep_note, objects, string
from curator.formats.marks import Marks
from curator.formats.tagged import TAG, Tagged, tags_of
from curator.formats.tokenlists import checked_tokens, placed
from curator.formats.writing import encode_json, hold_spans
from curator.model import Annotated, Notes, Span, Suggestion

CARRIES = Carries(attributes=True, meta=True, key=True, notes=True, document_notes=True, layers=True, status=ANY_STATUS)
LABELS = Option("labels", "the labels of the tags, in their order, with commas between; else those that are met", "")
HOLD = hold_spans(CARRIES)
TAGS = ("ner_tags", "tags", "labels", "ner")
"""The columns that may hold tags, the usual one first."""
_SPANS = ("spans", "entities")
_SHOWN = 80


def row_of(annotated: Annotated) -> tuple[dict[str, Any], list[AnyLoss], int]:
    """A document as a row with tags as strings, what is lost, and how many spans it has."""
    held, losses = HOLD(annotated)
    document, text = held.document, held.document.text
    carried = bind(held, attributes=True)
    losses += not_in_tags(held, carried)
    row = {
        "id": document.key,
        "title": document.title,
        "text": text,
        "tokens": carried.words,
        "ner_tags": tags_of(carried.runs, len(carried.words), carried.breaks, "iob2"),
        "spans": [_span_row(span, text, held.notes.get(span.key)) for span in held.spans],
        "meta": encode_json(document.meta).decode(),
        "layer": held.layer,
        "status": held.status,
        "reason": held.reason,
        "note": held.note or None,
    }
    return row, losses, len(held.spans)


def _span_row(span: Span, text: str, note: str | None) -> dict[str, Any]:
    attributes = encode_json(span.attributes).decode() if span.attributes else None
    quote = text[span.start : span.end]
    place = {"start": span.start, "end": span.end, "label": span.label, "text": quote}
    return place | {"attributes": attributes, "note": note}


def not_in_tags(annotated: Annotated, carried: Carried) -> list[Loss]:
    """The spans that the tags do not have where they are."""
    inside = set(map(carried.place, carried.runs))
    document = annotated.document
    return [
        Loss("not_in_tags", document.key, span, document.text[span.start : span.end])
        for span in annotated.spans
        if span.key not in inside
    ]


def record_of(row: dict[str, Any], where: str, source: Source, number: int, names: Sequence[str]) -> Record:
    """A row as a record.

    Args:
        row: The row.
        where: Its place.
        source: What it is held against.
        number: Which row of the file it is, from 1.
        names: The names of the tags, for tags that are numbers.

    Raises:
        Bad: It cannot be taken.
    """
    key = checked_key(row.get("id")) or f"{source.key}:{number}"
    status = checked_status(string(row, "status"))
    notes: Notes = {}
    column = tags_column(row)
    left: list[Left] = []
    if isinstance(row.get("text"), str) and (column is None or any(row.get(name) is not None for name in _SPANS)):
        found = _spans(row, source, notes)
        text = row["text"]
    else:
        text, found = _tags(row, column or TAGS[0], source, key, names)
        # Such as parts of speech: as many as there are tokens, and not read.
        others = [name for name in row if name not in (column, "tokens") and _fits(row[name], row["tokens"])]
        left += [Left("column of tags that is not read", where, name) for name in others]
        if isinstance(row.get("text"), str) and row["text"] != text:
            left.append(Left("text that is not that of its tokens", where, row["text"][:_SHOWN]))
    document = checked_document(text, key, string(row, "title"), _json(row.get("meta"), "meta"))
    layer, reason = string(row, "layer"), string(row, "reason")
    note = row["note"] if isinstance(row.get("note"), str) else ""
    return Record(document, tuple(found.values()), where, layer, status, reason, note, tuple(left), notes=notes)


def tags_column(row: dict[str, Any]) -> str | None:
    """The first of the columns `TAGS` that has as many tags as there are tokens in the row, if any."""
    tokens = row.get("tokens")
    return next((name for name in TAGS if isinstance(tokens, list) and _fits(row.get(name), tokens)), None)


def _fits(value: Any, tokens: list[Any]) -> bool:
    """Whether a value has a number or a name for each token."""
    return isinstance(value, list) and len(value) == len(tokens) and all(isinstance(each, int | str) for each in value)


def _json(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise Bad(f"{name} is no JSON", f"write {name} as a JSON object, or leave it out") from error


def _spans(row: dict[str, Any], source: Source, notes: Notes) -> dict[tuple[int, int, str], Suggestion]:
    marks = Marks(row["text"], source.labels, source.unit or "code-points")
    found: dict[tuple[int, int, str], Suggestion] = {}
    name = "spans" if row.get("spans") is not None else "entities"
    for index, each in enumerate(objects(row, name)):
        try:
            attributes = _json(each.get("attributes"), "attributes")
            span = marks.span(each.get("start"), each.get("end"), each.get("label"), each.get("text"), attributes)
            keep_note(notes, each, span)
        except Bad as bad:
            raise Bad(f"{name}[{index}]: {bad.what}", bad.fix) from bad
        found[span.key] = Suggestion(span, IMPORTED, None, "")
    return found


def _tags(
    row: dict[str, Any], column: str, source: Source, key: str, names: Sequence[str]
) -> tuple[str, dict[tuple[int, int, str], Suggestion]]:
    tokens = checked_tokens(row.get("tokens"), "tokens")
    tags = row.get(column)
    if not isinstance(tags, list) or len(tags) != len(tokens):
        raise Bad(f"{column} are not as many as tokens", "give a tag for each token")
    stated = row["text"] if isinstance(row.get("text"), str) else None
    text, places = placed(tokens, source.text_of(key) if stated is None else stated)
    marks = Marks(text, source.labels)
    found: dict[tuple[int, int, str], Suggestion] = {}
    named = tuple(_tag(tag, names) for tag in tags)
    for first, behind, label in Tagged(key, tuple(tokens), named, ()).runs():
        span = marks.span(places[first][0], places[behind - 1][1], label)
        found[span.key] = Suggestion(span, IMPORTED, None, "")
    return text, found


def _tag(tag: Any, names: Sequence[str]) -> str:
    if type(tag) is int and 0 <= tag < len(names):
        tag = names[tag]
    if not isinstance(tag, str) or not TAG.fullmatch(tag):
        raise Bad(f"{tag!r} is no IOB or BILUO tag", "give tags as strings, or their names in the schema's metadata")
    return tag


def is_row(row: dict[str, Any]) -> bool:
    """Whether these are the fields of such a row."""
    tags = isinstance(row.get(TAGS[0]), list) or tags_column(row) is not None
    return isinstance(row.get("tokens"), list) and tags


def each_record(
    rows: Iterator[dict[str, Any]], source: Source, names: Sequence[str], name: str
) -> Iterator[tuple[str, Record | Bad]]:
    """The rows as records, or what is wrong with them, with their places."""
    for number, row in enumerate(rows, 1):
        where = f"{name}: row {number}"
        try:
            yield where, record_of(row, where, source, number, names)
        except Bad as bad:
            yield where, bad
