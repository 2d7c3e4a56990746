"""The styles in which spans are drawn, from the labels' colours and the theme's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rich.style import Style
from textual.color import Color

from curator.labels import LabelSet
from curator.review.items import Item

Piece = tuple[str, Style]
"""A stretch of a line and its style."""
_READABLE = 4.5
"""Contrast ratio that text needs against what is behind it (WCAG 2, AA)."""
_BOLD = Style(bold=True)


def readable(colour: Color, behind: Color) -> Color:
    """The colour, made lighter or darker until it can be read on ``behind``."""
    target = Color(255, 255, 255) if behind.brightness < 0.5 else Color(0, 0, 0)
    for step in range(11):
        mixed = colour.blend(target, step / 10)
        if contrast(mixed, behind) >= _READABLE:
            return mixed
    return target


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Ink:
    """Styles for one theme.

    Args:
        labels: The labels with their colours.
        variables: The theme's variables, of which ``background`` and ``foreground`` are used.
    """

    def __init__(self, labels: LabelSet, variables: Mapping[str, str]) -> None:
        self.background = Color.parse(variables["background"])
        self.foreground = Color.parse(variables["foreground"]).blend(self.background, 0.06)
        self._colours = {label.name: Color.parse(label.colour) for label in labels.labels}
        self._cache: dict[tuple[str, str, bool], Style] = {}
        self._names: dict[str, Style] = {}

    @cached_property
    def base(self) -> Style:
        """Plain text."""
        return _style(self.foreground, self.background)

    @cached_property
    def faint(self) -> Style:
        """What matters less than the text."""
        return _style(readable(self.foreground.blend(self.background, 0.45), self.background), self.background)

    @cached_property
    def target(self) -> Style:
        """The token that a label's key would act on."""
        return Style(bgcolor=self.background.blend(self.foreground, 0.16).rich_color)

    @cached_property
    def selection(self) -> Style:
        """Selected text."""
        return _style(self.background, self.foreground.blend(self.background, 0.25), bold=True)

    @cached_property
    def hit(self) -> Style:
        """What was searched."""
        behind = self.background.blend(Color(255, 200, 0), 0.55)
        return Style(color=readable(self.foreground, behind).rich_color, bgcolor=behind.rich_color, overline=True)

    @cached_property
    def cursor(self) -> Style:
        """The cell of the cursor."""
        return Style(reverse=True)

    def colour(self, label: str) -> Color:
        """The label's colour; grey for one that labels.yaml does not have."""
        return self._colours.get(label, Color(128, 128, 128))

    def span(self, item: Item, focused: bool) -> Style:
        """The text of a span."""
        key = (item.span.label, item.mark, focused)
        if key not in self._cache:
            self._cache[key] = self._span_style(item, focused)
        return self._cache[key]

    def _span_style(self, item: Item, focused: bool) -> Style:
        colour = self.colour(item.span.label)
        if item.mark == "rejected":
            return Style(color=self.faint.color, strike=True, bold=focused)
        if item.mark == "pending" and not focused:
            return Style(color=readable(colour, self.background).rich_color, underline=True)
        if item.mark == "pending":
            behind = self.background.blend(colour, 0.22)
            text = readable(colour, behind)
            return Style(color=text.rich_color, bgcolor=behind.rich_color, bold=True, underline2=True)
        behind = self.background.blend(colour, 0.75 if focused else 0.34)
        text = readable(self.foreground, behind)
        return Style(
            color=text.rich_color,
            bgcolor=behind.rich_color,
            bold=focused,
            underline2=focused,
            italic=item.mark == "edited",
        )

    def lane(self, item: Item, focused: bool) -> Style:
        """The bracket under a span, and its name in lists."""
        style = self.faint if item.mark == "rejected" else self.name(item.span.label)
        return style + _BOLD if focused else style

    def name(self, label: str) -> Style:
        """A label's name."""
        style = self._names.get(label)
        if style is None:
            style = self._names[label] = _style(readable(self.colour(label), self.background), self.background)
        return style


def _style(text: Color, behind: Color, *, bold: bool | None = None) -> Style:
    return Style(color=text.rich_color, bgcolor=behind.rich_color, bold=bold)
