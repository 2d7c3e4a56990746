"""Keys that come while an answer is on its way: dropped until its end is seen, and taken from then on."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Key

from tests.tui.conftest import RunApp
from tests.tui.test_review import desk_of

TEXT = "General Ivan Petrov is silent.\n"


async def test_what_is_typed_behind_an_answer_is_dropped(run_app: RunApp) -> None:
    async with run_app(TEXT) as pilot:
        await pilot.press("w")
        for key, character in (("n", "n"), ("enter", "\r"), ("f", "f")):
            pilot.app.post_message(Key(key, character))
        await pilot.pause()
        review = desk_of(pilot).session.review
        assert (review.note, review.flagged) == ("n", False)


@pytest.mark.parametrize(("keys", "end"), [("w", "enter"), ("w", "escape"), ("F", "escape")])
async def test_what_is_typed_once_the_end_is_seen_counts(
    run_app: RunApp, monkeypatch: pytest.MonkeyPatch, keys: str, end: str
) -> None:
    async with run_app(TEXT) as pilot:
        await pilot.press(*keys)
        app, under, display = pilot.app, pilot.app.screen_stack[-2], pilot.app._display
        seen = []

        def look(screen: Any, renderable: Any) -> None:
            display(screen, renderable)
            if screen is under and renderable is not None and not seen:
                seen.append(screen)
                app.post_message(Key("f", "f"))

        monkeypatch.setattr(app, "_display", look)
        await pilot.press(end)
        await pilot.pause()
        assert seen
        assert desk_of(pilot).session.review.flagged
