"""Themes: they can be read, their labels and states can be told apart, and the terminal gets no colour it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

import pytest
from rich.color import ColorSystem, ColorType
from rich.style import Style
from textual.color import Color
from textual.command import CommandList
from textual.strip import Strip
from textual.widgets import Markdown

from benchmarks.colours import COLOURED, EYES, contrasts, differences, item, report
from curator.labels import Label, LabelSet, load_labels
from curator.review.desk import Desk
from curator.review.items import Mark
from curator.settings import THEMES, Settings
from curator.store.api import Store
from curator.tui.app import CuratorApp
from curator.tui.ink import make_ink, sure_contrast
from curator.tui.layout import Layout
from curator.tui.screens.article import PANEL
from curator.tui.screens.review import ReviewScreen
from curator.tui.themes import LOOKS, Look, fitting, following
from curator.tui.widgets.painter import Painter
from tests.review.conftest import LABELS, document, fill, suggestion
from tests.tui.conftest import RunApp

WORDS = ("pending", "accepted", "edited", "added", "rejected", "focused")
TEXT = " ".join(WORDS)
NAMES = list(LOOKS)
OFTEN = ("no-colour",)
"""Those that are looked at whenever the tests run; the rest is slow."""


@pytest.fixture(scope="module")
def shipped() -> LabelSet:
    return load_labels(Path(__file__).parent.parent.parent / "labels.yaml")


@pytest.fixture
def in_all_states(store: Store) -> Desk:
    """A text in which each word is a span in the state that it names."""
    starts = {word: TEXT.index(word) for word in WORDS}
    asked = [suggestion(start, start + len(word)) for word, start in starts.items() if word != "added"]
    fill(store, [(document("d", TEXT), asked)])
    desk = Desk(store, LABELS, layer="anna", author="anna")
    session = desk.session
    for word, act in (
        ("accepted", session.accept),
        ("edited", lambda: session.move_edge("end", "character", -1)),
        ("rejected", session.reject),
        ("added", lambda: session.label("PERSON")),
    ):
        session.go(starts[word])
        desk.act(act())
    session.go(starts["focused"])
    return desk


def painter(desk: Desk, look: Look, *, lanes: bool) -> Painter:
    items = [*desk.session.items, *desk.session.rejected()]
    layout = Layout(TEXT, 80, items, lanes=lanes)
    drawn = Painter(desk.session, layout, make_ink(LABELS, look), rejected=True)
    drawn.update(set())
    return drawn


def without_colour(style: Style | None) -> str:
    """The attributes of a style."""
    return str(style.without_color) if style else "none"


@pytest.mark.parametrize("name", NAMES)
def test_states_differ_without_colour(in_all_states: Desk, name: str) -> None:
    """In the text alone, with lanes off; and in the signs under it."""
    marks = {item.mark for item in (*in_all_states.session.items, *in_all_states.session.rejected())}
    assert marks == set(get_args(Mark))
    drawn = Strip(painter(in_all_states, LOOKS[name], lanes=False).drawn(0, 0).segments)
    looks = {}
    for word in (*WORDS, "the space between"):
        at = TEXT.index(word) + 1 if word in WORDS else len("pending")
        looks[word] = without_colour(next(iter(drawn.crop(at, at + 1))).style)
    assert len(set(looks.values())) == len(looks), looks
    lane = Strip(painter(in_all_states, LOOKS[name], lanes=True).drawn(0, 1).segments).text
    assert [sign for sign in lane if sign in "?✓✎+×"] == list("?✓✎+×?")
    assert lane.count("╚") == lane.count("╝") == 1


@pytest.mark.parametrize("name", NAMES)
def test_cursor_selection_and_hits_are_seen_without_colour(name: str) -> None:
    ink = make_ink(LABELS, LOOKS[name])
    plain = without_colour(ink.base)
    assert without_colour(ink.at_cursor(ink.base)) != plain
    assert without_colour(ink.base + ink.hit) != plain
    assert without_colour(ink.base + ink.selection) != plain
    selected = ink.base + ink.selection
    assert without_colour(ink.at_cursor(selected)) != without_colour(selected)


@pytest.mark.parametrize("look", COLOURED, ids=lambda look: look.theme.name)
def test_all_text_can_be_read(look: Look, shipped: LabelSet) -> None:
    for kind, ratio in contrasts(look, shipped).items():
        assert ratio >= look.contrast, kind
    for kind, ratio in contrasts(look, shipped, ColorSystem.EIGHT_BIT).items():
        assert ratio >= 4.5, f"{kind}, in 256 colours"


@pytest.mark.parametrize("eye", EYES)
def test_labels_can_be_told_apart_by_every_eye(eye: str, shipped: LabelSet) -> None:
    text, fill = differences(LOOKS["colour-blind"], shipped, eye)
    assert text >= 20
    assert fill >= 15


def test_the_colour_blind_theme_has_a_colour_of_its_own_for_each_of_many_labels() -> None:
    labels = tuple(Label(f"L{place}", "Alike", "p", "#5a96d2", "All of one colour.") for place in range(8))
    many = LabelSet(labels, overlap=True, suggesters=(), sha256="0" * 64)
    for eye in EYES:
        assert differences(LOOKS["colour-blind"], many, eye)[0] >= 10


def test_the_figures_in_the_documentation_are_those_of_now(shipped: LabelSet) -> None:
    kept = (Path(__file__).parent.parent.parent / "docs" / "themes.md").read_text(encoding="utf-8")
    assert report(shipped) in kept


def test_the_terminals_own_colours_are_left_alone() -> None:
    """The text has the terminal's foreground and background, as they are or reversed."""
    for name, allowed in (("ansi", set(range(1, 7))), ("no-colour", set[int]())):
        ink = make_ink(LABELS, LOOKS[name])
        styles = [ink.base, ink.faint, ink.target, ink.selection, ink.hit, ink.name("PERSON")]
        assert {(style.color, style.bgcolor) for style in styles} == {(None, None)}
        for label in ("PERSON", "RANK", "AMOUNT"):
            one = item(label, "pending")
            assert ink.span(one, False).color is ink.span(one, True).color is ink.lane(one, True).color is None
            line = ink.line(one, False)
            assert line.bgcolor is None
            assert {line.color.number if line.color else None} <= (allowed or {None})


