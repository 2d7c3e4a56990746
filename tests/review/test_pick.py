"""Labels by a few letters."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.labels import Label
from curator.review.pick import best


def label(name: str, title: str = "", key: str = "") -> Label:
    return Label(name, title or name.title(), key, "#5a96d2", "A guideline.")


LABELS = (
    label("PERSON", "Person", "p"),
    label("PLACE", "Place", "l"),
    label("LOCAL_GOVERNMENT", "Municipality"),
    label("MilitaryUnit", "Unit of the army"),
    label("PENALTY", "Fine"),
    label("GOV", "Government"),
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("person", "PERSON"),
        ("p", "PERSON"),
        ("l", "PLACE"),
        ("pe", "PERSON"),
        ("pen", "PENALTY"),
        ("gov", "GOV"),
        ("gover", "GOV"),
        ("governm loc", "LOCAL_GOVERNMENT"),
        ("lg", "LOCAL_GOVERNMENT"),
        ("muni", "LOCAL_GOVERNMENT"),
        ("unit", "MilitaryUnit"),
        ("mu", "LOCAL_GOVERNMENT"),
        ("tary", "MilitaryUnit"),
        ("pnlt", "PENALTY"),
        ("FINE", "PENALTY"),
    ],
)
def test_the_best_comes_first(typed: str, first: str) -> None:
    assert best(LABELS, typed)[0].name == first


def test_what_does_not_fit_is_left_out() -> None:
    assert [found.name for found in best(LABELS, "army")] == ["MilitaryUnit"]
    assert best(LABELS, "xyz") == []


def test_nothing_typed_gives_all_the_latest_first() -> None:
    assert [found.name for found in best(LABELS, "", ("GOV", "PLACE"))] == [
        "GOV", "PLACE", "PERSON", "LOCAL_GOVERNMENT", "MilitaryUnit", "PENALTY",
    ]  # fmt: skip
    assert best(LABELS, "pe", ("PENALTY",))[0].name == "PENALTY"


@given(st.sampled_from(LABELS), st.data())
def test_letters_of_a_name_in_order_find_it_and_the_whole_name_finds_it_first(one: Label, data: st.DataObject) -> None:
    assert best(LABELS, one.name)[0] is one
    kept = data.draw(st.lists(st.booleans(), min_size=len(one.name), max_size=len(one.name)))
    typed = "".join(char for char, keep in zip(one.name, kept, strict=True) if keep)
    assert one in best(LABELS, typed)


def test_five_hundred_labels_take_no_time_that_a_hand_can_feel() -> None:
    parts = ["civil", "penal", "local", "river", "union"]
    many = [label("_".join(names).upper(), f"{names[0]} of {names[3]}") for names in product(parts, repeat=4)][:500]
    started = time.process_time()
    for typed in ("", "c", "ci", "clru", "zzz", "river of civil"):
        best(many, typed)
    assert time.process_time() - started < 0.5
