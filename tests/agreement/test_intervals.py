"""Bootstrap intervals over documents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.agreement import Shared, measure
from curator.agreement.bootstrap import resampled
from curator.agreement.columns import Table

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
    table = Table(rows, {"whole": column, "same": column, "small": column % 7, "third": column / 3})
    (found,) = resampled([table], np.arange(len(counts)), resamples=20, seed=1)
    drawn = np.random.default_rng(1)
    for resample in range(20):
        weights = np.bincount(drawn.integers(0, len(counts), len(counts)), minlength=len(counts))[rows]
        assert (found["whole"][resample] == weights @ column).all()
        assert (found["small"][resample] == weights @ (column % 7)).all()
        assert found["third"][resample] == pytest.approx(weights @ (column / 3))
    assert found["same"] is found["whole"]
