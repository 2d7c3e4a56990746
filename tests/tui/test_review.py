"""The review screen, by its keys and its mouse."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest
from rich.style import Style
from textual.events import Key, Resize
from textual.geometry import Size
from textual.pilot import Pilot

from curator.labels import Label
from curator.review.desk import Desk
from curator.review.keys import COMMANDS
from curator.settings import DEFAULTS
from curator.store.api import Store
from curator.tui.app import CuratorApp
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.bars import Hints
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.queue import QueueList
from tests.review.conftest import LABELS, suggestion
from tests.tui.conftest import RunApp

LEFT = DEFAULTS.margin

TEXT = "General Ivan Petrov took Lukashenkohas 3 million rubles from Anna Orlova.\n\nThe rest is silence.\n"
ALL = (suggestion(8, 19), suggestion(25, 38, score=0.4), suggestion(61, 72))


def desk_of(pilot: Pilot[int]) -> Desk:
    return cast(CuratorApp, pilot.app).desk


def pane_of(pilot: Pilot[int]) -> TextPane:
    return cast(ReviewScreen, pilot.app.screen_stack[1]).pane


def labelled(pilot: Pilot[int]) -> list[tuple[str, str]]:
    session = desk_of(pilot).session
    return [(session.text[span.start : span.end], span.label) for span in session.layer_spans()]


def screen_of(pilot: Pilot[int]) -> list[str]:
    """The rows of text and lanes of the pane, without margins."""
    pane = pane_of(pilot)
    return [pane.render_line(y).text[LEFT:].rstrip("▐ ") for y in range(pane.size.height)]


def text_rows(pilot: Pilot[int]) -> list[tuple[int, str]]:
    """Which line of the screen shows which text, without lanes and margin."""
    rows = enumerate(screen_of(pilot))
    return [(y, row[:60]) for y, row in rows if row.strip() and not set(row) & set("╰╚╯╝─═")]


async def test_an_article_from_start_to_end(run_app: RunApp, store: Store) -> None:
    async with run_app(TEXT, "Second.", suggestions=ALL) as pilot:
        await pilot.press("a", "minus", "minus", "minus", "tab", "x")
        assert labelled(pilot) == [("Ivan Petrov", "PERSON"), ("Lukashenko", "PERSON")]
        await pilot.press("home", "r")
        await pilot.press("l", "l", "l", "l", "l", "v", "l", "l", "m")
        assert labelled(pilot)[-1] == ("3 million rubles", "AMOUNT")
        assert labelled(pilot)[0] == ("General", "RANK")
        await pilot.press("enter")
        assert desk_of(pilot).number == 2
    assert [a.status for a in store.annotated("anna")] == ["done"]


async def test_enter_with_something_pending_asks_once(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.", suggestions=ALL) as pilot:
        await pilot.press("enter", "escape")
        assert desk_of(pilot).number == 1
        await pilot.press("enter", "a")
        assert desk_of(pilot).number == 2
        await pilot.press("u")
        assert (desk_of(pilot).number, len(desk_of(pilot).session.pending)) == (1, 3)


async def test_accept_the_rest_and_finish_is_one_key(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.", suggestions=ALL) as pilot:
        await pilot.press("D")
        assert (desk_of(pilot).number, desk_of(pilot).tally.done) == (2, 1)


async def test_deciding_moves_neither_text_nor_scroll(run_app: RunApp) -> None:
    long = "\n".join([TEXT] * 20)
    async with run_app(long, suggestions=ALL, size=(80, 24)) as pilot:
        before = text_rows(pilot)
        for keys in (["a"], ["p"], ["x"], ["home", "r"], ["u"], ["u"]):
            await pilot.press(*keys)
            assert text_rows(pilot) == before
            assert pane_of(pilot).first == 0


async def test_a_span_made_where_there_is_no_lane_shows_its_letter_in_the_margin(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("down", "down", "p")
        row = next(row for row in screen_of(pilot) if "silence" in row)
        assert row.endswith("P+")


async def test_skip_flag_and_note(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.", suggestions=ALL) as pilot:
        await pilot.press("f", "w", *"hm", "enter")
        review = desk_of(pilot).session.review
        assert (review.flagged, review.note) == (True, "hm")
        await pilot.press("s", *"dup", "enter")
        assert desk_of(pilot).number == 2
        await pilot.press("K")
        assert desk_of(pilot).session.review.reason == "dup"


async def test_a_click_focuses_and_a_drag_selects(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.click(TextPane, offset=(LEFT + 62, 0))
        focus = desk_of(pilot).session.focus
        assert focus is not None
        assert focus.span.start == 61
        await pilot.mouse_down(TextPane, offset=(LEFT + 25, 0))
        await pilot.hover(TextPane, offset=(LEFT + 34, 0))
        await pilot.mouse_up(TextPane, offset=(LEFT + 34, 0))
        assert desk_of(pilot).session.target() == (25, 35)
        await pilot.press("p")
        assert labelled(pilot) == [("Lukashenko", "PERSON")]


async def test_every_command_of_the_keymap_can_be_pressed(run_app: RunApp) -> None:
    """None of them breaks the screen, wherever it is pressed; those that leave it are tried elsewhere."""
    async with run_app(TEXT, "Second.", "Third.", suggestions=ALL) as pilot:
        for command in COMMANDS:
            if command.name in ("quit", "suspend", "tour"):
                continue
            for key in command.keys:
                await pilot.press(key)
                while len(pilot.app.screen_stack) > 2:
                    await pilot.press("escape")
                    await pilot.pause()


async def test_help_lists_the_live_keys(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        screen = cast(ReviewScreen, pilot.app.screen_stack[1])
        keys = screen.live_keys()
        assert keys["reject"] == "x ⌫"
        assert keys["label.PERSON"] == "p 1"
        for command in COMMANDS:
            shown = keys[command.name].split(" ")
            assert [key for key in command.keys if len(key) == 1 and key not in shown] == []


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (20, 6)])
async def test_a_resize_keeps_the_same_text_on_top(run_app: RunApp, size: tuple[int, int]) -> None:
    long = "\n".join(f"{n} {TEXT}" for n in range(80))
    async with run_app(long, size=(120, 36)) as pilot:
        await pilot.press(*["pagedown"] * 4)
        top = pane_of(pilot).top
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert abs(pane_of(pilot).top - top) < 2000
        assert pane_of(pilot).top > 0


async def test_a_size_that_was_overtaken_by_a_later_one_does_not_stay(
    run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual hears of 80x24 last, though the window is as large as ever."""
    async with run_app(TEXT, suggestions=ALL, size=(120, 36)) as pilot:
        app = cast(CuratorApp, pilot.app)
        draw_anew = app._draw_anew
        sizes = []

        def drawn_anew() -> None:
            sizes.append(app.size)
            draw_anew()

        monkeypatch.setattr(app, "_draw_anew", drawn_anew)
        monkeypatch.setattr(app, "_terminal_size", lambda: Size(120, 36))
        app.post_message(Resize(Size(80, 24), Size(80, 24)))
        for _ in range(500):
            await pilot.pause(0.02)
            if (80, 24) in sizes and pane_of(pilot).screen.size == (120, 36):
                break
        assert (80, 24) in sizes
        assert pane_of(pilot).screen.size == pilot.app.size == (120, 36)


