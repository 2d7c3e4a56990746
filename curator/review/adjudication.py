"""An adjudicator at one document, as a state machine: the reviewers' spans side by side, and a ruling on each dispute.

Like `Session`, a method that decides something changes nothing: it returns a `Proposal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from curator import text as words
from curator.fold import DocumentState
from curator.gold.case import Case, Question
from curator.gold.policies import majority
from curator.gold.rulings import label_of, read_reason
from curator.labels import LabelSet
from curator.model import Attributes, Decision, Document, Ruling, Span, suggestion_id
from curator.model import How as How
from curator.review.adjudication_keys import LETTERS
from curator.review.adjudication_lanes import Lanes, is_gold, reviewer_of
from curator.review.items import Item, ItemIndex, Proposed
from curator.review.proposal import Draft, Proposal, Refused
from curator.review.said import quoted
from curator.review.selection import Selection
from curator.review.whole import Whole


class Adjudication(Whole):
    """What an adjudicator sees of a document, and the acts on it.

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

    # Rulings

    def take(self, place: int) -> Proposal:
        """What the reviewer in this place (from 0) has in the dispute, be it nothing."""
        question = self.asked()
        if not 0 <= place < len(self.names):
            raise Refused(f"there are {len(self.names)} reviewers here")
        name = self.names[place]
        return self._rule(question, "take", question.dispute.basis[name], of=(name,))

    def take_majority(self) -> Proposal:
        """What more than half of the reviewers have."""
        question = self.asked()
        verdict = majority(question.dispute)
        if not verdict.decided:
            raise Refused("there is no majority here")
        return self._rule(question, "majority", verdict.taken)

    def union(self) -> Proposal:
        """One span over all that any reviewer has, where they agree on the label."""
        question = self._asked_of_reviewers()
        label = self._common_label(question)
        return self._rule(question, "union", [self._span(question, question.start, question.end, label)])

    def intersection(self) -> Proposal:
        """The text that all who have something here agree is labelled, where they agree on the label."""
        question = self._asked_of_reviewers()
        label = self._common_label(question)
        spans = [candidate.span for candidate in question.dispute.candidates]
        start, end = words.trim(self.text, max(s.start for s in spans), min(s.end for s in spans))
        if start >= end:
            raise Refused("the spans have no text in common")
        return self._rule(question, "intersection", [self._span(question, start, end, label)])

    def nothing(self) -> Proposal:
        """No span here."""
        return self._rule(self.asked(), "nothing", ())

    def label(self, name: str) -> Proposal:
        """The selection as a span with this label; else the text of the dispute under another label."""
        if self.labels.label(name) is None:
            raise Refused(f"no label {name} in labels.yaml")
        if self.selection is not None:
            return self._selected(name)
        question = self.asked()
        places = {(span.start, span.end) for span in question.spans()} or {
            (candidate.span.start, candidate.span.end) for candidate in question.dispute.candidates
        }
        if len(places) != 1:
            raise Refused("they differ on the edges, too: select the text with v, or take a side first")
        (start, end) = places.pop()
        return self._rule(question, "label", [self._span(question, start, end, name)])

    def keep_label(self) -> Proposal:
        """The selection as a span with the label on which all who have something here agree."""
        if self.selection is None:
            raise Refused("nothing is selected")
        question = self.question
        if question is None:
            raise Refused("press a label's key to label the selection")
        return self._selected(self._common_label(question))

    def explain(self, line: str) -> Proposal:
        """Note a reason, with the guideline it rests on, for the ruling to come; or give the last ruling this one."""
        question = self.asked()
        noted = read_reason(line, [label.name for label in self.labels.labels])
        ruling = question.ruling
        if question.state == "decided" and ruling is not None:
            self._reasons[question.id] = noted
            return self._rule(question, ruling.how, question.spans(), of=ruling.of)
        self._reasons[question.id] = noted
        return Proposal((), "stay", "noted; it goes with the ruling on this dispute")

    # On the whole document

    def finish(self) -> Proposal:
        """Settle the document: what all agree on goes into gold with it."""
        if self.case.open:
            raise Refused(f"{_counted(self.case.open)} open")
        drafts = []
        for question in self.questions:
            if question.state == "agreed" and not question.gold:
                dispute = question.dispute
                ruling = Ruling(how="agreed", start=dispute.start, end=dispute.end, basis=dispute.basis)
                span = question.spans()[0]
                name = suggestion_id(span)
                drafts.append(Draft(kind="accept", span_id=name, span=span, suggestion=name, ruling=ruling))
        return self._finished(drafts)

    # How rulings are made

    def asked(self) -> Question:
        """The question in focus. Raises Refused where there is none."""
        question = self.question
        if question is None:
            raise Refused("nothing is in dispute here; Tab goes to the next dispute")
        return question

    def _asked_of_reviewers(self) -> Question:
        question = self.asked()
        if not question.dispute.candidates:
            raise Refused("no reviewer has anything here")
        return question

    def _common_label(self, question: Question) -> str:
        labels = {candidate.span.label for candidate in question.dispute.candidates}
        labels = labels or {span.label for span in question.spans()}
        if len(labels) != 1:
            raise Refused("they differ on the label: select the text with v, and press the key of the label")
        return labels.pop()

    def _selected(self, name: str) -> Proposal:
        start, end = words.trim(self.text, *self.selection.range) if self.selection else (0, 0)
        if start >= end:
            raise Refused("nothing but white space is selected")
        question = self.question
        if question is not None and question.start < end and start < question.end:
            return self._rule(question, "span", [self._span(question, start, end, name)])
        span = self._span(None, start, end, name)
        self._refuse_clash(span, set())
        return Proposal((Draft(kind="add", span=span, ruling=Ruling(how="span", start=start, end=end)),), "next")

    def _span(self, question: Question | None, start: int, end: int, name: str) -> Span:
        """A span with the attributes that its label has: as a reviewer has it, else as the text reads."""
        label = self.labels.label(name)
        known = {attribute.name for attribute in label.attributes} if label else set()
        if not known:
            return Span(start, end, name)
        read = self._attributes_of(self.text[start:end], name)
        kept = {key: value for key, value in read.items() if key in known}
        there = [candidate.span for candidate in question.dispute.candidates] if question else []
        for span in sorted(there, key=lambda span: (span.start, span.end) != (start, end)):
            if span.label == name and span.attributes and (not kept or (span.start, span.end) == (start, end)):
                kept = dict(span.attributes)
                break
        return Span(start, end, name, kept)

    def _rule(self, question: Question, how: How, spans: Sequence[Span], of: tuple[str, ...] = ()) -> Proposal:
        """That gold has just these spans in a question: every candidate is accepted or rejected by it."""
        dispute = question.dispute
        reason, guideline = self.reason(question) if question.id in self._reasons else ("", "")
        ruling = Ruling(
            how=how, start=dispute.start, end=dispute.end, of=of, basis=dict(dispute.basis), reason=reason,
            guideline=guideline, wording=self._wording(guideline),
        )  # fmt: skip
        own = {cell.id for cell in question.gold} | {suggestion_id(c.span) for c in dispute.candidates}
        for span in spans:
            self._refuse_clash(span, own)
        left = {span.key: span for span in spans}
        drafts = []
        for candidate in dispute.candidates:
            name, wanted = suggestion_id(candidate.span), left.pop(candidate.span.key, None)
            kind: Literal["accept", "reject"] = "reject" if wanted is None else "accept"
            drafts.append(Draft(kind=kind, span_id=name, span=wanted or candidate.span, suggestion=name, ruling=ruling))
        settled = {draft.span_id for draft in drafts}
        for cell in question.gold:
            if cell.id in settled:
                continue
            kept = left.pop(cell.span.key, None)
            drafts.append(
                Draft(
                    kind="remove" if kept is None else "change", span_id=cell.id, span=kept or cell.span,
                    suggestion=cell.suggestion, ruling=ruling,
                )
            )  # fmt: skip
        drafts += [Draft(kind="add", span=span, ruling=ruling) for span in left.values()]
        return Proposal(tuple(drafts), "next", self._said(how, spans, of))

    def _wording(self, guideline: str) -> str:
        """What the guideline says now; empty if it is none of a label."""
        label = self.labels.label(label_of(guideline, [label.name for label in self.labels.labels]) or "")
        return label.wording if label else ""

    def _refuse_clash(self, span: Span, own: set[str]) -> None:
        """Refuse a span that gold has already elsewhere, or that may not overlap what it has."""
        for question in self.questions:
            for there in question.spans():
                if suggestion_id(there) in own or any(c.id in own and c.span == there for c in question.gold):
                    continue
                if there.key == span.key:
                    raise Refused(f"there is a {span.label} just there already")
                if not self.labels.overlap and there.overlaps(span):
                    raise Refused(f"it would overlap {there.label} and labels.yaml forbids that")

    def _said(self, how: How, spans: Sequence[Span], of: tuple[str, ...]) -> str:
        told = {
            "majority": "by majority", "union": "union", "intersection": "intersection", "span": "another span",
            "label": "another label", "nothing": "nothing here",
        }  # fmt: skip
        head = f"took {self.letter(of[0])}’s" if how == "take" and of else told.get(how, how)
        quotes = ", ".join(f"{span.label} {quoted(self.text[span.start : span.end])}" for span in spans)
        return f"{head}: {quotes or 'nothing'}" if how != "nothing" else head


def _counted(number: int) -> str:
    return f"{number} dispute is" if number == 1 else f"{number} disputes are"
