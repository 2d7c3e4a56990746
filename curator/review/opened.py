"""Which document is open: found in the queue, read at once or in steps, and left at a place to come back to."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

import msgspec

from curator.errors import CuratorError
from curator.model import Decision, Document
from curator.review.items import Item
from curator.review.proposal import Refused
from curator.review.reading import Reading
from curator.review.rounds import Rounds
from curator.store.api import Store
from curator.store.records import Note, Place, QueueRow, Tally

if TYPE_CHECKING:
    from curator.review.filter import SpanFilter

S = TypeVar("S", bound=Reading)

LONG = 60_000
"""Code points from which on reading a document's spans takes longer than a hand wants to wait."""
GLIMPSE = 12_000
"""Code points around a place that no screen is too large for."""
_GONE_AT_ONCE = 5_000
"""So many items are let go of in about a millisecond."""


class Keeper(Protocol):
    """Takes decisions to the store, now or soon."""

    def keep(self, decisions: Sequence[Decision], place: Place) -> None:
        """Have these committed, in order. Raises CuratorError where these or earlier ones cannot be."""

    def flush(self) -> None:
        """Return when all is committed. Raises CuratorError where something cannot be."""


class AtOnce:
    """Commits before it returns."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, decisions: Sequence[Decision], place: Place) -> None:
        """Commit these."""
        self._store.commit(decisions, place)

    def flush(self) -> None:
        """There is nothing to wait for."""


class Opened(Generic[S]):
    """The open document, and the queue that it stands in. Nothing is decided here.

    Args:
        store: Where everything is; it must hold at least one document.
        layer: The layer that is worked on. Documents that are to be labelled a second time come up in its queue, and
            are decided on in a layer of their own.
        keeper: What takes acts to the store; a document is read when all of them are there.
        in_steps: Whether of a long document only what is around the reviewer's place is read when it is opened, where
            this can be shown before the rest. Whoever has asked for that runs `reading` until the document is `whole`.

    Raises:
        CuratorError: There are no documents.
    """

    _reads_in_steps = False
    """Whether a part of a document can be read alone."""

    def __init__(self, store: Store, *, layer: str, keeper: Keeper, in_steps: bool) -> None:
        self.store = store
        self.home = layer
        self.layer = layer
        """That of the open document: ``home``, or the one of second answers."""
        self._rounds = Rounds(store, layer)
        self.top = 0
        """The first code point on the screen; whoever draws keeps it up to date."""
        self._keeper = keeper
        self._in_steps = in_steps and self._reads_in_steps
        self._rest: Generator[None, None, S] | None = None
        """Reads what is not read yet of the open document."""
        self.tally = self._counts()
        if not store.count():
            raise CuratorError("there are no documents", fix="import some: curator import FOLDER")
        self.number = 0
        self._left = (0, layer)
        """The document before, and its layer."""
        self.ordinal = 0
        """The place of the open document in the queue, from 1. 0 where some documents come twice: a place that jumps
        would tell which ones."""
        self.filter: SpanFilter | None = None
        """What is shown of every document; None for all."""
        self.within: tuple[int, int] | None = None
        """The stretch around the reviewer's place whose spans the session holds, if it does not hold all."""
        self.session: S
        self.touched: list[str] = []
        """The spans that the last act, undo or redo touched."""
        self.resume()

    @property
    def whole(self) -> bool:
        """Whether the session holds all of the document's spans. In a glimpse of it nothing can be decided."""
        return self.within is None

    # What differs between desks

    def _load(self, document: Document, number: int, within: tuple[int, int] | None) -> S:
        """The session on a document as it is saved, or on a stretch of it."""
        raise NotImplementedError

    def _load_in_steps(self, document: Document, number: int) -> Generator[None, None, S]:
        """What `_load` does of a whole document, in steps of a few milliseconds."""
        raise NotImplementedError

    def _place_name(self, layer: str) -> str:
        """The name under which the places in a layer are kept."""
        return layer

    def _counts(self) -> Tally:
        """The counts of the layer, as they are saved."""
        return self._rounds.tally()

    def _has_opened(self, number: int) -> None:
        """A document is open now."""
        raise NotImplementedError

    # Documents

    def resume(self) -> None:
        """Open the document where the reviewer was last, else the first unfinished one."""
        store, place = self.store, self.store.place(self._place_name(self.home))
        if place is None or not store.in_queue(self.home, place.number):
            first = store.next_unfinished(self.home, 0) or store.neighbour(self.home, 0, 1)
            self._open(first or 1, self.home)
            return
        self._open(place.number, self.home)
        if self.session.review.status in ("done", "skipped") and (again := self._rounds.due()):
            self._open(again, self._rounds.layers[-1])

    def open(self, number: int, at: Place | None = None) -> None:
        """Leave the open document for this one, at a place in it, or else where it was left.

        Raises Refused where there is no such document, or it is not assigned.
        """
        if not self.store.in_queue(self.home, number):
            if 1 <= number <= self.store.count():
                raise Refused("this document is not assigned to you")
            raise Refused("this is the last document" if number > 1 else "this is the first document")
        self._change_to(number, self.layer_of(number), at)

    def layer_of(self, number: int) -> str:
        """The layer in which the reviewer has this document now; see `Rounds`."""
        return self._rounds.shown_in(number, (self.number, self.layer))

    def notes(self, words: str = "") -> Sequence[Note]:
        """The reviewer's notes that hold these words, by document."""
        return self._rounds.notes(words, (self.number, self.layer))

    def queue_row(self, row: QueueRow) -> QueueRow:
        """A document of the queue as the reviewer has it now."""
        return self._rounds.row(row, (self.number, self.layer))

    def step(self, step: Literal[-1, 1]) -> None:
        """Open the document behind or before this one in the queue. Raises Refused where there is none."""
        number = self.store.neighbour(self.home, self.number, step)
        if number is None:
            raise Refused("this is the last document" if step > 0 else "this is the first document")
        self.open(number)

    def _change_to(self, number: int, layer: str, at: Place | None = None) -> None:
        here = (number, layer) == (self.number, self.layer)
        if not here or (not self.whole and self._rest is None):
            self.leave()
            self._open(number, layer, at)
            # So that whoever is cut off here comes back here.
            self.leave()

    def visit(self, place: Place) -> None:
        """Open a document at a place: with its span in focus, if that is shown there, else at its cursor."""
        self.open(place.number, place)
        self.read_whole()
        self.session.selection = None
        self.session.go(place.cursor)
        if self.session.items.get(place.focus):
            self.session.focus_on(place.focus)

    def open_unfinished(self, after: int = 0) -> bool:
        """Open the first unfinished document behind ``after``, or from the start on; returns whether there is one."""
        self._keeper.flush()
        again = self._rounds.due()
        number = again or self.store.next_unfinished(self.home, after)
        if number is None:
            return False
        self._change_to(number, self._rounds.layers[-1] if again else self.home)
        return True

    def _open(self, number: int, layer: str, at: Place | None = None) -> None:
        self._keeper.flush()
        left, self.layer = (self.number, self.layer), layer
        top, self.touched = self.top, []
        try:
            document, place = self._stored(number)
            place = place if at is None else msgspec.structs.replace(at, top=self.top)
            session, within = self._first_of(number, document, place)
        except BaseException:
            self.layer, self.top = left[1], top
            raise
        if within is not None:
            gone = list(self.session.items) if self.number else []
            self._rest = self._begin_in_steps(number, document, place, gone)
        else:
            self._rest = None
        self._left, self.number, self.session, self.within = left, number, session, within
        self.ordinal = self.store.ordinal(self.home, number) if not self._rounds.twice else 0
        self._has_opened(number)

    def _stored(self, number: int) -> tuple[Document, Place | None]:
        """A document, and where the reviewer left it, which is what is to be shown of it first."""
        document, place = self.store.document(number), self.store.place(self._place_name(self.layer), number)
        self.top = place.top if place else 0
        return document, place

    def _first_of(self, number: int, document: Document, place: Place | None) -> tuple[S, tuple[int, int] | None]:
        """The session on a document; on a long one, of the stretch around the reviewer's place, and that stretch.

        Where the stretch does not tell what the place will be, the document is read whole.
        """
        if self._in_steps and len(document.text) > LONG:
            within = self._around(self.top if place is None else place.cursor)
            session = self._placed(self._load(document, number, within), place)
            if place is not None or session.focus is not None:
                return session, within
        return self._placed(self._load(document, number, None), place), None

    def _begin_in_steps(
        self, number: int, document: Document, place: Place | None, gone: list[Item]
    ) -> Generator[None, None, S]:
        """Read a document, and first let go of the items of the one before, which takes as long where that was long."""
        while gone:
            del gone[-_GONE_AT_ONCE:]
            yield
        session = yield from self._load_in_steps(document, number)
        return self._placed(session, place)

    def reading(self) -> Iterator[None]:
        """Read the rest of the open document, in steps of a few milliseconds.

        Raises CuratorError where it cannot be read; then the document before is open again. If that fails too, the
        session stays a glimpse, in which nothing can be decided.
        """
        rest = self._rest
        if rest is None:
            return
        try:
            session = yield from rest
        except CuratorError:
            self._rest = None
            self._go_back()
            raise
        if self._rest is rest:
            self.session, self.within, self._rest = session, None, None

    def glimpse(self) -> tuple[int, int]:
        """The stretch of the open document that is to be shown first, if it is a long one."""
        return self.within or self._around(self.session.cursor)

    def _around(self, cursor: int) -> tuple[int, int]:
        """What may be on the screen when it is shown with this cursor, at its top or in the middle of it."""
        here = self.top if 0 <= cursor - self.top < GLIMPSE else cursor
        return max(0, here - GLIMPSE // 2), here + GLIMPSE * 3 // 2

    def read_whole(self) -> None:
        """Read the rest of the open document. Raises CuratorError as `reading` does."""
        deque(self.reading(), 0)

    def _go_back(self) -> None:
        """Open the document before again, all of it."""
        here = self.layer
        number, self.layer = self._left
        try:
            document, place = self._stored(number)
            self.session = self._placed(self._load(document, number, None), place)
        except BaseException:
            self.layer = here
            raise
        self.number, self.within = number, None
        self.ordinal = self.store.ordinal(self.home, number) if not self._rounds.twice else 0
        self._has_opened(number)

    def _placed(self, session: S, place: Place | None) -> S:
        """The session on a document, or on a stretch of it, at the place where the reviewer left it."""
        if self.filter is not None:
            session.show_only(self.filter)
        if place is not None:
            session.go(place.cursor)
        if place is None and len(session.shown_pending):
            session.focus_on(session.shown_pending.at(0).id)
        elif place is not None and session.shown.get(place.focus):
            session.focus_on(place.focus)
            session.cursor = place.cursor
        return session

    def show_only(self, kept: SpanFilter | None) -> None:
        """Show only the spans that a filter keeps, in this document and all others; None: all."""
        self.filter = kept
        self.session.show_only(kept)

    def place(self) -> Place:
        """Where the reviewer is."""
        focus = self.session.focus
        return Place(
            self.number, focus.id if focus else None, self.session.cursor, self.top, self._place_name(self.layer)
        )

    def leave(self) -> None:
        """Keep where the reviewer is."""
        self._keeper.flush()
        if self.whole or self._rest is not None:
            place = self.place()
            self.store.save_place(place.whose, place)
