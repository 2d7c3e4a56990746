"""What stands in the lanes of an adjudication: the spans of each reviewer, and behind them all those of gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curator.gold.case import Question
from curator.model import Span, suggestion_id
from curator.review.items import Item, Mark, named

_GOLD = "gold"
DISPUTED = "dispute"
"""What stands in the lane of gold where nothing is decided."""


def is_gold(item_id: str) -> bool:
    """Whether an item stands in the lanes of gold."""
    return item_id.startswith(_GOLD)


def reviewer_of(item_id: str) -> int:
    """The place of the reviewer in whose lanes an item stands; not for one of gold."""
    return int(item_id.partition("|")[0])


class Lanes:
    """The items of some questions.

    Args:
        names: The reviewers' layers, in the order of their letters.
        questions: The questions of a document, in reading order.

    Attributes:
        items: All of them, question by question.
        by_id: The questions by their ids.
        question_of: The id of the question that each item belongs to, by the item's id.
        shown: The ids of the items of each question, by the question's id.
    """

    def __init__(self, names: Sequence[str], questions: Iterable[Question]) -> None:
        self._names = names
        self.items: list[Item] = []
        self.by_id: dict[str, Question] = {}
        self.question_of: dict[str, str] = {}
        self.shown: dict[str, tuple[str, ...]] = {}
        for question in questions:
            items = [*self._of_reviewers(question), *self._of_gold(question)]
            self.by_id[question.id] = question
            self.shown[question.id] = tuple(item.id for item in items)
            self.question_of |= dict.fromkeys(self.shown[question.id], question.id)
            self.items += items

    def _of_reviewers(self, question: Question) -> Iterable[Item]:
        """The reviewers' spans, each with what became of it; what all agree on stands in the lane of gold alone."""
        if question.dispute.agreed:
            return
        taken = {span.key for span in question.spans()}
        for place, name in enumerate(self._names):
            for span in question.dispute.basis.get(name, ()):
                mark: Mark = "accepted" if span.key in taken else "rejected"
                if question.state == "open":
                    mark = "pending"
                yield named(f"{place}|{suggestion_id(span)}", span, mark)

    def _of_gold(self, question: Question) -> Iterable[Item]:
        """What gold has, or that it has nothing yet."""
        candidates = {candidate.span.key for candidate in question.dispute.candidates}
        spans = question.spans()
        for span in spans:
            mark: Mark = "pending" if question.state == "open" else "accepted" if span.key in candidates else "edited"
            yield named(f"{_GOLD}|{suggestion_id(span)}", span, mark)
        if question.state == "open" and not spans:
            yield named(f"{_GOLD}|?{question.id}", Span(question.start, question.end, DISPUTED), "pending")
