"""The spans that a layout was made with: which may stand near a place, and where one stands by its id.

A document may have a hundred thousand of them, and only few have an id that does not say where they stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from curator.model import Span, suggested_start
from curator.review.items import Item

_STEP = 400
"""Spans that are taken in one go: a millisecond or two."""
_MANY_ROWS = 8
_START: Callable[[Any], int] = attrgetter("span.start")
_KEY: Callable[[Any], Any] = attrgetter("key")


class Laid:
    """The spans that a layout was made with, in order of place, found again by row or by id."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._named: dict[str, Span] = {}
        """Those with an id of their own; a table of all would cost memory."""
        self._longest = 0
        self._long: list[int] = []
        """Those that stand on many rows; all others are at most ``_longest`` code points long."""

    def take(self, items: Iterable[Item]) -> Iterator[None]:
        """Take these items, in steps."""
        in_order, before = True, None
        for item in items:
            # Nearly all begin behind the one before, which spares the making of keys.
            if before and item.span.start <= before.span.start and item.key < before.key:
                in_order = False
            before = item
            self.items.append(item)
            if item.own_id:
                self._named[item.own_id] = item.span
            if not len(self.items) % _STEP:
                yield
        if not in_order:
            self.items.sort(key=_KEY)

    def note(self, index: int, rows: int) -> None:
        """Take note of how many rows a span stands on."""
        span = self.items[index].span
        length = span.end - span.start
        if length > self._longest:
            if rows > _MANY_ROWS:
                self._long.append(index)
            else:
                self._longest = length

    def near(self, start: int, end: int) -> Iterator[tuple[str, Span]]:
        """All spans that begin before ``end`` and may reach behind ``start``, in order of place."""
        low = bisect_left(self.items, start - self._longest, key=_START)
        high = bisect_left(self.items, end, key=_START)
        for index in (*(index for index in self._long if index < low), *range(low, high)):
            yield self.items[index].id, self.items[index].span

    def get(self, span_id: str) -> Span | None:
        """The span of this id: where it has none of its own, that says where it was suggested and stands."""
        suggested = suggested_start(span_id)
        if span_id in self._named or suggested is None:
            return self._named.get(span_id)
        place = bisect_left(self.items, suggested, key=_START)
        while place < len(self.items) and self.items[place].span.start == suggested:
            if self.items[place].id == span_id:
                return self.items[place].span
            place += 1
        return None
