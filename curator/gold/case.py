"""One document before the adjudicator: what the reviewers have, and what gold says of it so far. Pure.

Gold is a layer like any other. Each candidate in a dispute is to it what a suggestion is to a reviewer: ruling on a
dispute accepts some and rejects the others, and adds spans that no reviewer has. So the fold of the log says what was
decided, an undo is an undo, and late work of a reviewer is a candidate that nobody has ruled on yet: it opens the
question again to which it belongs, and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from curator.fold import DocumentState, SpanCell, apply, standing
from curator.gold.disputes import Dispute, Layers, find_disputes
from curator.model import SPAN_KINDS, Decision, Ruling, Span, reading_order, suggestion_id

State = Literal["agreed", "open", "decided"]


class Question(msgspec.Struct, frozen=True):
    """A dispute, an agreed span, or a span that only gold has; and how it stands.

    Attributes:
        id: Names it within the document for as long as it is about the same text.
        dispute: What the reviewers have; nothing, where only gold has a span.
        state: ``agreed``: nobody need look; ``open``: to be ruled on; ``decided``: by a person.
        gold: The cells of the spans that gold has here.
        ruling: The last ruling, if there was one.
    """

    id: str
    dispute: Dispute
    state: State
    gold: tuple[SpanCell, ...] = ()
    ruling: Ruling | None = None

    @property
    def start(self) -> int:
        """Where it begins, in code points."""
        return self.dispute.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.dispute.end

    def spans(self) -> tuple[Span, ...]:
        """What is in gold, or would be if the document were finished now; in reading order."""
        if self.state == "agreed" and not self.gold:
            return tuple(candidate.span for candidate in self.dispute.candidates)
        return tuple(sorted((cell.span for cell in self.gold), key=reading_order))


class Case:
    """The questions of a document.

    Args:
        layers: What each reviewer who has finished it has there.
        log: The decisions on it in the gold layer.
    """

    def __init__(self, layers: Layers, log: Iterable[Decision] = ()) -> None:
        self.layers: Mapping[str, Sequence[Span]] = layers
        self._disputes = find_disputes(layers)
        self._of_candidate = {
            suggestion_id(candidate.span): place
            for place, dispute in enumerate(self._disputes)
            for candidate in dispute.candidates
        }
        self.reset(log)

    def reset(self, log: Iterable[Decision]) -> None:
        """Take this log in place of the one before."""
        self.state = DocumentState()
        self._rulings: dict[str, Ruling | None] = {}
        self.absorb(standing(log))

    def absorb(self, decisions: Iterable[Decision]) -> None:
        """Take note of decisions, in order, none of them an undo."""
        for decision in decisions:
            apply(self.state, decision)
            if decision.kind in SPAN_KINDS and decision.span_id is not None:
                self._rulings[decision.span_id] = decision.ruling
        self.questions = self._ask()

    @property
    def open(self) -> int:
        """How many questions are open."""
        return sum(question.state == "open" for question in self.questions)

    @property
    def fresh(self) -> int:
        """How many agreed spans are not in gold yet."""
        return sum(question.state == "agreed" and not question.gold for question in self.questions)

    @property
    def waiting(self) -> bool:
        """Whether there is something for an adjudicator to do."""
        if self.state.review.status == "skipped":
            return False
        return self.state.review.status != "done" or self.open > 0 or self.fresh > 0

    def cell(self, candidate: Span) -> SpanCell | None:
        """What gold says of a candidate."""
        return self.state.spans.get(suggestion_id(candidate))

    def cells(self, question: Question) -> list[SpanCell]:
        """All that gold says in a question: of candidates, also rejected ones, and of spans of its own; by id."""
        found = {cell.id: cell for cell in question.gold}
        for candidate in question.dispute.candidates:
            cell = self.cell(candidate.span)
            if cell is not None:
                found[cell.id] = cell
        return sorted(found.values(), key=lambda cell: cell.id)

    # How questions come about

    def _ask(self) -> tuple[Question, ...]:
        live: dict[int, list[SpanCell]] = {}
        alone: list[Question] = []
        for cell in self.state.spans.values():
            if cell.live:
                place = self._owner(cell)
                if place is None:
                    alone.append(self._only_in_gold(cell))
                else:
                    live.setdefault(place, []).append(cell)
        found = [self._question(place, dispute, live.get(place, [])) for place, dispute in enumerate(self._disputes)]
        return tuple(sorted((*found, *alone), key=lambda each: (each.start, -each.end, each.id)))

    def _owner(self, cell: SpanCell) -> int | None:
        """The dispute that a span of gold belongs to; by its ruling, where no reviewer has it."""
        place = self._of_candidate.get(cell.id)
        ruling = self._rulings.get(cell.id)
        if place is not None or ruling is None or not ruling.basis:
            return place
        there = [
            (dispute.basis != ruling.basis, dispute.agreed, place)
            for place, dispute in enumerate(self._disputes)
            if dispute.start < ruling.end and ruling.start < dispute.end
        ]
        # A ruling on an agreed span is about just that one; any other is about whatever became of the dispute.
        return min((each for each in there if not (each[0] and each[1])), default=(True, True, None))[2]

    def _question(self, place: int, dispute: Dispute, gold: list[SpanCell]) -> Question:
        cells = [self.cell(candidate.span) for candidate in dispute.candidates]
        rulings = [self._rulings.get(cell.id) for cell in (*cells, *gold) if cell is not None]
        state: State
        if dispute.agreed:
            undecided = next((ruling for ruling in rulings if ruling and ruling.how == "reopened"), None)
            by_person = any(ruling is None or ruling.decided for ruling in rulings)
            state = "open" if undecided else "decided" if by_person else "agreed"
        else:
            ruled = [cell is not None and _decided(self._rulings.get(cell.id)) for cell in cells]
            state = "decided" if all(ruled) and all(map(_decided, rulings)) else "open"
        last = max((cell for cell in (*cells, *gold) if cell is not None), key=lambda cell: cell.decision, default=None)
        sign = "=" if dispute.agreed else "?"
        name = f"{dispute.start}:{dispute.end}{sign}{dispute.candidates[0].span.label}"
        return Question(name, dispute, state, tuple(gold), self._rulings.get(last.id) if last else None)

    def _only_in_gold(self, cell: SpanCell) -> Question:
        """A span that no reviewer has, or has any more."""
        ruling, span = self._rulings.get(cell.id), cell.span
        nothing: dict[str, tuple[Span, ...]] = dict.fromkeys(self.layers, ())
        dispute = Dispute(span.start, span.end, nothing, agreed=False)
        name = f"{span.start}:{span.end}+{cell.id}"
        return Question(name, dispute, "decided" if _decided(ruling) else "open", (cell,), ruling)


def _decided(ruling: Ruling | None) -> bool:
    """Whether a person has decided; also one who reviewed gold by hand, and gave no ruling."""
    return ruling is None or ruling.decided
