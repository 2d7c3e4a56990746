"""Writing curator's JSONL, and reading it back: each line is decoded and held against the document that it was made of.

What a line holds is told in `curator.formats.jsonl`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from curator.formats.api import Losses, Writer, Written
from curator.formats.checks import Bad
from curator.formats.jsonl_line import NO_JSON, document_of, row_of, span_of, span_rows
from curator.formats.marks import Marks
from curator.formats.writing import encode_json
from curator.model import Annotated, Attributes, Document


class _SpanOut(msgspec.Struct, omit_defaults=True, gc=False):
    start: int
    end: int
    label: str
    text: str
    attributes: Attributes = {}
    note: str = ""


class _RowOut(msgspec.Struct):
    id: str
    text: str
    sha256: str
    title: str
    spans: list[_SpanOut]
    meta: dict[str, Any]
    layer: str
    status: str
    reason: str | msgspec.UnsetType = msgspec.UNSET
    note: str | msgspec.UnsetType = msgspec.UNSET


_decode_own = msgspec.json.Decoder(_RowOut).decode


def line_of(annotated: Annotated) -> bytes:
    """The document as one line of JSON, without a newline."""
    document = annotated.document
    text = document.text
    spans = [_SpanOut(s.start, s.end, s.label, text[s.start : s.end], s.attributes) for s in annotated.spans]
    if annotated.notes:
        for out, span in zip(spans, annotated.spans, strict=True):
            out.note = annotated.notes.get(span.key, "")
    reason = msgspec.UNSET if annotated.reason is None else annotated.reason
    row = _RowOut(
        document.key, text, document.sha256, document.title, spans, document.meta,
        annotated.layer, annotated.status, reason, annotated.note or msgspec.UNSET,
    )  # fmt: skip
    return encode_json(row)


def write(annotated: Iterable[Annotated], path: Path) -> Written:
    """Write the documents, one a line. Nothing is lost."""
    documents = spans = 0
    with path.open("xb") as file:
        for each in annotated:
            file.write(line_of(each) + b"\n")
            documents += 1
            spans += len(each.spans)
    return Written(documents, spans, Losses())


def read_annotated(line: bytes) -> Annotated:
    """What was written in one line, to the letter: no title is made up, no span merged.

    Raises:
        Bad: The line is not one that `write` could have written.
    """
    row = row_of(line)
    document = msgspec.structs.replace(document_of(row), title=row.title)
    marks = Marks(document.text, None)
    rows = span_rows(line, row)
    spans = tuple(span_of(each, marks) for each in rows)
    notes = {span.key: each["note"] for each, span in zip(rows, spans, strict=True) if "note" in each}
    return Annotated(document, row.layer, row.status, spans, row.reason, notes, row.note or "")


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the file does not say what it was given, or None."""
    with path.open("rb") as file:
        for number, (given, line) in enumerate(itertools.zip_longest(annotated, file), 1):
            if given is None:
                return f"line {number}: there are more lines than documents"
            if line is None:
                return f"line {number}: document {given.document.key!r} is not there"
            if not _says(line, given):
                return f"line {number}: document {given.document.key!r} {_wrong(line, given)}"
    return None


def _says(line: bytes, given: Annotated) -> bool:
    """Whether the line holds the document, each of its fields."""
    try:
        row = _decode_own(line)
    except NO_JSON:
        return False
    text, own = given.document.text, row.spans
    reason = None if row.reason is msgspec.UNSET else row.reason
    if Document(row.id, row.text, row.sha256, row.title, row.meta) != given.document:
        return False
    if (row.layer, row.status, reason, len(own)) != (given.layer, given.status, given.reason, len(given.spans)):
        return False
    if (row.note or "") != given.note:
        return False
    for back, span in zip(own, given.spans, strict=True):
        start, end = back.start, back.end
        if start != span.start or end != span.end or back.label != span.label or back.text != text[start:end]:
            return False
        if back.attributes != span.attributes:
            return False
        if (back.note or given.notes) and back.note != given.notes.get(span.key, ""):
            return False
    return True


def _wrong(line: bytes, given: Annotated) -> str:
    """What is wrong with a line that does not hold the document."""
    try:
        read_back = read_annotated(line)
    except Bad as bad:
        return f"reads back with a flaw: {bad.what}"
    return f"differs in {_part(given, read_back)}"


def _part(given: Annotated, read_back: Annotated) -> str:
    """What differs between two that are not the same."""
    if given.document != read_back.document:
        fields = msgspec.structs.fields(Document)
        return next(f.name for f in fields if getattr(given.document, f.name) != getattr(read_back.document, f.name))
    if given.spans == read_back.spans:
        return "layer, status, reason or notes"
    pairs = itertools.zip_longest(given.spans, read_back.spans)
    return next(f"spans: {a} was given, {b} read back" for a, b in pairs if a != b)


WRITER = Writer("jsonl", 3, "documents.jsonl", write, difference)
