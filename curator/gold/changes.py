"""What changed in gold between two exports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from curator.errors import CuratorError
from curator.formats.api import Flaw, Record
from curator.gold.contents import read_manifest
from curator.gold.verify import records, text_format
from curator.model import Span, reading_order

Kind = Literal[
    "document added", "document removed", "text changed", "added", "removed", "relabelled", "moved", "attributes"
]


class Change(msgspec.Struct, frozen=True):
    """One thing that changed: what, in which document, and the span before and after, with its text."""

    kind: Kind
    document: str
    before: Span | None = None
    after: Span | None = None
    text: str = ""


def changes(old: Path, new: Path) -> Iterator[Change]:
    """The changes from one export to the other, document by document in the order of the new one.

    Only a digest of each document is kept while both are read; those that differ are then read again.

    Raises:
        CuratorError: One of them is no export, or cannot be read.
    """
    before, after = _digests(old), _digests(new)
    differ = {key for key, digest in after.items() if key in before and before[key] != digest}
    stood = {record.document.key: record for record in _records(old) if record.document.key in differ}
    for record in _records(new):
        key = record.document.key
        if key not in before:
            yield Change("document added", key)
        elif key in differ:
            yield from _of_document(stood[key], record)
    yield from (Change("document removed", key) for key in before if key not in after)


def _records(folder: Path) -> Iterator[Record]:
    known, files = text_format(read_manifest(folder), folder)
    for each in records(folder, known.name, files, lambda _: None):
        if isinstance(each, Flaw):
            raise CuratorError(each.what, where=each.where, fix="see curator verify")
        yield each


def _digests(folder: Path) -> dict[str, bytes]:
    """A digest of the text and spans of each document."""
    found: dict[str, bytes] = {}
    for record in _records(folder):
        spans = sorted(repr((s.span.key, sorted(s.span.attributes.items()))) for s in record.suggestions)
        stated = "\n".join([record.document.sha256, *spans])
        found[record.document.key] = hashlib.sha256(stated.encode(errors="surrogatepass")).digest()[:16]
    return found


def _of_document(old: Record, new: Record) -> Iterator[Change]:
    key = new.document.key
    if old.document.sha256 != new.document.sha256:
        yield Change("text changed", key)
        return
    text = new.document.text
    before = {each.span.key: each.span for each in old.suggestions}
    after = {each.span.key: each.span for each in new.suggestions}
    for same in before.keys() & after.keys():
        if before[same].attributes != after[same].attributes:
            yield Change("attributes", key, before[same], after[same], text[same[0] : same[1]])
    gone = sorted((span for each, span in before.items() if each not in after), key=reading_order)
    come = sorted((span for each, span in after.items() if each not in before), key=reading_order)
    for span in come:
        other = _counterpart(span, gone)
        if other is not None:
            gone.remove(other)
        kind: Kind = "added"
        if other is not None:
            kind = "relabelled" if (other.start, other.end) == (span.start, span.end) else "moved"
        yield Change(kind, key, other, span, text[span.start : span.end])
    for span in gone:
        yield Change("removed", key, span, None, text[span.start : span.end])


def _counterpart(span: Span, gone: list[Span]) -> Span | None:
    """What a new span was before: one at the same place, else one with its label that overlaps it."""
    for each in gone:
        if (each.start, each.end) == (span.start, span.end):
            return each
    return next((each for each in gone if each.label == span.label and each.overlaps(span)), None)


def summary(found: list[Change]) -> dict[str, int]:
    """How many changes there are of each kind."""
    return dict(sorted(Counter(each.kind for each in found).items()))
