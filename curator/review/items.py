"""The spans of a document as the reviewer sees them: suggestions and decisions in one reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, Literal

import msgspec

from curator.fold import SpanCell, SpanNote
from curator.model import Span, Suggestion, reading_order, suggested_start, suggestion_id

Mark = Literal["pending", "accepted", "edited", "added", "rejected"]
Key = tuple[int, int, str, str]
Proposed = Suggestion | tuple[Suggestion, ...]
"""What a span is proposed as: nearly always by one source, so that most need no tuple."""

SIGNS: dict[Mark, str] = {"pending": "?", "accepted": "✓", "edited": "✎", "added": "+", "rejected": "×"}
"""How each mark is written, so that colour is never the only cue."""
_KEY: Callable[[Any], Any] = attrgetter("key")
NOTED = "†"
"""Stands with the sign of a span that bears a note."""


class Item(msgspec.Struct, frozen=True, gc=False):
    """A span on the screen: what it is now, how it stands, what it was proposed as, and the note on it.

    ``own_id`` is empty where the id is that of a suggestion of the span as it stands, as nearly all are.
    """

    span: Span
    mark: Mark
    proposed: Proposed = ()
    note: str = ""
    own_id: str = ""

    @property
    def id(self) -> str:
        """Names the span within its document, also when it is moved or gets another label."""
        return self.own_id or suggestion_id(self.span)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The suggestions that it began as, the best one first."""
        return _all(self.proposed)

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


def named(span_id: str, span: Span, mark: Mark, proposed: Proposed = (), note: str = "") -> Item:
    """The item of this id."""
    return Item(span, mark, proposed, note, "" if span_id == suggestion_id(span) else span_id)


def item_of(cell: SpanCell | None, proposed: Proposed, note: str = "") -> Item:
    """The item of a span that was decided on (``cell``), suggested, or both."""
    if cell is None:
        return Item(_all(proposed)[0].span, "pending", proposed, note)
    return named(cell.id, cell.span, _mark(cell, proposed), proposed, note)


def by_span(suggestions: Iterable[Suggestion]) -> Iterator[Proposed]:
    """What is proposed for each span, from suggestions in reading order; the best source of a span comes first."""
    for _, group in groupby(suggestions, key=place_of):
        first, *others = group
        yield tuple(sorted([first, *others], key=lambda s: (-(s.score or 0), s.source))) if others else first


def items_of(
    proposals: Iterable[Proposed], cells: Mapping[str, SpanCell], notes: Mapping[str, SpanNote]
) -> Iterator[Item]:
    """The items of a document: those that are proposed, in the order of ``proposals``, and then the others.

    Args:
        proposals: What is proposed for each span.
        cells: What was decided, by id.
        notes: The notes on spans, by id.
    """
    met: set[str] = set()
    for proposed in proposals:
        cell, note = None, ""
        if cells or notes:
            key = _all(proposed)[0].id
            cell, note = cells.get(key), _note(notes, key)
            met.add(key)
        yield item_of(cell, proposed, note)
    for key, cell in cells.items():
        if key not in met:
            yield item_of(cell, (), _note(notes, key))


def place_of(suggestion: Suggestion) -> tuple[int, int, str]:
    """Where a suggestion stands in reading order; those of one span stand together."""
    return reading_order(suggestion.span)


def _all(proposed: Proposed) -> tuple[Suggestion, ...]:
    return (proposed,) if isinstance(proposed, Suggestion) else proposed


def _note(notes: Mapping[str, SpanNote], span_id: str) -> str:
    note = notes.get(span_id)
    return note.text if note else ""


def _mark(cell: SpanCell, proposed: Proposed) -> Mark:
    if not cell.live:
        return "rejected"
    if cell.suggestion is None:
        return "added"
    edited = cell.kind in ("change", "relabel")
    if proposed:
        edited = all(cell.span != suggestion.span for suggestion in _all(proposed))
    return "edited" if edited else "accepted"


