"""The language of the queue: from a line to what it asks for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from curator.errors import CuratorError
from curator.labels import SuggesterConfig
from curator.review.documents import parse
from curator.store.records import Counted, Holding, Only, Standing
from tests.review.conftest import LABELS


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", []),
        ("   ", []),
        ("wire 7", [Holding("name", ("wire",)), Holding("name", ("7",))]),
        ('"two more" -draft', [Holding("name", ("two more",)), Holding("name", ("draft",), wanted=False)]),
        ("state:done,Skipped", [Standing(("done", "skipped"))]),
        ("-state:todo", [Standing(("todo",), wanted=False)]),
        ("label:pers", [Holding("label", ("PERSON",))]),
        ("LABEL:person,rank", [Holding("label", ("PERSON", "RANK"))]),
        ("source:rules,hand", [Holding("source", ("rules", "hand"))]),
        ("text:bribe", [Holding("text", ("bribe",))]),
        ('text:"major  general"', [Holding("text", ('"major general"',))]),
        ("text:command*", [Holding("text", ("command*",))]),
        ('note:"ask Anna"', [Holding("note", ("ask Anna",))]),
        ("pending>0", [Counted("pending", ">", 0)]),
        ("pending:0", [Counted("pending", "=", 0)]),
        ("-decided<=3", [Counted("decided", "<=", 3, wanted=False)]),
        ("Length>=5000", [Counted("length", ">=", 5000)]),
        ("http://x.org/a", [Holding("name", ("http://x.org/a",))]),
        ("a,b", [Holding("name", ("a,b",))]),
        ('"open', [Holding("name", ("open",))]),
        ('"say ""no"""', [Holding("name", ('say "no"',))]),
        ("state:done text:arrested x", [Standing(("done",)), Holding("text", ("arrested",)), Holding("name", ("x",))]),
    ],
)
def test_what_a_line_asks_for(line: str, asked: list[Only]) -> None:
    assert list(parse(line, LABELS)) == asked


@pytest.mark.parametrize(("line", "prepared"), [("pending=0", True), ("pending<3", True), ("pending<=3", True),
    ("pending>0", False), ("pending>=3", False), ("decided=0", False), ("length<9", False)])  # fmt: skip
def test_no_upper_bound_of_what_is_pending_is_known_before_suggestions_are_made(line: str, prepared: bool) -> None:
    (asked,) = parse(line, replace(LABELS, suggesters=(SuggesterConfig("rules"),)))
    assert isinstance(asked, Counted)
    assert asked.prepared is prepared


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("state:", "state:: something is missing"),
        ("state:ready", "there is no state ready"),
        ("label:XYZ", "there is no label XYZ"),
        ("pending>", "pending>: a whole number is missing"),
        ("pending>many", "pending>many: a whole number is missing"),
        ("text:-x", "text:-x: "),
        ("text:*", "text:*: "),
        ("note:,", "note:,: something is missing"),
        ('""', '"": something is missing'),
    ],
)
def test_a_part_that_means_nothing_is_named(line: str, said: str) -> None:
    with pytest.raises(CuratorError) as raised:
        parse(line, LABELS)
    assert str(raised.value).startswith(said)


@given(st.text(alphabet='ab"-:,<>= stealxpndig*()0', max_size=30))
def test_any_line_is_understood_or_refused(line: str) -> None:
    with suppress(CuratorError):
        assert bool(parse(line, LABELS)) == bool(line.strip())
