"""Curator's own JSONL: one document a line, with its spans; a superset that Prodigy's readers accept.

A line that is read: ``text``, and where wanted ``id`` (string or integer), ``title``, ``meta`` (object), ``sha256`` (of
the text in UTF-8, verified) and ``spans``. A span: ``start``, ``end`` (code points, half-open), ``label``, and where
wanted ``text`` (verified), ``attributes``, ``note``, ``score`` (0..1), ``source``, ``reason``. null stands for "not
there". Other fields are allowed, and not kept; those that seem to be annotations are told. Without an id, the key is
the first 16 digits of the SHA-256. Agreement is counted on ``tokens`` where they come along: ``[[start, end], ...]``,
in order. One array of such objects is read, too.

A line that is written: ``id``, ``text``, ``sha256``, ``title``, ``spans`` (``start``, ``end``, ``label``, ``text``, and
``attributes`` and ``note`` if it has any), ``meta``, ``layer``, ``status``, and ``reason`` if the document was skipped;
``note`` if there is one on it.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from curator.formats.api import ANY_STATUS, IMPORTED, Carries, Flaw, Format, Left, Record, Source
from curator.formats.checks import Bad, checked_score, checked_status, checked_tokens, kind_of, known_status
from curator.formats.fields import keep_note
from curator.formats.head import Head
from curator.formats.json_stream import values
from curator.formats.jsonl_line import (
    Fields,
    PlainRow,
    PlainSpan,
    Row,
    check_utf8,
    document_of,
    plain_row_of,
    row_of,
    span_of,
    span_rows,
)
from curator.formats.jsonl_write import WRITER
from curator.formats.marks import Marks
from curator.formats.writing import encode_json
from curator.model import BareSuggestions, Document, Notes, Span, Suggestion

_OF_SPANS = frozenset({"start", "end", "start_offset", "begin", "label", "labels", "type"})


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of an open file, or the mistakes in them: line by line, or of an array, or of one object."""
    start = file.tell()
    first = next((line for line in file if line.removeprefix(BOM_UTF8).strip()), b"").removeprefix(BOM_UTF8).strip()
    file.seek(start)
    return _read_array(file, source) if first[:1] == b"[" or first == b"{" else read_lines(file, source)


