"""A widget that draws lines and nothing else: no border, no padding, no markup, no selection by the framework."""

from __future__ import annotations

from typing import Any, Self

from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class LineWidget(Widget):
    """Draws line by line what `line` gives, and keeps each line until it is refreshed.

    For each key Textual asks every widget on the screen for all its lines, and passes them through its styles. Keeping
    the finished lines halves the time from a key to the screen.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.area = Size(0, 0)
        """The size, as of the last frame or resize: asking Textual for it costs more than drawing a line."""
        self._kept: dict[int, Strip] = {}

    def line(self, y: int) -> Strip:
        """The line ``y`` of the widget, as wide as this is."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line as it goes to the screen."""
        strip = self._kept.get(y)
        if strip is None:
            strip = self.line(y)
            for line_filter in self.get_line_filters():
                # Our styles have no colours by number for this one to replace.
                if not isinstance(line_filter, ANSIToTruecolor):
                    strip = strip.apply_filter(line_filter, self.background_colors[1])
            self._kept[y] = strip
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget."""
        self.area = self.size
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.area.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Have these regions drawn anew, or all of it."""
        if regions:
            for region in regions:
                for y in region.line_range:
                    self._kept.pop(y, None)
        else:
            # The framework refreshes while the widget is being made.
            self.__dict__.setdefault("_kept", {}).clear()
        return super().refresh(*regions, **options)

    def refresh_line(self, y: int) -> None:
        """Have one line drawn anew."""
        self.refresh(Region(0, y, self.area.width, 1))
