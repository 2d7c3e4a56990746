"""The disagreements behind a figure: a list, and under it the one that the cursor is on, in its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Static

from curator.agreement.disagreements import Disagreement, Key
from curator.agreement.documents import Shared
from curator.agreement.report import passage
from curator.tui.cells import shown
from curator.tui.widgets.sides import sides

MOST = 2_000
"""So many are listed; a longer list says so."""


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
        fill(table, ("kind", "place", "one", "the other"), rows)
        table.focus()
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

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        found = self._found[row]
        lines = sides(passage(self._document_of(found.document), found), self.size.width - 4)
        self.query_one("#passage", Static).update(Text("\n").join(lines))


def fill(table: DataTable[Text], headers: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    """Fill an empty table; its columns have their widths at once, not when the table finds time to measure them."""
    titles = [Text(shown(header)) for header in headers]
    for title, *cells in zip(titles, *rows, strict=True):
        table.add_column(title, width=max(each.cell_len for each in (title, *cells)))
    for row in rows:
        table.add_row(*row)


def _cells(found: Disagreement) -> tuple[str, str, str, str]:
    return (
        found.kind, f"{found.document}:{found.start}:{found.end}",
        f"{found.left}: {_labels(found.left_spans)}", f"{found.right}: {_labels(found.right_spans)}",
    )  # fmt: skip


def _labels(spans: Sequence[Key]) -> str:
    return " + ".join(f"{label} {start}:{end}" for start, end, label in spans) or "nothing"
