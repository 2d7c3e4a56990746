"""Figures in words, and the pace of a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from curator.review import progress
from curator.review.desk import Desk
from curator.store.api import Store
from curator.store.records import Answered, Figures, Stretch
from tests.review.conftest import LABELS, document, fill, suggestion

LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC).timestamp()
FIGURES = Figures(
    decisions=1234, undone=4, seconds=7500, documents=15, spans=1200, kinds={"accept": 1000, "finish": 15},
    answered=(Answered("rules", "PERSON", 60, 20, 20), Answered("m", "RANK", 3, 0, 0)),
    stretches=(Stretch(LATE, 900, 10, 3600), Stretch(LATE + 7200, 300, 5, 3900)),
)  # fmt: skip


def test_days_are_those_of_the_time_zone() -> None:
    here, there = UTC, timezone(timedelta(hours=1))
    assert [(day.day, day.spans, day.documents, day.seconds) for day in progress.by_day(FIGURES, here)] == [
        (date(2026, 3, 1), 900, 10, 3600),
        (date(2026, 3, 2), 300, 5, 3900),
    ]
    assert [(day.day, day.spans) for day in progress.by_day(FIGURES, there)] == [(date(2026, 3, 2), 1200)]


def test_the_pace() -> None:
    headings, rows = progress.pace_table([("this session", Figures()), ("in all", FIGURES)])
    assert headings == ("", "this session", "in all")
    assert rows == [
        ("active time", "0 s", "2 h 05 min"),
        ("documents finished or skipped", "0", "15"),
        ("documents an hour", "-", "7.2"),
        ("spans decided", "0", "1,200"),
        ("spans an hour", "-", "576"),
        ("decisions", "0", "1,234"),
        ("  accepted", "0", "1,000"),
        ("  finished", "0", "15"),
        ("  taken back", "0", "4"),
    ]


def test_acceptance_by_source_and_by_label() -> None:
    assert progress.acceptance_table(FIGURES.answered, "source")[1] == [
        ("rules", "60", "20", "20", "60 %"),
        ("m", "3", "0", "0", "100 %"),
    ]
    assert progress.acceptance_table(FIGURES.answered, "label")[1] == [
        ("PERSON", "60", "20", "20", "60 %"),
        ("RANK", "3", "0", "0", "100 %"),
    ]


def test_the_plot_of_days() -> None:
    _, rows = progress.days_table(FIGURES, UTC)
    assert rows == [
        ("2026-03-01", "900", "10", "1 h 00 min", "█" * 30),
        ("2026-03-02", "300", "5", "1 h 05 min", "█" * 10),
    ]


@pytest.mark.parametrize(
    ("value", "most", "drawn"), [(0, 9, ""), (9, 9, "████"), (1, 1000, "▏"), (3, 8, "█▌"), (0, 0, "")]
)
def test_bars(value: float, most: float, drawn: str) -> None:
    assert progress.bar(value, most, 4) == drawn


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (59, "59 s"), (61, "1 min"), (36_061, "10 h 01 min")])
def test_durations(seconds: float, told: str) -> None:
    assert progress.duration(seconds) == told


def test_the_pace_of_a_session_counts_spans_once(store: Store) -> None:
    now = [1_750_000_000.0]
    text = "General Ivan Petrov met Anna Orlova."
    fill(store, [(document("a", text), (suggestion(8, 19), suggestion(24, 35)))])
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    desk = Desk(store, LABELS, layer="anna", author="anna", clock=clock)
    desk.act(desk.session.accept())
    assert desk.pace == ""
    now[0] += 60
    desk.act(desk.session.accept())
    assert desk.pace == "120 spans/h"
    desk.act(desk.session.label("RANK"))
    assert desk.pace == "120 spans/h"
    desk.act(desk.session.flag())
    assert desk.pace == "120 spans/h"
    desk.undo()
    desk.undo()
    desk.undo()
    assert desk.pace == "60 spans/h"
    desk.redo()
    assert desk.pace == "120 spans/h"
    assert store.figures("anna", author="anna", since=desk.began).spans == 2
