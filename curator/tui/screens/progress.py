"""How fast and how far the work goes, in this session and in all; counted beside the screen, which does not wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.style import Style

from curator.errors import CuratorError
from curator.review import progress
from curator.review.desk import Desk
from curator.store.records import Figures
from curator.tui.ink import Ink
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.listing import Entry, Line

_BOLD = Style(bold=True)
_PLAIN = Style()
Counted = tuple[Figures, Figures | None]
"""Of this session, and of the layer in all, which may take seconds."""


class ProgressScreen(ListScreen):
    """The session panel.

    Args:
        desk: What is worked on; all that was decided is saved.
        ink: In which styles.
    """

    def __init__(self, desk: Desk, ink: Ink) -> None:
        super().__init__(ink)
        self._desk = desk
        self._counted: Counted | None = None
        self._failed = ""

    def on_mount(self) -> None:
        """Begin to count."""
        loop = asyncio.get_running_loop()

        def count() -> None:
            for counted in self._count():
                # The program may have ended meanwhile.
                if not loop.is_closed():
                    loop.call_soon_threadsafe(self.call_later, self._show, counted)

        threading.Thread(target=count, name="curator-count", daemon=True).start()

    def _count(self) -> Iterator[Counted | str]:
        """The figures as they come, from a store of this thread's own; or why there are none."""
        desk = self._desk
        try:
            store = desk.store.another()
            try:
                session = store.figures(desk.home, author=desk.author, since=desk.began)
                yield session, None
                yield session, store.figures(desk.home)
            finally:
                store.close()
        except CuratorError as error:
            yield str(error)

    def _show(self, counted: Counted | str) -> None:
        if isinstance(counted, str):
            self._failed = counted
        else:
            self._counted = counted
        if self.is_attached:
            self.fill()

    def heading(self) -> Line:
        """Whose figures these are, and the keys."""
        return (f"{self._desk.home}: this session and in all", _BOLD), ("  Esc back", self.ink.faint)

    def entries(self, width: int) -> Sequence[Entry]:
        """The tables."""
        return list(self._tables())

    def _tables(self) -> Iterator[Entry]:
        session, in_all = self._counted or (None, None)
        if session is not None:
            columns = [("this session", session)] + ([("in all", in_all)] if in_all else [])
            yield from self._table(progress.pace_table(columns))
        if in_all is None:
            yield Entry((((self._failed or "counting …", _PLAIN),),))
            return
        for by in ("source", "label"):
            if in_all.answered:
                yield from self._table(progress.acceptance_table(in_all.answered, by))
        if in_all.stretches:
            yield from self._table(progress.days_table(in_all))

    def _table(self, table: progress.Table) -> Iterator[Entry]:
        """A table's lines, and one that parts it from what follows. All columns but first and last are flush right."""
        headings, rows = table
        widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
        for place, row in enumerate((headings, *rows)):
            cells = []
            for n, (cell, width) in enumerate(zip(row, widths, strict=True)):
                space = " " * (width - cell_len(cell))
                cells.append(f"{space}{cell}" if n and headings[n] else f"{cell}{space}")
            yield Entry(((("  ".join(cells), _PLAIN if place else self.ink.faint),),))
        yield Entry((((" ", _PLAIN),),))
