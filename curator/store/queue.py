"""The queue of a layer: documents with where they stand, a window at a time, however many there are."""

from __future__ import annotations

from curator.store.api import QueueRow, Shown
from curator.store.assignments import ANY_ASSIGNED, POSITION_OF
from curator.store.part import Part

# Not looked up for each row: notes are few, and the rows may be a million.
_SPAN_NOTES = "d.id IN (SELECT n.document FROM span_notes n WHERE n.layer = :layer AND n.text <> '')"
_CONDITIONS: dict[Shown, str] = {
    "all": "1",
    "unfinished": "coalesce(r.status, 'todo') NOT IN ('done', 'skipped')",
    "done": "r.status = 'done'",
    "skipped": "r.status = 'skipped'",
    "flagged": "r.flagged",
    "noted": f"(r.note <> '' OR {_SPAN_NOTES})",
}
# What only a review can be is found from the reviews, which are few while the documents may be many.
_FROM_DOCUMENTS = "documents d LEFT JOIN reviews r ON r.layer = :layer AND r.document = d.id"
_FROM_REVIEWS = "reviews r CROSS JOIN documents d ON r.layer = :layer AND d.id = r.document"
_FROM_ASSIGNED = (
    "assigned a CROSS JOIN documents d ON a.layer = :layer AND d.id = a.document "
    "LEFT JOIN reviews r ON r.layer = :layer AND r.document = d.id"
)
_DECIDED = "(SELECT count(*) FROM spans s WHERE s.layer = :layer AND s.document = d.id)"
_PENDING = (
    "(SELECT count(DISTINCT g.id) FROM suggestions g WHERE g.document = d.id AND NOT EXISTS "
    "(SELECT 1 FROM spans s WHERE s.layer = :layer AND s.document = d.id AND s.id = g.id))"
)


class Queue(Part):
    """Windows of the queue."""

    def queue(
        self, layer: str, shown: Shown = "all", *, after: int = 0, before: int | None = None, limit: int = 50
    ) -> list[QueueRow]:
        """The first ``limit`` documents behind ``after``; or, with ``before``, the last ones before it.

        They are in the order of the layer's assignment; without one, by number.
        """
        back = before is not None
        if self._db.row(ANY_ASSIGNED, (layer,)):
            tables, by, edge = _FROM_ASSIGNED, "(a.position, d.id)", f"({POSITION_OF}, :after)"
        else:
            tables = _FROM_DOCUMENTS if shown in ("all", "unfinished") else _FROM_REVIEWS
            by, edge = "d.id" if tables == _FROM_DOCUMENTS else "r.document", ":after"
        order = " DESC, ".join(by.strip("()").split(", ")) + " DESC" if back else by.strip("()")
        rows = self._db.rows(
            "SELECT d.id, d.key, d.title, d.length, coalesce(r.status, 'todo'), r.reason, coalesce(r.flagged, 0), "
            f"coalesce(r.note, ''), {_DECIDED}, {_PENDING}, {_SPAN_NOTES} FROM {tables} "
            f"WHERE {by} {'<' if back else '>'} {edge} AND {_CONDITIONS[shown]} ORDER BY {order} LIMIT :limit",
            {"layer": layer, "after": before if back else after, "limit": limit},
        )
        found = [
            QueueRow(number, key, title, length, status, reason, bool(flagged), note, decided, pending, bool(noted))
            for number, key, title, length, status, reason, flagged, note, decided, pending, noted in rows
        ]
        return found[::-1] if back else found