async def test_markup_in_an_article_is_shown_as_it_is(run_app: RunApp) -> None:
    async with run_app("[b]bold[/b] [sic] [/x] text", suggestions=(suggestion(11, 16),)) as pilot:
        assert "[b]bold[/b] [sic] [/x] text" in screen_of(pilot)[0]
        await pilot.press("a", "v", "p", "i")


async def test_quitting_and_coming_back_resumes(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.", suggestions=ALL) as pilot:
        await pilot.press("tab", "q")
    async with run_app() as pilot:
        focus = desk_of(pilot).session.focus
        assert focus is not None
        assert focus.span.start == 25


async def test_search_selects_the_hit_and_a_label_takes_it(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("slash", *"silen", "enter")
        assert desk_of(pilot).session.target() == (87, 92)
        await pilot.press("escape", "slash", *"rest is", "enter", "r")
        assert ("rest is", "RANK") in labelled(pilot)


async def test_leaving_a_search_goes_back(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("slash", *"silence", "escape")
        assert desk_of(pilot).session.cursor == 8
        await pilot.press("slash", *"a", "enter", "n", "N")
        assert desk_of(pilot).session.cursor == 10


async def test_a_leap_takes_the_next_key_as_its_letter(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("semicolon", "a")
        assert desk_of(pilot).session.cursor == 61
        await pilot.press("semicolon", "escape", "a")
        assert labelled(pilot) == [("Anna Orlova", "PERSON")]


async def test_a_repeated_label_takes_as_many_words(run_app: RunApp) -> None:
    async with run_app("alpha beta gamma delta epsilon zeta") as pilot:
        await pilot.press("v", "l", "r", "semicolon", "d", "full_stop")
        assert labelled(pilot) == [("alpha beta", "RANK"), ("delta epsilon", "RANK")]


async def test_everywhere_says_how_many_and_asks(run_app: RunApp) -> None:
    async with run_app("Orlov met Orlov, and Orlov left.") as pilot:
        await pilot.press("p", "asterisk", "escape")
        assert len(labelled(pilot)) == 1
        await pilot.press("asterisk", "enter")
        assert len(labelled(pilot)) == 3
        await pilot.press("u")
        assert len(labelled(pilot)) == 1


async def test_accept_does_not_reach_behind_a_selection(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("v", "l", "a")
        assert labelled(pilot) == []


async def test_the_queue_opens_any_document_and_shows_only_some(run_app: RunApp) -> None:
    async with run_app(TEXT, *(f"Text {n}." for n in range(250)), suggestions=ALL) as pilot:
        await pilot.press("d", "j", "j", "enter")
        await pilot.pause()
        assert desk_of(pilot).number == 3
        await pilot.press("f", "d", *["pagedown"] * 9, "enter")
        await pilot.pause()
        assert desk_of(pilot).number == 251
        await pilot.press("d", "f", "f", "f", "f", "enter")
        await pilot.pause()
        assert desk_of(pilot).number == 3
        await pilot.press("d", "f", "f", "enter")
        await pilot.pause()
        assert desk_of(pilot).number == 3


async def test_a_sorted_queue_fetches_on(run_app: RunApp) -> None:
    async with run_app(*("x" * (n % 7 + 1) + str(n) for n in range(350))) as pilot:
        await pilot.press("d", "s", "s", "s", *["pagedown"] * 14)
        rows = pilot.app.screen.query_one(QueueList)
        assert rows.chosen is not None
        assert (len(rows._rows), rows.chosen.length) == (350, 2)
        assert [row.number for row in rows._rows] == [
            row.number for row in sorted(rows._rows, key=lambda row: (-row.length, -row.number))
        ]


async def test_attributes_are_edited_as_a_line(run_app: RunApp) -> None:
    async with run_app("He paid 3 rubles.") as pilot:
        await pilot.press("semicolon", "3", "v", "l", "m", "V", "ctrl+u")
        await pilot.press(*"value=3 currency=RUB", "enter")
        assert desk_of(pilot).session.layer_spans()[0].attributes == {"value": 3, "currency": "RUB"}
        await pilot.press("V", "ctrl+u", *"value=x", "enter")
        question = pilot.app.screen.query_one("#question").render_line(0).text
        assert question.strip() == "! value is a number, such as 1500000, 2.5 or 3m (k, m, bn); 'x' is none"
        await pilot.press("backspace", *"4k", "enter")
        assert desk_of(pilot).session.layer_spans()[0].attributes == {"value": 4000}


async def test_a_skip_without_a_reason_is_asked_for_one(run_app: RunApp) -> None:
    async with run_app(TEXT, "Second.") as pilot:
        await pilot.press("s", "enter", *"dup", "enter")
        assert desk_of(pilot).number == 2


async def test_a_text_object_is_selected_by_its_letter_labelled_and_repeated(run_app: RunApp) -> None:
    async with run_app("He said “so be it” and “never” (or “hardly”).") as pilot:
        await pilot.press("apostrophe", "q", "r", "full_stop", "full_stop")
        assert labelled(pilot) == [("so be it", "RANK"), ("never", "RANK"), ("hardly", "RANK")]
        await pilot.press("apostrophe", "left_parenthesis", "p")
        assert labelled(pilot)[-2:] == [("or “hardly”", "PERSON"), ("hardly", "RANK")]
        await pilot.press("apostrophe", "x", "apostrophe", "escape")
        assert desk_of(pilot).session.selection is None


async def test_a_selection_grows_and_shrinks(run_app: RunApp) -> None:
    async with run_app("It is so. He met Ivan Petrov and left.") as pilot:
        await pilot.press("semicolon", "p", "v", "v", "v", "V", "r")
        assert labelled(pilot) == [("Ivan Petrov", "RANK")]


MANY = msgspec.structs.replace(
    LABELS,
    labels=(
        *LABELS.labels,
        *(Label(f"KIND_{n}", f"Kind number {n}", "", "#5a96d2", "One of many.") for n in range(30)),
    ),
)


async def test_a_label_is_found_by_a_few_letters(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL, labels=MANY) as pilot:
        await pilot.press("colon", *"knd 17", "enter")
        assert labelled(pilot) == [("Ivan Petrov", "KIND_17")]
        await pilot.press("home", "v", "colon", "enter")
        assert labelled(pilot)[0] == ("General", "KIND_17")
        await pilot.press("u", "colon", *"kind", "down", "down", "up", "enter")
        assert labelled(pilot)[0] == ("General", "KIND_0")
        await pilot.press("u", "colon", *"xx", "enter", "backspace", "ctrl+u", *"rank", "enter")
        assert labelled(pilot)[0] == ("General", "RANK")
        await pilot.press("colon", *"amount", "escape")
        assert ("General", "RANK") in labelled(pilot)


async def test_a_label_that_was_picked_is_repeated(run_app: RunApp) -> None:
    async with run_app("alpha beta gamma", labels=MANY) as pilot:
        await pilot.press("colon", *"kind 3", "enter", "l", "full_stop")
        assert labelled(pilot) == [("alpha", "KIND_3"), ("beta", "KIND_3")]


async def test_what_was_typed_before_the_picker_is_there_counts(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL, labels=MANY) as pilot:
        for key, character in (("colon", ":"), ("k", "k"), ("7", "7"), ("down", None), ("up", None), ("enter", "\r")):
            pilot.app.post_message(Key(key, character))
        await pilot.pause()
        while cast(CuratorApp, pilot.app)._handing:
            await pilot.pause()
        assert labelled(pilot) == [("Ivan Petrov", "KIND_7")]


async def test_the_footer_names_some_keys_of_many_labels_and_the_picker(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL, labels=MANY, size=(80, 24)) as pilot:
        screen = cast(ReviewScreen, pilot.app.screen_stack[1])
        assert "p r m … : label" in screen.foot.render_line(1).text


async def test_a_label_and_its_edges_are_repeated_as_one_act(run_app: RunApp) -> None:
    async with run_app("alpha beta gamma delta epsilon zeta eta") as pilot:
        await pilot.press("r", "right_square_bracket", "right_square_bracket", "semicolon", "d", "full_stop")
        assert labelled(pilot) == [("alpha beta gamma", "RANK"), ("delta epsilon zeta", "RANK")]
        await pilot.press("left_square_bracket", "semicolon", "e", "l", "full_stop")
        assert labelled(pilot)[-1] == ("zeta eta", "RANK")


async def test_an_edge_of_another_span_is_repeated_as_an_edge(run_app: RunApp) -> None:
    async with run_app(TEXT, suggestions=ALL) as pilot:
        await pilot.press("left_square_bracket", "tab", "tab", "full_stop")
        assert labelled(pilot) == [("Ivan", "PERSON"), ("Anna", "PERSON")]


def test_of_the_line_of_keys_whole_pairs_go_and_the_ways_out_last() -> None:
    hints = Hints.of([("a", "accept"), ("", "taken away"), ("Tab", "next"), ("?", "help"), ("⏎", "finish")], Style())

    def shown(cells: int) -> str:
        return "".join(text for text, _ in hints.fitting(cells)).rstrip()

    whole = " a accept  Tab next  ? help  ⏎ finish"
    assert shown(len(whole)) == whole
    assert shown(len(whole) - 1) == " a accept  Tab next  ? help"
    assert shown(20) == " a accept  ? help"
    assert shown(7) == " ? help"
    assert shown(6) == ""


async def test_suggestions_that_come_later_leave_a_selection(run_app: RunApp, store: Store) -> None:
    async with run_app("A general") as pilot:
        desk, app = desk_of(pilot), cast(CuratorApp, pilot.app)
        await pilot.press("v")
        store.save_suggestions([(1, [suggestion(2, 9)])], source="rules", fingerprint="1")
        app._prepared(1)
        await pilot.pause()
        assert len(desk.session.shown_pending) == 1
        await pilot.press("r")
        assert labelled(pilot) == [("A", "RANK")]
