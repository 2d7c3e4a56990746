"""Where a text stands with the spans of several people under it: a band of lanes for each, and one for gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from curator.model import Span
from curator.review.items import Item
from curator.tui.layout import Layout, take_lane

Placed = tuple[int, Span]
"""The lane of a span within its band, and the span."""


class GroupedLayout(Layout):
    """A layout whose lanes fall into bands, the last of which is that of gold.

    A row on which anybody but gold has a span has a band for everybody, so that who has nothing there is seen, too.
    The band of gold is as deep as the deepest, so that whoever's spans are taken, they find room.

    Args:
        text: The text.
        width: Cells a row may take, at least 1.
        items: What is to be drawn in lanes.
        group_of: The band of a span, by its id.
        groups: How many bands there are.
        lanes: Whether rows have lanes.
        marks: Whether unseen characters are shown as marks.
        within: The stretch of the text that is laid out, in code points; None for all of it.
        in_steps: Whether it is not laid out yet, but by running `making`.
    """

    def __init__(
        self,
        text: str,
        width: int,
        items: Iterable[Item],
        *,
        group_of: Callable[[str], int],
        groups: int,
        lanes: bool = True,
        marks: bool = False,
        within: tuple[int, int] | None = None,
        in_steps: bool = False,
    ) -> None:
        self._group_of = group_of
        self._groups = groups
        self._bands: dict[int, list[range]] = {}
        super().__init__(text, width, items, lanes=lanes, marks=marks, within=within, in_steps=in_steps)

    def _fill(self, items: Iterable[Item]) -> Iterator[None]:
        if not self.with_lanes:
            yield from super()._fill(items)
            return
        found: dict[int, list[dict[str, Placed]]] = defaultdict(lambda: [{} for _ in range(self._groups)])
        free: dict[tuple[int, int], list[int]] = defaultdict(list)
        for item in sorted(items, key=lambda item: item.key):
            span_id, span = item.id, item.span
            group = self._group_of(span_id)
            rows = self._rows[span_id] = self.rows_of(span)
            for row in rows:
                lane = take_lane(free[row, group], span)
                if lane is not None:
                    found[row][group][span_id] = (lane, span)
        yield
        for row, groups in found.items():
            self._stack(row, groups)

    def _stack(self, row: int, groups: list[dict[str, Placed]]) -> None:
        """Put the bands of a row under one another."""
        depths = [1 + max((lane for lane, _ in placed.values()), default=-1) for placed in groups]
        if any(depths[:-1]):
            depths = [max(1, depth) for depth in depths]
            depths[-1] = max(depths)
        top = 0
        self._bands[row] = []
        for placed, depth in zip(groups, depths, strict=True):
            self._bands[row].append(range(top, top + depth))
            for span_id, (lane, span) in placed.items():
                self._lane.setdefault(row, {})[span_id] = (top + lane, span)
            top += depth
        self._depth[row] = top

    def _lanes_for(self, row: int, span_id: str) -> range:
        """The lanes of the band to which this span belongs."""
        bands = self._bands.get(row)
        return bands[self._group_of(span_id)] if bands else range(0)

    def begins(self, row: int, lane: int) -> int | None:
        """The band that begins with this lane, if one does."""
        bands = self._bands.get(row, [])
        return next((group for group, band in enumerate(bands) if band and band.start == lane), None)
