"""What there is to adjudicate: the documents that two reviewers or more have finished, most disputed first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from curator.gold.case import Case
from curator.gold.disputes import find_disputes
from curator.model import GOLD, Status
from curator.store.api import Store
from curator.store.records import SideBySide


class Docketed(msgspec.Struct, frozen=True):
    """A document before the adjudicator.

    Attributes:
        number: Its number.
        key: Its key.
        reviewers: How many have finished it.
        disputes: How many disputes there are between them, ruled on or not.
        open: How many questions are to be ruled on.
        status: Where it stands in gold.
        waiting: Whether there is something to do.
    """

    number: int
    key: str
    reviewers: int
    disputes: int
    open: int
    status: Status
    waiting: bool


def docketed(store: Store, beside: SideBySide, *, begun: bool = True) -> Docketed:
    """Where one document stands. ``begun``: whether gold says anything of it."""
    if not begun:
        disputes = sum(not dispute.agreed for dispute in find_disputes(beside.layers))
        return Docketed(beside.number, beside.key, len(beside.layers), disputes, disputes, "todo", True)
    case = Case(beside.layers, store.decisions(layer=GOLD, key=beside.key))
    disputes = sum(not question.dispute.agreed for question in case.questions)
    status = case.state.review.status
    return Docketed(beside.number, beside.key, len(beside.layers), disputes, case.open, status, case.waiting)


def docket(store: Store, reviewers: Sequence[str]) -> list[Docketed]:
    """All documents that at least two of these reviewers have finished: those with most open questions first."""
    begun = store.statuses(GOLD)
    found = [docketed(store, beside, begun=beside.number in begun) for beside in store.side_by_side(reviewers, least=2)]
    return sorted(found, key=lambda each: (not each.waiting, -each.open, each.number))
