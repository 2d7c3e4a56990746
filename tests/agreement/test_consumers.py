"""Programs that others use come to the same values on the same layers, where they measure the same.

Run in an environment that has them: ``pytest -m consumers tests/agreement``.
"""

import random

import numpy as np
import pytest

from curator.agreement import Shared, gamma, measure
from tests.agreement import slow
from tests.needs import needs

pytestmark = pytest.mark.consumers

LABELS = ("LOC", "ORG", "PER")
TOKENS = [(at * 5, at * 5 + 4) for at in range(40)]
LENGTH = 200


def layer(base, chance):
    spans = []
    for start, end, label in base:
        luck = chance.random()
        if luck < 0.1:
            continue
        if luck < 0.2:
            label = chance.choice(LABELS)
        elif luck < 0.3:
            end = min(end + 1, 40)
        if not spans or start >= spans[-1][1]:
            spans.append((start, end, label))
    return [(TOKENS[start][0], TOKENS[end - 1][1], label) for start, end, label in spans]


@pytest.fixture(scope="module")
def documents():
    chance = random.Random(5)
    found = []
    for number in range(30):
        base = [(at, at + chance.randint(1, 3), chance.choice(LABELS)) for at in range(0, 38, 4)]
        layers = {name: layer(base, chance) for name in "ABC" if name != "C" or number % 3}
        found.append(Shared(str(number), layers, length=LENGTH, tokens=TOKENS))
    return found


@pytest.fixture(scope="module")
def agreement(documents):
    return measure(documents, resamples=0)


def pair(agreement, left, right):
    return next(each for each in agreement.by_pair if (each.left, each.right) == (left, right))


def values(documents, name):
    """A number a token; NaN where it is missing."""
    number = {label: place for place, label in enumerate(("O", *LABELS))}
    return [
        number[label] if name in each.layers else np.nan
        for each in documents
        for label in (slow.tokens(each, name) if name in each.layers else ["O"] * len(TOKENS))
    ]


def test_krippendorff(documents, agreement):
    krippendorff = needs("krippendorff")
    data = np.array([values(documents, name) for name in "ABC"])
    expected = krippendorff.alpha(data, level_of_measurement="nominal")
    assert agreement.measures["alpha"].value == pytest.approx(expected)
    for number, each in enumerate(agreement.by_label, 1):
        one = np.where(np.isnan(data), np.nan, data == number)
        assert each.measures["alpha"].value == pytest.approx(krippendorff.alpha(one, level_of_measurement="nominal"))


def test_scikit_learn(documents, agreement):
    metrics = needs("sklearn.metrics")
    both = slow.shared(documents, "AC")
    left, right = np.array(values(both, "A")), np.array(values(both, "C"))
    measures = pair(agreement, "A", "C").measures
    assert measures["cohen_kappa"].value == pytest.approx(metrics.cohen_kappa_score(left, right))
    some = (left > 0) | (right > 0)
    expected = metrics.cohen_kappa_score(left[some], right[some])
    assert measures["cohen_kappa_without_o"].value == pytest.approx(expected)
    f1 = metrics.f1_score(left, right, labels=[1, 2, 3], average="micro")
    assert measures["token_f1"].value == pytest.approx(f1)


def test_statsmodels(documents, agreement):
    rater = needs("statsmodels.stats.inter_rater")
    both = slow.shared(documents, "ABC")
    table, _ = rater.aggregate_raters(np.array([values(both, name) for name in "ABC"], int).T)
    assert agreement.measures["fleiss_kappa"].value == pytest.approx(rater.fleiss_kappa(table))


def test_irrcac(documents, agreement):
    raw = needs("irrCAC.raw")
    pandas = needs("pandas")
    both = slow.shared(documents, "ABC")
    found = raw.CAC(pandas.DataFrame({name: values(both, name) for name in "ABC"}).astype(int))
    assert agreement.measures["ac1"].value == pytest.approx(found.gwet()["est"]["coefficient_value"], abs=1e-4)


def tags(document, name):
    found = ["O"] * len(TOKENS)
    for start, end, label in document.layers[name]:
        inside = [at for at, token in enumerate(TOKENS) if slow.overlap(token, (start, end))]
        for at in inside:
            found[at] = f"{'B' if at == inside[0] else 'I'}-{label}"
    return found


def test_seqeval(documents, agreement):
    metrics = needs("seqeval.metrics")
    both = slow.shared(documents, "AB")
    left, right = ([tags(each, name) for each in both] for name in "AB")
    assert pair(agreement, "A", "B").measures["exact_f1"].value == pytest.approx(metrics.f1_score(left, right))


def test_nervaluate(documents, agreement):
    """On flat spans its greedy matching is seldom wrong; its ends mean the last token."""
    nervaluate = needs("nervaluate")
    both = slow.shared(documents, "AB")
    found = nervaluate.Evaluator(
        [tags(each, "A") for each in both], [tags(each, "B") for each in both], list(LABELS), loader="list"
    ).evaluate()["overall"]
    measures = pair(agreement, "A", "B").measures
    assert measures["exact_f1"].value == pytest.approx(found["strict"].f1)
    assert measures["boundary_f1"].value == pytest.approx(found["exact"].f1)


def test_pygamma(documents):
    pygamma = needs("pygamma_agreement")
    segment = needs("pyannote.core").Segment
    one = documents[1]
    continuum = pygamma.Continuum()
    for name, spans in one.layers.items():
        for start, end, label in spans:
            continuum.add(name, segment(start, end), label)
    counts = measure([one], resamples=0).counts
    np.random.seed(1)
    shuffled = continuum.compute_gamma(n_samples=300, sampler=pygamma.ShuffleContinuumSampler())
    assert gamma(counts, samples=1000, sampler="shuffle").measure.value == pytest.approx(shuffled.gamma, abs=0.015)
    theirs = continuum.compute_gamma(n_samples=300)
    ours = gamma(counts, samples=1000)
    assert ours.observed == pytest.approx(theirs.observed_disorder, rel=1e-5)
    assert ours.expected == pytest.approx(theirs.expected_disorder, rel=0.02)
    assert ours.measure.value == pytest.approx(theirs.gamma, abs=0.01)
