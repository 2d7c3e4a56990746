"""The article: it scrolls, follows the cursor and takes keys and the mouse; the painter draws its lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from curator.review.find import Search
from curator.review.reading import Reading
from curator.settings import Settings
from curator.tui.ink import Ink
from curator.tui.layout import Layout
from curator.tui.widgets.lines import LineWidget
from curator.tui.widgets.painter import GUTTER, Drawn, Painter

_ROOM = 40
"""Cells of text that are worth more than a margin, but for the first ``_LEAST`` cells of this."""
_LEAST = 2
_NEAR = 2
"""Lines that stay visible above and below the cursor."""
_WHEEL = 3


class TextPane(LineWidget, can_focus=True):
    """The text of a document with its spans, in lanes under the lines or in the margin.

    It scrolls by itself, and of the lines on the screen only those that differ are drawn.

    Args:
        session: What is shown.
        ink: In which styles.
        settings: How wide the text is, how far from the left, and what is shown at first.
        take_key: Told of each key; returns whether it means something.
        pointed: Told of a click at a code point (twice the same, False), or a drag from one to another (True). Keys
            and the mouse are passed on at once: through a message, a key would overtake the click before it.
    """

    def __init__(
        self,
        session: Reading,
        ink: Ink,
        settings: Settings,
        take_key: Callable[[events.Key], bool],
        pointed: Callable[[int, int, bool], None],
    ) -> None:
        super().__init__()
        self.lanes = settings.lanes
        self.marks = settings.marks
        self.rejected_shown = False
        self.first = 0
        """The line of the layout that is on top of the screen."""
        self._settings = settings
        self._take_key = take_key
        self._pointed = pointed
        self._painter = self._make_painter(session, Layout("", 1), ink)
        self._search: Search | None = None
        self._goal: int | None = None
        self._drag: int | None = None
        self._dragged = False
        self._wanted_top: int | None = None
        self._within: tuple[int, int] | None = None
        """The stretch of the text that is laid out, if it is not all."""

    @property
    def laid_out(self) -> Layout:
        """Where the text stands."""
        return self._painter.layout

    @property
    def ink(self) -> Ink:
        """The styles."""
        return self._painter.ink

    @property
    def top(self) -> int:
        """The first code point on the screen."""
        if self._wanted_top is not None:
            return self._wanted_top
        layout = self.laid_out
        row, below = layout.row_of_line(self.first)
        return layout.starts[min(row + (1 if below else 0), len(layout.starts) - 1)]

    @property
    def widest(self) -> int:
        """The cells that it can make use of."""
        return self._settings.margin + self._settings.width + GUTTER + 2

    def _with_rejected(self, session: Reading) -> bool:
        """Whether what was rejected is drawn, too: where that is on, or the filter asks for it."""
        return self.rejected_shown or (session.filter is not None and session.filter.rejected)

    # What is shown

    def show(self, session: Reading, top: int, within: tuple[int, int] | None = None) -> None:
        """Show another document (or the same one anew) from this code point on, or no more of it than this stretch."""
        self._painter = self._make_painter(session, Layout("", 1), self.ink)
        self._wanted_top = top
        self._within = within
        self.relayout()

    def relayout(self) -> None:
        """Lay out for the present width what is shown of the text, and keep the same text on top."""
        self.area = self.size
        if not self.area.width:
            return
        top, self._wanted_top = self.top, None
        session = self._painter.session
        margin, width = self._breadth()
        layout = self._make_layout(session, width, self._within)
        deque(layout.making, 0)
        self._draw_with(session, layout, margin)
        self.first = layout.line_of(layout.row_at(top))
        self._follow()
        self.refresh_lines()

    def show_whole(self, session: Reading) -> Iterator[None]:
        """Lay out all of a text of which a stretch is shown, in steps, and show it in the place of that stretch."""
        if not self.area.width:
            # Laid out as soon as the size is known.
            self.show(session, self.top)
            return
        breadth, layout = None, self.laid_out
        while breadth != self._breadth():
            breadth = self._breadth()
            layout = self._make_layout(session, breadth[1], None)
            yield from layout.making
        row, below = self.laid_out.row_of_line(self.first)
        start = self.laid_out.starts[row]
        self._within = None
        self._draw_with(session, layout, breadth[0] if breadth else 0)
        self.first = layout.line_of(layout.row_at(start)) + below
        self.refresh_lines()

    def _breadth(self) -> tuple[int, int]:
        """The cells before the text, and those that it may take."""
        room = self.area.width - GUTTER - 1
        wanted = self._settings.margin
        margin = max(min(wanted, room - _ROOM), min(wanted, _LEAST))
        return margin, max(8, min(self._settings.width, room - margin))

    def _make_layout(self, session: Reading, width: int, within: tuple[int, int] | None) -> Layout:
        """The text, or a stretch of it, and the lanes of its spans, at a width (cells); still to be laid out."""
        items = [*session.shown, *(session.shown_rejected() if self._with_rejected(session) else ())]
        return Layout(session.text, width, items, lanes=self.lanes, marks=self.marks, within=within, in_steps=True)

    def _draw_with(self, session: Reading, layout: Layout, margin: int) -> None:
        """Have a layout drawn."""
        self._painter = self._make_painter(session, layout, self.ink, margin)
        self._painter.search = self._search
        self._painter.update(set())

    def _make_painter(self, session: Reading, layout: Layout, ink: Ink, margin: int = 0) -> Painter:
        """What draws a layout."""
        return Painter(session, layout, ink, margin=margin, rejected=self._with_rejected(session))

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        painter = self._painter
        self._painter = self._make_painter(painter.session, painter.layout, ink, painter.margin)
        self._painter.search = self._search
        self._painter.update(set())
        self.refresh()

    def mark(self, search: Search | None) -> None:
        """Mark what a search finds, or nothing any more."""
        self._search = search
        self._painter.search = search
        self._painter.forget()
        self.refresh_lines()

    def sync(self, touched: Iterable[str] = (), *, stepping: bool = False) -> None:
        """Draw anew what differs since the last time.

        Args:
            touched: The spans that were decided on.
            stepping: Whether the cursor goes step by step, so that the text scrolls by lines. Else it scrolls by most
                of a page when it must, and then rests for a while.
        """
        layout, session = self.laid_out, self._painter.session
        rows: set[int] = set()
        for span_id in touched:
            item = session.shown.get(span_id)
            rows |= layout.place(span_id, item.span if item else None)
        rows = self._painter.update(rows)
        if self._follow(stepping=stepping):
            self.refresh_lines()
            return
        changed: list[int] = []
        for row in rows:
            first = layout.line_of(row) - self.first
            changed += range(max(0, first), min(first + 1 + layout.depth(row), self.area.height))
        self.refresh_lines(changed)

    def _follow(self, *, stepping: bool = False) -> bool:
        """Scroll, if need be, so that the cursor's line is on the screen; returns whether that was needed.

        The terminal's own cursor goes there, too, for input methods and Braille displays.
        """
        layout, cursor = self.laid_out, self._painter.session.cursor
        row = layout.row_at(cursor)
        line, height, top = layout.line_of(row), self.area.height, self.first
        last = line + layout.depth(row)
        if line < top or last >= top + height:
            if not stepping or not top - height // 2 <= line < top + height + height // 2:
                self.first = line - height // 8
            else:
                self.first = line - _NEAR if line < top else last - height + 1 + _NEAR
        self.first = max(0, min(self.first, layout.height - height))
        x = layout.x_of(row, cursor) + self._painter.margin
        self.app.cursor_position = Offset(self.region.x + x, self.region.y + line - self.first)
        return self.first != top

    def scroll_lines(self, lines: int) -> None:
        """Scroll by so many lines; the cursor stays where it is."""
        self.first = max(0, min(self.first + lines, self.laid_out.height - self.area.height))
        self.refresh_lines()

    # Moving by lines

    def vertical(self, lines: int) -> int:
        """The code point so many rows with text below (above, if negative) the cursor, in its column."""
        layout, session = self.laid_out, self._painter.session
        row = layout.row_at(session.cursor)
        self._goal = layout.x_of(row, session.cursor) if self._goal is None else self._goal
        step, left, found = (1 if lines > 0 else -1), abs(lines), row
        while left and 0 <= row + step < len(layout.starts):
            row += step
            if session.text[layout.starts[row] : layout.ends[row]].strip():
                found, left = row, left - 1
        return layout.offset_at(found, self._goal)

    def page(self, direction: int) -> int:
        """The code point a page below or above the cursor; scrolls by as much."""
        layout, session = self.laid_out, self._painter.session
        row = layout.row_at(session.cursor)
        self._goal = layout.x_of(row, session.cursor) if self._goal is None else self._goal
        step = max(1, self.area.height - 2) * direction
        self.scroll_lines(step)
        line = max(0, min(layout.line_of(row) + step, layout.height - 1))
        return layout.offset_at(layout.row_of_line(line)[0], self._goal)

    def forget_column(self) -> None:
        """The next move by lines starts from the cursor's own column."""
        self._goal = None

    # Drawing

    def line(self, y: int) -> Strip:
        """One line of the screen: a row of text or a lane under it, and the scroll bar."""
        room, base, layout = max(0, self.area.width - 1), self.ink.base, self.laid_out
        line = y + self.first
        segments, cells = self._painter.drawn(*layout.row_of_line(line)) if line < layout.height else Drawn([], 0)
        if cells > room:
            segments = list(Strip(segments, cells).adjust_cell_length(room, base))
        elif cells < room:
            segments = [*segments, Segment(" " * (room - cells), base)]
        return Strip([*segments, self._scroll_bar(y)], room + 1)

    def _scroll_bar(self, y: int) -> Segment:
        """The cell of the scroll bar on a line of the screen."""
        height, total = self.area.height, self.laid_out.height
        if total <= height:
            return Segment(" ", self.ink.base)
        before = self.first
        if self._within is not None:
            # As if the rest of the text were like this stretch.
            layout = self.laid_out
            laid = max(1, layout.ends[-1] - layout.starts[0])
            before += layout.starts[0] * total // laid
            total = max(total, len(layout.text) * total // laid)
        size = max(1, height * height // total)
        start = min(height - size, before * height // total)
        return Segment("▐" if start <= y < start + size else " ", self.ink.faint)

    # Size, keys and mouse

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._drag = None
        self.relayout()

    def on_key(self, event: events.Key) -> None:
        """Hand a key straight to the owner: bubbling up to the application's bindings costs a third more."""
        if self._take_key(event):
            event.stop()
            event.prevent_default()

    def _offset_under(self, event: events.MouseEvent) -> int:
        row, _ = self.laid_out.row_of_line(max(0, event.y + self.first))
        return self.laid_out.offset_at(row, max(0, event.x - self._painter.margin))

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
        if event.y < 0 or event.y >= self.area.height:
            self.scroll_lines(-1 if event.y < 0 else 1)
        here = self._offset_under(event)
        if here != self._drag or self._dragged:
            self._dragged = True
            # Half-open: the character under the mouse is in the selection, at both ends.
            self._pointed(min(self._drag, here), max(self._drag, here) + 1, True)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a click or a drag."""
        self.release_mouse()
        if self._drag is not None and not self._dragged:
            self._pointed(self._drag, self._drag, False)
        self._drag = None

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.scroll_lines(-_WHEEL)
