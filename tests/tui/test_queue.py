"""The queue of all documents: orders, and what a line asks for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

import curator.store
from curator.errors import CuratorError
from curator.labels import SuggesterConfig
from curator.model import Span, Suggestion
from curator.store.api import Store
from curator.store.records import QueueRow
from curator.tui.widgets.queue import QueueList
from tests.review.conftest import LABELS, document, fill
from tests.tui.conftest import RunApp
from tests.tui.test_review import desk_of


def queue_of(pilot: Pilot[int], screen: int = -1) -> list[str]:
    """The heading, and what the queue shows, by key; -2 where a question lies over it."""
    rows = pilot.app.screen_stack[screen].query_one(QueueList)
    shown = [rows.render_line(y).text for y in range(rows.size.height - 1)]
    assert shown[1].split()[:5] == ["number", "pending", "decided", "length", "document"]
    return [shown[0].strip(), *(line.split(" · ")[0].split()[-1] for line in shown[2:] if line.strip())]


async def found(pilot: Pilot[int], screen: int = -1) -> None:
    """Wait until what was asked for is there."""
    rows = pilot.app.screen_stack[screen].query_one(QueueList)
    while rows._asking is not None:
        await pilot.pause(0.01)


async def test_the_queue_is_sorted_and_searched(run_app: RunApp) -> None:
    texts = ("Alpha.", "A beta that is longer.", "Gamma, the very longest of them all.", "Alphabet.")
    async with run_app(*texts) as pilot:
        await pilot.press("J", "J", "f", "K", "f", "d")
        await pilot.pause()
        assert queue_of(pilot) == ["4 documents · by number", "d0", "d1", "d2", "d3"]
        await pilot.press("s")
        assert queue_of(pilot) == ["4 documents · begun first", "d1", "d2", "d0", "d3"]
        await pilot.press("s")
        assert queue_of(pilot) == ["4 documents · most pending first", "d0", "d1", "d2", "d3"]
        await pilot.press("s")
        assert queue_of(pilot) == ["4 documents · longest first", "d2", "d1", "d3", "d0"]
        await pilot.press("s")
        assert queue_of(pilot) == ["2 documents · last decided on first", "d1", "d2"]
        await pilot.press("s", "slash", *"alph")
        await found(pilot, -2)
        assert queue_of(pilot, -2) == ["2 documents · by number · with “alph”", "d0", "d3"]
        await pilot.press("escape")
        await pilot.pause()
        assert queue_of(pilot)[0] == "4 documents · by number"
        await pilot.press("slash", *"alphab", "enter")
        await found(pilot)
        assert queue_of(pilot)[1:] == ["d3"]
        await pilot.press("enter")
        await pilot.pause()
        assert desk_of(pilot).number == 4


async def test_words_typed_at_once_find_in_the_queue(run_app: RunApp) -> None:
    async with run_app("Alpha.", "Beta.", "Gamma.") as pilot:
        await pilot.press("d")
        for key in ("slash", *"gamm", "enter"):
            pilot.app.simulate_key(key)
        while not pilot.app.screen.query(QueueList) or pilot.app.screen.query_one(QueueList).asked != "gamm":
            await pilot.pause(0.01)
        await found(pilot)
        assert queue_of(pilot) == ["1 document · by number · with “gamm”", "d2"]


class Slow:
    """Holds up what is looked for beside the screen, as among a million documents, until it may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.asked: list[Sequence[Any]] = []
        self.interrupted = threading.Event()
        self._open = curator.store.open_store
        monkeypatch.setattr(curator.store, "open_store", self._slow_store)

    def _slow_store(self, path: Path, **options: Any) -> Store:
        store = self._open(path, **options)
        answer = store.queue

        def queue(*values: Any, **wanted: Any) -> Sequence[QueueRow]:
            self.asked.append(wanted["only"])
            while not self.go.wait(0.005):
                if self.interrupted.is_set():
                    self.interrupted.clear()
                    raise CuratorError("interrupted")
            return answer(*values, **wanted)

        def interrupt() -> None:
            self.interrupted.set()

        store.queue, store.interrupt = queue, interrupt  # type: ignore[method-assign]
        return store


