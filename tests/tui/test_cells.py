"""What is drawn takes the cells that the layout says, whatever the text; and unseen characters can be seen."""

from __future__ import annotations

import re
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from curator.fold import DocumentState
from curator.model import Span
from curator.review.session import Session
from curator.tui.app import CuratorApp
from curator.tui.cells import LEGEND, glyphs, shown
from curator.tui.ink import make_ink
from curator.tui.layout import Layout
from curator.tui.screens.review import ReviewScreen
from curator.tui.themes import LOOKS
from curator.tui.widgets.painter import Painter
from curator.tui.written import cuttable, written
from curator.tui.written import drawn as drawn_segments
from tests.review.conftest import LABELS, document, suggestion
from tests.tui.conftest import RunApp
from tests.tui.test_layout import TEXTS


def picture(text: str, *, marks: bool = False) -> str:
    return "".join(glyph.shown for glyph in glyphs(text, 0, len(text), marks=marks))


def drawn(text: str) -> list[str]:
    return [glyph.drawn for glyph in glyphs(text, 0, len(text)) if glyph.drawn]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.integers(4, 40), st.booleans(), st.data())
def test_what_is_drawn_takes_the_cells_of_the_layout(text: str, width: int, marks: bool, data: st.DataObject) -> None:
    """Up to every place in a row, with spans, the cursor and marks wherever they are."""
    edges = st.integers(0, len(text))
    spans = [Span(*sorted(pair), "PERSON") for pair in data.draw(st.lists(st.tuples(edges, edges), max_size=4))]
    suggested = [suggestion(span.start, span.end) for span in spans if span.start < span.end]
    session = Session(document("d", text), suggested, DocumentState(), LABELS)
    session.go(data.draw(edges))
    layout = Layout(text, width, session.items, marks=marks)
    painter = Painter(session, layout, make_ink(LABELS, LOOKS["dark"]), margin=2)
    painter.update(set())
    for row in range(len(layout.starts)):
        segments, cells = painter.drawn(row, 0)
        parts = list(layout.glyphs(row))
        assert layout.x_of(row, layout.ends[row]) == sum(glyph.width for glyph in parts)
        line = "".join(segment.text for segment in segments if not segment.control)
        assert cells == cell_len(line)
        assert line.replace("\xa0", " ").startswith("  " + "".join(glyph.shown for glyph in parts))
        for glyph in parts:
            assert cell_len(glyph.shown) == glyph.width
            before = "".join(other.shown for other in parts if other.end <= glyph.start)
            assert layout.x_of(row, glyph.start) == cell_len(before)


@given(TEXTS, st.integers(4, 40), st.booleans(), st.data())
def test_a_bracket_stands_under_all_that_is_highlighted(
    text: str, width: int, marks: bool, data: st.DataObject
) -> None:
    """Also where the span begins or ends within a grapheme cluster."""
    edges = st.integers(0, len(text))
    start, end = sorted(data.draw(st.tuples(edges, edges)))
    asked = [suggestion(start, end)] if start < end else []
    session = Session(document("d", text), asked, DocumentState(), LABELS)
    session.go(len(text))
    layout = Layout(text, width, session.items, marks=marks)
    painter = Painter(session, layout, make_ink(LABELS, LOOKS["dark"]))
    painter.update(set())
    for row in range(len(layout.starts)):
        highlighted, x = set(), 0
        for segment in painter.drawn(row, 0).segments:
            if segment.style and segment.style.underline:
                highlighted |= set(range(x, x + segment.cell_length))
            x += segment.cell_length
        room = layout.x_of(row, layout.ends[row])
        highlighted &= set(range(room))
        under = Strip(painter.drawn(row, 1).segments).text if layout.depth(row) else ""
        drawn_under = {place for place, sign in enumerate(under) if sign != " "}
        touched = [glyph for glyph in layout.glyphs(row) if glyph.start < end and start < glyph.end]
        if not any(glyph.width for glyph in touched):
            # What takes no cell has a bracket of one.
            assert not highlighted
            assert len(drawn_under) <= 1
            continue
        assert highlighted == drawn_under & set(range(room))


@pytest.mark.parametrize(
    ("text", "shown", "over"),
    [
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", []),
        ("\u1112\u119e\u11ab", "\u1112", ["\u1112\u119e\u11ab"]),
        ("नि", "न ", ["नि"]),
        ("क्षि", "क्ष ", ["क्षि"]),
        ("மொ", "ம ", ["மொ"]),
        ("မာ", "မ ", ["ာ"]),
        ("กำ", "กำ", []),
        ("שָׁ", "שָׁ", []),
        ("👩\u200d👩\u200d👧", "👩", []),
        ("🇺🇦", "UA", []),
        ("1\ufe0f\u20e3", "1", []),
    ],
)
def test_nothing_that_is_read_is_left_out(text: str, shown: str, over: list[str]) -> None:
    assert picture(text) == shown
    assert drawn(text) == over


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a b", "a b"),
        ("a\xa0b\u202fc\u3000d", "a␣b⍽c· d"),
        ("a\tb", "a⇥   b"),
        ("a\rb\x07c\x7f", "a␍b␇c␡"),
        ("a\u200bb\ufeffc\u2060", "a▯b▯c▯"),
        ("co\xadop", "co⁃op"),
        ("\u202eab\u202c \u2067c\u2069\u200e", "◂ab▪ ◂c▪▸"),
        ("👩\u200d👧", "👩⁀👧"),
        ("ب\u200cت", "ب⁞ت"),
    ],
)
def test_marks_stand_for_what_is_not_seen(text: str, marked: str) -> None:
    assert picture(text, marks=True) == marked


