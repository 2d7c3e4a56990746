"""Writing brat standoff: a folder with a text and an annotation file a document, and ``annotation.conf``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from curator.formats.api import Carries, Flaw, Loss, Losses, Settings, Source, Writer, Written
from curator.formats.brat_names import LINE_BREAKS, file_name, word
from curator.formats.brat_read import read_pair
from curator.formats.compare import kept_differs
from curator.formats.writing import of_document
from curator.model import Annotated, Notes, Span, reading_order

_PIECE = re.compile(rf"[^{LINE_BREAKS}]+")
_BREAK = re.compile(f"[{LINE_BREAKS}]")
_MOST_VALUES = 1000
_CHUNK = 1 << 16
CONFIG = "annotation.conf"
CARRIES = Carries(attributes=True, key=True, notes=True)


def held(annotated: Annotated) -> tuple[list[Span], Notes, list[Loss]]:
    """The spans and notes that the format can hold, and what is lost."""
    text = annotated.document.text
    if not annotated.notes and _all_plain(annotated.spans, text):
        return list(annotated.spans), {}, []
    spans: dict[tuple[int, int, str], Span] = {}
    notes: Notes = {}
    losses: list[Loss] = []
    for span in annotated.spans:
        if _in_one_piece(text[span.start : span.end]) and span.key not in spans:
            spans[span.key] = span
            if span.key in annotated.notes:
                _keep_note(annotated, span, span.key, notes, losses)
            continue
        pieces = list(_PIECE.finditer(text, span.start, span.end))
        if not pieces:
            losses.append(Loss("no_text", annotated.document.key, span, text[span.start : span.end]))
            continue
        start, end = pieces[0].start(), pieces[-1].end()
        kept = span
        if (start, end) != (span.start, span.end):
            losses.append(Loss("edges", annotated.document.key, span, text[span.start : span.end]))
            kept = Span(start, end, span.label, span.attributes)
        if kept.key in spans:
            losses.append(Loss("merged", annotated.document.key, span, text[span.start : span.end]))
        else:
            spans[kept.key] = kept
            _keep_note(annotated, span, kept.key, notes, losses)
    return sorted(spans.values(), key=reading_order), notes, losses


def _all_plain(spans: Sequence[Span], text: str) -> bool:
    """Whether all of them stand in one piece, and one behind the other, so that no two are the same."""
    before = -1
    for span in spans:
        start = span.start
        if start <= before or not text[start : span.end].isprintable():  # `_in_one_piece`, without a call
            return False
        before = start
    return True


def _in_one_piece(quote: str) -> bool:
    """Whether it has no line break for certain: none of these is printable. (Nor are some other characters.)"""
    return quote.isprintable()


def _keep_note(annotated: Annotated, span: Span, key: tuple[int, int, str], notes: Notes, losses: list[Loss]) -> None:
    """Keep the note on a span, if there is one, under its key; a loss if it is not kept as it is."""
    note = annotated.notes.get(span.key)
    if note:
        notes[key] = _one_line(note)
        if notes[key] != note:
            text = annotated.document.text[span.start : span.end]
            losses.append(Loss("line_breaks", annotated.document.key, span, text))


def _one_line(note: str) -> str:
    """A note as a line can hold it: tabs and line breaks are spaces."""
    return _BREAK.sub(" ", note)


def lines_of(spans: Iterable[Span], text: str, notes: Notes) -> Iterator[str]:
    """The lines of an ``.ann`` file."""
    attributes = comments = 0
    for number, span in enumerate(spans, 1):
        quote = text[span.start : span.end]
        places = f"{span.start} {span.end}"
        if not _in_one_piece(quote):
            pieces = [match.span() for match in _PIECE.finditer(text, span.start, span.end)]
            places = ";".join(f"{start} {end}" for start, end in pieces)
            quote = " ".join(text[start:end] for start, end in pieces)
        yield f"T{number}\t{word(span.label)} {places}\t{quote}\n"
        for name, value in span.attributes.items():
            attributes += 1
            yield f"A{attributes}\t{word(name)} T{number}{_shown(value)}\n"
        if notes and span.key in notes:
            comments += 1
            yield f"#{comments}\tAnnotatorNotes T{number}\t{notes[span.key]}\n"


def _shown(value: str | int | float | bool) -> str:
    """A value behind a space; nothing for true, which is the value of an attribute without one."""
    if value is True:
        return ""
    if isinstance(value, str):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            if value and not value.startswith('"'):
                return f" {word(value)}"
    return f" {word(json.dumps(value, ensure_ascii=False))}"


class _Labels:
    """The labels and attributes that were written, for ``annotation.conf``."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.values: dict[str, set[str]] = {}

    def note(self, spans: Iterable[Span]) -> None:
        """Remember what these spans bear."""
        for span in spans:
            self.labels.add(span.label)
            for name, value in span.attributes.items():
                known = self.values.setdefault(name, set())
                if value is not True and len(known) < _MOST_VALUES:
                    known.add(_shown(value).strip())

    def config(self) -> str:
        """The file that tells brat what may be annotated."""
        lines = ["[entities]", *map(word, sorted(self.labels)), "", "[relations]", "", "[events]", "", "[attributes]"]
        for name, values in sorted(self.values.items()):
            allowed = f", Value:{'|'.join(sorted(values))}" if values else ""
            lines.append(f"{word(name)}\tArg:<ENTITY>{allowed}")
        return "\n".join(lines) + "\n"


