"""What every interchange format shares: what reading yields, what writing reports, how a format is registered.

A format is one module. Reading is a function that yields a `Record` or a `Flaw` for each document, one by one.
Writing is a `Writer`: a function that writes, and one that reads the result back and says where it differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from curator.model import Annotated, Document, Span, Suggestion

IMPORTED = "import"
"""The source of a suggestion that came with its document, where the file names none."""

TITLE_LENGTH = 80
FIRST_LOSSES = 10

# Bounded, so that a text without line breaks is not searched to its end; wide, since white space is collapsed later.
_FIRST_LINE = re.compile(r"[^\s\ufeff][^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,399}")


class Record(msgspec.Struct, frozen=True):
    """A document that was read, with the spans that came along, as suggestions.

    ``where`` names the place, such as ``a.jsonl:3``.
    """

    document: Document
    suggestions: tuple[Suggestion, ...] = ()
    where: str = ""


class Flaw(msgspec.Struct, frozen=True):
    """A mistake in a file: ``where`` it is (``a.jsonl:3``, ``a.txt: byte 17``), ``what``, and how to ``fix`` it."""

    where: str
    what: str
    fix: str


@dataclass(frozen=True)
class Source:
    """What is read, and what it is held against.

    Attributes:
        name: The file, for messages.
        key: The key of the document, for formats with one document a file.
        labels: The labels that are known; None accepts all.
        on_bytes: Called with the number of bytes that were read since the last call.
    """

    name: str
    key: str
    labels: frozenset[str] | None = None
    on_bytes: Callable[[int], None] = lambda _: None


Reader = Callable[[BinaryIO, Source], Iterator[Record | Flaw]]
"""Reads an open file, to its end, in bytes."""


class Loss(msgspec.Struct, frozen=True):
    """Something that a format cannot carry: the ``kind`` of loss, the document's key, the span and its text."""

    kind: str
    document: str
    span: Span
    text: str


class Losses:
    """What a format could not carry: counted by kind, and the first of each kind by name.

    Attributes:
        counts: How many there are of each kind.
        first: The first `FIRST_LOSSES` of each kind, in the order of writing.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.first: dict[str, list[Loss]] = {}

    def add(self, losses: Iterable[Loss]) -> None:
        """Count these too."""
        for loss in losses:
            self.counts[loss.kind] = self.counts.get(loss.kind, 0) + 1
            named = self.first.setdefault(loss.kind, [])
            if len(named) < FIRST_LOSSES:
                named.append(loss)


@dataclass
class Written:
    """What went into a file: documents, spans, and what the format could not carry."""

    documents: int
    spans: int
    losses: Losses


@dataclass(frozen=True)
class Writer:
    """A format that layers are written in.

    Attributes:
        name: What users call it.
        version: Of what is written; it grows whenever the same layer would give other bytes.
        file: The name of what is written into the folder of an export.
        write: Writes the documents to a path that does not exist yet. The same documents give the same bytes.
        difference: Reads the path back beside the same documents, and names the first difference, or None.
    """

    name: str
    version: int
    file: str
    write: Callable[[Iterable[Annotated], Path], Written]
    difference: Callable[[Iterable[Annotated], Path], str | None]


def title_of(text: str, key: str) -> str:
    """The first line of the text that is not blank, cut to 80 characters; else the key."""
    match = _FIRST_LINE.search(text)
    return " ".join(match.group().split())[:TITLE_LENGTH].rstrip() if match else key


def utf8_hash(data: bytes) -> str:
    """The SHA-256, in hexadecimal, of a text that is at hand in UTF-8."""
    return hashlib.sha256(data).hexdigest()
