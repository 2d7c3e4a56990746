"""The contract: assignments and the queues that follow from them, layers side by side, and who saw what."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from store_builders import Log
from test_store_check import meddle

from curator.errors import CuratorError
from curator.model import Ruling, Span
from curator.store.api import Store
from curator.store.records import Access, Assigned, Assignment, Exported, SideBySide, Tally

TIME = "2026-01-02T03:04:05.678Z"


class Assigner:
    """Makes assignments with ids that grow."""

    def __init__(self) -> None:
        self._log = Log(first=1000)

    def give(self, key: str, position: int, layer: str = "anna", *, given: bool = True) -> Assignment:
        return Assignment(
            id=self._log.id(), time=TIME, author="boss", layer=layer, document=key, position=position, given=given
        )


@pytest.fixture
def assigned(store: Store) -> Store:
    """anna is to label d, b and e, in this order."""
    assigner = Assigner()
    store.assign([assigner.give("d", 10), assigner.give("b", 20), assigner.give("e", 30)])
    return store


def test_without_an_assignment_a_layer_is_about_all_documents(assigned: Store) -> None:
    assert not assigned.has_assignment("boris")
    assert assigned.tally("boris").documents == 5
    assert assigned.next_unfinished("boris", 0) == 1
    assert [row.number for row in assigned.queue("boris")] == [1, 2, 3, 4, 5]
    assert [assigned.neighbour("boris", n, 1) for n in (1, 5)] == [2, None]
    assert [assigned.neighbour("boris", n, -1) for n in (1, 5)] == [None, 4]
    assert [assigned.in_queue("boris", n) for n in (0, 1, 5, 6)] == [False, True, True, False]


def test_queue_of_a_layer_is_its_assignment_in_its_order(assigned: Store) -> None:
    assert assigned.has_assignment("anna")
    assert assigned.assigned("anna") == [Assigned("anna", 4, 10), Assigned("anna", 2, 20), Assigned("anna", 5, 30)]
    assert assigned.tally("anna") == Tally(3, 0, 0, 0, 0)
    assert [row.number for row in assigned.queue("anna")] == [4, 2, 5]
    assert [row.number for row in assigned.queue("anna", after=4)] == [2, 5]
    assert [row.number for row in assigned.queue("anna", after=4, limit=1)] == [2]
    assert [row.number for row in assigned.queue("anna", before=5)] == [4, 2]
    assert [row.number for row in assigned.queue("anna", before=5, limit=1)] == [2]
    assert [assigned.neighbour("anna", n, 1) for n in (4, 2, 5)] == [2, 5, None]
    assert [assigned.neighbour("anna", n, -1) for n in (4, 2, 5)] == [None, 4, 2]
    assert [assigned.in_queue("anna", n) for n in range(7)] == [False, False, True, False, True, True, False]


def test_next_unfinished_goes_by_the_assignment_and_round(assigned: Store) -> None:
    log = Log()
    assert [assigned.next_unfinished("anna", n) for n in (0, 4, 2, 5)] == [4, 2, 5, 4]
    assigned.commit(
        [log.decide("finish", "d"), log.decide("skip", "e", text="torn"), log.decide("flag", "b", text="1")]
    )
    assert [assigned.next_unfinished("anna", n) for n in (0, 4, 2, 5)] == [2, 2, 2, 2]
    assert assigned.tally("anna") == Tally(3, 1, 1, 1, 1)
    assert [row.number for row in assigned.queue("anna", "unfinished")] == [2]
    assert [row.number for row in assigned.queue("anna", "flagged")] == [2]
    assigned.commit([log.decide("finish", "b")])
    assert assigned.next_unfinished("anna", 0) is None


def test_what_was_done_outside_an_assignment_is_not_counted_in_it(assigned: Store) -> None:
    assigned.commit([Log().decide("finish", "a")])
    assert assigned.tally("anna") == Tally(3, 0, 0, 0, 0)


def test_last_word_holds_and_the_log_keeps_all(assigned: Store) -> None:
    assigner = Assigner()
    for _ in range(3):
        assigner._log.id()
    assigned.assign([assigner.give("b", 20, given=False), assigner.give("d", 40)])
    assert assigned.assigned() == [Assigned("anna", 5, 30), Assigned("anna", 4, 40)]
    assert [(each.document, each.position, each.given) for each in assigned.assignments()] == [
        ("d", 10, True), ("b", 20, True), ("e", 30, True), ("b", 20, False), ("d", 40, True),
    ]  # fmt: skip
    assert list(assigned.check()) == []


def test_assignments_may_arrive_in_any_order(store: Store) -> None:
    assigner = Assigner()
    first, second = assigner.give("a", 1), assigner.give("a", 1, given=False)
    store.assign([second])
    store.assign([first])
    assert store.assigned() == []


def test_nothing_is_assigned_where_something_is_wrong(store: Store) -> None:
    assigner = Assigner()
    good = assigner.give("a", 1)
    with pytest.raises(CuratorError, match="there is no document 'nothing'"):
        store.assign([good, assigner.give("nothing", 2)])
    assert store.assigned() == []
    store.assign([good])
    with pytest.raises(CuratorError, match="in the log already"):
        store.assign([good])


def test_repeat_is_due_after_so_many_documents_or_after_all(store: Store) -> None:
    assigner, log = Assigner(), Log()
    store.assign([assigner.give(key, n) for n, key in enumerate("abcd", 1)])
    assert store.due_repeat("anna", "anna~2") is None
    store.assign([assigner.give("b", 3, "anna~2"), assigner.give("d", 99, "anna~2")])
    store.commit([log.decide("finish", "a"), log.decide("finish", "c"), log.decide("finish", "d")])
    assert store.due_repeat("anna", "anna~2") is None, "the first answer to b is missing, and d comes after 99"
    store.commit([log.decide("finish", "b")])
    assert store.due_repeat("anna", "anna~2") == 2
    again = Log("anna~2", "anna", first=500)
    store.commit([again.decide("finish", "b")])
    assert store.due_repeat("anna", "anna~2") == 4, "all is finished, so that nothing more can come first"
    store.commit([again.decide("skip", "d", text="torn")])
    assert store.due_repeat("anna", "anna~2") is None


def test_meddling_with_what_is_assigned_is_named(assigned: Store, path: Path) -> None:
    meddle(path, "DELETE FROM assigned WHERE document = 4", "UPDATE assigned SET position = 5 WHERE document = 5")
    assert list(assigned.check()) == [
        "document number 5, layer 'anna': its assignment is not what the log says",
        "document number 4, layer 'anna': its assignment is not what the log says",
        "document number 5, layer 'anna': its assignment is not what the log says",
    ]


@pytest.mark.parametrize("log", ["assignments", "accesses", "exports"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET author = 'x'", "DELETE FROM {}"])
def test_logs_are_only_ever_added_to(assigned: Store, path: Path, log: str, statement: str) -> None:
    assigned.note_access(ACCESS)
    assigned.note_export(EXPORTED)
    with pytest.raises(sqlite3.IntegrityError, match=f"{log} are never"):
        meddle(path, statement.format(log))


ACCESS = Access(id=Log(first=7).id(), time=TIME, author="judge", layers=("anna", "boris"), purpose="adjudicate")
EXPORTED = Exported(
    id=Log(first=8).id(), time=TIME, author="judge", layer="gold", documents=3, spans=14, manifest="0" * 64
)


def test_accesses_and_exports_come_back(store: Store) -> None:
    store.note_access(ACCESS)
    store.note_export(EXPORTED)
    assert store.accesses() == [ACCESS]
    assert store.exports() == [EXPORTED]
    with pytest.raises(CuratorError, match="in the log already"):
        store.note_access(ACCESS)


def test_layers_side_by_side(store: Store) -> None:
    anna, boris, clara = Log("anna"), Log("boris", first=100), Log("clara", first=200)
    store.commit([anna.span("accept", 4, 8), anna.span("accept", 0, 3), anna.span("reject", 9, 12)])
    store.commit([anna.decide("finish"), anna.decide("finish", "b"), anna.decide("finish", "c")])
    store.commit([boris.span("accept", 0, 3), boris.decide("finish"), boris.decide("skip", "b", text="torn")])
    store.commit([clara.span("accept", 0, 3), clara.decide("finish", "c")])
    one, other = Span(0, 3, "PERSON"), Span(4, 8, "PERSON")
    both = SideBySide(1, "a", {"anna": (one, other), "boris": (one,)})
    assert list(store.side_by_side(["boris", "anna"])) == [both]
    assert list(store.side_by_side(["boris", "anna", "clara"])) == [both, SideBySide(3, "c", {"anna": (), "clara": ()})]
    assert list(store.side_by_side(["boris", "anna"], number=1)) == [both]
    assert list(store.side_by_side(["boris", "anna"], number=2)) == []
    assert list(store.side_by_side(["boris"], least=1)) == [SideBySide(1, "a", {"boris": (one,)})]
    assert store.finished_by(["anna", "boris", "clara"]) == {1: 1, 2: 2}
    assert store.statuses("boris") == {1: "done", 2: "skipped"}


def test_outlines_have_everything_but_the_text(store: Store) -> None:
    assert [(each.number, each.key, each.meta) for each in store.outlines()] == [
        (n, key, {}) for n, key in enumerate("abcde", 1)
    ]


def test_ruling_comes_back_with_its_decision(store: Store) -> None:
    span = Span(0, 3, "PERSON", {"value": 1.5})
    ruling = Ruling(
        how="take", start=0, end=8, of=("anna",), basis={"anna": (span,), "boris": ()}, reason="why", guideline="PERSON"
    )
    decision = msgspec.structs.replace(Log("gold", "judge").span("accept", 0, 3), ruling=ruling)
    store.commit([decision])
    assert list(store.decisions(layer="gold")) == [decision]
    assert list(store.check()) == []
