"""What a store can do: the narrow protocol behind which SQLite stands, and one day a server.

Documents are numbered from 1 without gaps, in the order of import; a number never changes its document.
A store is used by the thread that opened it; another thread opens its own. What streams reads a page at a time: every
page is one consistent state, and the caller may write between two items.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

import msgspec

from curator.fold import DocumentState, Review, SpanCell
from curator.model import Annotated, Decision, Document, Kind, Span, Status, Suggestion
from curator.query import Query


class Incoming(msgspec.Struct, frozen=True):
    """A document on its way in, with what it brought along as suggestions.

    ``where`` names the place that it was read from, for messages.
    """

    document: Document
    suggestions: tuple[Suggestion, ...] = ()
    where: str = ""


class Intake(msgspec.Struct, frozen=True):
    """What became of one incoming document.

    ``added``: it is in the store now. ``same``: its text is there already, under ``key``. ``clash``: its key is there
    already, with a text whose SHA-256 is ``sha256``; nothing was changed.
    """

    outcome: Literal["added", "same", "clash"]
    incoming: Incoming
    key: str
    sha256: str


OnIntake = Callable[[Intake], Sequence[Decision] | None]
"""Is told what became of a document, and may return decisions on it, which are written with it."""


class Hit(msgspec.Struct, frozen=True):
    """A document found by a search, with the first passage that matches (code points)."""

    number: int
    key: str
    title: str
    start: int
    passage: str


class Passage(msgspec.Struct, frozen=True):
    """A hit with what stands around it: ``start`` and ``end`` (code points) in the text of the document ``number``."""

    number: int
    key: str
    title: str
    start: int
    end: int
    before: str
    hit: str
    after: str


class Sweep(msgspec.Struct, frozen=True):
    """All hits in some documents, up to the number ``upto``."""

    passages: tuple[Passage, ...]
    upto: int


class Act(msgspec.Struct, frozen=True):
    """What is undone or done again together. ``kinds`` are those of its decisions, in order."""

    id: str
    documents: tuple[int, ...]
    kinds: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """Where a reviewer was: document, focused span, cursor (code points) and first code point on the screen.

    ``whose``: the name under which it is kept beside decisions, where that is not the name of their layer, since
    several people work on it. It is "" in a place that is read.
    """

    number: int
    focus: str | None = None
    cursor: int = 0
    top: int = 0
    whose: str = ""


class Tally(msgspec.Struct, frozen=True):
    """How many documents there are, and how many of them stand where in a layer."""

    documents: int
    started: int
    done: int
    skipped: int
    flagged: int


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """That a document is to be labelled in a layer, or (``given`` False) no longer. Never changed once it is made.

    ``id`` is a UUIDv7, ``time`` UTC in RFC 3339, ``author`` who assigned, ``document`` its key. The queue of a layer
    is in order of ``position``; in a layer of second answers it says how many documents come first.
    """

    id: str
    time: str
    author: str
    layer: str
    document: str
    position: int
    given: bool = True


class Assigned(msgspec.Struct, frozen=True):
    """What is assigned now: a document, by number, in a layer, and its place in the queue."""

    layer: str
    number: int
    position: int


class Outline(msgspec.Struct, frozen=True):
    """A document without its text."""

    number: int
    key: str
    meta: dict[str, Any]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody saw, as an adjudicator, what reviewers decided. Never changed once it is made."""

    id: str
    time: str
    author: str
    layers: tuple[str, ...]
    purpose: str


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """That a layer, or what a policy made of several, was exported. ``manifest`` is the SHA-256 of its manifest."""

    id: str
    time: str
    author: str
    layer: str
    documents: int
    spans: int
    manifest: str


class SideBySide(msgspec.Struct, frozen=True):
    """A document as the reviewers who have finished it see it: spans in reading order, by layer, sorted by name."""

    number: int
    key: str
    layers: dict[str, tuple[Span, ...]]


Shown = Literal["all", "unfinished", "done", "skipped", "flagged", "noted"]
"""Which documents of a queue are shown."""


Sort = Literal["number", "state", "pending", "length", "touched"]
"""In which order they are: by number, what is to be done first, most pending first, the longest, the last decided on.
"""


class Standing(msgspec.Struct, frozen=True):
    """Documents that stand so: one of the statuses, or of what `Shown` names; or (not ``wanted``) all others."""

    values: tuple[str, ...]
    wanted: bool = True
    kind: Literal["state"] = "state"


