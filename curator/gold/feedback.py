"""Where gold differs from what a reviewer had, and why: how guidelines get better."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from curator.gold.case import Case, Question
from curator.gold.team import reviewers
from curator.model import GOLD, How, Ruling, Span, reading_order, repeat_layer
from curator.store.api import Store


class Difference(msgspec.Struct, frozen=True):
    """One place where they differ. Who else had what is not in it.

    Attributes:
        document: The key of the document.
        title: Its title.
        number: Its number.
        start: Where the place begins, in code points.
        end: Where it ends.
        text: The text there.
        mine: What the reviewer has there.
        gold: What gold has there.
        how: How gold came by it; None where somebody made it by hand.
        reason: Why, in the adjudicator's words.
        guideline: The guideline it rests on.
    """

    document: str
    title: str
    number: int
    start: int
    end: int
    text: str
    mine: tuple[Span, ...]
    gold: tuple[Span, ...]
    how: How | None = None
    reason: str = ""
    guideline: str = ""


WORDS: dict[How | None, str] = {
    "agreed": "all others had it", "take": "another reviewer’s", "majority": "by majority", "union": "all of it",
    "intersection": "what all had", "span": "the adjudicator’s", "label": "the adjudicator’s label",
    "nothing": "nothing here", "reopened": "to be ruled on again", None: "by hand",
}  # fmt: skip
"""How gold came by a span, in words for the reviewer."""


def feedback(store: Store, reviewer: str, number: int | None = None) -> Iterator[Difference]:
    """The differences in the documents, or in one, that both the reviewer and gold have finished; by number.

    A document whose second answer is still to come is left out, for it would not be blind any more.
    """
    again = repeat_layer(reviewer)
    to_come = {each.number for each in store.assigned(again)}
    to_come -= {n for n, status in store.statuses(again).items() if status in ("done", "skipped")}
    settled = {n for n, status in store.statuses(GOLD).items() if status == "done"} - to_come
    for beside in store.side_by_side(reviewers(store), least=1, number=number):
        if beside.number not in settled or reviewer not in beside.layers:
            continue
        case = Case(beside.layers, store.decisions(layer=GOLD, key=beside.key))
        found = [question for question in case.questions if _differs(question, reviewer)]
        if found:
            document = store.document(beside.number)
            for question in found:
                ruling = question.ruling or Ruling(how="agreed", start=question.start, end=question.end)
                yield Difference(
                    document.key, document.title, beside.number, question.start, question.end,
                    document.text[question.start : question.end], _mine(question, reviewer), question.spans(),
                    ruling.how if question.ruling else None, ruling.reason, ruling.guideline,
                )  # fmt: skip


def _mine(question: Question, reviewer: str) -> tuple[Span, ...]:
    return tuple(sorted(question.dispute.basis.get(reviewer, ()), key=reading_order))


def _differs(question: Question, reviewer: str) -> bool:
    return question.state == "decided" and _mine(question, reviewer) != question.spans()
