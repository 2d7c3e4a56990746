"""The rows of the queue, each a document with where it stands; fetched as they are shown: a million open like ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.documents import parse
from curator.review.said import titled
from curator.store.api import Store
from curator.store.records import Only, QueueRow, Shown, Sort
from curator.tui.background import Background, Wanted
from curator.tui.cells import shown as visible
from curator.tui.ink import Ink
from curator.tui.widgets.bars import Hints
from curator.tui.widgets.lines import LineWidget
from curator.tui.written import fitted

T = TypeVar("T")
FILTERS: tuple[Shown, ...] = ("all", "unfinished", "done", "skipped", "flagged", "noted")
SORTS: dict[Sort, str] = {
    "number": "by number", "state": "begun first", "pending": "most pending first", "length": "longest first",
    "touched": "last decided on first",
}  # fmt: skip
_SIGNS = {"todo": " ", "started": "…", "done": "✓", "skipped": "–"}
_AHEAD = 100
"""Rows that are fetched at a time."""
_WHEEL = 3
_HEAD = 2
"""Lines above the rows: what is listed, and what the columns are."""
_AROUND = _HEAD + 1
"""These, and the line of keys."""
_KEYS = (("⏎", "open"), ("f", "which documents"), ("s", "order"), ("/", "find"), ("Esc", "back"))
_COLUMNS = f"   {'number':>8}  pending  decided  length  document"
_TO_COME = "   –, 3+: not all suggested yet"
_BOLD = Style(bold=True)


class QueueList(LineWidget, can_focus=False):
    """The rows that were fetched so far around the cursor; more come as it nears an end of them.

    Args:
        store: Where the documents are.
        labels: The labels, which a line may ask for.
        layer: Whose queue.
        number: The document under the cursor at first.
        ink: In which styles.
        background: Finds what a line asks for: what is rare has to be looked for among all documents.
        as_had: A document as the reviewer has it.
    """

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        layer: str,
        number: int,
        ink: Ink,
        background: Background,
        as_had: Callable[[QueueRow], QueueRow] = lambda row: row,
    ) -> None:
        super().__init__(id="queue")
        self._store = store
        self._labels = labels
        self._layer = layer
        self._background = background
        self._as_had = as_had
        self._ink = ink
        self._rows: list[QueueRow] = []
        self._cursor = 0
        self._top = 0
        self._documents = store.count()
        self.filter: Shown = "all"
        self.sort: Sort = "number"
        self.asked = ""
        self._only: tuple[Only, ...] = ()
        self._answered: tuple[str, tuple[Only, ...]] = ("", ())
        """What the rows are that were found last."""
        self._begun = self._ended = False
        """Whether there are no rows before those that were fetched, and none behind them."""
        self._asking: object = None
        """Stands for the question that is being answered in the background."""
        self._waiting: list[Callable[[], None]] = []
        self._said = ""
        self.start(number)

    # What is asked for

    def look_for(self, line: str, number: int) -> None:
        """Show only what a line asks for, from a document on. Raises FilterError where it means nothing."""
        line, only = line.strip(), parse(line, self._labels)
        if (line, only) != (self.asked, self._only):
            self.asked, self._only = line, only
            self.start(number)

    def start(self, number: int) -> None:
        """Fetch anew around a document: those before it, and it or the next one that is shown.

        In another order than by number the list begins at its top.
        """
        layer, shown, sort, only = self._layer, self.filter, self.sort, self._only
        self._rows, self._cursor, self._top, self._said = [], 0, 0, ""

        def fetch(store: Store) -> tuple[list[QueueRow], list[QueueRow]]:
            if sort != "number":
                return [], store.queue(layer, shown, sort=sort, only=only, limit=_AHEAD)
            earlier = store.queue(layer, shown, only=only, before=number, limit=_AHEAD)
            last = earlier[-1].number if earlier else 0
            return earlier, store.queue(layer, shown, only=only, after=last, limit=_AHEAD)

        def found(both: tuple[list[QueueRow], list[QueueRow]]) -> None:
            earlier, later = both
            self._rows = [*earlier, *later]
            self._answered = (self.asked, self._only)
            self._begun, self._ended = len(earlier) < _AHEAD, len(later) < _AHEAD
            self._cursor = min(len(earlier), max(0, len(self._rows) - 1))
            self._begin_before_cursor()

        self._ask(fetch, found)

    def _ask(self, fetch: Callable[[Store], T], found: Callable[[T], None]) -> None:
        """Fetch rows; what has to be looked for among all documents, beside the screen."""
        self._asking = asking = object()

        def arrived(rows: T) -> None:
            # What was asked before this is no answer to it.
            if self._asking is asking:
                self._asking = None
                found(rows)
                self.refresh_lines()
                self._go_on()

        def errand(store: Store, is_wanted: Wanted) -> None:
            rows = fetch(store)
            self._background.hand_over(lambda: arrived(rows))

        def failed(error: CuratorError) -> None:
            if self._asking is asking:
                self._asking, self._said = None, f"! {error}"
                self._waiting.clear()
                self.refresh_lines()

        if self._only:
            self.refresh_lines()
            self._background.start(errand, failed)
        else:
            self._background.drop()
            arrived(fetch(self._store))

    # What is done with the answer

    def when_found(self, call: Callable[[], None]) -> None:
        """Do something with the rows that are asked for, once they are there."""
        if self._asking is None:
            call()
        else:
            self._waiting.append(call)

    def _go_on(self) -> None:
        while self._waiting and self._asking is None:
            self._waiting.pop(0)()

    def give_up(self, number: int) -> bool:
        """Look no further, and show what was shown before; returns whether something was being looked for."""
        self._waiting.clear()
        if self._asking is None:
            return False
        self._asking = None
        self._background.drop()
        if self._rows:
            self.refresh_lines()
            return True
        self.asked, self._only = ("", ()) if self._answered == (self.asked, self._only) else self._answered
        self.start(number)
        return True

    def on_unmount(self) -> None:
        """Look no further."""
        self._asking = None
        self._background.drop()

    @property
    def room(self) -> int:
        """How many rows stand on the screen."""
        return max(1, self.area.height - _AROUND)

    @property
    def chosen(self) -> QueueRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    def move(self, lines: int) -> None:
        """Move the cursor by so many rows, fetching more where they end."""
        if not self._rows:
            return
        wanted, layer, shown, sort, only = self._cursor + lines, self._layer, self.filter, self.sort, self._only
        first, last = self._rows[0], self._rows[-1]
        if wanted >= len(self._rows) and not self._ended:

            def later(rows: list[QueueRow]) -> None:
                self._ended = len(rows) < _AHEAD
                self._rows += rows
                self._step(lines)

            self._ask(
                lambda store: store.queue(
                    layer, shown, sort=sort, only=only, after=last.number, behind=last, limit=_AHEAD
                ),
                later,
            )
        elif wanted < 0 and sort == "number" and not self._begun:

            def earlier(rows: list[QueueRow]) -> None:
                self._begun = len(rows) < _AHEAD
                self._rows = [*rows, *self._rows]
                self._cursor, self._top = self._cursor + len(rows), self._top + len(rows)
                self._step(lines)

            self._ask(lambda store: store.queue(layer, shown, only=only, before=first.number, limit=_AHEAD), earlier)
        else:
            self._step(lines)

    def to_end(self) -> None:
        """Move the cursor to the last row, or in another order than by number to the last one that was fetched."""
        if self.sort == "number" and not self._ended:
            self.start(self._documents + 1)
        else:
            self.move(len(self._rows) - self._cursor)

    def _step(self, lines: int) -> None:
        """Move the cursor among the rows that are there."""
        self._cursor = max(0, min(self._cursor + lines, len(self._rows) - 1))
        self._top = max(self._cursor - self.room + 1, min(self._top, self._cursor))
        self.refresh_lines()

    def _begin_before_cursor(self) -> None:
        """Have some of what is before the cursor on the screen, and no room left below while there is more above."""
        self._top = max(0, min(self._cursor - self.room // 3, len(self._rows) - self.room))

    def on_resize(self) -> None:
        """Keep the cursor on the screen, with some of what is before it."""
        self.area = self.size
        self._begin_before_cursor()
        self.move(0)

    def line(self, y: int) -> Strip:
        """The headings, a document, or the keys."""
        width, ink = self.area.width, self._ink
        if y == self.area.height - 1:
            pieces = Hints.of(_KEYS, ink.faint).fitting(width)
            return Strip([Segment(text, ink.base + style) for text, style in pieces]).adjust_cell_length(
                width, ink.base
            )
        if y == 0:
            return self._cut([Segment(f" {self._heading()}", ink.base + _BOLD)], ink.base)
        if y == 1:
            columns = _COLUMNS + (_TO_COME if self._labels.suggesters else "")
            return self._cut([Segment(columns, ink.faint)], ink.base)
        place = self._top + y - _HEAD
        if place < len(self._rows):
            return self._row(self._as_had(self._rows[place]), ink.lit(ink.base) if place == self._cursor else ink.base)
        return self._cut([Segment(self._empty() if not self._rows and y == _HEAD else "", ink.base)], ink.base)

    def _heading(self) -> str:
        """Which documents these are, in which order; how many, once all of them were fetched."""
        which = f"{self.filter} documents"
        if self._asking is None and self._begun and self._ended:
            number = len(self._rows)
            some = f"{number:,}" if self.filter == "all" else f"{number:,} {self.filter}"
            which = f"{some} document{'' if number == 1 else 's'}"
        named = f" · with “{visible(self.asked)}”" if self.asked else ""
        return f"{which} · {SORTS[self.sort]}{' · looking …' if self._asking is not None else ''}{named}"

    def _row(self, row: QueueRow, style: Style) -> Strip:
        flags = f"{'⚑' if row.flagged else ' '}{'✎' if row.note or row.spans_noted else ' '}"
        counts = f"{self._pending(row):>7}  {row.decided:>7}  {row.length:>6}  "
        text = f"{_SIGNS[row.status]}{flags}{row.number:>8}  {counts}"
        why = row.reason or row.note
        told = f"{row.key} · {titled(row.title)}{f' · {why}' if why else ''}"
        return self._cut([Segment(text, style), Segment(visible(told), style)], style)

    def _pending(self, row: QueueRow) -> str:
        """How much is pending, as far as that is known: what came along with a document is not all."""
        if row.prepared or not self._labels.suggesters:
            return str(row.pending)
        return f"{row.pending}+" if row.pending else "–"

    def _cut(self, segments: list[Segment], style: Style) -> Strip:
        """A line of these, cut where it is too long."""
        return fitted(Strip(segments), self.area.width, style)

    def _empty(self) -> str:
        """What stands in place of rows."""
        if self._said:
            return f" {visible(self._said)}"
        return " looking through all documents; Esc stops" if self._asking is not None else " none"

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the row under the mouse."""
        y = event.get_content_offset_capture(self).y
        if _HEAD <= y < self.area.height - 1 and self._top + y - _HEAD < len(self._rows):
            self.move(self._top + y - _HEAD - self._cursor)

    def on_mouse_scroll_down(self) -> None:
        """Go on by some rows."""
        self.move(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Go back by some rows."""
        self.move(-_WHEEL)
