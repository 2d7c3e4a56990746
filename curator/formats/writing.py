"""One file with an item for each document: what most formats are, written and read back in one way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from curator.formats.api import (
    AnyLoss,
    Carries,
    DocumentLoss,
    Flaw,
    Loss,
    Losses,
    Reader,
    Record,
    Settings,
    Source,
    Unit,
    Writer,
    Written,
)
from curator.formats.compare import kept_differs
from curator.model import Annotated, Span

encode_json = msgspec.json.Encoder(order="deterministic").encode
"""A value as JSON; objects whose order is not given by a struct are sorted."""

Hold = Callable[[Annotated], tuple[Annotated, list[AnyLoss]]]
"""What a format can hold of a document, and what is lost."""


@dataclass(frozen=True)
class Layout:
    """How the items of a file are written.

    Attributes:
        name: That of the format.
        version: See `Writer`.
        file: See `Writer`.
        carries: What the items hold; by this it is compared.
        encode: A document as an item.
        read: Reads the file back.
        hold: What of a document an item can hold.
        start: What stands before the first item.
        between: What stands between two.
        end: What stands behind the last one.
        settings: What is set, for the reader.
        unit: What the reader is told that offsets count.
    """

    name: str
    version: int
    file: str
    carries: Carries
    encode: Callable[[Annotated], bytes]
    read: Reader
    hold: Hold
    start: bytes = b""
    between: bytes = b"\n"
    end: bytes = b"\n"
    settings: Settings = field(default_factory=dict)
    unit: Unit | None = None

    def writer(self) -> Writer:
        """A writer of such a file."""
        return Writer(self.name, self.version, self.file, self._write, self._difference)

    def _write(self, annotated: Iterable[Annotated], path: Path) -> Written:
        losses = Losses()
        documents = spans = 0
        with path.open("xb") as file:
            file.write(self.start)
            for each in annotated:
                held, lost = self.hold(each)
                file.write(self.between * (documents > 0) + self.encode(held))
                losses.add(lost)
                documents += 1
                spans += len(held.spans)
            file.write(self.end if documents or self.start else b"")
        return Written(documents, spans, losses)

    def _difference(self, annotated: Iterable[Annotated], path: Path) -> str | None:
        with path.open("rb") as file:
            source = Source(path.name, path.stem, unit=self.unit, settings=self.settings)
            for given, back in itertools.zip_longest(annotated, self.read(file, source)):
                found = self._differs(given, back)
                if found is not None:
                    return found
        return None

    def _differs(self, given: Annotated | None, back: Record | Flaw | None) -> str | None:
        if isinstance(back, Flaw):
            return f"{back.where}: {back.what}"
        if given is None or back is None:
            return (
                f"document {given.document.key!r} is not there" if given else "there is a document more than was given"
            )
        name = f"document {given.document.key!r}"
        carries = self.carries
        if carries.key and back.document.key != given.document.key:
            return f"{name} differs in its key: {back.document.key!r} read back"
        if carries.meta and back.document.meta != given.document.meta:
            return f"{name} differs in its metadata"
        if carries.layers and back.layer != given.layer:
            return f"{name} differs in its layer: {back.layer!r} read back"
        if given.status in carries.status and (back.status, back.reason) != (given.status, given.reason):
            return f"{name} differs in its status"
        held = self.hold(given)[0]
        return kept_differs(given, held.spans, back, held.notes, held.note)


def remarks(annotated: Annotated) -> dict[str, str]:
    """Why the document was skipped, and the note on it, where there are any: what no other tool has a field for."""
    reason = {} if annotated.reason is None else {"reason": annotated.reason}
    return reason | ({"note": annotated.note} if annotated.note else {})


def of_document(annotated: Annotated, carries: Carries) -> Iterator[DocumentLoss]:
    """What is lost of the document itself: that it is not finished, and the note on it."""
    if annotated.status not in ("done", *carries.status):
        why = f": {annotated.reason}" if annotated.reason else ""
        yield DocumentLoss("status", annotated.document.key, f"{annotated.status}{why}")
    if annotated.note and not carries.document_notes:
        yield DocumentLoss("document_notes", annotated.document.key, annotated.note)


def notes_lost(annotated: Annotated, kept: Container[tuple[int, int, str]]) -> Iterator[Loss]:
    """The losses of the notes on those spans that are kept themselves, in reading order."""
    text = annotated.document.text
    for key in sorted(annotated.notes):
        if key in kept:
            yield Loss("notes", annotated.document.key, Span(*key), text[key[0] : key[1]])


def hold_spans(carries: Carries) -> Hold:
    """What a format holds that takes all spans, perhaps with attributes and notes; the same span twice is one."""

    def hold(annotated: Annotated) -> tuple[Annotated, list[AnyLoss]]:
        if _is_plain(annotated, carries):
            return annotated, []
        spans: dict[tuple[int, int, str], Span] = {}
        losses: list[AnyLoss] = []
        for span in annotated.spans:
            text = annotated.document.text[span.start : span.end]
            if span.key in spans:
                losses.append(Loss("merged", annotated.document.key, span, text))
            elif span.attributes and not carries.attributes:
                losses.append(Loss("attributes", annotated.document.key, span, text))
                spans[span.key] = Span(span.start, span.end, span.label)
            else:
                spans[span.key] = span
        notes, note = annotated.notes, annotated.note if carries.document_notes else ""
        if notes and not carries.notes:
            losses += notes_lost(annotated, spans)
            notes = {}
        losses += of_document(annotated, carries)
        return msgspec.structs.replace(annotated, spans=tuple(spans.values()), notes=notes, note=note), losses

    return hold


def _is_plain(annotated: Annotated, carries: Carries) -> bool:
    """Whether all of it can be held, as nearly always."""
    if (annotated.notes and not carries.notes) or any(of_document(annotated, carries)):
        return False
    if not carries.attributes and any(span.attributes for span in annotated.spans):
        return False
    return len({(span.start, span.end, span.label) for span in annotated.spans}) == len(annotated.spans)
