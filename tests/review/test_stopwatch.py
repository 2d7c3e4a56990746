"""The time on a document: what is kept with each decision."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.review.desk import Desk
from curator.review.stopwatch import IDLE_SECONDS, Stopwatch
from curator.store.api import Store
from tests.review.conftest import LABELS, document, fill, suggestion

TEXT = "General Ivan Petrov met Anna Orlova."
FOUND = (suggestion(8, 19), suggestion(24, 35))


class Clock:
    def __init__(self) -> None:
        self.now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    fill(store, [(document("a", TEXT), FOUND), (document("b", "Nothing."), ())])
    return Desk(store, LABELS, layer="anna", author="anna", clock=clock)


def seconds(store: Store, key: str | None = None) -> list[float | None]:
    return [decision.seconds for decision in store.decisions(key=key)]


def test_the_time_since_the_decision_before(desk: Desk, store: Store, clock: Clock) -> None:
    clock.pass_by(5)
    desk.act(desk.session.accept())
    clock.pass_by(2.5)
    desk.act(desk.session.reject())
    assert seconds(store) == [5, 2.5]


def test_a_pause_counts_up_to_a_minute_and_keys_end_it(desk: Desk, store: Store, clock: Clock) -> None:
    clock.pass_by(3600)
    desk.act(desk.session.accept())
    for _ in range(10):
        clock.pass_by(30)
        desk.active()
    desk.act(desk.session.reject())
    assert seconds(store) == [IDLE_SECONDS, 300]


def test_the_parts_of_an_act_share_its_time(desk: Desk, store: Store, clock: Clock) -> None:
    clock.pass_by(8)
    desk.act(desk.session.finish("accept"))
    assert seconds(store) == [8, 0, 0]


def test_time_goes_to_the_document_that_was_open(desk: Desk, store: Store, clock: Clock) -> None:
    clock.pass_by(4)
    desk.open(2)
    clock.pass_by(7)
    desk.act(desk.session.flag())
    clock.pass_by(1)
    desk.open(1)
    clock.pass_by(2)
    desk.act(desk.session.accept())
    assert seconds(store, "b") == [7]
    assert seconds(store, "a") == [6]


def test_an_undo_elsewhere_takes_no_time(desk: Desk, store: Store, clock: Clock) -> None:
    desk.act(desk.session.accept())
    desk.open(2)
    clock.pass_by(9)
    desk.undo()
    assert seconds(store, "a") == [0, 0]
    desk.open(2)
    desk.act(desk.session.flag())
    assert seconds(store, "b") == [9]


def test_a_clock_that_is_set_back_counts_nothing(desk: Desk, store: Store, clock: Clock) -> None:
    clock.pass_by(-500)
    desk.act(desk.session.accept())
    assert seconds(store) == [0]


@given(steps=st.lists(st.tuples(st.sampled_from(["key", "open", "take"]), st.floats(0, 200), st.integers(1, 3))))
def test_no_second_is_lost_or_counted_twice(steps: list[tuple[str, float, int]]) -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    watch.open(1)
    taken = 0.0
    do: dict[str, Callable[[int], float | None]] = {
        "key": lambda _: watch.active(),
        "open": watch.open,
        "take": watch.take,
    }
    for name, pause, number in steps:
        clock.pass_by(pause)
        taken += do[name](number) or 0
    taken += sum(watch.take(number) for number in (1, 2, 3))
    assert taken == pytest.approx(sum(min(pause, IDLE_SECONDS) for _, pause, _ in steps), abs=0.001 * len(steps) + 0.01)
    assert watch.total == pytest.approx(taken, abs=0.001 * len(steps) + 0.01)
