"""The queue: all documents with where they stand. It fetches what is on the screen, so a million open like ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from curator.store.api import QueueRow, Shown, Store
from curator.tui.cells import shown as visible
from curator.tui.ink import Ink
from curator.tui.screens.overlay import Overlay
from curator.tui.widgets.lines import LineWidget

_FILTERS: tuple[Shown, ...] = ("all", "unfinished", "done", "skipped", "flagged", "noted")
_SIGNS = {"todo": " ", "started": "…", "done": "✓", "skipped": "–"}
_AHEAD = 100
"""Rows that are fetched at a time."""
_WHEEL = 3


class QueueList(LineWidget, can_focus=False):
    """The rows that were fetched so far around the cursor; more come as it nears an end of them."""

    def __init__(self, store: Store, layer: str, number: int, ink: Ink) -> None:
        super().__init__(id="queue")
        self._store = store
        self._layer = layer
        self._ink = ink
        self._rows: list[QueueRow] = []
        self._cursor = 0
        self._top = 0
        self.filter: Shown = "all"
        self.start(number)

    @property
    def chosen(self) -> QueueRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    def start(self, number: int, only: Shown = "all") -> None:
        """Fetch anew around a document: those before it, and it or the next one that is shown."""
        self.filter = only
        earlier = self._store.queue(self._layer, only, before=number, limit=_AHEAD)
        later = self._store.queue(self._layer, only, after=earlier[-1].number if earlier else 0, limit=_AHEAD)
        self._rows = [*earlier, *later]
        self._cursor = min(len(earlier), max(0, len(self._rows) - 1))
        self._top = max(0, self._cursor - max(1, self.area.height) // 3)
        self.refresh_lines()

    def move(self, lines: int) -> None:
        """Move the cursor by so many rows, fetching more where they end."""
        if not self._rows:
            return
        wanted = self._cursor + lines
        if wanted >= len(self._rows):
            self._rows += self._store.queue(self._layer, self.filter, after=self._rows[-1].number, limit=_AHEAD)
        elif wanted < 0:
            earlier = self._store.queue(self._layer, self.filter, before=self._rows[0].number, limit=_AHEAD)
            self._rows = [*earlier, *self._rows]
            wanted, self._top = wanted + len(earlier), self._top + len(earlier)
        self._cursor = max(0, min(wanted, len(self._rows) - 1))
        height = max(1, self.area.height - 1)
        self._top = max(self._cursor - height + 1, min(self._top, self._cursor))
        self.refresh_lines()

    def on_resize(self) -> None:
        """Keep the cursor on the screen, with some of what is before it."""
        self.area = self.size
        self._top = max(0, self._cursor - self.area.height // 3)
        self.move(0)

    def line(self, y: int) -> Strip:
        """The heading, or a document."""
        width, base = self.area.width, self._ink.base
        if y == 0:
            counts = f"   {'number':>8}  pending  decided  length"
            keys = f"{self.filter} documents · f others · ⏎ open · Esc back"
            return Strip([Segment(f"{counts}  {keys}", self._ink.faint)]).adjust_cell_length(width, base)
        place = self._top + y - 1
        if place >= len(self._rows):
            said = " none" if not self._rows and y == 1 else ""
            return Strip([Segment(said, base)]).adjust_cell_length(width, base)
        row = self._rows[place]
        style = base + (Style(bold=True) + self._ink.target if place == self._cursor else Style())
        flags = f"{'⚑' if row.flagged else ' '}{'✎' if row.note or row.spans_noted else ' '}"
        text = f"{_SIGNS[row.status]}{flags}{row.number:>8}  {row.pending:>7}  {row.decided:>7}  {row.length:>6}  "
        why = row.reason or row.note
        told = f"{row.key} · {row.title}{f' · {why}' if why else ''}"
        return Strip([Segment(text, style), Segment(visible(told), style)]).adjust_cell_length(width, style)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the row under the mouse."""
        y = event.get_content_offset_capture(self).y
        if y > 0 and self._top + y - 1 < len(self._rows):
            self.move(self._top + y - 1 - self._cursor)

    def on_mouse_scroll_down(self) -> None:
        """Go on by some rows."""
        self.move(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Go back by some rows."""
        self.move(-_WHEEL)


class QueueScreen(Overlay[int | None]):
    """Choose a document; None when it is left with Esc.

    Args:
        make_list: Makes the list, from a store that has all that was decided.
    """

    BINDINGS: ClassVar = [
        ("escape,q", "dismiss(None)", "back"),
        ("enter", "open", "open"),
        ("f,tab", "filter(1)", "other documents"),
        ("shift+tab", "filter(-1)", "other documents"),
        ("j,down", "move(1)", "down"),
        ("k,up", "move(-1)", "up"),
        ("pagedown,space", "page(1)", "page down"),
        ("pageup,b", "page(-1)", "page up"),
    ]

    def __init__(self, make_list: Callable[[], QueueList]) -> None:
        super().__init__()
        self._list = make_list()

    def compose(self) -> ComposeResult:
        """The list."""
        yield self._list

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self._list.move(lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._list.move(pages * max(1, self._list.area.height - 2))

    def action_filter(self, step: int) -> None:
        """Show other documents."""
        only = _FILTERS[(_FILTERS.index(self._list.filter) + step) % len(_FILTERS)]
        self._list.start(self._list.chosen.number if self._list.chosen else 1, only)

    def action_open(self) -> None:
        """Open the document under the cursor."""
        chosen = self._list.chosen
        self.dismiss(chosen.number if chosen else None)
