"""Rows, lanes and cells."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from curator.model import Span
from curator.review.items import Item, named
from curator.tui.layout import MAX_LANES, Layout

ODD = (
    "ab Ш-.\n\r\t\u200b\xa0é\u0301中👨\u200d👩🇷🇺नि" "क्षकाกำခြာா\u1112\u1161\u11ab\u119e" "שָׁلا\u0600١"
    "\xad\u200e\u2067\u2069\ufeff\u202f\u3000\u2028\x07\x9b\ufe0f\u20e31\u0e33\U0001f3fd\U000e0067葛\U000e0100"
)  # fmt: skip
TEXTS = st.text(st.sampled_from(ODD), max_size=120)


def items(**spans: Span) -> list[Item]:
    return [named(name, span, "pending") for name, span in spans.items()]


def rows(layout: Layout) -> list[str]:
    return [layout.text[start:end] for start, end in zip(layout.starts, layout.ends, strict=True)]


def test_text_is_wrapped_at_spaces() -> None:
    assert rows(Layout("one two three\n\nfour", 8)) == ["one two", "three", "", "four"]


def test_a_word_wider_than_the_screen_is_cut() -> None:
    assert rows(Layout("abcdefgh", 3)) == ["abc", "def", "gh"]


@given(TEXTS, st.integers(4, 30), st.booleans())
@example("111111👨\u200b", 4, True)
def test_rows_hold_all_the_text_and_fit(text: str, width: int, marks: bool) -> None:
    layout = Layout(text, width, marks=marks)
    held = list(zip(layout.starts, layout.ends, strict=True))
    between = [text[end:start] for (_, end), (start, _) in pairwise(held)]
    assert "".join(a + b for a, b in zip(rows(layout), [*between, ""], strict=True)) == text
    assert set(between) <= {"", " ", "\n", "\r\n"}
    for row in range(len(layout.starts)):
        parts = list(layout.glyphs(row))
        shown = sum(glyph.width for glyph in parts if not text[glyph.start : glyph.end].isspace())
        assert shown <= width or len([glyph for glyph in parts if glyph.width]) == 1


@given(TEXTS, st.integers(2, 30), st.booleans(), st.data())
def test_a_cell_leads_back_to_its_code_point(text: str, width: int, marks: bool, data: st.DataObject) -> None:
    layout = Layout(text, width, marks=marks)
    row = data.draw(st.integers(0, len(layout.starts) - 1))
    for glyph in layout.glyphs(row):
        if glyph.width:
            assert layout.offset_at(row, layout.x_of(row, glyph.start)) == glyph.start
            assert layout.row_at(glyph.start) == row


def test_nested_spans_have_lanes_of_their_own_and_neighbours_share_one() -> None:
    layout = Layout("aaaa bbbb cccc", 40, items(x=Span(0, 9, "A"), y=Span(5, 9, "B"), z=Span(10, 14, "A")))
    assert (layout.lane(0, "x"), layout.lane(0, "y"), layout.lane(0, "z")) == (0, 1, 0)
    assert layout.height == 3


def test_a_row_without_spans_takes_one_line_and_deciding_changes_no_height() -> None:
    layout = Layout("one\ntwo", 10, items(x=Span(0, 3, "A")))
    assert layout.height == 3
    layout.place("new", Span(4, 7, "A"))
    layout.place("x", None)
    assert layout.height == 3
    assert layout.lane(1, "new") is None
    assert layout.lane(0, "x") is None
    layout.place("x", Span(0, 3, "A"))
    assert layout.lane(0, "x") == 0


def test_lines_of_the_screen_lead_to_rows() -> None:
    layout = Layout("one\ntwo", 10, items(x=Span(0, 3, "A")))
    assert [layout.row_of_line(line) for line in range(3)] == [(0, 0), (0, 1), (1, 0)]


@st.composite
def moves(draw: st.DrawFn) -> tuple[list[tuple[str, Span]], list[tuple[str, Span | None]]]:
    """Spans on a text of 400 characters, some of them long, and what becomes of some of them and of others."""
    names = st.sampled_from([*map(str, range(8)), "10:20:A", "30:35:A", "30:35:B"])
    place = st.builds(
        lambda start, length: Span(start, min(400, start + length), "A"), st.integers(0, 395), st.integers(1, 300)
    )
    laid = draw(st.dictionaries(names, place, max_size=11))
    return list(laid.items()), draw(st.lists(st.tuples(names, place | st.none()), max_size=12))


@given(moves(), st.lists(st.integers(0, 60)))
def test_lanes_do_not_depend_on_the_rows_that_were_looked_at(
    made: tuple[list[tuple[str, Span]], list[tuple[str, Span | None]]], looked_at: list[int]
) -> None:
    laid, placed = made
    text = "abcd efgh " * 40
    eager, lazy = Layout(text, 20, items(**dict(laid))), Layout(text, 20, items(**dict(reversed(laid))))
    names = {name for name, _ in (*laid, *placed)}
    rows = range(len(eager.starts))

    def lanes(layout: Layout, of: range | list[int]) -> dict[tuple[int, str], int | None]:
        return {(row, name): layout.lane(row, name) for row in of if row in rows for name in names}

    first = lanes(eager, rows)
    for (row, name), lane in first.items():
        span = dict(laid).get(name)
        assert (lane is not None) <= (span is not None and row in eager.rows_of(span))
        assert lane is None or lane < eager.depth(row) <= MAX_LANES
    lanes(lazy, looked_at)
    for name, span in placed:
        assert eager.place(name, span) == lazy.place(name, span)
    assert lanes(eager, rows) == lanes(lazy, rows)
