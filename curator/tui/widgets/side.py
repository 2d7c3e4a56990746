"""The panel beside the article: the list of spans, and the evidence for the one in focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.review.items import Item
from curator.review.session import Session
from curator.tui.ink import Ink, Piece
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import cut, written

EVIDENCE = 8
"""Lines for the evidence, its heading among them."""
_SHOWN = 200
"""Code points of a span that are looked at, at the most."""
_WHEEL = 3
_LEAST = 10
"""Cells that the evidence takes at least."""
Evidence = tuple[tuple[Piece, ...], ...]
Row = tuple[Item, bool] | tuple[Piece, ...] | None


class Panel(LineWidget):
    """What stands beside an article."""

    def show(self, session: Any) -> None:
        """Show another document."""
        raise NotImplementedError

    def sync(self, evidence: Callable[[int], Evidence]) -> None:
        """Draw what differs, with these lines, of so many cells, at the foot."""
        raise NotImplementedError

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        raise NotImplementedError


class SidePanel(Panel):
    """All spans of the document in reading order, the one in focus marked; under them why that one is there.

    One widget that scrolls by itself and draws only the lines that differ: every widget more, and Textual's scroll
    bars, would cost time with each key.

    Args:
        session: Whose spans.
        ink: In which styles.
        chosen: Told, at once, of the span that is clicked.
    """

    def __init__(self, session: Session, ink: Ink, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.session = session
        self.ink = ink
        self._chosen = chosen
        self._top = 0
        self._drawn: list[Row] = []
        self._spans: dict[tuple[object, ...], Strip] = {}
        self._evidence: Callable[[int], Evidence] = lambda width: ()
        self._name_width = max((len(label.name) for label in session.labels.labels), default=6)

    def show(self, session: Session) -> None:
        """Show another document's spans."""
        self.session = session
        self._top = 0
        self._spans.clear()

    @property
    def _room(self) -> int:
        """Lines for spans."""
        return max(0, self.area.height - EVIDENCE)

    def sync(self, evidence: Callable[[int], Evidence]) -> None:
        """Draw what differs, with the span in focus among the lines, and the evidence for it in so many cells."""
        self._evidence = evidence
        if not self.display or not self.area.height:
            return
        items, focus = self.session.shown, self.session.focus
        if focus is not None:
            row = items.row(focus)
            if not self._top <= row < self._top + self._room:
                self._top = row - self._room // 2
        self._redraw()

    def _redraw(self) -> None:
        items, focus = self.session.shown, self.session.focus
        self._top = max(0, min(self._top, len(items) - self._room))
        rows: list[Row] = []
        for place in range(self._top, self._top + self._room):
            item = items.at(place) if place < len(items) else None
            rows.append(None if item is None else (item, focus is not None and item.id == focus.id))
        rows += [*self._evidence(max(_LEAST, self.area.width - 3)), *[None] * EVIDENCE][
            : min(EVIDENCE, self.area.height)
        ]
        before, self._drawn = self._drawn, rows
        if len(before) != len(rows):
            self.refresh_lines()
            return
        self.refresh_lines([y for y, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new])

    def on_resize(self) -> None:
        """Fit the panel to its new size."""
        self.area = self.size
        self._drawn = []
        self._spans.clear()
        self._redraw()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self.ink = ink
        self._spans.clear()
        self.refresh()

    def line(self, y: int) -> Strip:
        """A span, as ``✓ RANK    Lieutenant General ◂``, or a line of the evidence."""
        width, base = self.area.width, self.ink.base
        row = self._drawn[y] if y < len(self._drawn) else None
        if row is None:
            return Strip([Segment("│", self.ink.faint)]).adjust_cell_length(width, base)
        if isinstance(row[0], Item):
            return self._kept_span(row[0], bool(row[1]), width)
        styled = [(str(text), base + style) for text, style in row if isinstance(style, Style)]
        pieces = [part for text, style in styled for part in written(text, style)]
        return Strip([Segment("│ ", self.ink.faint), *pieces]).adjust_cell_length(width, base)

    def _kept_span(self, item: Item, focused: bool, width: int) -> Strip:
        """A span's line; a span that is made shifts all those behind it, and these need no new ones."""
        key = (item.id, item.span.key, item.signs, focused)
        strip = self._spans.get(key)
        if strip is None:
            strip = self._spans[key] = self._span(item, focused, width)
        return strip

    def _span(self, item: Item, focused: bool, width: int) -> Strip:
        ink, span = self.ink, item.span
        lit = Style(bold=True) + ink.target if focused else Style()
        text = " ".join(self.session.text[span.start : min(span.end, span.start + _SHOWN)].split())
        head = [
            Segment("│", ink.faint),
            Segment(f" {item.signs:<2}", ink.lane(item, focused) + lit),
            Segment(f"{span.label[: self._name_width].ljust(self._name_width)} ", ink.name(span.label) + lit),
        ]
        room = max(0, width - sum(part.cell_length for part in head) - 2)
        quote = Strip(written(text, ink.base + lit))
        if quote.cell_length > room:
            quote = Strip([*cut(quote, max(0, room - 1)), Segment("…", ink.base + lit)])
        quote = quote.adjust_cell_length(room, ink.base + lit)
        return Strip([*head, *quote, Segment("◂ " if focused else "  ", ink.base + lit)])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the span under the mouse."""
        y = event.get_content_offset_capture(self).y
        row = self._drawn[y] if 0 <= y < min(self._room, len(self._drawn)) else None
        if event.button == 1 and row and isinstance(row[0], Item):
            self._chosen(row[0].id)

    def on_mouse_scroll_down(self) -> None:
        """Show later spans."""
        self._top += _WHEEL
        self._redraw()

    def on_mouse_scroll_up(self) -> None:
        """Show earlier spans."""
        self._top -= _WHEEL
        self._redraw()
