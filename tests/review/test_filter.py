"""The language of filters, and what a filter does to a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model import Span, Suggestion
from curator.review.desk import Desk
from curator.review.filter import FilterError, parse
from curator.review.items import Item
from curator.review.session import Refused
from tests.review.conftest import LABELS, suggestion

MakeDesk = Callable[..., Desk]
TEXT = "General Ivan Petrov took 3 rubles from Anna Orlova, General Orlov said."
SUGGESTED = (
    suggestion(0, 7, "RANK", 0.9),
    suggestion(8, 19, score=0.9),
    suggestion(39, 50, score=0.4),
    suggestion(52, 59, "RANK", 0.6, source="memory"),
)


def item(mark: str = "pending", label: str = "RANK", score: float | None = 0.5, source: str | None = "rules") -> Item:
    span = Span(0, 3, label)
    suggestions = (Suggestion(span, source, score, "why"),) if source else ()
    return Item(span, mark, suggestions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "kept", "left"),
    [
        ("RANK", [item()], [item(label="PERSON")]),
        ("rank,person", [item(), item(label="PERSON")], [item(label="AMOUNT")]),
        ("RANK p", [item(), item(label="PERSON")], [item(label="AMOUNT")]),
        ("pers", [item(label="PERSON")], [item()]),
        ("-RANK", [item(label="PERSON")], [item()]),
        ("!RANK -p", [item(label="AMOUNT")], [item(), item(label="PERSON")]),
        ("?", [item()], [item("accepted")]),
        ("pending,edited", [item(), item("edited")], [item("added")]),
        ("✓ ✎", [item("accepted"), item("edited")], [item(), item("added")]),
        ("decided", [item("added"), item("rejected")], [item()]),
        ("-pending", [item("rejected")], [item()]),
        ("state:+", [item("added")], [item()]),
        ("source:rules", [item()], [item(source="memory"), item(source=None)]),
        ("source:hand", [item("added", source=None)], [item()]),
        ("-source:rules,memory", [item(source=None)], [item(), item(source="memory")]),
        ("score<.8", [item()], [item(score=0.8), item(score=None)]),
        ("score>=.5 score<=0.6", [item()], [item(score=0.4), item(score=0.7)]),
        ("score:none", [item(score=None), item(source=None)], [item()]),
        ("RANK ? score>.4", [item()], [item("accepted"), item(label="PERSON"), item(score=0.4)]),
        ("label:RANK", [item()], [item(label="PERSON")]),
    ],
)
def test_what_is_kept(line: str, kept: list[Item], left: list[Item]) -> None:
    made = parse(line, LABELS)
    assert made is not None
    assert [each for each in (*kept, *left) if made.keeps(each)] == kept


def test_an_empty_line_shows_all() -> None:
    assert parse("  ", LABELS) is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("FOO", "there is no label or state FOO; one of PERSON, RANK, AMOUNT, pending"),
        ("label:pending", "there is no label pending"),
        ("state:foo", "there is no state foo"),
        ("score<2", "a score is a number from 0 to 1"),
        ("score<", "a score is a number from 0 to 1"),
        ("score<nan", "a score is a number from 0 to 1"),
        ("score:.8", "something is missing"),
        ("source:", "something is missing"),
        ("colour:red", "there is no colour"),
        ("RANK,FOO", "there is no label or state FOO"),
    ],
)
def test_mistakes_are_named(line: str, says: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(line, LABELS)
    assert says in str(caught.value)


@given(st.text(alphabet="RANKpersco<>=.:,-!?✓ 0189", max_size=20))
def test_any_line_is_a_filter_or_a_mistake(line: str) -> None:
    try:
        made = parse(line, LABELS)
    except FilterError:
        return
    if made:
        assert parse(made.line, LABELS) == made
        made.keeps(item())


def narrowed(desk_on: MakeDesk, line: str) -> Desk:
    desk = desk_on(TEXT, "Second.", suggestions=SUGGESTED)
    desk.show_only(parse(line, LABELS))
    return desk


def quotes(desk: Desk) -> list[str]:
    return [desk.session.text[each.span.start : each.span.end] for each in desk.session.shown]


def test_only_what_it_keeps_is_shown_and_comes_into_focus(desk_on: MakeDesk) -> None:
    desk = narrowed(desk_on, "RANK")
    assert quotes(desk) == ["General", "General"]
    assert desk.session.hidden_pending == 2
    assert desk.session.next_pending()
    assert desk.session.cursor == 52
    assert desk.session.next_pending()
    assert desk.session.cursor == 0
    desk.session.go(8)
    assert desk.session.focus is None
    desk.show_only(None)
    assert desk.session.shown is desk.session.items
    assert desk.session.focus is not None
    assert desk.session.hidden_pending == 0


def test_a_focus_that_is_hidden_is_left(desk_on: MakeDesk) -> None:
    desk = desk_on(TEXT, suggestions=SUGGESTED)
    desk.show_only(parse("PERSON", LABELS))
    assert desk.session.focus is None


def test_it_holds_in_the_next_article_too(desk_on: MakeDesk) -> None:
    desk = narrowed(desk_on, "RANK")
    desk.open(2)
    desk.open(1)
    assert quotes(desk) == ["General", "General"]
    assert desk.session.hidden_pending == 2


def test_what_is_decided_under_a_filter_stays_in_sight(desk_on: MakeDesk) -> None:
    desk = narrowed(desk_on, "? RANK")
    desk.session.focus_on("0:7:RANK")
    desk.act(desk.session.accept())
    assert quotes(desk) == ["General", "General"]
    assert [each.mark for each in desk.session.shown] == ["accepted", "pending"]
    desk.undo()
    assert len(desk.session.shown_pending) == 2


def test_all_is_all_that_is_shown_and_says_so(desk_on: MakeDesk) -> None:
    desk = narrowed(desk_on, "RANK")
    assert desk.act(desk.session.decide_pending("accept")) == "accepted 2; 2 that the filter hides stay pending"
    assert len(desk.session.pending) == 2
    with pytest.raises(Refused, match="nothing such is pending"):
        desk.session.decide_pending("accept")


def test_finishing_counts_what_is_hidden(desk_on: MakeDesk) -> None:
    desk = narrowed(desk_on, "RANK")
    with pytest.raises(Refused, match="4 pending"):
        desk.session.finish()
    desk.act(desk.session.finish("accept"))
    assert len(desk.session.layer_spans()) == 4
