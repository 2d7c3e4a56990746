"""Where the text stands at a width: rows, and under each row the lanes for its spans. Pure; knows nothing of Textual.

A document is cut at line breaks into paragraphs and these are wrapped at white space. The number of lanes under a row
is fixed when the layout is made, so that deciding never moves the text; a span that finds no lane stands in the margin.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import accumulate

from curator.model import Span
from curator.review.items import Item
from curator.tui.cells import PLAIN, Glyph, glyphs
from curator.tui.laid import Laid

_BREAKS = re.compile(r"[ \t\u2000-\u2006\u2008-\u200b\u3000]")
MAX_LANES = 6
_STEP = 400
"""Paragraphs, or spans, that are laid out in one go: a millisecond or two."""
_ROWS = 5_000
"""Rows whose lines are counted in one go."""
NOWHERE = Span(-1, -1, "")


class Layout:
    """The rows of a text at a width. The space at which a row is cut belongs to none: it is not drawn.

    Args:
        text: The text.
        width: Cells a row may take, at least 1.
        items: What is to be drawn in lanes.
        lanes: Whether rows have lanes.
        marks: Whether unseen characters are shown as marks. Those that take no cell else take one then.
        within: Only the paragraphs of this stretch (code points) are laid out, as if there were no others.
        in_steps: Whether it is not laid out yet: `making` is to be run to its end before anything is asked.

    Attributes:
        making: Lays it out, in steps that take a few milliseconds each.
    """

    def __init__(
        self,
        text: str,
        width: int,
        items: Iterable[Item] = (),
        *,
        lanes: bool = True,
        marks: bool = False,
        within: tuple[int, int] | None = None,
        in_steps: bool = False,
    ) -> None:
        self.text = text
        self.marks = marks
        self.width = max(1, width)
        self.starts = array("i")
        self.ends = array("i")
        self._plain: dict[int, bool] = {}
        self.with_lanes = lanes
        self._lane: dict[int, dict[str, tuple[int, Span]]] = {}
        """The spans on a row and their lanes, for rows that were asked for: most of a long text never are."""
        self._rows: dict[str, range] = {}
        self._first = Laid()
        self._depth = bytearray()
        self.tops = array("i", [0])
        self.making = self._make(items, within or (0, len(text)))
        if not in_steps:
            deque(self.making, 0)

    def _make(self, items: Iterable[Item], within: tuple[int, int]) -> Iterator[None]:
        for count, (start, end) in enumerate(_paragraphs(self.text, *within)):
            self._wrap(start, end)
            if not count % _STEP:
                yield
        self._depth = bytearray(len(self.starts))
        yield from self._fill(items)
        for first in range(0, len(self._depth), _ROWS):
            rows = accumulate((depth + 1 for depth in self._depth[first : first + _ROWS]), initial=self.tops.pop())
            self.tops.extend(rows)
            yield

    @property
    def height(self) -> int:
        """Lines on the screen, rows and lanes."""
        return self.tops[-1]

    # Wrapping

    def _wrap(self, start: int, end: int) -> None:
        text, width = self.text, self.width
        if PLAIN.fullmatch(text, start, end):
            while end - start > width:
                cut = text.rfind(" ", start, start + width + 1)
                if cut > start:
                    self._row(start, cut)
                    start = cut + 1
                else:
                    self._row(start, start + width)
                    start += width
            self._row(start, end)
            return
        self._wrap_glyphs(start, end)

    def _wrap_glyphs(self, start: int, end: int) -> None:
        """Wrap a paragraph that has characters of several widths."""
        x, row, breakable, x_break = 0, start, start, 0
        for glyph in glyphs(self.text, start, end, marks=self.marks):
            space = _BREAKS.fullmatch(self.text, glyph.start, glyph.end) is not None
            # Space may stand beyond the edge, where nothing of it is seen; a mark may not.
            unseen = space and self.text[glyph.start].isspace()
            while x + glyph.width > self.width and glyph.start > row and not unseen:
                cut = breakable if breakable > row else glyph.start
                self._row(row, cut - 1 if self.text[cut - 1] == " " and cut - 1 > row else cut)
                x, row = (x - x_break if cut == breakable else 0), cut
                breakable, x_break = row, 0
            x += glyph.width
            if space or (glyph.width == 2 and glyph.end - glyph.start == 1):
                breakable, x_break = glyph.end, x
        self._row(row, end)

    def _row(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)

    # Lanes

    def _fill(self, items: Iterable[Item]) -> Iterator[None]:
        """Find out how many lanes each row needs."""
        self._first = laid = Laid()
        yield from laid.take(items)
        row, behind = -1, -1
        ends: list[int] = []
        later: dict[int, list[int]] = {}
        for index, item in enumerate(laid.items):
            span = item.span
            if span.start >= behind:  # no span that follows stands on a row before this one
                row = self.row_at(span.start)
                behind = self._behind(row)
                ends = later.get(row, [])
                later = {each: taken for each, taken in later.items() if each > row}
            self._deepen(row, ends, span)
            last = row if span.end <= behind else self.row_at(span.end - 1)
            for each in range(row + 1, last + 1):
                self._deepen(each, later.setdefault(each, []), span)
            laid.note(index, last - row + 1)
            if not index % _STEP:
                yield

    def _deepen(self, row: int, ends: list[int], span: Span) -> None:
        """Have a row be as deep as this span needs it, after others that have taken their lanes."""
        if self.with_lanes:
            lane = take_lane(ends, span)
            if lane is not None and lane >= self._depth[row]:
                self._depth[row] = lane + 1

    def _behind(self, row: int) -> int:
        """Where the next row starts; behind the last one, nothing does."""
        return self.starts[row + 1] if row + 1 < len(self.starts) else sys.maxsize

    def _held(self, row: int) -> dict[str, tuple[int, Span]]:
        """The spans on a row, each with its lane. They are found as `_fill` found them."""
        held = self._lane.get(row)
        if held is None:
            held = self._lane[row] = {}
            ends: list[int] = []
            for span_id, span in self._first.near(self.starts[row], self._behind(row)) if self.with_lanes else ():
                lane = take_lane(ends, span) if row in self.rows_of(span) else None
                if lane is not None:
                    held[span_id] = (lane, span)
        return held

    def rows_of(self, span: Span) -> range:
        """The rows that a span stands on."""
        first = self.row_at(span.start)
        if span.end <= self._behind(first):
            return range(first, first + 1)
        return range(first, self.row_at(max(span.start, span.end - 1)) + 1)

    def depth(self, row: int) -> int:
        """How many lanes are under a row."""
        return self._depth[row]

    def place(self, span_id: str, span: Span | None) -> set[int]:
        """Note that a span has changed (or is gone: None), and find lanes for it among those that there are.

        Returns the rows that look different now.
        """
        before = self._rows.get(span_id)
        if before is None:
            first = self._first.get(span_id)
            before = self.rows_of(first) if first else range(0)
        wanted = self._rows[span_id] = self.rows_of(span) if span else range(0)
        for row in set(before).difference(wanted):
            held = self._held(row)
            if span_id in held:
                # The lane is remembered while nobody else takes it, so that an undo finds it again.
                held[span_id] = (held[span_id][0], NOWHERE)
        if span:
            for row in wanted:
                self._settle(row, span_id, span)
        return {*before, *wanted}

    def _settle(self, row: int, span_id: str, span: Span) -> None:
        held = self._held(row)
        order = list(self._lanes_for(row, span_id))
        if span_id in held:
            order.sort(key=lambda lane: lane != held[span_id][0])
        for lane in order:
            others = (taken for key, (other, taken) in held.items() if key != span_id and other == lane)
            if not any(taken.overlaps(span) for taken in others):
                held[span_id] = (lane, span)
                return
        held.pop(span_id, None)

    def _lanes_for(self, row: int, span_id: str) -> range:
        """The lanes under a row in which this span may stand."""
        return range(self._depth[row])

    def lane(self, row: int, span_id: str) -> int | None:
        """The lane of a span under a row, from 0; None where it found none."""
        found = self._held(row).get(span_id)
        return found[0] if found and found[1] is not NOWHERE else None

    # Places

    def row_at(self, offset: int) -> int:
        """The row on which a code point stands."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def row_of_line(self, y: int) -> tuple[int, int]:
        """The row on this line of the screen, and how far below its text the line is (0: the text itself)."""
        row = min(max(0, bisect_right(self.tops, y) - 1), len(self.starts) - 1)
        return row, y - self.tops[row]

    def line_of(self, row: int) -> int:
        """The line of the screen on which a row's text stands."""
        return self.tops[row]

    def is_plain(self, row: int) -> bool:
        """Whether each code point of the row takes just one cell."""
        plain = self._plain.get(row)
        if plain is None:
            start, end = self.starts[row], self.ends[row]
            plain = PLAIN.fullmatch(self.text, start, end) is not None
            if self.marks and plain:
                plain = self.text.find("\xa0", start, end) < 0
            self._plain[row] = plain
        return plain

    def glyphs(self, row: int) -> Iterator[Glyph]:
        """The glyphs of a row, from its start: read from elsewhere, a grapheme cluster might be split in two."""
        return glyphs(self.text, self.starts[row], self.ends[row], marks=self.marks)

    def cuts(self, row: int, edges: Iterable[int]) -> list[int]:
        """The edges that are on a row, in order; one within a glyph gives way to the two of that glyph."""
        start, end = self.starts[row], self.ends[row]
        inside = {edge for edge in edges if start <= edge <= end}
        if self.is_plain(row):
            return sorted(inside)
        bounds = [*(glyph.start for glyph in self.glyphs(row)), end]
        found: set[int] = set()
        for edge in inside:
            place = bisect_right(bounds, edge) - 1
            found |= {bounds[place]} if bounds[place] == edge else {bounds[place], bounds[place + 1]}
        return sorted(found)

    def cells(self, row: int, span: Span) -> tuple[int, int]:
        """The cells of a span on a row, half-open: those of all glyphs that it has a part of, at least one."""
        start, end = max(span.start, self.starts[row]), min(span.end, self.ends[row])
        edges = self.cuts(row, (start, end))
        if not edges:
            return self.x_of(row, start), self.x_of(row, start) + 1
        left = self.x_of(row, edges[0])
        return left, max(left + 1, self.x_of(row, edges[-1]))

    def newline(self, row: int) -> str:
        """The characters between a row and the next one, where these are a line break."""
        start, end = self.ends[row], self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return self.text[start:end] if self.text.endswith("\n", start, end) else ""

    def x_of(self, row: int, offset: int) -> int:
        """The cell, from 0, at which a code point of the row begins."""
        start, end = self.starts[row], self.ends[row]
        offset = max(start, min(offset, end))
        if self.is_plain(row):
            return offset - start
        x = 0
        for glyph in self.glyphs(row):
            if glyph.end > offset:
                break
            x += glyph.width
        return x

    def offset_at(self, row: int, x: int) -> int:
        """The code point at a cell of a row; the row's last one behind its end."""
        start, end = self.starts[row], self.ends[row]
        if self.is_plain(row):
            return max(start, min(start + x, end - 1)) if end > start else start
        here, found = 0, start
        for glyph in self.glyphs(row):
            if glyph.width:
                found = glyph.start
            here += glyph.width
            if here > x:
                break
        return found


def take_lane(ends: list[int], span: Span) -> int | None:
    """The first lane that is free for the span, which takes it; None where there are too many.

    Args:
        ends: Where the last span of each lane of the row ends.
        span: The span, which begins behind or with those before it.
    """
    start = span.start
    for lane, end in enumerate(ends):
        if end <= start:
            ends[lane] = span.end
            return lane
    if len(ends) >= MAX_LANES:
        return None
    ends.append(span.end)
    return len(ends) - 1


def _paragraphs(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches between line breaks (a line feed, or a carriage return and one) that touch ``text[first:last]``.

    There is always at least one.
    """
    start = text.rfind("\n", 0, max(0, first)) + 1
    while (end := text.find("\n", start)) >= 0:
        yield start, end - 1 if text.endswith("\r", start, end) else end
        start = end + 1
        if start > last:
            return
    yield start, len(text)
