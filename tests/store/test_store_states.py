"""The contract: where documents stand, the counts, the queue, places."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import Log, fill, incoming, suggestion

from curator.fold import DocumentState, Review
from curator.model import Annotated, Span
from curator.store.api import Store
from curator.store.records import Place, Tally


def test_untouched_document_is_to_do(store: Store) -> None:
    assert store.state("anna", 1) == DocumentState()
    assert store.review("anna", 1) == Review("todo")
    assert store.tally("anna") == Tally(5, 0, 0, 0, 0)
    assert store.layers() == []


def test_review_follows_the_decisions(store: Store) -> None:
    log = Log()
    steps = [
        (log.span("accept", 0, 3), Review("started")),
        (log.decide("note", text="see b"), Review("started", note="see b")),
        (log.decide("skip", text="torn"), Review("skipped", "torn", note="see b")),
        (log.decide("flag", text="1"), Review("skipped", "torn", True, "see b")),
        (log.decide("finish"), Review("done", None, True, "see b")),
        (log.span("reject", 0, 3), Review("done", None, True, "see b")),
        (log.decide("reopen"), Review("started", None, True, "see b")),
        (log.decide("flag", text=""), Review("started", None, False, "see b")),
    ]
    for decision, review in steps:
        store.commit([decision])
        assert store.review("anna", 1) == review
        assert store.state("anna", 1).review == review


def test_rejected_span_stays_as_a_cell_but_not_in_the_layer(store: Store) -> None:
    log = Log()
    store.commit([log.span("reject", 0, 3), log.span("accept", 4, 8)])
    state = store.state("anna", 1)
    assert sorted(state.spans) == ["0:3:PERSON", "4:8:PERSON"]
    assert state.layer_spans() == (Span(4, 8, "PERSON"),)


def test_tally_counts_each_layer_by_itself(store: Store) -> None:
    anna, boris = Log("anna"), Log("boris", first=100)
    store.commit([anna.decide("finish", "a"), anna.decide("skip", "b", text="x"), anna.decide("note", "c", text="n")])
    store.commit([anna.decide("flag", "a", text="1"), anna.decide("flag", "d", text="1")])
    store.commit([boris.decide("finish", "a")])
    assert store.tally("anna") == Tally(documents=5, started=2, done=1, skipped=1, flagged=2)
    assert store.tally("boris") == Tally(documents=5, started=0, done=1, skipped=0, flagged=0)
    assert store.layers() == ["anna", "boris"]


def test_layer_stays_known_when_all_is_undone(store: Store) -> None:
    log = Log()
    finish = log.decide("finish")
    store.commit([finish])
    store.commit([log.undo(finish.id)])
    assert store.layers() == ["anna"]
    assert store.tally("anna") == Tally(5, 0, 0, 0, 0)


def test_next_unfinished_goes_round(store: Store) -> None:
    log = Log()
    store.commit([log.decide("finish", "b"), log.decide("skip", "c", text="x"), log.decide("note", "d", text="n")])
    assert [store.next_unfinished("anna", n) for n in range(6)] == [1, 4, 4, 4, 5, 1]
    store.commit([log.decide("finish", key) for key in "ade"])
    assert [store.next_unfinished("anna", n) for n in range(6)] == [None] * 6
    store.commit([log.decide("reopen", "b")])
    assert [store.next_unfinished("anna", n) for n in range(6)] == [2] * 6


def test_next_unfinished_without_documents(empty: Store) -> None:
    assert empty.next_unfinished("anna", 0) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.data())
def test_next_unfinished_finds_any_gap(empty: Store, data: st.DataObject) -> None:
    total = 300
    if not empty.count():
        fill(empty, map(str, range(1, total + 1)))
    layer = f"layer {len(empty.layers())}"
    unfinished = data.draw(st.sets(st.integers(1, total), max_size=3))
    log = Log(layer, first=len(list(empty.decisions())) + 1)
    empty.commit([log.decide("finish", str(n)) for n in range(1, total + 1) if n not in unfinished])
    after = data.draw(st.integers(0, total + 1))
    behind = sorted(n for n in unfinished if n > after)
    assert empty.next_unfinished(layer, after) == next(iter(behind or sorted(unfinished)), None)


def test_annotated_by_number_with_spans_in_reading_order(store: Store) -> None:
    log = Log()
    store.commit([log.span("accept", 4, 8, "b"), log.span("accept", 0, 3, "b"), log.span("accept", 0, 9, "b")])
    store.commit([log.span("reject", 1, 2, "b"), log.decide("finish", "b"), log.decide("finish", "a")])
    store.commit([log.decide("skip", "d", text="torn"), log.span("accept", 0, 3, "e")])
    spans = (Span(0, 9, "PERSON"), Span(0, 3, "PERSON"), Span(4, 8, "PERSON"))
    assert list(store.annotated("anna")) == [
        Annotated(store.document(1), "anna", "done", ()),
        Annotated(store.document(2), "anna", "done", spans),
    ]
    assert list(store.annotated("anna", ("skipped",))) == [
        Annotated(store.document(4), "anna", "skipped", (), "torn"),
    ]
    everything = list(store.annotated("anna", ("todo", "started", "done", "skipped")))
    assert [(a.document.key, a.status) for a in everything] == [
        ("a", "done"), ("b", "done"), ("c", "todo"), ("d", "skipped"), ("e", "started"),
    ]  # fmt: skip
    assert [a.document.key for a in store.annotated("nobody", ("todo",))] == list("abcde")
    assert list(store.annotated("anna", ())) == []


def test_annotated_streams_over_many_documents_while_others_write(empty: Store) -> None:
    keys = [f"key {n:04}" for n in range(450)]
    fill(empty, keys)
    log = Log()
    empty.commit([log.decide("finish", key) for key in keys])
    read = []
    for annotated in empty.annotated("anna"):
        if not read:
            empty.commit([log.decide("reopen", keys[-1])])
        read.append(annotated.document.key)
    assert read == keys[:-1]


@pytest.mark.parametrize("focus", [None, "0:3:PERSON"])
def test_places_of_a_layer(store: Store, focus: str | None) -> None:
    assert store.place("anna") is None
    store.save_place("anna", Place(2, focus, 5, 1))
    store.save_place("anna", Place(3, None, 7, 2))
    store.save_place("boris", Place(1))
    assert store.place("anna") == Place(3, None, 7, 2)
    assert store.place("anna", 2) == Place(2, focus, 5, 1)
    assert store.place("anna", 1) is None
    store.commit([Log().decide("finish", "b")], Place(2, None, 9, 9))
    assert store.place("anna") == store.place("anna", 2) == Place(2, None, 9, 9)


def test_a_stretch_holds_what_touches_it_or_answers_what_does(store: Store) -> None:
    store.add([incoming("long", "x" * 100)], lambda _: None)
    spans = [(0, 10), (5, 30), (20, 30), (30, 40), (60, 70)]
    store.save_suggestions([(6, [suggestion(*span) for span in spans])], source="rules", fingerprint="1")
    log, name = Log(), "5:30:PERSON"
    moved = log.decide("change", "long", span_id=name, span=Span(80, 90, "PERSON"), suggestion=name)
    store.commit([log.span("accept", 20, 30, "long"), moved, log.span("reject", 60, 70, "long")])
    assert [s.span.start for s in store.suggestions(6, (10, 30))] == [5, 20]
    assert [s.span.start for s in store.suggestions(6, (29, 31))] == [5, 20, 30]
    assert store.spans_within("anna", 6, (10, 30)) == {name, "20:30:PERSON"}
    assert store.spans_within("anna", 6, (70, 81)) == {name}
    assert store.spans_within("berta", 6, (70, 81)) == set()
    assert store.state("anna", 6, store.spans_within("anna", 6, (0, 100))) == store.state("anna", 6)