async def test_what_is_looked_for_among_many_holds_up_no_key(run_app: RunApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_app("Alpha.", "Beta.", "Gamma.") as pilot:
        slow = Slow(monkeypatch)
        await pilot.press("d", "slash", *"gamm", "enter")
        assert queue_of(pilot) == ["all documents · by number · looking … · with “gamm”", "stops"]
        # Enter is meant for what is still to come.
        await pilot.press("enter")
        assert isinstance(pilot.app.screen.query_one(QueueList), QueueList)
        slow.go.set()
        while desk_of(pilot).number != 3:
            await pilot.pause(0.01)


async def test_esc_stops_the_looking_and_shows_what_was_there(run_app: RunApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_app("Alpha.", "Beta.", "Gamma.") as pilot:
        slow = Slow(monkeypatch)
        await pilot.press("d", "slash", *"gamm", "enter")
        while not slow.asked:
            await pilot.pause(0.01)
        await pilot.press("escape")
        assert queue_of(pilot) == ["3 documents · by number", "d0", "d1", "d2"]
        while slow.interrupted.is_set():
            await pilot.pause(0.01)
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 2


async def test_an_answer_that_comes_too_late_is_not_shown(run_app: RunApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_app("Alpha.", "Beta.", "Gamma.") as pilot:
        slow = Slow(monkeypatch)
        await pilot.press("d", "slash", *"bet", "enter")
        await pilot.press("slash", *["backspace"] * 3, *"alph", "enter")
        slow.go.set()
        await found(pilot)
        assert queue_of(pilot) == ["1 document · by number · with “alph”", "d0"]


async def test_the_first_and_the_last_of_more_than_are_fetched_at_a_time(run_app: RunApp) -> None:
    async with run_app(*(f"Text {n}." for n in range(250)), size=(80, 24)) as pilot:
        await pilot.press("J", "d", "end")
        await pilot.pause()
        assert queue_of(pilot) == ["all documents · by number", *(f"d{n}" for n in range(229, 250))]
        assert pilot.app.screen.query_one(QueueList).chosen.number == 250  # type: ignore[union-attr]
        await pilot.press("home")
        assert queue_of(pilot)[:2] == ["all documents · by number", "d0"]
        assert pilot.app.screen.query_one(QueueList).chosen.number == 1  # type: ignore[union-attr]
        await pilot.press("s", "s", "s")
        for place in (100, 200, 249, 249):
            await pilot.press("end")
            assert pilot.app.screen.query_one(QueueList)._cursor == place
        await pilot.press("f", "end", "s", "s", "home", "enter")
        await pilot.pause()
        assert desk_of(pilot).number == 1


async def test_a_long_line_that_is_asked_for_leaves_room_for_the_order(run_app: RunApp) -> None:
    async with run_app("Alpha.", "Beta.", size=(60, 12)) as pilot:
        await pilot.press("d", "slash", *"state:todo decided=0 length>=1 -note:ask alpha", "enter")
        await found(pilot)
        await pilot.press("s")
        await found(pilot)
        assert queue_of(pilot) == ["1 document · begun first · with “state:todo decided=0 leng…", "d0"]


def pending_of(pilot: Pilot[int]) -> dict[str, str]:
    """What the column of pending spans shows, by key."""
    rows = pilot.app.screen.query_one(QueueList)
    lines = [rows.render_line(y).text for y in range(2, rows.size.height - 1)]
    parts = [line.partition(" · ")[0].split() for line in lines if line.strip()]
    return {part[-1]: part[-4] for part in parts}


async def test_suggestions_that_are_not_made_yet_are_not_shown_as_none(run_app: RunApp, store: Store) -> None:
    fill(store, [(document(f"d{n}", f"Nobody {n}."), ()) for n in range(8)])
    fill(store, [(document("d8", "Orlov left."), (Suggestion(Span(0, 5, "PERSON"), "import", None, ""),))])
    store.save_suggestions([(n, ()) for n in range(1, 8)], source="rules", fingerprint="f")
    async with run_app(size=(80, 24), labels=replace(LABELS, suggesters=(SuggesterConfig("rules"),))) as pilot:
        await pilot.press("d")
        columns = pilot.app.screen.query_one(QueueList).render_line(1).text
        assert columns.rstrip().endswith(" –, 3+: not all suggested yet")
        assert pending_of(pilot) == {**{f"d{n}": "0" for n in range(7)}, "d7": "–", "d8": "1+"}
        for line, keys in (
            ("pending=0", [f"d{n}" for n in range(7)]), ("pending<2", [f"d{n}" for n in range(7)]),
            ("pending>0", ["d8"]), ("-pending<2", ["d7", "d8"]),
        ):  # fmt: skip
            await pilot.press("slash", "ctrl+u", *line, "enter")
            await found(pilot)
            assert queue_of(pilot)[1:] == keys
        store.save_suggestions([(n, ()) for n in (8, 9)], source="rules", fingerprint="f")
        await pilot.press("slash", "ctrl+u", "enter", "s", "s")
        await found(pilot)
        assert list(pending_of(pilot).items())[:2] == [("d8", "1"), ("d0", "0")]
        assert "–" not in pending_of(pilot).values()


async def test_without_suggesters_nothing_is_still_to_come(run_app: RunApp) -> None:
    async with run_app("Alpha.", "Beta.") as pilot:
        await pilot.press("d")
        assert pending_of(pilot) == {"d0": "0", "d1": "0"}
        assert pilot.app.screen.query_one(QueueList).render_line(1).text.rstrip().endswith("document")
        await pilot.press("slash", *"pending=0", "enter")
        await found(pilot)
        assert queue_of(pilot)[1:] == ["d0", "d1"]
