"""Attributes: read from the text, kept, edited as a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.labels import Attribute, Label
from curator.model import Attributes
from curator.review.attributes import read, written
from curator.review.desk import Desk
from curator.review.proposal import Refused
from tests.review.conftest import LABELS

LABEL = Label("AMOUNT", "Amount", "m", "#961eff", "A sum.", attributes=(
    Attribute("value", "number"), Attribute("currency", "choice", ("RUB", "USD")), Attribute("note", "text"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("line", "attributes"),
    [
        ("value=3,000,000 currency=rub", {"value": 3_000_000, "currency": "RUB"}),
        ("value=2.5 note='half paid'", {"value": 2.5, "note": "half paid"}),
        ("value= currency=", {}),
        ("", {}),
        ("3m usd", {"value": 3_000_000, "currency": "USD"}),
        ("u 2.5bn", {"value": 2_500_000_000, "currency": "USD"}),
        ("rub half 40K", {"value": 40_000, "currency": "RUB", "note": "half"}),
        ("v=7 cur=r", {"value": 7, "currency": "RUB"}),
    ],
)
def test_a_line_is_read(line: str, attributes: Attributes) -> None:
    assert read(LABEL, line) == attributes


@pytest.mark.parametrize(
    "line", ["value=much", "value=nan", "currency=XYZ", "size=3", "=3", "value=m", "3 4 5 6", "note='open"]
)
def test_a_bad_line_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        read(LABEL, line)


@given(st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6), st.sampled_from(["RUB", "USD"]), st.text(min_size=1))
def test_what_is_written_is_read_back(value: float, currency: str, note: str) -> None:
    attributes: Attributes = {"value": value, "currency": currency, "note": note}
    assert read(LABEL, written(LABEL, attributes)) == attributes


def test_attributes_follow_the_text(desk_on: Callable[..., Desk], store: object) -> None:
    def parse(text: str, label: str) -> Attributes:
        return {"value": int(text.split()[0]), "currency": "RUB"} if text.endswith("rubles") else {}

    desk = desk_on("He paid 3 rubles or 4 rubles.")
    desk = Desk(desk.store, LABELS, layer="anna", author="anna", attributes_of=parse)
    session = desk.session
    session.select_range(8, 16)
    desk.act(session.label("AMOUNT"))
    assert session.layer_spans()[0].attributes == {"value": 3, "currency": "RUB"}
    desk.act(session.set_attributes({"value": 7}))
    desk.act(session.label("PERSON"))
    assert session.layer_spans()[0].attributes == {}
    desk.act(session.label("AMOUNT"))
    assert session.layer_spans()[0].attributes == {"value": 3, "currency": "RUB"}
    desk.act(session.move_edge("end", "token", -1))
    assert session.layer_spans()[0].attributes == {"value": 3, "currency": "RUB"}
