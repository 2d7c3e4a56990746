"""The contract: what was done in a layer, counted."""

from __future__ import annotations

import pytest
from store_builders import Log, fill, suggestion

from curator.ids import Ids
from curator.model import Span
from curator.store.api import Store
from curator.store.records import Answered, Figures, Stretch

FIRST = 0x01900000 * 2**16 / 1000
"""When the decisions of `Log` were made: their ids say so."""


def suggested(store: Store) -> None:
    store.save_suggestions(
        [(1, [suggestion(0, 3), suggestion(4, 8), suggestion(9, 12, "RANK")]), (2, [suggestion(0, 3)])],
        source="rules",
        fingerprint="1",
    )
    other = [suggestion(0, 3, source="model")]
    store.save_suggestions([(1, other)], source="model", fingerprint="1")


def test_nothing_was_done(store: Store) -> None:
    assert store.figures("anna") == Figures()


def test_what_holds_is_counted_by_kind(store: Store) -> None:
    log = Log()
    accept, flag = log.span("accept", 0, 3), log.decide("flag", text="1", seconds=2.5)
    store.commit([accept, log.span("change", 0, 3), log.span("reject", 4, 8), log.decide("finish", seconds=4.0)])
    store.commit([flag])
    store.commit([log.undo(flag.id), log.decide("skip", "b", text="torn")])
    figures = store.figures("anna")
    assert figures.kinds == {"accept": 1, "change": 1, "finish": 1, "reject": 1, "skip": 1}
    assert (figures.decisions, figures.undone, figures.seconds) == (7, 1, 6.5)
    assert (figures.documents, figures.spans) == (2, 2)
    assert figures.stretches == (Stretch(pytest.approx(FIRST, abs=2**20 / 1000), 2, 2, 6.5),)


def test_suggestions_by_how_they_were_answered(store: Store) -> None:
    suggested(store)
    log = Log()
    edited = log.decide("change", span_id="9:12:RANK", span=Span(9, 15, "RANK"), suggestion="9:12:RANK")
    store.commit([log.span("accept", 0, 3), log.span("reject", 4, 8), edited, log.span("accept", 0, 3, "b")])
    store.commit([log.decide("add", span_id="x", span=Span(20, 22, "PERSON"))])
    assert store.figures("anna").answered == (
        Answered("model", "PERSON", 1, 0, 0),
        Answered("rules", "PERSON", 2, 0, 1),
        Answered("rules", "RANK", 0, 1, 0),
    )


def test_of_one_layer_one_author_and_one_session(store: Store) -> None:
    suggested(store)
    anna, boris, other = Log("anna"), Log("anna", "boris", first=100), Log("zoe", first=200)
    store.commit([anna.span("accept", 0, 3)])
    store.commit([boris.span("accept", 4, 8)])
    store.commit([other.span("reject", 4, 8)])
    assert store.figures("anna").kinds == {"accept": 2}
    assert store.figures("anna", author="boris").kinds == {"accept": 1}
    assert store.figures("anna", author="boris").spans == 1
    session = store.figures("anna", since=anna.id())
    assert (session.spans, session.answered) == (1, (Answered("rules", "PERSON", 1, 0, 0),))


def test_stretches_follow_the_time(store: Store) -> None:
    moment = [1_750_000_000.0]
    ids = Ids(clock=lambda: moment[0])
    log = Log()
    log.id = ids  # type: ignore[method-assign]
    for hours in (0, 1, 26):
        moment[0] = 1_750_000_000 + hours * 3600
        store.commit([log.span("accept", hours, hours + 1)])
    starts = [stretch.start for stretch in store.figures("anna").stretches]
    assert [
        start <= 1_750_000_000 + hours * 3600 < start + 1049 for start, hours in zip(starts, (0, 1, 26), strict=True)
    ]
    assert [stretch.spans for stretch in store.figures("anna").stretches] == [1, 1, 1]


def test_another_store_is_the_same_one(store: Store) -> None:
    fill(store, "f")
    store.commit([Log().decide("finish", "f")])
    other = store.another()
    assert other.figures("anna") == store.figures("anna")
    other.close()
    assert store.count() == 6
