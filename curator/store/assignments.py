"""Assignments: the log of who was to label what, and what follows from it for the queues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from curator.errors import CuratorError
from curator.store import rows
from curator.store.connection import Conflict
from curator.store.part import PAGE, Part
from curator.store.records import Assigned, Assignment, Outline

ANY_ASSIGNED = "SELECT 1 FROM assigned WHERE layer = ? LIMIT 1"
POSITION_OF = (
    "coalesce((SELECT b.position FROM assigned b WHERE b.layer = :layer AND b.document = :after), "
    "CASE WHEN :after > 0 THEN 1 << 60 ELSE -1 END)"
)
"""The place of the document ``:after`` in the queue of ``:layer``; before all for 0, behind all for a stranger."""
LATEST = (
    "SELECT layer, document, position FROM assignments a WHERE given AND NOT EXISTS (SELECT 1 FROM assignments b "
    "WHERE b.document = a.document AND b.layer = a.layer AND b.id > a.id)"
)
"""What the log of assignments amounts to: the last word on each document in each layer, where it gives it."""
_FINISHED = "r.status IN ('done', 'skipped')"


class Assignments(Part):
    """Which documents a layer is about, and in what order."""

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Write assignments, and what is assigned then, in one durable transaction."""
        with self._db.writing():
            for each in sorted(assignments, key=lambda assignment: assignment.id):
                found = self._db.row("SELECT id FROM documents WHERE key = ?", (each.document,))
                if found is None:
                    raise CuratorError(f"there is no document {each.document!r}", fix="import it first")
                try:
                    self._db.run(
                        "INSERT INTO assignments (id, time, author, layer, document, position, given) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (each.id, each.time, each.author, each.layer, found[0], each.position, each.given),
                    )
                except Conflict as error:
                    raise CuratorError(f"an assignment is in the log already ({error})") from error
                self._fold_assignment(each.layer, found[0])

    def _fold_assignment(self, layer: str, number: int) -> None:
        self._db.run("DELETE FROM assigned WHERE layer = ? AND document = ?", (layer, number))
        self._db.run(
            f"INSERT INTO assigned (layer, document, position) {LATEST} AND a.layer = ? AND a.document = ?",
            (layer, number),
        )

    def assignments(self) -> Iterator[Assignment]:
        """The log of assignments, in order of the ids."""
        last = ""
        while True:
            found = self._db.rows(
                "SELECT a.id, time, author, layer, key, position, given FROM assignments a "
                f"JOIN documents d ON d.id = a.document WHERE a.id > ? ORDER BY a.id LIMIT {PAGE}",
                (last,),
            )
            for identifier, time, author, layer, key, position, given in found:
                yield Assignment(
                    id=identifier, time=time, author=author, layer=layer, document=key, position=position,
                    given=bool(given),
                )  # fmt: skip
            if len(found) < PAGE:
                return
            last = found[-1][0]

    def assigned(self, layer: str | None = None) -> list[Assigned]:
        """What is assigned now, in all layers or one; by layer and position."""
        which, values = ("", ()) if layer is None else (" WHERE layer = ?", (layer,))
        found = self._db.rows(
            f"SELECT layer, document, position FROM assigned{which} ORDER BY layer, position, document", values
        )
        return [Assigned(*row) for row in found]

    def has_assignment(self, layer: str) -> bool:
        """Whether any document is assigned in the layer; if so, it is about those alone."""
        return self._db.row(ANY_ASSIGNED, (layer,)) is not None

    def outlines(self) -> Iterator[Outline]:
        """All documents without their texts, by number."""
        last = 0
        while True:
            found = self._db.rows(f"SELECT id, key, meta FROM documents WHERE id > ? ORDER BY id LIMIT {PAGE}", (last,))
            for number, key, meta in found:
                yield Outline(number, key, rows.meta(meta))
            if len(found) < PAGE:
                return
            last = found[-1][0]

    def neighbour(self, layer: str, number: int, step: Literal[-1, 1]) -> int | None:
        """The document behind or before this one in the queue of a layer."""
        if not self.has_assignment(layer):
            return number + step if 1 <= number + step <= self.count() else None
        order = "ASC" if step > 0 else "DESC"
        row = self._db.row(
            f"SELECT document FROM assigned WHERE layer = :layer AND (position, document) {'>' if step > 0 else '<'} "
            f"({POSITION_OF}, :after) ORDER BY position {order}, document {order} LIMIT 1",
            {"layer": layer, "after": number},
        )
        return row[0] if row else None

    def in_queue(self, layer: str, number: int) -> bool:
        """Whether the document is there and, where the layer has an assignment, among it."""
        if not self.has_assignment(layer):
            return 1 <= number <= self.count()
        return self._db.row("SELECT 1 FROM assigned WHERE layer = ? AND document = ?", (layer, number)) is not None

    def ordinal(self, layer: str, number: int) -> int:
        """The place of the document in the queue of a layer, from 1; 0 where it is not in it."""
        if not self.has_assignment(layer):
            return number if 1 <= number <= self.count() else 0
        row = self._db.row(
            "SELECT count(*) FROM assigned a JOIN assigned b ON a.layer = b.layer WHERE b.layer = :layer "
            "AND b.document = :number AND (a.position, a.document) <= (b.position, b.document)",
            {"layer": layer, "number": number},
        )
        return row[0] if row else 0

    def due_repeat(self, layer: str, repeat: str) -> int | None:
        """The first document whose second answer, in the layer ``repeat``, is due."""
        if not self.has_assignment(repeat):
            return None
        with self._db.reading():
            in_first = f"SELECT count(*) FROM reviews r WHERE r.layer = ? AND {_FINISHED}"
            finished = (self._db.row(in_first, (layer,)) or (0,))[0]
            assigned = (self._db.row("SELECT count(*) FROM assigned WHERE layer = ?", (layer,)) or (0,))[0]
            row = self._db.row(
                "SELECT a.document FROM assigned a "
                f"JOIN reviews r ON r.layer = :layer AND r.document = a.document AND {_FINISHED} "
                "LEFT JOIN reviews s ON s.layer = a.layer AND s.document = a.document "
                "WHERE a.layer = :repeat AND coalesce(s.status, 'todo') NOT IN ('done', 'skipped') "
                "AND (a.position <= :finished OR :finished >= :assigned) ORDER BY a.position, a.document LIMIT 1",
                {"layer": layer, "repeat": repeat, "finished": finished, "assigned": assigned},
            )
        return row[0] if row else None
