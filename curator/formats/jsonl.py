"""Curator's own JSONL: one document a line, with its spans; a superset that Prodigy's readers accept.

A line that is read: ``text``, and where wanted ``id`` (string or integer), ``title``, ``meta`` (object), ``sha256`` (of
the text in UTF-8, verified) and ``spans``. A span: ``start``, ``end`` (code points, half-open), ``label``, and where
wanted ``text`` (verified), ``attributes``, ``score`` (0..1), ``source``, ``reason``. null stands for "not there". Other
fields are allowed, and not kept. Without an id, the key is the first 16 digits of the SHA-256.

A line that is written: ``id``, ``text``, ``sha256``, ``title``, ``spans`` (``start``, ``end``, ``label``, ``text``, and
``attributes`` if it has any), ``meta``, ``layer``, ``status``, and ``reason`` if the document was skipped.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from curator.formats.api import IMPORTED, Flaw, Losses, Record, Source, Writer, Written, title_of, utf8_hash
from curator.formats.checks import Bad, checked_span, kind_of
from curator.formats.json_errors import json_error
from curator.model import Annotated, Attributes, Document, Span, Suggestion

KEY_LENGTH = 16
_BOM = b"\xef\xbb\xbf"


class _Row(msgspec.Struct):
    """The fields of a line that are looked at, as they come; the others are skipped unread."""

    text: Any = msgspec.UNSET
    id: Any = None
    title: Any = None
    meta: Any = None
    spans: Any = None
    sha256: Any = None
    layer: Any = None
    status: Any = None
    reason: Any = None


_decode = msgspec.json.Decoder(_Row).decode


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of an open file, or the mistakes in them, line by line."""
    return read_lines(file, source)


def read_lines(lines: Iterable[bytes], source: Source) -> Iterator[Record | Flaw]:
    """The documents of these lines, or the mistakes in them. A blank line is skipped."""
    for number, line in enumerate(lines, 1):
        source.on_bytes(len(line))
        if number == 1:
            line = line.removeprefix(_BOM)
        if line and not line.isspace():
            yield from _read_line(line, f"{source.name}:{number}", source.labels)


def _read_line(line: bytes, where: str, labels: frozenset[str] | None) -> Iterator[Record | Flaw]:
    try:
        row = _row(line)
        document = _document(row)
        rows = _span_rows(row)
    except Bad as bad:
        yield Flaw(where, bad.what, bad.fix)
        return
    if not rows:
        yield Record(document, (), where)
        return
    found: dict[tuple[str, int, int, str], Suggestion] = {}
    flaws: list[Flaw] = []
    for index, each in enumerate(rows):
        try:
            suggestion = _suggestion(each, document.text, labels)
            _keep(found, suggestion)
        except Bad as bad:
            flaws.append(Flaw(where, f"spans[{index}]: {bad.what}", bad.fix))
    if flaws:
        yield from flaws
    else:
        yield Record(document, tuple(found.values()), where)


def _row(line: bytes) -> _Row:
    """The line as a row.

    Raises:
        Bad: It is not UTF-8, not JSON, or not an object.
    """
    if not line.isascii():
        try:
            line.decode()  # msgspec does not look into the fields that it skips
        except UnicodeDecodeError as error:
            what = f"invalid UTF-8 at byte {error.start} of the line (0x{line[error.start]:02x}: {error.reason})"
            raise Bad(what, "convert the file to UTF-8") from error
    try:
        return _decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise json_error(line, error) from error


def _document(row: _Row) -> Document:
    text = row.text
    if not isinstance(text, str):
        missing = text is msgspec.UNSET
        raise Bad("there is no text" if missing else f"text is {kind_of(text)}, not a string", 'give "text": "..."')
    if not text:
        raise Bad("the text is empty", "put a text into it, or remove the line")
    nul = text.find("\0")
    if nul >= 0:
        raise Bad(f"the text holds NUL (\\u0000) at code point {nul}", "remove the NUL characters")
    digest = utf8_hash(text.encode())
    if row.sha256 is not None and (not isinstance(row.sha256, str) or row.sha256.lower() != digest):
        what = f"sha256 is not that of the text, which is {digest}"
        raise Bad(what, "take the text as it was, or remove sha256 if it was changed on purpose")
    key = _key(row.id) or digest[:KEY_LENGTH]
    if row.meta is not None and not isinstance(row.meta, dict):
        raise Bad(f"meta is {kind_of(row.meta)}, not an object", 'write it as "meta": {"name": "value"}')
    if row.title is not None and not isinstance(row.title, str):
        raise Bad(f"title is {kind_of(row.title)}, not a string", "give a string, or leave it out")
    title = row.title if row.title and not row.title.isspace() else title_of(text, key)
    return Document(key, text, digest, title, row.meta or {})


