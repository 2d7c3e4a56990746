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
_REACH = 100_000
IN_STRETCH = "document = ? AND span_start >= ? AND span_start < ? AND span_end > ?"
"""Which suggestions are in a stretch of a document: what `stretch` gives are its values, behind the document."""


def stretch(within: tuple[int, int]) -> tuple[int, int, int]:
    """The values of IN_STRETCH for a half-open stretch.

    Spans are found by where they begin. That one reaches into the stretch from further away than 100,000 code points
    is not to be expected, and to look for it would take as long as to read all.
    """
    start, end = within
    return start - _REACH, end, start


class Suggestions(Part):
    """What suggesters proposed."""

    def fingerprint(self, number: int, source: str) -> str | None:
        """The fingerprint of the suggester that last ran over the document under this name."""
        row = self._db.row("SELECT fingerprint FROM suggester_runs WHERE document = ? AND source = ?", (number, source))
        return row[0] if row else None

    def suggestions(self, number: int, within: tuple[int, int] | None = None) -> list[Suggestion]:
        """The suggestions on a document, or in a stretch of it, in reading order; one a source."""
        if within is not None:
            return self._suggestions(IN_STRETCH, number, *stretch(within))
        return self._suggestions("document = ?", number)

    def suggestion_pages(self, number: int) -> Iterator[list[Suggestion]]:
        """The suggestions on a document in reading order, some hundreds at a time."""
        last = -1
        while page := self._suggestions("document = ? AND span_start > ?", number, last, most=_PAGE):
            if len(page) == _PAGE:  # There may be more of the last place: that is whole in the next page.
                first, last = page[0].span.start, page[-1].span.start
                page = [each for each in page if each.span.start < last]
                if not page:
                    page = self._suggestions("document = ? AND span_start = ?", number, first)
            yield page
            last = page[-1].span.start

    def _suggestions(self, where: str, *values: int, most: int = -1) -> list[Suggestion]:
        return self._db.made(
            rows.suggestion,
            f"SELECT {rows.SUGGESTION} FROM suggestions WHERE {where} "
            "ORDER BY span_start, span_end DESC, label, source LIMIT ?",
            (*values, most),
        )

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
