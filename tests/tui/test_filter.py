"""The filter on the screen: what it hides, what it says, how it goes away."""

from __future__ import annotations

from typing import cast

from textual.pilot import Pilot

from curator.store.api import Store
from curator.tui.app import CuratorApp
from curator.tui.screens.review import ReviewScreen
from tests.review.conftest import suggestion
from tests.tui.conftest import RunApp

TEXT = "General Ivan Petrov took 3 rubles from Anna Orlova."
SUGGESTED = (suggestion(0, 7, "RANK"), suggestion(8, 19), suggestion(39, 50, score=0.4))


def review(pilot: Pilot[int]) -> ReviewScreen:
    return cast(ReviewScreen, pilot.app.screen_stack[1])


def shown(pilot: Pilot[int]) -> str:
    """The article with its lanes, and the list of spans."""
    screen = review(pilot)
    return "\n".join(
        widget.render_line(y).text for widget in (screen.pane, screen.side) for y in range(widget.size.height)
    )


def title(pilot: Pilot[int]) -> str:
    return review(pilot).header.render_line(1).text


def desk(pilot: Pilot[int]):  # type: ignore[no-untyped-def]
    return cast(CuratorApp, pilot.app).desk


async def test_a_filter_hides_spans_and_says_that_it_does(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.", suggestions=SUGGESTED) as pilot:
        assert "PERSON?" in shown(pilot)
        assert "filter" not in title(pilot)
        await pilot.press("S", *"rank", "enter")
        assert "RANK?" in shown(pilot)
        assert "PERSON" not in shown(pilot)
        assert title(pilot).rstrip().endswith("filter: rank · 2 pending hidden")
        await pilot.press("S")
        assert "PERSON?" in shown(pilot)
        assert "filter" not in title(pilot)
        await pilot.press("S", "enter", "escape")
        assert "PERSON?" in shown(pilot)


async def test_a_mistake_is_asked_about_again(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=SUGGESTED) as pilot:
        await pilot.press("S", *"foo", "enter")
        assert "there is no label or state foo" in str(pilot.app.screen.query_one("#question").render())
        await pilot.press("backspace", "backspace", "backspace", *"score<.5", "enter")
        assert [item.score for item in desk(pilot).session.shown] == [0.4]


async def test_esc_leaves_a_selection_before_the_filter(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=SUGGESTED) as pilot:
        await pilot.press("S", *"rank", "enter", "v", "escape")
        assert desk(pilot).filter is not None
        await pilot.press("escape")
        assert desk(pilot).filter is None


async def test_finishing_with_something_hidden_asks_with_the_true_count(run_app: RunApp, store: Store) -> None:
    async with run_app(TEXT, "Second.", suggestions=SUGGESTED) as pilot:
        await pilot.press("S", *"rank", "enter", "A")
        assert len(desk(pilot).session.pending) == 2
        for key in ("enter", "D"):
            await pilot.press(key)
            asked = str(pilot.app.screen.query_one("#question").render())
            assert asked == "2 pending (2 hidden by the filter): a accept them all, x reject them all, Esc back"
            await pilot.press("escape")
        await pilot.press("D", "a")
        assert desk(pilot).number == 2
    assert [len(each.spans) for each in store.annotated("anna")] == [3]


async def test_rejected_spans_are_shown_where_they_are_asked_for(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=SUGGESTED) as pilot:
        await pilot.press("x")
        assert "RANK×" not in shown(pilot)
        await pilot.press("S", *"rejected", "enter")
        assert "RANK×" in shown(pilot)
        assert "PERSON?" not in shown(pilot)
