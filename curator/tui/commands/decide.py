"""Commands that decide on spans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from curator.review.again import Again
from curator.review.everywhere import label_everywhere
from curator.review.items import Item
from curator.review.proposal import Proposal, Refused
from curator.review.said import quoted
from curator.review.session import Edge, Session
from curator.tui.commands.stage import Said, Stage, Step, Table, ask

EDGES: dict[str, tuple[Edge, Literal["token", "character"], Step]] = {
    "end_left": ("end", "token", -1), "end_right": ("end", "token", 1),
    "start_left": ("start", "token", -1), "start_right": ("start", "token", 1),
    "end_character_left": ("end", "character", -1), "end_character_right": ("end", "character", 1),
    "start_character_left": ("start", "character", -1), "start_character_right": ("start", "character", 1),
}  # fmt: skip


class Decide:
    """Accept, reject, label, edges, attributes, one or many; again; undo and redo."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._again = Again()
        self._recent: list[str] = []

    def table(self) -> Table:
        """The commands."""
        desk = self._desk
        table: Table = {
            "accept": lambda: self._do(Session.accept),
            "reject": lambda: self._do(Session.reject),
            "accept_all": lambda: self._act(desk.session.decide_pending("accept")),
            "reject_all": lambda: self._act(desk.session.decide_pending("reject")),
            "accept_label": lambda: self._act(desk.session.decide_pending("accept", label=self._focused_label())),
            "reject_label": lambda: self._act(desk.session.decide_pending("reject", label=self._focused_label())),
            "accept_score": self._accept_score,
            "everywhere": self._everywhere,
            "attributes": self._attributes,
            "pick": self._pick,
            "repeat": lambda: self._label_or_act(self._again.propose(desk.session)),
            "undo": desk.undo,
            "redo": desk.redo,
        }
        return table | {name: partial(self._edge, *how) for name, how in EDGES.items()}

    def label(self, name: str) -> Said:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        session = self._desk.session
        proposal = self._again.label(session, name)
        said = self._label_or_act(proposal)
        self._recent = [name, *(other for other in self._recent if other != name)]
        return said

    def _label_or_act(self, proposal: Proposal) -> str:
        said = self._act(proposal)
        self._again.made(self._desk.session.focus if proposal.then == "made" else None)
        return said

    def _pick(self) -> None:
        """Ask for a label by its name, and give it as its key would."""
        from curator.review.pick import best
        from curator.tui.screens.pick import PickLabel

        session, labels = self._desk.session, self._desk.labels.labels
        focus = None if session.selection else session.focus
        start, end = (focus.span.start, focus.span.end) if focus else session.target() or (0, 0)
        question = PickLabel(
            f"Label {quoted(session.text[start:end])}: a few letters, ↑ ↓, Enter; Esc back",
            lambda typed: best(labels, typed, self._recent),
        )

        def answered(name: str | None) -> None:
            self._stage.attempt(lambda: None if name is None else self.label(name))

        self._stage.put(question, answered)

    def _act(self, proposal: Proposal) -> str:
        return self._desk.act(proposal)

    def _do(self, act: Callable[[Session], Proposal]) -> str:
        """Do what can be done again."""
        said = self._act(act(self._desk.session))
        self._again.did(act)
        return said

    def _edge(self, edge: Edge, unit: Literal["token", "character"], step: Step) -> str:
        session = self._desk.session

        def move(session: Session) -> Proposal:
            return session.move_edge(edge, unit, step)

        said = self._act(move(session))
        item = session.focus
        self._again.edge(move, item, session.words_in(item.span.start, item.span.end) if item else 0)
        return said

    def _focused_label(self) -> str:
        return self._focused().span.label

    def _focused(self) -> Item:
        focus = self._desk.session.focus
        if self._desk.session.selection:
            raise Refused("this is about a span in focus; Esc leaves the selection")
        if focus is None:
            raise Refused("no span in focus")
        return focus

    def _accept_score(self) -> str:
        score = self._focused().score
        if score is None:
            raise Refused("the span in focus has no score")
        return self._act(self._desk.session.decide_pending("accept", at_least=score))

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
        if session.selection:
            session.shrink()
            return
        label = self._desk.labels.label(self._focused_label())
        if session.focus is None or label is None or not label.attributes:
            raise Refused("this label has no attributes")
        attributes = session.focus.span.attributes or session.read_attributes()

        def answered(line: str) -> str:
            return self._act(session.set_attributes(read(label, line)))

        ask(
            self._stage,
            f"{label.name}: {explained(label)}",
            written(label, attributes),
            answered,
            check=lambda line: read(label, line),
        )
