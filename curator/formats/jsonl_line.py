"""One line of curator's JSONL as it comes: the fields that are looked at, and the document and spans that they make."""

from __future__ import annotations

from typing import Any

import msgspec

from curator.formats.checks import Bad, checked_document, checked_key, kind_of
from curator.formats.json_errors import json_error
from curator.formats.marks import Marks
from curator.model import Document, Span

NO_JSON = (msgspec.MsgspecError, ValueError, RecursionError)
"""What decoding raises for what is no JSON, or not of the type that was asked for."""


class Fields(msgspec.Struct):
    """The fields of a line that are looked at, as they come, but for the spans; the others are skipped unread."""

    text: Any = msgspec.UNSET
    id: Any = None
    title: Any = None
    meta: Any = None
    sha256: Any = None
    layer: Any = None
    status: Any = None
    reason: Any = None
    note: Any = None
    tokens: msgspec.Raw = msgspec.Raw()
    relations: msgspec.Raw = msgspec.Raw()


class Row(Fields):
    """The fields of a line, and its spans as they come."""

    spans: msgspec.Raw = msgspec.Raw()

    def has_spans(self) -> bool:
        """Whether the line has the field."""
        return bool(self.spans)


class PlainSpan(msgspec.Struct, gc=False):
    """A span as it should be, with nothing that has to be looked at closely."""

    start: int
    end: int
    label: str
    text: str | None = None
    attributes: None = None
    note: None = None
    score: int | float | None = None
    source: str | None = None
    reason: str | None = None


class PlainRow(Fields):
    """The fields of a line all of whose spans are plain."""

    spans: list[PlainSpan] | msgspec.UnsetType = msgspec.UNSET

    def has_spans(self) -> bool:
        """Whether the line has the field."""
        return self.spans is not msgspec.UNSET


_decode = msgspec.json.Decoder(Row).decode
_decode_plain = msgspec.json.Decoder(PlainRow).decode


def check_utf8(line: bytes) -> None:
    """Raise Bad for a line that is not UTF-8; msgspec does not look into the fields that it skips."""
    if not line.isascii():
        try:
            line.decode()
        except UnicodeDecodeError as error:
            what = f"invalid UTF-8 at byte {error.start} of the line (0x{line[error.start]:02x}: {error.reason})"
            raise Bad(what, "convert the file to UTF-8") from error


def plain_row_of(line: bytes) -> PlainRow | None:
    """A line of UTF-8 as a row, in one go with its spans; None where something is not plain: see `row_of`."""
    try:
        return _decode_plain(line)
    except NO_JSON:
        return None


def row_of(line: bytes) -> Row:
    """The line as a row.

    Raises:
        Bad: It is not UTF-8, not JSON, or not an object.
    """
    check_utf8(line)
    try:
        return _decode(line)
    except NO_JSON as error:
        raise json_error(line, error) from error


def document_of(row: Fields) -> Document:
    """The document of a row.

    Raises:
        Bad: A field has the wrong type, the text cannot be taken, or its hash is another.
    """
    if row.text is None:
        raise Bad("text is null, not a string", 'give "text": "..."')
    text = None if row.text is msgspec.UNSET else row.text
    key = checked_key(row.id)
    if row.title is not None and not isinstance(row.title, str):
        raise Bad(f"title is {kind_of(row.title)}, not a string", "give a string, or leave it out")
    document = checked_document(text, key, row.title, row.meta)
    if row.sha256 is not None and (not isinstance(row.sha256, str) or row.sha256.lower() != document.sha256):
        what = f"sha256 is not that of the text, which is {document.sha256}"
        raise Bad(what, "take the text as it was, or remove sha256 if it was changed on purpose")
    return document


def span_rows(line: bytes, row: Row) -> list[Any]:
    """What stands in the array of spans of the row of a line, as it comes.

    Raises:
        Bad: It is no JSON, or no array.
    """
    try:
        rows: Any = msgspec.json.decode(row.spans) if row.spans else None
    except NO_JSON as error:  # msgspec does not look into what it hands over as it is
        raise json_error(line, error) from error
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise Bad(f"spans is {kind_of(rows)}, not an array", 'write it as "spans": [{...}, {...}]')
    return rows


def span_of(row: Any, marks: Marks) -> Span:
    """The span of a row, with its attributes.

    Raises:
        Bad: It is no object, or does not hold on the text of ``marks``.
    """
    if not isinstance(row, dict):
        raise Bad(f"it is {kind_of(row)}, not an object", 'write it as {"start": 0, "end": 5, "label": "..."}')
    get = row.get
    return marks.span(get("start"), get("end"), get("label"), get("text"), get("attributes"))
