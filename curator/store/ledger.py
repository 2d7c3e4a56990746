"""Who saw whose work, and what was exported."""

from __future__ import annotations

import msgspec

from curator.errors import CuratorError
from curator.store.connection import Conflict
from curator.store.part import Part
from curator.store.records import Access, Exported

_ALREADY = "it is in the log already"


class Ledger(Part):
    """Logs that nothing else depends on."""

    def note_access(self, access: Access) -> None:
        """Keep that somebody saw what reviewers decided."""
        layers = msgspec.json.encode(access.layers).decode()
        self._note(
            "INSERT INTO accesses (id, time, author, layers, purpose) VALUES (?, ?, ?, ?, ?)",
            (access.id, access.time, access.author, layers, access.purpose),
        )

    def accesses(self) -> list[Access]:
        """Who saw what, in order."""
        found = self._db.rows("SELECT id, time, author, layers, purpose FROM accesses ORDER BY id")
        return [
            Access(id=identifier, time=time, author=author, layers=tuple(msgspec.json.decode(layers)), purpose=purpose)
            for identifier, time, author, layers, purpose in found
        ]

    def note_export(self, exported: Exported) -> None:
        """Keep that a layer was exported."""
        self._note(
            "INSERT INTO exports (id, time, author, layer, documents, spans, manifest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            msgspec.structs.astuple(exported),
        )

    def exports(self) -> list[Exported]:
        """What was exported, in order."""
        names = Exported.__struct_fields__
        found = self._db.rows(f"SELECT {', '.join(names)} FROM exports ORDER BY id")
        return [Exported(**dict(zip(names, row, strict=True))) for row in found]

    def _note(self, sql: str, row: tuple[object, ...]) -> None:
        with self._db.writing():
            try:
                self._db.run(sql, row)
            except Conflict as error:
                raise CuratorError(_ALREADY) from error
