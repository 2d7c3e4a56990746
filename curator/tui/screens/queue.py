"""The queue: all documents with where they stand, and the keys that choose one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult

from curator.review.documents import HINT
from curator.review.filter import FilterError
from curator.review.proposal import Refused
from curator.tui.screens.overlay import Overlay
from curator.tui.widgets.queue import FILTERS, SORTS, QueueList


class QueueScreen(Overlay[int | None]):
    """Choose a document; None when it is left with Esc.

    Args:
        make_list: Makes the list, from a store that has all that was decided.
    """

    BINDINGS: ClassVar = [
        ("escape", "back", "back"),
        ("q", "dismiss(None)", "back"),
        ("enter", "open", "open"),
        ("slash", "find", "find"),
        ("f,tab", "filter(1)", "other documents"),
        ("shift+tab", "filter(-1)", "other documents"),
        ("s", "sort(1)", "other order"),
        ("S", "sort(-1)", "other order"),
        ("j,down", "move(1)", "down"),
        ("k,up", "move(-1)", "up"),
        ("pagedown,space", "page(1)", "page down"),
        ("pageup,b", "page(-1)", "page up"),
        ("home", "first", "first"),
        ("end", "last", "last"),
    ]

    def __init__(self, make_list: Callable[[], QueueList]) -> None:
        super().__init__()
        self._list = make_list()
        self._last = 1

    def compose(self) -> ComposeResult:
        """The list."""
        yield self._list

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self._list.when_found(lambda: self._list.move(lines))

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        lines = pages * max(1, self._list.room - 1)
        self._list.when_found(lambda: self._list.move(lines))

    def action_first(self) -> None:
        """Put the cursor on the first document."""
        self._list.when_found(lambda: self._list.start(0))

    def action_last(self) -> None:
        """Put the cursor on the last document; of other orders than by number, the last one that was fetched."""
        self._list.when_found(self._list.to_end)

    def action_filter(self, step: int) -> None:
        """Show other documents."""
        self._list.filter = FILTERS[(FILTERS.index(self._list.filter) + step) % len(FILTERS)]
        self._list.start(self._here)

    def action_sort(self, step: int) -> None:
        """Sort otherwise."""
        sorts = list(SORTS)
        self._list.sort = sorts[(sorts.index(self._list.sort) + step) % len(sorts)]
        self._list.start(self._here)

    def action_find(self) -> None:
        """Show only documents that a line asks for."""
        from curator.tui.screens.ask import AskLine

        before, number = self._list.asked, self._here

        def typed(line: str) -> None:
            # What is not whole yet shows what the line showed before.
            with suppress(FilterError):
                self._list.look_for(line, number)

        def check(line: str) -> None:
            try:
                self._list.look_for(line, number)
            except FilterError as error:
                raise Refused(str(error)) from error

        def answered(line: str | None) -> None:
            if line is None:
                self._list.look_for(before, number)

        question = AskLine(f"Show only: {HINT}", before, typed=typed, check=check)
        self.app.push_screen(question, answered)

    def action_back(self) -> None:
        """Stop looking; else back to the article."""
        if not self._list.give_up(self._here):
            self.dismiss(None)

    def action_open(self) -> None:
        """Open the document under the cursor, once it is known which one that is."""
        self._list.when_found(self._open)

    def _open(self) -> None:
        self.dismiss(self._list.chosen.number if self._list.chosen else None)

    @property
    def _here(self) -> int:
        """The document that was under the cursor last."""
        chosen = self._list.chosen
        if chosen is not None:
            self._last = chosen.number
        return self._last
