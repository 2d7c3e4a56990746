"""The report on agreement as a screen: each figure opens the disagreements behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.coordinate import Coordinate
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from curator.agreement import Shared
from curator.agreement.report import Repeats, make_report, passage
from curator.tui.agreement import AgreementApp
from curator.tui.screens.agreement import Material
from curator.tui.screens.disagreements import DisagreementsScreen
from curator.tui.widgets.sides import sides
from tests.fast import but_first

TEXT = "Lieutenant General Ivan Petrov [sic] met 中国 envoys; Colonel Orlov did not."
TITLE, NAME, BOTH = (0, 18, "RANK"), (19, 30, "PERSON"), (0, 30, "PERSON")
COLONEL, ORLOV = (TEXT.index("Colonel"),) * 2, (TEXT.index("Orlov"),) * 2
COLONEL = (COLONEL[0], COLONEL[0] + 7, "RANK")
ORLOV = (ORLOV[0], ORLOV[0] + 5, "PERSON")
DOCUMENTS = {
    "d1": Shared("d1", {"anna": [TITLE, NAME, ORLOV], "bea": [BOTH, ORLOV]}, TEXT),
    "d2": Shared("d2", {"anna": [COLONEL, ORLOV], "bea": [(*COLONEL[:2], "PERSON"), ORLOV]}, TEXT),
    "d3": Shared("d3", {"anna": [NAME], "bea": [], "carl": [NAME]}, TEXT),
}
WEEKS = {"d1": "2026-W18", "d2": "2026-W19", "d3": "2026-W19"}


TWICE = {
    "d1": Shared("d1", {**DOCUMENTS["d1"].layers, "anna~2": [BOTH, ORLOV]}, TEXT),
    "d2": DOCUMENTS["d2"],
    "d3": DOCUMENTS["d3"],
}


def material(*, twice: bool = False) -> Material:
    found, own = [], []
    repeats = []
    if twice:
        pair = Shared("d1", {name: TWICE["d1"].layers[name] for name in ("anna", "anna~2")}, TEXT)
        repeats = [Repeats("anna", "anna~2", lambda: [pair]), Repeats("bea", "bea~2", list)]
    report = make_report(
        DOCUMENTS.values(), ("anna", "bea", "carl"), ("RANK", "PERSON"), resamples=100, periods=WEEKS,
        on_found=lambda _, each: found.append(each), with_gamma=True,
        repeats=repeats, on_own=lambda _, each: own.append(each),
    )  # fmt: skip
    return Material(report, found, TWICE.__getitem__, WEEKS, own)


@asynccontextmanager
async def running(size: tuple[int, int] = (120, 40), *, twice: bool = False) -> AsyncIterator[Pilot[int]]:
    app = AgreementApp(material(twice=twice))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot
        assert app._exception is None


def cells(pilot: Pilot[int]) -> list[list[str]]:
    table = pilot.app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def title(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#title", Static).render())


async def test_tables() -> None:
    async with running() as pilot:
        assert str(pilot.app.screen.query_one("#line", Static).render()).startswith("exact F1 ")
        assert [row[0] for row in cells(pilot)] == ["PERSON", "RANK"]
        seen = []
        for _ in range(7):
            seen.append(cells(pilot)[0][0])
            await pilot.press("tab")
        assert seen == ["PERSON", "exact F1", "anna", "PERSON", "missed by one", "d3", "2026-W18"]
        assert cells(pilot)[0][0] == "PERSON"
        await pilot.press("shift+tab")
        assert cells(pilot) == [row for row in cells(pilot) if row[0].startswith("2026")]
        await pilot.press("3")
        assert cells(pilot)[1][1:] == [".40 (3)", "", ".00 (1)"]


BEHIND = (
    ("down", "RANK: 2 disagreements", ["d1:0:30", "d2"]),
    ("3 right", None, []),
    ("3 right right", "anna and bea: 3 disagreements", ["d1:0:30", "d2", "d3:19:30"]),
    ("4 down", "RANK against anything: 2 disagreements", ["d1:0:30", "d2"]),
    ("4 down right", "RANK against PERSON: 2 disagreements", ["d1:0:30", "d2"]),
    ("4 down down right", "(nothing) against PERSON: 2 disagreements", ["d3:19:30", "d3:19:30"]),
    ("5 down down", "other label: 1 disagreement", ["d2"]),
    ("5 down", "other boundary: 0 disagreements", []),
    ("6", "d3: 2 disagreements", ["d3:19:30", "d3:19:30"]),
    ("7 down", "2026-W19: 3 disagreements", ["d2", "d3:19:30", "d3:19:30"]),
    ("2 down down", "boundary F1: 3 disagreements", ["d1:0:30", "d3:19:30", "d3:19:30"]),
)
"""Keys from the first cell of the first table to a figure, and what is behind it."""


@pytest.mark.parametrize("figures", but_first(list(part) for part in (BEHIND[:4], BEHIND[4:8], BEHIND[8:])))
async def test_what_stands_behind_a_figure(figures: Sequence[tuple[str, str | None, list[str]]]) -> None:
    async with running() as pilot:
        for keys, heading, places in figures:
            await pilot.press("1", *keys.split(), "enter")
            await pilot.pause()
            opened = isinstance(pilot.app.screen, DisagreementsScreen)
            assert opened == (heading is not None), keys
            if opened:
                assert title(pilot) == heading
                assert [row[-1][: len(place)] for row, place in zip(cells(pilot), places, strict=True)] == places
                await pilot.press("escape")
                assert not isinstance(pilot.app.screen, DisagreementsScreen)


async def test_second_answers_are_a_table_of_their_own() -> None:
    async with running((80, 24), twice=True) as pilot:
        await pilot.press("8")
        assert [row[:3] for row in cells(pilot)] == [["anna", "1", "1"], ["bea", "0", "0"]]
        assert cells(pilot)[1][-1] == "no document finished twice"
        await pilot.press("enter")
        await pilot.pause()
        assert title(pilot) == "anna, first and second answers: 1 disagreement"
        (row,) = cells(pilot)
        assert row[1:-1] == ["Lieutenant Gen … al Ivan Petrov", "anna: RANK 0:18 + PERSON 19:30", "anna~2: PERSON"]
        lanes = str(pilot.app.screen.query_one("#passage", Static).render())
        assert "anna~2" in lanes
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        assert title(pilot) == "bea, first and second answers: 0 disagreements"
        await pilot.press("escape", "5", "enter")
        await pilot.pause()
        assert title(pilot) == "missed by one: 2 disagreements", "what one differs from oneself in is not among these"


async def test_the_list_says_what_stands_at_each_place() -> None:
    async with running() as pilot:
        await pilot.press("6", "enter")
        await pilot.pause(0.1)
        assert [(row[1], row[-1]) for row in cells(pilot)] == [("Ivan Petrov", "d3:19:30")] * 2


async def test_the_passage_follows_the_cursor() -> None:
    async with running() as pilot:
        await pilot.press("3", "right", "right", "enter")
        await pilot.pause()
        shown = str(pilot.app.screen.query_one("#passage", Static).render())
        assert "Lieutenant General Ivan Petrov [sic] met 中国 envoys" in shown
        assert "╰RANK════════════╯ ╰PERSON═══╯" in shown
        assert "bea         ╰PERSON══════════════════════╯" in shown
        await pilot.press("j")
        await pilot.pause()
        shown = str(pilot.app.screen.query_one("#passage", Static).render())
        anna, bea = (line for line in shown.splitlines() if line.startswith(("anna", "bea")))
        assert anna.split() == ["anna", "╰RANK═╯", "╰PER╯"]
        assert bea.split() == ["bea", "╰PERS═╯", "╰PER╯"]
        await pilot.press("k", "q")
        assert not isinstance(pilot.app.screen, DisagreementsScreen)


async def test_another_theme() -> None:
    async with running() as pilot:
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("escape", "3")
        dark = pilot.app.screen.query_one(DataTable).get_cell_at(Coordinate(0, 2)).style
        pilot.app.theme = "light"
        await pilot.pause()
        assert cells(pilot)[0][0] == "anna"
        assert pilot.app.screen.query_one(DataTable).get_cell_at(Coordinate(0, 2)).style != dark


async def test_leaving() -> None:
    async with running() as pilot:
        await pilot.press("3", "escape")
        assert cells(pilot)[0][0] == "anna", "one escape too many leaves nothing"
        await pilot.press("q")
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_lanes_stand_under_their_text(width: int) -> None:
    """Whatever the width: nothing is lost, nothing is too long, and a bracket is as wide as the text above it."""
    found = passage(DOCUMENTS["d1"], material().found[0])
    lines = sides(found, width)
    assert all(line.cell_len <= width for line in lines)
    rows = [line.plain[12:] for line in lines if line.plain.startswith(" " * 12) and not set(line.plain) & set("╰╯═─")]
    assert "".join(rows) == found.text
    lanes = [line.plain[12:] for line in lines if line.plain.startswith("anna")]
    under = "".join(
        by_cell(text)[at] for text, lane in zip(rows, lanes, strict=True) for at, sign in enumerate(lane) if sign != " "
    )
    assert under.replace(" ", "") == "LieutenantGeneralIvanPetrovOrlov"


def by_cell(text: str) -> str:
    """The text with a filler behind each wide character."""
    return "".join(char + "\0" * (cell_len(char) - 1) for char in text)


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("labels", (120, 36), "dark", []),
        ("pairs light", (120, 36), "light", ["3"]),
        ("confusion narrow", (80, 24), "dark", ["4"]),
        ("no colour", (80, 24), "no-colour", ["3"]),
        ("behind a figure", (80, 24), "dark", ["3", "right", "right", "enter"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_pictures(
    snap_compare: Callable[..., bool], name: str, size: tuple[int, int], theme: str, keys: list[str]
) -> None:
    app = AgreementApp(material(), theme)

    async def before(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
    assert app._exception is None
