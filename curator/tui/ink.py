"""The styles in which spans are drawn, from the labels' colours and the theme's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from curator.labels import LabelSet
from curator.review.items import Item, Mark
from curator.tui.themes import RAISED_BY, Look

Piece = tuple[str, Style]
"""A stretch of a line and its style."""
ATTRIBUTES: dict[Mark, Style] = {
    "pending": Style(underline=True),
    "accepted": Style(bold=True),
    "edited": Style(bold=True, italic=True),
    "added": Style(bold=True, underline=True),
    "rejected": Style(strike=True),
}
"""What tells a span's state from its text where there is no colour, or none that can be told apart."""
_FOCUS = Style(underline2=True, underline=False)
_BOLD = Style(bold=True)
_REVERSE = Style(reverse=True)
_SIX = {"red": 0.0, "yellow": 1 / 6, "green": 2 / 6, "cyan": 3 / 6, "blue": 4 / 6, "magenta": 5 / 6}


def readable(colour: Color, behind: Color, ratio: float) -> Color:
    """The colour, made lighter or darker until it has this contrast ratio with what is behind it."""
    target = _end(behind)
    for step in range(21):
        mixed = colour.blend(target, step / 20)
        if sure_contrast(mixed, behind) >= ratio:
            return mixed
    return target


def _end(behind: Color) -> Color:
    """White or black, whichever can be read better."""
    return max((Color(255, 255, 255), Color(0, 0, 0)), key=lambda end: sure_contrast(end, behind))


def sure_contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, or what is left of it where the terminal has but 256 of them."""
    return min(contrast(one, other), contrast(_of_256(one), _of_256(other)))


def _of_256(colour: Color) -> Color:
    return Color(*colour.rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


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
    """Styles for one theme: for each state attributes, which tell it from the others without colour, and colours.

    Args:
        labels: The labels with their colours.
        look: The theme.
        over: What lies behind: the theme's background, or what is raised over that, as bars are.
    """

    def __init__(self, labels: LabelSet, look: Look, over: Literal["background", "surface"] = "background") -> None:
        self._labels = labels
        self._look = look
        self._background = Color.parse(getattr(look.theme, over) or "#000000")
        self._foreground = Color.parse(look.theme.foreground or "#ffffff")
        self._colours = _label_colours(labels, look.palette)
        self._cache: dict[tuple[str, Mark, bool], Style] = {}
        self._names: dict[str, Style] = {}
        self._lit: dict[tuple[Style, bool], Style] = {}

    @cached_property
    def bar(self) -> Ink:
        """The styles of the lines above and below the article."""
        return type(self)(self._labels, self._look, "surface")

    @cached_property
    def base(self) -> Style:
        """Plain text."""
        return _style(self._foreground, self._background)

    @cached_property
    def faint(self) -> Style:
        """What matters less than the text."""
        return _style(self._readable(self._foreground.blend(self._background, 0.4)), self._background)

    @cached_property
    def mark(self) -> Style:
        """The mark of a character that is not seen."""
        return self.faint

    @cached_property
    def target(self) -> Style:
        """The token that a label's key would act on."""
        return Style(bgcolor=self._background.blend(self._foreground, RAISED_BY).rich_color)

    def lit(self, style: Style, *, bold: bool = True) -> Style:
        """A style on the line of a list that the cursor is on, in a colour that can be read there."""
        key = (style, bold)
        found = self._lit.get(key)
        if found is None:
            found = self._lit[key] = style + self._on_target(style) + (_BOLD if bold else Style())
        return found

    def _on_target(self, style: Style) -> Style:
        behind = self._background.blend(self._foreground, RAISED_BY)
        colour = Color.from_rich_color(style.color) if style.color else self._foreground
        return _style(self._readable(colour, behind), behind)

    @cached_property
    def selection(self) -> Style:
        """Selected text."""
        return _style(self._background, self._foreground.blend(self._background, 0.15), bold=True)

    @cached_property
    def hit(self) -> Style:
        """What was searched."""
        behind = self._background.blend(Color.parse(self._look.hit), 0.4)
        return _style(self._readable(self._foreground, behind), behind) + Style(overline=True)

    def at_cursor(self, style: Style) -> Style:
        """The cell of the cursor, whose text has this style."""
        return style + _REVERSE

    def span(self, item: Item, focused: bool) -> Style:
        """The text of a span."""
        key = (item.span.label, item.mark, focused)
        style = self._cache.get(key)
        if style is None:
            style = self._cache[key] = self._coloured(item.span.label, item.mark, focused)
        return style

    def _coloured(self, label: str, mark: Mark, focused: bool) -> Style:
        """The style of a span's text."""
        colour, behind = self._colour(label), self._background
        attributes = ATTRIBUTES[mark] + (_FOCUS if focused else Style())
        if mark == "rejected":
            return attributes + Style(color=self.faint.color)
        if mark == "pending":
            # Not to be taken for one that is decided, even in focus.
            behind = self._filled(colour, 0.22) if focused else behind
            return attributes + _style(self._readable(colour, behind), behind)
        behind = self._filled(colour, self._look.fill[focused])
        return attributes + _style(self._readable(self._foreground, behind), behind)

    def lane(self, item: Item, focused: bool) -> Style:
        """The sign and the name of a span under it and in lists."""
        style = self.faint if item.mark == "rejected" else self.name(item.span.label)
        return style + _BOLD if focused else style

    def line(self, item: Item, focused: bool) -> Style:
        """The bracket under a span."""
        return self.lane(item, focused)

    def name(self, label: str) -> Style:
        """A label's name."""
        style = self._names.get(label)
        if style is None:
            style = self._names[label] = _style(self._readable(self._colour(label)), self._background)
        return style

    def _colour(self, label: str) -> Color:
        """The label's colour; a grey near the text's for what labels.yaml does not have, such as a dispute."""
        return self._colours.get(label) or self._foreground.blend(self._background, 0.25)

    def _filled(self, colour: Color, share: float) -> Color:
        """What is behind a span: so much of its colour, or less, so that some text can be read on it."""
        while True:
            behind = self._background.blend(colour, share)
            if share <= 0 or sure_contrast(_end(behind), behind) >= self._look.contrast:
                return behind
            share -= 0.05

    def _readable(self, colour: Color, behind: Color | None = None) -> Color:
        return readable(colour, behind or self._background, self._look.contrast)


