"""Hits of a search as keywords in context: one a line, aligned at the hit, with what is labelled there."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.fold import Review
from curator.labels import LabelSet
from curator.review.corpus import marks_at
from curator.review.items import SIGNS, Item
from curator.review.results import Results
from curator.store.api import Store
from curator.store.records import Passage
from curator.tui.cells import glyphs
from curator.tui.ink import Ink
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import fitted

STATUS = {"todo": " ", "started": "…", "done": "✓", "skipped": "–"}
_ROOM_FOR_TITLE = 100
_TITLE = 24
_LABELS = 5
_WHEEL = 3


class HitList(LineWidget, can_focus=True):
    """The hits around the cursor. What is labelled there is read for the lines on the screen alone.

    Args:
        results: What is shown.
        store: Where the labels are read.
        layer_of: Whose labels, by the number of a document.
        labels: For their keys.
        ink: In which styles.
        take_key: Told of each key; returns whether it means something.
        pointed: Told of a click on the line of the cursor.
    """

    def __init__(
        self,
        results: Results,
        store: Store,
        layer_of: Callable[[int], str],
        labels: LabelSet,
        ink: Ink,
        *,
        take_key: Callable[[events.Key], bool],
        pointed: Callable[[], None],
    ) -> None:
        super().__init__(id="hits")
        self._results = results
        self._store = store
        self._layer_of = layer_of
        self._labels = labels
        self._ink = ink
        self._take_key = take_key
        self._pointed = pointed
        self._top = 0
        self._reviews: dict[int, Review] = {}
        self._items: dict[tuple[int, int], list[Item]] = {}

    def show(self, results: Results) -> None:
        """Show these from now on, or what is new in them."""
        if results is not self._results:
            self._results, self._top = results, 0
        self.follow()

    def forget(self) -> None:
        """Read anew what is labelled."""
        self._reviews.clear()
        self._items.clear()
        self.refresh()

    def review(self, number: int) -> Review:
        """Where a document stands."""
        if number not in self._reviews:
            self._reviews[number] = self._store.review(self._layer_of(number), number)
        return self._reviews[number]

    def follow(self) -> None:
        """Scroll so that the cursor is on the screen, and read what is labelled there."""
        height, cursor = max(1, self.area.height), self._results.cursor
        self._top = max(0, cursor - height + 1, min(self._top, cursor))
        new = [p for p in self._on_screen() if (p.number, p.start) not in self._items]
        for number, group in groupby(new, key=lambda passage: passage.number):
            here = list(group)
            for passage, items in zip(here, marks_at(self._store, self._layer_of(number), here), strict=True):
                self._items[passage.number, passage.start] = items
        self.refresh()

    def _on_screen(self) -> list[Passage]:
        return self._results.passages[self._top : self._top + max(1, self.area.height)]

    # Drawing

    def line(self, y: int) -> Strip:
        """A hit, as ``●… 12 Title    R✓  …text before hit text behind``."""
        width, base, place = self.area.width, self._ink.base, self._top + y
        passages = self._results.passages
        if place >= len(passages):
            none = " nothing found" if not y and self._results.query and self._results.complete else ""
            return Strip([Segment(none, base)]).adjust_cell_length(width, base)
        passage = passages[place]
        first = y == 0 or passages[place - 1].number != passage.number
        lit = place == self._results.cursor
        here = self._ink.lit(base) if lit else base
        faint = self._ink.lit(self._ink.faint, bold=False) if lit else self._ink.faint
        strip = [*self._head(passage, here, faint, first=first), *self._labels_at(passage, here, lit=lit)]
        used = sum(segment.cell_length for segment in strip)
        room = max(0, (width - used) * 2 // 5)
        items = self._items.get((passage.number, passage.start), [])
        own = next((item for item in items if item.place == (passage.start, passage.end)), None)
        strip += [
            Segment(_end_of(passage.before, room), here),
            Segment(_line(passage.hit), here + (self._ink.span(own, False) if own else self._ink.hit) + _BOLD),
            Segment(_line(passage.after), here),
        ]
        return Strip(strip).adjust_cell_length(width, here)

    def _head(self, passage: Passage, here: Style, faint: Style, *, first: bool) -> list[Segment]:
        """Mark, status, number and title of the document; these are not repeated for its other hits."""
        mark = Segment("●" if self._results.is_marked(passage) else " ", here + _BOLD)
        digits = max(4, len(str(self._results.documents)))
        if not first:
            blank = 2 + digits + (_TITLE + 1 if self.area.width >= _ROOM_FOR_TITLE else 0)
            return [mark, Segment(" " * blank, here)]
        status = STATUS[self.review(passage.number).status]
        head = [mark, Segment(f"{status}{passage.number:>{digits}} ", faint)]
        if self.area.width >= _ROOM_FOR_TITLE:
            title = fitted(Strip([Segment(_line(passage.title), faint)]), _TITLE, faint)
            head += [*title, Segment(" ", here)]
        return head

    def _labels_at(self, passage: Passage, here: Style, *, lit: bool) -> list[Segment]:
        """The letters and signs of what is labelled or suggested at a hit."""
        segments: list[Segment] = []
        for item in self._items.get((passage.number, passage.start), [])[: _LABELS // 2]:
            label = self._labels.label(item.span.label)
            letter = ((label.key if label else "") or item.span.label[0]).upper()
            style = self._ink.lane(item, False)
            style = self._ink.lit(style, bold=False) if lit else style
            segments.append(Segment(letter + SIGNS[item.mark], style))
        return [*segments, Segment(" " * (_LABELS - 2 * len(segments)), here)]

    # Size, keys and mouse

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self.area = self.size
        self.follow()

    def on_key(self, event: events.Key) -> None:
        """Hand a key to the owner."""
        if self._take_key(event):
            event.stop()
            event.prevent_default()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the line under the mouse."""
        place = self._top + event.get_content_offset_capture(self).y
        if event.button == 1 and place < len(self._results.passages):
            self._results.move(place - self._results.cursor)
            self._pointed()

    def on_mouse_scroll_down(self) -> None:
        """Go on by some lines."""
        self._results.move(_WHEEL)
        self._pointed()

    def on_mouse_scroll_up(self) -> None:
        """Go back by some lines."""
        self._results.move(-_WHEEL)
        self._pointed()


_BOLD = Style(bold=True)
_SPACE = re.compile(r"\s+")


def _line(text: str) -> str:
    """A text as it is sent, in one line."""
    text = _SPACE.sub(" ", text)
    return "".join(glyph.shown for glyph in glyphs(text, 0, len(text)))


def _end_of(text: str, cells: int) -> str:
    """As much of the end of a text as has room, in just so many cells."""
    text = _SPACE.sub(" ", text)
    parts: list[str] = []
    left = cells
    for glyph in reversed(list(glyphs(text, 0, len(text)))):
        if glyph.width > left:
            break
        parts.append(glyph.shown)
        left -= glyph.width
    return " " * left + "".join(reversed(parts))
