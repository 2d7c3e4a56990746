"""Suggestions, and which suggester has seen which document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curator.model import Suggestion
from curator.store import rows
from curator.store.part import Part
from curator.store.pending import count_again
from curator.store.proposed import insert_suggestions

_WINDOW = 10_000
_PAGE = 500


class Suggestions(Part):
    """What suggesters proposed."""

    def fingerprint(self, number: int, source: str) -> str | None:
        """The fingerprint of the suggester that last ran over the document under this name."""
        row = self._db.row("SELECT fingerprint FROM suggester_runs WHERE document = ? AND source = ?", (number, source))
        return row[0] if row else None

    def suggestions(self, number: int, within: tuple[int, int] | None = None) -> list[Suggestion]:
        """The suggestions on a document, or in a stretch of it, in reading order; one a source."""
        where, stretch = ("", ()) if within is None else (" AND span_end > ? AND span_start < ?", within)
        return self._db.made(
            rows.suggestion,
            f"SELECT {rows.SUGGESTION} FROM suggestions WHERE document = ?{where} "
            "ORDER BY span_start, span_end DESC, label, source",
            (number, *stretch),
        )

    def suggestion_pages(self, number: int) -> Iterator[list[Suggestion]]:
        """The suggestions on a document in no order, some hundreds at a time."""
        last: tuple[str, str] = "", ""
        while page := self._db.made(
            rows.suggestion,
            f"SELECT {rows.SUGGESTION} FROM suggestions WHERE document = ? AND (source, id) > (?, ?) "
            f"ORDER BY source, id LIMIT {_PAGE}",
            (number, *last),
        ):
            yield page
            last = page[-1].source, page[-1].id

    def save_suggestions(
        self, rows: Iterable[tuple[int, Sequence[Suggestion]]], *, source: str, fingerprint: str
    ) -> None:
        """Replace what ``source`` proposed for each document number, in one transaction.

        The rows are all made before the database is locked, so that a slow suggester keeps nobody waiting.
        """
        proposed = list(rows)
        with self._db.writing():
            for number, suggestions in proposed:
                self._replace(number, source, suggestions)
                self._db.run(
                    "INSERT INTO suggester_runs (document, source, fingerprint) VALUES (?, ?, ?) "
                    "ON CONFLICT (document, source) DO UPDATE SET fingerprint = excluded.fingerprint",
                    (number, source, fingerprint),
                )
            count_again(self._db, {number for number, _ in proposed})

    def _replace(self, number: int, source: str, suggestions: Sequence[Suggestion]) -> None:
        found = self._db.row("SELECT length, key FROM documents WHERE id = ?", (number,))
        if found is None:
            raise KeyError(number)
        for suggestion in suggestions:
            if suggestion.source != source:
                raise ValueError(f"{source} proposes a span in the name of {suggestion.source}")
        self._db.run("DELETE FROM suggestions WHERE document = ? AND source = ?", (number, source))
        insert_suggestions(self._db, number, suggestions, *found)

    def unsuggested(self, source: str, fingerprint: str, after: int = 0) -> Iterator[int]:
        """The numbers behind ``after`` of documents that ``source`` did not see with this fingerprint."""
        while after < (last := self.count()):
            window = min(after + _WINDOW, last)
            found = self._db.rows(
                "SELECT document FROM suggester_runs "
                "WHERE document > ? AND document <= ? AND source = ? AND fingerprint = ?",
                (after, window, source, fingerprint),
            )
            seen = {number for (number,) in found}
            yield from (number for number in range(after + 1, window + 1) if number not in seen)
            after = window
