"""CSV: a span a row, for spreadsheets; and articles in a column, for reading.

Written: ``document``, ``start``, ``end``, ``label``, ``text``, ``status``, ``layer``, ``attributes`` (JSON), ``sha256``
(of the document's text) and ``note`` (on the span). A document without spans has one row. The texts of the documents
are not in it, so it is read back onto documents that are known by their keys.

A cell that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return) gets an apostrophe before it, which is taken off again when it is read.

Read without ``start`` and ``end``, each row is a document: the column ``text`` holds it, ``id`` or ``key`` its key, and
the others are metadata.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from curator.formats.api import (
    ANY_STATUS,
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Losses,
    Option,
    Record,
    Settings,
    Source,
    Writer,
    Written,
    setting,
)  # fmt: skip
from curator.formats.checks import Bad, checked_document, checked_key, known_status
from curator.formats.compare import kept_differs
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.formats.writing import encode_json, hold_spans
from curator.model import Annotated, Notes, Span, Suggestion

CARRIES = Carries(
    text=False, attributes=True, key=True, notes=True, document_notes=True, layers=True, status=ANY_STATUS
)
COLUMNS = (
    "document", "start", "end", "label", "text", "status", "layer", "attributes", "sha256", "note", "reason",
    "document_note",
)  # fmt: skip
_TEXT = Option("text", "the column that holds the texts of articles", "text")
_OPTIONS = (_TEXT,)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_DELIMITERS = ",;\t"
_LARGEST_CELL = 2**31 - 1
_HOLD = hold_spans(CARRIES)

Row = tuple[int, dict[str, str]]
"""The line that a row ends in, and its cells by column."""


def shielded(cell: str) -> str:
    """The cell, so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """What a cell held before it was shielded."""
    return cell[1:] if _QUOTED.match(cell) else cell


def detect(head: Head) -> bool:
    """Whether the first line names columns that are known here."""
    if head.ending == ".txt":  # as spreadsheets call text with tabs
        return len(head.lines) > 1 and _is_table(*head.lines[:2])
    if head.ending not in (".csv", ".tsv", "") or not head.lines:
        return False
    first = _stated_delimiter(head.lines[0]) is not None and len(head.lines) > 1
    names = _columns(head.lines[first], _stated_delimiter(head.lines[0]))
    spans = {"document", "start", "end", "label"} <= names
    return spans or (head.ending != "" and "text" in names)


def _is_table(first: str, second: str) -> bool:
    """Whether one line names columns between tabs, one of them ``text``, and the next one has as many cells."""
    return "\t" in first and first.count("\t") == second.count("\t") and "text" in _columns(first, "\t")


def _columns(line: str, delimiter: str | None) -> set[str]:
    return {name.strip().strip('"').lower() for name in line.split(delimiter or _delimiter(line))}


def _stated_delimiter(line: str) -> str | None:
    """The delimiter, where the line says nothing else, as a spreadsheet has it before the names: ``sep=;``."""
    stated = line.rstrip("\r\n").strip('"')
    return stated[4] if stated[:4].lower() == "sep=" and len(stated) == 5 else None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file."""
    try:
        names, rows = _rows(file, source)
        if {"start", "end", "label", "document"} <= set(names):
            yield from _annotated(rows, source)
            return
        first = next(rows, None)
        if first is None:
            yield Flaw(source.name, "there is no row", "give a line with the names of the columns, and rows behind it")
        else:
            yield from _articles(itertools.chain([first], rows), source)
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
    except UnicodeDecodeError as error:
        yield Flaw(source.name, f"invalid UTF-8 ({error.reason})", "convert the file to UTF-8")
    except csv.Error as error:
        yield Flaw(source.name, f"this is no CSV: {error}", "quote cells with line breaks, and double quotes in them")


def _rows(file: BinaryIO, source: Source) -> tuple[list[str], Iterator[Row]]:
    """The names in the first line of a file, and its rows by them."""
    csv.field_size_limit(_LARGEST_CELL)

    def lines() -> Iterator[str]:
        text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding="utf-8-sig", newline="")
        for line in text:
            source.on_bytes(len(line.encode()))
            yield line

    stream = lines()
    header = next(stream, "")
    stated = _stated_delimiter(header)
    if stated is not None:
        header = next(stream, "")
    rows = csv.reader(itertools.chain([header], stream), delimiter=stated or _delimiter(header), strict=True)
    names = [name.strip().lower() for name in next(rows, [])]
    twice = next((name for index, name in enumerate(names) if name and name in names[:index]), None)
    if twice is not None:
        raise Bad(f"two columns are called {twice!r}", "give each a name of its own")
    return names, _by_names(rows, names)


def _by_names(rows: Any, names: list[str]) -> Iterator[Row]:
    """The rows by their columns. Raises Bad for one with more cells than there are columns."""
    for cells in rows:
        if any(cells[len(names) :]):
            what = f"line {rows.line_num} has {len(cells)} cells, and there are {len(names)} columns"
            raise Bad(what, "quote cells in which the delimiter stands")
        if any(cells):
            yield rows.line_num, dict(zip(names, cells, strict=False))


class _Kept(io.RawIOBase):
    """A file that stays open when what reads from it is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as much as fits."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _articles(rows: Iterable[Row], source: Source) -> Iterator[Record | Flaw]:
    column = setting(_OPTIONS, source.settings, "text").lower()
    for number, row in rows:
        where = f"{source.name}:{number}"
        try:
            if column not in row:
                raise Bad(f"there is no column {column!r}", "name the one with the texts: -o text=COLUMN")
            key = checked_key(row.get("id") or row.get("key") or row.get("document") or None)
            meta = {
                name: cell
                for name, cell in row.items()
                if cell and name not in (column, "id", "key", "title", "document")
            }
            yield Record(checked_document(bare(row[column]), key, row.get("title") or None, meta), (), where)
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def _annotated(rows: Iterable[Row], source: Source) -> Iterator[Record | Flaw]:
    """One record for the rows of a document in a layer that stand together."""
    for (key, layer), group in itertools.groupby(rows, lambda row: (row[1]["document"], row[1].get("layer", ""))):
        members = list(group)
        where = f"{source.name}:{members[0][0]}"
        try:
            yield _record(bare(key), bare(layer), members, where, source)
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def _record(key: str, layer: str, rows: list[Row], where: str, source: Source) -> Record:
    text = source.text_of(key)
    if text is None:
        raise Bad(f"document {key!r} is not known, and its text is not in the file", "import its text first")
    document = checked_document(text, key)
    stated = rows[0][1].get("sha256")
    if stated and stated != document.sha256:
        raise Bad(f"sha256 is not that of the text of {key!r}, which is {document.sha256}", "export it again")
    marks = Marks(text, source.labels, source.unit or "code-points")
    found: dict[tuple[int, int, str], Suggestion] = {}
    notes: Notes = {}
    for number, row in rows:
        if any(row.get(name) for name in ("start", "end", "label")):
            try:
                span = _span(row, marks)
            except Bad as bad:
                raise Bad(f"line {number}: {bad.what}", bad.fix) from bad
            found[span.key] = Suggestion(span, IMPORTED, None, "")
            if row.get("note", "").strip():
                notes[span.key] = bare(row["note"])
    status = known_status(rows[0][1].get("status"))
    reason, note = bare(rows[0][1].get("reason", "")), bare(rows[0][1].get("document_note", ""))
    return Record(document, tuple(found.values()), where, layer or None, status, reason or None, note, notes=notes)


