"""Which documents and spans of a layer go into an export, and in which pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from curator import text as words
from curator.model import Annotated, Document, Notes, Span, reading_order, text_hash

STATUSES = ("done",)


class Selection(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is chosen; the manifest says so too.

    Attributes:
        statuses: The documents that stand so.
        labels: The spans with these labels; all if empty.
        query: The documents whose text holds this, whatever its case; all if empty.
        since: The documents with a decision at or behind this time (RFC 3339); all if empty.
        context: ``document``, or ``sentence`` for a piece a sentence.
    """

    statuses: tuple[str, ...] = STATUSES
    labels: tuple[str, ...] = ()
    query: str = ""
    since: str = ""
    context: str = "document"

    def over(self, annotated: Iterable[Annotated], recent: frozenset[str] | None) -> Iterator[Annotated]:
        """The documents that are chosen, with the spans that are.

        Args:
            annotated: All documents of the layer that stand so.
            recent: The keys of those with a decision since then; None if that does not matter.
        """
        wanted, query = frozenset(self.labels), self.query.casefold()
        for each in annotated:
            if recent is not None and each.document.key not in recent:
                continue
            if query and query not in each.document.text.casefold():
                continue
            if wanted:
                kept = tuple(span for span in each.spans if span.label in wanted)
                notes = {key: note for key, note in each.notes.items() if key[2] in wanted}
                each = msgspec.structs.replace(each, spans=kept, notes=notes)
            if self.context == "sentence":
                yield from pieces(each)
            else:
                yield each

    def described(self) -> dict[str, Any]:
        """What is not as it is without a choice."""
        found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return found


def pieces(annotated: Annotated) -> Iterator[Annotated]:
    """The sentences of a document, each a document; those that a span runs across stay together, so none is cut.

    The key of a piece is ``KEY#START``, and its metadata tell the document and the offset (code points).
    """
    document = annotated.document
    ranges = [*words.sentences(document.text), *((span.start, span.end) for span in annotated.spans)]
    spans = sorted(annotated.spans, key=reading_order)
    at, note = 0, annotated.note  # which the first piece has
    for start, end in _merged(sorted(ranges)):
        text = document.text[start:end]
        inside: list[Span] = []
        notes: Notes = {}
        while at < len(spans) and spans[at].start < end:
            span = spans[at]
            inside.append(Span(span.start - start, span.end - start, span.label, span.attributes))
            if span.key in annotated.notes:
                notes[inside[-1].key] = annotated.notes[span.key]
            at += 1
        meta = {**document.meta, "document": document.key, "offset": start}
        piece = Document(f"{document.key}#{start}", text, text_hash(text), document.title, meta)
        yield msgspec.structs.replace(annotated, document=piece, spans=tuple(inside), notes=notes, note=note)
        note = ""


def _merged(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges that share a code point, as one."""
    begin, behind = -1, -1
    for start, end in ranges:
        if start < behind:
            behind = max(behind, end)
            continue
        if begin >= 0:
            yield begin, behind
        begin, behind = start, end
    if begin >= 0:
        yield begin, behind
