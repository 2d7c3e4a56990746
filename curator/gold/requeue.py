"""A guideline has changed: the rulings that cited it are to be made again, and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec

from curator.fold import SpanCell
from curator.gold.case import Case, Question
from curator.gold.rulings import cites, outdated
from curator.gold.team import reviewers
from curator.ids import Ids
from curator.model import GOLD, Decision, Ruling
from curator.store.api import Store


class Cited(msgspec.Struct, frozen=True):
    """A ruling that rests on a guideline: where it is, and what it says."""

    document: str
    start: int
    end: int
    text: str
    ruling: Ruling


def requeue(
    store: Store,
    guideline: str | None,
    wordings: Mapping[str, str],
    *,
    author: str,
    time: str,
    changed: bool = False,
    dry_run: bool = False,
) -> list[Cited]:
    """Open the questions again whose rulings cite a guideline, all in one act; returns the rulings.

    Gold keeps what it has there until there is a new ruling. A document that was finished is open again, too.

    Args:
        store: Where gold is.
        guideline: The name of a label, or a part of what was cited; None for all guidelines.
        wordings: What the guidelines of all labels say now, by name; see `Label.wording`.
        author: Who has them made again.
        time: When, UTC in RFC 3339.
        changed: Only rulings that were made when the guideline said something else.
        dry_run: Whether nothing is to be written.
    """
    make_id = Ids(store.last_decision())
    found: list[Cited] = []
    decisions: list[Decision] = []
    act: str | None = None
    for key, case, question in _citing(store, guideline, wordings):
        number = store.number(key) or 0
        ruling = question.ruling
        if ruling is None or (changed and not outdated(ruling, wordings)):
            continue
        text = store.document(number).text[question.start : question.end]
        found.append(Cited(key, question.start, question.end, text, ruling))
        again = msgspec.structs.replace(ruling, how="reopened")
        before = len(decisions)
        for cell in case.cells(question):
            name = make_id()
            act = act or name
            decisions.append(
                Decision(
                    id=name, act=act, time=time, layer=GOLD, author=author, document=key, kind=_same(cell),
                    span_id=cell.id, span=cell.span, suggestion=cell.suggestion, ruling=again,
                )
            )  # fmt: skip
        known = any(each.kind == "reopen" and each.document == key for each in decisions[:before])
        if case.state.review.status == "done" and not known:
            name = make_id()
            decisions.append(
                Decision(id=name, act=act or name, time=time, layer=GOLD, author=author, document=key, kind="reopen")
            )
    if not dry_run:
        store.commit(decisions)
    return found


def _citing(store: Store, guideline: str | None, labels: Collection[str]) -> Iterator[tuple[str, Case, Question]]:
    """The decided questions whose last ruling cites the guideline; or any, if it is None."""
    begun = store.statuses(GOLD)
    for beside in store.side_by_side(reviewers(store), least=1):
        if beside.number in begun:
            case = Case(beside.layers, store.decisions(layer=GOLD, key=beside.key))
            for question in case.questions:
                ruling = question.ruling
                if question.state != "decided" or ruling is None or not ruling.guideline:
                    continue
                if guideline is None or cites(ruling, guideline, labels):
                    yield beside.key, case, question


def _same(cell: SpanCell) -> Literal["accept", "change", "reject"]:
    """The decision that leaves a span in gold, or out of it, as it is."""
    if not cell.live:
        return "reject"
    return "change" if cell.suggestion is None else "accept"
