"""Commands on the whole document, and from one to another."""

from __future__ import annotations

from typing import Literal

from curator.review.proposal import Refused
from curator.tui.commands.move import found
from curator.tui.commands.stage import Stage, Table, ask


class Documents:
    """Finish, skip, flag, note, reopen; next, previous, first unfinished, the queue."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk

    def table(self) -> Table:
        """The commands."""
        desk = self._desk
        return {
            "finish": self._finish,
            "accept_finish": self._accept_finish,
            "skip": lambda: ask(self._stage, "Skip this document. Why?", "", desk.skip, check=desk.session.skip),
            "flag": lambda: desk.act(desk.session.flag()),
            "note": self._note,
            "reopen": lambda: desk.act(desk.session.reopen()),
            "queue": self._queue,
            "next_document": lambda: desk.step(1),
            "previous_document": lambda: desk.step(-1),
            "first_unfinished": lambda: found(desk.open_unfinished(), "no unfinished document is left"),
        }

    def _finish(self) -> str | None:
        session = self._desk.session
        if session.selection and session.selection.origin:
            return self._desk.act(session.keep_label())
        if session.selection:
            raise Refused("press a label's key to label the selection; Esc leaves it")
        pending, hidden = len(session.pending), session.hidden_pending
        if not pending:
            return self._desk.finish()
        from curator.tui.screens.ask import Choose

        those = f" ({hidden} hidden by the filter): a accept them all, x reject them all" if hidden else ""
        question = Choose(
            f"{pending} pending{those or ': a accept them, x reject them'}, Esc back",
            {"a": "accept", "enter": "accept", "x": "reject", "backspace": "reject"},
        )
        self._stage.put(question, self._finish_answered)
        return None

    def _accept_finish(self) -> str | None:
        """Accept what is pending and finish; where some of it is hidden, ask first."""
        if self._desk.session.hidden_pending:
            return self._finish()
        return self._desk.finish("accept" if len(self._desk.session.pending) else None)

    def _finish_answered(self, answer: str | None) -> None:
        if answer == "accept" or answer == "reject":
            kind: Literal["accept", "reject"] = "accept" if answer == "accept" else "reject"
            self._stage.attempt(lambda: self._desk.finish(kind))

    def _note(self) -> None:
        session = self._desk.session
        ask(
            self._stage,
            "Note on this document",
            session.review.note,
            lambda text: self._desk.act(session.note(text)),
        )

    def _queue(self) -> None:
        from curator.tui.screens.queue import QueueScreen
        from curator.tui.widgets.queue import QueueList

        desk = self._desk
        desk.flush()

        def chosen(number: int | None) -> None:
            if number is not None:
                self._stage.attempt(lambda: desk.open(number))

        def make() -> QueueList:
            ink = self._stage.pane.ink
            return QueueList(
                desk.store, desk.labels, desk.home, desk.number, ink, self._stage.background, desk.queue_row
            )

        self._stage.app.push_screen(QueueScreen(make), chosen)
