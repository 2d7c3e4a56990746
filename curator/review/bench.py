"""An adjudicator's desk: what two reviewers or more have finished, and every ruling on its way to gold."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from curator.errors import CuratorError
from curator.gold.case import Case
from curator.gold.docket import Docketed, docket, docketed
from curator.labels import LabelSet
from curator.model import GOLD, Attributes, Document
from curator.review.adjudication import Adjudication
from curator.review.opened import Keeper
from curator.review.proposal import Proposal, Refused
from curator.review.said import quoted
from curator.review.workplace import Workplace
from curator.store.api import Store
from curator.store.records import Act, Place, Tally


class Bench(Workplace[Adjudication]):
    """Opens disputed documents, the most disputed first, and has the rulings on them committed to the gold layer.

    Args:
        store: Where everything is.
        labels: What may be labelled.
        reviewers: Whose layers are adjudicated; at least two.
        author: Who rules.
        shuffled: Whether the letters of the reviewers change from document to document.
        keeper: What takes acts to the store; by default each is committed before the method returns.
        attributes_of: Reads a text as a label's attributes.
        amounts_in: Finds the amounts of money in a text, for the selection.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        *,
        reviewers: Sequence[str],
        author: str,
        shuffled: bool = False,
        keeper: Keeper | None = None,
        attributes_of: Callable[[str, str], Attributes] = lambda text, label: {},
        amounts_in: Callable[[str], Iterable[tuple[int, int]]] = lambda text: (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.reviewers = tuple(reviewers)
        self._shuffled = shuffled
        self.docket = docket(store, reviewers)
        if not self.docket:
            finished = ", ".join(f"{name} {store.tally(name).done}" for name in reviewers) or "nobody any"
            what = f"no document was finished by two reviewers ({finished})"
            raise CuratorError(what, fix="have two reviewers finish the same document, or name others")
        super().__init__(
            store, labels, layer=GOLD, author=author, keeper=keeper, attributes_of=attributes_of, amounts_in=amounts_in,
            clock=clock,
        )  # fmt: skip

    # What differs from a reviewer's desk

    def _load(self, document: Document, number: int, within: tuple[int, int] | None) -> Adjudication:
        beside = next(iter(self.store.side_by_side(self.reviewers, least=1, number=number)), None)
        layers = dict(beside.layers) if beside else {}
        if self._shuffled:
            layers = {name: layers[name] for name in sorted(layers, key=lambda name: _mixed(document.key, name))}
        case = Case(layers, self.store.decisions(layer=GOLD, key=document.key))
        return Adjudication(document, case, self.labels, *self._readers)

    def _reset(self, act: Act | None = None) -> list[str]:
        return self.session.reset_to(self.store.decisions(layer=GOLD, key=self.session.document.key))

    def _of_act(self, act: Act) -> list[str]:
        spans = self.store.spans_of_act(GOLD, self.number, act.id)
        session = self.session
        touched = [each for each in session.questions if any(cell.id in spans for cell in session.case.cells(each))]
        return [item_id for each in touched for item_id in session.shown_for(each.id)]

    def _counts(self) -> Tally:
        status = self.store.statuses(GOLD)
        found = [status.get(each.number, "todo") for each in self.docket]
        return Tally(len(found), found.count("started"), found.count("done"), found.count("skipped"), 0)

    def _place_name(self, layer: str) -> str:
        # Of each adjudicator, for they share the layer. No layer's name has a slash.
        return f"{layer}/{self.author}"

    # Documents

    def resume(self) -> None:
        """Open the document where this adjudicator was last, if it still waits; else the most disputed one."""
        place = self.store.place(self._place_name(GOLD))
        waiting = [each.number for each in self.docket if each.waiting]
        here = place.number if place and place.number in waiting else next(iter(waiting), self.docket[0].number)
        self._open(here, GOLD)

    def _open(self, number: int, layer: str, at: Place | None = None) -> None:
        super()._open(number, layer, at)
        self.ordinal = next((at for at, each in enumerate(self.docket, 1) if each.number == number), 0)
        question = self.session.question
        if question is None or question.state != "open":
            self.session.next_pending()

    def open(self, number: int, at: Place | None = None) -> None:
        """Leave the open document for this one. Raises Refused where it is not before the adjudicator."""
        if not any(each.number == number for each in self.docket):
            raise Refused("this document was not finished by two reviewers")
        self._change_to(number, GOLD, at)

    def step(self, step: Literal[-1, 1]) -> None:
        """Open the document behind or before this one, from the most disputed to the least."""
        place = self.ordinal - 1 + step
        if not 0 <= place < len(self.docket):
            raise Refused("this is the last document" if step > 0 else "this is the first document")
        self.open(self.docket[place].number)

    def open_unfinished(self, after: int = 0) -> bool:
        """Open the next document that waits, behind ``after`` in the docket; returns whether there is one."""
        self._keeper.flush()
        place = next((at for at, each in enumerate(self.docket, 1) if each.number == after), 0)
        for each in (*self.docket[place:], *self.docket[:place]):
            if each.waiting and self._refreshed(each).waiting:
                self._change_to(each.number, GOLD)
                return True
        found = next((each for each in self.look_again() if each.waiting), None)
        if found is not None:
            self._change_to(found.number, GOLD)
        return found is not None

    def look_again(self) -> list[Docketed]:
        """The docket as it is now: reviewers may have finished more, or changed what was settled."""
        self.docket = docket(self.store, self.reviewers)
        self.tally = self._counts()
        return self.docket

    def _refreshed(self, old: Docketed) -> Docketed:
        """Bring the docket up to date on one document."""
        beside = next(iter(self.store.side_by_side(self.reviewers, least=2, number=old.number)), None)
        new = old if beside is None else docketed(self.store, beside)
        self.docket[self.docket.index(old)] = new
        return new

    # Acts

    def act(self, proposal: Proposal) -> str:
        """Commit what is proposed and move on; returns a line that says what was done."""
        said = super().act(proposal)
        done = self.session.case.open == 0 and any(draft.ruling for draft in proposal.drafts)
        return f"{said} · all is decided: Enter finishes" if done and proposal.then == "next" else said

    def finish(self) -> str:
        """Finish the open document in gold, and open the next one that waits."""
        self.act(self.session.finish())
        return self._onward("settled")

    def skip(self, reason: str) -> str:
        """Leave the open document out of gold for a reason, and open the next one that waits."""
        self.act(self.session.skip(reason))
        return self._onward("skipped")

    def _onward(self, done: str) -> str:
        title = self.session.document.title
        if not self.open_unfinished(self.number):
            return f"{done}; nothing is left to adjudicate"
        return f"{done} {quoted(title)}"


def _mixed(key: str, name: str) -> bytes:
    return hashlib.blake2b(f"{key}\0{name}".encode(), digest_size=8).digest()
