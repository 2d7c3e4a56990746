"""Commands that decide on spans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from curator.review.everywhere import label_everywhere
from curator.review.proposal import Proposal, Refused
from curator.review.session import Edge
from curator.tui.commands.stage import Said, Stage, Step, Table, ask

EDGES: dict[str, tuple[Edge, Literal["token", "character"], Step]] = {
    "end_left": ("end", "token", -1), "end_right": ("end", "token", 1),
    "start_left": ("start", "token", -1), "start_right": ("start", "token", 1),
    "end_character_left": ("end", "character", -1), "end_character_right": ("end", "character", 1),
    "start_character_left": ("start", "character", -1), "start_character_right": ("start", "character", 1),
}  # fmt: skip
_REPEATED = frozenset({"accept", "reject", *EDGES})
"""The commands that ``repeat`` does again, beside labels."""


class Decide:
    """Accept, reject, label, edges, attributes, one or many; again; undo and redo."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._last: Callable[[], Said] | None = None

    def table(self) -> Table:
        """The commands."""
        desk = self._desk
        table: Table = {
            "accept": lambda: self._act(desk.session.accept()),
            "reject": lambda: self._act(desk.session.reject()),
            "accept_all": lambda: self._act(desk.session.decide_pending("accept")),
            "reject_all": lambda: self._act(desk.session.decide_pending("reject")),
            "accept_label": lambda: self._act(desk.session.decide_pending("accept", label=self._focused_label())),
            "reject_label": lambda: self._act(desk.session.decide_pending("reject", label=self._focused_label())),
            "accept_score": self._accept_score,
            "everywhere": self._everywhere,
            "attributes": self._attributes,
            "repeat": self._repeat,
            "undo": desk.undo,
            "redo": desk.redo,
        }
        return table | {name: partial(self._edge, *how) for name, how in EDGES.items()}

    def done(self, name: str, command: Callable[[], Said]) -> None:
        """Note that a command was carried out, in case it is wanted again."""
        if name in _REPEATED:
            self._last = command

    def label(self, name: str) -> Said:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        words = self._words_of_selection()
        said = self._act(self._desk.session.label(name))
        self._last = lambda: self._act(self._desk.session.label(name, words))
        return said

    def _act(self, proposal: Proposal) -> str:
        return self._desk.act(proposal)

    def _edge(self, edge: Edge, unit: Literal["token", "character"], step: Step) -> str:
        return self._act(self._desk.session.move_edge(edge, unit, step))

    def _focused_label(self) -> str:
        focus = self._desk.session.focus
        if focus is None:
            raise Refused("no span in focus")
        return focus.span.label

    def _accept_score(self) -> str:
        focus = self._desk.session.focus
        if focus is None or focus.score is None:
            raise Refused("the span in focus has no score")
        return self._act(self._desk.session.decide_pending("accept", at_least=focus.score))

    def _repeat(self) -> Said:
        if self._last is None:
            raise Refused("nothing to do again yet")
        return self._last()

    def _words_of_selection(self) -> int:
        """How many words a label is about to be given to; a repetition takes as many."""
        session = self._desk.session
        if session.selection is None or session.selection.origin is not None:
            return 1
        return max(1, session.words_in(*session.selection.range))

    def _everywhere(self) -> None:
        proposal = label_everywhere(self._desk.session)
        from curator.tui.screens.ask import Choose

        question = Choose(f"{proposal.said}? Enter or * does it, Esc back", {"enter": "yes", "*": "yes"})

        def answered(answer: str | None) -> None:
            if answer:
                self._stage.attempt(lambda: self._act(proposal))

        self._stage.put(question, answered)

    def _attributes(self) -> None:
        from curator.review.attributes import explained, read, written

        session = self._desk.session
        label = self._desk.labels.label(self._focused_label())
        if session.focus is None or label is None or not label.attributes:
            raise Refused("this label has no attributes")
        attributes = session.focus.span.attributes or session.read_attributes()

        def answered(line: str) -> str:
            return self._act(session.set_attributes(read(label, line)))

        ask(self._stage, f"{label.name}: {explained(label)}", written(label, attributes), answered)
