"""A reviewer's desk: the session on the open document, in the reviewer's own layer."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

from curator.model import Document, Suggestion
from curator.review.proposal import Refused
from curator.review.session import Session
from curator.review.workplace import Workplace
from curator.store.records import Act

if TYPE_CHECKING:
    from curator.review.corpus import Plan


class Desk(Workplace[Session]):
    """A reviewer's desk, with the reviewer's own layer on it."""

    _remembers = True
    _reads_in_steps = True

    def _load(self, document: Document, number: int, within: tuple[int, int] | None) -> Session:
        store, layer = self.store, self.layer
        state = store.state(layer, number, None if within is None else ())
        # On a document to do nothing was decided; else all that is suggested on it would be looked through once more.
        if within is not None and state.review.status != "todo":
            state = store.state(layer, number, store.spans_within(layer, number, within))
        return Session(document, store.suggestions(number, within), state, self.labels, *self._readers)

    def _load_in_steps(self, document: Document, number: int) -> Generator[None, None, Session]:
        store, suggestions = self.store, list[Suggestion]()
        for page in store.suggestion_pages(number):
            suggestions += page
            yield
        session = Session(document, (), store.state(self.layer, number), self.labels, *self._readers)
        yield
        yield from session.proposing(suggestions)
        return session

    def _reset(self, act: Act | None = None) -> list[str]:
        store, layer, number = self.store, self.layer, self.number
        if act is None:
            return self.session.reset(store.state(layer, number))
        spans = store.spans_of_act(layer, number, act.id)
        return self.session.reset(store.state(layer, number, spans), spans)

    def _of_act(self, act: Act) -> list[str]:
        spans = self.store.spans_of_act(self.layer, self.number, act.id)
        return [item.id for item in self.session.items if item.id in spans]

    def refresh_suggestions(self) -> None:
        """Take up suggestions that were made for the open document after it was opened."""
        session = self.session
        untouched = not len(session.items) and not session.cursor and session.selection is None
        session.propose(self.store.suggestions(self.number))
        if untouched and session.focus is None and len(session.shown_pending):
            session.focus_on(session.shown_pending.at(0).id)

    def act_over(self, plan: Plan) -> str:
        """Commit what is planned for many documents, all of it as one act; returns a line that says what was done.

        In a document that is answered a second time, it is an act of its own there.

        Raises CuratorError where it, or an act before it, could not be saved; then `recover` shows what was.
        """
        if not plan.drafts:
            raise Refused(f"nothing to label.{plan.spared}")
        self._forget()
        own = self.session.document.key
        self.touched = []
        for layer in dict.fromkeys((self.home, self.layer)):
            here = [
                (key, draft)
                for key, drafts in plan.drafts
                for draft in drafts
                if layer == (self.layer if key == own else self.home)
            ]
            if here:
                keys, drafts = zip(*here, strict=True)
                decisions = self._stamp(drafts, keys=keys, layer=layer)
                self.store.commit(decisions)
                self.touched += self.session.absorb([each for each in decisions if each.document == own])
        self.tally = self._counts()
        if self.session.focus is None:
            self.session.go(self.session.cursor)
        return plan.said

    def finish(self, pending: Literal["accept", "reject"] | None = None) -> str:
        """Finish the open document and open the next unfinished one."""
        self.act(self.session.finish(pending))
        return self._onward("finished")

    def skip(self, reason: str) -> str:
        """Skip the open document for a reason and open the next unfinished one."""
        self.act(self.session.skip(reason))
        return self._onward("skipped")
