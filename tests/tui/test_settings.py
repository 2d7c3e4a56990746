"""The screen follows the settings."""

from __future__ import annotations

import pytest

from curator.settings import THEMES, Settings
from tests.review.conftest import suggestion
from tests.tui.conftest import RunApp
from tests.tui.test_review import pane_of

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
