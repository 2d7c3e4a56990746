"""The reviewers' spans of a document side by side, with the questions that they leave, and where one is among these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from curator.fold import DocumentState
from curator.gold.case import Case, Question
from curator.labels import LabelSet
from curator.model import Attributes, Decision, Document
from curator.review.adjudication_keys import LETTERS
from curator.review.adjudication_lanes import Lanes, is_gold, reviewer_of
from curator.review.items import Item, ItemIndex, Proposed
from curator.review.proposal import Refused
from curator.review.selection import Selection
from curator.review.whole import Whole


class Hearing(Whole):
    """What an adjudicator sees of a document, and where they are in it.

    Args:
        document: The document.
        case: What the reviewers have, and what gold says so far. Its first layer is A, and so on.
        labels: What may be labelled.
        attributes_of: Reads a text as a label's attributes.
        amounts_in: Finds the amounts of money in a text.
    """

    def __init__(
        self,
        document: Document,
        case: Case,
        labels: LabelSet,
        attributes_of: Callable[[str, str], Attributes] = lambda text, label: {},
        amounts_in: Callable[[str], Iterable[tuple[int, int]]] = lambda text: (),
    ) -> None:
        self.case = case
        self.names = tuple(case.layers)
        self._reasons: dict[str, tuple[str, str]] = {}
        super().__init__(document, (), case.state, labels, attributes_of, amounts_in)

    # What there is

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in reading order."""
        return self.case.questions

    @property
    def question(self) -> Question | None:
        """The question that acts are about."""
        return self._lanes.by_id.get(self._focus or "")

    @property
    def focus(self) -> Item | None:
        """What stands in the lane of gold for the question in focus; where that is nothing, its first span."""
        shown = self._lanes.shown.get(self._focus or "", ())
        return next((self.items.get(key) for key in shown if is_gold(key)), None) or next(
            map(self.items.get, shown), None
        )

    def letter(self, layer: str) -> str:
        """The letter that stands for a reviewer."""
        return LETTERS[self.names.index(layer) % len(LETTERS)]

    def group_of(self, item_id: str) -> int:
        """In whose lanes an item stands: that of the reviewer in this place, or of gold behind them all."""
        return len(self.names) if is_gold(item_id) else reviewer_of(item_id)

    def shown_for(self, question_id: str) -> tuple[str, ...]:
        """The items of a question."""
        return self._lanes.shown.get(question_id, ())

    def is_gold(self, item_id: str) -> bool:
        """Whether an item stands in the lanes of gold."""
        return is_gold(item_id)

    def question_of(self, item_id: str | None) -> Question | None:
        """The question that an item belongs to."""
        return self._lanes.by_id.get(self._lanes.question_of.get(item_id or "", ""))

    def reason(self, question: Question) -> tuple[str, str]:
        """The reason and the guideline that were noted for the next ruling; else those of the last one."""
        noted = self._reasons.get(question.id)
        if noted is None and question.ruling is not None:
            return question.ruling.reason, question.ruling.guideline
        return noted or ("", "")

    def question_by_id(self, question_id: str | None) -> Question | None:
        """The question of this id."""
        return self._lanes.by_id.get(question_id or "")

    def asked(self) -> Question:
        """The question in focus. Raises Refused where there is none."""
        question = self.question
        if question is None:
            raise Refused("nothing is in dispute here; Tab goes to the next dispute")
        return question

    def focus_question(self, question_id: str) -> None:
        """Bring a question into focus, and the cursor to its start."""
        question = self._lanes.by_id.get(question_id)
        if question is not None:
            self._focus, self.cursor, self.selection = question.id, question.start, None

    # What comes in

    def absorb(self, decisions: Sequence[Decision]) -> list[str]:
        """Take note of decisions; returns the ids of the items that look different."""
        return self._changed(lambda: self.case.absorb(decisions))

    def reset_to(self, log: Iterable[Decision]) -> list[str]:
        """Take this log of gold in place of the one before; returns the ids of the items that look different."""
        return self._changed(lambda: self.case.reset(log))

    def _changed(self, change: Callable[[], None]) -> list[str]:
        before = {item.id: item for item in self.items}
        change()
        self._set_out()
        after = {item.id: item for item in self.items}
        if self._focus not in self._lanes.by_id:
            self._focus_here()
        # What is gone comes first, so that whatever takes its place finds its lane free.
        return sorted(
            (key for key in {**before, **after} if before.get(key) != after.get(key)),
            key=lambda key: (key in after, (after.get(key) or before[key]).key),
        )

    def _rebuild(self, proposed: Iterable[Proposed]) -> Iterator[None]:
        self._set_out()
        yield

    def _set_out(self) -> None:
        """Make the items anew of the case as it is."""
        self._state: DocumentState = self.case.state
        self._lanes = Lanes(self.names, self.questions)
        self.items = ItemIndex(self._lanes.items)
        self.pending = ItemIndex(item for item in self._lanes.items if item.mark == "pending" and is_gold(item.id))
        self._narrow()

    # Where one is

    def focus_on(self, item_id: str | None) -> None:
        """Bring the question of an item into focus, and the cursor to its start."""
        question = self.question_of(item_id)
        self._focus = question.id if question else None
        if question:
            self.cursor = question.start
            self.selection = None

    def next_pending(self) -> bool:
        """Focus on the next open question, from the start again behind the last."""
        return self._to_question(1, only_open=True, around=True)

    def previous_pending(self) -> bool:
        """Focus on the open question before, from the end again before the first."""
        return self._to_question(-1, only_open=True, around=True)

    def next_item(self) -> bool:
        """Focus on the next question, whether it is open, agreed or decided."""
        return self._to_question(1)

    def previous_item(self) -> bool:
        """Focus on the question before."""
        return self._to_question(-1)

    def _to_question(self, step: Literal[-1, 1], *, only_open: bool = False, around: bool = False) -> bool:
        here = self.question
        if here is not None and not here.start <= self.cursor < here.end:
            here = None
        wanted = [each for each in self.questions if not only_open or each.state == "open"]
        order = {each.id: place for place, each in enumerate(self.questions)}
        if here is not None:
            beyond = [each for each in wanted if (order[each.id] - order[here.id]) * step > 0]
        else:
            beyond = [each for each in wanted if (each.start - self.cursor) * step > 0]
        found = beyond or (wanted if around else [])
        if not found:
            return False
        question = found[0] if step > 0 else found[-1]
        self._focus, self.cursor, self.selection = question.id, question.start, None
        return True

    def _focus_here(self) -> None:
        around = self._around()
        self._focus = around[0].id if around else None

    def _around(self) -> list[Question]:
        """The questions that the cursor stands in: the smallest first, open ones before others of the same size."""
        here = [each for each in self.questions if each.start <= self.cursor < each.end]
        return sorted(here, key=lambda each: (each.end - each.start, each.state != "open"))

    def outward(self) -> None:
        """Focus on the next question out of those that the cursor stands in."""
        around = [each.id for each in self._around()]
        if not around:
            raise Refused("nothing is in dispute here")
        place = around.index(self._focus) + 1 if self._focus in around else 0
        self._focus = around[place % len(around)]

    def select_focus(self) -> None:
        """Select what gold has in the question in focus, or its whole stretch, so that the edges can be moved."""
        question = self.asked()
        spans = question.spans()
        start, end = (spans[0].start, spans[0].end) if len(spans) == 1 else (question.start, question.end)
        self.selection = Selection(start, end)
        self.cursor = self.selection.head(self.text)
