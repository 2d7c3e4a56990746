"""Where documents are worked on: the session on the open one, the queue, and every act on its way to the store."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

import msgspec

from curator.errors import CuratorError
from curator.fold import DocumentState, Review
from curator.ids import Ids
from curator.labels import LabelSet
from curator.model import SPAN_KINDS, Attributes, Decision, Document
from curator.review.items import Item
from curator.review.journal import Entry, Journal
from curator.review.reading import Reading
from curator.review.rounds import Rounds
from curator.review.said import PAST, counted, quoted
from curator.review.session import Draft, Proposal, Refused
from curator.review.stopwatch import Stopwatch
from curator.store.api import Store
from curator.store.records import Act, Note, Place, QueueRow, Tally

if TYPE_CHECKING:
    from curator.review.filter import SpanFilter

S = TypeVar("S", bound=Reading)

PACE_SECONDS = 60.0
"""Active time before which a pace would only be a guess."""
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


class Workplace(Generic[S]):
    """Opens documents and has what is decided on them committed; the base of desks for reviewing and adjudicating.

    Args:
        store: Where everything is; it must hold at least one document.
        labels: What may be labelled.
        layer: The layer that is worked on. Documents that are to be labelled a second time come up in its queue, and
            are decided on in a layer of their own.
        author: Who decides.
        keeper: What takes acts to the store; by default each is committed before the method returns.
        attributes_of: Reads a text as a label's attributes, for spans made by hand.
        amounts_in: Finds the amounts of money in a text, for the selection.
        clock: Seconds since 1970.
        in_steps: Whether of a long document only what is around the reviewer's place is read when it is opened, where
            this can be shown before the rest. Whoever has asked for that runs `reading` until the document is `whole`.
    """

    _reads_in_steps = False
    """Whether a part of a document can be read alone."""
    _remembers = False
    """Whether a document's cells depend on its own acts alone, so that these can be brought back as they were."""

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        *,
        layer: str,
        author: str,
        keeper: Keeper | None = None,
        attributes_of: Callable[[str, str], Attributes] = lambda text, label: {},
        amounts_in: Callable[[str], Iterable[tuple[int, int]]] = lambda text: (),
        clock: Callable[[], float] = time.time,
        in_steps: bool = False,
    ) -> None:
        self.store = store
        self.labels = labels
        self._label_names = tuple(sorted(label.name for label in labels.labels))
        self.home = layer
        self.layer = layer
        """That of the open document: ``home``, or the one of second answers."""
        self._rounds = Rounds(store, layer)
        self.author = author
        self.top = 0
        """The first code point on the screen; whoever draws keeps it up to date."""
        self._keeper = keeper or AtOnce(store)
        self._readers = (attributes_of, amounts_in)
        self._clock = clock
        self._in_steps = in_steps and self._reads_in_steps
        self._rest: Generator[None, None, S] | None = None
        """Reads what is not read yet of the open document."""
        self._journal = Journal()
        self._ids = Ids(store.last_decision(), clock)
        self._watch = Stopwatch(clock)
        self.began = self._ids()
        """Behind this are all decisions of the session."""
        self._worked: set[tuple[int, str]] = set()
        self.pace = ""
        """How many spans an hour in this session, as of the last act, once a minute has passed."""
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

    def _reset(self, act: Act | None = None) -> list[str]:
        """Have the session show what is saved, at least of what an act is about; returns the ids of what differs."""
        raise NotImplementedError

    def _of_act(self, act: Act) -> list[str]:
        """The ids of what an act is about in the open document."""
        raise NotImplementedError

    def _place_name(self, layer: str) -> str:
        """The name under which the places in a layer are kept."""
        return layer

    def _counts(self) -> Tally:
        """The counts of the layer, as they are saved."""
        return self._rounds.tally()

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
        self._journal.forget()
        self._watch.open(number)

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
        self._watch.open(number)

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

    # Acts

    def active(self) -> None:
        """The reviewer does something, a key is pressed: the time until now was spent on the open document."""
        self._watch.active()

    def act(self, proposal: Proposal) -> str:
        """Commit what is proposed and move on; returns a line that says what was done.

        Raises CuratorError where it, or an act before it, could not be saved; then `recover` shows what was.
        """
        self._refuse_glimpse()
        session = self.session
        decisions = self._stamp(proposal.drafts)
        if decisions:
            self._keeper.keep(decisions, self.place())
            spans = {decision.span_id for decision in decisions if decision.span_id}
            before = session.cells_of(spans)
            self.touched = session.absorb(decisions)
            kinds = tuple(decision.kind for decision in decisions)
            if self._remembers:
                self._journal.note(Entry(decisions[0].act, kinds, spans, before, session.cells_of(spans)))
            self._worked.update((self.number, d.span_id) for d in decisions if d.span_id and d.kind in SPAN_KINDS)
            self._measure_pace()
            session.selection = None
            # Not asked of the store: that would wait for the disk, or for who holds the lock.
            self.tally = _recounted(self.tally, before.review, session.review)
        else:
            self.touched = []
        self._move_on(proposal, decisions)
        return proposal.said or self._told(decisions)

    def _refuse_glimpse(self) -> None:
        """Nothing is decided in a document that was not read whole."""
        if not self.whole:
            raise Refused("the document could not be read; open it again, or another one")

    def _measure_pace(self) -> None:
        seconds = self._watch.total
        self.pace = f"{len(self._worked) * 3600 / seconds:,.0f} spans/h" if seconds >= PACE_SECONDS else ""

    def flush(self) -> None:
        """Return when all that was decided is in the store. Raises CuratorError where it cannot be."""
        self._keeper.flush()

    def recover(self) -> None:
        """Show what is saved, after something could not be."""
        self._journal.forget()
        self.session.selection = None
        self.touched = self._reset()
        self.tally = self._counts()

    def _move_on(self, proposal: Proposal, decisions: Sequence[Decision]) -> None:
        session = self.session
        if proposal.then == "next":
            session.selection = None
            if not session.next_pending() and session.focus is None:
                session.go(session.cursor)
        elif proposal.then == "made" and decisions:
            session.focus_on(decisions[0].span_id)
        elif session.focus is None:
            session.go(session.cursor)

    def _onward(self, done: str) -> str:
        title = self.session.document.title
        if not self.open_unfinished(self.number):
            return f"{done}; no unfinished document is left"
        return f"{done} {quoted(title)}"

    def undo(self) -> str:
        """Take back the last act, in whatever document and session it was; returns a line that says what it was."""
        self._refuse_glimpse()
        if entry := self._journal.last_done:
            quote = self._quote_of(entry.spans)
            undo = self._revert_here(entry.act, entry.before, entry)
            self._journal.undid(undo)
            return self._reverted("undid", entry.kinds, quote)
        self._forget()
        return self._revert(self._last(self.store.undo_target), "undid")

    def redo(self) -> str:
        """Do again what was undone last."""
        self._refuse_glimpse()
        if (entry := self._journal.last_undone) and entry.undo:
            quote = self._quote_of(entry.spans)
            self._revert_here(entry.undo, entry.after, entry)
            self._journal.redid()
            return self._reverted("did again", entry.kinds, quote)
        self._forget()
        found, done = self._last(self.store.redo_target), self._last(self.store.undo_target)
        # Nothing is done again once something new was done in the other round.
        return self._revert(found if found and not (done and done[0].id > found[0].id) else None, "did again")

    def _forget(self) -> None:
        """From here on, the store is asked what was done."""
        self._keeper.flush()
        self._journal.forget()

    def _revert_here(self, undoes: str, state: DocumentState, entry: Entry) -> str:
        """Take back an act on the open document, so that its spans are as in ``state``; returns the id of the undo."""
        decisions = self._stamp([Draft(kind="undo")], undoes=undoes)
        self._keeper.keep(decisions, self.place())
        before = self.session.review
        self.session.selection = None
        self.touched = self.session.reset(state, entry.spans)
        self.tally = _recounted(self.tally, before, self.session.review)
        return decisions[0].id

    def _last(self, target: Callable[[str, str], Act | None]) -> tuple[Act, str] | None:
        """The last of the acts that could be meant, in whichever round it was, with its layer."""
        found = [(act, layer) for layer in self._rounds.layers if (act := target(layer, self.author))]
        return max(found, key=lambda pair: pair[0].id, default=None)

    def _revert(self, found: tuple[Act, str] | None, word: str) -> str:
        if found is None:
            raise Refused("nothing to undo" if word == "undid" else "nothing to do again")
        act, layer = found
        decisions = self._stamp(
            [Draft(kind="undo") for _ in act.documents],
            layer=layer,
            undoes=act.id,
            keys=[self._key(n) for n in act.documents],
        )
        self.store.commit(decisions)
        quote = self._show_reverted(act, layer)
        return self._reverted(word, act.kinds, quote)

    def _reverted(self, word: str, kinds: Sequence[str], quote: str) -> str:
        """Bring what was taken back, or done again, into focus; returns the line that says what it was.

        ``quote`` is the text that it was about, for what is not there any more.
        """
        touched = ((self.number, span_id) for span_id in self.touched)
        (self._worked.difference_update if word == "undid" else self._worked.update)(touched)
        self._measure_pace()
        self._focus_touched()
        return f"{word}: {counted(kinds)} {self._quote_of(self._in_focus()) or quote}".rstrip()

    def _key(self, number: int) -> str:
        """The key of a document; of the open one without reading all of it."""
        return (self.session.document if number == self.number else self.store.document(number)).key

    def _show_reverted(self, act: Act, layer: str) -> str:
        """Open the document that an act in this layer is about, and show there what was taken back or done again.

        Returns:
            What it was about, as far as that was on the screen before.
        """
        elsewhere = self.number not in act.documents or self.layer != layer
        quote = "" if elsewhere else self._quote_of(self.store.spans_of_act(layer, self.number, act.id))
        if elsewhere:
            self.leave()
            self._open(act.documents[0], layer)
            self.read_whole()
        before = self.session.review
        # Elsewhere it was read as it is now. All the same, one is to see what has changed.
        self.touched = self._of_act(act) if elsewhere else self._reset(act)
        alone = not elsewhere and len(act.documents) == 1
        self.tally = _recounted(self.tally, before, self.session.review) if alone else self._counts()
        self.session.selection = None
        return quote

    def _focus_touched(self) -> None:
        shown = next((key for key in self.touched if self.session.items.get(key)), None)
        if shown:
            self.session.focus_on(shown)
        elif self.session.focus is None:
            self.session.go(self.session.cursor)

    def _in_focus(self) -> Collection[str]:
        """The id of the span in focus, if it was just touched."""
        focus = self.session.focus
        return (focus.id,) if focus and focus.id in self.touched else ()

    def _quote_of(self, ids: Collection[str]) -> str:
        """The text of the first of these spans, if one is there."""
        there = [item.span for span_id in ids if (item := self.session.items.get(span_id))]
        first = min(there, key=lambda span: (span.start, span.end), default=None)
        return quoted(self.session.text[first.start : first.end]) if first else ""

    def _stamp(
        self,
        drafts: Sequence[Draft],
        *,
        layer: str | None = None,
        undoes: str | None = None,
        keys: Sequence[str] | None = None,
    ) -> list[Decision]:
        """The decisions that these drafts become now, all of one act."""
        open_key = self.session.document.key
        documents = [open_key] * len(drafts) if keys is None else keys
        # The time goes to one decision on the open document, so that it can be added up.
        timed = documents.index(open_key) if open_key in documents else None
        seconds = 0.0 if timed is None else self._watch.take(self.number)
        now = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        ids = [self._ids() for _ in drafts]
        return [
            Decision(
                id=decision_id, act=ids[0], time=now, layer=layer or self.layer, author=self.author,
                document=documents[place], kind=draft.kind,
                span_id=decision_id if draft.kind == "add" else draft.span_id, span=draft.span,
                suggestion=draft.suggestion, undoes=undoes, text=draft.text, seconds=seconds if place == timed else 0.0,
                ruling=draft.ruling, labels=self._label_names if draft.kind == "finish" else None,
            )
            for place, (draft, decision_id) in enumerate(zip(drafts, ids, strict=True))
        ]  # fmt: skip

    def _told(self, decisions: Sequence[Decision]) -> str:
        if not decisions:
            return ""
        first = decisions[0]
        if first.kind == "flag":
            return "flagged" if first.text else "flag removed"
        if first.kind == "note" and not first.text:
            return "note removed"
        if first.span is None:
            return PAST[first.kind]
        quote = quoted(self.session.text[first.span.start : first.span.end])
        done = "note on" if first.kind == "note" else PAST[first.kind]
        return f"{done} {first.span.label} {quote}"


def _recounted(tally: Tally, before: Review, after: Review) -> Tally:
    """The counts after one document has come to stand elsewhere."""

    def moved(status: str) -> int:
        return (after.status == status) - (before.status == status)

    return Tally(
        documents=tally.documents,
        started=tally.started + moved("started"),
        done=tally.done + moved("done"),
        skipped=tally.skipped + moved("skipped"),
        flagged=tally.flagged + after.flagged - before.flagged,
    )
