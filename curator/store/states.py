"""Where documents stand in a layer: their cells, counts, the queue, and where the reviewer was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from curator.fold import DocumentState, Review, SpanCell
from curator.model import GONE_KINDS, Annotated, Notes, Span, Status, Suggestion
from curator.store import rows
from curator.store.acts import NOT_NOTED
from curator.store.assignments import ANY_ASSIGNED, POSITION_OF
from curator.store.cells import read_review, read_state, spans_of_act
from curator.store.connection import Connection, Row
from curator.store.gaps import first_gap
from curator.store.part import Part
from curator.store.records import Place, SideBySide, Tally
from curator.store.suggestions import IN_STRETCH, stretch

_PAGE_DOCUMENTS = 200
_FIRST_STRETCH = 64
_FIRST = itemgetter(0)
_LIVE = f"kind NOT IN ({', '.join(repr(kind) for kind in sorted(GONE_KINDS))})"


class States(Part):
    """The fold of the log, read from the tables that keep it."""

    def state(self, layer: str, number: int, spans: Collection[str] | None = None) -> DocumentState:
        """The fold of the decisions on one document in one layer; with ``spans``, only of these spans."""
        with self._db.reading():
            return read_state(self._db, layer, number, spans)

    def spans_of_act(self, layer: str, number: int, act: str) -> set[str]:
        """The spans of a document on which an act, or what it takes back in the end, says something."""
        with self._db.reading():
            return spans_of_act(self._db, layer, number, act)

    def spans_within(self, layer: str, number: int, within: tuple[int, int]) -> set[str]:
        """The spans of a document, suggested or in the layer, that share a code point with this half-open stretch."""
        found = self._db.rows(
            f"SELECT {rows.SUGGESTION_ID} FROM suggestions g WHERE {IN_STRETCH} "
            "UNION SELECT id FROM spans WHERE layer = ? AND document = ? AND span_end > ? AND span_start < ?",
            (number, *stretch(within), layer, number, *within),
        )
        return {span_id for (span_id,) in found}

    def within(self, layer: str, number: int, start: int, end: int) -> tuple[list[SpanCell], list[Suggestion]]:
        """What is decided and suggested about a stretch of one document."""
        values = {"layer": layer, "number": number, "start": start, "end": end}
        mine, proposals = (
            "FROM spans WHERE layer = :layer AND document = :number",
            "FROM suggestions g WHERE document = :number",
        )
        here = "span_start < :end AND span_end > :start"
        proposed_id = rows.SUGGESTION_ID
        with self._db.reading():
            cells = self._db.rows(
                f"SELECT {rows.CELL} {mine} AND ({here} OR id IN (SELECT {proposed_id} {proposals} AND {here}))",
                values,
            )
            proposed = self._db.rows(
                f"SELECT {rows.SUGGESTION} {proposals} AND ({here} OR {proposed_id} IN (SELECT id {mine} AND {here}))",
                values,
            )
        return list(map(rows.cell, cells)), list(map(rows.suggestion, proposed))

    def review(self, layer: str, number: int) -> Review:
        """Where one document stands in one layer."""
        return read_review(self._db, layer, number)

    def tally(self, layer: str) -> Tally:
        """The counts of a layer."""
        with self._db.reading():
            documents = self.count()
            if self._db.row(ANY_ASSIGNED, (layer,)):
                documents = (self._db.row("SELECT count(*) FROM assigned WHERE layer = ?", (layer,)) or (0,))[0]
                of_layer = "assigned a JOIN reviews r ON r.layer = a.layer AND r.document = a.document"
            else:
                of_layer = "reviews a"
            counted = self._db.rows(
                f"SELECT status, count(*), sum(flagged) FROM {of_layer} WHERE a.layer = ? GROUP BY status", (layer,)
            )
        by_status = {str(status): int(count) for status, count, _ in counted}
        started, done, skipped = (by_status.get(status, 0) for status in ("started", "done", "skipped"))
        return Tally(documents, started, done, skipped, sum(flagged for _, _, flagged in counted))

    def layers(self) -> list[str]:
        """The names of all layers that have a decision, sorted."""
        # From name to name through the index: SELECT DISTINCT would read every act.
        found: list[str] = []
        row = self._db.row("SELECT min(layer) FROM acts")
        while row and row[0] is not None:
            found.append(row[0])
            row = self._db.row("SELECT min(layer) FROM acts WHERE layer > ?", (found[-1],))
        late = self._db.rows(f"SELECT DISTINCT layer FROM decisions WHERE {NOT_NOTED}")
        return sorted({*found, *(layer for (layer,) in late)})

    def next_unfinished(self, layer: str, after: int) -> int | None:
        """The first document that is neither done nor skipped behind ``after``; else from the start on."""
        with self._db.reading():
            if self._db.row(ANY_ASSIGNED, (layer,)):
                return self._first_assigned(layer, after) or self._first_assigned(layer, 0)
            last = self.count()
            return self._first_unfinished(layer, after, last) or self._first_unfinished(layer, 0, min(after, last))

    def _first_assigned(self, layer: str, after: int) -> int | None:
        """The first unfinished document behind this one, or of all (0), in the order of the assignment."""
        row = self._db.row(
            "SELECT a.document FROM assigned a LEFT JOIN reviews r ON r.layer = a.layer AND r.document = a.document "
            f"WHERE a.layer = :layer AND (a.position, a.document) > ({POSITION_OF}, :after) "
            "AND coalesce(r.status, 'todo') NOT IN ('done', 'skipped') ORDER BY a.position, a.document LIMIT 1",
            {"layer": layer, "after": after},
        )
        return row[0] if row else None

    def _first_unfinished(self, layer: str, after: int, last: int) -> int | None:
        """The first document in (after, last] that is neither done nor skipped."""

        def is_gap(after: int, last: int) -> bool:
            return self._finished(layer, after, last) < last - after

        return first_gap(is_gap, after, last, _FIRST_STRETCH)

    def _finished(self, layer: str, after: int, last: int) -> int:
        """How many documents in (after, last] are done or skipped."""
        row = self._db.row(
            "SELECT count(*) FROM reviews "
            "WHERE layer = ? AND status IN ('done', 'skipped') AND document > ? AND document <= ?",
            (layer, after, last),
        )
        return row[0] if row else 0

    def annotated(self, layer: str, statuses: Sequence[str] = ("done",)) -> Iterator[Annotated]:
        """The documents that stand so in a layer, by number, with the layer's spans."""
        after = 0
        while True:
            with self._db.reading():
                found = self._page(layer, statuses, after)
                spans = self._live_spans(layer, found)
                notes = self._live_notes(layer, found)
            for number, status, reason, note, *row in found:
                document, ordered = rows.document(tuple(row)), tuple(spans.get(number, ()))
                yield Annotated(document, layer, status, ordered, reason, notes.get(number, {}), note)
            if len(found) < _PAGE_DOCUMENTS:
                return
            after = found[-1][0]

    def _page(self, layer: str, statuses: Sequence[str], after: int) -> list[Row]:
        """Some documents behind ``after``, by number, with status, reason and note."""
        # Documents that are still to do have no review; all others are found by theirs, however few they are.
        if "todo" in statuses:
            number = "documents.id"
            tables = "documents LEFT JOIN reviews ON reviews.layer = ? AND reviews.document = documents.id"
        else:
            number = "reviews.document"
            tables = "reviews CROSS JOIN documents ON reviews.layer = ? AND documents.id = reviews.document"
        marks = ",".join("?" * len(statuses))
        return self._db.rows(
            f"SELECT documents.id, coalesce(status, 'todo'), reason, coalesce(note, ''), {rows.DOCUMENT} FROM {tables} "
            f"WHERE {number} > ? AND coalesce(status, 'todo') IN ({marks}) ORDER BY {number} LIMIT {_PAGE_DOCUMENTS}",
            (layer, after, *statuses),
        )

    def _live_spans(self, layer: str, documents: Sequence[Row]) -> dict[int, list[Span]]:
        """The spans of these documents that are in the layer, by number, in reading order."""
        spans: dict[int, list[Span]] = {}
        if documents:
            found = self._db.rows(
                "SELECT document, span_start, -span_end, label, attributes FROM spans "
                f"WHERE layer = ? AND document BETWEEN ? AND ? AND {_LIVE}",
                (layer, documents[0][0], documents[-1][0]),
            )
            found.sort()  # the end is negative, so that this is reading order
            for number, of_one in groupby(found, _FIRST):
                spans[number] = [rows.span(start, -end, label, own) for _, start, end, label, own in of_one]
        return spans

    def _live_notes(self, layer: str, documents: Sequence[Row]) -> dict[int, Notes]:
        """The notes on those spans of these documents that are in the layer, by number."""
        notes: dict[int, Notes] = defaultdict(dict)
        if documents:
            found = self._db.rows(
                "SELECT n.document, s.span_start, s.span_end, s.label, n.text FROM span_notes n JOIN spans s "
                "ON s.layer = n.layer AND s.document = n.document AND s.id = n.id "
                f"WHERE n.layer = ? AND n.document BETWEEN ? AND ? AND n.text <> '' AND s.{_LIVE} ORDER BY n.id",
                (layer, documents[0][0], documents[-1][0]),
            )
            for number, start, end, label, text in found:
                here = notes[number]
                before = here.get((start, end, label))
                here[start, end, label] = f"{before}; {text}" if before else text
        return notes

    def statuses(self, layer: str) -> dict[int, Status]:
        """Where the documents stand that anything was decided on in a layer, by number."""
        return dict(self._db.rows("SELECT document, status FROM reviews WHERE layer = ? ORDER BY document", (layer,)))

    def finished_by(self, layers: Sequence[str]) -> dict[int, int]:
        """How many documents are finished in just so many of these layers; those in none are left out."""
        marks = ",".join("?" * len(layers))
        found = self._db.rows(
            "SELECT times, count(*) FROM (SELECT count(*) times FROM reviews "
            f"WHERE status = 'done' AND layer IN ({marks}) GROUP BY document) GROUP BY times ORDER BY times",
            tuple(layers),
        )
        return dict(found)

    def side_by_side(self, layers: Sequence[str], *, least: int = 2, number: int | None = None) -> Iterator[SideBySide]:
        """The documents, or one, that at least so many of these layers have finished, by number."""
        after, last = (0, self.count()) if number is None else (number - 1, number)
        while after < last:
            upto = min(after + _PAGE_DOCUMENTS, last)
            with self._db.reading():
                found = self._finished_in(sorted(layers), after, upto, least)
                named = self._db.rows("SELECT id, key FROM documents WHERE id > ? AND id <= ?", (after, upto))
            keys: dict[int, str] = dict(named)
            for place in sorted(found):
                yield SideBySide(place, keys[place], found[place])
            after = upto

    def _finished_in(
        self, layers: Sequence[str], after: int, upto: int, least: int
    ) -> dict[int, dict[str, tuple[Span, ...]]]:
        """The spans, by document and layer, of the documents in (after, upto] that enough layers have finished."""
        finished: dict[int, dict[str, tuple[Span, ...]]] = defaultdict(dict)
        for layer in layers:
            for (number,) in self._db.rows(
                "SELECT document FROM reviews WHERE layer = ? AND status = 'done' AND document > ? AND document <= ?",
                (layer, after, upto),
            ):
                finished[number][layer] = ()
        wanted = {number: found for number, found in finished.items() if len(found) >= least}
        for layer in layers if wanted else ():
            for number, spans in self._live_spans(layer, [(after + 1,), (upto,)]).items():
                if layer in wanted.get(number, ()):
                    wanted[number][layer] = tuple(spans)
        return wanted

    def place(self, layer: str, number: int | None = None) -> Place | None:
        """Where the reviewer of this layer was last, in this document or in any."""
        which = "(SELECT document FROM last_places WHERE layer = :layer)" if number is None else ":number"
        row = self._db.row(
            f"SELECT document, focus, cursor, top FROM places WHERE layer = :layer AND document = {which}",
            {"layer": layer, "number": number},
        )
        return Place(*row) if row else None

    def save_place(self, layer: str, place: Place) -> None:
        """Keep where the reviewer is."""
        with self._db.writing(durable=False):
            write_place(self._db, layer, place)


def write_place(db: Connection, layer: str, place: Place) -> None:
    """Keep where the reviewer is, within the transaction that is open."""
    db.run(
        "INSERT INTO places (layer, document, focus, cursor, top) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (layer, document) DO UPDATE SET focus = excluded.focus, cursor = excluded.cursor, "
        "top = excluded.top",
        (layer, place.number, place.focus, place.cursor, place.top),
    )
    db.run(
        "INSERT INTO last_places (layer, document) VALUES (?, ?) "
        "ON CONFLICT (layer) DO UPDATE SET document = excluded.document WHERE document <> excluded.document",
        (layer, place.number),
    )
