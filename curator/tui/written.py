"""Text as segments, with what has to be drawn over cells that were sent before."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from curator.tui.cells import PLAIN, Glyph, glyphs

CONTROL = ((ControlType.CURSOR_BACKWARD, 0),)
"""Says of a segment that it takes no cells."""


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
            segments.append(Segment(_overlay(glyph), style, CONTROL))
    if run:
        segments.append(Segment(run, style))
    return segments


def _overlay(glyph: Glyph) -> str:
    """The sequence that draws over the cells just sent and goes back to where the cursor was."""
    return f"\x1b7\x1b[{glyph.width}D{glyph.drawn}\x1b8"


def cut(strip: Strip, cells: int) -> Strip:
    """The first cells of a strip. (`Strip.crop` counts what takes no cells.)"""
    return strip if strip.cell_length <= cells else strip.divide([cells])[0]
