"""Decisions -> state. The definition of what a log of decisions means; the store keeps its result in tables.

A document in a layer is a set of cells: one for each span, one for the note on each span, and one each for the
status, the flag and the note on the document. A decision writes one cell; the cell holds the last decision on it that
was not taken back. So the state does not depend on how the log was cut into sessions, two logs can be merged by their
union, and the cells of some spans can be folded by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from curator.model import GONE_KINDS, SPAN_KINDS, Decision, Span, Status, reading_order


class SpanCell(msgspec.Struct, frozen=True, gc=False):
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


class SpanNote(msgspec.Struct, frozen=True):
    """The last note on one span, empty where it was taken away. ``span`` is what was in focus when it was written."""

    id: str
    span: Span
    text: str
    decision: str


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
    notes: dict[str, SpanNote] = {}

    def layer_spans(self) -> tuple[Span, ...]:
        """The spans that are in the layer, in reading order."""
        return tuple(sorted((c.span for c in self.spans.values() if c.live), key=reading_order))


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions of the log that hold, in order: neither undone nor themselves an undo.

    An undo that was undone has no effect, so what it took back holds again.
    """
    log = sorted(decisions, key=lambda d: d.id)
    undone = last_undos(decision for decision in log if decision.kind == "undo")
    return [decision for decision in log if decision.kind != "undo" and holds(decision, undone)]


def last_undos(undos: Iterable[Decision]) -> dict[str, str]:
    """Act -> the id of the last undo of it that stands. It takes back the decisions of the act before it."""
    undone: dict[str, str] = {}
    for undo in sorted(undos, key=lambda d: d.id, reverse=True):
        if undo.undoes is not None and holds(undo, undone):
            undone.setdefault(undo.undoes, undo.id)
    return undone


def holds(decision: Decision, undone: Mapping[str, str]) -> bool:
    """Whether no undo takes a decision back; ``undone`` is what `last_undos` says of the log."""
    return undone.get(decision.act, "") <= decision.id


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
    elif is_span_note(decision):
        note = span_note(decision)
        state.notes[note.id] = note
    state.review = review_after(state.review, decision)


def span_cell(decision: Decision) -> SpanCell:
    """The cell that a decision on a span leaves behind."""
    if decision.span_id is None or decision.span is None:
        raise ValueError(f"decision {decision.id} ({decision.kind}) names no span")
    return SpanCell(decision.span_id, decision.kind, decision.span, decision.suggestion, decision.id)


def is_span_note(decision: Decision) -> bool:
    """Whether it is a note on a span, not on the document."""
    return decision.kind == "note" and decision.span_id is not None


def span_note(decision: Decision) -> SpanNote:
    """The cell that a note on a span leaves behind."""
    if decision.span_id is None or decision.span is None:
        raise ValueError(f"decision {decision.id} ({decision.kind}) names no span")
    return SpanNote(decision.span_id, decision.span, decision.text or "", decision.id)


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
    elif decision.kind == "note" and decision.span_id is None:
        review = msgspec.structs.replace(review, note=decision.text or "")
    if review.status == "todo":
        review = msgspec.structs.replace(review, status="started")
    return review
