"""Lines of text around the article. What they show comes from data, so none of it is read as markup."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from curator.tui.ink import Ink, Piece
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import cut, written

Line = tuple[tuple[Piece, ...], tuple[Piece, ...]]


class Bar(LineWidget):
    """Lines, each with pieces from the left and pieces at the right; the left ones give way."""

    def __init__(self, ink: Ink, *, id: str) -> None:
        super().__init__(id=id)
        self._ink = ink
        self._lines: list[Line] = []

    def write(self, *lines: Line) -> None:
        """Show these; only the lines that differ from what is shown are drawn."""
        before, self._lines = self._lines, list(lines)
        self.refresh_lines([y for y, line in enumerate(lines) if before[y : y + 1] != [line]])

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self._ink = ink
        self.refresh()

    def line(self, y: int) -> Strip:
        """One of the lines."""
        width, base = self.area.width, self._ink.base
        if y >= len(self._lines):
            return Strip.blank(width, base)
        at_left, at_right = self._lines[y]
        right = Strip([part for text, style in at_right for part in written(text, base + style)])
        room = max(0, width - right.cell_length)
        left = Strip([part for text, style in at_left for part in written(text, base + style)])
        if left.cell_length > room:
            left = Strip([*cut(left, max(0, room - 1)), Segment("…", base)])
        return Strip([*left.adjust_cell_length(room, base), *right]).adjust_cell_length(width, base)
