"""Rulings on disputes, gold, and what late work of a reviewer opens again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.gold.case import Question
from curator.gold.disputes import find_disputes
from curator.model import Ruling, Span
from curator.review.bench import Bench
from curator.review.proposal import Proposal, Refused
from curator.store.api import Store
from tests.copied import copied_store
from tests.review.adjudication_kit import (
    AMOUNT,
    PERSON,
    RANK,
    RANK_NAME,
    SURNAME,
    TEXT,
    everything_but_gold,
    gold_of,
    layers,
    write,
)  # fmt: skip
from tests.review.conftest import LABELS, document, fill

BRIBE = TEXT.index("taking a bribe"), TEXT.index("taking a bribe") + len("taking a bribe")
CHARGE = Span(*BRIBE, "CHARGE")


@pytest.fixture
def disputed(store: Store) -> Store:
    """d0: agreed on the person, in dispute over the rank's end and over the amount. d1: agreed. d2: one reviewer."""
    fill(store, [(document(f"d{n}", f"{TEXT} {n}"), ()) for n in range(3)])
    layers(store, "d0", anna=[RANK, PERSON], boris=[Span(30, 37, "RANK"), PERSON, AMOUNT])
    layers(store, "d1", anna=[RANK], boris=[RANK])
    write(store, "anna", "d2", [RANK])
    return store


def bench_on(store: Store, *reviewers: str, author: str = "judge", **options: object) -> Bench:
    return Bench(store, LABELS, reviewers=reviewers or ("anna", "boris"), author=author, **options)  # type: ignore[arg-type]


def questions(bench: Bench) -> list[tuple[int, int, str]]:
    return [(each.start, each.end, each.state) for each in bench.session.questions]


def asked(bench: Bench) -> Question:
    """The question in focus."""
    assert bench.session.question is not None
    return bench.session.question


def rulings(store: Store, key: str) -> list[Ruling]:
    return [decision.ruling for decision in store.decisions(layer="gold", key=key) if decision.ruling]


def test_most_disputed_document_comes_first_and_its_first_dispute_is_in_focus(disputed: Store) -> None:
    bench = bench_on(disputed)
    assert [(each.key, each.open, each.disputes) for each in bench.docket] == [("d0", 2, 2), ("d1", 0, 0)]
    assert questions(bench) == [(19, 37, "open"), (38, 52, "agreed"), (88, 105, "open")]
    assert bench.session.question == bench.session.questions[0]
    assert bench.tally.documents == 2


RULED: dict[str, tuple[Callable[[Bench], Proposal], list[Span], str]] = {
    "A's": (lambda b: b.session.take(0), [RANK], "take"),
    "B's": (lambda b: b.session.take(1), [Span(30, 37, "RANK")], "take"),
    "union": (lambda b: b.session.union(), [RANK], "union"),
    "intersection": (lambda b: b.session.intersection(), [Span(30, 37, "RANK")], "intersection"),
    "nothing": (lambda b: b.session.nothing(), [], "nothing"),
}


@pytest.mark.parametrize("name", RULED)
def test_ruling(disputed: Store, name: str) -> None:
    propose, spans, how = RULED[name]
    before = everything_but_gold(disputed)
    bench = bench_on(disputed)
    bench.act(propose(bench))
    assert questions(bench) == [(19, 37, "decided"), (38, 52, "agreed"), (88, 105, "open")]
    assert gold_of(disputed, "d0") == [span.key for span in spans]
    assert asked(bench).start == 88, "the next dispute is in focus"
    basis = {"anna": (RANK,), "boris": (Span(30, 37, "RANK"),)}
    assert {(r.how, r.start, r.end) for r in rulings(disputed, "d0")} == {(how, 19, 37)}
    assert all(ruling.basis == basis for ruling in rulings(disputed, "d0"))
    bench.undo()
    assert gold_of(disputed, "d0") == []
    assert asked(bench).start == 19
    bench.redo()
    assert gold_of(disputed, "d0") == [span.key for span in spans]
    assert everything_but_gold(disputed) == before


def test_another_span_and_another_label(disputed: Store) -> None:
    bench = bench_on(disputed)
    session = bench.session
    session.select_range(30, 52)
    bench.act(session.label("PERSON"))
    assert gold_of(disputed, "d0") == [(30, 52, "PERSON")]
    session.go(20)
    bench.act(session.label("AMOUNT"))
    assert gold_of(disputed, "d0") == [(30, 52, "AMOUNT")]
    assert [ruling.how for ruling in rulings(disputed, "d0")][-1] == "label"
    assert [each.state for each in session.questions] == ["decided", "agreed", "open"]


