"""The log of decisions: writing it, with all that follows from it, and reading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from curator.errors import CuratorError
from curator.model import Decision
from curator.store import rows
from curator.store.acts import Acts
from curator.store.api import Extent, Place
from curator.store.cells import apply_new, refold, refold_touched
from curator.store.connection import Conflict
from curator.store.part import PAGE
from curator.store.states import write_place

_INSERT = (
    "INSERT INTO decisions (id, act, time, layer, author, document, kind, span_id, "
    "span_start, span_end, label, attributes, suggestion, undoes, text, ruling, seconds, labels) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


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
        newest = self.last_decision()
        numbers = self._numbers(ordered)
        try:
            self._db.run_many(_INSERT, [rows.decision_row(numbers[d.document], d) for d in ordered])
        except Conflict as error:
            raise CuratorError(f"a decision is in the log already, or is not whole ({error})") from error
        except UnicodeEncodeError as error:
            raise CuratorError(f"a decision cannot be saved as UTF-8 ({error.reason})") from error
        in_order = newest is None or newest < ordered[0].id
        self._note_acts(ordered, in_order=in_order)
        self._fold_in(ordered, numbers, in_order=in_order)

    def _numbers(self, decisions: Sequence[Decision]) -> dict[str, int]:
        """The numbers of the documents that the decisions are about."""
        numbers: dict[str, int] = {}
        for key in dict.fromkeys(d.document for d in decisions):
            row = self._db.row("SELECT id FROM documents WHERE key = ?", (key,))
            if row is None:
                raise CuratorError(f"there is no document {key!r}", fix="import it first")
            numbers[key] = row[0]
        return numbers

    def _fold_in(self, ordered: Sequence[Decision], numbers: dict[str, int], *, in_order: bool) -> None:
        """Bring the cells of each document and layer up to date.

        Decisions that sort behind the whole log simply are the last word on their cells. An undo asks the log about
        the cells of what it takes back; a decision that arrives late has all of the document's log folded.
        """
        if len(ordered) == 1:
            groups = [((ordered[0].layer, ordered[0].document), list(ordered))]
        else:
            by_document = sorted(ordered, key=_layer_and_document)  # keeps the order of ids within a document
            groups = [(group, list(members)) for group, members in groupby(by_document, key=_layer_and_document)]
        for (layer, key), members in groups:
            if not in_order:
                refold(self._db, layer, numbers[key])
            elif all(d.kind != "undo" for d in members):
                apply_new(self._db, layer, numbers[key], members)
            else:
                refold_touched(self._db, layer, numbers[key], members)

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


def _layer_and_document(decision: Decision) -> tuple[str, str]:
    return decision.layer, decision.document
