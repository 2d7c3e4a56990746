"""Text as segments, with what has to be drawn over cells that were sent before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from curator.tui.cells import PLAIN, Glyph, glyphs


def written(text: str, style: Style) -> list[Segment]:
    """A text of one line in one style."""
    if PLAIN.fullmatch(text):
        return [Segment(text, style)]
    return drawn(glyphs(text, 0, len(text)), style, style)


def drawn(parts: Iterable[Glyph], style: Style, mark_style: Style) -> list[Segment]:
    """Glyphs in one style, and marks among them in another."""
    segments, run = [], ""
    for glyph in parts:
        if not glyph.mark and not glyph.drawn:
            run += glyph.shown
            continue
        if run:
            segments.append(Segment(run, style))
            run = ""
        segments.append(Segment(glyph.shown, mark_style if glyph.mark else style))
        if glyph.drawn:
            segments.append(over(glyph.drawn, glyph.width, style))
    if run:
        segments.append(Segment(run, style))
    return segments


def over(text: str, width: int, style: Style | None = None) -> Segment:
    """Draws a text over the last ``width`` cells and goes back to where the cursor was; takes no cells itself."""
    back = f"\x1b[{width}D" if width else ""
    return Segment(f"\x1b7{back}{text}\x1b8", style, ((ControlType.CURSOR_BACKWARD, width),))


class Overlaid(Strip):
    """A strip with text drawn over its cells, which can be cut: it stays with these, or goes.

    Textual cuts strips where widgets lie over each other, and takes any text for one that takes cells.
    """

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The parts before each cut."""
        edges = [cut for cut in cuts if cut <= self.cell_length]
        parts: list[list[Segment]] = [[]]
        here = start = 0
        for segment in self:
            if segment.control:
                if here - _width(segment) >= start:
                    parts[-1].append(segment)
                continue
            rest: Segment | None = segment
            while rest is not None:
                if len(parts) <= len(edges) and here >= edges[len(parts) - 1]:
                    start = here
                    parts.append([])
                    continue
                room = edges[len(parts) - 1] - here if len(parts) <= len(edges) else rest.cell_length
                first, second = rest.split_cells(room) if room < rest.cell_length else (rest, None)
                parts[-1].append(first)
                here += first.cell_length
                rest = second
        parts += [[]] * (len(edges) - len(parts))
        starts = [0, *edges]
        return [Overlaid(part, end - begin) for part, begin, end in zip(parts, starts, edges, strict=False)]

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from ``start`` to ``end``."""
        start, end = max(0, start), self.cell_length if end is None else min(end, self.cell_length)
        if (start, end) == (0, self.cell_length):
            return self
        return self.divide([start, end])[1] if start < end else Strip([], 0)


def _width(segment: Segment) -> int:
    """The cells over which a segment is drawn."""
    code = segment.control[0] if segment.control else ()
    return code[1] if len(code) == 2 and isinstance(code[1], int) else 0


def cuttable(strip: Strip) -> Strip:
    """The strip as one that can be cut whatever is in it."""
    if any(segment.control for segment in strip):
        return Overlaid(list(strip), strip.cell_length)
    return strip


def bare(strip: Strip) -> Strip:
    """The strip without what is drawn over its cells."""
    if any(segment.control for segment in strip):
        return Strip([segment for segment in strip if not segment.control], strip.cell_length)
    return strip


def cut(strip: Strip, cells: int) -> Strip:
    """The first cells of a strip."""
    return cuttable(strip).crop(0, cells)


def fitted(strip: Strip, cells: int, style: Style) -> Strip:
    """The strip in just so many cells, filled up with this style; it ends in an ellipsis where it had to be cut."""
    if strip.cell_length > cells:
        strip = Strip([*cut(strip, max(0, cells - 1)), Segment("…", style)])
    return strip.adjust_cell_length(cells, style)
