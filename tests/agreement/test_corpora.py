"""Real corpora with made-up second annotators: nested spans in novels, entities in tweets. Skipped where they are not.

They are looked for in the folder that CURATOR_CORPORA names, or in ``shared/corpora`` beside the repository.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from curator.agreement import Shared, gamma, measure
from curator.agreement.disagreements import tally
from curator.formats.api import Record
from curator.formats.sources import Reading, read_sources
from tests.agreement import slow

ROOT = Path(__file__).parents[2]


def corpus(name: str) -> Path:
    places = [os.environ.get("CURATOR_CORPORA"), ROOT.parent / "shared/corpora", ROOT.parents[1] / "shared/corpora"]
    found = next((Path(place) / name for place in places if place and (Path(place) / name).exists()), None)
    if found is None:
        pytest.skip(f"there is no {name}")
    return found


def second(spans, labels, chance):
    """Another annotator: every tenth span is missed, every tenth has another label, every tenth another end."""
    for start, end, label in spans:
        luck = chance.random()
        if luck < 0.1:
            continue
        if luck < 0.2:
            label = chance.choice(labels)
        elif luck < 0.3 and end - start > 1:
            end -= 1
        yield start, end, label


def documents(path: Path, most: int) -> list[Shared]:
    chance = random.Random(1)
    records = []
    for found in read_sources([path], labels=None, reading=Reading(tokens=True)):
        assert isinstance(found, Record), found
        records.append(found)
    labels = sorted({each.span.label for record in records for each in record.suggestions})
    shared = []
    for record in records[:most]:
        first = [each.span.key for each in record.suggestions]
        layers = {"A": first, "B": list(second(first, labels, chance))}
        shared.append(Shared(record.document.key, layers, record.document.text, record.tokens))
    return shared


@pytest.mark.slow
def test_nested_spans_in_novels():
    found = documents(corpus("litbank") / "entities" / "brat", 5)
    agreement = measure(found, resamples=200)
    (pair,) = agreement.by_pair
    same = sum(len(set(each.layers["A"]) & set(each.layers["B"])) for each in found)
    sizes = sum(len(set(each.layers[name])) for each in found for name in "AB")
    assert pair.measures["exact_f1"].value == pytest.approx(2 * same / sizes)
    assert pair.measures["exact_f1"].value < pair.measures["type_f1"].value < pair.measures["partial_f1"].value
    assert agreement.measures["alpha"].reason == "overlapping_spans"
    assert all(each.measures["alpha"].value is not None for each in agreement.by_label if each.spans > 20)
    assert 0.5 < gamma(agreement.counts).measure.value < 1
    kinds = tally(found, "AB")["A", "B"].kinds
    assert kinds["missed"] > 0 < kinds["boundary"]
    itself = [Shared(each.key, dict.fromkeys("AB", each.layers["A"]), each.text) for each in found]
    assert measure(itself, resamples=0).measures["exact_f1"].value == 1


@pytest.mark.slow
def test_entities_in_tweets():
    path = next(corpus("wnut17").glob("*.dev.conll"))
    found = documents(path, 300)
    agreement = measure(found, resamples=0)
    assert agreement.tokens == "given"
    both = slow.units(found, "AB", slow.tokens)
    assert agreement.measures["alpha"].value == pytest.approx(slow.krippendorff(both))
    assert agreement.measures["cohen_kappa"].value == pytest.approx(slow.cohen(both))
    assert agreement.measures["ac1"].value == pytest.approx(slow.ac1(both))
