"""The queue: all documents with where they stand. It fetches what is on the screen, so a million open like ten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip

from curator.labels import LabelSet
from curator.review.documents import HINT, parse
from curator.review.filter import FilterError
from curator.review.proposal import Refused
from curator.store.api import Only, QueueRow, Shown, Sort, Store
from curator.tui.cells import shown as visible
from curator.tui.ink import Ink
from curator.tui.screens.overlay import Overlay
from curator.tui.widgets.lines import LineWidget

_FILTERS: tuple[Shown, ...] = ("all", "unfinished", "done", "skipped", "flagged", "noted")
_SORTS: dict[Sort, str] = {
    "number": "by number", "state": "begun first", "pending": "most pending first", "length": "longest first",
    "touched": "last decided on first",
}  # fmt: skip
_AT_ONCE = 100_000
"""Documents that are looked for while it is typed which; where there are more, after Enter."""
_SIGNS = {"todo": " ", "started": "…", "done": "✓", "skipped": "–"}
_AHEAD = 100
"""Rows that are fetched at a time."""
_WHEEL = 3
_KEYS = " ⏎ open  f which documents  s order  / find  Esc back"


class QueueList(LineWidget, can_focus=False):
    """The rows that were fetched so far around the cursor; more come as it nears an end of them."""

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        layer: str,
        number: int,
        ink: Ink,
        as_had: Callable[[QueueRow], QueueRow] = lambda row: row,
    ) -> None:
        super().__init__(id="queue")
        self._store = store
        self._labels = labels
        self._layer = layer
        self._as_had = as_had
        self._ink = ink
        self._rows: list[QueueRow] = []
        self._cursor = 0
        self._top = 0
        self.documents = store.count()
        self.filter: Shown = "all"
        self.sort: Sort = "number"
        self.asked = ""
        self._only: tuple[Only, ...] = ()
        self._ended = False
        self.start(number)

    def look_for(self, line: str, number: int) -> None:
        """Show only what a line asks for, from a document on. Raises FilterError where it means nothing."""
        line, only = line.strip(), parse(line, self._labels)
        if (line, only) != (self.asked, self._only):
            self.asked, self._only = line, only
            self.start(number)

    @property
    def chosen(self) -> QueueRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    def start(self, number: int) -> None:
        """Fetch anew around a document: those before it, and it or the next one that is shown.

        In another order than by number the list begins at its top.
        """
        earlier: list[QueueRow] = []
        self._rows, self._ended = [], False
        if self.sort == "number":
            earlier = self._store.queue(self._layer, self.filter, only=self._only, before=number, limit=_AHEAD)
            last = earlier[-1].number if earlier else 0
            later = self._store.queue(self._layer, self.filter, only=self._only, after=last, limit=_AHEAD)
            self._rows = [*earlier, *later]
        else:
            self._fetch_later()
        self._cursor = min(len(earlier), max(0, len(self._rows) - 1))
        self._top = max(0, self._cursor - max(1, self.area.height) // 3)
        self.refresh_lines()

    def move(self, lines: int) -> None:
        """Move the cursor by so many rows, fetching more where they end."""
        if not self._rows:
            return
        wanted = self._cursor + lines
        if wanted >= len(self._rows):
            self._fetch_later()
        elif wanted < 0 and self.sort == "number":
            first = self._rows[0].number
            earlier = self._store.queue(self._layer, self.filter, only=self._only, before=first, limit=_AHEAD)
            self._rows = [*earlier, *self._rows]
            wanted, self._top = wanted + len(earlier), self._top + len(earlier)
        self._cursor = max(0, min(wanted, len(self._rows) - 1))
        height = max(1, self.area.height - 2)
        self._top = max(self._cursor - height + 1, min(self._top, self._cursor))
        self.refresh_lines()

    def _fetch_later(self) -> None:
        """Fetch the rows behind the last one, if there are any."""
        if self._ended:
            return
        last = self._rows[-1] if self._rows else None
        found = self._store.queue(
            self._layer, self.filter, sort=self.sort, only=self._only,
            after=last.number if last else 0, behind=last, limit=_AHEAD,
        )  # fmt: skip
        self._ended = len(found) < _AHEAD
        self._rows += found

    def on_resize(self) -> None:
        """Keep the cursor on the screen, with some of what is before it."""
        self.area = self.size
        self._top = max(0, self._cursor - self.area.height // 3)
        self.move(0)

    def line(self, y: int) -> Strip:
        """The heading, a document, or the keys."""
        width, base = self.area.width, self._ink.base
        if y == 0:
            counts = f"   {'number':>8}  pending  decided  length"
            named = f" with “{visible(self.asked)}”" if self.asked else ""
            what = f"{self.filter} documents{named} · {_SORTS[self.sort]}"
            heading = [Segment(f"{counts}  ", self._ink.faint), Segment(what, self._ink.faint + Style(bold=True))]
            return Strip(heading).adjust_cell_length(width, base)
        if y == self.area.height - 1:
            return Strip([Segment(_KEYS, self._ink.faint)]).adjust_cell_length(width, base)
        place = self._top + y - 1
        if place >= len(self._rows):
            said = " none" if not self._rows and y == 1 else ""
            return Strip([Segment(said, base)]).adjust_cell_length(width, base)
        row = self._as_had(self._rows[place])
        style = base + (Style(bold=True) + self._ink.target if place == self._cursor else Style())
        flags = f"{'⚑' if row.flagged else ' '}{'✎' if row.note or row.spans_noted else ' '}"
        text = f"{_SIGNS[row.status]}{flags}{row.number:>8}  {row.pending:>7}  {row.decided:>7}  {row.length:>6}  "
        why = row.reason or row.note
        told = f"{row.key} · {row.title}{f' · {why}' if why else ''}"
        strip = Strip([Segment(text, style), Segment(visible(told), style)])
        if strip.cell_length > width:
            strip = Strip([*strip.crop(0, max(0, width - 1)), Segment("…", style)])
        return strip.adjust_cell_length(width, style)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the row under the mouse."""
        y = event.get_content_offset_capture(self).y
        if 0 < y < self.area.height - 1 and self._top + y - 1 < len(self._rows):
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
        ("slash", "find", "find"),
        ("f,tab", "filter(1)", "other documents"),
        ("shift+tab", "filter(-1)", "other documents"),
        ("s", "sort(1)", "other order"),
        ("S", "sort(-1)", "other order"),
        ("j,down", "move(1)", "down"),
        ("k,up", "move(-1)", "up"),
        ("pagedown,space", "page(1)", "page down"),
        ("pageup,b", "page(-1)", "page up"),
    ]

    def __init__(self, make_list: Callable[[], QueueList]) -> None:
        super().__init__()
        self._list = make_list()
        self._at_once = self._list.documents <= _AT_ONCE

    def compose(self) -> ComposeResult:
        """The list."""
        yield self._list

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self._list.move(lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._list.move(pages * max(1, self._list.area.height - 3))

    def action_filter(self, step: int) -> None:
        """Show other documents."""
        self._list.filter = _FILTERS[(_FILTERS.index(self._list.filter) + step) % len(_FILTERS)]
        self._list.start(self._list.chosen.number if self._list.chosen else 1)

    def action_sort(self, step: int) -> None:
        """Sort otherwise."""
        sorts = list(_SORTS)
        self._list.sort = sorts[(sorts.index(self._list.sort) + step) % len(sorts)]
        self._list.start(self._list.chosen.number if self._list.chosen else 1)

    def action_find(self) -> None:
        """Show only documents that a line asks for."""
        from curator.tui.screens.ask import AskLine

        before, number = self._list.asked, self._list.chosen.number if self._list.chosen else 1

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

        question = AskLine(f"Show only: {HINT}", before, typed=typed if self._at_once else None, check=check)
        self.app.push_screen(question, answered)

    def action_open(self) -> None:
        """Open the document under the cursor."""
        chosen = self._list.chosen
        self.dismiss(chosen.number if chosen else None)
