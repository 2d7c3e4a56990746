"""The tour can be played to its end, by the keys that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.labels import LabelSet, load_labels
from curator.review import tour
from curator.review.desk import Desk
from curator.store import open_store
from curator.store.api import Store
from curator.store.records import Incoming

KEYS = {"accept": "a", "reject": "x Backspace", "label.AMOUNT": "m 4", "label.RANK": "r 2", "undo": "u"}


@pytest.fixture
def shipped(pytestconfig: pytest.Config) -> LabelSet:
    return load_labels(pytestconfig.rootpath / "labels.yaml")


@pytest.fixture
def desk(tmp_path: Path, shipped: LabelSet) -> Desk:
    store: Store = open_store(tmp_path / "tour.db")
    store.add([Incoming(tour.DOCUMENT, tuple(tour.suggestions()))], lambda _: None)
    return Desk(store, shipped, layer="tour", author="tour")


def test_every_step_leads_to_the_next(desk: Desk) -> None:
    played, session = tour.Tour(), desk.session
    seen = []

    def after(command: str) -> None:
        played.look(desk.session, command)
        seen.append(played.told(KEYS).split(" ")[1])

    for act, command in (
        (lambda: desk.act(session.accept()), "accept"),
        (lambda: desk.act(session.accept()), "accept"),
        (lambda: desk.act(session.reject()), "reject"),
        (lambda: desk.act(session.move_edge("end", "character", -1)), "end_character_left"),
        (lambda: desk.act(session.move_edge("end", "character", -1)), "end_character_left"),
        (lambda: desk.act(session.move_edge("end", "character", -1)), "end_character_left"),
        (session.next_pending, "next_pending"),
        (lambda: desk.act(session.accept()), "accept"),
        (lambda: session.go(tour.TEXT.index("3")), "right"),
        (lambda: desk.act(session.label("AMOUNT")), "label.AMOUNT"),
        (lambda: desk.act(session.move_edge("end", "token", 1)), "end_right"),
        (lambda: desk.act(session.move_edge("end", "token", 1)), "end_right"),
        (session.next_pending, "next_pending"),
        (lambda: desk.act(session.label("RANK")), "label.RANK"),
        (desk.undo, "undo"),
        (desk.redo, "redo"),
        (lambda: desk.finish("accept"), "accept_finish"),
    ):
        assert not played.ended
        act()
        after(command)
    assert played.ended
    assert list(dict.fromkeys(seen)) == [f"{n}/9" for n in range(2, 10)]


def test_it_names_the_live_keys(desk: Desk) -> None:
    assert "a accepts it" in tour.Tour().told(KEYS)
    assert "ctrl+a accepts it" in tour.Tour().told(KEYS | {"accept": "ctrl+a a"})


def test_a_command_without_a_key_goes_by_its_name() -> None:
    assert "(unbound: accept) accepts it" in tour.Tour().told({})