def _read_array(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    for found in values(file, source):
        if isinstance(found, Flaw):
            yield found
        else:
            yield from _read_line(encode_json(found[1]), found[0], source)


def read_lines(lines: Iterable[bytes], source: Source) -> Iterator[Record | Flaw]:
    """The documents of these lines, or the mistakes in them. A blank line is skipped."""
    for number, line in enumerate(lines, 1):
        source.on_bytes(len(line))
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        if line and not line.isspace():
            yield from _read_line(line, f"{source.name}:{number}", source)


def _read_line(line: bytes, where: str, source: Source) -> Iterator[Record | Flaw]:
    try:
        check_utf8(line)
        row = (plain_row_of(line) if source.unit in (None, "code-points") else None) or row_of(line)
        document = document_of(row)
        state = _state(row)
        if source.tokens and row.tokens:
            state["tokens"] = checked_tokens(msgspec.json.decode(row.tokens), document.text)
    except Bad as bad:
        yield Flaw(where, bad.what, bad.fix)
        return
    if row.relations or not row.has_spans():
        state["left"] = _left(line, row, where)
    suggestions = _plain_spans(row, document.text, source.labels) if isinstance(row, PlainRow) else None
    if suggestions is not None:
        yield Record(document, suggestions, where, **state)
    else:
        yield from _checked_spans(line, document, where, source, state)


def _left(line: bytes, row: Row | PlainRow, where: str) -> tuple[Left, ...]:
    """What a line has beside the fields that are read, and seems to be annotations."""
    if row.has_spans():
        return (Left("field that is not read", where, "relations"),)
    fields = msgspec.json.decode(line)
    others = {name: value for name, value in fields.items() if name not in Row.__struct_fields__}
    if row.relations:
        others["relations"] = fields["relations"]
    return tuple(Left("field that is not read", where, name) for name in others if _seem_spans(others[name]))


def _seem_spans(value: Any) -> bool:
    """Whether a value has items with offsets or labels, perhaps by another level."""
    first = value[0] if isinstance(value, list) and value else None
    if isinstance(first, dict):
        return not _OF_SPANS.isdisjoint(first)
    return isinstance(first, list) and (any(type(each) is int for each in first) or _seem_spans(first))


def _plain_spans(row: PlainRow, text: str, labels: frozenset[str] | None) -> Sequence[Suggestion] | None:
    """The spans, if nothing about them is special; else None, and they are gone over one by one.

    This is a fifth of the work, and right for nearly every line of a corpus.
    """
    rows = row.spans or ()
    size, before, in_order, bare = len(text), -1, True, True
    values: list[object] = []
    for each in rows:
        start, end, quote = each.start, each.end, each.text
        # What `holds` asks, but for the types, which the decoder has seen to; a call for each of a million is dear.
        if not 0 <= start < end <= size or (quote is not None and text[start:end] != quote):
            return None
        if each.score is not None or each.source or each.reason:
            bare = False
        in_order = in_order and start > before
        before = start
        values += (start, end, each.label)
    found = BareSuggestions(values, IMPORTED)
    if any(not label or label.isspace() or (labels is not None and label not in labels) for label in found.labels):
        return None
    if not bare and any(each.score is not None and not 0 <= each.score <= 1 for each in rows):
        return None
    # Spans whose starts grow differ without being compared.
    if not in_order and len({(each.start, each.end, each.label, each.source) for each in rows}) < len(rows):
        return None
    return found if bare else tuple(map(_plain_suggestion, rows))


def _plain_suggestion(row: PlainSpan) -> Suggestion:
    return Suggestion(Span(row.start, row.end, row.label), row.source or IMPORTED, row.score, row.reason or "")


def _checked_spans(
    line: bytes, document: Document, where: str, source: Source, state: dict[str, Any]
) -> Iterator[Record | Flaw]:
    """The record, each of its spans looked at closely; or what is wrong with them."""
    try:
        rows = span_rows(line, row_of(line))
    except Bad as bad:
        yield Flaw(where, bad.what, bad.fix)
        return
    found: dict[tuple[str, int, int, str], Suggestion] = {}
    notes: Notes = {}
    flaws: list[Flaw] = []
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    for index, each in enumerate(rows):
        try:
            suggestion = _suggestion(each, marks)
            _keep(found, suggestion)
            if "note" in each:
                keep_note(notes, each, suggestion.span)
        except Bad as bad:
            flaws.append(Flaw(where, f"spans[{index}]: {bad.what}", bad.fix))
    if flaws:
        yield from flaws
    else:
        yield Record(document, tuple(found.values()), where, notes=notes, **state)


def _state(row: Fields) -> dict[str, Any]:
    """Whose spans they are and how far that person was, where a line says so."""
    if row.layer is None:
        # In a line that names nobody, another program's status and note may stand.
        known = known_status(row.status)
        return ({"status": known} if known else {}) | ({"note": row.note} if isinstance(row.note, str) else {})
    if not isinstance(row.layer, str) or not row.layer.strip():
        raise Bad(f"layer is {kind_of(row.layer)}, not a name", "name the layer, or leave it out")
    status = checked_status(row.status)
    if row.reason is not None and not isinstance(row.reason, str):
        raise Bad(f"reason is {kind_of(row.reason)}, not a string", "give a string, or leave it out")
    if row.note is not None and not isinstance(row.note, str):
        raise Bad(f"note is {kind_of(row.note)}, not a string", "give a string, or leave it out")
    return {"layer": row.layer, "status": status, "reason": row.reason, "note": row.note or ""}


def _suggestion(row: Any, marks: Marks) -> Suggestion:
    span = span_of(row, marks)
    score = checked_score(row.get("score"))
    return Suggestion(span, _string(row, "source") or IMPORTED, score, _string(row, "reason") or "")


def _string(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    raise Bad(f"{name} is {kind_of(value)}, not a string", "give a string, or leave it out")


def _keep(found: dict[tuple[str, int, int, str], Suggestion], suggestion: Suggestion) -> None:
    """Keep the suggestion, once; the same source cannot propose the same span in two ways."""
    span = suggestion.span
    kept = found.setdefault((suggestion.source, span.start, span.end, span.label), suggestion)
    if kept is not suggestion and kept != suggestion:
        what = f"{span.start}:{span.end} {span.label} stands there before, with other attributes, score or reason"
        raise Bad(what, "keep one of them, or name different sources")


def detect(head: Head) -> bool:
    """Whether it is one object a line; any such file that no other format takes is read as this one, strictly."""
    if head.ending in (".jsonl", ".ndjson"):
        return True
    if head.path is None and head.data.lstrip().startswith(b"{"):
        return True
    return isinstance(head.fields.get("text"), str)


FORMAT = Format(
    name="jsonl",
    title="curator's own JSONL: everything, one document a line",
    endings=(".jsonl", ".ndjson"),
    carries=Carries(
        attributes=True,
        meta=True,
        key=True,
        notes=True,
        document_notes=True,
        layers=True,
        status=ANY_STATUS,
        scores=True,
    ),
    detect=detect,
    read=read,
    writer=lambda _: WRITER,
    companions=("manifest.json",),
)
