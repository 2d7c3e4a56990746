"""The spans of a document under review: what is proposed, what was decided on it, and what of it is shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from curator.fold import DocumentState, Review, apply
from curator.model import Decision, Document, Span, Suggestion
from curator.review.items import Item, ItemIndex, Proposed, by_span, item_of, items_of, place_of

if TYPE_CHECKING:
    from curator.review.filter import SpanFilter

_Cell = TypeVar("_Cell")
_STEP = 1_000
"""Spans that are read in one go: a millisecond or two."""


class Annotations:
    """The spans of a document as suggestions and decisions make them.

    Args:
        document: The document.
        suggestions: All that is suggested, in any order; several sources may propose the same span.
        state: The decisions so far, folded.
    """

    def __init__(self, document: Document, suggestions: Iterable[Suggestion], state: DocumentState) -> None:
        self.document = document
        self._state = state
        self._aside: dict[str, Proposed] = {}
        """What rejected spans were proposed as; all others have it with their items."""
        self.items = ItemIndex()
        self.pending = ItemIndex()
        self.filter: SpanFilter | None = None
        self.shown = self.items
        """The items that the filter keeps, and those that were decided on under it; without one, all items."""
        self.shown_pending = self.pending
        self.propose(suggestions)

    # What there is

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.document.text

    @property
    def review(self) -> Review:
        """Where the document stands."""
        return self._state.review

    @property
    def decided(self) -> int:
        """How many spans were decided on."""
        return len(self._state.spans)

    def rejected(self) -> list[Item]:
        """The spans that were rejected or removed, in reading order."""
        gone = (self._item(cell.id) for cell in self._state.spans.values() if not cell.live)
        return sorted((item for item in gone if item), key=lambda item: item.key)

    def shown_rejected(self) -> list[Item]:
        """Those of the rejected and removed spans that the filter keeps."""
        return [item for item in self.rejected() if self.filter is None or self.filter.keeps(item)]

    @property
    def hidden_pending(self) -> int:
        """How many pending spans the filter hides."""
        return len(self.pending) - len(self.shown_pending)

    def layer_spans(self) -> tuple[Span, ...]:
        """The spans that are in the layer, in reading order."""
        return self._state.layer_spans()

    # What comes in

    def propose(self, suggestions: Iterable[Suggestion]) -> None:
        """Take these suggestions in place of those before; decisions stay."""
        deque(self.proposing(suggestions), 0)

    def proposing(self, suggestions: Iterable[Suggestion]) -> Iterator[None]:
        """Do what `propose` does, in steps of a few milliseconds; until the last, all is as it was."""
        ordered: list[Suggestion] = []
        last, as_read = (-1, 0, ""), True
        for suggestion in suggestions:
            ordered.append(suggestion)
            place = place_of(suggestion)
            last, as_read = place, as_read and last <= place
            if len(ordered) % _STEP == 0:
                yield
        if not as_read:  # the store gives them in this order
            ordered.sort(key=place_of)
        yield from self._rebuild(by_span(ordered))

    def absorb(self, decisions: Sequence[Decision]) -> list[str]:
        """Take note of decisions (none of them an undo); returns the ids of the spans."""
        touched = []
        for decision in decisions:
            apply(self._state, decision)
            if decision.span_id is not None:
                self._show(decision.span_id)
                touched.append(decision.span_id)
        return touched

    def cells_of(self, spans: Collection[str]) -> DocumentState:
        """The cells of these spans, and the review: what `reset` takes to bring them back."""
        state = self._state
        return DocumentState(
            {key: state.spans[key] for key in spans if key in state.spans},
            state.review,
            {key: state.notes[key] for key in spans if key in state.notes},
        )

    def reset(self, state: DocumentState, spans: Collection[str] | None = None) -> list[str]:
        """Take this state in place of the one before; returns the ids of the spans that differ, in reading order.

        Args:
            state: The state of the document.
            spans: The spans that it speaks of, where it is not all of them.
        """
        old = self._state
        known = {**old.spans, **state.spans, **old.notes, **state.notes} if spans is None else spans
        places: dict[str, int] = {}
        for key in known:
            before, after = (old.spans.get(key), old.notes.get(key)), (state.spans.get(key), state.notes.get(key))
            if before != after:
                places[key] = next(cell.span.start for cell in (*after, *before) if cell)
        if spans is None:
            self._state = state
        else:
            _patch(old.spans, state.spans, spans)
            _patch(old.notes, state.notes, spans)
            old.review = state.review
        for span_id in places:
            self._show(span_id)
        return sorted(places, key=lambda key: (places[key], key))

    def _item(self, span_id: str) -> Item | None:
        cell, note = self._state.spans.get(span_id), self._state.notes.get(span_id)
        shown = self.items.get(span_id)
        proposed = shown.proposed if shown else self._aside.get(span_id, ())
        if cell is None and not proposed:
            return None
        return item_of(cell, proposed, note.text if note else "")

    def _rebuild(self, proposed: Iterable[Proposed]) -> Iterator[None]:
        """Make the items anew, in steps."""
        items, pending = ItemIndex(), ItemIndex()
        aside: dict[str, Proposed] = {}
        # In reading order but for what was changed, so that there is next to nothing to sort.
        everything = items_of(proposed, self._state.spans, self._state.notes)
        while some := list(islice(everything, _STEP)):
            items.take(item for item in some if item.mark != "rejected")
            pending.take(item for item in some if item.mark == "pending")
            aside.update((item.id, item.proposed) for item in some if item.mark == "rejected")
            yield
        self._aside, self.items, self.pending = aside, items, pending
        self._narrow()

    def show_only(self, kept: SpanFilter | None) -> None:
        """Show only what a filter keeps, from now on; None: all."""
        self.filter = kept
        self._narrow()

    def _narrow(self) -> None:
        if self.filter is None:
            self.shown, self.shown_pending = self.items, self.pending
        else:
            self.shown = self.items.only(self.filter.keeps)
            self.shown_pending = self.pending.only(self.filter.keeps)

    def _show(self, span_id: str) -> None:
        before, item = self.items.get(span_id), self._item(span_id)
        shown, pending = item and item.mark != "rejected", item and not item.decided
        indexes = [(self.items, shown), (self.pending, pending)]
        if self.filter is not None:
            # What was just decided stays in sight, so that one sees what one did.
            indexes += [(self.shown, shown), (self.shown_pending, pending)]
        for index, belongs in indexes:
            if before:
                index.drop(before)
            if item and belongs:
                index.put(item)
        if item and not shown:
            self._aside[span_id] = item.proposed
        else:
            self._aside.pop(span_id, None)


def _patch(cells: dict[str, _Cell], fresh: Mapping[str, _Cell], spans: Iterable[str]) -> None:
    """Have the cells of these spans as they are in ``fresh``."""
    for key in spans:
        cells.pop(key, None)
        if key in fresh:
            cells[key] = fresh[key]
