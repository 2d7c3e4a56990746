"""Where documents are worked on: every act on the open one, on its way to the store, and back by undo."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from curator.fold import DocumentState, Review
from curator.ids import Ids
from curator.labels import LabelSet
from curator.model import SPAN_KINDS, Attributes, Decision
from curator.review.journal import Entry, Journal
from curator.review.opened import AtOnce, Keeper, Opened, S
from curator.review.proposal import Draft, Proposal, Refused
from curator.review.said import PAST, counted, quoted
from curator.review.stopwatch import Stopwatch
from curator.store.api import Store
from curator.store.records import Act, Tally

PACE_SECONDS = 60.0
"""Active time before which a pace would only be a guess."""


class Workplace(Opened[S]):
    """Has what is decided on documents committed; the base of desks for reviewing and adjudicating.

    Args:
        store: Where everything is; it must hold at least one document.
        labels: What may be labelled.
        layer: The layer that is worked on; see `Opened`.
        author: Who decides.
        keeper: What takes acts to the store; by default each is committed before the method returns.
        attributes_of: Reads a text as a label's attributes, for spans made by hand.
        amounts_in: Finds the amounts of money in a text, for the selection.
        clock: Seconds since 1970.
        in_steps: Whether long documents are read in steps; see `Opened`.
    """

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
        self.labels = labels
        self._label_names = tuple(sorted(label.name for label in labels.labels))
        self.author = author
        self._readers = (attributes_of, amounts_in)
        self._clock = clock
        self._journal = Journal()
        self._ids = Ids(store.last_decision(), clock)
        self._watch = Stopwatch(clock)
        self.began = self._ids()
        """Behind this are all decisions of the session."""
        self._worked: set[tuple[int, str]] = set()
        self.pace = ""
        """How many spans an hour in this session, as of the last act, once a minute has passed."""
        super().__init__(store, layer=layer, keeper=keeper or AtOnce(store), in_steps=in_steps)

    # What differs between desks

    def _reset(self, act: Act | None = None) -> list[str]:
        """Have the session show what is saved, at least of what an act is about; returns the ids of what differs."""
        raise NotImplementedError

    def _of_act(self, act: Act) -> list[str]:
        """The ids of what an act is about in the open document."""
        raise NotImplementedError

    def _has_opened(self, number: int) -> None:
        self._journal.forget()
        self._watch.open(number)

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
        here = self.layer == layer and self.number in act.documents
        number = self.number if here else act.documents[0]
        # What is gone afterwards has its text told, so that it is looked up before.
        place = self._place_of(act, layer, number)
        decisions = self._stamp(
            [Draft(kind="undo") for _ in act.documents],
            layer=layer,
            undoes=act.id,
            keys=[self._key(n) for n in act.documents],
        )
        self.store.commit(decisions)
        self._show_reverted(act, layer, number)
        quote = quoted(self.session.text[slice(*place)]) if place else ""
        return self._reverted(word, act.kinds, quote)

    def _place_of(self, act: Act, layer: str, number: int) -> tuple[int, int] | None:
        """Where the first of the spans of a document stands that an act is about, as far as these are decided on."""
        state = self.store.state(layer, number, self.store.spans_of_act(layer, number, act.id))
        return min(((cell.span.start, cell.span.end) for cell in state.spans.values()), default=None)

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

    def _show_reverted(self, act: Act, layer: str, number: int) -> None:
        """Open a document that an act in this layer is about, and show there what was taken back or done again."""
        elsewhere = (self.number, self.layer) != (number, layer)
        if elsewhere:
            self.leave()
            self._open(number, layer)
            self.read_whole()
        before = self.session.review
        # Elsewhere it was read as it is now. All the same, one is to see what has changed.
        self.touched = self._of_act(act) if elsewhere else self._reset(act)
        alone = not elsewhere and len(act.documents) == 1
        self.tally = _recounted(self.tally, before, self.session.review) if alone else self._counts()
        self.session.selection = None

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
