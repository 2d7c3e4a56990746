"""The adjudication: the article with the reviewers' spans side by side, and a key for every ruling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from textual.binding import Binding

from curator.review.adjudication_keys import commands
from curator.review.bench import Bench
from curator.tui.commands.rule import AdjudicationCommands
from curator.tui.ink import Ink, Piece
from curator.tui.keymap import bindable
from curator.tui.screens import ruled
from curator.tui.screens.article import ArticleScreen
from curator.tui.screens.told import Saved
from curator.tui.widgets.bars import Line
from curator.tui.widgets.beside import LETTER_MARGIN, BesidePane, QuestionPanel
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import Panel


class AdjudicationScreen(ArticleScreen[Bench]):
    """One document at a time, from its first dispute to gold."""

    _revealed = False

    def _make_commands(self) -> AdjudicationCommands:
        self.commands = commands(len(self.desk.reviewers), self.desk.labels, self._settings)
        return AdjudicationCommands(self)

    def _make_bindings(self) -> Iterable[Binding]:
        for command in self.commands:
            for key in command.keys:
                yield Binding(bindable(key), f"run('{command.name}')", command.title, id=command.name)
        for label in (each for each in self.desk.labels.labels if each.key):
            title, name = f"{label.name}: {label.title}", f"label.{label.name}"
            yield Binding(bindable(label.key), f"label('{label.name}')", title, id=name)

    def _make_widgets(self, ink: Ink) -> tuple[TextPane, Panel[Any]]:
        session = self.desk.session
        settings = msgspec.structs.replace(self._settings, margin=max(LETTER_MARGIN, self._settings.margin))
        pane = BesidePane(session, ink, settings, self._take_key, self._pointed)
        return pane, QuestionPanel(session, ink, self._chosen_question)

    def _chosen_question(self, question_id: str) -> None:
        """A click in the list brings the question into focus."""
        self.attempt(lambda: self.desk.session.focus_question(question_id))

    def reveal(self) -> bool:
        """Show the names behind the letters, or hide them; returns whether they are shown."""
        self._revealed = not self._revealed
        return self._revealed

    def _status(self, ink: Ink) -> tuple[Piece, ...]:
        return ruled.status(self.desk.session, ink, *self._said)

    def _evidence(self, ink: Ink, width: int) -> tuple[tuple[Piece, ...], ...]:
        return ruled.evidence(self.desk.session, ink, width, revealed=self._revealed)

    def _hints(self, ink: Ink) -> tuple[Piece, ...]:
        return ruled.hints(self.desk.session, ink, self.commands, self.live_keys())

    def _heading(self, ink: Ink, saved: Saved) -> tuple[Line, Line]:
        return ruled.heading(self.desk, ink, self._project, saved=saved, revealed=self._revealed)
