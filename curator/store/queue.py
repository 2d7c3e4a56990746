"""The queue of a layer: documents with where they stand, a window at a time, however many there are.

Each order walks an index and stops when the window is full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

import msgspec

from curator.model import Status
from curator.store.assignments import ANY_ASSIGNED, POSITION_OF
from curator.store.gaps import first_gap, last_gap
from curator.store.only import DECIDED, MATCHES, PENDING, PREPARED, SHOWN, SPAN_NOTES, condition, matches
from curator.store.pending import any_uncounted, count_uncounted
from curator.store.records import Only, QueueRow, Shown, Sort, Standing
from curator.store.states import States

STATES: tuple[Status, ...] = ("started", "todo", "skipped", "done")
"""The order of the states: what is to be done first."""
# What only a review can be is found from the reviews, which are few while the documents may be many.
_FROM_DOCUMENTS = "documents d {index} LEFT JOIN reviews r ON r.layer = :layer AND r.document = d.id"
_FROM_REVIEWS = "reviews r CROSS JOIN documents d ON r.layer = :layer AND d.id = r.document"
_FROM_ASSIGNED = (
    "assigned a CROSS JOIN documents d ON a.layer = :layer AND d.id = a.document "
    "LEFT JOIN reviews r ON r.layer = :layer AND r.document = d.id"
)
_ASSIGNED = "d.id IN (SELECT a.document FROM assigned a WHERE a.layer = :layer)"
_BY_HEADING, _BY_LENGTH = "INDEXED BY documents_by_heading", "INDEXED BY documents_by_length"
_LAST_DECISIONS = (
    "decisions x CROSS JOIN documents d ON d.id = x.document "
    "LEFT JOIN reviews r ON r.layer = :layer AND r.document = d.id "
    "WHERE x.layer = :layer AND x.seq < :seq AND NOT EXISTS "
    "(SELECT 1 FROM decisions y WHERE y.document = x.document AND y.layer = :layer AND y.seq > x.seq)"
)
_TOUCHED = "(SELECT coalesce(max(x.seq), 0) FROM decisions x WHERE x.document = d.id AND x.layer = :layer)"
_BY_PENDING = (
    "reviews r INDEXED BY reviews_by_pending CROSS JOIN documents d ON d.id = r.document "
    "WHERE r.layer = :layer AND [edge]"
)
_BY_SUGGESTED = (
    "{source} LEFT JOIN reviews r ON r.layer = :layer AND r.document = c.document "
    "CROSS JOIN documents d ON d.id = c.document WHERE r.document IS NULL AND {edge}"
)
_SUGGESTED = "suggested c INDEXED BY suggested_by_spans"
_FIRST_SUGGESTED = (
    f"(SELECT c.document, c.spans FROM {_SUGGESTED} WHERE [edge] ORDER BY c.spans DESC, c.document LIMIT {{most}}) c"
)
_ROWS = (
    "SELECT d.id, d.key, d.title, d.length, coalesce(r.status, 'todo'), r.reason, coalesce(r.flagged, 0), "
    f"coalesce(r.note, ''), {DECIDED}, {PENDING}, {SPAN_NOTES}, {_TOUCHED}, {PREPARED} "
    f"FROM {_FROM_DOCUMENTS.format(index='')}"
)
_FEW = 2_000
"""Documents that are sorted rather than looked for along an index."""
_SOME = 20_000
"""Documents without a review that are all looked for, rather than walking past those that have one."""
_STRIDE = 1_000
_LARGEST = 1 << 62
_UNTOUCHED = "r.document IS NULL"


class Queue(States):
    """Windows of the queue."""

    def queue(
        self,
        layer: str,
        shown: Shown = "all",
        *,
        sort: Sort = "number",
        only: Sequence[Only] = (),
        after: int = 0,
        before: int | None = None,
        behind: QueueRow | None = None,
        limit: int = 50,
    ) -> list[QueueRow]:
        """The first ``limit`` documents behind a place in an order; by number, also the last ones before one."""
        if any(part.kind == "text" for part in only):
            self._db.define(MATCHES, matches)
        if sort == "pending" and any_uncounted(self._db, layer):
            with self._db.writing(durable=False):
                count_uncounted(self._db, layer)
        with self._db.reading():
            wanted = _wanted(layer, shown, only, assigned=self._db.row(ANY_ASSIGNED, (layer,)) is not None)
            if wanted.assigned and sort == "number":
                return self._window(layer, self._by_assignment(wanted, after, before, limit))
            if sort == "number":
                return self._window(layer, self._by_number(wanted, after, before, limit))
            if wanted.narrowed or shown != "all" or sort == "touched":
                # What was decided on has a review.
                few = self._by_number(wanted.having_review() if sort == "touched" else wanted, 0, None, _FEW)
                if len(few) < _FEW:
                    return _sorted(self._window(layer, few), sort, behind)[:limit]
            walks = {
                "pending": self._by_pending, "length": self._by_length,
                "touched": self._by_touch, "state": self._by_state,
            }  # fmt: skip
            return self._window(layer, walks[sort](wanted, behind, limit))

    def _by_number(self, wanted: _Wanted, after: int, before: int | None, limit: int) -> list[int]:
        if wanted.gaps and not wanted.narrowed and not wanted.assigned:
            return self._in_gaps(wanted, after, before, limit)
        return self._between(wanted, wanted.tables, after, before, limit)

    def _by_assignment(self, wanted: _Wanted, after: int, before: int | None, limit: int) -> list[int]:
        """Those of the layer's assignment, in its order."""
        side, way = (">", "ASC") if before is None else ("<", "DESC")
        rows = self._db.rows(
            f"SELECT d.id FROM {_FROM_ASSIGNED} WHERE (a.position, d.id) {side} ({POSITION_OF}, :after) "
            f"AND {wanted.condition} ORDER BY a.position {way}, d.id {way} LIMIT :limit",
            {**wanted.values, "layer": wanted.layer, "after": after if before is None else before, "limit": limit},
        )
        found = [number for (number,) in rows]
        return found if before is None else found[::-1]

    def _between(
        self, wanted: _Wanted, tables: str, after: int, before: int | None, limit: int, last: int = _LARGEST
    ) -> list[int]:
        """Those in (after, last], or before ``before``, the nearest first."""
        by, back = "r.document" if tables == _FROM_REVIEWS else "d.id", before is not None
        low, high = (after, before - 1) if before is not None else (after, last)
        rows = self._db.rows(
            f"SELECT {by} FROM {tables} WHERE {by} > :low AND {by} <= :high AND {wanted.condition} "
            f"ORDER BY {by} {'DESC' if back else 'ASC'} LIMIT :limit",
            {**wanted.values, "layer": wanted.layer, "low": low, "high": high, "limit": limit},
        )
        found = [number for (number,) in rows]
        return found[::-1] if back else found

    def _in_gaps(self, wanted: _Wanted, after: int, before: int | None, limit: int) -> list[int]:
        """Those that lie between documents that were done, or begun: counting these leaps over long rows of them."""
        tables, found, last = _FROM_DOCUMENTS.format(index=""), list[int](), self.count()
        is_gap = partial(self._is_gap, wanted)
        while before is None and len(found) < limit and after < last:
            first = first_gap(is_gap, after, last, _STRIDE)
            if first is None:
                break
            after = min(first + _STRIDE, last)
            here = self._between(wanted, tables, first - 1, None, limit - len(found), after)
            found += here
        while before is not None and len(found) < limit and before > 1:
            highest = last_gap(is_gap, before, _STRIDE)
            if highest is None:
                break
            before = max(1, highest + 1 - _STRIDE)
            found = self._between(wanted, tables, before - 1, highest + 1, limit - len(found)) + found
        return found

    def _is_gap(self, wanted: _Wanted, after: int, last: int) -> bool:
        """Whether one of (after, last] is not done, or not begun."""
        row = self._db.row(
            f"SELECT count(*) FROM reviews WHERE layer = ? {wanted.gaps} AND document > ? AND document <= ?",
            (wanted.layer, after, last),
        )
        return row is not None and row[0] < last - after

    def _by_pending(self, wanted: _Wanted, behind: QueueRow | None, limit: int) -> list[int]:
        """The most pending first, by number where as much is; with a review or without."""
        found = self._walk_pending(wanted, ("r.pending", "r.document"), _BY_PENDING, behind, limit)
        if not wanted.reviewed:
            found += self._pending_untouched(wanted.untouched(), behind, limit)
        return [-number for _, number in sorted(found, reverse=True)][:limit]

    def _pending_untouched(self, wanted: _Wanted, behind: QueueRow | None, limit: int) -> list[tuple[int, int]]:
        """Those without a review, along the index; but where most have one, it would be a long walk to the others."""
        by = ("c.spans", "c.document")
        first = _BY_SUGGESTED.format(source=_FIRST_SUGGESTED.format(most=_FEW), edge="1")
        found = self._walk_pending(wanted, by, first, behind, limit)
        if len(found) == limit:
            return found
        if self._untouched(wanted.layer) <= _SOME and not wanted.assigned:
            return self._pending_in_gaps(wanted, behind)
        return self._walk_pending(wanted, by, _BY_SUGGESTED.format(source=_SUGGESTED, edge="[edge]"), behind, limit)

    def _untouched(self, layer: str) -> int:
        """How many documents have no review."""
        row = self._db.row("SELECT count(*) FROM reviews WHERE layer = ?", (layer,))
        return self.count() - (row[0] if row else 0)

    def _pending_in_gaps(self, wanted: _Wanted, behind: QueueRow | None) -> list[tuple[int, int]]:
        """Counts and (negative) numbers of those without a review, where most have one."""
        numbers = self._in_gaps(wanted, 0, None, _SOME)
        found: list[tuple[int, int]] = self._db.rows(
            f"SELECT spans, -document FROM suggested WHERE document IN ({_numbers(numbers)})"
        )
        return found if behind is None else [each for each in found if each < (behind.pending, -behind.number)]

    def _walk_pending(
        self, wanted: _Wanted, by: tuple[str, str], tables: str, behind: QueueRow | None, limit: int
    ) -> list[tuple[int, int]]:
        """Counts and (negative) numbers behind a row along an index of these two."""
        count, number = by
        values = {**wanted.values, "layer": wanted.layer}
        edges = ["1"]
        if behind is not None:
            # One after the other, as a comparison of pairs would have to go down in both.
            edges = [f"{count} = :count AND {number} > :number", f"{count} < :count"]
            values |= {"count": behind.pending, "number": behind.number}
        found: list[tuple[int, int]] = []
        for edge in edges:
            found += self._db.rows(
                f"SELECT {count}, -{number} FROM {tables.replace('[edge]', edge)} AND {wanted.condition} "
                f"ORDER BY {count} DESC, {number} LIMIT :limit",
                {**values, "limit": limit - len(found)},
            )
        return found

    def _by_length(self, wanted: _Wanted, behind: QueueRow | None, limit: int) -> list[int]:
        """The longest first."""
        edge = (behind.length, behind.number) if behind else (_LARGEST, _LARGEST)
        rows = self._db.rows(
            f"SELECT d.id FROM {_FROM_DOCUMENTS.format(index=_BY_LENGTH)} "
            f"WHERE (d.length, d.id) < (:length, :id) AND {wanted.condition} "
            "ORDER BY d.length DESC, d.id DESC LIMIT :limit",
            {**wanted.values, "layer": wanted.layer, "length": edge[0], "id": edge[1], "limit": limit},
        )
        return [number for (number,) in rows]

    def _by_touch(self, wanted: _Wanted, behind: QueueRow | None, limit: int) -> list[int]:
        """Those with a decision in the layer, the one that was decided on last first."""
        rows = self._db.rows(
            f"SELECT d.id FROM {_LAST_DECISIONS} AND {wanted.condition} ORDER BY x.seq DESC LIMIT :limit",
            {**wanted.values, "layer": wanted.layer, "seq": behind.touched if behind else _LARGEST, "limit": limit},
        )
        return [number for (number,) in rows]

    def _by_state(self, wanted: _Wanted, behind: QueueRow | None, limit: int) -> list[int]:
        """By state, and by number in each."""
        found: list[int] = []
        start = STATES.index(behind.status) if behind else 0
        for place, status in enumerate(STATES[start:]):
            if status == "todo" and wanted.reviewed:
                continue  # Without a review, it is none of those.
            after = behind.number if behind and not place else 0
            found += self._by_number(wanted.in_state(status), after, None, limit - len(found))
            if len(found) == limit:
                break
        return found

    def _window(self, layer: str, numbers: Sequence[int]) -> list[QueueRow]:
        """The rows of these documents, in their order."""
        rows = self._db.rows(f"{_ROWS} WHERE d.id IN ({_numbers(numbers)})", {"layer": layer})
        found = {row[0]: _row(*row) for row in rows}
        return [found[number] for number in numbers]


