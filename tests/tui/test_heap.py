"""What the garbage collector looks through while a reviewer works."""

from __future__ import annotations

import gc
import weakref

from textual._styles_cache import StylesCache

from curator.tui import heap
from tests.tui.conftest import RunApp
from tests.tui.test_review import desk_of


def test_what_the_program_consists_of_is_not_looked_through_again() -> None:
    try:
        heap.keep()
        assert gc.get_freeze_count() > len(gc.get_objects())
    finally:
        gc.unfreeze()


async def test_an_article_that_was_left_is_let_go(run_app: RunApp) -> None:
    async with run_app("Alpha and beta.", "Gamma.") as pilot:
        await pilot.press("slash")
        kept = pilot.app.screen  # as the framework keeps the last one that is gone
        await pilot.press(*"beta", "enter")
        left = weakref.ref(desk_of(pilot).session)
        await pilot.press("J", "l")
        gc.collect()
        assert left() is None
        assert not kept.is_attached


async def test_what_was_drawn_on_a_page_is_let_go_with_it(run_app: RunApp) -> None:
    async with run_app("Alpha and beta.") as pilot:
        counts = []
        for _ in range(3):
            await pilot.press("g", "q", "question_mark", "q")
            await pilot.pause()
            gc.collect()
            counts.append(sum(isinstance(each, StylesCache) for each in gc.get_objects()))
        assert counts[0] == counts[1] == counts[2]
