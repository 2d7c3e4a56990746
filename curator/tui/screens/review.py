"""The review: one's own layer of an article, from the first suggestion to done. It draws; the desk decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual.binding import Binding

from curator.review.desk import Desk
from curator.review.keys import COMMANDS
from curator.review.session import Refused
from curator.tui.commands import Commands
from curator.tui.ink import Ink, Piece
from curator.tui.keymap import bindings
from curator.tui.screens import told
from curator.tui.screens.article import ROOM_FOR_PANEL, ArticleScreen
from curator.tui.widgets.bars import Line
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import EVIDENCE, Panel, SidePanel


class ReviewScreen(ArticleScreen[Desk]):
    """One article at a time, from the first suggestion to done."""

    commands = COMMANDS
    begin_tour: Callable[[], None] | None = None
    """Shows the tour."""

    def _make_commands(self) -> Commands:
        return Commands(self)

    def _make_bindings(self) -> Iterable[Binding]:
        return bindings(self.desk.labels, self._settings)

    def _make_widgets(self, ink: Ink) -> tuple[TextPane, Panel[Any]]:
        session = self.desk.session
        pane = TextPane(session, ink, self._settings, self._take_key, self._pointed)
        return pane, SidePanel(session, ink, self._chosen)

    def _status(self, ink: Ink) -> tuple[Piece, ...]:
        return told.status(self.desk.session, ink, *self._said)

    def _evidence(self, ink: Ink, width: int) -> tuple[tuple[Piece, ...], ...]:
        return told.evidence(self.desk.session, ink, width, EVIDENCE, self.focused_text.known())

    def _hints(self, ink: Ink) -> tuple[Piece, ...]:
        return told.footer(self.desk.session, ink, self.live_keys())

    def _heading(self, ink: Ink, saved: told.Saved) -> tuple[Line, Line]:
        wide = self.header.area.width >= ROOM_FOR_PANEL
        header = told.header(self.desk, ink, self._project, saved=saved, wide=wide)
        return header, told.title(self.desk, ink, self.focused_text.known(), self._hint())

    def _hint(self) -> str:
        """What a reviewer who has decided nothing yet may want to know."""
        tally = self.desk.tally
        if tally.started or tally.done or tally.skipped or self.desk.session.decided:
            return ""
        key = self.live_keys().get("tour", "").split(" ")[0]
        return f"new here? {key} is a tour of one minute" if key else ""

    def tour(self) -> None:
        """Begin the tour. Raises Refused where this is it."""
        if self.begin_tour is None:
            raise Refused("this is the tour")
        self.begin_tour()

    def prepared(self, number: int) -> None:
        """Suggestions were made for a document."""
        if number == self.desk.number and self._read_whole():
            self.desk.refresh_suggestions()
            self.pane.show(self.desk.session, self.pane.top)
            self.sync()
