"""doccano's JSONL for sequence labelling, in both shapes: ``label`` with lists, and ``entities`` with relations.

Offsets are code points; so that a shift is told, spans without their texts are looked at by `curator.formats.shifts`.
The ``annotations`` of doccano 0.x are read, too, where labels have names, as are ``entities`` of the shapes that spaCy
and others write. Fields that are not doccano's own become metadata, as doccano has it; comments become a note.
Text classes and relations are counted and left. doccano's importer drops overlapping spans in silence where the project
does not allow them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from curator.formats.api import (
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Left,
    Option,
    Record,
    Settings,
    Source,
    Writer,
    setting,
)  # fmt: skip
from curator.formats.checks import Bad, checked_document, checked_key
from curator.formats.fields import items, mapping, objects, string
from curator.formats.head import Head
from curator.formats.huggingface import is_row
from curator.formats.json_stream import read_rows
from curator.formats.marks import Marks
from curator.formats.shifts import Shifts
from curator.formats.writing import Layout, encode_json, hold_spans
from curator.model import Annotated, Suggestion

CARRIES = Carries(meta=True, key=True, document_notes=True)
_SHAPE = Option("shape", "how spans are written", "label", ("label", "entities"))
_OPTIONS = (_SHAPE,)
_SPANS = ("entities", "annotations")
_OWN = frozenset({"id", "key", "text", "data", "title", "label", "labels", "relations", "Comments", "meta", *_SPANS})


def detect(head: Head) -> bool:
    """Whether the first line has spans in one of doccano's shapes."""
    fields = head.fields
    if not isinstance(fields.get("text", fields.get("data")), str):
        return False
    if "Comments" in fields or (isinstance(fields.get("entities"), list) and "relations" in fields):
        return True
    if any(_is_entity(each) for name in _SPANS for each in _first(fields.get(name))):
        return True
    label = fields.get("label", fields.get("labels"))
    if not isinstance(label, list) or is_row(fields):  # the latter has a tag for each token
        return False
    return all(isinstance(each, list | str) for each in label)


def _first(value: Any) -> list[Any]:
    return value[:1] if isinstance(value, list) else []


def _is_entity(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) == 3 and isinstance(value[0], int) and isinstance(value[1], int)
    return isinstance(value, dict) and "label" in value and not {"start_offset", "start"}.isdisjoint(value)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file."""
    shifts = Shifts(source.unit)
    return read_rows(file, source, lambda row, where: _record(row, where, source, shifts))


def _record(row: dict[str, Any], where: str, source: Source, shifts: Shifts) -> Iterator[Record]:
    meta = {**_meta(row), **{name: value for name, value in row.items() if name not in _OWN}}
    key = checked_key(row.get("key")) or checked_key(row.get("id"))
    document = checked_document(row.get("text", row.get("data")), key, string(row, "title"), meta)
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    left = [Left("relation", where, str(each.get("type", ""))) for each in objects(row, "relations")]
    found: dict[tuple[int, int, str], Suggestion] = {}
    name = "label" if row.get("label") is not None else "labels"
    for index, each in enumerate(items(row, name)):
        if isinstance(each, str):
            left.append(Left("class", where, each))
            continue
        if not isinstance(each, list) or len(each) != 3:
            raise Bad(f"{name}[{index}] is no [start, end, label]", 'write such as [0, 5, "PERSON"]')
        _add(found, marks, (each[0], each[1], each[2]), f"{name}[{index}]")
    for name in _SPANS:
        for index, entity in enumerate(items(row, name)):
            _add(found, marks, _place(entity, f"{name}[{index}]"), f"{name}[{index}]")
    if "key" not in row:  # what was written here counts code points
        shifts.check(document.text, (each.span for each in found.values()))
    comments = "; ".join(_comment(each) for each in items(row, "Comments"))
    yield Record(document, tuple(found.values()), where, note=comments, left=tuple(left))


def _place(entity: Any, where: str) -> tuple[Any, Any, Any]:
    """Start, end and label of an entity, as an object or a list."""
    if isinstance(entity, list) and len(entity) == 3:
        return entity[0], entity[1], entity[2]
    if not isinstance(entity, dict):
        raise Bad(f"{where} is no entity", 'write such as {"start_offset": 0, "end_offset": 5, "label": "PERSON"}')
    start, end = entity.get("start_offset"), entity.get("end_offset")
    if start is None and end is None:
        start, end = entity.get("start"), entity.get("end")
    label = entity.get("label")
    return start, end, str(label) if type(label) is int else label  # doccano 0.x has its number, which --map can name


def _meta(row: dict[str, Any]) -> dict[str, Any]:
    """The metadata; old versions write them as a string."""
    value = row.get("meta")
    if not isinstance(value, str):
        return mapping(row, "meta")
    try:
        found = msgspec.json.decode(value)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        found = value
    return found if isinstance(found, dict) else {"meta": value} if value else {}


def _comment(value: Any) -> str:
    """What a comment says; of an object, its text."""
    return str(value.get("text", value)) if isinstance(value, dict) else str(value)


def _add(found: dict[tuple[int, int, str], Suggestion], marks: Marks, place: tuple[Any, Any, Any], where: str) -> None:
    try:
        span = marks.span(*place)
    except Bad as bad:
        raise Bad(f"{where}: {bad.what}", bad.fix) from bad
    found[span.key] = Suggestion(span, IMPORTED, None, "")


def _encode_label(annotated: Annotated) -> bytes:
    return encode_json(_row(annotated) | {"label": [[span.start, span.end, span.label] for span in annotated.spans]})


def _encode_entities(annotated: Annotated) -> bytes:
    entities = [
        {"id": number, "label": span.label, "start_offset": span.start, "end_offset": span.end}
        for number, span in enumerate(annotated.spans)
    ]
    return encode_json(_row(annotated) | {"entities": entities, "relations": []})


def _row(annotated: Annotated) -> dict[str, Any]:
    # Each row has the same fields: what one lacks is NaN to doccano, which its database then refuses.
    document = annotated.document
    comments = [annotated.note] if annotated.note else []
    return {
        "text": document.text,
        "key": document.key,
        "title": document.title,
        "meta": document.meta,
        "Comments": comments,
    }


def _writer(settings: Settings) -> Writer:
    encode = _encode_label if setting(_OPTIONS, settings, "shape") == "label" else _encode_entities
    return Layout("doccano", 3, "documents.doccano.jsonl", CARRIES, encode, read, hold_spans(CARRIES)).writer()


FORMAT = Format(
    name="doccano",
    title="doccano's JSONL: spans as lists, or as entities",
    endings=(".jsonl",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
)
