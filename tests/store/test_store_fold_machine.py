"""Whatever is decided, undone and done again, in whatever order: the state is the fold of the log."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from store_builders import Log, fill, suggestion

from curator.fold import DocumentState, fold
from curator.model import Decision, Kind, Span
from curator.store.records import Act
from tests.copied import copied_store

KEYS = "abc"
LAYERS = ("anna", "gold")
AUTHORS = ("anna", "boris")
SPAN_KINDS: tuple[Kind, ...] = ("accept", "reject", "add", "change", "relabel", "remove")
OTHER_KINDS: tuple[Kind, ...] = ("finish", "skip", "reopen", "flag", "note")
SPAN_NOTE = "note on a span"

NAMES = ("0:1:PERSON", "1:2:PERSON", "s2", "s3")
"""The ids of spans, by place; the first two can be suggested, too."""

who = st.tuples(st.sampled_from(LAYERS), st.sampled_from(AUTHORS))
parts = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.sampled_from((*SPAN_KINDS, *OTHER_KINDS, SPAN_NOTE)),
        st.integers(0, 3),
        st.sampled_from(["", "1", "why"]),
    ),
    min_size=1,
    max_size=4,
)


class FoldMachine(RuleBasedStateMachine):
    """Two reviewers in two layers over three documents. The log is kept beside the store, as plain lists of acts."""

    @initialize(lag=st.sampled_from([0, 2, 500]))
    def open(self, lag: int) -> None:
        self.lagging = patch("curator.store.acts.MOST_NOT_NOTED", lag)
        self.lagging.start()
        self.folder = Path(tempfile.mkdtemp())
        self.store = copied_store(self.folder / "project.db")
        fill(self.store, KEYS)
        self.log = Log()
        self.acts: dict[str, list[Decision]] = {}
        self.held: list[list[Decision]] = []

    def teardown(self) -> None:
        assert list(self.store.check()) == []
        self.store.close()
        self.lagging.stop()
        shutil.rmtree(self.folder)

    def plain(self, layer: str, author: str, drawn: Sequence[tuple[str, Any, int, str]]) -> list[Decision]:
        self.log.layer, self.log.author = layer, author
        made: list[Decision] = []
        for key, kind, place, text in drawn:
            act = made[0].act if made else None
            if kind in SPAN_KINDS:
                span = Span(place, place + 1 + len(text), "PERSON", {"n": text} if text else {})
                made.append(
                    self.log.decide(kind, key, act=act, span_id=NAMES[place], span=span, suggestion=text or None)
                )
            elif kind == SPAN_NOTE:
                span = Span(place, place + 1, "PERSON")
                made.append(self.log.decide("note", key, act=act, span_id=NAMES[place], span=span, text=text))
            else:
                made.append(self.log.decide(kind, key, act=act, text=text))
        return made

    def undo_of(self, act: str) -> list[Decision]:
        """An undo decision for each document of the act."""
        undone = self.acts[act]
        self.log.layer, self.log.author = undone[0].layer, undone[0].author
        made: list[Decision] = []
        for key in dict.fromkeys(d.document for d in undone):
            undo = self.log.undo(act, key)
            made.append(msgspec.structs.replace(undo, act=made[0].act) if made else undo)
        return made

    def commit(self, decisions: list[Decision]) -> None:
        self.acts[decisions[0].act] = decisions
        self.store.commit(decisions)

    @rule(who=who, drawn=parts)
    def decide(self, who: tuple[str, str], drawn: list[tuple[str, Any, int, str]]) -> None:
        self.commit(self.plain(*who, drawn))

    @rule(who=who, drawn=parts)
    def decide_elsewhere(self, who: tuple[str, str], drawn: list[tuple[str, Any, int, str]]) -> None:
        """Decisions that get their ids now and arrive later."""
        self.held.append(self.plain(*who, drawn))

    @rule(number=st.integers(1, 3), source=st.sampled_from("xy"), places=st.sets(st.integers(0, 2)))
    def suggest(self, number: int, source: str, places: set[int]) -> None:
        """Anything may be suggested at any time; what is pending then is looked at in the end."""
        made = [suggestion(place, place + 1, source=source) for place in sorted(places)]
        self.store.save_suggestions([(number, made)], source=source, fingerprint="1")

    @rule()
    def arrive(self) -> None:
        if self.held:
            self.commit(self.held.pop(0))

    @rule(who=who)
    def undo(self, who: tuple[str, str]) -> None:
        target = self.store.undo_target(*who)
        assert target == self.expected_undo(*who)
        if target:
            self.commit(self.undo_of(target.id))

    @rule(who=who)
    def redo(self, who: tuple[str, str]) -> None:
        target = self.store.redo_target(*who)
        assert target == self.expected_redo(*who)
        if target:
            self.commit(self.undo_of(target.id))

    @rule(who=who, drawn=parts)
    def undo_and_decide_at_once(self, who: tuple[str, str], drawn: list[tuple[str, Any, int, str]]) -> None:
        """Two acts in one commit, as when the disk was slow."""
        target = self.store.undo_target(*who)
        if target:
            undo = self.undo_of(target.id)
            made = self.plain(*who, drawn)
            self.acts[undo[0].act], self.acts[made[0].act] = undo, made
            self.store.commit([*undo, *made])

    @rule(data=st.data())
    def undo_anything(self, data: st.DataObject) -> None:
        """Also an act of another time, an undo, or one that is undone already."""
        if self.acts:
            self.commit(self.undo_of(data.draw(st.sampled_from(sorted(self.acts)))))

    def standing(self) -> set[str]:
        """The ids of the acts that are not undone."""
        undone: set[str] = set()
        for act in sorted(self.acts, reverse=True):
            undoes = self.acts[act][0].undoes
            if act not in undone and undoes is not None:
                undone.add(undoes)
        return set(self.acts) - undone

    def mine(self, layer: str, author: str) -> list[str]:
        """The acts of this author in this layer, the latest one first."""
        decided = (act for act, made in self.acts.items() if (made[0].layer, made[0].author) == (layer, author))
        return sorted(decided, reverse=True)

    def told(self, identifier: str, act: str) -> Act:
        documents = dict.fromkeys(KEYS.index(d.document) + 1 for d in self.acts[act])
        return Act(identifier, tuple(documents), tuple(d.kind for d in self.acts[act]))

    def expected_undo(self, layer: str, author: str) -> Act | None:
        standing = self.standing()
        for act in self.mine(layer, author):
            if act in standing and self.acts[act][0].kind != "undo":
                return self.told(act, act)
        return None

    def expected_redo(self, layer: str, author: str) -> Act | None:
        standing = self.standing()
        for act in self.mine(layer, author):
            undoes = self.acts[act][0].undoes
            if undoes is None:
                return None
            if act in standing and self.acts[undoes][0].kind != "undo":
                return self.told(act, undoes)
        return None

    @invariant()
    def state_is_the_fold(self) -> None:
        log = [decision for act in self.acts.values() for decision in act]
        for layer in LAYERS:
            for number, key in enumerate(KEYS, 1):
                expected = fold(d for d in log if (d.layer, d.document) == (layer, key))
                assert self.store.state(layer, number) == expected
                assert self.store.review(layer, number) == expected.review
                assert self.store.state(layer, number, [NAMES[1], "s3"]) == DocumentState(
                    {key: cell for key, cell in expected.spans.items() if key in (NAMES[1], "s3")},
                    expected.review,
                    {key: note for key, note in expected.notes.items() if key in (NAMES[1], "s3")},
                )


class LongFoldMachine(FoldMachine):
    """The same for longer."""


TestFold = FoldMachine.TestCase
TestFold.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestFoldForLong = pytest.mark.slow(LongFoldMachine.TestCase)
TestFoldForLong.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