@pytest.mark.parametrize(
    ("environ", "colours", "theme"),
    [
        ({}, "truecolor", "dark"),
        ({}, "256", "dark"),
        ({}, "standard", "ansi"),
        ({}, None, "ansi"),
        ({"NO_COLOR": "1"}, "truecolor", "no-colour"),
        ({"NO_COLOR": ""}, "truecolor", "dark"),
        ({"COLORFGBG": "0;15"}, "truecolor", "light"),
        ({"COLORFGBG": "15;0"}, "256", "dark"),
        ({"COLORFGBG": "0;default;7"}, "256", "light"),
        ({"COLORFGBG": "default;default"}, "256", "dark"),
        ({"COLORFGBG": "7;8"}, "256", "dark"),
    ],
)
def test_the_theme_fits_the_terminal(environ: dict[str, str], colours: str | None, theme: str) -> None:
    assert fitting(environ, colours) == theme


def test_the_settings_know_the_themes() -> None:
    assert ("auto", *NAMES) == THEMES


async def test_a_key_goes_through_the_themes_and_only_ours_are_offered(run_app: RunApp) -> None:
    async with run_app("General Ivan Petrov.", suggestions=(suggestion(8, 19),)) as pilot:
        app = cast(CuratorApp, pilot.app)
        assert list(app.available_themes) == NAMES
        pane = cast(ReviewScreen, app.screen_stack[1]).pane
        for name in [*NAMES[1:], NAMES[0]]:
            assert following(app.theme) == name
            await pilot.press("C")
            await pilot.pause()
            assert app.theme == name
            assert pane.ink.base == make_ink(LABELS, LOOKS[name]).base


