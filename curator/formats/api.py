"""What every interchange format shares: what reading yields, what writing reports, what a format is.

A format is one module with one `Format` in it. Reading is a function that yields a `Record` or a `Flaw` for each
document, one by one. Writing is a `Writer`: a function that writes, and one that reads the result back and says where
it differs. What a format can hold is declared as data, in `Carries`, so that losses can be told before they happen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec

from curator.errors import CuratorError
from curator.model import Annotated, Document, Notes, Span, Status, Suggestion, reading_order

if TYPE_CHECKING:
    from curator.formats.head import Head

IMPORTED = "import"
"""The source of a suggestion that came with its document, where the file names none."""

TITLE_LENGTH = 80
FIRST_LOSSES = 10

# Bounded, so that a text without line breaks is not searched to its end; wide, since white space is collapsed later.
_FIRST_LINE = re.compile(r"[^\s\ufeff][^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,399}")
_ITS_BEGINNING = re.compile(r"[^\s\ufeff][^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,119}")


ANY_STATUS: tuple[Status, ...] = ("todo", "started", "done", "skipped")

Unit = Literal["code-points", "utf-16", "utf-8", "crlf"]
"""What a file's offsets count; ``crlf`` is code points in which a carriage return and line feed count as one."""


class Left(msgspec.Struct, frozen=True):
    """Something in a file that is not taken, since nothing here holds it: the ``kind``, the place, and what it is."""

    kind: str
    where: str
    what: str


class Record(msgspec.Struct, frozen=True):
    """A document that was read, with one set of spans that came along.

    Where several people annotated a document there are several records of it, with the same document.

    Attributes:
        document: The text under its key.
        suggestions: The spans, each once a source.
        where: The place, such as ``a.jsonl:3``.
        layer: Whose spans they are, where the file says so.
        status: How far that person was, where the file says so.
        reason: Why the document was skipped.
        note: A note on the document.
        notes: Notes on spans.
        document_notes: The note on a document.
        left: What could not be taken.
        tokens: The tokens that came along, as half-open offsets in code points, where the source asked for them.
    """

    document: Document
    suggestions: Sequence[Suggestion] = ()
    where: str = ""
    layer: str | None = None
    status: Status | None = None
    reason: str | None = None
    note: str = ""
    left: tuple[Left, ...] = ()
    tokens: tuple[tuple[int, int], ...] | None = None
    notes: Notes = {}

    def annotated(self, layer: str) -> Annotated:
        """The record as somebody's finished work, or as far as the file says that it was done."""
        spans = {each.span.key: each.span for each in self.suggestions}
        ordered = tuple(sorted(spans.values(), key=reading_order))
        return Annotated(self.document, layer, self.status or "done", ordered, self.reason, self.notes, self.note)


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
        path: Where the file is, for formats that look beside it; None for standard input.
        unit: What the offsets count; None leaves it to the format.
        settings: The format's own options, by name; those that are missing have their defaults.
        text_of: Gives the exact text of a document that is known by this key, for formats that hold only tokens.
        tokens: Whether records should have the tokens that came along.
    """

    name: str
    key: str
    labels: frozenset[str] | None = None
    on_bytes: Callable[[int], None] = lambda _: None
    path: Path | None = None
    unit: Unit | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    text_of: Callable[[str], str | None] = lambda _: None
    tokens: bool = False


Reader = Callable[[BinaryIO, Source], Iterator[Record | Flaw]]
"""Reads an open file, to its end, in bytes; the file can be gone back in."""


class Loss(msgspec.Struct, frozen=True):
    """Something that a format cannot carry: the ``kind`` of loss, the document's key, the span and its text."""

    kind: str
    document: str
    span: Span
    text: str


class DocumentLoss(msgspec.Struct, frozen=True):
    """What a format cannot carry of a document itself: the ``kind`` of loss, the document's key, and what is lost."""

    kind: str
    document: str
    text: str


AnyLoss = Loss | DocumentLoss


MOVED: frozenset[str] = frozenset({"edges", "snapped"})
"""The kinds of loss after which the span is kept, with other offsets."""
CHANGED: frozenset[str] = frozenset(
    {"attributes", "notes", "line_breaks", "not_in_ents", "not_in_tags", "over_12_tokens", "behind_384_tokens", *MOVED}
)
"""The kinds of loss after which the span is kept, though not as it was; after all others it is gone."""


