"""Long articles: what is shown of them at once, and the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from textual.pilot import Pilot

from curator.errors import CuratorError
from curator.store.api import Store
from curator.tui.screens import article
from curator.tui.screens.review import ReviewScreen
from tests.tui.conftest import RunApp
from tests.tui.test_review import desk_of, labelled, screen_of

LONG_TEXT = "".join(f"Sentence {n} tells of Petrov, of Orlova, and of nobody else.\n" for n in range(1500)) + "end"


async def test_what_cannot_be_read_leaves_the_article_on_the_screen(
    run_app: RunApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: Callable[..., object] = store.state

    def only_glimpses(layer: str, number: int, spans: object = None) -> object:
        if number == 2 and spans is None:
            raise CuratorError("the disk is gone")
        return states(layer, number, spans)

    async with run_app("A short article.", LONG_TEXT) as pilot:
        await pilot.press("J")
        await pilot.press("a", "K")
        monkeypatch.setattr(store, "state", only_glimpses)
        await pilot.press("J", "l")
        await pilot.pause()
        assert desk_of(pilot).session.text == "A short article."
        assert screen_of(pilot)[0] == "A short article."


async def settled(pilot: Pilot[int]) -> None:
    """Wait until a long article is there, all of it."""
    while review_of(pilot)._reading is not None:
        await pilot.pause(0.01)


def review_of(pilot: Pilot[int]) -> ReviewScreen:
    return cast(ReviewScreen, pilot.app.screen_stack[1])


async def test_a_long_article_looks_the_same_before_and_after_all_of_it_is_read(
    run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_app("A short article.", LONG_TEXT) as pilot:
        await pilot.press("J")
        await pilot.press("r", *["down"] * 60, "r", *["pagedown"] * 20, "r")
        await pilot.press("K", "J")
        await settled(pilot)
        whole = screen_of(pilot)
        monkeypatch.setattr(article, "REST_TO_READ", 60)
        await pilot.press("K", "J")
        assert not desk_of(pilot).whole
        glimpse, height = screen_of(pilot), review_of(pilot).pane.laid_out.height
        review_of(pilot)._go_on_reading(0)
        await settled(pilot)
        assert desk_of(pilot).whole
        assert review_of(pilot).pane.laid_out.height > height > 0
        assert glimpse == whole == screen_of(pilot)


async def test_a_key_in_a_glimpse_is_answered_in_the_whole_article(run_app: RunApp) -> None:
    async with run_app("A short article.", LONG_TEXT) as pilot:
        await pilot.press("J", "r", "K")
        await pilot.press("J", "down", "r")
        assert desk_of(pilot).whole
        assert len(labelled(pilot)) == 2
        await pilot.press("K", "J", "end", "r")
        assert labelled(pilot)[-1][0] == "end"


async def test_a_long_article_is_left_before_it_is_read(run_app: RunApp) -> None:
    async with run_app("A short article.", LONG_TEXT, LONG_TEXT + " more") as pilot:
        await pilot.press("J", "r", "J", "r", "K", "J", "K", "K")
        assert (desk_of(pilot).number, screen_of(pilot)[0]) == (1, "A short article.")
        await pilot.press("J", "J")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        await pilot.pause()
        assert desk_of(pilot).number == 3
        assert labelled(pilot) == [("Sentence", "RANK")]
