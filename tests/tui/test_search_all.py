"""The search in all articles: as it is typed, in the list, into an article and back, labels for many hits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from curator.review.desk import Desk
from curator.settings import DEFAULTS, Settings
from curator.store.api import Store
from curator.tui import sweeping
from curator.tui.app import CuratorApp
from curator.tui.screens import search
from curator.tui.screens.search import SearchScreen
from curator.tui.widgets.hits import HitList
from tests.review.conftest import LABELS, document, fill, suggestion
from tests.tui.conftest import RunApp

TEXTS = ("General Ivan Petrov met Petrov.", "Nobody but General Petrov.", "The generals, silent.", "Petrov, again.")
SUGGESTED = (suggestion(8, 19),)


def desk_of(pilot: Pilot[int]) -> Desk:
    return cast(CuratorApp, pilot.app).desk


def screen_of(pilot: Pilot[int]) -> SearchScreen:
    return cast(SearchScreen, pilot.app.screen)


async def settle(pilot: Pilot[int]) -> None:
    """Wait until the search is through and nothing waits for it."""
    for _ in range(500):
        await pilot.pause()
        screen = pilot.app.screen
        if not isinstance(screen, SearchScreen):
            return
        if screen.results.complete and not screen._waiting and screen._wanted_label is None:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("the search does not end")


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def lines(pilot: Pilot[int]) -> list[str]:
    """What the list shows."""
    hits = pilot.app.screen.query_one(HitList)
    rows = (hits.render_line(y).text.rstrip() for y in range(hits.size.height))
    return [" ".join(row.split()) for row in rows if row]


def below(pilot: Pilot[int]) -> str:
    keys = screen_of(pilot)._keys
    return keys.render_line(0).text.strip()


def question(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#question").render())


def labelled(store: Store) -> list[list[str]]:
    found = store.annotated("anna", ("todo", "started", "done", "skipped"))
    return [[each.document.text[span.start : span.end] for span in each.spans] for each in found]


async def test_hits_come_as_one_types_with_what_is_labelled_there(run_app: RunApp) -> None:
    async with run_app(*TEXTS, suggestions=SUGGESTED, size=(80, 24)) as pilot:
        await press(pilot, "end", "F", *"petr")
        assert lines(pilot) == ["nothing found"]
        await press(pilot, *"ov")
        assert lines(pilot) == [
            "1 P? General Ivan Petrov met Petrov.",
            "General Ivan Petrov met Petrov.",
            "2 Nobody but General Petrov.",
            "4 Petrov, again.",
        ]
        hits = pilot.app.screen.query_one(HitList)
        starts = {hits.render_line(y).text.index("Petrov", 34) for y in range(4)}
        assert len(starts) == 1


async def test_a_mistake_in_the_query_is_said_and_the_hits_stay(run_app: RunApp) -> None:
    async with run_app(*TEXTS) as pilot:
        await press(pilot, "F", *"silent")
        assert len(lines(pilot)) == 1
        await press(pilot, "space", "O", "R")
        assert "missing between OR and the end" in below(pilot)
        assert len(lines(pilot)) == 1
        await press(pilot, "space", *"nobody")
        assert len(lines(pilot)) == 2


async def test_enter_leads_to_the_place_and_the_search_key_back(run_app: RunApp) -> None:
    async with run_app(*TEXTS, size=(80, 24)) as pilot:
        await press(pilot, "F", *"petrov", "enter", "down", "down", "enter")
        desk = desk_of(pilot)
        assert (desk.number, desk.session.cursor) == (2, 19)
        assert desk.session.target() == (19, 25)
        await press(pilot, "p")
        assert [(item.place, item.mark) for item in desk.session.items] == [((19, 25), "added")]
        await press(pilot, "F")
        assert screen_of(pilot).results.cursor == 2
        assert lines(pilot)[2] == "… 2 P+ Nobody but General Petrov."
        assert pilot.app.screen.query_one(Input).value == "petrov"
        await press(pilot, "escape")
        assert (desk.number, desk.session.cursor) == (2, 19)


async def test_the_text_in_focus_in_all_articles_is_three_keys(run_app: RunApp, store: Store) -> None:
    async with run_app(*TEXTS, suggestions=SUGGESTED) as pilot:
        await press(pilot, "l", "l", "l", "v", "F", "p")
        assert question(pilot).startswith(
            "label 3 hits in 3 articles as PERSON? Left out: 1 inside a longer suggestion. Enter or p does it"
        )
        assert labelled(store) == [[], [], [], []]
        await press(pilot, "p")
        assert labelled(store) == [["Petrov"], ["Petrov"], [], ["Petrov"]]
        assert below(pilot) == "3 hits “Petrov” in 3 articles labelled PERSON"
        await press(pilot, "u")
        assert labelled(store) == [[], [], [], []]
        await press(pilot, "U")
        assert labelled(store) == [["Petrov"], ["Petrov"], [], ["Petrov"]]


async def test_marks_choose_what_is_labelled(run_app: RunApp, store: Store) -> None:
    async with run_app(*TEXTS) as pilot:
        await press(pilot, "F", *"petrov", "enter", "space", "j", "space", "2")
        await press(pilot, "enter")
        assert labelled(store) == [["Petrov"], ["Petrov"], [], []]
        assert screen_of(pilot).results.marks == 0
        await press(pilot, "end", "p", "enter")
        assert labelled(store)[3] == ["Petrov"]
        await press(pilot, "asterisk", "p")
        assert question(pilot).startswith("label 1 hit in 1 article as PERSON? Left out: 3 decided.")
        await press(pilot, "enter", "asterisk", "r")
        assert below(pilot) == "! nothing to label. Left out: 4 decided."


async def test_keys_typed_at_once_are_taken_in_their_order(
    run_app: RunApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, Esc belongs to the keys before it.
    monkeypatch.setattr(search, "TOGETHER_SECONDS", 60.0)
    async with run_app(*TEXTS) as pilot:
        for key in ("F", *"petrov", "enter", "down", "down", "space", "p", "enter", "escape"):
            pilot.app.simulate_key(key)
        for _ in range(2000):
            await pilot.pause(0.01)
            if any(labelled(store)):
                break
        assert labelled(store) == [[], ["Petrov"], [], []]


async def test_the_query_is_typed_anew_with_a_slash(run_app: RunApp) -> None:
    async with run_app(*TEXTS, suggestions=SUGGESTED) as pilot:
        await press(pilot, "F")
        assert pilot.app.screen.query_one(Input).value == '"Ivan Petrov"'
        assert screen_of(pilot).results.marks == 1
        await press(pilot, "slash", *"general*", "enter", "J", "J")
        assert pilot.app.screen.query_one(Input).value == "general*"
        assert screen_of(pilot).results.cursor == 2
        await press(pilot, "F")
        assert pilot.app.screen.query_one(Input).value == '"Ivan Petrov"'


async def test_more_than_can_be_labelled_at_once(run_app: RunApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST", 2)
    monkeypatch.setattr(sweeping, "PORTION", 2)
    async with run_app(*TEXTS) as pilot:
        await press(pilot, "F", *"petrov", "enter", "asterisk", "p")
        assert below(pilot) == "! more than 2 hits: search for less, or mark some"


async def test_what_could_not_be_saved_is_said_here(
    run_app: RunApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curator.errors import CuratorError

    async with run_app(*TEXTS) as pilot:
        await press(pilot, "F", *"nobody", "enter", "p")

        def full(*_: object) -> None:
            raise CuratorError("the disk is full")

        monkeypatch.setattr(desk_of(pilot).store, "commit", full)
        await press(pilot, "enter")
        assert below(pilot) == "! the disk is full"
        assert labelled(store) == [[], [], [], []]


async def test_keys_follow_the_settings(run_app: RunApp, store: Store) -> None:
    keys = Settings(keys={"everywhere": ("b",), "search_all": ("ы",), "down": ("*", "down"), "undo": ("y",)})
    async with run_app(*TEXTS, settings=keys) as pilot:
        await press(pilot, "ы", *"petrov", "enter", "asterisk", "asterisk", "space", "p", "p")
        assert labelled(store) == [[], ["Petrov"], [], []]
        await press(pilot, "y")
        assert not any(labelled(store))
        await press(pilot, "b")
        assert screen_of(pilot).results.marks == 4
        assert " b mark all " in screen_of(pilot)._keys.render_line(1).text


@pytest.mark.parametrize(("size", "theme"), [((160, 30), "dark"), ((80, 24), "light")])
def test_the_list(
    snap_compare: Callable[..., bool], store: Store, path: Path, size: tuple[int, int], theme: str
) -> None:
    texts = (
        *TEXTS,
        "今日 Петров и General 👩‍👩‍👧 Petrov [b]bold[/b]\n\tPetrov said.",
        "x" * 300 + " Petrov " + "y " * 200,
    )
    fill(store, [(document(f"d{n}", text), SUGGESTED if not n else ()) for n, text in enumerate(texts)])
    app = CuratorApp(store, LABELS, path, layer="anna", author="anna", title="test")

    async def before(pilot: Pilot[int]) -> None:
        app.theme = theme
        await press(pilot, "end", "F", *"petrov general*", "enter", "j", "j", "space", "p", "enter")
        await press(pilot, "slash", *"petrov", "enter", "j", "space", "space")

    assert snap_compare(app, terminal_size=size, run_before=before)
    assert app._exception is None
    app.close()


@pytest.mark.parametrize("theme", ["ansi", "no-colour"])
async def test_the_line_of_the_cursor_is_lit_from_edge_to_edge(run_app: RunApp, theme: str) -> None:
    async with run_app(*TEXTS, settings=msgspec.structs.replace(DEFAULTS, theme=theme)) as pilot:
        await press(pilot, "F", *"petrov", "enter")
        hits = screen_of(pilot).query_one(HitList)
        lit, other = hits.line(0), hits.line(1)
        assert all(segment.style and segment.style.reverse for segment in lit)
        assert not any(segment.style and segment.style.reverse for segment in other)


async def test_a_title_without_room_ends_in_an_ellipsis(run_app: RunApp, store: Store) -> None:
    long = msgspec.structs.replace(document("d0", "Petrov left."), title="A colonel is held in Tavolsk")
    fill(store, [(long, ()), (document("d1", "Petrov, again."), ())])
    async with run_app() as pilot:
        await press(pilot, "F", *"petrov", "enter")
        hits = screen_of(pilot).query_one(HitList)
        assert "1 A colonel is held in Ta… " in hits.line(0).text
        assert "2 Petrov, again.           " in hits.line(1).text
