"""Bootstrap intervals over documents."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.agreement import Shared, measure
from curator.agreement.bootstrap import resampled
from curator.agreement.columns import Table
from curator.agreement.draws import draws

SPAN, WIDER = (0, 5, "PER"), (0, 6, "PER")


def documents(agreed, disputed, empty=0):
    layers = [{"A": [SPAN], "B": [SPAN]}] * agreed + [{"A": [SPAN], "B": [WIDER]}] * disputed
    layers += [{"A": [], "B": []}] * empty
    return [Shared(str(n), each, length=12, tokens=[(0, 5), (5, 6), (7, 12)]) for n, each in enumerate(layers)]


def test_the_interval_of_a_share_is_that_of_the_binomial():
    agreement = measure(documents(70, 30))
    interval = agreement.measures["exact_f1"].interval
    assert agreement.measures["exact_f1"].value == pytest.approx(0.7)
    drawn = np.random.default_rng(1).binomial(100, 0.7, 200_000) / 100
    assert (interval.low, interval.high) == pytest.approx(np.percentile(drawn, (2.5, 97.5)), abs=0.011)
    assert interval.undefined == 0
    assert (agreement.resamples, agreement.few_documents) == (2000, False)


def test_the_same_seed_gives_the_same_interval():
    found = documents(20, 10)
    assert measure(found).measures == measure(found).measures
    other = measure(found, seed=7)
    assert other.seed == 7
    assert other.measures["alpha"].value == measure(found).measures["alpha"].value
    seeds = {str(measure(found, seed=seed, resamples=40).measures["u_alpha"].interval) for seed in range(5)}
    assert len(seeds) > 1


def test_every_figure_has_its_own():
    agreement = measure(documents(20, 10))
    for each in [agreement, *agreement.by_pair, *agreement.by_label]:
        for name, value in each.measures.items():
            if name == "unitizing_alpha":
                assert value.interval is None  # it does not add up over documents
            else:
                assert value.interval.low <= value.value <= value.interval.high, name
    for by_label in agreement.by_pair[0].labels.values():
        assert all(value.interval is not None for value in by_label.values())


def test_undefined_resamples_are_counted_and_too_many_leave_no_interval():
    """One document in three has spans: (2/3)^n of the resamples have none."""
    few = measure(documents(1, 0, empty=2)).measures["exact_f1"]
    assert few.value == 1
    assert (few.interval.low, few.interval.high) == (None, None)
    assert few.interval.undefined == pytest.approx(2000 * (2 / 3) ** 3, rel=0.15)
    more = measure(documents(4, 0, empty=8)).measures["exact_f1"].interval
    assert 0 < more.undefined < 100
    assert (more.low, more.high) == (1, 1)


def test_few_documents_are_told():
    assert measure(documents(5, 4)).few_documents
    assert not measure(documents(5, 5)).few_documents
    assert not measure(documents(5, 4), resamples=0).few_documents
    assert measure(documents(5, 4), resamples=0).measures["exact_f1"].interval is None


def test_an_undefined_measure_has_no_interval():
    value = measure(documents(0, 0, empty=12)).measures["alpha"]
    assert (value.reason, value.interval) == ("no_variation", None)


@given(
    st.lists(st.lists(st.integers(0, 2**40), min_size=3, max_size=3), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
)
def test_sums_of_resamples_are_exact(counts, left_out):
    """Whole numbers of any size, summed in single precision; and others."""
    rows = np.array([n for n in range(len(counts)) if n not in left_out], np.int64)
    column = np.array(counts, float)[rows]
    table = Table(rows, {"whole": column, "same": column, "small": column % 7, "third": column / 3, "none": column * 0})
    (found,) = resampled([table], np.arange(len(counts)), resamples=20, seed=1)
    weights = np.concatenate(list(draws(len(counts), 20, 1))).astype(int)[:, rows]
    for resample in range(20):
        assert (found["whole"][resample] == weights[resample] @ column).all()
        assert (found["small"][resample] == weights[resample] @ (column % 7)).all()
        assert found["third"][resample] == pytest.approx(weights[resample] @ (column / 3))
    assert (found["none"] == 0).all()
    assert found["same"] is found["whole"]


@pytest.mark.parametrize("size", [1, 2, 16, 17, 40, 1_000])
def test_documents_are_drawn_with_replacement_and_equal_chances(size):
    """What `random.integers` would draw, by another way: a row is multinomial."""
    most = 400_000 // size
    drawn = np.concatenate(list(draws(size, most, 3)))
    assert (drawn >= 0).all()
    assert (drawn.sum(axis=1) == size).all()
    law = [comb(size, k) * (1 / size) ** k * (1 - 1 / size) ** (size - k) for k in range(min(size, 6) + 1)]
    found = np.bincount(drawn.astype(int).ravel(), minlength=len(law))[: len(law)] / drawn.size
    assert found == pytest.approx(law, abs=0.004)
    if size > 1:  # two documents vie for the same draws
        first, second = drawn[:, : size // 2].sum(axis=1), drawn[:, size // 2 :].sum(axis=1)
        assert first.mean() == pytest.approx(size // 2, abs=0.05 * size**0.5)
        assert first.var() == pytest.approx(size * (size // 2 / size) * (1 - size // 2 / size), rel=0.2)
        assert (first + second == size).all()


def test_no_documents_are_drawn_from_none():
    assert [weights.shape for weights in draws(0, 3, 1)] == [(3, 0)]
