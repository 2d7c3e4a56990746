"""The article: a line-API view that draws only the lines on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from curator.review.items import SIGNS, Item
from curator.review.session import Session
from curator.tui.cells import glyphs
from curator.tui.ink import Ink
from curator.tui.layout import Layout

LEFT = 2
GUTTER = 5
WIDEST = 100
"""Cells of text in a row at the most: longer ones are hard to read."""
_NEAR = 2
"""Lines that stay visible above and below the cursor."""


class View(msgspec.Struct, frozen=True):
    """What is drawn differently because of where the reviewer is, apart from the spans themselves."""

    cursor: int = 0
    focus: str | None = None
    marked: tuple[int, int] | None = None
    selecting: bool = False


class TextPane(ScrollView, can_focus=True, inherit_bindings=False):
    """The text of a document with its spans, in lanes under the lines or in the margin."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextPane { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }"

    class Pointed(Message):
        """The mouse was clicked at a code point, or dragged from one to another."""

        def __init__(self, start: int, end: int, dragged: bool) -> None:
            super().__init__()
            self.start = start
            self.end = end
            self.dragged = dragged

    def __init__(self, session: Session, ink: Ink) -> None:
        super().__init__()
        self.session = session
        self.ink = ink
        self.lanes = True
        self.rejected_shown = False
        self.layout_of_text: Layout | None = None
        self._view = View()
        self._strips: dict[int, Strip] = {}
        self._goal: int | None = None
        self._drag: int | None = None
        self._dragged = False
        self._pending_top: int | None = None

    # What is shown

    def show(self, session: Session, top: int) -> None:
        """Show another document (or the same one anew) from this code point on."""
        self.session = session
        self._pending_top = top
        self.relayout()

    def relayout(self) -> None:
        """Lay the text out for the present width, and keep the same text on top."""
        if not self.size.width:
            return
        top = self.top if self._pending_top is None else self._pending_top
        self._pending_top = None
        width = max(8, min(WIDEST, self.scrollable_content_region.width - LEFT - GUTTER))
        spans = [(item.id, item.span) for item in self._shown()]
        self.layout_of_text = Layout(self.session.text, width, spans, lanes=self.lanes)
        self._strips.clear()
        self._view = self._view_now()
        self.virtual_size = Size(width + LEFT + GUTTER, self.layout_of_text.height + 1)
        self.scroll_to(y=self.layout_of_text.line_of(self.layout_of_text.row_at(top)), animate=False, force=True)
        self.follow()
        self.refresh()

    def _shown(self) -> Iterable[Item]:
        yield from self.session.items
        if self.rejected_shown:
            yield from self.session.rejected()

    @property
    def top(self) -> int:
        """The first code point on the screen."""
        layout = self.layout_of_text
        if layout is None:
            return 0
        row, below = layout.row_of_line(self.scroll_offset.y)
        return layout.starts[min(row + (1 if below else 0), len(layout.starts) - 1)]

    def sync(self, touched: Iterable[str] = ()) -> None:
        """Draw anew what differs since the last time. ``touched`` are the spans that were decided on."""
        layout = self.layout_of_text
        if layout is None:
            return
        rows: set[int] = set()
        for span_id in touched:
            item = self.session.items.get(span_id)
            rows |= layout.place(span_id, item.span if item else None)
        before, self._view = self._view, self._view_now()
        if before != self._view:
            rows |= self._rows_of_view(before) | self._rows_of_view(self._view)
        for row in rows:
            self._strips.pop(row, None)
            first = layout.line_of(row) - self.scroll_offset.y
            if -layout.depth(row) <= first < self.size.height:
                self.refresh(Region(0, first, self.size.width, 1 + layout.depth(row)))
        self.follow()

    def _view_now(self) -> View:
        session = self.session
        focus = session.focus
        marked = session.target() if session.selection or focus is None else None
        return View(session.cursor, focus.id if focus else None, marked, session.selection is not None)

    def _rows_of_view(self, view: View) -> set[int]:
        layout = self.layout_of_text
        if layout is None:
            return set()
        rows = {layout.row_at(view.cursor)}
        item = self.session.items.get(view.focus)
        ranges = [view.marked] if view.marked else []
        if item:
            ranges.append((item.span.start, item.span.end))
        for start, end in ranges:
            rows |= set(range(layout.row_at(start), layout.row_at(max(start, end - 1)) + 1))
        return rows

    def follow(self) -> None:
        """Scroll, if need be, so that the cursor's line is on the screen; and put the terminal's cursor there."""
        layout = self.layout_of_text
        if layout is None:
            return
        row = layout.row_at(self.session.cursor)
        line, height = layout.line_of(row), self.size.height
        last = line + layout.depth(row)
        top = self.scroll_offset.y
        if line < top or last >= top + height:
            near = top - height // 2 <= line < top + height + height // 2
            if not near:
                wanted = line - height // 3
            elif line < top:
                wanted = line - _NEAR
            else:
                wanted = last - height + 1 + _NEAR
            self.scroll_to(y=max(0, wanted), animate=False, force=True)
        x = layout.x_of(row, self.session.cursor) + LEFT
        region = self.content_region
        self.app.cursor_position = Offset(region.x + x, region.y + line - self.scroll_offset.y)

    # Moving by lines

    def vertical(self, lines: int) -> int:
        """The code point so many rows with text below (above, if negative) the cursor, in its column."""
        layout = self.layout_of_text
        if layout is None:
            return self.session.cursor
        row = layout.row_at(self.session.cursor)
        if self._goal is None:
            self._goal = layout.x_of(row, self.session.cursor)
        step, left, found = (1 if lines > 0 else -1), abs(lines), row
        while left and 0 <= row + step < len(layout.starts):
            row += step
            if not self.session.text[layout.starts[row] : layout.ends[row]].isspace() and (
                layout.starts[row] < layout.ends[row]
            ):
                found, left = row, left - 1
        return layout.offset_at(found, self._goal)

    def page(self, direction: int) -> int:
        """The code point a page below or above the cursor; scrolls by as much."""
        layout = self.layout_of_text
        if layout is None:
            return self.session.cursor
        row = layout.row_at(self.session.cursor)
        if self._goal is None:
            self._goal = layout.x_of(row, self.session.cursor)
        step = max(1, self.size.height - 2) * direction
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True)
        line = max(0, min(layout.line_of(row) + step, layout.height - 1))
        return layout.offset_at(layout.row_of_line(line)[0], self._goal)

    def forget_column(self) -> None:
        """The next move by lines starts from the cursor's own column."""
        self._goal = None

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen: a row of text or a lane under it."""
        layout = self.layout_of_text
        width = self.size.width
        line = y + self.scroll_offset.y
        if layout is None or line >= layout.height:
            return Strip.blank(width, self.ink.base)
        row, below = layout.row_of_line(line)
        if below:
            return self._lane_strip(row, below - 1).adjust_cell_length(width, self.ink.base)
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self._text_strip(row).adjust_cell_length(width, self.ink.base)
        elif strip.cell_length != width:
            strip = strip.adjust_cell_length(width, self.ink.base)
        return strip

    def _items_on(self, row: int) -> list[Item]:
        layout = self.layout_of_text
        if layout is None:
            return []
        start, end = layout.starts[row], layout.ends[row]
        items = self.session.items.overlapping(start, end)
        if self.rejected_shown:
            items += [item for item in self.session.rejected() if item.span.start < end and start < item.span.end]
        return items

    def _text_strip(self, row: int) -> Strip:
        layout = self.layout_of_text
        if layout is None:
            return Strip([])
        start, end = layout.starts[row], layout.ends[row]
        items = self._items_on(row)
        view = self._view
        edges = {start, end, view.cursor, view.cursor + 1}
        for item in items:
            edges |= {item.span.start, item.span.end}
        if view.marked:
            edges |= set(view.marked)
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        segments = [Segment(" " * LEFT, self.ink.base)]
        for left, right in pairwise(cuts):
            segments.append(Segment(self._shown_text(row, left, right), self._style_at(left, items)))
        if view.cursor == end and (row == len(layout.starts) - 1 or layout.starts[row + 1] > end):
            segments.append(Segment(" ", self.ink.base + self.ink.cursor))
        drawn = sum(segment.cell_length for segment in segments)
        segments.append(Segment(" " * max(0, LEFT + layout.width + 1 - drawn), self.ink.base))
        return Strip([*segments, *self._gutter(row, items)])

    def _shown_text(self, row: int, start: int, end: int) -> str:
        layout = self.layout_of_text
        if layout is None or layout.is_plain(row):
            return self.session.text[start:end]
        # Read from the row's start: a cut must not split a grapheme cluster in two.
        parts = glyphs(self.session.text, layout.starts[row], layout.ends[row])
        return "".join(glyph.shown for glyph in parts if start <= glyph.start < end)

    def _style_at(self, offset: int, items: list[Item]) -> Style:
        view, ink = self._view, self.ink
        style = ink.base
        around = [item for item in items if item.span.start <= offset < item.span.end]
        for item in sorted(around, key=lambda item: (item.id == view.focus, item.span.start - item.span.end)):
            style += ink.span(item, item.id == view.focus and not view.selecting)
        if view.marked and view.marked[0] <= offset < view.marked[1]:
            style += ink.selection if view.selecting else ink.target
        if offset == view.cursor:
            style += ink.cursor
        return style

    def _gutter(self, row: int, items: list[Item]) -> list[Segment]:
        """The letters of the spans on a row that have no lane there."""
        layout = self.layout_of_text
        if layout is None:
            return []
        homeless = [item for item in items if layout.lane(row, item.id) is None]
        segments = []
        for item in homeless[: GUTTER // 2]:
            style = self.ink.lane(item, item.id == self._view.focus)
            segments.append(Segment(_letter(self.session, item) + SIGNS[item.mark], style))
        return segments

    def _lane_strip(self, row: int, lane: int) -> Strip:
        layout = self.layout_of_text
        if layout is None:
            return Strip([])
        segments, x = [Segment(" " * LEFT, self.ink.base)], 0
        for item in self._items_on(row):
            if layout.lane(row, item.id) != lane:
                continue
            left = layout.x_of(row, item.span.start)
            right = max(left + 1, layout.x_of(row, item.span.end))
            if left < x:
                continue
            focused = item.id == self._view.focus
            bracket = _bracket(
                right - left,
                f"{item.span.label}{SIGNS[item.mark]}",
                f"{_letter(self.session, item)}{SIGNS[item.mark]}",
                opens=item.span.start >= layout.starts[row],
                closes=item.span.end <= layout.ends[row],
                double=focused,
            )
            segments.append(Segment(" " * (left - x), self.ink.base))
            segments.append(Segment(bracket, self.ink.lane(item, focused)))
            x = right
        return Strip(segments)

    # Size, theme and mouse

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._drag = None
        self.relayout()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self.ink = ink
        self._strips.clear()
        self.refresh()

    def _offset_under(self, event: events.MouseEvent) -> int:
        layout = self.layout_of_text
        if layout is None:
            return 0
        at = event.get_content_offset_capture(self)
        row, _ = layout.row_of_line(max(0, at.y + self.scroll_offset.y))
        return layout.offset_at(row, max(0, at.x - LEFT))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a click or a drag."""
        if event.button == 1:
            self._drag, self._dragged = self._offset_under(event), False
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: the selection follows, and the text scrolls at the edges."""
        if self._drag is None:
            return
        line = event.get_content_offset_capture(self).y
        if line < 0 or line >= self.size.height:
            self.scroll_to(y=self.scroll_offset.y + (-1 if line < 0 else 1), animate=False)
        here = self._offset_under(event)
        if here != self._drag or self._dragged:
            self._dragged = True
            self.post_message(self.Pointed(*_ordered(self._drag, here), True))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a click or a drag."""
        self.release_mouse()
        if self._drag is not None and not self._dragged:
            self.post_message(self.Pointed(self._drag, self._drag, False))
        self._drag = None


def _ordered(one: int, other: int) -> tuple[int, int]:
    """A drag as a half-open range: the character under the mouse is in it, at both ends."""
    return min(one, other), max(one, other) + 1


def _letter(session: Session, item: Item) -> str:
    """The label in one letter: its key, as a capital."""
    label = session.labels.label(item.span.label)
    return (label.key if label else item.span.label[0]).upper()


def _bracket(width: int, name: str, letter: str, *, opens: bool, closes: bool, double: bool) -> str:
    """The line under a span: ``╰NAME───╯``, as much of it as its width (cells) holds."""
    line = "═" if double else "─"
    head = ("╚" if double else "╰") if opens else ""
    tail = ("╝" if double else "╯") if closes else ""
    text = (
        next((t for t in (name, letter, letter[:1]) if len(t) + len(head) + len(tail) <= width), None) if opens else ""
    )
    if text is None:
        return (letter + line * width)[:width]
    return head + text + line * (width - len(head) - len(text) - len(tail)) + tail
