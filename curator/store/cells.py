"""Keeping the cells (``spans`` and ``reviews``) equal to ``fold`` of the log, within the transaction that writes it."""

from __future__ import annotations

from collections.abc import Sequence

from curator.fold import DocumentState, Review, SpanCell, fold, review_after, span_cell
from curator.model import SPAN_KINDS, Decision
from curator.store import rows
from curator.store.connection import Connection

_SET_SPAN = (
    "INSERT INTO spans (layer, document, id, kind, span_start, span_end, label, attributes, suggestion, decision) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (layer, document, id) DO UPDATE SET "
    "kind = excluded.kind, span_start = excluded.span_start, span_end = excluded.span_end, label = excluded.label, "
    "attributes = excluded.attributes, suggestion = excluded.suggestion, decision = excluded.decision"
)
_SET_REVIEW = (
    "INSERT INTO reviews (layer, document, status, reason, flagged, note) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (layer, document) DO UPDATE SET status = excluded.status, reason = excluded.reason, "
    "flagged = excluded.flagged, note = excluded.note"
)


def read_state(db: Connection, layer: str, number: int) -> DocumentState:
    """The cells of a document in a layer, as the tables hold them."""
    found = db.rows(f"SELECT {rows.CELL} FROM spans WHERE layer = ? AND document = ?", (layer, number))
    cells = (rows.cell(row) for row in found)
    return DocumentState({cell.id: cell for cell in cells}, read_review(db, layer, number))


def read_review(db: Connection, layer: str, number: int) -> Review:
    """Where a document stands in a layer, as the tables hold it."""
    row = db.row(f"SELECT {rows.REVIEW} FROM reviews WHERE layer = ? AND document = ?", (layer, number))
    return rows.review(row) if row else Review()


def apply_new(db: Connection, layer: str, number: int, decisions: Sequence[Decision]) -> None:
    """Write the cells of decisions that sort behind all others, none of them an undo."""
    before = review = read_review(db, layer, number)
    for decision in decisions:
        if decision.kind in SPAN_KINDS:
            db.run(_SET_SPAN, rows.cell_row(layer, number, span_cell(decision)))
        review = review_after(review, decision)
    _write_review(db, layer, number, before, review)


def refold(db: Connection, layer: str, number: int) -> None:
    """Fold the log of one document in one layer, and write the cells that differ."""
    log = db.rows(
        f"SELECT {rows.DECISION} FROM {rows.DECISION_TABLES} WHERE d.document = ? AND d.layer = ?", (number, layer)
    )
    before, after = read_state(db, layer, number), fold(map(rows.decision, log))
    for gone in before.spans.keys() - after.spans.keys():
        db.run("DELETE FROM spans WHERE layer = ? AND document = ? AND id = ?", (layer, number, gone))
    for cell in _changed(before, after):
        db.run(_SET_SPAN, rows.cell_row(layer, number, cell))
    _write_review(db, layer, number, before.review, after.review)


def _changed(before: DocumentState, after: DocumentState) -> list[SpanCell]:
    return [cell for cell in after.spans.values() if before.spans.get(cell.id) != cell]


def _write_review(db: Connection, layer: str, number: int, before: Review, after: Review) -> None:
    """A document that is still to do has no row."""
    if after == before:
        return
    if after == Review():
        db.run("DELETE FROM reviews WHERE layer = ? AND document = ?", (layer, number))
    else:
        db.run(_SET_REVIEW, (layer, number, after.status, after.reason, after.flagged, after.note))
