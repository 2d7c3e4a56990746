"""The log of decisions: writing it, with all that follows from it, and reading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from curator.errors import CuratorError
from curator.fold import Review
from curator.model import Decision
from curator.store import rows
from curator.store.acts import Acts
from curator.store.cells import apply_new, refold, refold_touched
from curator.store.connection import Conflict
from curator.store.part import PAGE
from curator.store.pending import UNCOUNTED, count_uncounted
from curator.store.records import Extent, Place
from curator.store.states import write_place

_INSERT = (
    "INSERT INTO decisions (id, act, time, layer, author, document, kind, span_id, "
    "span_start, span_end, label, attributes, suggestion, undoes, text, ruling, seconds, labels) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BEFORE = (
    "SELECT (SELECT max(id) FROM decisions), (SELECT max(seq) FROM decisions) - (SELECT seq FROM acts_noted), "
    f"documents.id, pending <> {UNCOUNTED}, {rows.REVIEW} "
    "FROM documents LEFT JOIN reviews ON layer = ? AND document = documents.id WHERE key = ?"
)


class _Before(msgspec.Struct):
    """What there was before new decisions on a document in a layer.

    Attributes:
        newest: The last decision of all.
        lag: How many decisions are not among the acts.
        number: The document.
        counted: Whether what is pending in its review is counted.
        review: Where it stood.
    """

    newest: str | None
    lag: int
    number: int
    counted: bool
    review: Review


class Decisions(Acts):
    """The log; rows are only ever added to it."""

    def commit(self, decisions: Sequence[Decision], place: Place | None = None) -> None:
        """Write decisions and what follows from them, and the place, in one durable transaction.

        Raises:
            CuratorError: The database is locked, full or gone, a document is unknown, or a decision is in the log
                already; then nothing is written.
        """
        if not decisions:
            if place is not None:
                raise ValueError("a place without a decision has no layer; use save_place")
            return
        ordered = sorted(decisions, key=lambda d: d.id)
        with self._db.writing():
            self._log(ordered)
            if place is not None:
                write_place(self._db, place.whose or ordered[0].layer, place)

    def _log(self, ordered: Sequence[Decision]) -> None:
        """Write decisions, in order of their ids, and what follows from them, within a transaction."""
        groups = _by_layer_and_document(ordered)
        before = {group: self._before(*group) for group in groups}
        try:
            logged = [rows.decision_row(before[d.layer, d.document].number, d) for d in ordered]
            if len(logged) == 1:
                self._db.run(_INSERT, logged[0])
            else:
                self._db.run_many(_INSERT, logged)
        except Conflict as error:
            raise CuratorError(f"a decision is in the log already, or is not whole ({error})") from error
        except UnicodeEncodeError as error:
            raise CuratorError(f"a decision cannot be saved as UTF-8 ({error.reason})") from error
        in_order = all(each.newest is None or each.newest < ordered[0].id for each in before.values())
        self._note_acts(ordered, max(each.lag for each in before.values()), in_order=in_order)
        for group, members in groups.items():
            self._fold_in(group[0], members, before[group], in_order=in_order)
        if len(groups) > 1:
            # Whoever opens the queue is not to count a whole import.
            for layer in dict.fromkeys(layer for layer, _ in groups):
                count_uncounted(self._db, layer)

    def _before(self, layer: str, key: str) -> _Before:
        """How a document stands in a layer, and the log as a whole, before new decisions: with a single look."""
        row = self._db.row(_BEFORE, (layer, key))
        if row is None:
            raise CuratorError(f"there is no document {key!r}", fix="import it first")
        newest, lag, number, counted, status, *rest = row
        review = Review() if status is None else rows.review((status, *rest))
        return _Before(newest, lag or 0, number, bool(counted), review)

    def _fold_in(self, layer: str, members: Sequence[Decision], before: _Before, *, in_order: bool) -> None:
        """Bring the cells of a document and layer up to date.

        Decisions that sort behind the whole log simply are the last word on their cells. An undo asks the log about
        the cells of what it takes back; a decision that arrives late has all of the document's log folded.
        """
        if not in_order:
            refold(self._db, layer, before.number)
        elif all(d.kind != "undo" for d in members):
            apply_new(self._db, layer, before.number, members, before.review, counted=before.counted)
        else:
            refold_touched(self._db, layer, before.number, members)

    def decisions(self, *, layer: str | None = None, key: str | None = None) -> Iterator[Decision]:
        """The log, or the part of it on one layer or document, in order of the ids."""
        wanted, values = "", []
        if layer is not None:
            wanted, values = " AND d.layer = ?", [layer]
        if key is not None:
            wanted, values = f"{wanted} AND d.document = (SELECT id FROM documents WHERE key = ?)", [*values, key]
        last = ""
        while True:
            found = self._db.rows(
                f"SELECT {rows.DECISION} FROM {rows.DECISION_TABLES} WHERE d.id > ?{wanted} ORDER BY d.id LIMIT {PAGE}",
                (last, *values),
            )
            yield from map(rows.decision, found)
            if len(found) < PAGE:
                return
            last = found[-1][0]

    def extent(self, layer: str) -> Extent | None:
        """How far the log of a layer goes; None where it has no decision."""
        with self._db.reading():
            found = self._db.row(
                "SELECT count(*), count(DISTINCT author), min(id), max(id) FROM decisions WHERE layer = ?", (layer,)
            )
            count, authors, first, last = found or (0, 0, None, None)
            if not count:
                return None
            times: dict[str, str] = dict(
                self._db.rows("SELECT id, time FROM decisions WHERE id IN (?, ?)", (first, last))
            )
        return Extent(count, authors, first, times[first], last, times[last])

    def finished_at(self, layer: str) -> dict[str, str]:
        """When each document of a layer was last finished, by its key; also those that were reopened since."""
        found = self._db.rows(
            "SELECT key, max(time) FROM decisions d JOIN documents ON documents.id = d.document "
            "WHERE layer = ? AND kind = 'finish' GROUP BY d.document",
            (layer,),
        )
        return dict(found)

    def labels_at(self, layer: str) -> dict[str, tuple[str, ...]]:
        """The names of the labels that there were when a document was last finished, by its key, where known."""
        found = self._db.rows(
            "SELECT key, labels FROM decisions d JOIN documents ON documents.id = d.document "
            "WHERE labels IS NOT NULL AND d.id IN (SELECT max(id) FROM decisions "
            "WHERE layer = ? AND kind = 'finish' GROUP BY document)",
            (layer,),
        )
        return {key: rows.label_names(labels) for key, labels in found}

    def last_decision(self) -> str | None:
        """The greatest id in the log."""
        row = self._db.row("SELECT max(id) FROM decisions")
        return row[0] if row else None


def _by_layer_and_document(ordered: Sequence[Decision]) -> dict[tuple[str, str], list[Decision]]:
    """The decisions on each document in each layer, in order of their ids."""
    groups: dict[tuple[str, str], list[Decision]] = {}
    for decision in ordered:
        groups.setdefault((decision.layer, decision.document), []).append(decision)
    return groups
