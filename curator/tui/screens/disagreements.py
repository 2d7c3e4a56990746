"""The disagreements behind a figure: a list, and under it the one that the cursor is on, in its text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Static

from curator.agreement.disagreements import Disagreement, Key
from curator.agreement.documents import Shared
from curator.agreement.report import passage
from curator.review.said import shortened
from curator.tui.cells import shown
from curator.tui.widgets.sides import sides

MOST = 2_000
"""So many are listed; a longer list says so."""
_TEXT = "text"
_TEXT_CELLS = 32
_STEP_SECONDS = 0.005
"""So long are texts read between two keys."""


class DisagreementsScreen(Screen[None]):
    """The places behind one figure.

    Args:
        title: What the figure is.
        found: The disagreements, in the order of the documents.
        document_of: Gives a document by its key.
    """

    CSS_PATH = "disagreements.tcss"
    BINDINGS: ClassVar = [
        ("escape,q,backspace", "app.pop_screen", "back"),
        ("j", "move(1)", "next"),
        ("k", "move(-1)", "previous"),
    ]

    def __init__(self, title: str, found: Sequence[Disagreement], document_of: Callable[[str], Shared]) -> None:
        super().__init__()
        self._found = found[:MOST]
        more = f", the first {MOST:,} of them" if len(found) > MOST else ""
        self._title = f"{title}: {len(found):,} disagreement{'' if len(found) == 1 else 's'}{more}"
        self._document_of = document_of
        self._unread = self._texts()

    def compose(self) -> ComposeResult:
        """The title, the list, the passage, the keys."""
        yield Static(Text(shown(self._title), "bold"), id="title")
        yield DataTable(cursor_type="row", zebra_stripes=False, id="list")
        with VerticalScroll(id="frame", can_focus=False):
            yield Static(id="passage", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the list."""
        table = self.query_one(DataTable)
        rows = [[Text(shown(cell)) for cell in _cells(each)] for each in self._found]
        fill(table, ("kind", _TEXT, "one", "the other", "place"), rows, {_TEXT: _TEXT_CELLS})
        table.focus()
        self._read_on()
        if not self._found:
            self.query_one("#passage", Static).update(Text("Nobody differs here."))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show the passage of the row."""
        self._show(event.cursor_row)

    def on_resize(self) -> None:
        """Wrap the passage anew."""
        self.call_after_refresh(lambda: self._show(self.query_one(DataTable).cursor_row))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        table = self.query_one(DataTable)
        table.move_cursor(row=table.cursor_row + rows)

    def _texts(self) -> Iterator[tuple[int, str]]:
        """The rows and what stands at their places; a document is read once for all of its rows."""
        for key, rows in groupby(enumerate(self._found), key=lambda row: row[1].document):
            text = self._document_of(key).text
            for row, found in rows:
                yield row, shortened(text[found.start : found.end], _TEXT_CELLS - 3)

    def _read_on(self) -> None:
        table = self.query_one(DataTable)
        until = time.monotonic() + _STEP_SECONDS
        for row, text in self._unread:
            table.update_cell(str(row), _TEXT, Text(shown(text)))
            if time.monotonic() > until:
                self.set_timer(_STEP_SECONDS, self._read_on)
                return

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        found = self._found[row]
        lines = sides(passage(self._document_of(found.document), found), self.size.width - 4)
        self.query_one("#passage", Static).update(Text("\n").join(lines))


def fill(
    table: DataTable[Text],
    headers: Sequence[str],
    rows: Sequence[Sequence[Text]],
    widths: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Fill an empty table; its columns have their widths at once, not when the table finds time to measure them.

    Columns are keyed by their headers, rows by their numbers. ``widths``, in cells, are of columns filled later.
    """
    for header, *cells in zip(headers, *rows, strict=True):
        title = Text(shown(header))
        width = widths.get(header) or max(each.cell_len for each in (title, *cells))
        table.add_column(title, width=width, key=header)
    for number, row in enumerate(rows):
        table.add_row(*row, key=str(number))


def _cells(found: Disagreement) -> tuple[str, ...]:
    return (
        found.kind, "", f"{found.left}: {_labels(found.left_spans, found)}",
        f"{found.right}: {_labels(found.right_spans, found)}", f"{found.document}:{found.start}:{found.end}",
    )  # fmt: skip


def _labels(spans: Sequence[Key], found: Disagreement) -> str:
    """What one of them has there; of a span that is not the whole place, its own place, too."""
    place = (found.start, found.end)
    return " + ".join(label if (start, end) == place else f"{label} {start}:{end}" for start, end, label in spans) or (
        "nothing"
    )
