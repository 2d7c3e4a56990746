"""An adjudicator at one document, as a state machine: a ruling on each of the disputes that stand side by side.

Like `Session`, a method that decides something changes nothing: it returns a `Proposal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from curator import text as words
from curator.gold.case import Question
from curator.gold.policies import majority
from curator.gold.rulings import label_of, read_reason
from curator.model import How as How
from curator.model import Ruling, Span, suggestion_id
from curator.review.hearing import Hearing
from curator.review.proposal import Draft, Proposal, Refused
from curator.review.said import quoted


class Adjudication(Hearing):
    """The rulings on a document: each proposes decisions, with their reason."""

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
