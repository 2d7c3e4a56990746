"""Disputes between layers, and the policies that settle them without a person."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.gold.disputes import Dispute, find_disputes
from curator.gold.policies import Verdict, by_weight, majority, settle, unanimous
from curator.model import Span

RANK, LONG_RANK = Span(0, 20, "RANK"), Span(0, 30, "RANK")
PERSON, CHARGE = Span(21, 30, "PERSON"), Span(0, 20, "CHARGE")


def the_one(**layers: list[Span]) -> Dispute:
    (dispute,) = find_disputes(layers)
    return dispute


# Examples


def test_what_all_have_is_agreed_and_the_rest_is_disputed() -> None:
    found = find_disputes({"anna": [RANK, PERSON], "boris": [RANK], "clara": [RANK]})
    assert [(each.start, each.end, each.agreed) for each in found] == [(0, 20, True), (21, 30, False)]
    assert found[1].basis == {"anna": (PERSON,), "boris": (), "clara": ()}


def test_agreed_span_stands_apart_from_a_dispute_around_it() -> None:
    found = find_disputes({"anna": [LONG_RANK, PERSON], "boris": [PERSON]})
    assert [(each.agreed, each.candidates[0].span) for each in found] == [(False, LONG_RANK), (True, PERSON)]


def test_spans_that_hang_together_are_one_dispute() -> None:
    dispute = the_one(anna=[RANK, PERSON], boris=[LONG_RANK])
    assert (dispute.start, dispute.end) == (0, 30)
    assert dispute.basis == {"anna": (RANK, PERSON), "boris": (LONG_RANK,)}
    assert len(find_disputes({"anna": [Span(0, 5, "RANK")], "boris": [Span(5, 9, "RANK")]})) == 2


def test_layers_without_spans_have_nothing_to_settle() -> None:
    assert find_disputes({"anna": [], "boris": []}) == ()


@pytest.mark.parametrize(
    ("layers", "difference"),
    [
        ({"anna": [RANK], "boris": [RANK]}, "none"),
        ({"anna": [RANK], "boris": []}, "missed"),
        ({"anna": [RANK], "boris": [LONG_RANK]}, "boundary"),
        ({"anna": [RANK], "boris": [CHARGE]}, "label"),
        ({"anna": [Span(0, 20, "AMOUNT", {"value": 3})], "boris": [Span(0, 20, "AMOUNT")]}, "attributes"),
        ({"anna": [RANK, PERSON], "boris": [LONG_RANK]}, "several"),
        ({"anna": [LONG_RANK], "boris": [CHARGE]}, "several"),
        ({"anna": [RANK], "boris": [LONG_RANK], "clara": []}, "several"),
    ],
)
def test_difference_is_named(layers: dict[str, list[Span]], difference: str) -> None:
    assert the_one(**layers).difference == difference


@pytest.mark.parametrize(
    ("layers", "verdict"),
    [
        ({"anna": [RANK], "boris": [RANK]}, Verdict(taken=(RANK,))),
        ({"anna": [RANK], "boris": []}, Verdict(undecided=(RANK,))),
        ({"anna": [RANK], "boris": [RANK], "clara": []}, Verdict(taken=(RANK,))),
        ({"anna": [RANK], "boris": [], "clara": []}, Verdict(left_out=(RANK,))),
        ({"anna": [RANK], "boris": [RANK], "clara": [LONG_RANK]}, Verdict((RANK,), (LONG_RANK,))),
        # All three have something, and no two the same.
        (
            {"anna": [RANK], "boris": [LONG_RANK], "clara": [CHARGE]},
            Verdict(undecided=(LONG_RANK, CHARGE, RANK)),
        ),
        (
            {"anna": [RANK], "boris": [RANK], "clara": [CHARGE], "dora": [CHARGE]},
            Verdict(undecided=(CHARGE, RANK)),
        ),
        # Each span has its own majority, though no two reviewers have the same set.
        (
            {"anna": [LONG_RANK, PERSON], "boris": [LONG_RANK], "clara": [PERSON]},
            Verdict((LONG_RANK, PERSON)),
        ),
    ],
)
def test_majority(layers: dict[str, list[Span]], verdict: Verdict) -> None:
    assert majority(the_one(**layers)) == verdict


def test_weights_decide_where_heads_do_not() -> None:
    dispute = the_one(anna=[RANK], boris=[LONG_RANK])
    assert by_weight({"anna": 2})(dispute) == Verdict((RANK,), (LONG_RANK,))
    assert by_weight({"anna": 0.1, "boris": 0.2})(dispute) == Verdict((LONG_RANK,), (RANK,))
    three = the_one(anna=[RANK], boris=[RANK], clara=[LONG_RANK])
    assert by_weight({"anna": 0.1, "boris": 0.2, "clara": 0.3})(three).taken == (), "0.1 and 0.2 weigh as much as 0.3"


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_bad_weight_is_refused(weight: float) -> None:
    with pytest.raises(CuratorError, match="is no weight for anna"):
        by_weight({"anna": weight})


def test_attributes_go_by_majority_too() -> None:
    three, four = Span(0, 4, "AMOUNT", {"value": 3}), Span(0, 4, "AMOUNT", {"value": 4})
    assert majority(the_one(anna=[three], boris=[four], clara=[four])).taken == (four,)
    assert majority(the_one(anna=[three], boris=[four])).undecided == (three,)


def test_settled_document_names_what_is_undecided() -> None:
    layers = {"anna": [RANK, Span(40, 45, "PERSON")], "boris": [RANK]}
    settled = settle(unanimous, layers)
    assert settled.spans == (RANK,)
    ((dispute, verdict),) = settled.disputes
    assert (dispute.start, verdict.undecided, verdict.decided) == (40, (Span(40, 45, "PERSON"),), False)


# Properties

spans = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 30), st.integers(1, 8), st.sampled_from(["RANK", "PERSON", "CHARGE"]),
)  # fmt: skip
layers = st.integers(1, 5).flatmap(
    lambda count: st.fixed_dictionaries({f"r{n}": st.lists(spans, max_size=6) for n in range(count)})
)
weights = st.lists(st.integers(0, 9), min_size=5, max_size=5).map(lambda w: {f"r{n}": each for n, each in enumerate(w)})


@given(layers)
def test_disputes_are_a_partition_of_all_spans(layers: dict[str, list[Span]]) -> None:
    found = find_disputes(layers)
    for layer, there in layers.items():
        assert sorted(span.key for each in found for span in each.basis[layer]) == sorted({s.key for s in there})
    for each in found:
        assert each.layers == tuple(layers)
        assert (each.start, each.end) == (
            min(c.span.start for c in each.candidates), max(c.span.end for c in each.candidates),
        )  # fmt: skip


@given(layers)
def test_agreed_is_just_what_all_have(layers: dict[str, list[Span]]) -> None:
    common = set.intersection(*({span.key for span in there} for there in layers.values()))
    found = find_disputes(layers)
    assert {c.span.key for each in found if each.agreed for c in each.candidates} == common
    assert all(len(each.candidates) == 1 for each in found if each.agreed)


@given(layers)
def test_disputes_do_not_overlap_and_each_hangs_together(layers: dict[str, list[Span]]) -> None:
    disputed = [each for each in find_disputes(layers) if not each.agreed]
    assert all(one.end <= other.start for one, other in pairwise(disputed))
    for each in disputed:
        covered = {place for c in each.candidates for place in range(c.span.start, c.span.end)}
        assert covered == set(range(each.start, each.end))
        for place in range(each.start + 1, each.end):
            assert any(c.span.start < place < c.span.end for c in each.candidates), "it falls apart here"


@given(layers, st.randoms(use_true_random=False))
def test_order_of_reviewers_and_spans_does_not_matter(layers: dict[str, list[Span]], random) -> None:  # type: ignore[no-untyped-def]
    names = random.sample(sorted(layers), len(layers))
    shuffled = {name: random.sample(layers[name], len(layers[name])) for name in names}
    assert settle(majority, shuffled).spans == settle(majority, layers).spans
    assert [(d.start, d.end, d.agreed) for d in find_disputes(shuffled)] == [
        (d.start, d.end, d.agreed) for d in find_disputes(layers)
    ]


@given(layers, weights)
def test_every_candidate_gets_one_verdict(layers: dict[str, list[Span]], weights: dict[str, int]) -> None:
    for dispute in find_disputes(layers):
        every = sorted(c.span.key for c in dispute.candidates)
        for policy in (unanimous, majority, by_weight(weights)):
            verdict = policy(dispute)
            assert sorted(s.key for s in (*verdict.taken, *verdict.left_out, *verdict.undecided)) == every


@given(layers)
def test_what_is_unanimous_has_a_majority(layers: dict[str, list[Span]]) -> None:
    assert {s.key for s in settle(unanimous, layers).spans} <= {s.key for s in settle(majority, layers).spans}


@given(layers)
def test_majority_is_what_more_than_half_have(layers: dict[str, list[Span]]) -> None:
    keys = {span.key for there in layers.values() for span in there}
    wanted = {key for key in keys if 2 * sum(key in {s.key for s in there} for there in layers.values()) > len(layers)}
    assert {span.key for span in settle(majority, layers).spans} == wanted


@given(layers, weights, st.integers(1, 7))
def test_only_the_ratio_of_weights_counts(layers: dict[str, list[Span]], weights: dict[str, int], times: int) -> None:
    one = settle(by_weight(weights), layers)
    assert settle(by_weight({name: times * weight for name, weight in weights.items()}), layers) == one
    assert settle(by_weight(dict.fromkeys(layers, times)), layers) == settle(majority, layers)


@given(layers)
def test_reviewer_who_outweighs_all_others_has_their_way(layers: dict[str, list[Span]]) -> None:
    settled = settle(by_weight({"r0": 100}), layers)
    assert {span.key for span in settled.spans} == {span.key for span in layers["r0"]}
    assert all(verdict.decided for _, verdict in settled.disputes)


@given(st.lists(spans, max_size=6), st.integers(1, 4))
def test_same_layers_are_settled_whatever_the_policy(there: list[Span], count: int) -> None:
    layers = {f"r{n}": there for n in range(count)}
    for policy in (unanimous, majority):
        settled = settle(policy, layers)
        assert settled.disputes == ()
        assert {span.key for span in settled.spans} == {span.key for span in there}
