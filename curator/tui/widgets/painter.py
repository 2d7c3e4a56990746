"""Draws the rows and lanes of a laid-out text as strips; it knows session and styles, and nothing of the screen."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import msgspec
from rich.segment import Segment
from rich.style import Style

from curator.review.find import Search
from curator.review.items import SIGNS, Item
from curator.review.reading import Reading
from curator.tui.cells import CARRIAGE_RETURN_NEWLINE, NEWLINE, RIGHT_TO_LEFT
from curator.tui.ink import Ink
from curator.tui.layout import Layout
from curator.tui.written import drawn, over

GUTTER = 5
"""Cells behind the text, for the letters of spans that have no lane."""
_KEPT_ROWS = 500
"""Rows that are kept as they were drawn: some screens full, of a text that may have ten thousand."""


_TURN_BACK = over("\u200e", 0)
"""A left-to-right mark behind right-to-left text: a terminal that reorders would let the panel beside it take part."""


class Drawn(NamedTuple):
    """A line as segments, and the cells that these take: a strip of Textual's weighs a kilobyte more."""

    segments: list[Segment]
    cells: int


class View(msgspec.Struct, frozen=True):
    """What is drawn differently because of where the reviewer is, apart from the spans themselves."""

    cursor: int = 0
    focus: str | None = None
    marked: tuple[int, int] | None = None
    selecting: bool = False