class _Wanted(msgspec.Struct, frozen=True):
    """Which documents are wanted.

    Attributes:
        layer: Where.
        state: The condition on where they stand.
        only: The condition on what else they must be.
        values: The parameters of ``only``.
        reviewed: Whether only documents with a review can be wanted: they are found from the reviews.
        heading: Whether an index holds all of the documents that the conditions read.
        assigned: Whether the layer has an assignment.
    """

    layer: str
    state: str
    only: str
    values: dict[str, Any]
    reviewed: bool = False
    heading: bool = False
    assigned: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether more than a state is asked for."""
        return self.only != "1"

    @property
    def condition(self) -> str:
        """The whole condition."""
        return f"{self.state} AND {self.only}{f' AND {_ASSIGNED}' if self.assigned else ''}"

    @property
    def tables(self) -> str:
        """Where they are found by number."""
        return _FROM_REVIEWS if self.reviewed else _FROM_DOCUMENTS.format(index=_BY_HEADING if self.heading else "")

    @property
    def gaps(self) -> str:
        """The condition on reviews between which these documents are; empty where they are not found so."""
        if self.state.startswith(_UNTOUCHED):
            return " "
        return "AND status IN ('done', 'skipped')" if self.state == SHOWN["unfinished"] else ""

    def having_review(self) -> _Wanted:
        """Those of them that have a review, found from these."""
        return msgspec.structs.replace(self, reviewed=True, state=f"r.document IS NOT NULL AND {self.state}")

    def untouched(self) -> _Wanted:
        """Those of them that have no review."""
        return msgspec.structs.replace(self, state=f"{_UNTOUCHED} AND {self.state}")

    def in_state(self, status: Status) -> _Wanted:
        """Those of them that stand so."""
        if status == "todo":
            return self.untouched()
        return msgspec.structs.replace(self, reviewed=True, state=f"r.status = '{status}' AND {self.state}")


def _wanted(layer: str, shown: Shown, only: Sequence[Only], *, assigned: bool) -> _Wanted:
    """What is asked for; a state that is the only one wanted is the one that is shown."""
    if shown == "all":
        states = [part for part in only if isinstance(part, Standing) and part.wanted and len(part.values) == 1]
        name = next((part.values[0] for part in states if part.values[0] in SHOWN), "all")
        shown = cast("Shown", name)
        only = [part for part in only if shown == "all" or part not in states or part.values != (name,)]
    test = condition(only)
    reviewed = test.reviewed or shown not in ("all", "unfinished")
    return _Wanted(layer, SHOWN[shown], test.sql, test.values, reviewed, test.heading, assigned)


def _sorted(rows: list[QueueRow], sort: Sort, behind: QueueRow | None) -> list[QueueRow]:
    """The rows behind one of them in an order."""
    key = _KEYS[sort]
    found = sorted((row for row in rows if sort != "touched" or row.touched), key=key)
    return found if behind is None else [row for row in found if key(row) > key(behind)]


_KEYS: dict[Sort, Callable[[QueueRow], tuple[int, int]]] = {
    "number": lambda row: (row.number, 0),
    "state": lambda row: (STATES.index(row.status), row.number),
    "pending": lambda row: (-row.pending, row.number),
    "length": lambda row: (-row.length, -row.number),
    "touched": lambda row: (-row.touched, 0),
}


def _row(
    number: int, key: str, title: str, length: int, status: Status, reason: str | None, flagged: int, note: str,
    decided: int, pending: int, noted: int, touched: int, prepared: int,
) -> QueueRow:  # fmt: skip
    """A row of `_ROWS`."""
    return QueueRow(
        number, key, title, length, status, reason, bool(flagged), note,
        decided, pending, bool(noted), touched, bool(prepared),
    )  # fmt: skip


def _numbers(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