def pane_text(pilot: Pilot[int]) -> list[str]:
    pane = cast(ReviewScreen, pilot.app.screen_stack[1]).pane
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


async def test_a_key_shows_marks_and_keeps_the_place(run_app: RunApp) -> None:
    lines = "\n".join(f"line {n}\tof\xa0the\u200b text\r" for n in range(200))
    async with run_app(lines, suggestions=(suggestion(7, 9),), size=(80, 24)) as pilot:
        await pilot.press(*["pagedown"] * 3)
        pane = cast(ReviewScreen, pilot.app.screen_stack[1]).pane
        top, before = pane.top, pane_text(pilot)
        await pilot.press("M")
        assert pane.top == top
        assert cast(CuratorApp, pilot.app).desk.session.text == lines
        (number,) = (n for n in range(200) if f"line {n} " in before[0])
        assert pane_text(pilot)[0] == f"  line {number}⇥   of␣the▯ text⏎"
        assert LEGEND[:20] in cast(ReviewScreen, pilot.app.screen_stack[1]).foot.render_line(0).text
        await pilot.press("M")
        assert pane_text(pilot) == before


async def test_a_line_break_shows_its_mark_where_the_row_is_full(run_app: RunApp) -> None:
    text = "x" * 70 + "\n" + "y" * 10
    async with run_app(text, size=(80, 24)) as pilot:
        await pilot.press("M")
        pane = cast(ReviewScreen, pilot.app.screen_stack[1]).pane
        assert pane.laid_out.width >= 70
        assert [line.strip() for line in pane_text(pilot)[:2]] == ["x" * 70 + "↵", "y" * 10]


async def test_the_status_names_the_unseen_character_at_the_cursor(run_app: RunApp) -> None:
    async with run_app("a \u200b\x07 b", size=(80, 24)) as pilot:
        foot = cast(ReviewScreen, pilot.app.screen_stack[1]).foot
        said = []
        for _ in range(4):
            await pilot.press("L")
            said.append(foot.render_line(0).text.strip())
        assert said == ["", "U+200B ZERO WIDTH SPACE", "U+0007 CONTROL", ""]


@given(TEXTS, st.booleans(), st.data())
def test_a_line_can_be_cut_anywhere(text: str, marks: bool, data: st.DataObject) -> None:
    """As Textual cuts it where something lies over it: no sequence is cut, and nothing is drawn elsewhere."""
    line = text.replace("\n", " ").replace("\r", " ")
    plain = Style()
    strip = cuttable(Strip(drawn_segments(glyphs(line, 0, len(line), marks=marks), plain, plain)))
    places = st.integers(0, strip.cell_length)
    cuts = sorted(data.draw(st.lists(places, max_size=4)))
    whole = {segment.text for segment in strip if segment.control}
    for part, start, end in zip(strip.divide(cuts), [0, *cuts], cuts, strict=False):
        assert part.cell_length == end - start == sum(segment.cell_length for segment in part)
        here = 0
        for segment in part:
            here += segment.cell_length
            if segment.control:
                assert segment.text in whole
                back = re.match("\x1b7\x1b\\[(\\d+)D", segment.text)
                assert back
                assert int(back[1]) <= here
    start, end = sorted((data.draw(places), data.draw(places)))
    assert strip.crop(start, end).cell_length == end - start
    assert strip.crop(0, strip.cell_length) is strip


async def test_nothing_is_drawn_over_cells_while_a_page_lies_over_them(run_app: RunApp) -> None:
    """The page's own background is made of these lines, and cut where the page begins."""
    async with run_app("नि " * 40, size=(80, 24)) as pilot:
        pane = cast(ReviewScreen, pilot.app.screen_stack[1]).pane
        top = Region(0, 0, pane.size.width, 2)
        assert any(segment.control for segment in pane.render_lines(top)[0])
        await pilot.press("question_mark")
        assert not any(segment.control for segment in pane.render_lines(top)[0])
        await pilot.press("escape")
        assert any(segment.control for segment in pane.render_lines(top)[0])


@given(st.text())
def test_a_text_of_one_line_never_leaves_its_line(text: str) -> None:
    sent = shown(text) + "".join(segment.text for segment in written(text, Style()) if not segment.control)
    assert not re.search("[\r\n\v\f\x1b\x85\u2028\u2029]", sent)