class Painter:
    """Draws one layout of one session's text.

    Args:
        session: What is shown.
        layout: Where it stands.
        ink: In which styles.
        margin: Cells before the text.
        rejected: Whether what was rejected is drawn, too.
    """

    def __init__(self, session: Reading, layout: Layout, ink: Ink, *, margin: int = 0, rejected: bool = False) -> None:
        self.session = session
        self.layout = layout
        self.ink = ink
        self.margin = margin
        self.rejected = rejected
        self.view = View()
        self.search: Search | None = None
        """What is marked in the text, if anything was searched."""
        self._drawn: dict[int, list[Drawn]] = {}

    def forget(self) -> None:
        """Have all rows drawn anew."""
        self._drawn.clear()

    def look(self) -> View:
        """Where the reviewer is now."""
        session = self.session
        focus = session.focus
        marked = session.target() if session.selection or focus is None else None
        return View(session.cursor, focus.id if focus else None, marked, session.selection is not None)

    def update(self, touched: set[int]) -> set[int]:
        """Take up where the reviewer is; returns the rows that look different, ``touched`` ones among them."""
        before, self.view = self.view, self.look()
        if before != self.view:
            touched = touched | self._rows_of(before) | self._rows_of(self.view)
        for row in touched:
            self._drawn.pop(row, None)
        return touched

    def _rows_of(self, view: View) -> set[int]:
        layout = self.layout
        item = self.session.items.get(view.focus)
        ranges = [(view.cursor, view.cursor + 1)]
        ranges += [view.marked] if view.marked else []
        ranges += [(item.span.start, item.span.end)] if item else []
        return {
            row for start, end in ranges for row in range(layout.row_at(start), layout.row_at(max(start, end - 1)) + 1)
        }

    def drawn(self, row: int, below: int) -> Drawn:
        """The text of a row (``below`` 0) or one of the lanes under it (from 1)."""
        lines = self._drawn.get(row)
        if lines is None:
            if len(self._drawn) >= _KEPT_ROWS:
                self._drawn.clear()
            items = self._items_on(row)
            lanes = [self._draw_lane(row, lane, items) for lane in range(self.layout.depth(row))]
            lines = self._drawn[row] = [self._draw_row(row, items), *lanes]
        return lines[below]

    def _focused(self, item: Item) -> bool:
        """Whether acts are about this span."""
        return item.id == self.view.focus

    def _items_on(self, row: int) -> list[Item]:
        layout = self.layout
        start, end = layout.starts[row], layout.ends[row]
        items = self.session.shown.overlapping(start, end)
        if self.rejected:
            items += [item for item in self.session.shown_rejected() if item.span.start < end and start < item.span.end]
            items.sort(key=lambda item: item.key)
        return items

    def _draw_row(self, row: int, items: list[Item]) -> Drawn:
        layout = self.layout
        start, end = layout.starts[row], layout.ends[row]
        view = self.view
        edges = {start, end, view.cursor, view.cursor + 1}
        for item in items:
            edges |= {item.span.start, item.span.end}
        if view.marked:
            edges |= set(view.marked)
        hits = self.search.within(self.session.text, start, end) if self.search else []
        edges |= {edge for hit in hits for edge in hit}
        segments = [Segment(" " * self.margin, self.ink.base)]
        for left, right in pairwise(layout.cuts(row, edges)):
            segments += self._text(row, left, right, self._style_of(left, right, items, hits))
        segments += self._line_break(row, items, hits)
        if not layout.is_plain(row) and RIGHT_TO_LEFT.search(layout.text, start, end):
            segments.append(_TURN_BACK)
        cells = sum(segment.cell_length for segment in segments)
        letters = self._gutter(row, items)
        if not letters:
            return Drawn(segments, cells)
        before = max(0, self.margin + layout.width + 1 - cells)
        segments += (Segment(" " * before, self.ink.base), *letters)
        return Drawn(segments, cells + before + sum(segment.cell_length for segment in letters))

    def _text(self, row: int, start: int, end: int, style: Style) -> list[Segment]:
        """A stretch of a row that is all of one style."""
        if self.layout.is_plain(row):
            return [Segment(self.layout.text[start:end], style)]
        parts = (glyph for glyph in self.layout.glyphs(row) if start <= glyph.start < end)
        return drawn(parts, style, self._mark_style(style))

    def _mark_style(self, style: Style) -> Style:
        return self.ink.mark if style == self.ink.base else style

    def _line_break(self, row: int, items: list[Item], hits: list[tuple[int, int]]) -> list[Segment]:
        """The end of a row, where there is something to see: a mark, or the cursor."""
        layout, end = self.layout, self.layout.ends[row]
        broken = layout.newline(row)
        if layout.marks and broken:
            sign = CARRIAGE_RETURN_NEWLINE if len(broken) > 1 else NEWLINE
            return [Segment(sign, self._mark_style(self._style_of(end, end + len(broken), items, hits)))]
        after = layout.starts[row + 1] if row + 1 < len(layout.starts) else end + 1
        if end <= self.view.cursor < after:
            return [Segment(" ", self.ink.at_cursor(self.ink.base))]
        return []

    def _style_of(self, start: int, end: int, items: list[Item], hits: list[tuple[int, int]]) -> Style:
        """The style of a stretch that nothing begins or ends in, but within a glyph."""
        view, ink = self.view, self.ink
        style = ink.base
        around = [item for item in items if item.span.start < end and start < item.span.end]
        for item in sorted(around, key=lambda item: (self._focused(item), item.span.start - item.span.end)):
            style += ink.span(item, self._focused(item) and not view.selecting)
        if any(first < end and start < last for first, last in hits):
            style += ink.hit
        if view.marked and view.marked[0] < end and start < view.marked[1]:
            style += ink.selection if view.selecting else ink.target
        if start <= view.cursor < end:
            style = ink.at_cursor(style)
        return style

    def _gutter(self, row: int, items: list[Item]) -> list[Segment]:
        """The letters of the spans on a row that have no lane there."""
        layout = self.layout
        homeless = [item for item in items if layout.lane(row, item.id) is None]
        segments = []
        # Where they are many, letters alone.
        signs = len(homeless) <= GUTTER // 2
        for item in homeless[:GUTTER]:
            style = self.ink.lane(item, self._focused(item))
            segments.append(Segment(_letter(self.session, item) + (SIGNS[item.mark] if signs else ""), style))
        return segments

    def _draw_lane(self, row: int, lane: int, items: list[Item]) -> Drawn:
        layout = self.layout
        segments, x = [Segment(" " * self.margin, self.ink.base)], 0
        for item in items:
            if layout.lane(row, item.id) != lane:
                continue
            left, right = layout.cells(row, item.span)
            if left < x:
                continue
            focused = self._focused(item)
            head, name, tail = _bracket(
                right - left,
                f"{item.span.label}{item.signs}",
                f"{_letter(self.session, item)}{item.signs}",
                opens=item.span.start >= layout.starts[row],
                closes=item.span.end <= layout.ends[row],
                double=focused,
            )
            line, written = self.ink.line(item, focused), self.ink.lane(item, focused)
            segments.append(Segment(" " * (left - x), self.ink.base))
            if line == written:
                segments.append(Segment(head + name + tail, line))
            else:
                segments += (Segment(head, line), Segment(name, written), Segment(tail, line))
            x = right
        return Drawn(segments, self.margin + x)


def _letter(session: Reading, item: Item) -> str:
    """The label in one letter: its key, as a capital."""
    label = session.labels.label(item.span.label)
    return (label.key if label and label.key else item.span.label[0]).upper()


def _bracket(width: int, name: str, letter: str, *, opens: bool, closes: bool, double: bool) -> tuple[str, str, str]:
    """The line under a span: ``╰NAME───╯``, as much of it as its width (cells) holds, in three parts."""
    line = "═" if double else "─"
    head = ("╚" if double else "╰") if opens else ""
    tail = ("╝" if double else "╯") if closes else ""
    text = (
        next((t for t in (name, letter, letter[:2], letter[:1]) if len(t) + len(head) + len(tail) <= width), None)
        if opens
        else ""
    )
    if text is None:
        return "", letter[:width], line * (width - len(letter))
    return head, text, line * (width - len(head) - len(text) - len(tail)) + tail
