"""Writing brat standoff: a folder with a text and an annotation file a document, and ``annotation.conf``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from curator.formats.api import Flaw, Loss, Losses, Settings, Source, Writer, Written
from curator.formats.compare import kept_differs
from curator.model import Annotated, Notes, Span, reading_order, text_hash

LINE_BREAKS = "\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Inside of a character class: where Python, and so brat's own reader, ends a line; and the tab, where brat splits."""

_PIECE = re.compile(rf"[^{LINE_BREAKS}]+")
_BREAK = re.compile(f"[{LINE_BREAKS}]")
_UNSAFE_NAME = re.compile(r"^\.|^(?i:readme)(?=\.)|[^\w .,+@()=~-]|[ .]$")
_UNSAFE_WORD = re.compile(r"[\s%]")
_EMPTY = "%_"  # as a % that was written stands before two digits
_NAME_BYTES = 200
_MOST_VALUES = 1000
CONFIG = "annotation.conf"


def file_name(key: str) -> str:
    """The name of a document's files, without an ending; `key_of` gives the key back where it is not too long."""
    name = _UNSAFE_NAME.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), key)
    if len(name.encode()) <= _NAME_BYTES:
        return name
    short = name.encode()[: _NAME_BYTES // 2].decode(errors="ignore")
    return f"{short}-{text_hash(key)}"


def key_of(name: str) -> str:
    """The key in the name of a file that was written here; else the name itself."""
    key = unquote(name)
    return key if key != name and file_name(key) == name else name


def held(annotated: Annotated) -> tuple[list[Span], Notes, list[Loss]]:
    """The spans and notes that the format can hold, and what is lost."""
    text = annotated.document.text
    spans: dict[tuple[int, int, str], Span] = {}
    notes: Notes = {}
    losses: list[Loss] = []
    for span in annotated.spans:
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
            note = annotated.notes.get(span.key)
            if note:
                notes[kept.key] = _one_line(note)
                if notes[kept.key] != note:
                    losses.append(Loss("line_breaks", annotated.document.key, span, text[span.start : span.end]))
    return sorted(spans.values(), key=reading_order), notes, losses


def _one_line(note: str) -> str:
    """A note as a line can hold it: tabs and line breaks are spaces."""
    return _BREAK.sub(" ", note)


def read_word(word: str) -> str:
    """The name in a word that was written here."""
    return "" if word == _EMPTY else unquote(word)


def lines_of(spans: Iterable[Span], text: str, notes: Notes) -> Iterator[str]:
    """The lines of an ``.ann`` file."""
    attributes = comments = 0
    for number, span in enumerate(spans, 1):
        pieces = [match.span() for match in _PIECE.finditer(text, span.start, span.end)]
        places = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{number}\t{_word(span.label)} {places}\t{' '.join(text[start:end] for start, end in pieces)}\n"
        for name, value in span.attributes.items():
            attributes += 1
            yield f"A{attributes}\t{_word(name)} T{number}{_shown(value)}\n"
        if span.key in notes:
            comments += 1
            yield f"#{comments}\tAnnotatorNotes T{number}\t{notes[span.key]}\n"


def _word(name: str) -> str:
    """The name as one word, which `read_word` gives back."""
    return _UNSAFE_WORD.sub(lambda match: quote(match[0], safe=""), name) or _EMPTY


def _shown(value: str | int | float | bool) -> str:
    """A value behind a space; nothing for true, which is the value of an attribute without one."""
    if value is True:
        return ""
    if isinstance(value, str):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            if value and not value.startswith('"'):
                return f" {_word(value)}"
    return f" {_word(json.dumps(value, ensure_ascii=False))}"


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
        lines = ["[entities]", *map(_word, sorted(self.labels)), "", "[relations]", "", "[events]", "", "[attributes]"]
        for name, values in sorted(self.values.items()):
            allowed = f", Value:{'|'.join(sorted(values))}" if values else ""
            lines.append(f"{_word(name)}\tArg:<ENTITY>{allowed}")
        return "\n".join(lines) + "\n"


def write(annotated: Iterable[Annotated], path: Path) -> Written:
    """Write the documents into a new folder."""
    path.mkdir()
    losses, labels = Losses(), _Labels()
    documents = count = 0
    for each in annotated:
        spans, notes, lost = held(each)
        losses.add(lost)
        labels.note(spans)
        name = file_name(each.document.key)
        with (path / f"{name}.txt").open("xb") as file:
            file.write(each.document.text.encode())
        with (path / f"{name}.ann").open("xb") as file:
            file.write("".join(lines_of(spans, each.document.text, notes)).encode())
        documents += 1
        count += len(spans)
    (path / CONFIG).write_text(labels.config(), encoding="utf-8", newline="")
    return Written(documents, count, losses)


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the folder does not say what can be held of these documents, or None."""
    from curator.formats.brat import read

    documents = 0
    for given in annotated:
        documents += 1
        spans, notes, _ = held(given)
        text = path / f"{file_name(given.document.key)}.txt"
        if not text.is_file():
            return f"document {given.document.key!r} is not there"
        with text.open("rb") as file:
            for back in read(file, Source(text.name, text.stem, path=text)):
                if isinstance(back, Flaw):
                    return f"{back.where}: {back.what}"
                found = kept_differs(given, spans, back, notes)
                if found is not None:
                    return found
    there = sum(1 for _ in path.iterdir())
    return None if there == 2 * documents + 1 else f"there are {there} files, not {2 * documents + 1}"


def writer(_: Settings) -> Writer:
    """The writer; there is nothing to set."""
    return Writer("brat", 2, "documents.brat", write, difference)
