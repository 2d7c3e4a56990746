"""Documents: reading them, and taking new ones in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from curator.errors import CuratorError
from curator.model import Decision, Document
from curator.store import rows
from curator.store.connection import Conflict
from curator.store.decisions import Decisions
from curator.store.part import can_be_stored
from curator.store.pending import count_again, count_new
from curator.store.proposed import insert_suggestions
from curator.store.records import Incoming, Intake, OnIntake

_BATCH_DOCUMENTS = 500
_BATCH_CHARACTERS = 2_000_000

_INSERT_DOCUMENT = "INSERT INTO documents (id, key, sha256, title, length, meta, text) VALUES (?, ?, ?, ?, ?, ?, ?)"


class _Undone(Exception):
    """Ends a rehearsal."""


class Documents(Decisions):
    """Documents by number and by key; they may bring decisions along."""

    def document(self, number: int) -> Document:
        """The document with this number. Raises KeyError."""
        known = 0 < number <= self.count()
        row = self._db.row(f"SELECT {rows.DOCUMENT} FROM documents WHERE id = ?", (number,)) if known else None
        if row is None:
            raise KeyError(number)
        return rows.document(row)

    def number(self, key: str) -> int | None:
        """The number of the document with this key."""
        row = self._db.row("SELECT id FROM documents WHERE key = ?", (key,)) if can_be_stored(key) else None
        return row[0] if row else None

    def add(
        self, incoming: Iterable[Incoming], on_intake: OnIntake, *, durable: bool = False, keep: bool = True
    ) -> None:
        """Add documents, all of them or, if ``incoming`` or ``on_intake`` raises, none.

        The database is locked for other writers from the first document to the last.
        """
        under_review = self._db.row("SELECT 1 FROM decisions LIMIT 1") is not None
        in_place = keep and not under_review
        with suppress(_Undone), self._db.room(), self._db.filling() if in_place else self._db.writing(durable=durable):
            self._add(incoming, on_intake)
            if not keep:
                raise _Undone

    def _add(self, incoming: Iterable[Incoming], on_intake: OnIntake) -> None:
        before = total = self.count()
        renewed: set[tuple[int, str]] = set()
        for batch in _batches(incoming):
            decisions: list[Decision] = []
            again = set[int]()
            for intake in self._take_in(batch, total):
                total += intake.outcome == "added"
                if intake.outcome == "same" and intake.incoming.suggestions:
                    again.add(self._renew(intake, before, renewed))
                decisions += on_intake(intake) or ()
            count_again(self._db, again)
            if decisions:
                self._log(decisions)

    def _renew(self, intake: Intake, before: int, renewed: set[tuple[int, str]]) -> int:
        """Give a document that was there its new suggestions, in the place of those that the same sources had made.

        Returns its number.

        Args:
            intake: What is told of the document.
            before: How many documents there were before this import; its own ones lose no suggestions.
            renewed: The documents and sources whose old suggestions are gone already.
        """
        number = self.number(intake.key) or 0
        for source in dict.fromkeys(each.source for each in intake.incoming.suggestions):
            if number <= before and (number, source) not in renewed:
                renewed.add((number, source))
                self._db.run("DELETE FROM suggestions WHERE document = ? AND source = ?", (number, source))
        self._insert_suggestions(number, intake.incoming)
        return number

    def _take_in(self, batch: list[Incoming], total: int) -> list[Intake]:
        """Write one batch behind the documents that there are, and say what became of each."""
        try:
            intakes = self._write_documents(batch, total)
            added = (intake.incoming for intake in intakes if intake.outcome == "added")
            suggested = [
                (number, self._insert_suggestions(number, each)) for number, each in enumerate(added, total + 1)
            ]
            count_new(self._db, suggested)
        except UnicodeEncodeError:
            _name_surrogate(batch)
            raise
        return intakes

    def _write_documents(self, batch: list[Incoming], total: int) -> list[Intake]:
        """Take all for new, as most are; from the first one on that is not, ask before writing."""
        try:
            self._insert(batch, total)
            fresh = len(batch)
        except Conflict:
            fresh = self.count() - total
        intakes = [Intake("added", each, each.document.key, each.document.sha256) for each in batch[:fresh]]
        if fresh < len(batch):
            rest = self._sort_out(batch[fresh:])
            self._insert([intake.incoming for intake in rest if intake.outcome == "added"], total + fresh)
            intakes += rest
        return intakes

    def _insert(self, new: list[Incoming], total: int) -> None:
        self._db.run_many(
            _INSERT_DOCUMENT, (rows.document_row(number, each.document) for number, each in enumerate(new, total + 1))
        )

    def _insert_suggestions(self, number: int, each: Incoming) -> int:
        """Write what the document of this number brought along; returns how many spans are suggested."""
        document = each.document
        where = each.where or document.key
        return insert_suggestions(self._db, number, each.suggestions, len(document.text), where)

    def _sort_out(self, batch: list[Incoming]) -> list[Intake]:
        """Tell new documents from known texts and taken keys, in the store and earlier in the batch."""
        hashes, keys = [each.document.sha256 for each in batch], [each.document.key for each in batch]
        key_of = dict(self._known("sha256, key", "sha256", hashes))
        hash_of = dict(self._known("key, sha256", "key", keys))
        intakes = []
        for each, sha256, key in zip(batch, hashes, keys, strict=True):
            if sha256 in key_of:
                intakes.append(Intake("same", each, key_of[sha256], sha256))
            elif key in hash_of:
                intakes.append(Intake("clash", each, key, hash_of[key]))
            else:
                key_of[sha256], hash_of[key] = key, sha256
                intakes.append(Intake("added", each, key, sha256))
        return intakes

    def _known(self, columns: str, by: str, values: Sequence[str]) -> list[tuple[str, str]]:
        marks = ",".join("?" * len(values))
        found = self._db.rows(f"SELECT {columns} FROM documents WHERE {by} IN ({marks})", values)
        return [(str(name), str(value)) for name, value in found]


def _batches(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Lists that stay small, however many documents there are and however long they are."""
    batch: list[Incoming] = []
    characters = 0
    for each in incoming:
        batch.append(each)
        characters += len(each.document.text)
        if len(batch) == _BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _name_surrogate(batch: list[Incoming]) -> None:
    """Raise CuratorError for the first document of the batch that cannot be written as UTF-8."""
    for each in batch:
        document = each.document
        parts = [("key", document.key), ("title", document.title), ("text", document.text)]
        parts.append(("metadata", _as_text(document.meta)))
        parts.extend(
            ("suggestion", _as_text([s.source, s.reason, s.span.label, s.span.attributes])) for s in each.suggestions
        )
        for name, value in parts:
            if not can_be_stored(value):
                half = next(character for character in value if not can_be_stored(character))
                raise CuratorError(
                    f"the {name} holds half a surrogate pair (U+{ord(half):04X}), which is no character",
                    where=each.where or repr(document.key),
                    fix="mend it in the source",
                )


def _as_text(value: object) -> str:
    """All strings within, run together."""
    if isinstance(value, dict):
        return "".join(map(_as_text, value.items()))
    if isinstance(value, (list, tuple)):
        return "".join(map(_as_text, value))
    return str(value)
