"""Gamma: the best alignment is the best, and chance is sampled."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.agreement import Shared, alignment, gamma, measure
from curator.agreement.alignment import Units, least_cost
from curator.errors import CuratorError
from tests.agreement import slow
from tests.fast import but_first


def units(annotators, most):
    unit = st.tuples(st.integers(0, 12), st.integers(1, 5), st.integers(0, 1))
    sides = st.lists(st.lists(unit, max_size=most), min_size=annotators, max_size=annotators)
    return sides.filter(any).map(
        lambda sides: [(who, s, s + size, label) for who, side in enumerate(sides) for s, size, label in side]
    )


def cost(groups, annotators):
    flat = [(group, *unit) for group, found in enumerate(groups) for unit in found]
    group, who, start, end, label = (np.array(column) for column in zip(*flat, strict=True))
    return least_cost(Units(group, who, start.astype(float), end.astype(float), label), annotators, len(groups))


@pytest.mark.parametrize(("annotators", "most"), but_first([(2, 4), (3, 3), (4, 2)]))
def test_the_best_alignment_is_the_best(annotators, most):
    @settings(max_examples=80)
    @given(st.lists(units(annotators, most), min_size=1, max_size=4))
    def check(groups):
        full = [found for found in groups if max(who for who, *_ in found) == annotators - 1]
        if full:
            expected = [slow.disorder([(w, s, e, x) for w, s, e, x in found]) for found in full]
            assert cost(full, annotators) == pytest.approx(expected)

    check()


@pytest.mark.parametrize("seed", [27, 40, 73, 103])
def test_an_alignment_that_the_linear_program_does_not_find(seed):
    """Halves of tuples would be cheaper than whole ones."""
    random = np.random.default_rng(seed)
    start, size, label = random.integers(0, 8, 9), random.integers(2, 7, 9), random.integers(0, 3, 9)
    found = [(n // 3, int(start[n]), int(start[n] + size[n]), int(label[n])) for n in range(9)]
    with mock.patch.object(alignment, "_program", wraps=alignment._program) as program:
        assert cost([found], 3) == pytest.approx([slow.disorder(found)])
    assert [call.kwargs["whole"] for call in program.call_args_list] == [False, True]


def counts(*layers, length=60):
    shared = [Shared(str(n), each, length=length, tokens=[(0, 1)]) for n, each in enumerate(layers)]
    return measure(shared, resamples=0).counts


FIRST = [(0, 5, "PER"), (10, 14, "ORG"), (30, 42, "PER")]


def test_the_same_layers():
    found = gamma(counts({"A": FIRST, "B": FIRST, "C": FIRST}))
    assert found.measure.value == 1
    assert found.observed == 0
    assert (found.samples, found.seed, found.documents) == (300, 2004, 1)


def test_closer_layers_have_a_higher_gamma():
    values = []
    for shift in (0, 1, 2, 4):
        other = [(s + shift, e + shift, label) for s, e, label in FIRST]
        values.append(gamma(counts({"A": FIRST, "B": other})).measure.value)
    assert values == sorted(values, reverse=True)
    relabelled = gamma(counts({"A": FIRST, "B": [(s, e, "ORG") for s, e, _ in FIRST]})).measure.value
    assert relabelled < 1


def test_seed_and_samples():
    both = counts({"A": FIRST, "B": FIRST[:2]})
    assert gamma(both) == gamma(both)
    other = gamma(both, seed=5)
    assert other.observed == gamma(both).observed
    assert other.measure != gamma(both).measure
    assert other.measure.value == pytest.approx(gamma(both).measure.value, abs=0.05)
    assert other.measure.interval.low <= other.measure.value <= other.measure.interval.high
    with pytest.raises(CuratorError, match="30 samples are too few"):
        gamma(both, samples=30)


def test_shuffled_continua_are_another_chance():
    both = counts({"A": FIRST, "B": FIRST[:2], "C": FIRST[1:]})
    shuffled = gamma(both, sampler="shuffle")
    assert shuffled.sampler == "shuffle"
    assert shuffled.observed == gamma(both).observed
    assert shuffled.expected != gamma(both).expected
    assert shuffled == gamma(both, sampler="shuffle")
    assert shuffled.measure.value == pytest.approx(gamma(both, sampler="shuffle", seed=9).measure.value, abs=0.05)


def test_only_what_all_finished_and_never_across_texts():
    end, start = [(55, 60, "PER")], [(0, 5, "PER")]
    one = counts({"A": FIRST, "B": FIRST}, {"A": end})
    assert gamma(one).documents == 1
    assert gamma(one).measure.value == 1
    # Side by side on the continuum, but in two texts.
    apart = counts({"A": end, "B": []}, {"A": [], "B": start})
    assert gamma(apart).observed == pytest.approx(2 / 1)


def test_two_of_three():
    all_three = counts({"A": FIRST, "B": FIRST[:2], "C": FIRST[1:]})
    assert gamma(all_three, [0, 1]) == gamma(counts({"A": FIRST, "B": FIRST[:2]}))
