"""Keeping the cells (``spans``, ``span_notes``, ``reviews``) equal to ``fold`` of the log, within its transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from curator.fold import DocumentState, Review, fold, is_span_note, review_after, span_cell, span_note
from curator.model import SPAN_KINDS, Decision
from curator.store import rows
from curator.store.acts import OF_ACT
from curator.store.connection import Connection, Row
from curator.store.pending import UNCOUNTED, forget

_SET_SPAN = (
    "INSERT INTO spans (layer, document, id, kind, span_start, span_end, label, attributes, suggestion, decision) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (layer, document, id) DO UPDATE SET "
    "kind = excluded.kind, span_start = excluded.span_start, span_end = excluded.span_end, label = excluded.label, "
    "attributes = excluded.attributes, suggestion = excluded.suggestion, decision = excluded.decision"
)
_SET_NOTE = (
    "INSERT INTO span_notes (layer, document, id, span_start, span_end, label, attributes, text, decision) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (layer, document, id) DO UPDATE SET "
    "span_start = excluded.span_start, span_end = excluded.span_end, label = excluded.label, "
    "attributes = excluded.attributes, text = excluded.text, decision = excluded.decision"
)
_SET_REVIEW = (
    "INSERT INTO reviews (layer, document, status, reason, flagged, note, pending) "
    f"VALUES (?, ?, ?, ?, ?, ?, {UNCOUNTED}) "
    "ON CONFLICT (layer, document) DO UPDATE SET status = excluded.status, reason = excluded.reason, "
    "flagged = excluded.flagged, note = excluded.note"
)
_LOG = f"SELECT {rows.DECISION} FROM {rows.DECISION_TABLES}"
_AT_ONCE = 500
"""Spans that one statement asks for."""


def read_state(db: Connection, layer: str, number: int, spans: Collection[str] | None = None) -> DocumentState:
    """The cells of a document in a layer, as the tables hold them: all, or of spans only these."""
    cells = map(rows.cell, _of_spans(db, f"SELECT {rows.CELL} FROM spans", layer, number, spans))
    notes = map(rows.note, _of_spans(db, f"SELECT {rows.NOTE} FROM span_notes", layer, number, spans))
    return DocumentState(
        {cell.id: cell for cell in cells}, read_review(db, layer, number), {note.id: note for note in notes}
    )


def _of_spans(
    db: Connection, select: str, layer: str, number: int, spans: Collection[str] | None, by: str = "id"
) -> Iterator[Row]:
    """The rows on a document in a layer; where ``spans`` are given, those whose column ``by`` names one of them."""
    select = f"{select} WHERE layer = ? AND document = ?"
    if spans is None:
        yield from db.rows(select, (layer, number))
        return
    wanted = list(spans)
    for place in range(0, len(wanted), _AT_ONCE):
        some = wanted[place : place + _AT_ONCE]
        yield from db.rows(f"{select} AND {by} IN ({','.join('?' * len(some))})", (layer, number, *some))


def read_review(db: Connection, layer: str, number: int) -> Review:
    """Where a document stands in a layer, as the tables hold it."""
    row = db.row(f"SELECT {rows.REVIEW} FROM reviews WHERE layer = ? AND document = ?", (layer, number))
    return rows.review(row) if row else Review()


def apply_new(
    db: Connection, layer: str, number: int, decisions: Sequence[Decision], before: Review, *, counted: bool
) -> None:
    """Write the cells of decisions that sort behind all others, none of them an undo.

    Args:
        db: Where.
        layer: The layer of the decisions.
        number: The document.
        decisions: In order of their ids.
        before: The review without them.
        counted: Whether what is pending in it is counted.
    """
    review = before
    for decision in decisions:
        if decision.kind in SPAN_KINDS:
            db.run(_SET_SPAN, rows.cell_row(layer, number, span_cell(decision)))
        elif is_span_note(decision):
            db.run(_SET_NOTE, rows.note_row(layer, number, span_note(decision)))
        review = review_after(review, decision)
    _write_review(db, layer, number, before, review)
    if counted and any(d.kind in SPAN_KINDS for d in decisions):
        forget(db, layer, number)


def refold(db: Connection, layer: str, number: int) -> None:
    """Fold the log of one document in one layer, and write the cells that differ."""
    log = db.rows(f"{_LOG} WHERE layer = ? AND document = ?", (layer, number))
    _write(db, layer, number, read_state(db, layer, number), fold(map(rows.decision, log)))


def refold_touched(db: Connection, layer: str, number: int, decisions: Sequence[Decision]) -> None:
    """Write the cells that new decisions touch; these sort behind all others, and undos are among them.

    A cell depends on the decisions on it and on the undos of the document, and only whether the document was begun
    depends on all: it was if any cell holds a decision.
    """
    spans = {d.span_id for d in decisions if d.span_id is not None}
    for decision in decisions:
        if decision.kind == "undo" and decision.span_id is not None:
            raise ValueError(f"decision {decision.id} is an undo and names a span")
        spans |= spans_of_act(db, layer, number, decision.undoes) if decision.undoes is not None else set()
    log = db.rows(f"{_LOG} WHERE layer = ? AND document = ? AND span_id IS NULL", (layer, number))
    log += _of_spans(db, _LOG, layer, number, spans, by="span_id")
    before, after = read_state(db, layer, number, spans), fold(map(rows.decision, log))
    if after.review.status == "todo" and _has_cells(db, layer, number, but=spans):
        after.review = msgspec.structs.replace(after.review, status="started")
    _write(db, layer, number, before, after)


def spans_of_act(db: Connection, layer: str, number: int, act: str) -> set[str]:
    """The spans of a document on which an act, or what it takes back in the end, says something."""
    spans: set[str] = set()
    seen: set[str] = set()
    todo = [act]
    while todo:
        seen.add(act := todo.pop())
        # The pluses keep SQLite to the indexes of ids and acts.
        found = db.rows(
            f"SELECT span_id, undoes FROM decisions d WHERE {OF_ACT} AND +d.layer = :layer AND +d.document = :number",
            {"act": act, "layer": layer, "number": number},
        )
        spans |= {span_id for span_id, _ in found if span_id is not None}
        todo += {undoes for _, undoes in found if undoes is not None} - seen
    return spans


def _has_cells(db: Connection, layer: str, number: int, *, but: Collection[str]) -> bool:
    """Whether the document has a cell of a span, or of a note on one, beside those of these spans."""
    for table in ("spans", "span_notes"):
        found = db.rows(
            f"SELECT id FROM {table} WHERE layer = ? AND document = ? LIMIT ?", (layer, number, len(but) + 1)
        )
        if any(span_id not in but for (span_id,) in found):
            return True
    return False


def _write(db: Connection, layer: str, number: int, before: DocumentState, after: DocumentState) -> None:
    """Write the cells that differ."""
    gone = [("spans", span_id) for span_id in before.spans.keys() - after.spans.keys()]
    gone += [("span_notes", span_id) for span_id in before.notes.keys() - after.notes.keys()]
    for table, span_id in gone:
        db.run(f"DELETE FROM {table} WHERE layer = ? AND document = ? AND id = ?", (layer, number, span_id))
    for cell in after.spans.values():
        if before.spans.get(cell.id) != cell:
            db.run(_SET_SPAN, rows.cell_row(layer, number, cell))
    for note in after.notes.values():
        if before.notes.get(note.id) != note:
            db.run(_SET_NOTE, rows.note_row(layer, number, note))
    _write_review(db, layer, number, before.review, after.review)
    if after.spans.keys() != before.spans.keys():
        forget(db, layer, number)


def _write_review(db: Connection, layer: str, number: int, before: Review, after: Review) -> None:
    """A document that is still to do has no row."""
    if after == before:
        return
    if after == Review():
        db.run("DELETE FROM reviews WHERE layer = ? AND document = ?", (layer, number))
    else:
        db.run(_SET_REVIEW, (layer, number, after.status, after.reason, after.flagged, after.note))
