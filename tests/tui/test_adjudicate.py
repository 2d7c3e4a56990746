"""The adjudication screen: reviewers side by side, rulings by key, gold."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from curator.labels import Label, LabelSet
from curator.model import Span
from curator.review.adjudication_keys import commands
from curator.review.keymap import reserved
from curator.settings import DEFAULTS, Settings
from curator.store.api import Store
from curator.tui.adjudicate import AdjudicationApp
from curator.tui.app import CuratorApp
from curator.tui.widgets.beside import BesidePane
from tests.review.adjudication_kit import AMOUNT, PERSON, RANK, RANK_NAME, TEXT, gold_of, layers
from tests.review.conftest import LABELS, document, fill

RunCourt = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def run_court(store: Store, path: Path) -> RunCourt:
    """Runs the application on two documents, the first of them disputed; at the end it must hold no exception."""

    @asynccontextmanager
    async def run(
        *,
        size: tuple[int, int] = (120, 36),
        labels: LabelSet = LABELS,
        shuffled: bool = False,
        settings: Settings = DEFAULTS,
    ) -> AsyncIterator[Pilot[int]]:
        if not store.count():
            fill(store, [(document(f"d{n}", f"{TEXT} {n}"), ()) for n in range(2)])
            layers(store, "d0", anna=[RANK, PERSON], boris=[RANK_NAME, AMOUNT])
            layers(store, "d1", anna=[RANK], boris=[RANK])
        app = AdjudicationApp(
            store,
            labels,
            path,
            reviewers=("anna", "boris"),
            author="judge",
            title="test",
            shuffled=shuffled,
            settings=settings,
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot
            assert app._exception is None
        app.close()

    return run


def lines(pilot: Pilot[int]) -> list[str]:
    """The screen as text."""
    width, height = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip)[:width].rstrip() for strip in strips[:height]]


def pane(pilot: Pilot[int]) -> BesidePane:
    return pilot.app.screen.query_one(BesidePane)


def screen_state(pilot: Pilot[int]) -> tuple[int, list[int]]:
    return pane(pilot).first, [pane(pilot).laid_out.line_of(row) for row in range(len(pane(pilot).laid_out.starts))]


def open_disputes(pilot: Pilot[int]) -> int:
    found: int = pilot.app.desk.session.case.open  # type: ignore[attr-defined]
    return found


async def saved(pilot: Pilot[int]) -> None:
    pilot.app.saver.flush()  # type: ignore[attr-defined]
    await pilot.pause()


async def test_reviewers_stand_side_by_side_under_the_text(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        shown = lines(pilot)
        a, b, gold = (next(line for line in shown if line.startswith(sign)) for sign in ("A ", "B ", "★ "))
        assert "╚RANK?" in a
        assert "PERSON?" in a
        assert "╚RANK?" in b
        assert "dispute?" in gold
        assert "anna" not in "\n".join(shown)
        assert "boris" not in "\n".join(shown)
        assert "1 of 2 · 0 done · 0/2 decided · saved ✓" in shown[0]


async def test_names_are_shown_when_they_are_asked_for(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        await pilot.press("R")
        assert "A anna  B boris" in lines(pilot)[1]
        await pilot.press("R")
        assert "anna" not in lines(pilot)[1]


async def test_from_disputes_to_gold_with_keys(run_court: RunCourt, store: Store) -> None:
    async with run_court() as pilot:
        await pilot.press("b")
        await pilot.press("x")
        await saved(pilot)
        assert gold_of(store, "d0") == [RANK_NAME.key]
        await pilot.press("enter")
        assert "2 of 2" in lines(pilot)[0]
        await pilot.press("enter")
        await saved(pilot)
        assert "nothing is left to adjudicate" in lines(pilot)[-2]
        assert gold_of(store, "d1") == [RANK.key]
        assert store.tally("gold").done == 2


@pytest.mark.parametrize(
    ("keys", "gold"),
    [
        (["a"], [RANK, PERSON]),
        (["1"], [RANK, PERSON]),
        (["b"], [RANK_NAME]),
        (["2"], [RANK_NAME]),
        (["x"], []),
        (["0"], []),
        (["v", "l", "p"], [Span(19, 45, "PERSON")]),
        (["b", "shift+tab", "ctrl+o", "m"], [Span(19, 52, "AMOUNT")]),
    ],
)
async def test_key(run_court: RunCourt, store: Store, keys: list[str], gold: list[Span]) -> None:
    async with run_court() as pilot:
        pilot.app.desk.session.go(19)  # type: ignore[attr-defined]
        await pilot.press(*keys)
        await saved(pilot)
        found = gold_of(store, "d0")
    if keys[0] == "v":
        assert [(start, label) for start, _, label in found] == [(19, "PERSON")]
    else:
        assert found == [span.key for span in gold]


async def test_ruling_moves_neither_text_nor_scroll(run_court: RunCourt) -> None:
    async with run_court(size=(80, 24)) as pilot:
        before = screen_state(pilot)
        for key in ("a", "x", "u", "u", "U", "b"):
            await pilot.press(key)
            assert screen_state(pilot) == before, key


async def test_what_is_taken_stands_in_the_lane_of_gold(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        await pilot.press("a")
        shown = lines(pilot)
        gold = next(line for line in shown if line.startswith("★ "))
        assert "RANK✓" in gold
        assert "PERSON✓" in gold
        assert "RANK×" in next(line for line in shown if line.startswith("B "))


async def test_reason_with_its_guideline(run_court: RunCourt, store: Store) -> None:
    async with run_court() as pilot:
        await pilot.press("tab", "w")
        await pilot.pause()
        await pilot.press(*"sums count", "enter")
        await pilot.press("b")
        await saved(pilot)
        ruling = [decision.ruling for decision in store.decisions(layer="gold")][-1]
        assert ruling is not None
        assert (ruling.reason, ruling.guideline) == ("sums count", "AMOUNT")


async def test_refusal_is_said(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        await pilot.press("%")
        assert "! there is no majority here" in lines(pilot)[-2]
        await pilot.press("+")
        assert "! they differ on the label" in lines(pilot)[-2]


async def test_docket(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "d0" in lines(pilot)[1]
        assert "d1" in lines(pilot)[2]
        await pilot.press("j", "enter")
        await pilot.pause()
        assert lines(pilot)[1].startswith(" d1")
        await pilot.press("K")
        assert lines(pilot)[1].startswith(" d0")
        await pilot.press("K")
        assert "! this is the first document" in lines(pilot)[-2]


async def test_help_and_guideline_open_and_close(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        for key, text in (("?", "take what A has"), ("g", "Guidelines")):
            await pilot.press(key)
            await pilot.pause()
            assert any(text in line for line in lines(pilot))
            await pilot.press("escape")
            await pilot.pause()


async def test_click_in_the_list_goes_to_the_dispute(run_court: RunCourt) -> None:
    async with run_court(size=(140, 40)) as pilot:
        await pilot.click("QuestionPanel", offset=(8, 1))
        session: Any = pilot.app.desk.session  # type: ignore[attr-defined]
        assert session.question.start == 88
        await pilot.click(BesidePane, offset=(26, 0))
        assert session.question.start == 19


async def test_narrow_window_and_resize(run_court: RunCourt) -> None:
    async with run_court(size=(60, 16)) as pilot:
        await pilot.resize_terminal(150, 45)
        await pilot.pause()
        assert any("dispute ─" in line for line in lines(pilot))
        await pilot.press("t")
        await pilot.pause()
        assert not any("dispute ─" in line for line in lines(pilot))


def test_no_key_is_a_labels() -> None:
    free = {key for command in commands(0, LABELS) for key in command.keys if len(key) == 1} - {"0"}
    assert free <= set(reserved())


def test_label_keeps_its_key() -> None:
    letters = [Label(name, name, key, "#5a96d2", "") for name, key in (("A1", "b"), ("A2", "0"), ("A3", "c"))]
    labels = LabelSet(tuple(letters), overlap=True, suggesters=(), sha256="")
    found = commands(4, labels)
    by_name = {command.name: command.keys for command in found}
    assert [by_name[f"take_{n}"] for n in (1, 2, 3, 4)] == [("a", "1"), ("2",), ("3",), ("4",)]
    assert "0" not in by_name["nothing"]
    keys = [key for command in found for key in command.keys]
    assert len(keys) == len(set(keys))


async def test_reviewer_reads_in_the_review_where_gold_differs(run_court: RunCourt, store: Store, path: Path) -> None:
    async with run_court() as pilot:
        await pilot.press("a", "a", "enter", "enter")
        await saved(pilot)
    app = CuratorApp(store, LABELS, path, layer="boris", author="boris", title="test")
    async with app.run_test(size=(120, 36)) as pilot:
        app.desk.open(1)
        await pilot.pause()
        await pilot.press("B")
        await pilot.pause()
        shown = "\n".join(lines(pilot))
        assert "Where gold differs from you" in shown
        assert "you    RANK “Lieutenant General Vadim Shamarin”" in shown
        assert "anna" not in shown
        await pilot.press("escape", "J", "B")
        await pilot.pause()
        assert "! gold differs nowhere from what you had" in lines(pilot)[-2]
        assert app._exception is None
    app.close()


async def test_without_lanes_the_margin_tells_of_gold_alone(run_court: RunCourt) -> None:
    async with run_court() as pilot:
        await pilot.press("a", "T")
        await pilot.pause()
        row = next(line for line in lines(pilot) if "Lieutenant General" in line and "│" in line)
        assert row.split("│")[0].rstrip().endswith("R✓P✓")
        assert not any(line.startswith(("A ", "B ", "★ ")) for line in lines(pilot))


async def test_every_command_is_in_the_palette(run_court: RunCourt, store: Store) -> None:
    async with run_court() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"take what b has")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter", "enter")
        await pilot.pause()
        await saved(pilot)
        assert gold_of(store, "d0") == [RANK_NAME.key]


@pytest.mark.parametrize(
    ("size", "theme", "keys"),
    [((120, 36), "dark", ["a"]), ((80, 24), "light", ["b", "x", "R"]), ((120, 36), "no-colour", ["v", "l", "l"])],
    ids=["wide dark", "narrow light", "selecting without colour"],
)
def test_the_screen(
    snap_compare: Callable[..., bool], store: Store, path: Path, size: tuple[int, int], theme: str, keys: list[str]
) -> None:
    fill(store, [(document(f"d{n}", f"{TEXT} {n}"), ()) for n in range(2)])
    layers(store, "d0", anna=[RANK, PERSON], boris=[RANK_NAME, AMOUNT])
    layers(store, "d1", anna=[RANK], boris=[RANK])
    app = AdjudicationApp(store, LABELS, path, reviewers=("anna", "boris"), author="judge", title="test")

    async def before(pilot: Pilot[int]) -> None:
        app.theme = theme
        await pilot.pause()
        await pilot.press(*keys)
        await saved(pilot)
        app._review.saved()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
    assert app._exception is None
    app.close()


async def test_keys_are_those_of_the_settings(run_court: RunCourt, store: Store) -> None:
    """Set for this screen alone, or for the review, whose commands this screen has, too."""
    keys = {"adjudicate.take_2": ("y",), "adjudicate.help": ("f2",), "undo": ("Z",), "redo": ("w",), "note": ("u",)}
    async with run_court(settings=Settings(keys=keys)) as pilot:
        assert "y take B" in lines(pilot)[-1]
        await pilot.press("y")
        assert open_disputes(pilot) == 1
        await pilot.press("Z")
        assert open_disputes(pilot) == 2
        await pilot.press("w")
        assert open_disputes(pilot) == 1, "what the settings give the key to has it, and why has none"
        await pilot.press("Z", "2")
        assert open_disputes(pilot) == 1, "the number is there in any case"
        await pilot.press("f2")
        await pilot.pause()
        assert any("y 2" in line and "take what B has" in line for line in lines(pilot)), lines(pilot)
        await pilot.press("f2")
        await saved(pilot)
    async with run_court(settings=Settings(keys=keys)) as pilot:
        await pilot.press("?", "b")
        assert len(pilot.app.screen_stack) == 2, "neither key does anything any more"
        assert open_disputes(pilot) == 1
