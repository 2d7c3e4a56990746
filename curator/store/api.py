"""What a store can do: the narrow protocol behind which SQLite stands, and one day a server.

Documents are numbered from 1 without gaps, in the order of import; a number never changes its document.
A store is used by the thread that opened it; another thread opens its own. What streams reads a page at a time: every
page is one consistent state, and the caller may write between two items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol

from curator.fold import DocumentState, Review, SpanCell
from curator.model import Annotated, Decision, Document, Status, Suggestion
from curator.query import Query
from curator.store.records import (
    Access,
    Act,
    Assigned,
    Assignment,
    Exported,
    Extent,
    Figures,
    Hit,
    Incoming,
    Note,
    OnIntake,
    Only,
    Outline,
    Place,
    PrecedentPlace,
    Precedents,
    QueueRow,
    Shown,
    SideBySide,
    Sort,
    Sweep,
    Tally,
)


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

        ``within``: only those that share a code point with this half-open stretch; but for spans that begin more than
        100,000 code points before it.
        """

    def suggestion_pages(self, number: int) -> Iterator[list[Suggestion]]:
        """The suggestions on a document in reading order, some hundreds at a time, each of which takes milliseconds."""

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
