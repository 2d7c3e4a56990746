"""Searching in the article: smart about case, regular expressions, and never for longer than a hand would wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.review.proposal import Refused

if TYPE_CHECKING:
    import regex

PATIENCE = 0.5
"""Seconds that one search may take; some regular expressions would take years."""


class Search:
    """A pattern, and where it is found in a text.

    A query in lower case finds capitals, too. What is no valid regular expression is searched as it stands, so that
    ``(`` finds a parenthesis, also while one is still typing.

    Args:
        query: What to search, not empty.
    """

    def __init__(self, query: str) -> None:
        import regex

        self.query = query
        flags = regex.MULTILINE | (0 if any(char.isupper() for char in query) else regex.IGNORECASE)
        try:
            self._pattern: regex.Pattern[str] = regex.compile(query, flags)
        except regex.error:
            self._pattern = regex.compile(regex.escape(query), flags)

    def next(self, text: str, offset: int) -> tuple[int, int] | None:
        """The first hit that begins at the offset or behind it, else from the start on; never an empty one."""
        return self._first(text, offset, len(text)) or self._first(text, 0, len(text))

    def previous(self, text: str, offset: int) -> tuple[int, int] | None:
        """The last hit that begins before the offset, else the last of all."""
        hits = self.within(text, 0, len(text))
        return next((hit for hit in reversed(hits) if hit[0] < offset), hits[-1] if hits else None)

    def within(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """All hits within [start, end), half-open.

        Raises:
            Refused: It takes too long.
        """
        try:
            found = [match.span() for match in self._pattern.finditer(text, start, end, timeout=PATIENCE)]
        except TimeoutError:
            raise Refused(f"searching {self.query!r} takes too long; make it simpler") from None
        return [hit for hit in found if hit[0] < hit[1]]

    def _first(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        try:
            for match in self._pattern.finditer(text, start, end, timeout=PATIENCE):
                if match.start() < match.end():
                    return match.span()
        except TimeoutError:
            raise Refused(f"searching {self.query!r} takes too long; make it simpler") from None
        return None