def _span(row: dict[str, str], marks: Marks) -> Span:
    start, end = _offset(row, "start"), _offset(row, "end")
    attributes = None
    if row.get("attributes"):
        try:
            attributes = json.loads(bare(row["attributes"]))
        except (ValueError, RecursionError) as error:
            raise Bad("attributes are no JSON", 'write them as {"name": value}') from error
    quote = bare(row["text"]) if row.get("text") else None
    return marks.span(start, end, bare(row.get("label", "")), quote, attributes)


def _offset(row: dict[str, str], name: str) -> int:
    cell = row.get(name, "")
    try:
        return int(cell)
    except ValueError as error:
        raise Bad(f"{name} is {cell!r}, no whole number", "count code points from 0") from error


def _lines(annotated: Annotated) -> Iterator[list[str]]:
    document = annotated.document
    state = [annotated.status, shielded(annotated.layer)]
    key, more = shielded(document.key), [shielded(annotated.reason or ""), shielded(annotated.note)]
    for span in annotated.spans:
        attributes = encode_json(span.attributes).decode() if span.attributes else ""
        text = shielded(document.text[span.start : span.end])
        place = [str(span.start), str(span.end), shielded(span.label), text]
        note = shielded(annotated.notes.get(span.key, ""))
        yield [key, *place, *state, attributes, document.sha256, note, *more]
    if not annotated.spans:
        yield [key, "", "", "", "", *state, "", document.sha256, "", *more]


def write(annotated: Iterable[Annotated], path: Path) -> Written:
    """Write the spans of the documents."""
    losses = Losses()
    documents = spans = 0
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # ends lines with CRLF, so that either half of it in a cell is quoted
        writer.writerow(COLUMNS)
        for each in annotated:
            held, lost = _HOLD(each)
            losses.add(lost)
            writer.writerows(_lines(held))
            documents += 1
            spans += len(held.spans)
    return Written(documents, spans, losses)


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the file does not say what it was given, or None."""
    given: list[Annotated] = []  # the one that is being compared

    def text_of(key: str) -> str | None:
        return given[0].document.text if given and given[0].document.key == key else None

    with path.open("rb") as file:
        back = read(file, Source(path.name, "", text_of=text_of))
        for each in annotated:
            given[:] = [each]
            found = next(back, None)
            if not isinstance(found, Record):
                return f"document {each.document.key!r}: {found.what if found else 'it is not there'}"
            state = each.document.key, each.layer, each.status, each.reason or None
            if (found.document.key, found.layer, found.status, found.reason) != state:
                return f"document {each.document.key!r} differs in key, layer or status"
            differs = kept_differs(each, _HOLD(each)[0].spans, found, each.notes, each.note)
            if differs is not None:
                return differs
        return None if next(back, None) is None else "there is a row more than was given"


def _writer(_: Settings) -> Writer:
    return Writer("csv", 3, "documents.csv", write, difference)


FORMAT = Format(
    name="csv",
    title="CSV: a span a row; reads articles in a column, too",
    endings=(".csv", ".tsv"),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
)
