"""The docket: all documents before the adjudicator, the most disputed first."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from curator.gold.docket import Docketed
from curator.review.bench import Bench
from curator.tui.cells import shown
from curator.tui.ink import Ink
from curator.tui.screens.overlay import Overlay
from curator.tui.widgets.lines import LineWidget

_WHEEL = 3


class DocketList(LineWidget, can_focus=False):
    """The documents, with how many disputes of each are open."""

    def __init__(self, bench: Bench, ink: Ink) -> None:
        super().__init__(id="docket")
        self._ink = ink
        self._rows = bench.look_again()
        self._cursor = next((at for at, each in enumerate(self._rows) if each.number == bench.number), 0)
        self._top = 0

    @property
    def chosen(self) -> Docketed | None:
        """The document under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    def move(self, lines: int) -> None:
        """Move the cursor by so many rows."""
        self._cursor = max(0, min(self._cursor + lines, len(self._rows) - 1))
        height = max(1, self.area.height - 1)
        self._top = max(self._cursor - height + 1, min(self._top, self._cursor))
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self.area = self.size
        self.move(0)

    def line(self, y: int) -> Strip:
        """The heading, or a document."""
        width, base = self.area.width, self._ink.base
        if y == 0:
            keys = "disputed documents · ⏎ open · Esc back"
            heading = f"   {'open':>6}  disputes  reviewers  {keys}"
            return Strip([Segment(heading, self._ink.faint)]).adjust_cell_length(width, base)
        place = self._top + y - 1
        if place >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[place]
        style = self._ink.lit(base) if place == self._cursor else base
        sign = "–" if row.status == "skipped" else " " if row.waiting else "✓"
        text = f" {sign} {row.open:>6}  {row.disputes:>8}  {row.reviewers:>9}  "
        return Strip([Segment(text, style), Segment(shown(row.key), style)]).adjust_cell_length(width, style)

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


class DocketScreen(Overlay[int | None]):
    """Choose a document; None when it is left with Esc.

    Args:
        make_list: Makes the list, from a store that has all that was decided.
    """

    BINDINGS: ClassVar = [
        ("escape,q,d", "dismiss(None)", "back"),
        ("enter", "open", "open"),
        ("j,down", "move(1)", "down"),
        ("k,up", "move(-1)", "up"),
        ("pagedown,space", "page(1)", "page down"),
        ("pageup,b", "page(-1)", "page up"),
    ]

    def __init__(self, make_list: Callable[[], DocketList]) -> None:
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

    def action_open(self) -> None:
        """Open the document under the cursor."""
        chosen = self._list.chosen
        self.dismiss(chosen.number if chosen else None)
