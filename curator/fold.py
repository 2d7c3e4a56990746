"""Decisions -> state. The definition of what a log of decisions means; the store keeps its result in tables.

A document in a layer is a set of cells: one for each span, and one each for the status, the flag and the note.
A decision writes one cell; the cell holds the last decision on it that was not taken back. So the state does not
depend on how the log was cut into sessions, and two logs can be merged by their union.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from curator.model import GONE_KINDS, SPAN_KINDS, Decision, Span, Status, reading_order


class SpanCell(msgspec.Struct, frozen=True):
    """The last word on one span."""

    id: str
    kind: str
    span: Span
    suggestion: str | None
    decision: str

    @property
    def live(self) -> bool:
        """Whether the span is in the layer (accepted, edited or added), not rejected or removed."""
        return self.kind not in GONE_KINDS


class Review(msgspec.Struct, frozen=True):
    """Where a document stands in a layer."""

    status: Status = "todo"
    reason: str | None = None
    flagged: bool = False
    note: str = ""


class DocumentState(msgspec.Struct):
    """All cells of a document in a layer."""

    spans: dict[str, SpanCell] = {}
    review: Review = Review()

    def layer_spans(self) -> tuple[Span, ...]:
        """The spans that are in the layer, in reading order."""
        return tuple(sorted((c.span for c in self.spans.values() if c.live), key=reading_order))


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions of the log that hold, in order: neither undone nor themselves an undo.

    An undo that was undone has no effect, so what it took back holds again.
    """
    log = sorted(decisions, key=lambda d: d.id)
    undone: set[str] = set()
    kept: list[Decision] = []
    for decision in reversed(log):
        if decision.act in undone:
            continue
        if decision.kind == "undo":
            undone.add(decision.undoes or "")
        else:
            kept.append(decision)
    kept.reverse()
    return kept


def fold(decisions: Iterable[Decision]) -> DocumentState:
    """The state that the decisions on one document in one layer amount to."""
    state = DocumentState()
    for decision in standing(decisions):
        apply(state, decision)
    return state


def apply(state: DocumentState, decision: Decision) -> None:
    """Write the cell of one decision, which is not an undo, into the state."""
    if decision.kind in SPAN_KINDS:
        cell = span_cell(decision)
        state.spans[cell.id] = cell
    state.review = review_after(state.review, decision)


def span_cell(decision: Decision) -> SpanCell:
    """The cell that a decision on a span leaves behind."""
    if decision.span_id is None or decision.span is None:
        raise ValueError(f"decision {decision.id} ({decision.kind}) names no span")
    return SpanCell(decision.span_id, decision.kind, decision.span, decision.suggestion, decision.id)


def review_after(review: Review, decision: Decision) -> Review:
    """The review after one more decision."""
    match decision.kind:
        case "finish":
            return msgspec.structs.replace(review, status="done", reason=None)
        case "skip":
            return msgspec.structs.replace(review, status="skipped", reason=decision.text)
        case "reopen":
            return msgspec.structs.replace(review, status="started", reason=None)
    if decision.kind == "flag":
        review = msgspec.structs.replace(review, flagged=bool(decision.text))
    elif decision.kind == "note":
        review = msgspec.structs.replace(review, note=decision.text or "")
    if review.status == "todo":
        review = msgspec.structs.replace(review, status="started")
    return review
