"""The panel beside an article: a list that scrolls, one of it in focus, and what there is to say of that one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.review.items import Item
from curator.review.session import Session
from curator.tui.ink import Ink, Piece
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import fitted, written

EVIDENCE = 8
"""Lines for the evidence, its heading among them."""
SHOWN = 200
"""Code points of a span that are looked at, at the most."""
_KEPT_SPANS = 300
"""Lines of spans that are kept as they were drawn, a kilobyte each."""
_WHEEL = 3
_LEAST = 10
"""Cells that the lines at the foot take at least."""
Evidence = tuple[tuple[Piece, ...], ...]
E = TypeVar("E")


class Listed(NamedTuple):
    """An entry of the list on a line, and whether it is in focus."""

    entry: Any
    focused: bool


Row = Listed | tuple[Piece, ...] | None


class Panel(LineWidget, Generic[E]):
    """All entries of a document in reading order, the one in focus marked; under them what there is to say of it.

    One widget that scrolls by itself and draws only the lines that differ: every widget more, and Textual's scroll
    bars, would cost time with each key.

    Args:
        session: Whose entries.
        ink: In which styles.
        chosen: Told, at once, of the entry that is clicked, by its id.
    """

    foot: int
    """Lines under the list, their heading among them."""

    def __init__(self, session: Any, ink: Ink, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.session = session
        self.ink = ink
        self._chosen = chosen
        self._top = 0
        self._drawn: list[Row] = []
        self._evidence: Callable[[int], Evidence] = lambda width: ()
        self._name_width = max((len(label.name) for label in session.labels.labels), default=6)

    # What differs between lists

    def _entries(self) -> int:
        """How many entries there are."""
        raise NotImplementedError

    def _entry(self, place: int) -> E:
        """The entry in this place, from 0."""
        raise NotImplementedError

    def _focus_place(self) -> int | None:
        """The place of the entry in focus."""
        raise NotImplementedError

    def _entry_id(self, entry: E) -> str:
        """What names an entry."""
        raise NotImplementedError

    def _draw_entry(self, entry: E, focused: bool, width: int) -> Strip:
        """An entry's line."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Nothing that was drawn holds any more."""

    # The list

    def show(self, session: Any) -> None:
        """Show another document's entries."""
        self.session = session
        self._top = 0
        self._forget()

    @property
    def _room(self) -> int:
        """Lines for entries."""
        return max(0, self.area.height - self.foot)

    def sync(self, evidence: Callable[[int], Evidence]) -> None:
        """Draw what differs, with the entry in focus among the lines, and what is said of it in so many cells."""
        self._evidence = evidence
        if not self.display or not self.area.height:
            return
        place = self._focus_place()
        if place is not None and not self._top <= place < self._top + self._room:
            self._top = place - self._room // 2
        self._redraw()

    def _redraw(self) -> None:
        count, focus = self._entries(), self._focus_place()
        self._top = max(0, min(self._top, count - self._room))
        rows: list[Row] = [
            Listed(self._entry(place), place == focus) if place < count else None
            for place in range(self._top, self._top + self._room)
        ]
        told = self._evidence(max(_LEAST, self.area.width - 3))
        rows += [*told, *[None] * self.foot][: min(self.foot, self.area.height)]
        before, self._drawn = self._drawn, rows
        if len(before) != len(rows):
            self.refresh_lines()
            return
        self.refresh_lines([y for y, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new])

    def on_resize(self) -> None:
        """Fit the panel to its new size."""
        self.area = self.size
        self._drawn = []
        self._forget()
        self._redraw()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self.ink = ink
        self._forget()
        self.refresh()

    def line(self, y: int) -> Strip:
        """An entry, as ``✓ RANK    Lieutenant General ◂``, or a line of what there is to say of the one in focus."""
        width, base = self.area.width, self.ink.base
        row = self._drawn[y] if y < len(self._drawn) else None
        if row is None:
            return Strip([Segment("│", self.ink.faint)]).adjust_cell_length(width, base)
        if isinstance(row, Listed):
            return self._draw_entry(row.entry, row.focused, width)
        pieces = [part for text, style in row for part in written(text, base + style)]
        return Strip([Segment("│ ", self.ink.faint), *pieces]).adjust_cell_length(width, base)

    def _lit(self, style: Style, focused: bool) -> Style:
        """A style as it is in the line of an entry, which may be the one in focus."""
        return self.ink.lit(style) if focused else style

    def _quoting(self, head: Sequence[Segment], text: str, focused: bool, width: int) -> Strip:
        """A line with this behind the frame, and as much of a text as there is room for."""
        start, style = [Segment("│", self.ink.faint), *head], self._lit(self.ink.base, focused)
        room = max(0, width - sum(part.cell_length for part in start) - 2)
        quote = Strip(written(" ".join(text.split()), style))
        quote = fitted(quote, room, style)
        return Strip([*start, *quote, Segment("◂ " if focused else "  ", style)])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the entry under the mouse."""
        y = event.get_content_offset_capture(self).y
        row = self._drawn[y] if 0 <= y < min(self._room, len(self._drawn)) else None
        if event.button == 1 and isinstance(row, Listed):
            self._chosen(self._entry_id(row.entry))

    def on_mouse_scroll_down(self) -> None:
        """Show later entries."""
        self._top += _WHEEL
        self._redraw()

    def on_mouse_scroll_up(self) -> None:
        """Show earlier entries."""
        self._top -= _WHEEL
        self._redraw()


class SidePanel(Panel[Item]):
    """The spans that are shown, and why the one in focus is there."""

    session: Session
    foot = EVIDENCE

    def __init__(self, session: Session, ink: Ink, chosen: Callable[[str], None]) -> None:
        super().__init__(session, ink, chosen)
        self._spans: dict[tuple[object, ...], Strip] = {}

    def _entries(self) -> int:
        return len(self.session.shown)

    def _entry(self, place: int) -> Item:
        return self.session.shown.at(place)

    def _focus_place(self) -> int | None:
        focus = self.session.focus
        return self.session.shown.row(focus) if focus else None

    def _entry_id(self, entry: Item) -> str:
        return entry.id

    def _forget(self) -> None:
        self._spans.clear()

    def _draw_entry(self, entry: Item, focused: bool, width: int) -> Strip:
        """A span's line; a span that is made shifts all those behind it, and these need no new ones."""
        key = (entry.id, entry.span.key, entry.signs, focused)
        strip = self._spans.get(key)
        if strip is None:
            if len(self._spans) >= _KEPT_SPANS:
                self._spans.clear()
            strip = self._spans[key] = self._span(entry, focused, width)
        return strip

    def _span(self, item: Item, focused: bool, width: int) -> Strip:
        ink, span = self.ink, item.span
        head = [
            Segment(f" {item.signs:<2}", self._lit(ink.lane(item, focused), focused)),
            Segment(
                f"{span.label[: self._name_width].ljust(self._name_width)} ", self._lit(ink.name(span.label), focused)
            ),
        ]
        text = self.session.text[span.start : min(span.end, span.start + SHOWN)]
        return self._quoting(head, text, focused, width)
