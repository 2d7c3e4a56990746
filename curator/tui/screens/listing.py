"""Screens that are a list of entries, from which one jumps to the place of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from curator.store.records import Place
from curator.tui.ink import Ink
from curator.tui.screens.overlay import Overlay
from curator.tui.widgets.listing import Entry, Line, Listing


class ListScreen(Overlay[Place | None]):
    """Choose a place; None when it is left with Esc. Who derives from it says what is in the list.

    Args:
        ink: In which styles.
    """

    BINDINGS: ClassVar = [
        ("escape,q", "dismiss(None)", "back"),
        ("enter", "open", "open"),
        ("j,down,tab", "move(1)", "down"),
        ("k,up,shift+tab", "move(-1)", "up"),
        ("pagedown,space", "page(1)", "page down"),
        ("pageup,b", "page(-1)", "page up"),
        ("home", "move(-1000000)", "first"),
        ("end", "move(1000000)", "last"),
    ]

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self._list = Listing(ink)

    def heading(self) -> Line:
        """The line on top: what is listed, and the keys."""
        raise NotImplementedError

    def entries(self, width: int) -> Sequence[Entry]:
        """What is listed, in lines of so many cells."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The list."""
        yield self._list

    def on_resize(self) -> None:
        """Lay the entries out anew."""
        self._list.area = self.app.size
        self.fill()

    def fill(self, *, cursor: int | None = None) -> None:
        """List anew, with the cursor on this entry."""
        width = self.app.size.width - 2
        self._list.show(self.heading(), self.entries(width), cursor=cursor)

    def action_move(self, entries: int) -> None:
        """Move the cursor."""
        self._list.move(entries)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self._list.page(pages)

    def action_open(self) -> None:
        """Go to the place of the entry under the cursor."""
        chosen = self._list.chosen
        if chosen is not None and chosen.place is not None:
            self.dismiss(chosen.place)