def _key(value: Any) -> str | None:
    if value is None:
        return None
    if type(value) is int:
        return str(value)
    if not isinstance(value, str):
        raise Bad(f"id is {kind_of(value)}, not a string or an integer", "give a string, or leave it out")
    if not value.strip():
        raise Bad("id is empty", "name the document, or leave id out")
    if "\0" in value:
        raise Bad("id holds NUL (\\u0000)", "remove the NUL character")
    return value


def _span_rows(row: _Row) -> list[Any]:
    if row.spans is None:
        return []
    if not isinstance(row.spans, list):
        raise Bad(f"spans is {kind_of(row.spans)}, not an array", 'write it as "spans": [{...}, {...}]')
    return row.spans


def _span(row: Any, text: str, labels: frozenset[str] | None) -> Span:
    if not isinstance(row, dict):
        raise Bad(f"it is {kind_of(row)}, not an object", 'write it as {"start": 0, "end": 5, "label": "..."}')
    get = row.get
    return checked_span(text, get("start"), get("end"), get("label"), get("text"), get("attributes"), labels)


def _suggestion(row: Any, text: str, labels: frozenset[str] | None) -> Suggestion:
    span = _span(row, text, labels)
    score = row.get("score")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1):
        shown = f"{score}" if isinstance(score, int | float) else kind_of(score)
        raise Bad(f"score is {shown}, not a number from 0 to 1", "scale it to 0..1, or leave it out")
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


class _SpanOut(msgspec.Struct, omit_defaults=True):
    start: int
    end: int
    label: str
    text: str
    attributes: Attributes = {}


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


_encode = msgspec.json.Encoder(order="deterministic").encode


def line_of(annotated: Annotated) -> bytes:
    """The document as one line of JSON, without a newline."""
    document = annotated.document
    text = document.text
    spans = [_SpanOut(s.start, s.end, s.label, text[s.start : s.end], s.attributes) for s in annotated.spans]
    reason = msgspec.UNSET if annotated.reason is None else annotated.reason
    row = _RowOut(
        document.key, text, document.sha256, document.title, spans, document.meta,
        annotated.layer, annotated.status, reason,
    )  # fmt: skip
    return _encode(row)


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
    row = _row(line)
    document = msgspec.structs.replace(_document(row), title=row.title)
    spans = tuple(_span(each, document.text, None) for each in _span_rows(row))
    return Annotated(document, row.layer, row.status, spans, row.reason)


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the file does not say what it was given, or None."""
    with path.open("rb") as file:
        for number, (given, line) in enumerate(itertools.zip_longest(annotated, file), 1):
            if given is None:
                return f"line {number}: there are more lines than documents"
            if line is None:
                return f"line {number}: document {given.document.key!r} is not there"
            try:
                read_back = read_annotated(line)
            except Bad as bad:
                return f"line {number}: document {given.document.key!r} reads back with a flaw: {bad.what}"
            if read_back != given:
                return f"line {number}: document {given.document.key!r} differs in {_part(given, read_back)}"
    return None


def _part(given: Annotated, read_back: Annotated) -> str:
    """What differs between two that are not the same."""
    if given.document != read_back.document:
        fields = msgspec.structs.fields(Document)
        return next(f.name for f in fields if getattr(given.document, f.name) != getattr(read_back.document, f.name))
    if given.spans == read_back.spans:
        return "layer, status or reason"
    pairs = itertools.zip_longest(given.spans, read_back.spans)
    return next(f"spans: {a} was given, {b} read back" for a, b in pairs if a != b)


WRITER = Writer("jsonl", 1, "documents.jsonl", write, difference)
