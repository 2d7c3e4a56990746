"""labelbuddy's JSON and JSONL: documents with annotations, whose offsets count characters and bytes.

Characters are code points; bytes are those of UTF-8. Where a file has only bytes, they are converted; where it has
both, they must agree. ``extra_data`` is text: attributes are written into it as a JSON object, and other text is read
as an attribute ``extra_data``. What labelbuddy has no field for (key, layer, status) is in the metadata, under
``curator``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from curator.formats.api import ANY_STATUS, IMPORTED, Carries, Flaw, Format, Record, Source
from curator.formats.checks import Bad, checked_document, checked_key, checked_status
from curator.formats.fields import mapping, objects, string
from curator.formats.head import Head
from curator.formats.json_stream import read_rows
from curator.formats.marks import Marks
from curator.formats.units import Offsets
from curator.formats.writing import Layout, encode_json, hold_spans, remarks
from curator.model import Annotated, Attributes, Span, Suggestion

CARRIES = Carries(attributes=True, meta=True, key=True, document_notes=True, layers=True, status=ANY_STATUS)
_OWN = "curator"


def detect(head: Head) -> bool:
    """Whether the first item has labelbuddy's checksum, or its kind of annotations."""
    fields = head.fields
    if not isinstance(fields.get("text"), str):
        return False
    annotations = fields.get("annotations")
    first = annotations[0] if isinstance(annotations, list) and annotations else None
    return "utf8_text_md5_checksum" in fields or (isinstance(first, dict) and "label_name" in first)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file."""
    return read_rows(file, source, lambda row, where: _record(row, where, source))


def _record(row: dict[str, Any], where: str, source: Source) -> Iterator[Record]:
    metadata = dict(mapping(row, "metadata"))
    own = metadata.pop(_OWN) if isinstance(metadata.get(_OWN), dict) else {}
    key = checked_key(own.get("key")) or checked_key(metadata.get("id"))
    document = checked_document(row.get("text"), key, string(own, "title") or string(row, "list_title"), metadata)
    stated = string(row, "utf8_text_md5_checksum")
    if stated is not None and stated.lower() != hashlib.md5(document.text.encode()).hexdigest():
        raise Bad("utf8_text_md5_checksum is not that of the text", "export it again, or remove the checksum")
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    in_bytes = Marks(document.text, source.labels, "utf-8")
    found: dict[tuple[int, int, str], Suggestion] = {}
    for index, each in enumerate(objects(row, "annotations")):
        try:
            span = _span(each, marks, in_bytes)
        except Bad as bad:
            raise Bad(f"annotations[{index}]: {bad.what}", bad.fix) from bad
        found[span.key] = Suggestion(span, IMPORTED, None, "")
    status = checked_status(string(own, "status"))
    layer, reason = string(own, "layer"), string(own, "reason")
    note = string(own, "note") or ""
    yield Record(document, tuple(found.values()), where, layer, status, reason, note)


def _span(row: dict[str, Any], marks: Marks, in_bytes: Marks) -> Span:
    label, extra = row.get("label_name"), string(row, "extra_data")
    attributes = _attributes(extra) if extra else None
    by_bytes = row.get("start_byte") is not None or row.get("end_byte") is not None
    if row.get("start_char") is None and row.get("end_char") is None and by_bytes:
        return in_bytes.span(row.get("start_byte"), row.get("end_byte"), label, None, attributes)
    span = marks.span(row.get("start_char"), row.get("end_char"), label, None, attributes)
    if by_bytes:
        other = in_bytes.span(row.get("start_byte"), row.get("end_byte"), label)
        if other.key != span.key:
            what = f"characters {span.start}:{span.end} are not bytes {row.get('start_byte')}:{row.get('end_byte')}"
            raise Bad(what, "correct the ones that are wrong, or remove them")
    return span


def _attributes(extra: str) -> Attributes:
    try:
        found = json.loads(extra)
    except (ValueError, RecursionError):
        return {"extra_data": extra}
    plain = isinstance(found, dict) and all(isinstance(value, str | int | float) for value in found.values())
    return found if plain else {"extra_data": extra}


def _encode(annotated: Annotated) -> bytes:
    document = annotated.document
    offsets = Offsets(document.text, "utf-8")
    annotations = [
        {
            "label_name": span.label,
            "start_char": span.start,
            "end_char": span.end,
            "start_byte": offsets.of(span.start),
            "end_byte": offsets.of(span.end),
            **({"extra_data": encode_json(span.attributes).decode()} if span.attributes else {}),
        }
        for span in annotated.spans
    ]
    own = {"key": document.key, "title": document.title, "layer": annotated.layer, "status": annotated.status}
    own |= remarks(annotated)
    return encode_json({
        "text": document.text,
        "utf8_text_md5_checksum": hashlib.md5(document.text.encode()).hexdigest(),
        "metadata": {**document.meta, _OWN: own},
        "list_title": document.title,
        "annotations": annotations,
    })  # fmt: skip


FORMAT = Format(
    name="labelbuddy",
    title="labelbuddy's JSON: offsets in characters and in bytes",
    endings=(".json", ".jsonl"),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=lambda _: Layout(
        "labelbuddy", 2, "documents.labelbuddy.jsonl", CARRIES, _encode, read, hold_spans(CARRIES)
    ).writer(),
)