class Holding(msgspec.Struct, frozen=True):
    """Documents that have one of these values; or (not ``wanted``) none of them.

    Attributes:
        kind: What has it. ``name``: key or title hold the words, in any case; ``text``: the text is found by the query;
            ``label``: a span of the layer, or a pending one, has the label; ``source``: a suggestion is from there
            (``hand``: a span of the layer is from nobody); ``note``: a note holds the words.
        values: The values.
        wanted: Whether they are wanted.
    """

    kind: Literal["name", "text", "label", "source", "note"]
    values: tuple[str, ...]
    wanted: bool = True


class Counted(msgspec.Struct, frozen=True):
    """Documents of which a count compares so: spans that are pending, or decided, or code points of the text."""

    kind: Literal["pending", "decided", "length"]
    operator: Literal["<", "<=", ">", ">=", "="]
    value: int
    wanted: bool = True


Only = Standing | Holding | Counted
"""What documents of a queue must be."""


class QueueRow(msgspec.Struct, frozen=True):
    """A document in the queue of a layer, with how many of its spans are decided on and how many are pending.

    ``note`` is that on the document; ``spans_noted`` says whether a span of it bears one.
    ``touched`` grows from decision to decision: it is that of the last one on the document, 0 where there is none.
    """

    number: int
    key: str
    title: str
    length: int
    status: Status
    reason: str | None
    flagged: bool
    note: str
    decided: int
    pending: int
    spans_noted: bool = False
    touched: int = 0


class Note(msgspec.Struct, frozen=True):
    """A note in a layer: on a document, or on a span of it.

    ``span`` is where the span is now, and ``quote`` its text. ``kind`` is the last decision on it; None where nobody
    decided. All three say nothing for a note on the document.
    """

    number: int
    key: str
    title: str
    text: str
    span_id: str | None = None
    span: Span | None = None
    kind: Kind | None = None
    quote: str = ""


class Precedent(msgspec.Struct, frozen=True):
    """How often a text was accepted and rejected with a label; ``just_so``: with the same case and white space."""

    label: str
    accepted: int
    rejected: int
    accepted_just_so: int = 0
    rejected_just_so: int = 0


class Precedents(msgspec.Struct, frozen=True):
    """What was decided on spans of one text, by label. Of the last decisions, ``behind`` may not be counted yet."""

    labels: tuple[Precedent, ...] = ()
    behind: int = 0


class PrecedentPlace(msgspec.Struct, frozen=True):
    """A span of the same text somewhere in a layer: its document, the last decision on it, and the text around it."""

    number: int
    key: str
    span_id: str
    kind: Kind
    span: Span
    before: str
    quote: str
    after: str


class Answered(msgspec.Struct, frozen=True):
    """How the suggestions of one source and label were answered.

    ``accepted`` are in the layer as they were suggested (attributes aside), ``edited`` with other edges or label.
    """

    source: str
    label: str
    accepted: int
    edited: int
    rejected: int

    @property
    def answered(self) -> int:
        """All of them."""
        return self.accepted + self.edited + self.rejected


