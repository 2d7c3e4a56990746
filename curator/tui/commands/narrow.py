"""The filter on spans: which of them are drawn, listed and passed through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.tui.commands.stage import Ground, Stage, Table

if TYPE_CHECKING:
    from curator.review.filter import SpanFilter


class Narrow:
    """Show only some spans; again: all."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._line = ""

    def table(self) -> Table:
        """The commands."""
        return {"filter": self._filter}

    def _filter(self) -> str | None:
        if self._desk.filter is not None:
            return show_only(self._stage, None)
        from curator.review.filter import HINT

        self._ask(f"Show only these spans: {HINT}")
        return None

    def _ask(self, question: str) -> None:
        from curator.review.filter import FilterError, parse
        from curator.tui.screens.ask import AskLine

        def answered(line: str | None) -> None:
            if line is None:
                return
            self._line = line
            try:
                kept = parse(line, self._desk.labels)
            except FilterError as error:
                self._ask(str(error))
                return
            self._stage.attempt(lambda: show_only(self._stage, kept))

        self._stage.put(AskLine(question, self._line), answered)


def show_only(stage: Ground, kept: SpanFilter | None) -> str:
    """Show only what a filter keeps, None: all; returns a line that says so."""
    desk = stage.desk
    desk.show_only(kept)
    stage.pane.relayout()
    if kept is None:
        return "all spans are shown"
    hidden = len(desk.session.items) - len(desk.session.shown)
    return f"{len(desk.session.shown)} spans shown, {hidden} hidden, {desk.session.hidden_pending} of them pending"
