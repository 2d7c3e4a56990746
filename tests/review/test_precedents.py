"""What was decided on the same text, in words."""

from __future__ import annotations

from curator.review.precedents import as_labelled, counted, otherwise
from curator.store.records import Precedent, Precedents

FOUND = Precedents((Precedent("RANK", 14, 1, 9, 1), Precedent("PERSON", 1, 0, 1, 0), Precedent("CHARGE", 0, 1200)))


def test_as_it_is_labelled() -> None:
    assert as_labelled(FOUND, "RANK") == "accepted 14 times, rejected 1"
    assert as_labelled(FOUND, "PERSON") == "accepted once, rejected 0"
    assert as_labelled(FOUND, "CHARGE") == "accepted 0 times, rejected 1,200"
    assert as_labelled(FOUND, "AMOUNT") == ""


def test_otherwise() -> None:
    assert otherwise(FOUND, "PERSON") == otherwise(FOUND, "RANK") == "RANK 14 times, PERSON once"
    assert otherwise(Precedents(FOUND.labels[:1]), "RANK") == ""
    assert otherwise(Precedents(FOUND.labels[2:]), "RANK") == ""
    assert otherwise(Precedents(), "RANK") == ""


def test_in_full() -> None:
    assert [counted(each) for each in FOUND.labels] == [
        "accepted 14 times (9 just so), rejected once",
        "accepted once",
        "rejected 1,200 times (0 just so)",
    ]
