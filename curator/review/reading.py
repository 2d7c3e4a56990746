"""A document as it is read: the cursor, the focus and the selection in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Literal

from curator import text as words
from curator.fold import DocumentState
from curator.labels import LabelSet
from curator.model import Attributes, Document, Suggestion
from curator.review import objects
from curator.review.annotations import Annotations
from curator.review.items import Item
from curator.review.proposal import Refused
from curator.review.selection import Selection

if TYPE_CHECKING:
    from curator.review.filter import SpanFilter

Unit = Literal["character", "token", "sentence", "paragraph"]
_NEAR, _FAR = 500, 200_000
"""How far on each side amounts are looked for that are around the cursor, and how far those that come next."""


class Reading(Annotations):
    """The spans of a document, and where the reviewer is in it: cursor, focus, selection.

    Args:
        document: The document.
        suggestions: All that is suggested, in any order; several sources may propose the same span.
        state: The decisions so far, folded.
        labels: What may be labelled.
        attributes_of: Reads a text as a label's attributes, as far as that can be done ("3 million rubles").
        amounts_in: Finds the amounts of money in a text.
    """

    def __init__(
        self,
        document: Document,
        suggestions: Iterable[Suggestion],
        state: DocumentState,
        labels: LabelSet,
        attributes_of: Callable[[str, str], Attributes] = lambda text, label: {},
        amounts_in: Callable[[str], Iterable[tuple[int, int]]] = lambda text: (),
    ) -> None:
        self._attributes_of = attributes_of
        self._amounts_in = amounts_in
        self.labels = labels
        self.selection: Selection | None = None
        self.cursor = 0
        self._focus: str | None = None
        super().__init__(document, suggestions, state)

    # Where one is

    @property
    def focus(self) -> Item | None:
        """The span that acts are about."""
        return self.items.get(self._focus)

    def target(self) -> tuple[int, int] | None:
        """The text that a label's key would act on where nothing is in focus: the selection, else the token."""
        if self.selection:
            return words.trim(self.text, *self.selection.range)
        return words.token_at(self.text, self.cursor)

    def words_in(self, start: int, end: int) -> int:
        """How many tokens a stretch of the text touches."""
        return sum(1 for _ in words.tokens(self.text, start, end))

    def reset(self, state: DocumentState, spans: Collection[str] | None = None) -> list[str]:
        """Take this state in place of the one before, as `Annotations.reset`; a focus that is gone is left."""
        differ = super().reset(state, spans)
        if self.focus is None:
            self._focus = None
        return differ

    def show_only(self, kept: SpanFilter | None) -> None:
        """Show only what a filter keeps, from now on; None: all. A focus that is hidden then is left."""
        super().show_only(kept)
        if self._focus is not None and self.shown.get(self._focus) is None:
            self._focus = None
        if self._focus is None and self.selection is None:
            self._focus_here()

    def focus_on(self, item_id: str | None) -> None:
        """Bring a span into focus, and the cursor to its start."""
        item = self.items.get(item_id)
        self._focus = item.id if item else None
        if item:
            self.cursor = item.span.start
            self.selection = None

    def next_pending(self) -> bool:
        """Focus on the next pending span in reading order, from the start again behind the last."""
        return self._step(
            self.shown_pending.after(self._here("after"))
            or (self.shown_pending.at(0) if len(self.shown_pending) else None)
        )

    def previous_pending(self) -> bool:
        """Focus on the pending span before, from the end again before the first."""
        last = self.shown_pending.at(len(self.shown_pending) - 1) if len(self.shown_pending) else None
        return self._step(self.shown_pending.before(self._here("before")) or last)

    def next_item(self) -> bool:
        """Focus on the next span, pending or decided."""
        return self._step(self.shown.after(self._here("after")))

    def previous_item(self) -> bool:
        """Focus on the span before, pending or decided."""
        return self._step(self.shown.before(self._here("before")))

    def _step(self, item: Item | None) -> bool:
        if item is None:
            return False
        self.focus_on(item.id)
        return True

    def _here(self, side: Literal["before", "after"]) -> tuple[int, int, str, str]:
        """The place in the reading order from which next and previous are counted."""
        if self.focus and self.focus.span.start <= self.cursor < self.focus.span.end:
            return self.focus.key
        return (self.cursor, -len(self.text) - 1, "", "") if side == "after" else (self.cursor, 1, "", "")

    def go(self, offset: int) -> None:
        """Move the cursor to a code point; in a selection, its active end to the edge of the token there."""
        offset = max(0, min(offset, len(self.text)))
        if self.selection:
            self.selection = self.selection.reach(self.text, offset)
            self.cursor = self.selection.head(self.text)
            return
        self.cursor = offset
        self._focus_here()

    def _focus_here(self) -> None:
        stack = self.stack()
        self._focus = stack[0].id if stack else None

    def stack(self) -> list[Item]:
        """The spans that the cursor stands in, innermost first."""
        here = self.shown.overlapping(self.cursor, self.cursor + 1)
        return sorted(here, key=lambda item: (item.span.end - item.span.start, item.key))

    def move(self, unit: Unit, step: Literal[-1, 1]) -> None:
        """Move the cursor, or the active end of the selection, by one unit back (-1) or on (1)."""
        if self.selection and unit in ("character", "token"):
            self.selection = self.selection.move(self.text, unit, step)
            self.cursor = self.selection.head(self.text)
            return
        self.go(self._place_by(unit, step))

    def _place_by(self, unit: Unit, step: Literal[-1, 1]) -> int:
        text, here = self.text, self.cursor
        if unit == "character":
            return words.next_cluster(text, here) if step > 0 else words.previous_cluster(text, here)
        if unit == "token":
            token = words.next_token(text, here) if step > 0 else words.previous_token(text, here)
            return token[0] if token else here
        if unit == "sentence":
            return words.next_sentence(text, here) if step > 0 else words.previous_sentence(text, here)
        return words.next_paragraph(text, here) if step > 0 else words.previous_paragraph(text, here)

    def leap(self, letter: str) -> None:
        """Move the cursor to the next token that begins with this character; a small letter finds capitals, too."""
        found = words.next_initial(self.text, self.cursor, letter)
        if found is None:
            raise Refused(f"no word behind the cursor begins with {letter}")
        self.go(found)

    def outward(self) -> None:
        """Focus on the next span out of those that the cursor stands in, the innermost again behind the outermost."""
        stack = self.stack()
        if not stack:
            raise Refused("no span here")
        ids = [item.id for item in stack]
        place = ids.index(self._focus) + 1 if self._focus in ids else 0
        self._focus = ids[place % len(ids)]

    # The selection

    def select(self) -> None:
        """Begin a selection with the token at the cursor."""
        token = words.token_at(self.text, self.cursor)
        if token is None:
            raise Refused("no text to select")
        self.selection = Selection(*token)
        self.cursor = self.selection.head(self.text)

    def select_range(self, start: int, end: int) -> None:
        """Select a stretch of the text, as a drag of the mouse does; within one token exactly, else whole tokens."""
        start, end = words.trim(self.text, max(0, min(start, end)), min(max(start, end), len(self.text)))
        if start >= end:
            self.selection = None
            return
        first, last = words.token_at(self.text, start), words.token_at(self.text, end - 1)
        if first and last and first != last:
            start, end = min(start, first[0]), max(end, last[1])
        self.selection = Selection(start, end)
        self.cursor = self.selection.head(self.text)

    def select_focus(self) -> None:
        """Turn the span in focus into a selection, so that its edges can be moved."""
        item = self._focused()
        self.selection = Selection(item.span.start, item.span.end, item.id)
        self.cursor = self.selection.head(self.text)

    def select_object(self, kind: objects.Kind) -> None:
        """Select the text object of this kind around the cursor, else the next one.

        In a selection: the smallest one that holds it and more, if there is one. The edges of a span become those of
        the object.
        """
        held, place = self.selection, None
        if held:
            place = objects.larger(self.text, *held.range, kind, self._amounts(kind, *held.range))
        place = place or objects.around(self.text, self.cursor, kind, self._amounts(kind, self.cursor, self.cursor))
        if place is None:
            raise Refused(f"no {kind} here or behind the cursor")
        self._select(*place, kind=kind)

    def select_next_object(self, kind: objects.Kind, but: str) -> None:
        """Select the first text object of this kind, at the cursor or behind it, that does not bear this label yet."""
        offset, first = self.cursor, None
        while place := objects.around(self.text, offset, kind, self._amounts(kind, offset, offset)):
            first = place[0] if first is None else first
            same = [item for item in self.items.overlapping(*place) if (item.span.start, item.span.end) == place]
            if place[0] >= first and not any(item.live and item.span.label == but for item in same):
                self._select(*place, kind=kind)
                return
            if offset >= len(self.text):
                break
            offset = max(offset + 1, place[1])
        raise Refused(f"no further {kind} without {but} behind the cursor")

    def grow(self) -> None:
        """Let the selection grow to the next larger word, name, quotation, sentence ... around it."""
        if self.selection is None:
            raise Refused("nothing is selected")
        start, end = self.selection.range
        spans = ((item.span.start, item.span.end) for item in self.items.overlapping(start, end))
        place = objects.grown(self.text, start, end, (*spans, *self._amounts("amount", start, end, near=True)))
        if place is None:
            raise Refused("the whole article is selected")
        self._select(*place, inner=self.selection)

    def shrink(self) -> None:
        """Take back by how much the selection grew last."""
        if self.selection is None or self.selection.inner is None:
            raise Refused("the selection did not grow")
        self.selection = self.selection.inner
        self.cursor = self.selection.head(self.text)

    def _select(
        self, start: int, end: int, *, kind: objects.Kind | None = None, inner: Selection | None = None
    ) -> None:
        self.selection = Selection(start, end, self.selection.origin if self.selection else None, kind, inner)
        self.cursor = self.selection.head(self.text)

    def _amounts(self, kind: objects.Kind, start: int, end: int, near: bool = False) -> list[tuple[int, int]]:
        """The amounts around a place; unless ``near``, as far on as it takes to find one."""
        if kind != "amount":
            return []
        low, ahead = self._gap_before(start - _NEAR), _NEAR
        while True:
            found = [(low + left, low + right) for left, right in self._amounts_in(self.text[low : end + ahead])]
            if near or any(right > start for _, right in found) or end + ahead >= len(self.text) or ahead > _FAR:
                return found
            ahead *= 8

    def _gap_before(self, offset: int) -> int:
        """A place before the offset, not far from it, at which no word is cut."""
        token = words.token_at(self.text, offset) if offset > 0 else None
        return min(token[0], offset) if token else 0

    def swap_ends(self) -> None:
        """Make the other end of the selection the active one."""
        if self.selection:
            self.selection = self.selection.swapped()
            self.cursor = self.selection.head(self.text)

    def cancel(self) -> None:
        """Leave the selection; all is as it was."""
        if self.selection is None:
            return
        origin, (start, _) = self.selection.origin, self.selection.range
        self.selection = None
        self.cursor = start
        if origin is not None and self.items.get(origin):
            self.focus_on(origin)
        elif self.focus is None or not self.focus.span.start <= start < self.focus.span.end:
            self._focus_here()

    def _focused(self) -> Item:
        if self.focus is None:
            raise Refused("no span in focus")
        return self.focus
