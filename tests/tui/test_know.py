"""What the review tells: notes, and where they lead."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from curator.review.desk import Desk
from curator.store.api import Store
from curator.tui.app import CuratorApp
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.lines import LineWidget
from curator.tui.widgets.listing import Listing
from tests.review.conftest import suggestion
from tests.tui.conftest import RunApp

TEXT = "General Ivan Petrov took 3 million rubles from Anna Orlova.\n\nThe rest is silence.\n"
ALL = (suggestion(8, 19), suggestion(25, 41, "AMOUNT"), suggestion(47, 58))


def desk_of(pilot: Pilot[int]) -> Desk:
    return cast(CuratorApp, pilot.app).desk


def review_of(pilot: Pilot[int]) -> ReviewScreen:
    return cast(ReviewScreen, pilot.app.screen_stack[1])


def drawn(widget: LineWidget) -> list[str]:
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def listed(pilot: Pilot[int]) -> list[str]:
    assert isinstance(pilot.app.screen, ListScreen)
    return [line for line in drawn(pilot.app.screen.query_one(LineWidget)) if line]


async def write(pilot: Pilot[int], key: str, text: str) -> None:
    await pilot.press(key, *["space" if letter == " " else letter for letter in text], "enter")


async def test_a_note_on_a_span_that_stays_pending(run_app: RunApp, store: Store) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await write(pilot, "W", "which Petrov")
        focus = desk_of(pilot).session.focus
        assert focus is not None
        assert (focus.note, focus.mark) == ("which Petrov", "pending")
        assert len(desk_of(pilot).session.pending) == 3
        review = review_of(pilot)
        assert any("PERSON?†" in line for line in drawn(review.pane))
        assert any("?†" in line and "Ivan Petrov" in line for line in drawn(review.side))
        assert any("† which Petrov" in line for line in drawn(review.side))
        await pilot.press("a", "u")
        assert focus == desk_of(pilot).session.focus
        await pilot.press("u")
        assert not any("†" in line for line in drawn(review.side))
        desk_of(pilot).flush()
        assert store.notes("anna") == []


async def test_a_note_needs_a_span(run_app: RunApp) -> None:
    async with run_app("Nothing here.") as pilot:
        await pilot.press("W")
        assert "no span in focus" in drawn(review_of(pilot).foot)[0]


async def test_the_list_of_notes_leads_to_them(run_app: RunApp) -> None:
    async with run_app(TEXT, "A second text.", suggestions=ALL) as pilot:
        await write(pilot, "W", "which Petrov")
        await pilot.press("tab", "tab")
        await write(pilot, "W", "ask Anna")
        await pilot.press("J")
        await write(pilot, "w", "dull")
        await pilot.press("quotation_mark")
        assert listed(pilot) == [
            " 3 notes  / find · ⏎ go there · Esc back",
            " d0 · PERSON† “Ivan Petrov” 8-19",
            "   which Petrov",
            " d0 · PERSON† “Anna Orlova” 47-58",
            "   ask Anna",
            " d1 · A second text.",
            "   dull",
        ]
        await pilot.press("j", "enter")
        assert desk_of(pilot).number == 1
        focus = desk_of(pilot).session.focus
        assert focus is not None
        assert focus.note == "ask Anna"


async def test_notes_are_found_by_their_words(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await write(pilot, "W", "which Petrov")
        await write(pilot, "w", "dull")
        await pilot.press("quotation_mark", "slash", "P", "E", "enter")
        assert listed(pilot)[0] == " 1 note with “PE”  / find · ⏎ go there · Esc back"
        assert listed(pilot)[2] == "   which Petrov"
        await pilot.press("slash", "x", "y", "escape")
        assert len(listed(pilot)) == 3
        await pilot.press("escape")
        assert pilot.app.screen is review_of(pilot)


TWICE = "Ivan Petrov met Ivan Petrov, and IVAN PETROV.\n"
SAME = (suggestion(0, 11), suggestion(16, 27, "RANK"), suggestion(33, 44))


async def looked_up(pilot: Pilot[int]) -> None:
    app = cast(CuratorApp, pilot.app)
    await pilot.pause()
    app.saver.flush()
    review_of(pilot).focused_text.look_up()
    await asyncio.to_thread(app.elsewhere.flush)
    await pilot.pause()


async def test_precedents_of_the_text_in_focus(run_app: RunApp) -> None:
    async with run_app(TWICE, suggestions=SAME) as pilot:
        await pilot.press("a")
        await looked_up(pilot)
        review = review_of(pilot)
        assert "≠ PERSON once" in drawn(review.header)[1]
        assert any("≠ PERSON once" in line for line in drawn(review.side))
        assert not any("accepted once" in line for line in drawn(review.side))
        await pilot.press("x")
        await looked_up(pilot)
        assert "≠" not in drawn(review.header)[1]
        assert any("accepted once, rejected 0" in line for line in drawn(review.side))


async def test_the_evidence_and_the_history_of_a_span(run_app: RunApp) -> None:
    async with run_app(TWICE, "Ivan Petrov again.", suggestions=SAME) as pilot:
        await pilot.press("a", "a", "J", "v", "l", "p")
        await pilot.press("K", "tab", "r")
        await pilot.press("shift+tab", "home", "i")
        assert listed(pilot) == [
            " PERSON✓ “Ivan Petrov” 0-11  i history · ⏎ go there · Esc back",
            " rules 0.90: a reason",
            " elsewhere: RANK 2 times, PERSON once",
            " RANK accepted 2 times (1 just so)",
            "   d0:33 relabelled: Ivan Petrov met Ivan Petrov, and IVAN PETROV.",
            "   d0:16 accepted: Ivan Petrov met Ivan Petrov, and IVAN PETROV.",
            " PERSON accepted once",
            "   d1:0 added: Ivan Petrov again.",
        ]
        await pilot.press("i")
        history = listed(pilot)
        assert history[0] == " history of PERSON✓ “Ivan Petrov” 0-11  i evidence · Esc back"
        assert history[1].endswith('anna accepted PERSON "Ivan Petrov" 0-11 | suggested by rules 0.90, a reason')
        assert len(history) == 2
        await pilot.press("i", "end", "enter")
        assert desk_of(pilot).number == 2
        focus = desk_of(pilot).session.focus
        assert focus is not None
        assert focus.mark == "added"


async def test_evidence_of_a_span_that_nobody_decided_on(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("i")
        assert listed(pilot)[1:] == [" rules 0.90: a reason", " decided on nowhere else"]
        await pilot.press("i")
        assert listed(pilot)[1:] == [" nothing was decided on this span yet"]
        await pilot.press("enter", "escape")
        assert pilot.app.screen is review_of(pilot)


async def test_evidence_needs_a_span(run_app: RunApp) -> None:
    async with run_app("Nothing here.") as pilot:
        await pilot.press("i")
        assert "no span in focus" in drawn(review_of(pilot).foot)[0]


async def test_keys_count_as_activity(run_app: RunApp, store: Store) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        before = desk_of(pilot)._watch._last
        await pilot.press("l")
        assert desk_of(pilot)._watch._last > before
        await pilot.press("a")
        desk_of(pilot).flush()
        kept = [decision.seconds for decision in store.decisions()]
        assert len(kept) == 1
        assert kept[0] is not None
        assert 0 <= kept[0] < 60


async def test_the_session_panel(run_app: RunApp, store: Store) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("a", "x", "I")
        while "counting" in "".join(listed(pilot)):
            await pilot.pause()
        words = [line.split() for line in listed(pilot)]
        assert ["spans", "decided", "2", "2"] in words
        assert ["rules", "1", "0", "1", "50", "%"] in words
        await pilot.press("I")
        assert pilot.app.screen is review_of(pilot)


@pytest.mark.parametrize(("columns", "shown"), [(120, True), (80, False)])
async def test_the_pace_stands_in_the_header_where_there_is_room(run_app: RunApp, columns: int, shown: bool) -> None:
    async with run_app(TEXT, suggestions=ALL, size=(columns, 24)) as pilot:
        desk_of(pilot).pace = "41 spans/h"
        await pilot.press("l")
        assert ("41 spans/h" in drawn(review_of(pilot).header)[0]) is shown


async def test_precedents_while_the_database_is_locked(run_app: RunApp, store: Store, path: Path) -> None:
    async with run_app(TWICE, suggestions=SAME) as pilot:
        await pilot.press("a", "x")
        await looked_up(pilot)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("home")
        review_of(pilot).focused_text.look_up()
        await asyncio.to_thread(cast(CuratorApp, pilot.app).elsewhere.flush)
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("tab")
        await looked_up(pilot)
        assert any("accepted once, rejected 0" in line for line in drawn(review_of(pilot).side))


async def test_what_leads_nowhere_has_no_cursor_and_is_scrolled(run_app: RunApp) -> None:
    async with run_app("General Ivan Petrov.", suggestions=(suggestion(8, 19),), size=(80, 12)) as pilot:
        await pilot.press("a", "I")
        while "counting" in "".join(listed(pilot)):
            await pilot.pause()
        shown = pilot.app.screen.query_one(Listing)
        plain = shown.ink.base.bgcolor

        def lines() -> list[str]:
            drawn = [shown.render_line(y) for y in range(12)]
            assert {part.style.bgcolor for line in drawn for part in line if part.style} == {plain}
            return [line.text.strip() for line in drawn[1:]]

        before = lines()
        await pilot.press("j", "j")
        assert lines()[:-2] == before[2:]
        await pilot.press("k", "home")
        assert lines() == before
