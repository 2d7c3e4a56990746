"""A selection: two ends in the text, one of which moves."""

from __future__ import annotations

from typing import Literal

import msgspec

from curator import text as reading
from curator.review.objects import Kind


class Selection(msgspec.Struct, frozen=True):
    """The text between a fixed end and an active one (code points), whichever comes first; never empty.

    ``origin`` is the id of the span whose edges are being moved, if any; ``kind`` that of the text object that was
    asked for, and ``inner`` the selection that this one grew from, for as long as no end was moved.
    """

    fixed: int
    active: int
    origin: str | None = None
    kind: Kind | None = None
    inner: Selection | None = None

    @property
    def range(self) -> tuple[int, int]:
        """The selected text, half-open."""
        return min(self.fixed, self.active), max(self.fixed, self.active)

    def swapped(self) -> Selection:
        """The same text with the other end active."""
        return Selection(self.active, self.fixed, self.origin)

    def head(self, text: str) -> int:
        """Where the cursor stands: on the outermost character of the active end."""
        return self.active if self.active < self.fixed else reading.previous_cluster(text, self.active)

    def move(
        self, text: str, unit: Literal["character", "token"] | str, step: Literal[-1, 1], crossing: bool = True
    ) -> Selection:
        """Move the active end by one unit; by tokens it may pass the fixed end, if ``crossing``."""
        forward = self.active > self.fixed
        place = _edge_by(text, self.active, unit, step, end=forward)
        if (place > self.fixed) == forward and place != self.fixed:
            return Selection(self.fixed, place, self.origin)
        if unit == "character" or not crossing:
            return self
        # The other side: what was selected last stays selected, and the active end goes on from the fixed one.
        beyond = _edge_by(text, self.fixed, unit, step, end=not forward)
        return self if beyond == self.fixed else Selection(self.active, beyond, self.origin)

    def reach(self, text: str, offset: int) -> Selection:
        """Bring the active end to the far edge of the token at the offset."""
        start, end = reading.token_at(text, offset) or (offset, offset)
        low, high = self.range
        if self.active > self.fixed:
            return Selection(low, end, self.origin) if end > low else Selection(high, start, self.origin)
        return Selection(high, start, self.origin) if start < high else Selection(low, end, self.origin)


def _edge_by(text: str, place: int, unit: str, step: Literal[-1, 1], *, end: bool) -> int:
    """The next place of an end (or a start) that moves by a character or to the edge of a token."""
    if unit == "character":
        return reading.next_cluster(text, place) if step > 0 else reading.previous_cluster(text, place)
    if end:
        return _next_end(text, place) if step > 0 else _previous_end(text, place)
    token = reading.next_token(text, place) if step > 0 else reading.previous_token(text, place)
    return token[0] if token else place


def _next_end(text: str, place: int) -> int:
    """The first end of a token behind the place."""
    token = reading.token_at(text, place)
    return token[1] if token and token[1] > place else place


def _previous_end(text: str, place: int) -> int:
    """The last end of a token before the place."""
    token = reading.previous_token(text, place)
    while token and token[1] >= place:
        token = reading.previous_token(text, token[0])
    return token[1] if token else place