class OwnInk(Ink):
    """Styles of the terminal's own text and background, which alone are sure to be legible on any palette.

    Reverse video stands for what other themes show with a colour behind the text. Only the brackets have a colour.
    """

    base = faint = Style()
    mark = Style(dim=True)
    target = selection = _REVERSE
    hit = Style(underline2=True, italic=True)

    def _on_target(self, style: Style) -> Style:
        return _REVERSE

    def at_cursor(self, style: Style) -> Style:
        """The cell of the cursor: it stands out of what is reversed, too."""
        return style + Style(reverse=not style.reverse, underline=bool(style.reverse))

    def _coloured(self, label: str, mark: Mark, focused: bool) -> Style:
        return ATTRIBUTES[mark] + (_REVERSE if focused else Style())

    def lane(self, item: Item, focused: bool) -> Style:
        """The sign and the name of a span under it and in lists."""
        return _BOLD if focused else Style()

    def line(self, item: Item, focused: bool) -> Style:
        """The bracket under a span."""
        if self._look.colours == "none" or item.mark == "rejected":
            return self.lane(item, focused)
        return self.lane(item, focused) + Style(color=_nearest_of_six(self._colour(item.span.label)))

    def name(self, label: str) -> Style:
        """A label's name."""
        return Style()


def make_ink(labels: LabelSet, look: Look) -> Ink:
    """The styles of a theme."""
    return Ink(labels, look) if look.colours == "any" else OwnInk(labels, look)


def _label_colours(labels: LabelSet, palette: Sequence[str]) -> dict[str, Color]:
    """The labels' own colours; or for each one that is left of the palette, the nearest to its own."""
    colours = {label.name: Color.parse(label.colour) for label in labels.labels}
    left: list[Color] = []
    for name in colours if palette else ():
        # As few as there are labels: the first of the palette differ most.
        left = left or [Color.parse(code) for code in palette[: len(colours)]]
        colours[name] = min(left, key=lambda colour: _distance(colour, colours[name]))
        left.remove(colours[name])
    return colours


def _distance(one: Color, other: Color) -> float:
    return sum((a - b) ** 2 for a, b in zip(one.rgb, other.rgb, strict=True))


def _nearest_of_six(colour: Color) -> str:
    """The colour of the terminal's palette (red, green, ... without the greys) whose hue is nearest."""
    hue = colour.hsl.h
    return min(_SIX, key=lambda name: min(abs(hue - _SIX[name]), 1 - abs(hue - _SIX[name])))


def _style(text: Color, behind: Color, *, bold: bool | None = None) -> Style:
    return Style(color=text.rich_color, bgcolor=behind.rich_color, bold=bold)
