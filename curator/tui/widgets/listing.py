"""A list of entries, each of one or more lines, with a cursor that goes from entry to entry."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.store.records import Place
from curator.tui.cells import shown
from curator.tui.ink import Ink, Piece
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import fitted

_WHEEL = 3
Line = tuple[Piece, ...]


class Entry(msgspec.Struct, frozen=True):
    """What stands together, in lines; and the place that it leads to, if any."""

    lines: tuple[Line, ...]
    place: Place | None = None


def wrapped(text: str, width: int, style: Style, indent: str = "") -> tuple[Line, ...]:
    """A text of any length in lines of ``width`` cells, each behind ``indent``."""
    lines = textwrap.wrap(" ".join(text.split()), max(10, width - len(indent))) or [""]
    return tuple(((indent + line, style),) for line in lines)


class Listing(LineWidget, can_focus=False):
    """Draws the lines that are on the screen, under a heading.

    Args:
        ink: In which styles.
    """

    def __init__(self, ink: Ink) -> None:
        super().__init__(id="listing")
        self.ink = ink
        self._heading: Line = ()
        self._entries: Sequence[Entry] = ()
        self._lines: list[tuple[int, Line]] = []
        self._cursor = 0
        self._top = 0
        self._leads = False

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self._cursor] if self._entries else None

    def show(self, heading: Line, entries: Sequence[Entry], *, cursor: int | None = None) -> None:
        """Show these entries, the cursor on that one; by default on the one of the same number as before."""
        self._heading, self._entries = heading, entries
        self._lines = [(place, line) for place, entry in enumerate(entries) for line in entry.lines]
        self._cursor = self._cursor if cursor is None else cursor
        self._leads = any(entry.place is not None for entry in entries)
        self.move(0)

    def move(self, entries: int) -> None:
        """Move the cursor by so many entries, and have all of its entry on the screen, as far as there is room.

        Where no entry leads anywhere, there is no cursor to be seen, and the lines are scrolled.
        """
        if not self._leads:
            self._bring_up(self._top + entries)
            return
        self._cursor = max(0, min(self._cursor + entries, len(self._entries) - 1))
        of_cursor = [y for y, (place, _) in enumerate(self._lines) if place == self._cursor]
        first, last = (of_cursor[0], of_cursor[-1]) if of_cursor else (0, 0)
        self._top = max(last - self._room + 1, self._top)
        self._bring_up(min(self._top, first))

    def page(self, pages: int) -> None:
        """Scroll by pages, and bring the cursor to the first entry that begins there."""
        self._bring_up(self._top + pages * max(1, self._room - 1))
        edge = self._top if pages < 0 or self._top + self._room < len(self._lines) else len(self._lines) - 1
        if self._lines:
            self._cursor = self._lines[max(0, min(edge, len(self._lines) - 1))][0]
        self.refresh_lines()

    @property
    def _room(self) -> int:
        """Lines below the heading."""
        return max(1, self.area.height - 1)

    def _bring_up(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self._room))
        self.refresh_lines()

    def line(self, y: int) -> Strip:
        """The heading, or a line of an entry."""
        width, base = self.area.width, self.ink.base
        place, pieces = (-1, self._heading) if y == 0 else (-1, ())
        if y and self._top + y - 1 < len(self._lines):
            place, pieces = self._lines[self._top + y - 1]
        here = self._leads and place == self._cursor
        plain = self.ink.lit(base) if here else base
        styled = ((text, self.ink.lit(base + style) if here else base + style) for text, style in pieces)
        strip = Strip([Segment(" ", plain), *(Segment(shown(text), style) for text, style in styled)])
        return fitted(strip, width, plain)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the entry under the mouse."""
        y = event.get_content_offset_capture(self).y
        if y > 0 and self._top + y - 1 < len(self._lines):
            self.move(self._lines[self._top + y - 1][0] - self._cursor)

    def on_mouse_scroll_down(self) -> None:
        """Show later lines."""
        self._bring_up(self._top + _WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Show earlier lines."""
        self._bring_up(self._top - _WHEEL)