class ItemIndex:
    """Items in reading order, found by place. The cost of a look-up does not grow with the text.

    A long document has tens of thousands, in several indexes. Most are suggestions, whose ids tell where they begin: a
    table of all ids would only cost memory.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._order: list[Item] = []
        self._longest = 0
        self._elsewhere: dict[str, Item] = {}
        """Those whose id does not tell where they begin."""
        self._asked: Item | None = None
        """What was asked for last, as it is again and again."""
        self.take(items)

    def take(self, items: Iterable[Item]) -> None:
        """Add items that are not there; where these come behind the others, it costs no more than they do alone."""
        added = _in_order(items)
        behind = not self._order or not added or self._order[-1].key < added[0].key
        self._order += added
        if not behind:
            self._order.sort(key=_KEY)
        self._longest = max([self._longest, *(item.span.end - item.span.start for item in added)])
        self._elsewhere.update((item.id, item) for item in added if not _told_by_id(item))
        self._asked = None

    def only(self, wanted: Callable[[Item], bool]) -> ItemIndex:
        """An index of those items that are wanted."""
        part = ItemIndex()
        part._order = list(filter(wanted, self._order))
        part._longest = self._longest
        part._elsewhere = {key: item for key, item in self._elsewhere.items() if wanted(item)}
        return part

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._order)

    def __iter__(self) -> Iterator[Item]:
        """All items, in reading order."""
        return iter(self._order)

    def get(self, item_id: str | None) -> Item | None:
        """The item of this id."""
        if item_id is None:
            return None
        if self._asked is None or self._asked.id != item_id:
            self._asked = self._elsewhere.get(item_id) or self._suggested(item_id)
        return self._asked

    def _suggested(self, item_id: str) -> Item | None:
        """The item of this id, where that is a suggestion's and the span stands where it was suggested."""
        start = suggested_start(item_id)
        if start is None:
            return None
        row = bisect_left(self._order, (start,), key=_KEY)
        while row < len(self._order) and self._order[row].span.start == start:
            if self._order[row].id == item_id:
                return self._order[row]
            row += 1
        return None

    def at(self, row: int) -> Item:
        """The item in this place of the reading order, from 0."""
        return self._order[row]

    def row(self, item: Item) -> int:
        """The place of an item in the reading order, from 0."""
        return bisect_left(self._order, item.key, key=_KEY)

    def put(self, item: Item) -> None:
        """Add an item that is not there."""
        insort(self._order, item, key=_KEY)
        self._longest = max(self._longest, item.span.end - item.span.start)
        if not _told_by_id(item):
            self._elsewhere[item.id] = item
        self._asked = None

    def drop(self, item: Item) -> None:
        """Remove an item, if it is there as it is here."""
        row = self.row(item)
        if row < len(self._order) and self._order[row].id == item.id:
            del self._order[row]
            self._elsewhere.pop(item.id, None)
            self._asked = None

    def overlapping(self, start: int, end: int) -> list[Item]:
        """The items that share a code point with [start, end), in reading order."""
        low = bisect_left(self._order, (start - self._longest,), key=_KEY)
        high = bisect_left(self._order, (end,), key=_KEY)
        return [item for item in self._order[low:high] if item.span.end > start]

    def after(self, key: Key) -> Item | None:
        """The first item behind this place in the reading order."""
        row = bisect_right(self._order, key, key=_KEY)
        return self._order[row] if row < len(self._order) else None

    def before(self, key: Key) -> Item | None:
        """The last item before this place in the reading order."""
        row = bisect_left(self._order, key, key=_KEY)
        return self._order[row - 1] if row else None


def _told_by_id(item: Item) -> bool:
    """Whether `suggested_start` of its id is where an item begins."""
    return not item.own_id or item.own_id.startswith(f"{item.span.start}:")


def _in_order(items: Iterable[Item]) -> list[Item]:
    """The items in reading order, as nearly all come: the keys of all of them are only there at once where not."""
    found = list(items)
    # Nearly all begin behind the one before, which spares the making of keys.
    if any(after.span.start <= before.span.start and after.key < before.key for before, after in pairwise(found)):
        found.sort(key=_KEY)
    return found