class Losses:
    """What a format could not carry: counted by kind, and the first of each kind by name.

    Attributes:
        counts: How many there are of each kind.
        first: The first `FIRST_LOSSES` of each kind, in the order of writing.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.first: dict[str, list[AnyLoss]] = {}

    def add(self, losses: Iterable[AnyLoss]) -> None:
        """Count these too."""
        for loss in losses:
            self.counts[loss.kind] = self.counts.get(loss.kind, 0) + 1
            named = self.first.setdefault(loss.kind, [])
            if len(named) < FIRST_LOSSES:
                named.append(loss)

    def merge(self, other: Losses) -> None:
        """Count those of another file too."""
        for kind, count in other.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count
            named = self.first.setdefault(kind, [])
            named += other.first[kind][: FIRST_LOSSES - len(named)]


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
        beside: The names of the files that are written beside one of this name.
    """

    name: str
    version: int
    file: str
    write: Callable[[Iterable[Annotated], Path], Written]
    difference: Callable[[Iterable[Annotated], Path], str | None]
    beside: Callable[[str], tuple[str, ...]] = lambda _: ()


@dataclass(frozen=True)
class Carries:
    """What a format can hold beside a text and flat spans.

    Attributes:
        text: The exact text; formats of tokens hold its words alone.
        nesting: Spans within spans, and spans that cross.
        sub_token: Spans that begin or end within a token, or with white space.
        attributes: Attributes of spans.
        meta: The metadata of a document.
        key: The key of a document.
        notes: Notes on spans.
        relations: Relations between spans; they are counted where they are read, since nothing here holds them yet.
        layers: Whose spans they are.
        status: How far a document is: those of the statuses that come back as they were.
        scores: Scores and sources of suggestions.
    """

    text: bool = True
    nesting: bool = True
    sub_token: bool = True
    attributes: bool = False
    meta: bool = False
    key: bool = False
    notes: bool = False
    document_notes: bool = False
    relations: bool = False
    layers: bool = False
    status: tuple[Status, ...] = ()
    scores: bool = False


@dataclass(frozen=True)
class Option:
    """Something that a user can set about a format: what is allowed (anything if empty), and what holds without."""

    name: str
    help: str
    default: str
    choices: tuple[str, ...] = ()


Settings = Mapping[str, str]


@dataclass(frozen=True)
class Format:
    """An interchange format.

    Attributes:
        name: What users call it.
        title: What it is, in a few words.
        endings: How its files are called, with the dot, in lower case; by these they are found in folders.
        carries: What it can hold.
        detect: Whether a file looks like this format, by what is in it.
        read: Reads a file; None if it is written only.
        writer: Makes a writer for these settings; None if it is read only.
        options: What can be set.
        unit: What its offsets count where nothing else is said.
        extra: The extra of this package that it needs.
        companions: Files that stand beside its own and are no documents, by name.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    carries: Carries
    detect: Callable[[Head], bool]
    read: Reader | None = None
    writer: Callable[[Settings], Writer] | None = None
    options: tuple[Option, ...] = ()
    unit: Unit = "code-points"
    extra: str | None = None
    companions: tuple[str, ...] = ()


def setting(format_options: tuple[Option, ...], settings: Settings, name: str) -> str:
    """The value of an option: what was set, or else its default."""
    return settings.get(name) or next(option.default for option in format_options if option.name == name)


def checked_settings(known: Format, settings: Settings) -> Settings:
    """The settings, if the format has these options and allows these values.

    Raises:
        CuratorError: It does not.
    """
    options = {option.name: option for option in known.options}
    for name, value in settings.items():
        if name not in options:
            there = f"its options are: {', '.join(options)}" if options else "it has none"
            raise CuratorError(f"the format {known.name} has no option {name!r}", fix=there)
        if options[name].choices and value not in options[name].choices:
            fix = f"use one of: {', '.join(options[name].choices)}"
            raise CuratorError(f"{value!r} is no value of the option {name} of {known.name}", fix=fix)
    return settings


def title_of(text: str, key: str) -> str:
    """The first line of the text that is not blank, cut to 80 characters; else the key."""
    for part in (_ITS_BEGINNING, _FIRST_LINE):  # there are not often forty spaces more than are kept
        match = part.search(text)
        title = " ".join(match.group().split()) if match else ""
        if len(title) > TITLE_LENGTH:
            break
    return title[:TITLE_LENGTH].rstrip() or key


def utf8_hash(data: bytes) -> str:
    """The SHA-256, in hexadecimal, of a text that is at hand in UTF-8."""
    return hashlib.sha256(data).hexdigest()