@pytest.mark.parametrize(
    "name", [name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow) for name in NAMES]
)
async def test_pages_questions_and_the_palette_open_in_every_theme(run_app: RunApp, name: str) -> None:
    async with run_app("General Ivan Petrov.", suggestions=(suggestion(8, 19),)) as pilot:
        pilot.app.theme = name
        await pilot.pause()
        for keys in (["question_mark"], ["g"], ["enter"], ["slash", "a"], ["w"], ["d"], ["ctrl+p"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert len(pilot.app.screen_stack) == 3
            await pilot.press("escape")
            await pilot.pause()
        assert not pilot.app.query(Markdown)


async def test_on_a_wide_screen_the_list_stands_close_to_the_text(run_app: RunApp) -> None:
    async with run_app("word " * 400, suggestions=(suggestion(5, 9),), size=(200, 60)) as pilot:
        screen = cast(ReviewScreen, pilot.app.screen_stack[1])
        for size, panel in (
            ((200, 60), 200 - screen.pane.widest),
            ((120, 36), PANEL),
            ((160, 50), 160 - screen.pane.widest),
        ):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert screen.side.size.width == panel
            assert screen.pane.size.width == size[0] - panel
            assert screen.header.size.width == screen.foot.size.width == size[0]
        assert screen.pane.laid_out.width == 100
        await pilot.press("t")
        await pilot.pause()
        assert screen.pane.size.width == 160
        await pilot.resize_terminal(80, 24)
        await pilot.press("t")
        await pilot.pause()
        assert (screen.pane.size.width, screen.side.size.width) == (80 - PANEL, PANEL)


@pytest.mark.parametrize("key", ["colon", "slash", "S", "w"])
async def test_questions_leave_the_terminals_own_colours_under_them(run_app: RunApp, key: str) -> None:
    async with run_app(TEXT, suggestions=[suggestion(0, 7)], settings=Settings(theme="ansi")) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 3
        for strip in pilot.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                for colour in (style.color, style.bgcolor) if style else ():
                    assert colour is None or colour.type in (ColorType.DEFAULT, ColorType.STANDARD), text


@pytest.mark.parametrize("name", [look.theme.name for look in COLOURED])
async def test_the_palette_can_be_read_also_on_the_line_that_is_chosen(run_app: RunApp, name: str) -> None:
    async with run_app(TEXT, suggestions=[suggestion(0, 7)], settings=Settings(theme=name)) as pilot:
        await pilot.press("ctrl+p", *"accept")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("down")
        await pilot.pause()
        shown = pilot.app.screen.query_one(CommandList)
        seen: dict[str, float] = {}
        for _, text, style in (part for y in range(shown.size.height) for part in parts(shown.render_line(y))):
            assert not style.dim, text
            one, other = (Color.from_rich_color(each) for each in (style.color, style.bgcolor) if each)
            seen[text] = sure_contrast(one, other)
        assert {"A", "&"} <= seen.keys()
        assert {text: ratio for text, ratio in seen.items() if ratio < LOOKS[name].contrast} == {}


def parts(strip: Strip) -> Iterator[tuple[int, str, Style]]:
    """The stretches of a line that are not blank, with where they begin."""
    at = 0
    for segment in strip:
        if segment.text.strip() and segment.style:
            yield at, segment.text.strip(), segment.style
        at += segment.cell_length


async def test_the_chosen_line_of_the_palette_is_seen_without_colour(
    run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with run_app(TEXT, settings=Settings(theme="no-colour")) as pilot:
        await pilot.press("ctrl+p", *"label")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("down")
        await pilot.pause()
        shown = pilot.app.screen.query_one(CommandList)
        looks = [{str(style.without_color) for _, _, style in parts(shown.render_line(y))} for y in range(0, 6, 2)]
        assert looks[0] == looks[2] != looks[1]
