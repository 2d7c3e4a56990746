"""The screen follows the settings."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from textual.screen import ModalScreen

from curator.settings import DEFAULTS, THEMES, Settings
from curator.tui import screens
from curator.tui.palette import ReviewCommands
from curator.tui.screens.ask import Question
from curator.tui.screens.overlay import Overlay
from tests.review.conftest import suggestion
from tests.tui.conftest import RunApp
from tests.tui.test_review import desk_of, pane_of

TEXT = " ".join(["word"] * 200)
FIRST = (suggestion(0, 9),)


def rows_of(texts: list[str]) -> list[str]:
    return [text for text in texts if "word" in text]


@pytest.mark.parametrize(
    ("size", "settings", "margin", "widest"),
    [
        ((160, 30), Settings(), 2, 100),
        ((160, 30), Settings(width=60, margin=10, panel=False), 10, 60),
        ((160, 30), Settings(width=1000, margin=0, panel=False), 0, 154),
        # Where there is little room, it belongs to the text.
        ((80, 24), Settings(margin=100), 34, 40),
        ((30, 8), Settings(margin=100), 2, 22),
    ],
)
async def test_width_and_margin(
    run_app: RunApp, size: tuple[int, int], settings: Settings, margin: int, widest: int
) -> None:
    async with run_app(TEXT, suggestions=FIRST, size=size, settings=settings) as pilot:
        pane = pane_of(pilot)
        lines = [pane.render_line(y).text.rstrip("▐ ") for y in range(pane.size.height)]
        text = rows_of(lines)
        assert {len(line) - len(line.lstrip()) for line in text} == {margin}
        longest = max(len(line) - margin for line in text)
        assert widest - len(" word") < longest <= widest
        assert lines[1].index("╚") == margin
        await pilot.click(pane, offset=(margin + 5, 0))
        assert pane.laid_out.offset_at(0, 5) == 5 == pilot.app.cursor_position.x - margin - pane.region.x  # type: ignore[attr-defined]


@pytest.mark.parametrize("lanes", [True, False])
async def test_lanes(run_app: RunApp, lanes: bool) -> None:
    async with run_app(TEXT, suggestions=FIRST, settings=Settings(lanes=lanes)) as pilot:
        second = pane_of(pilot).render_line(1).text
        assert ("╚" in second) is lanes
        await pilot.press("T")
        assert ("╚" in pane_of(pilot).render_line(1).text) is not lanes


@pytest.mark.parametrize(("panel", "size", "shown"), [
    ("auto", (120, 30), True), ("auto", (80, 30), False), (True, (80, 30), True), (False, (120, 30), False),
])  # fmt: skip
async def test_panel(run_app: RunApp, panel: bool, size: tuple[int, int], shown: bool) -> None:
    async with run_app(TEXT, suggestions=FIRST, size=size, settings=Settings(panel=panel)) as pilot:
        side = pilot.app.screen.query_one("SidePanel")
        assert side.display is shown
        await pilot.press("t")
        assert side.display is not shown


@pytest.mark.parametrize("theme", THEMES)
async def test_every_theme_is_there(run_app: RunApp, theme: str) -> None:
    async with run_app(TEXT, settings=Settings(theme=theme)) as pilot:
        assert theme in ("auto", pilot.app.theme)


KEYS = Settings(
    keys={"accept": ("y",), "reject": ("ы", "ctrl+t"), "cancel": ("escape", "Y"), "help": (",",), "queue": ("b",),
          "guideline": (), "leap_again": ("?",), "select": ("shift+pageup",), "left": ("a",), "right": ("s",),
          "skip": ()}
)  # fmt: skip


async def test_keys_follow_the_settings(run_app: RunApp) -> None:
    suggestions = (suggestion(0, 4), suggestion(5, 9), suggestion(10, 14))
    async with run_app(TEXT, suggestions=suggestions, settings=KEYS) as pilot:
        session = desk_of(pilot).session
        await pilot.press("x", "g", "d")
        assert (len(session.pending), pilot.app.screen) == (3, pilot.app.screen_stack[1])
        await pilot.press("y", "ы", "ctrl+t")
        assert (len(session.pending), len(session.rejected())) == (0, 2)
        await pilot.press("shift+pageup", "s", "s", "Y")
        assert session.selection is None


async def test_what_is_shown_of_keys_follows_the_settings(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=FIRST, size=(160, 40), settings=KEYS) as pilot:
        foot = pilot.app.screen.query_one("#foot")
        line = foot.render_line(1).text
        assert " y accept " in line
        assert " ы reject " in line
        assert "skip" not in line
        assert "guideline" not in line
        await pilot.press("shift+pageup")
        assert " a s by token " in foot.render_line(1).text
        await pilot.press("escape", "comma")
        page = pilot.app.screen.query_one("Static")
        help_text = [page.render_line(y).text for y in range(page.size.height)]
        assert any(re.match("  y  +accept the span in focus", line) for line in help_text)
        assert any(re.match(r"  ы Ctrl\+T  +reject it", line) for line in help_text)
        assert any(re.match("   +guideline of", line) for line in help_text)


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (DEFAULTS, "question_mark"), (DEFAULTS, "f1"), (DEFAULTS, "g"), (DEFAULTS, "d"),
        (KEYS, "comma"), (KEYS, "b"), (Settings(keys={"guideline": ("j", "g")}), "j"),
    ],
)  # fmt: skip
async def test_the_key_that_opened_a_page_closes_it(run_app: RunApp, settings: Settings, key: str) -> None:
    async with run_app(TEXT, settings=settings) as pilot:
        review = pilot.app.screen
        await pilot.press(key)
        assert isinstance(pilot.app.screen, Overlay)
        await pilot.press(key)
        assert pilot.app.screen is review
        await pilot.press(key, "escape")
        assert pilot.app.screen is review


async def test_the_palette_shows_the_keys_of_the_settings(run_app: RunApp) -> None:
    async with run_app(TEXT, settings=KEYS) as pilot:
        screen = pilot.app.screen
        hits = [hit async for hit in ReviewCommands(screen).discover()]
        shown = {str(hit.text): hit.help for hit in hits}  # type: ignore[union-attr]
        assert shown["Accept the span in focus, go to the next pending one"] == "  y"
        assert shown["Skip the document, with a reason"] == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [("filter", "Show only some spans"), ("edges", "Move the edges"), ("search", "Search in the article"),
     ("first unfin", "First unfinished"), ("Progress", "Spans and documents an hour")],
)  # fmt: skip
async def test_the_palette_finds_a_command_by_its_title_or_its_name(run_app: RunApp, typed: str, first: str) -> None:
    async with run_app(TEXT) as pilot:
        hits = [hit async for hit in ReviewCommands(pilot.app.screen).search(typed)]
        best = max(hits, key=lambda hit: hit.score)  # type: ignore[union-attr]
        assert str(best.text).startswith(first)  # type: ignore[union-attr]


def test_every_screen_over_the_review_is_a_question_or_goes_by_the_key_that_brought_it() -> None:
    for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    found = list(_below(ModalScreen))
    ours = [screen for screen in found if screen.__module__.startswith("curator.")]
    assert Overlay in ours
    assert [screen for screen in ours if not issubclass(screen, Question | Overlay)] == []


def _below(screen: type[ModalScreen[Any]]) -> Iterator[type[ModalScreen[Any]]]:
    for each in screen.__subclasses__():
        yield each
        yield from _below(each)
