"""Any sequence of acts, then undo, gives the state at the start; and the store always holds what the session shows."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from curator.fold import fold
from curator.review.again import Again
from curator.review.desk import Desk
from curator.review.everywhere import label_everywhere
from curator.review.objects import OBJECTS, Kind
from curator.review.prepare import amounts_in
from curator.review.session import Proposal, Refused, Session
from curator.store import open_store
from curator.store.api import Store
from tests.review.conftest import LABELS, document, fill, suggestion

TEXTS = (
    "Gen. Ivan Petrov, 5 млн руб.\n\nPetrov, Anna’s é\u0301 👨\u200d👩 中国.",
    "Second “text (of two)”. The “Text” (end).",
    "",
)
SUGGESTED = (suggestion(0, 16, "RANK"), suggestion(5, 16), suggestion(18, 28, "AMOUNT"), suggestion(30, 34))
NAMES = [label.name for label in LABELS.labels]
KINDS = [each.kind for each in OBJECTS]
MOVES = ["character", "token", "sentence", "paragraph"]
_template: dict[str, Path] = {}


def fresh_store(folder: Path) -> Store:
    """A store with the documents; made once and copied, since migrating takes longer than all acts together."""
    if "path" not in _template:
        base = Path(tempfile.mkdtemp()) / "curator.db"
        store = open_store(base)
        fill(store, [(document(f"d{n}", text), SUGGESTED if n == 0 else ()) for n, text in enumerate(TEXTS)])
        store.close()
        _template["path"] = base
    shutil.copy(_template["path"], folder / "curator.db")
    return open_store(folder / "curator.db", create=False)


class Reviewer(RuleBasedStateMachine):
    """A reviewer who presses anything."""

    @initialize(overlap=st.booleans())
    def begin(self, overlap: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = fresh_store(Path(self.folder.name))
        self.labels = msgspec.structs.replace(LABELS, overlap=overlap)
        self.desk = Desk(self.store, self.labels, layer="anna", author="anna", amounts_in=amounts_in)
        self.again = Again()
        self.acts = 0
        self.start = self.everything()

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        while self.acts:
            self.desk.undo()
            self.acts -= 1
        assert self.everything() == self.start
        self.store.close()
        self.folder.cleanup()

    def everything(self) -> list[object]:
        return [self.store.state("anna", number) for number in range(1, len(TEXTS) + 1)]

    def attempt(self, propose: Callable[[], Proposal]) -> None:
        try:
            proposal = propose()
        except Refused:
            return
        self.desk.act(proposal)
        self.acts += bool(proposal.drafts)

    @rule(unit=st.sampled_from(MOVES), step=st.sampled_from([-1, 1]))
    def move(self, unit: str, step: int) -> None:
        self.desk.session.move(unit, step)  # type: ignore[arg-type]

    @rule(offset=st.integers(0, 60))
    def go(self, offset: int) -> None:
        self.desk.session.go(offset)

    @rule(start=st.integers(0, 60), end=st.integers(0, 60))
    def drag(self, start: int, end: int) -> None:
        self.desk.session.select_range(start, end)

    @rule(
        act=st.sampled_from(["select", "select_focus", "swap_ends", "cancel", "outward", "next_pending", "next_item"])
    )
    def look(self, act: str) -> None:
        try:
            getattr(self.desk.session, act)()
        except Refused:
            return

    @rule(kind=st.sampled_from(KINDS))
    def select_object(self, kind: Kind) -> None:
        self.look_at(lambda: self.desk.session.select_object(kind))

    @rule(kind=st.sampled_from(KINDS), name=st.sampled_from(NAMES))
    def select_next_object(self, kind: Kind, name: str) -> None:
        self.look_at(lambda: self.desk.session.select_next_object(kind, name))

    @rule()
    def grow_and_shrink(self) -> None:
        session = self.desk.session
        before = session.selection
        if before is not None and self.look_at(session.grow):
            grown = session.selection
            assert grown is not None
            assert grown.range[0] <= before.range[0] < before.range[1] <= grown.range[1]
            assert grown.range != before.range
            session.shrink()
            assert session.selection == before

    def look_at(self, call: Callable[[], None]) -> bool:
        """Do what decides nothing; if it is refused, nothing has changed."""
        before = self.desk.session.selection
        try:
            call()
        except Refused:
            assert self.desk.session.selection == before
            return False
        return True

    @rule(name=st.sampled_from(NAMES))
    def label(self, name: str) -> None:
        self.attempt(lambda: self.again.label(self.desk.session, name))
        self.again.made(self.desk.session.focus)

    @rule()
    def repeat(self) -> None:
        self.attempt(lambda: self.again.propose(self.desk.session))

    @rule(value=st.integers(0, 3))
    def set_attributes(self, value: int) -> None:
        self.attempt(lambda: self.desk.session.set_attributes({"value": value} if value else {}))

    @rule(act=st.sampled_from([Session.accept, Session.reject]))
    def decide_and_remember(self, act: Callable[[Session], Proposal]) -> None:
        self.attempt(lambda: act(self.desk.session))
        self.again.did(act)

    @rule(act=st.sampled_from(["keep_label", "flag", "reopen"]))
    def decide(self, act: str) -> None:
        self.attempt(lambda: getattr(self.desk.session, act)())

    @rule(
        edge=st.sampled_from(["start", "end"]),
        unit=st.sampled_from(["token", "character"]),
        step=st.sampled_from([-1, 1]),
    )
    def move_edge(self, edge: str, unit: str, step: int) -> None:
        def move(session: Session) -> Proposal:
            return session.move_edge(edge, unit, step)  # type: ignore[arg-type]

        self.attempt(lambda: move(self.desk.session))
        item = self.desk.session.focus
        self.again.edge(move, item, self.desk.session.words_in(item.span.start, item.span.end) if item else 0)

    @rule(
        kind=st.sampled_from(["accept", "reject"]),
        label=st.sampled_from([None, *NAMES]),
        at_least=st.sampled_from([None, 0.5, 0.95]),
    )
    def decide_pending(self, kind: str, label: str | None, at_least: float | None) -> None:
        self.attempt(
            lambda: self.desk.session.decide_pending(kind, label=label, at_least=at_least)  # type: ignore[arg-type]
        )

    @rule()
    def everywhere(self) -> None:
        self.attempt(lambda: label_everywhere(self.desk.session))

    @rule(letter=st.sampled_from("pAг中"))
    def leap(self, letter: str) -> None:
        try:
            self.desk.session.leap(letter)
        except Refused:
            return

    @rule(text=st.sampled_from(["", "why", "later"]))
    def note(self, text: str) -> None:
        self.attempt(lambda: self.desk.session.note(text))

    @rule(text=st.sampled_from(["", "who?", "later"]))
    def note_span(self, text: str) -> None:
        self.attempt(lambda: self.desk.session.note_span(text))

    @rule(number=st.integers(1, len(TEXTS)))
    def open(self, number: int) -> None:
        self.desk.open(number)

    @rule(kind=st.sampled_from(["accept", "reject", None]))
    def finish(self, kind: str | None) -> None:
        done = self.desk.session.review.status == "done" and not len(self.desk.session.pending)
        try:
            self.desk.finish(kind)  # type: ignore[arg-type]
        except Refused:
            return
        self.acts += not done

    @rule()
    def skip(self) -> None:
        self.desk.skip("not now")
        self.acts += 1

    @rule()
    def undo_and_redo(self) -> None:
        if not self.acts:
            return
        before = self.everything()
        self.desk.undo()
        self.desk.redo()
        assert self.everything() == before

    @rule()
    def undo(self) -> None:
        if self.acts:
            self.desk.undo()
            self.acts -= 1

    @rule()
    def restart(self) -> None:
        self.desk.leave()
        shown = self.desk.session
        focus = shown.focus
        self.desk = Desk(self.store, self.labels, layer="anna", author="anna", amounts_in=amounts_in)
        assert self.desk.session.document == shown.document
        assert self.desk.session.cursor == shown.cursor
        # A selection is not kept, so the cursor that it leaves behind may stand in a span.
        assert shown.selection or (self.desk.session.focus is None) == (focus is None)

    @invariant()
    def the_store_holds_what_is_shown(self) -> None:
        if not hasattr(self, "desk"):
            return
        session = self.desk.session
        state = self.store.state("anna", self.desk.number)
        assert session.layer_spans() == state.layer_spans()
        assert session.review == state.review
        assert {item.id: item.note for item in session.items if item.note} == {
            key: note.text for key, note in state.notes.items() if note.text and session.items.get(key)
        }
        assert fold(self.store.decisions(layer="anna", key=session.document.key)) == state

    @invariant()
    def what_is_selected_is_in_the_text(self) -> None:
        if not hasattr(self, "desk"):
            return
        session = self.desk.session
        assert 0 <= session.cursor <= len(session.text)
        if session.selection:
            start, end = session.selection.range
            assert 0 <= start < end <= len(session.text)

    @invariant()
    def spans_are_sound(self) -> None:
        if not hasattr(self, "desk"):
            return
        session = self.desk.session
        spans = session.layer_spans()
        assert len({span.key for span in spans}) == len(spans)
        for span in spans:
            assert 0 <= span.start < span.end <= len(session.text)
            assert session.text[span.start : span.end] == session.text[span.start : span.end].strip()
        if not self.labels.overlap:
            assert not any(a.overlaps(b) for a in spans for b in spans if a is not b)


TestReviewer = Reviewer.TestCase
TestReviewer.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
