"""The spans of a document as the reviewer sees them: suggestions and decisions in one reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from curator.fold import SpanCell
from curator.model import Span, Suggestion

Mark = Literal["pending", "accepted", "edited", "added", "rejected"]
Key = tuple[int, int, str, str]

SIGNS: dict[Mark, str] = {"pending": "?", "accepted": "✓", "edited": "✎", "added": "+", "rejected": "×"}
"""How each mark is written, so that colour is never the only cue."""
NOTED = "†"
"""Stands with the sign of a span that bears a note."""


class Item(msgspec.Struct, frozen=True):
    """A span on the screen: what it is now, how it stands, the suggestions that it began as, and the note on it."""

    id: str
    span: Span
    mark: Mark
    suggestions: tuple[Suggestion, ...] = ()
    note: str = ""

    @property
    def key(self) -> Key:
        """Reading order (`curator.model.reading_order`), the same for the same items."""
        span = self.span
        return span.start, -span.end, span.label, self.id

    @property
    def signs(self) -> str:
        """How it stands, and whether it bears a note, in one or two characters."""
        return SIGNS[self.mark] + NOTED if self.note else SIGNS[self.mark]

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: half-open, in code points."""
        return self.span.start, self.span.end

    @property
    def live(self) -> bool:
        """Whether it is in the layer."""
        return self.mark in ("accepted", "edited", "added")

    @property
    def decided(self) -> bool:
        """Whether somebody has said what becomes of it."""
        return self.mark != "pending"

    @property
    def score(self) -> float | None:
        """The best score that a suggester gave it."""
        return max((s.score for s in self.suggestions if s.score is not None), default=None)


def item_of(span_id: str, cell: SpanCell | None, suggestions: tuple[Suggestion, ...], note: str = "") -> Item:
    """The item of a span that was decided on (``cell``), suggested, or both."""
    if cell is None:
        return Item(span_id, suggestions[0].span, "pending", suggestions, note)
    if not cell.live:
        return Item(cell.id, cell.span, "rejected", suggestions, note)
    if cell.suggestion is None:
        return Item(cell.id, cell.span, "added", suggestions, note)
    edited = cell.kind in ("change", "relabel")
    if suggestions:
        edited = all(cell.span != suggestion.span for suggestion in suggestions)
    return Item(cell.id, cell.span, "edited" if edited else "accepted", suggestions, note)


class ItemIndex:
    """Items in reading order, found by place. The cost of a look-up does not grow with the text."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._items = {item.id: item for item in items}
        self._keys: list[Key] = sorted([item.key for item in self._items.values()])
        self._longest = max([item.span.end - item.span.start for item in self._items.values()], default=0)

    def only(self, wanted: Callable[[Item], bool]) -> ItemIndex:
        """An index of those items that are wanted."""
        part = ItemIndex()
        part._items = {key: item for key, item in self._items.items() if wanted(item)}
        # The keys are shared: in a long document they take more room than anything else.
        same = len(part._items) == len(self._items)
        part._keys = list(self._keys) if same else [key for key in self._keys if key[3] in part._items]
        part._longest = self._longest
        return part

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._keys)

    def __iter__(self) -> Iterator[Item]:
        """All items, in reading order."""
        return (self._items[key[3]] for key in self._keys)

    def get(self, item_id: str | None) -> Item | None:
        """The item of this id."""
        return None if item_id is None else self._items.get(item_id)

    def at(self, row: int) -> Item:
        """The item in this place of the reading order, from 0."""
        return self._items[self._keys[row][3]]

    def row(self, item: Item) -> int:
        """The place of an item in the reading order, from 0."""
        return bisect_left(self._keys, item.key)

    def put(self, item: Item) -> None:
        """Add an item, or replace the one of the same id."""
        self.drop(item.id)
        self._items[item.id] = item
        insort(self._keys, item.key)
        self._longest = max(self._longest, item.span.end - item.span.start)

    def drop(self, item_id: str) -> None:
        """Remove the item of this id, if it is there."""
        old = self._items.pop(item_id, None)
        if old is not None:
            del self._keys[bisect_left(self._keys, old.key)]

    def overlapping(self, start: int, end: int) -> list[Item]:
        """The items that share a code point with [start, end), in reading order."""
        low = bisect_left(self._keys, (start - self._longest,))
        high = bisect_left(self._keys, (end,))
        found = (self._items[key[3]] for key in self._keys[low:high])
        return [item for item in found if item.span.end > start]

    def after(self, key: Key) -> Item | None:
        """The first item behind this place in the reading order."""
        row = bisect_right(self._keys, key)
        return self.at(row) if row < len(self._keys) else None

    def before(self, key: Key) -> Item | None:
        """The last item before this place in the reading order."""
        row = bisect_left(self._keys, key)
        return self.at(row - 1) if row else None