def test_label_where_only_the_label_is_in_dispute(store: Store) -> None:
    fill(store, [(document("d0", TEXT), ())])
    layers(store, "d0", anna=[RANK], boris=[Span(19, 37, "PERSON")])
    bench = bench_on(store)
    for refused in (bench.session.union, bench.session.intersection, bench.session.take_majority):
        with pytest.raises(Refused):
            refused()
    bench.act(bench.session.label("AMOUNT"))
    assert gold_of(store, "d0") == [(19, 37, "AMOUNT")]


def test_selection_keeps_the_common_label(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.session.select_range(19, 52)
    bench.act(bench.session.keep_label())
    assert gold_of(disputed, "d0") == [RANK_NAME.key]


def test_majority_of_three(disputed: Store) -> None:
    layers(disputed, "d0", clara=[RANK, PERSON])
    bench = bench_on(disputed, "anna", "boris", "clara")
    bench.act(bench.session.take_majority())
    bench.act(bench.session.take_majority())
    assert gold_of(disputed, "d0") == [RANK.key]
    assert bench.session.case.open == 0


def test_attributes_are_part_of_what_is_taken(store: Store) -> None:
    fill(store, [(document("d0", TEXT), ())])
    other = Span(88, 105, "AMOUNT", {"value": 36})
    layers(store, "d0", anna=[AMOUNT], boris=[other])
    bench = bench_on(store)
    assert [each.state for each in bench.session.questions] == ["open"]
    bench.act(bench.session.take(1))
    assert store.state("gold", 1).layer_spans() == (other,)


def test_what_all_agree_on_goes_into_gold_when_the_document_is_finished(disputed: Store) -> None:
    bench = bench_on(disputed)
    with pytest.raises(Refused, match="2 disputes are open"):
        bench.finish()
    bench.act(bench.session.take(0))
    bench.act(bench.session.nothing())
    assert "settled" in bench.finish()
    assert gold_of(disputed, "d0") == [RANK.key, PERSON.key]
    assert disputed.review("gold", 1).status == "done"
    assert bench.session.document.key == "d1"
    assert bench.finish() == "settled; nothing is left to adjudicate"
    assert gold_of(disputed, "d1") == [RANK.key]
    assert list(disputed.check()) == []


def test_what_all_agree_on_can_be_changed(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.session.next_item()
    assert asked(bench).state == "agreed"
    bench.act(bench.session.nothing())
    bench.act(bench.session.take(1))
    bench.act(bench.session.take(0))
    bench.finish()
    assert gold_of(disputed, "d0") == [RANK.key, AMOUNT.key]


def test_span_that_no_reviewer_has(disputed: Store) -> None:
    bench = bench_on(disputed)
    session = bench.session
    session.select_range(*BRIBE)
    session.label("PERSON")
    bench.act(session.label("PERSON"))
    assert (*BRIBE, "decided") in questions(bench)
    session.go(BRIBE[0])
    bench.act(session.label("RANK"))
    assert gold_of(disputed, "d0") == [(*BRIBE, "RANK")]
    session.go(BRIBE[0])
    bench.act(session.nothing())
    assert gold_of(disputed, "d0") == []
    assert (*BRIBE, "decided") not in questions(bench)


def test_reason_and_guideline_go_with_the_ruling(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.act(bench.session.explain("RANK, begin and end: the whole of it"))
    assert list(disputed.decisions(layer="gold")) == []
    bench.act(bench.session.take(0))
    assert {(r.reason, r.guideline) for r in rulings(disputed, "d0")} == {("the whole of it", "RANK, begin and end")}
    bench.act(bench.session.take(1))
    assert rulings(disputed, "d0")[-1].reason == "", "it was the reason for another dispute"


def test_reason_can_be_given_afterwards(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.act(bench.session.take(1))
    bench.session.go(20)
    bench.act(bench.session.explain("see: the style guide"))
    last = rulings(disputed, "d0")[-1]
    assert (last.how, last.of, last.reason, last.guideline) == ("take", ("boris",), "see: the style guide", "")
    assert gold_of(disputed, "d0") == [(30, 37, "RANK")]


def test_overlap_is_refused_where_labels_forbid_it(store: Store) -> None:
    fill(store, [(document("d0", TEXT), ())])
    layers(store, "d0", anna=[RANK, PERSON], boris=[PERSON])
    labels = msgspec.structs.replace(LABELS, overlap=False)
    bench = Bench(store, labels, reviewers=("anna", "boris"), author="judge")
    bench.session.select_range(19, 45)
    with pytest.raises(Refused, match="it would overlap PERSON"):
        bench.session.label("RANK")


def test_same_span_twice_is_refused(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.session.select_range(PERSON.start, PERSON.end)
    with pytest.raises(Refused, match="there is a PERSON just there already"):
        bench.session.label("PERSON")


def test_no_document_of_two_reviewers(disputed: Store) -> None:
    with pytest.raises(CuratorError, match=r"no document was finished by two reviewers \(anna 3, zoe 0\)"):
        bench_on(disputed, "anna", "zoe")


def test_letters_can_be_mixed(disputed: Store) -> None:
    orders = set()
    for n in range(3, 20):
        fill(disputed, [(document(f"d{n}", f"{TEXT} {n}"), ())])
        layers(disputed, f"d{n}", anna=[RANK], boris=[])
        bench = bench_on(disputed, shuffled=True)
        bench.open(disputed.number(f"d{n}") or 0)
        orders.add(bench.session.names)
    assert orders == {("anna", "boris"), ("boris", "anna")}


def test_it_goes_on_where_it_was_cut_off(disputed: Store) -> None:
    bench = bench_on(disputed)
    bench.act(bench.session.take(0))
    again = bench_on(disputed)
    assert again.session.document.key == "d0"
    assert asked(again).start == 88
    assert gold_of(disputed, "d0") == [RANK.key]


# Late work


@pytest.fixture
def settled(disputed: Store) -> Store:
    """Both documents are in gold."""
    bench = bench_on(disputed)
    bench.act(bench.session.take(0))
    bench.act(bench.session.take(1))
    bench.finish()
    bench.finish()
    return disputed


def test_late_span_opens_just_the_question_that_it_raises(settled: Store) -> None:
    before = gold_of(settled, "d0")
    layers(settled, "d0", clara=[RANK, PERSON, AMOUNT, CHARGE])
    bench = bench_on(settled, "anna", "boris", "clara")
    assert questions(bench) == [(19, 37, "decided"), (38, 52, "agreed"), (*BRIBE, "open"), (88, 105, "decided")]
    assert gold_of(settled, "d0") == before
    bench.act(bench.session.take(2))
    bench.finish()
    assert gold_of(settled, "d0") == sorted([*before, CHARGE.key])


def test_late_span_in_a_dispute_that_was_decided_leaves_gold_as_it_is(settled: Store) -> None:
    layers(settled, "d0", clara=[Span(30, 52, "RANK"), PERSON, AMOUNT])
    bench = bench_on(settled, "anna", "boris", "clara")
    assert questions(bench)[0] == (19, 52, "open")
    assert gold_of(settled, "d0") == [RANK.key, PERSON.key, AMOUNT.key]
    bench.act(bench.session.take(0))
    assert gold_of(settled, "d0") == [RANK.key, PERSON.key, AMOUNT.key]
    assert bench.session.case.open == 0


def test_late_reviewer_who_lacks_what_was_agreed_opens_it(settled: Store) -> None:
    layers(settled, "d1", clara=[])
    bench = bench_on(settled, "anna", "boris", "clara")
    assert [(each.key, each.open) for each in bench.docket if each.waiting] == [("d1", 1)]
    bench.act(bench.session.nothing())
    assert gold_of(settled, "d1") == []


def test_late_reviewer_who_agrees_opens_nothing(settled: Store) -> None:
    layers(settled, "d0", clara=[RANK, PERSON, AMOUNT])
    layers(settled, "d1", clara=[RANK])
    assert not any(each.waiting for each in bench_on(settled, "anna", "boris", "clara").docket)


def test_reviewer_who_takes_back_what_a_person_decided_opens_nothing(settled: Store) -> None:
    write(settled, "anna", "d0", [PERSON])
    assert not any(each.waiting for each in bench_on(settled).docket)
    assert gold_of(settled, "d0") == [RANK.key, PERSON.key, AMOUNT.key]


def test_what_all_take_back_is_asked_for(settled: Store) -> None:
    layers(settled, "d1", anna=[], boris=[])
    bench = bench_on(settled)
    assert questions(bench) == [(19, 37, "open")]
    bench.act(bench.session.nothing())
    bench.finish()
    assert gold_of(settled, "d1") == []


def test_span_on_which_all_agree_late_only_wants_to_be_finished(settled: Store) -> None:
    layers(settled, "d1", anna=[RANK, PERSON], boris=[RANK, PERSON])
    bench = bench_on(settled)
    assert (bench.session.document.key, bench.session.case.open, bench.session.case.fresh) == ("d1", 0, 1)
    bench.finish()
    assert gold_of(settled, "d1") == [RANK.key, PERSON.key]


# Properties

ACTS = (
    "take 0", "take 1", "take 2", "majority", "union", "intersection", "nothing", "label", "span", "next", "undo",
    "redo", "late",
)  # fmt: skip
spans = st.sampled_from([RANK, RANK_NAME, PERSON, SURNAME, AMOUNT, Span(19, 44, "PERSON"), Span(0, 6, "RANK")])
there = st.lists(spans, max_size=4, unique_by=lambda span: span.key)


@contextmanager
def fresh_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder, closing(copied_store(Path(folder) / "curator.db")) as store:
        yield store


def carry_out(bench: Bench, store: Store, act: str, late: list[Span]) -> None:
    session = bench.session
    if act == "late":
        write(store, "clara", "d0", late)
        bench._open(1, "gold")
        return
    if act == "undo":
        bench.undo()
    elif act == "redo":
        bench.redo()
    elif act == "next":
        session.next_item()
    elif act == "span":
        session.select_range(session.cursor, session.cursor + 30)
        bench.act(session.label("PERSON"))
    elif act.startswith("take "):
        bench.act(session.take(int(act[-1])))
    elif act == "label":
        bench.act(session.label("AMOUNT"))
    else:
        bench.act({"majority": session.take_majority}.get(act, getattr(session, act, None))())  # type: ignore[misc]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(there, there, st.lists(st.tuples(st.sampled_from(ACTS), there), max_size=12))
def test_whatever_is_ruled_gold_is_what_the_log_says(
    anna: list[Span], boris: list[Span], acts: list[tuple[str, list[Span]]]
) -> None:
    with fresh_store() as store:
        fill(store, [(document("d0", TEXT), ())])
        layers(store, "d0", anna=anna, boris=boris)
        bench = bench_on(store, "anna", "boris", "clara")
        for act, late in acts:
            decided = [span.key for q in bench.session.questions if q.state == "decided" for span in q.spans()]
            own = {layer: log for layer, log in everything_but_gold(store).items() if layer != "clara"}
            try:
                carry_out(bench, store, act, late)
            except Refused:
                continue
            fresh = bench_on(store, "anna", "boris", "clara").session
            assert bench.session.questions == fresh.questions, act
            assert [item.key for item in bench.session.items] == [item.key for item in fresh.items]
            assert {layer: log for layer, log in everything_but_gold(store).items() if layer != "clara"} == own
            live = sorted(span.key for span in store.state("gold", 1).layer_spans())
            asked = [span for q in fresh.questions for span in q.spans() if q.gold]
            assert sorted(span.key for span in asked) == live, "every span of gold belongs to one question"
            if act == "late":
                assert set(decided) <= set(live), "late work changes nothing that was decided"
        assert list(store.check()) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(there, there, there, st.integers(0, 2))
def test_one_who_always_takes_the_same_side_makes_gold_of_it(
    anna: list[Span], boris: list[Span], clara: list[Span], side: int
) -> None:
    with fresh_store() as store:
        fill(store, [(document("d0", TEXT), ())])
        layers(store, "d0", anna=anna, boris=boris, clara=clara)
        bench = bench_on(store, "anna", "boris", "clara")
        disputed = sum(not each.agreed for each in find_disputes({"a": anna, "b": boris, "c": clara}))
        for _ in range(disputed):
            bench.act(bench.session.take(side))
        bench.finish()
        assert sorted(gold_of(store, "d0")) == sorted(span.key for span in (anna, boris, clara)[side])


def test_each_adjudicator_comes_back_to_their_own_place(store: Store) -> None:
    fill(store, [(document(f"d{n}", f"{TEXT} {n}"), ()) for n in range(3)])
    for n in range(3):
        layers(store, f"d{n}", anna=[RANK], boris=[RANK_NAME])
    one, other = bench_on(store, author="judge"), bench_on(store, author="jury")
    one.open(2)
    one.act(one.session.flag())
    other.open(3)
    other.act(other.session.flag())
    one.leave()
    other.leave()
    one.open(2)
    assert (bench_on(store, author="judge").number, bench_on(store, author="jury").number) == (2, 3)
    assert bench_on(store, author="other").number == 1
