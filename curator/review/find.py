"""Searching in the article: smart about case, regular expressions, and never for longer than a hand would wait."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from curator.review.proposal import Refused

if TYPE_CHECKING:
    import regex

PATIENCE = 0.5
"""Seconds that one search may take; some regular expressions would take years."""
_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
_STRETCH = 4_000
"""How much of a text is looked through at first, on the way back."""


class Search:
    """A pattern, and where it is found in a text.

    A query in lower case finds capitals, too. What is no valid regular expression is searched as it stands, so that
    ``(`` finds a parenthesis, also while one is still typing.

    Args:
        query: What to search, not empty.
    """

    def __init__(self, query: str) -> None:
        self.query = query
        flags = re.MULTILINE | (0 if any(char.isupper() for char in query) else re.IGNORECASE)
        self._plain = not _SPECIAL.search(query)
        self._pattern: re.Pattern[str] | regex.Pattern[str]
        if self._plain:  # most are, and each is found in time, for which Python's own will do
            self._pattern = re.compile(re.escape(query), flags)
            return
        import regex

        try:
            self._pattern = regex.compile(query, flags)
        except regex.error:
            self._pattern = regex.compile(regex.escape(query), flags)

    def next(self, text: str, offset: int) -> tuple[int, int] | None:
        """The first hit that begins at the offset or behind it, else from the start on; never an empty one."""
        return self._first(text, offset, len(text)) or self._first(text, 0, len(text))

    def previous(self, text: str, offset: int) -> tuple[int, int] | None:
        """The last hit that begins before the offset, else the last of all."""
        hits = self._near_before(text, offset) if self._plain else []
        hits = hits or self.within(text, 0, len(text))
        return next((hit for hit in reversed(hits) if hit[0] < offset), hits[-1] if hits else None)

    def _near_before(self, text: str, offset: int) -> list[tuple[int, int]]:
        """Hits that begin before the offset, the last one among them: of a long text, no more than that is read."""
        stretch = _STRETCH
        low = offset
        hits: list[tuple[int, int]] = []
        while low > 0 and not hits:
            low = max(0, offset - stretch)
            hits = self.within(text, low, min(len(text), offset + len(self.query) - 1))
            stretch *= 4
        return hits

    def within(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """All hits within [start, end), half-open.

        Raises:
            Refused: It takes too long.
        """
        try:
            found = [match.span() for match in self._found(text, start, end)]
        except TimeoutError:
            raise Refused(f"searching {self.query!r} takes too long; make it simpler") from None
        return [hit for hit in found if hit[0] < hit[1]]

    def _first(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        try:
            for match in self._found(text, start, end):
                if match.start() < match.end():
                    return match.span()
        except TimeoutError:
            raise Refused(f"searching {self.query!r} takes too long; make it simpler") from None
        return None

    def _found(self, text: str, start: int, end: int) -> Iterable[re.Match[str] | regex.Match[str]]:
        if isinstance(self._pattern, re.Pattern):
            return self._pattern.finditer(text, start, end)
        return self._pattern.finditer(text, start, end, timeout=PATIENCE)
