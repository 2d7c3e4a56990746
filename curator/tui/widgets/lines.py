"""A widget that draws lines and nothing else: no border, no padding, no markup, no selection by the framework."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

from rich.console import Console
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from curator.tui.written import bare, cuttable


class LineWidget(Widget):
    """Draws line by line what `line` gives, and keeps each line until it is refreshed.

    On a `LineScreen` lines that are refreshed go to the terminal by themselves, of each only the part that differs from
    what stands there. Elsewhere, and whenever Textual paints the whole widget, they go through its compositor: for each
    frame that asks every widget for all its lines, and takes several turns of the event loop.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.area = Size(0, 0)
        """The size, as of the last frame or resize: asking Textual for it costs more than drawing a line."""
        self.paint_soon: Callable[[], None] | None = None
        """Has the screen put the changed lines on the terminal; None where Textual paints."""
        self._kept: dict[int, Strip] = {}
        self._changed: set[int] = set()
        self._on_terminal: dict[int, Strip] = {}
        """The lines as they were sent one by one; what Textual sends is not known."""

    def line(self, y: int) -> Strip:
        """The line ``y`` of the widget, as wide as this is."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line as it goes to the screen."""
        strip = self._kept.get(y)
        return self._draw_line(y, self._filters()) if strip is None else strip

    def _filters(self) -> list[LineFilter]:
        """What lines pass through. To ask Textual for it takes as long as to draw half a line."""
        # Our styles have no colours by number for that one to replace.
        return [one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def _draw_line(self, y: int, filters: Sequence[LineFilter]) -> Strip:
        strip = self.line(y)
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        strip = self._kept[y] = cuttable(strip)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget, for Textual to paint."""
        self.area = self.size
        self._on_terminal.clear()
        strips = [self.render_line(y) for y in crop.line_range]
        if self.app.screen is not self.screen:
            # Under another screen: that one paints these lines as its background, and cuts them as it likes.
            strips = [bare(strip) for strip in strips]
        if crop.column_span == (0, self.area.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Have these regions painted anew by Textual, or all of the widget."""
        if regions:
            for region in regions:
                for y in region.line_range:
                    self._kept.pop(y, None)
        else:
            # The framework refreshes while the widget is being made.
            self.__dict__.setdefault("_kept", {}).clear()
        return super().refresh(*regions, **options)

    def refresh_lines(self, lines: Iterable[int] | None = None) -> None:
        """Have these lines drawn anew, or all of them."""
        changed = range(self.area.height) if lines is None else lines
        for y in changed:
            self._kept.pop(y, None)
        if self.paint_soon is None:
            for y in changed:
                self.refresh(Region(0, y, self.area.width, 1))
            return
        self._changed.update(changed)
        self.paint_soon()

    def hand_over(self) -> None:
        """Leave the changed lines to Textual."""
        changed, self._changed = self._changed, set()
        if changed:
            top, bottom = min(changed), max(changed)
            self.refresh(Region(0, top, self.area.width, bottom - top + 1))

    def changes(self, console: Console) -> list[str]:
        """What the terminal is to be sent so that the changed lines stand there."""
        changed, self._changed = self._changed, set()
        if not changed:
            return []
        left, top = self.region.offset
        sent: list[str] = []
        filters = self._filters()
        for y in sorted(changed):
            if 0 <= y < self.area.height:
                strip = self._kept.get(y) or self._draw_line(y, filters)
                before, self._on_terminal[y] = self._on_terminal.get(y), strip
                x, part = (0, strip) if before is None else _difference(before, strip)
                if part is not None:
                    sent += (f"\x1b[{top + y + 1};{left + x + 1}H", part.render(console))
        return sent


def _difference(before: Strip, after: Strip) -> tuple[int, Strip | None]:
    """The segments of ``after`` that differ, and the cell where they begin; both strips take as many cells."""
    old, new = list(before), list(after)
    if old == new:
        return 0, None
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    if not first and not last:
        return 0, after
    return sum(part.cell_length for part in new[:first]), Strip(new[first : len(new) - last])
