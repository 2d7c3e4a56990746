"""What each command of the adjudication does on its screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from curator.review.adjudication import Adjudication
from curator.review.adjudication_keys import GROUPS, MOST
from curator.review.bench import Bench
from curator.review.keys import Command
from curator.review.proposal import Proposal
from curator.tui.commands.find import Find
from curator.tui.commands.move import Move, found
from curator.tui.commands.see import Look
from curator.tui.commands.stage import Ground, Said, Table, ask


class Court(Ground, Protocol):
    """The screen of the adjudication, on which commands are carried out."""

    commands: Sequence[Command]

    @property
    def desk(self) -> Bench:
        """What is worked on."""

    def reveal(self) -> bool:
        """Show the names behind the letters, or hide them; returns whether they are shown."""


class AdjudicationCommands:
    """Each command by its name in the keymap."""

    def __init__(self, court: Court) -> None:
        self._court = court
        self._bench = court.desk
        self.table = Move(court).table() | Find(court).table() | self._rule() | self._documents() | self._see()

    def run(self, name: str) -> Said:
        """Carry out a command."""
        return self.table[name]()

    def label(self, name: str) -> Said:
        """The selection as a span with this label; else the text of the dispute under it."""
        return self._act(self._session.label(name))

    @property
    def _session(self) -> Adjudication:
        return self._bench.session

    def _act(self, proposal: Proposal) -> str:
        return self._bench.act(proposal)

    def _rule(self) -> Table:
        bench = self._bench
        table: Table = {
            "majority": lambda: self._act(self._session.take_majority()),
            "union": lambda: self._act(self._session.union()),
            "intersection": lambda: self._act(self._session.intersection()),
            "nothing": lambda: self._act(self._session.nothing()),
            "why": self._why,
            "pick": self._pick,
            "undo": bench.undo,
            "redo": bench.redo,
        }
        return table | {f"take_{place}": partial(self._take, place - 1) for place in range(1, MOST + 1)}

    def _take(self, place: int) -> str:
        return self._act(self._session.take(place))

    def _why(self) -> None:
        session = self._session
        question = session.asked()
        reason, guideline = session.reason(question)
        labels = dict.fromkeys(each.span.label for each in question.dispute.candidates)
        value = f"{guideline}: {reason}" if guideline else reason
        if not value and len(labels) == 1:
            value = f"{next(iter(labels))}: "
        ask(
            self._court,
            "Why? The guideline may stand first, as in  RANK: the office is not part of it",
            value,
            lambda line: self._act(session.explain(line)),
            replaced=False,
        )

    def _pick(self) -> None:
        """Ask for a label by its name, and do what its key would."""
        from curator.review.pick import best
        from curator.tui.screens.pick import PickLabel

        labels = self._bench.labels.labels

        def answered(name: str | None) -> None:
            self._court.attempt(lambda: None if name is None else self.label(name))

        question = PickLabel(
            "Another label: a few letters, ↑ ↓, Enter; Esc back", lambda typed: best(labels, typed, ())
        )
        self._court.put(question, answered)

    def _documents(self) -> Table:
        bench = self._bench
        return {
            "finish": self._finish,
            "skip": lambda: ask(self._court, "Leave this document out of gold. Why?", "", bench.skip),
            "flag": lambda: self._act(self._session.flag()),
            "queue": self._queue,
            "next_document": lambda: bench.step(1),
            "previous_document": lambda: bench.step(-1),
            "first_unfinished": lambda: found(bench.open_unfinished(), "nothing is left to adjudicate"),
        }

    def _finish(self) -> Said:
        session = self._session
        if session.selection is not None:
            return self._act(session.keep_label())
        here = session.question
        if session.case.open > 1 or (session.case.open and (here is None or here.state != "open")):
            found(session.next_pending(), "nothing is open")
            return None
        return self._bench.finish()

    def _queue(self) -> None:
        from curator.tui.screens.docket import DocketList, DocketScreen

        bench = self._bench
        bench.flush()

        def chosen(number: int | None) -> None:
            if number is not None:
                self._court.attempt(lambda: bench.open(number))

        ink = self._court.pane.ink
        self._court.app.push_screen(DocketScreen(lambda: DocketList(bench, ink)), chosen)

    def _see(self) -> Table:
        court = self._court
        return Look(court).table() | {
            "guideline": self._guideline,
            "reveal": lambda: "names shown" if court.reveal() else "names hidden",
            "help": self._help,
            "palette": lambda: court.app.action_command_palette(),
        }

    def _guideline(self) -> None:
        from curator.tui.screens.pages import guideline_page

        question = self._session.question
        spans = [*question.spans(), *(each.span for each in question.dispute.candidates)] if question else []
        names = {span.label for span in spans}
        labels = self._bench.labels.labels
        self._court.app.push_screen(guideline_page([label for label in labels if label.name in names] or labels))

    def _help(self) -> None:
        from curator.tui.screens.pages import help_page

        keys, labels = self._court.live_keys(), self._bench.labels.labels
        rows = [(command.group, keys.get(command.name, ""), command.title) for command in self._court.commands]
        by_name = keys.get("pick", "")
        rows += [("Labels", keys.get(f"label.{one.name}", by_name), f"{one.name}: {one.title}") for one in labels]
        self._court.app.push_screen(help_page(rows, GROUPS))
