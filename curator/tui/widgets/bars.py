"""Lines of text around the article. What they show comes from data, so none of it is read as markup."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from curator.tui.ink import Ink

Piece = tuple[str, Style]


class Bar(Widget):
    """One line: pieces from the left, pieces at the right; the left ones give way."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Bar { height: 1; }"

    def __init__(self, ink: Ink, *, id: str) -> None:
        super().__init__(id=id)
        self._ink = ink
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def write(self, left: tuple[Piece, ...], right: tuple[Piece, ...] = ()) -> None:
        """Show this, if it differs from what is shown."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self._ink = ink
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width, base = self.size.width, self._ink.base
        right = Strip([Segment(text, base + style) for text, style in self._right])
        room = max(0, width - right.cell_length)
        left = Strip([Segment(text, base + style) for text, style in self._left])
        if left.cell_length > room:
            left = Strip([*left.crop(0, max(0, room - 1)), Segment("…", base)])
        return Strip([*left.adjust_cell_length(room, base), *right]).adjust_cell_length(width, base)


class Lines(Widget):
    """Several lines of plain text, wrapped by whoever writes them; more than fit are cut off."""

    ALLOW_SELECT = False

    def __init__(self, ink: Ink, *, id: str) -> None:
        super().__init__(id=id)
        self._ink = ink
        self._lines: tuple[tuple[Piece, ...], ...] = ()

    def write(self, lines: tuple[tuple[Piece, ...], ...]) -> None:
        """Show these lines, if they differ from what is shown."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self._ink = ink
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        base = self._ink.base
        if y >= len(self._lines):
            return Strip.blank(self.size.width, base)
        line = Strip([Segment(text, base + style) for text, style in self._lines[y]])
        return line.adjust_cell_length(self.size.width, base)
