"""The contract: notes on documents and spans, and how they are found."""

from __future__ import annotations

from store_builders import Log

from curator.fold import Review, SpanNote
from curator.model import Span
from curator.store.api import Store
from curator.store.records import Note

PLACE = Span(4, 8, "PERSON")


def note(log: Log, text: str, key: str = "a"):  # type: ignore[no-untyped-def]
    return log.decide("note", key, span_id="4:8:PERSON", span=PLACE, text=text)


def test_a_note_on_a_span_decides_nothing(store: Store) -> None:
    log = Log()
    written = note(log, "who is this?")
    store.commit([written])
    state = store.state("anna", 1)
    assert state.notes == {"4:8:PERSON": SpanNote("4:8:PERSON", PLACE, "who is this?", written.id)}
    assert state.spans == {}
    assert state.review == Review("started")
    assert list(store.check()) == []


def test_an_undo_brings_the_note_before_back(store: Store) -> None:
    log = Log()
    first, second = note(log, "first"), note(log, "second")
    store.commit([first])
    store.commit([second])
    store.commit([log.undo(second.id)])
    assert [each.text for each in store.state("anna", 1).notes.values()] == ["first"]
    store.commit([log.undo(first.id)])
    assert store.state("anna", 1).notes == {}
    assert store.review("anna", 1) == Review()


def test_an_undo_leaves_a_document_begun_while_an_emptied_note_stands(store: Store) -> None:
    log = Log()
    accept = log.span("accept", 0, 3)
    store.commit([note(log, "x"), note(log, "")])
    store.commit([accept])
    store.commit([log.undo(accept.id)])
    assert store.review("anna", 1) == Review("started")
    assert store.notes("anna") == []
    assert list(store.check()) == []


def test_notes_are_listed_by_document_and_place(store: Store) -> None:
    log, other = Log(), Log("boris", first=100)
    moved = log.decide("change", span_id="4:8:PERSON", span=Span(4, 11, "RANK"), suggestion="4:8:PERSON")
    store.commit([note(log, "Second  line?", "b"), log.decide("note", "b", text="on b"), moved])
    store.commit([log.span("reject", 0, 3), note(log, "ASK ANNA"), other.decide("note", "a", text="not yours")])
    rank = Note(1, "a", "Title of a", "ASK ANNA", "4:8:PERSON", Span(4, 11, "RANK"), "change", "text of")
    on_b = Note(2, "b", "Title of b", "on b")
    person = Note(2, "b", "Title of b", "Second  line?", "4:8:PERSON", PLACE, None, "text")
    assert store.notes("anna") == [rank, on_b, person]
    assert store.notes("anna", "ask  anna") == [rank]
    assert store.notes("anna", "second line") == [person]
    assert store.notes("anna", limit=2) == [rank, on_b]
    assert store.notes("anna", "nowhere") == []


def test_the_queue_knows_documents_with_a_noted_span(store: Store) -> None:
    log = Log()
    store.commit([note(log, "x", "b"), note(log, "y", "c"), log.decide("finish", "d")])
    store.commit([note(log, "", "c")])
    assert [(row.key, row.note, row.spans_noted) for row in store.queue("anna", "noted")] == [("b", "", True)]
