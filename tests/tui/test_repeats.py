"""A document that comes a second time, on the screen: nothing there tells that it does, or what was answered first."""

from __future__ import annotations

from typing import cast

import pytest
from textual.pilot import Pilot

from curator.review.corpus import Opener, plan
from curator.review.desk import Desk
from curator.store.api import Store
from curator.store.records import Assignment, Passage
from curator.tui.app import CuratorApp
from curator.tui.screens.queue import QueueScreen
from curator.tui.widgets.lines import LineWidget
from tests.review.conftest import LABELS, document, fill, suggestion
from tests.tui.conftest import RunApp
from tests.tui.test_search_all import lines, press

TEXTS = ("General Ivan Petrov met Orlov.", "Nobody but Petrov.", "Petrov, again.")


@pytest.fixture
def twice(store: Store) -> Store:
    """Three documents for anna; the first one comes again behind the second."""
    fill(
        store,
        [(document(f"d{n}", text), [suggestion(8, 19)] if n == 0 else []) for n, text in enumerate(TEXTS)],
    )
    places = [("anna", "d0", 1), ("anna", "d1", 2), ("anna", "d2", 3), ("anna~2", "d0", 2)]
    time = "2026-05-01T10:00:00.000Z"
    for n, (layer, key, place) in enumerate(places):
        store.assign(
            [Assignment(id=f"0{n}", time=time, author="x", layer=layer, document=key, position=place, given=True)]
        )
    return store


def desk_of(pilot: Pilot[int]) -> Desk:
    return cast(CuratorApp, pilot.app).desk


def everything(pilot: Pilot[int]) -> str:
    return "\n".join(
        widget.render_line(y).text.rstrip() for widget in pilot.app.screen.query(LineWidget)
        for y in range(widget.size.height)
    )  # fmt: skip


async def to_the_repeat(pilot: Pilot[int]) -> None:
    """The first answer is a person and a note; then comes the second document, and the first one again."""
    await pilot.press("a", "w", *"seen", "enter", "enter", "enter")
    await pilot.pause()
    assert (desk_of(pilot).layer, desk_of(pilot).session.document.key) == ("anna~2", "d0")


async def test_neither_header_nor_queue_tells(run_app: RunApp, twice: Store) -> None:
    async with run_app() as pilot:
        assert "0 of 4 done" in everything(pilot)
        await to_the_repeat(pilot)
        shown = everything(pilot)
        assert "2 of 4 done · 0/1 decided" in shown
        assert "~2" not in shown
        assert "note" not in shown.splitlines()[0]
        await pilot.press("d")
        assert isinstance(pilot.app.screen, QueueScreen)
        rows = [line for line in everything(pilot).splitlines() if "· General" in line or "· Nobody" in line]
        assert [row.split()[0] for row in rows] == ["1", "✓"], "the open one is not shown as done"
        assert "seen" not in everything(pilot)
        # Chosen from the list, it is as it was left; so it is when one comes back from another.
        await pilot.press("enter")
        assert desk_of(pilot).layer == "anna~2"
        await pilot.press("J", "K")
        assert (desk_of(pilot).layer, desk_of(pilot).session.document.key) == ("anna~2", "d0")


@pytest.mark.parametrize("keys", [["i"], ["i", "i"], ["quotation_mark"], ["I"], ["B"], ["question_mark"]])
async def test_no_panel_tells(run_app: RunApp, twice: Store, keys: list[str]) -> None:
    async with run_app() as pilot:
        await to_the_repeat(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        while "counting" in (shown := everything(pilot)):
            await pilot.pause()
        assert "~2" not in shown
        assert "seen" not in shown


async def test_search_labels_the_document_as_it_is_shown(run_app: RunApp, twice: Store) -> None:
    async with run_app() as pilot:
        await to_the_repeat(pilot)
        await press(pilot, "end", "F", *"petrov")
        assert "P?" in lines(pilot)[0].split(), "the first answer stays out of sight"


def test_label_for_many_goes_where_each_document_is(twice: Store) -> None:
    desk = Desk(twice, LABELS, layer="anna", author="anna")
    for _ in range(2):
        desk.finish("accept" if len(desk.session.pending) else None)
    assert desk.layer == "anna~2"
    places = [Passage(1, "d0", "", 24, 29, "", "", ""), Passage(3, "d2", "", 0, 6, "", "", "")]
    opener = Opener(desk.home, desk.labels, lambda: (), (desk.number, desk.layer))
    desk.act_over(plan("RANK", opener.open(twice, places)))
    assert [span.key for span in desk.session.layer_spans()] == [(24, 29, "RANK")]
    assert [span.key for span in twice.state("anna", 3).layer_spans()] == [(0, 6, "RANK")]
    assert [span.key for span in twice.state("anna", 1).layer_spans()] == [(8, 19, "PERSON")]
    assert not list(twice.decisions(layer="anna~2", key="d2"))
    desk.undo()
    assert (desk.layer, desk.session.layer_spans()) == ("anna~2", ())
    desk.undo()
    assert not twice.state("anna", 3).layer_spans()
