"""The contract: the log of decisions, and what an undo or a redo would take back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import msgspec
import pytest
from store_builders import Log

from curator.errors import CuratorError
from curator.fold import fold
from curator.model import Span
from curator.store.api import Store
from curator.store.records import Act, Place


def test_decisions_come_back_exactly_and_in_order(store: Store) -> None:
    log = Log()
    span = Span(0, 3, "AMOUNT", {"value": 1.5, "currency": "EUR"})
    decided = [
        log.decide("add", span_id="x", span=span),
        log.span("accept", 4, 8, "b"),
        log.decide("skip", text="no language that I read"),
        log.decide("note", "b", text=""),
        log.decide("flag", "c", text="1"),
        log.decide("note", "c", span_id="4:8:PERSON", span=Span(4, 8, "PERSON"), text="odd", seconds=61.25),
        log.decide("finish", "c", labels=("PERSON", "RANK")),
    ]
    for decision in decided:
        store.commit([decision])
    assert list(store.decisions()) == decided
    assert store.last_decision() == decided[-1].id


def test_labels_are_those_of_the_last_time_that_a_document_was_finished(store: Store) -> None:
    anna, boris = Log("anna"), Log("boris", first=100)
    store.commit(
        [
            anna.decide("finish", "a", labels=("PERSON",)),
            anna.decide("finish", "b", labels=("PERSON",)),
            anna.decide("reopen", "a"),
            anna.decide("finish", "a", labels=("PERSON", "RANK")),
            anna.decide("finish", "c", labels=("PERSON",)),
            anna.decide("finish", "c"),
            boris.decide("finish", "a", labels=("X",)),
        ]
    )
    assert store.labels_at("anna") == {"a": ("PERSON", "RANK"), "b": ("PERSON",)}
    assert store.labels_at("boris") == {"a": ("X",)}
    assert store.labels_at("clara") == {}


def test_empty_log(store: Store) -> None:
    assert list(store.decisions()) == []
    assert store.last_decision() is None
    assert store.undo_target("anna", "anna") is None
    assert store.redo_target("anna", "anna") is None


def test_log_of_one_layer_or_document(store: Store) -> None:
    anna, boris = Log("anna"), Log("boris", first=100)
    decided = [anna.decide("finish", "a"), anna.decide("finish", "b"), boris.decide("finish", "a")]
    store.commit(decided[:2])
    store.commit(decided[2:])
    assert list(store.decisions(layer="anna")) == decided[:2]
    assert list(store.decisions(key="a")) == [decided[0], decided[2]]
    assert list(store.decisions(layer="anna", key="a")) == decided[:1]
    assert list(store.decisions(layer="nobody")) == []
    assert list(store.decisions(key="nothing")) == []


def test_long_log_can_be_read_while_it_grows(store: Store) -> None:
    log = Log()
    store.commit([log.decide("note", text=str(n)) for n in range(1300)])
    read = []
    for decision in store.decisions():
        if decision.text == "10":
            store.commit([log.decide("note", text="late")])
        read.append(decision.text)
    assert read == [*map(str, range(1300)), "late"]


def test_decision_on_unknown_document_is_refused(store: Store) -> None:
    log = Log()
    with pytest.raises(CuratorError, match="there is no document 'nothing'"):
        store.commit([log.decide("finish", "a"), log.decide("finish", "nothing")])
    assert list(store.decisions()) == []
    assert store.review("anna", 1).status == "todo"


def test_decision_that_is_there_already_is_refused_and_changes_nothing(store: Store) -> None:
    log = Log()
    finish = log.decide("finish")
    store.commit([finish])
    with pytest.raises(CuratorError, match="in the log already"):
        store.commit([log.decide("reopen"), finish])
    assert list(store.decisions()) == [finish]
    assert store.review("anna", 1).status == "done"


def test_committing_nothing_is_nothing(store: Store) -> None:
    store.commit([])
    assert store.last_decision() is None
    with pytest.raises(ValueError, match="has no layer"):
        store.commit([], Place(1))


def test_undo_targets_go_back_and_forth(store: Store) -> None:
    log = Log()
    first, second = log.span("accept", 0, 3), log.span("reject", 4, 8, "b")
    store.commit([first])
    store.commit([second])
    assert store.undo_target("anna", "anna") == Act(second.id, (2,), ("reject",))
    undo_second = log.undo(second.id, "b")
    store.commit([undo_second])
    assert store.undo_target("anna", "anna") == Act(first.id, (1,), ("accept",))
    undo_first = log.undo(first.id)
    store.commit([undo_first])
    assert store.undo_target("anna", "anna") is None
    assert store.redo_target("anna", "anna") == Act(undo_first.id, (1,), ("accept",))
    store.commit([log.undo(undo_first.id)])
    assert store.undo_target("anna", "anna") == Act(first.id, (1,), ("accept",))
    assert store.redo_target("anna", "anna") == Act(undo_second.id, (2,), ("reject",))
    store.commit([log.undo(undo_second.id, "b")])
    assert store.undo_target("anna", "anna") == Act(second.id, (2,), ("reject",))
    assert store.redo_target("anna", "anna") is None


@pytest.mark.parametrize("lag", [0, 3, 500])
def test_acts_are_known_wherever_they_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch, lag: int) -> None:
    monkeypatch.setattr("curator.store.acts.MOST_NOT_NOTED", lag)
    anna, gold = Log(), Log("gold", "boris", first=100)
    accepted = [anna.span("accept", place, place + 1) for place in range(6)]
    for decision in accepted:
        store.commit([decision])
    store.commit([gold.decide("finish", "d")])
    assert store.layers() == ["anna", "gold"]
    assert store.undo_target("anna", "anna") == Act(accepted[-1].id, (1,), ("accept",))
    assert store.figures("anna").kinds == {"accept": 6}
    store.commit([anna.undo(accepted[-1].id)])
    assert store.undo_target("anna", "anna") == Act(accepted[-2].id, (1,), ("accept",))
    store.commit([anna.span("accept", 7, 8)])
    assert store.redo_target("anna", "anna") is None
    assert store.figures("anna").kinds == {"accept": 6}
    assert list(store.check()) == []


def test_nothing_can_be_done_again_after_something_new(store: Store) -> None:
    log = Log()
    first = log.decide("finish")
    store.commit([first])
    store.commit([log.undo(first.id)])
    store.commit([log.decide("finish", "b")])
    assert store.redo_target("anna", "anna") is None


def test_undo_targets_are_those_of_one_author_in_one_layer(store: Store) -> None:
    anna, boris = Log("gold", "anna"), Log("gold", "boris", first=100)
    mine, theirs = anna.decide("finish"), boris.decide("finish", "b")
    store.commit([mine])
    store.commit([theirs])
    assert store.undo_target("gold", "anna") == Act(mine.id, (1,), ("finish",))
    assert store.undo_target("gold", "boris") == Act(theirs.id, (2,), ("finish",))
    assert store.undo_target("anna", "anna") is None


def test_act_over_several_documents_is_one(store: Store) -> None:
    log = Log()
    first = log.span("accept", 0, 3)
    rest = [log.span("accept", 0, 3, key, act=first.id) for key in ("b", "b", "d")]
    store.commit([first, *rest])
    act = store.undo_target("anna", "anna")
    assert act == Act(first.id, (1, 2, 4), ("accept",) * 4)
    undo = log.undo(first.id)
    undos = [undo, *(msgspec.structs.replace(log.undo(first.id, key), act=undo.id) for key in "bd")]
    store.commit(undos)
    assert [store.state("anna", number).spans for number in (1, 2, 4)] == [{}, {}, {}]
    assert store.redo_target("anna", "anna") == Act(undo.id, (1, 2, 4), ("accept",) * 4)


def test_undo_and_redo_restore_the_state_exactly(store: Store) -> None:
    log = Log()
    store.commit([log.span("accept", 0, 3), log.decide("flag", text="1")])
    before = store.state("anna", 1)
    change = log.decide("change", span_id="0:3:PERSON", span=Span(0, 5, "PERSON", {"n": 1}), suggestion="0:3:PERSON")
    skip = log.decide("skip", act=change.id, text="torn")
    store.commit([change, skip])
    after = store.state("anna", 1)
    undo = log.undo(change.id)
    store.commit([undo])
    assert store.state("anna", 1) == before
    store.commit([log.undo(undo.id)])
    assert store.state("anna", 1) == after


def test_decisions_that_arrive_late_are_folded_by_id(store: Store) -> None:
    log = Log()
    accept, change = log.span("accept", 0, 3), log.span("change", 0, 3)
    finish, undo = log.decide("finish"), log.undo(accept.id)
    reject = log.span("reject", 0, 3, "b")
    undo_reject = log.undo(reject.id, "b")
    for batch in ([finish, undo_reject], [change, reject], [undo, accept]):
        store.commit(batch)
        for number, key in ((1, "a"), (2, "b")):
            assert store.state("anna", number) == fold(store.decisions(layer="anna", key=key))
    assert [d.id for d in store.decisions()] == sorted(d.id for d in store.decisions())
    assert store.undo_target("anna", "anna") == Act(finish.id, (1,), ("finish",))
    assert list(store.check()) == []


def test_another_program_sees_what_was_committed(store: Store, open_again: Callable[[], Store]) -> None:
    other = open_again()
    store.commit([Log().span("accept", 0, 3)], Place(1, "0:3:PERSON", 2, 0))
    assert other.state("anna", 1) == store.state("anna", 1)
    assert other.place("anna") == Place(1, "0:3:PERSON", 2, 0)
    other.commit([Log(first=50).decide("finish")])
    assert store.review("anna", 1).status == "done"


def test_note_that_cannot_be_written_as_utf8_is_refused(store: Store) -> None:
    with pytest.raises(CuratorError, match="cannot be saved as UTF-8"):
        store.commit([Log().decide("note", text="torn \ud83d")])
    assert store.last_decision() is None


def test_an_undo_touches_no_other_cell(store: Store) -> None:
    log = Log()
    first = log.span("accept", 0, 3)
    together = [log.span("reject", 4, 8, act=first.id), log.decide("flag", act=first.id, text="1")]
    store.commit([first, *together])
    store.commit([log.span("accept", 9, 12)])
    assert store.spans_of_act("anna", 1, first.id) == {"0:3:PERSON", "4:8:PERSON"}
    undo = log.undo(first.id)
    store.commit([undo])
    assert store.state("anna", 1) == fold(store.decisions())
    assert store.spans_of_act("anna", 1, undo.id) == {"0:3:PERSON", "4:8:PERSON"}
    assert store.spans_of_act("anna", 2, undo.id) == set()


def test_an_undo_that_names_a_span_is_refused(store: Store) -> None:
    log = Log()
    accept = log.span("accept", 0, 3)
    store.commit([accept])
    with pytest.raises(ValueError, match="is an undo and names a span"):
        store.commit([log.decide("undo", undoes=accept.id, span_id="0:3:PERSON")])
    assert list(store.decisions()) == [accept]


def test_decision_on_a_span_that_names_none_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="names no span"):
        store.commit([Log().decide("accept")])
    with pytest.raises(ValueError, match="names no span"):
        store.commit([Log().decide("note", span_id="x")])
    assert store.last_decision() is None


def test_when_documents_were_finished(store: Store) -> None:
    anna, boris = Log("anna"), Log("boris", first=100)
    late = msgspec.structs.replace(anna.decide("finish", "a"), time="2026-02-03T00:00:00.000Z")
    store.commit([anna.decide("finish", "a")])
    store.commit([anna.decide("reopen", "a"), anna.decide("note", "b", text="later")])
    store.commit([boris.decide("finish", "b")])
    assert store.finished_at("anna") == {"a": "2026-01-02T03:04:05.678Z"}
    store.commit([late])
    assert store.finished_at("anna") == {"a": late.time}
    assert store.finished_at("boris") == {"b": "2026-01-02T03:04:05.678Z"}
    assert store.finished_at("nobody") == {}


def test_how_far_the_log_of_a_layer_goes(store: Store) -> None:
    assert store.extent("anna") is None
    anna, boris = Log("anna"), Log("boris", first=100)
    made = [anna.decide("finish", "a"), anna.decide("note", "b", text="later"), anna.decide("reopen", "a")]
    store.commit([made[1], made[0]])
    store.commit([msgspec.structs.replace(made[2], author="boris"), boris.decide("finish", "b")])
    extent = store.extent("anna")
    assert extent is not None
    assert (extent.count, extent.authors) == (3, 2)
    assert (extent.first, extent.last) == (made[0].id, made[2].id)
    assert (extent.first_time, extent.last_time) == (made[0].time, made[2].time)


def test_a_snapshot_is_of_one_moment(store: Store) -> None:
    log = Log("anna")
    with closing(store.another()) as other:
        with store.snapshot():
            assert store.last_decision() is None
            other.commit([log.decide("finish", "a")])
            assert store.last_decision() is None
            assert list(store.decisions()) == []
            assert store.tally("anna").done == 0
        assert store.tally("anna").done == 1
        store.commit([log.decide("finish", "b")])