class Stretch(msgspec.Struct, frozen=True):
    """What was done in some minutes from ``start`` on (seconds since 1970)."""

    start: float
    spans: int
    documents: int
    seconds: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in a layer.

    Attributes:
        decisions: All decisions, also undos and what was undone.
        undone: Decisions that do not hold any more.
        seconds: The active time of all decisions for which it was measured.
        documents: Documents that were finished or skipped.
        spans: Spans that were decided on.
        kinds: The decisions that hold, by kind.
        answered: How suggestions that are still there were answered, by source and label.
        stretches: The same in the order of time.
    """

    decisions: int = 0
    undone: int = 0
    seconds: float = 0.0
    documents: int = 0
    spans: int = 0
    kinds: dict[str, int] = {}
    answered: tuple[Answered, ...] = ()
    stretches: tuple[Stretch, ...] = ()


class Extent(msgspec.Struct, frozen=True):
    """How far the log of a layer goes: its decisions, their authors, and the id and time of the first and the last."""

    count: int
    authors: int
    first: str
    first_time: str
    last: str
    last_time: str


class Store(Protocol):
    """Documents, suggestions, decisions and their fold."""

    def another(self) -> Store:
        """The same store once more, for the thread that calls this. Raises CuratorError."""

    def interrupt(self) -> None:
        """Have what another thread is reading or writing here end at once; it raises CuratorError there."""

    def close(self) -> None:
        """Give everything back."""

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read within is all of one moment, whatever others write meanwhile; nothing can be written within."""

    # documents

    def add(
        self, incoming: Iterable[Incoming], on_intake: OnIntake, *, durable: bool = False, keep: bool = True
    ) -> None:
        """Add documents, all of them or, if ``incoming`` or ``on_intake`` raises, none.

        The suggestions of a document whose text is there already go to that document, where they replace what their
        sources proposed before this call. Those of a clash are left out. Nobody else can write until it returns.

        Args:
            incoming: The documents.
            on_intake: Is told of each; the decisions that it returns are written too, a batch at a time.
            durable: Whether it is on the disk when this returns, as it should be where decisions are written.
            keep: Whether anything is kept; else all is undone at the end, as a rehearsal.

        Raises:
            CuratorError: Something cannot be written as UTF-8, a suggestion leaves its text, or a decision is in the
                log already.
        """

    def count(self) -> int:
        """How many documents there are."""

    def document(self, number: int) -> Document:
        """The document with this number. Raises KeyError."""

    def number(self, key: str) -> int | None:
        """The number of the document with this key."""

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        """The first documents whose text holds the query as it stands, whatever its case.

        A passage has some 40 code points on each side of the match.
        """

    def sweep(self, query: Query, *, after: int = 0) -> Iterator[Sweep]:
        """Every place of a query's terms in the documents behind ``after`` that match it, by number.

        Answers every twentieth of a second or so, whether or not something was found, and reads on only when it is
        asked for more. The last one reaches up to the last document. Some 120 code points are around each hit.
        """

    # suggestions

    def fingerprint(self, number: int, source: str) -> str | None:
        """The fingerprint of the suggester that last ran over the document under this name."""

    def suggestions(self, number: int, within: tuple[int, int] | None = None) -> list[Suggestion]:
        """The suggestions on a document, in reading order; one a source.

        ``within``: only those that share a code point with this half-open stretch.
        """

    def save_suggestions(
        self, rows: Iterable[tuple[int, Sequence[Suggestion]]], *, source: str, fingerprint: str
    ) -> None:
        """Replace what ``source`` proposed for each document number, in one transaction.

        All rows are made before others are locked out, and held until then: give a large corpus in portions.

        Raises:
            KeyError: There is no such document.
            CuratorError: A suggestion leaves its text.
        """

    def unsuggested(self, source: str, fingerprint: str, after: int = 0) -> Iterator[int]:
        """The numbers behind ``after`` of documents that ``source`` did not see with this fingerprint."""

    # decisions

    def commit(self, decisions: Sequence[Decision], place: Place | None = None) -> None:
        """Write decisions and what follows from them, and the place, in one durable transaction.

        The place is one in the layer of the first decision.

        Raises:
            CuratorError: The database is locked, full or gone, a document is unknown, or a decision is in the log
                already; then nothing is written.
        """

    def decisions(self, *, layer: str | None = None, key: str | None = None) -> Iterator[Decision]:
        """The log, or the part of it on one layer or document, in order of the ids."""

    def extent(self, layer: str) -> Extent | None:
        """How far the log of a layer goes; None where it has no decision."""

    def finished_at(self, layer: str) -> dict[str, str]:
        """When each document of a layer was last finished, by its key; also those that were reopened since."""

    def labels_at(self, layer: str) -> dict[str, tuple[str, ...]]:
        """The names of the labels that there were when a document was last finished, by its key, where known."""

    def last_decision(self) -> str | None:
        """The greatest id in the log."""

    def undo_target(self, layer: str, author: str) -> Act | None:
        """The act that an undo by this author in this layer would take back: the last one that stands."""

    def redo_target(self, layer: str, author: str) -> Act | None:
        """The undo that a redo would take back; its ``kinds`` and ``documents`` are those of the act done again.

        There is none once the author has done something new in the layer.
        """

    # state

    def state(self, layer: str, number: int, spans: Collection[str] | None = None) -> DocumentState:
        """The fold of the decisions on one document in one layer; with ``spans``, only of these spans."""

    def spans_of_act(self, layer: str, number: int, act: str) -> set[str]:
        """The spans of a document on which an act, or what it takes back in the end, says something."""

    def spans_within(self, layer: str, number: int, within: tuple[int, int]) -> set[str]:
        """The spans of a document, suggested or in the layer, that share a code point with this half-open stretch."""

    def within(self, layer: str, number: int, start: int, end: int) -> tuple[list[SpanCell], list[Suggestion]]:
        """The cells and suggestions of a document that share a code point with [start, end).

        Where a cell stands there and the suggestion of the same id does not, or the other way round, both are given.
        """

    def review(self, layer: str, number: int) -> Review:
        """Where one document stands in one layer."""

    def tally(self, layer: str) -> Tally:
        """The counts of a layer."""

    def layers(self) -> list[str]:
        """The names of all layers that have a decision, sorted."""

    def next_unfinished(self, layer: str, after: int) -> int | None:
        """The first document that is neither done nor skipped behind ``after``; else from the start on.

        Where the layer has an assignment: among it, and in its order.
        """

    def queue(
        self,
        layer: str,
        shown: Shown = "all",
        *,
        sort: Sort = "number",
        only: Sequence[Only] = (),
        after: int = 0,
        before: int | None = None,
        behind: QueueRow | None = None,
        limit: int = 50,
    ) -> list[QueueRow]:
        """The first ``limit`` documents that are all that is asked for in ``only``.

        Where the layer has an assignment: among it. By number (with an assignment: in its order), they are those behind
        ``after``; or, with ``before``, the last ones before it. In any other order they are those behind the row
        ``behind``. Only documents with a decision in the layer are sorted by ``touched``.
        """

    def annotated(self, layer: str, statuses: Sequence[str] = ("done",)) -> Iterator[Annotated]:
        """The documents that stand so in a layer, by number, with the layer's spans."""

    def notes(self, layer: str, containing: str = "", *, limit: int | None = None) -> list[Note]:
        """The notes that hold these words, whatever the case; by document, that on it before those on its spans."""

    def figures(self, layer: str, *, author: str | None = None, since: str = "") -> Figures:
        """What was done in a layer; only by one author, only behind one decision, if these are given.

        Acceptance is that of all authors. It takes seconds where there are a million decisions.
        """

    # precedents

    def index_quotes(self, most: int = 2000) -> int:
        """Take up to so many decisions into what is known about texts; returns how many are still missing."""

    def precedents(self, layer: str, quote: str, *, but: tuple[int, str] = (0, "")) -> Precedents:
        """How often spans of this text were accepted or rejected in a layer, by label, the most frequent first.

        Two texts are the same if they are so but for case and the length of white space. The span ``but`` (number of
        its document, id) is left out.
        """

    def precedent_places(
        self, layer: str, quote: str, label: str, *, rejected: bool, but: tuple[int, str] = (0, ""), limit: int = 20
    ) -> list[PrecedentPlace]:
        """Where spans of this text were accepted (or rejected) with a label, the latest decision first."""

    def statuses(self, layer: str) -> dict[int, Status]:
        """Where the documents stand that anything was decided on in a layer, by number."""

    def side_by_side(self, layers: Sequence[str], *, least: int = 2, number: int | None = None) -> Iterator[SideBySide]:
        """The documents, or one, that at least so many of these layers have finished, by number."""

    def finished_by(self, layers: Sequence[str]) -> dict[int, int]:
        """How many documents are finished in just so many of these layers; those in none are left out."""

    # assignments

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Write assignments, and what is assigned then, in one durable transaction.

        Raises:
            CuratorError: As `commit`.
        """

    def assignments(self) -> Iterator[Assignment]:
        """The log of assignments, in order of the ids."""

    def assigned(self, layer: str | None = None) -> list[Assigned]:
        """What is assigned now, in all layers or one; by layer and position."""

    def has_assignment(self, layer: str) -> bool:
        """Whether any document is assigned in the layer; if so, it is about those alone."""

    def outlines(self) -> Iterator[Outline]:
        """All documents without their texts, by number."""

    def neighbour(self, layer: str, number: int, step: Literal[-1, 1]) -> int | None:
        """The document behind or before this one in the queue of a layer."""

    def in_queue(self, layer: str, number: int) -> bool:
        """Whether the document is there and, where the layer has an assignment, among it."""

    def ordinal(self, layer: str, number: int) -> int:
        """The place of the document in the queue of a layer, from 1; 0 where it is not in it."""

    def due_repeat(self, layer: str, repeat: str) -> int | None:
        """The first document whose second answer, in the layer ``repeat``, is due.

        It is when the first answer is finished in ``layer``, with as many documents as its position says; or with all.
        """

    # who saw what, and what went out

    def note_access(self, access: Access) -> None:
        """Keep that somebody saw what reviewers decided."""

    def accesses(self) -> list[Access]:
        """Who saw what, in order."""

    def note_export(self, exported: Exported) -> None:
        """Keep that a layer was exported."""

    def exports(self) -> list[Exported]:
        """What was exported, in order."""

    # places

    def place(self, layer: str, number: int | None = None) -> Place | None:
        """Where the reviewer of this layer was last, in this document or in any."""

    def save_place(self, layer: str, place: Place) -> None:
        """Keep where the reviewer is."""

    # care

    def check(self) -> Iterator[str]:
        """One line for each thing that is wrong: offsets, hashes, fold against state, SQLite's own integrity."""
