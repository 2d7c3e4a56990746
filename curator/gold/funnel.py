"""How far the documents are on their way: from import to export."""

from __future__ import annotations

import msgspec

from curator.gold.disputes import find_disputes
from curator.gold.settled import POLICIES
from curator.gold.team import reviewers
from curator.model import GOLD, is_reviewers
from curator.store.api import Store


class Funnel(msgspec.Struct, frozen=True):
    """Numbers of documents; they say nothing of what anybody decided.

    Attributes:
        documents: All there are.
        assigned: Those that somebody is to label.
        finished_by_one: Finished by one reviewer or more.
        finished_by_two: Finished by two or more.
        agreed: Of these, those in which all who have finished have the same spans.
        adjudicated: Finished in gold.
        exported: In the last export of gold, or of what a policy made of the layers.
    """

    documents: int
    assigned: int
    finished_by_one: int
    finished_by_two: int
    agreed: int
    adjudicated: int
    exported: int


def funnel(store: Store) -> Funnel:
    """The funnel of a project."""
    people = reviewers(store)
    finished = store.finished_by(people)
    both = store.side_by_side(people, least=2)
    agreed = sum(all(dispute.agreed for dispute in find_disputes(beside.layers)) for beside in both)
    exported = [each.documents for each in store.exports() if each.layer == GOLD or each.layer in POLICIES]
    return Funnel(
        documents=store.count(),
        assigned=len({each.number for each in store.assigned() if is_reviewers(each.layer)}),
        finished_by_one=sum(finished.values()),
        finished_by_two=sum(number for times, number in finished.items() if times > 1),
        agreed=agreed,
        adjudicated=store.tally(GOLD).done,
        exported=exported[-1] if exported else 0,
    )