def write(annotated: Iterable[Annotated], path: Path) -> Written:
    """Write the documents into a new folder."""
    path.mkdir()
    losses, labels = Losses(), _Labels()
    documents = count = 0
    with _opened(path) as folder:
        for each in annotated:
            spans, notes, lost = held(each)
            losses.add(lost)
            losses.add(of_document(each, CARRIES))
            labels.note(spans)
            name = file_name(each.document.key)
            _put(folder, f"{name}.txt", each.document.text.encode())
            _put(folder, f"{name}.ann", "".join(lines_of(spans, each.document.text, notes)).encode())
            documents += 1
            count += len(spans)
    (path / CONFIG).write_text(labels.config(), encoding="utf-8", newline="")
    return Written(documents, count, losses)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A handle of the folder. Names are looked up from there, not along the whole path, twice for each document."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _put(folder: int, name: str, data: bytes) -> None:
    """Write a new file, with no more calls than are needed."""
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666, dir_fd=folder)
    try:
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)


def _all_of(folder: int, name: str) -> bytes:
    """What is in a file, with no more calls than are needed."""
    handle = os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder)
    try:
        parts = []
        while part := os.read(handle, _CHUNK):
            parts.append(part)
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the folder does not say what can be held of these documents, or None."""
    documents = 0
    with _opened(path) as folder:
        for given in annotated:
            documents += 1
            found = _differs(given, folder)
            if found is not None:
                return found
    there = sum(1 for _ in os.scandir(path))
    return None if there == 2 * documents + 1 else f"there are {there} files, not {2 * documents + 1}"


def _differs(given: Annotated, folder: int) -> str | None:
    """How the files of a document differ from it, or None."""

    spans, notes, _ = held(given)
    name = file_name(given.document.key)
    try:
        text, lines = _all_of(folder, f"{name}.txt"), _all_of(folder, f"{name}.ann")
    except FileNotFoundError:
        return f"document {given.document.key!r} is not there"
    for back in read_pair(text, lines, f"{name}.ann", Source(f"{name}.txt", name)):
        if isinstance(back, Flaw):
            return f"{back.where}: {back.what}"
        found = kept_differs(given, spans, back, notes)
        if found is not None:
            return found
    return None


def writer(_: Settings) -> Writer:
    """The writer; there is nothing to set."""
    return Writer("brat", 2, "documents.brat", write, difference)
