"""Lines of text around the article. What they show comes from data, so none of it is read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from curator.tui.ink import Ink, Piece
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import fitted, written

Line = tuple[tuple[Piece, ...], tuple[Piece, ...]]
_BOLD = Style(bold=True)
_STAY = frozenset({"help", "back"})


class Hints(tuple[Piece, ...]):
    """Keys and what they do, in pairs of pieces. Where there is no room for all, the last pairs go, whole.

    The ways to all other keys, and out, stay longest.
    """

    __slots__ = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]], faint: Style) -> Hints:
        """These keys with their words; not those that the settings took away."""
        return cls(piece for key, hint in rows if key.strip() for piece in ((f" {key}", _BOLD), (f" {hint} ", faint)))

    def fitting(self, cells: int) -> Hints:
        """As many as stand in so many cells."""
        pairs = list(zip(self[::2], self[1::2], strict=True))
        while pairs and sum(cell_len(text) for pair in pairs for text, _ in pair) - 1 > cells:
            others = [place for place, (_, (hint, _)) in enumerate(pairs) if hint.strip() not in _STAY]
            del pairs[others[-1] if others else -1]
        return Hints(piece for pair in pairs for piece in pair)


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
        whole = isinstance(at_left, Hints)
        at_left = at_left.fitting(room) if isinstance(at_left, Hints) else at_left
        left = Strip([part for text, style in at_left for part in written(text, base + style)])
        left = left.adjust_cell_length(room, base) if whole else fitted(left, room, base)
        return Strip([*left, *right]).adjust_cell_length(width, base)
