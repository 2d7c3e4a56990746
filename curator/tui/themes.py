"""The themes: what Textual draws its own widgets in, and by what rules ink makes styles from the labels' colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

Colours = Literal["any", "sixteen", "none"]


class Look(msgspec.Struct, frozen=True):
    """A theme as ink sees it.

    Attributes:
        theme: Its colours, for Textual.
        title: What it is, in a few words.
        colours: Which colours may be sent: any, the terminal's own sixteen, none.
        contrast: The contrast ratio that text needs (WCAG 2.1: 4.5 for AA, 7 for AAA).
        fill: How much of a label's colour is behind its accepted spans, 0 to 1; and behind the one in focus.
        palette: Colours that take the place of the labels' own, those that differ most first; none: the labels' own.
        hit: The colour behind what was searched.
    """

    theme: Theme
    title: str
    colours: Colours = "any"
    contrast: float = 4.5
    fill: tuple[float, float] = (0.34, 0.75)
    palette: tuple[str, ...] = ()
    hit: str = "#ffc800"


RAISED_BY = 0.16
"""How much of the text's colour is behind the line of a list that is chosen."""


def _theme(name: str, text: str, behind: str, accent: str, *, dark: bool, raised: str) -> Theme:
    """A theme of any colours: text, what is behind it, what lies over that, and questions and frames (accent)."""
    chosen = Color.parse(behind).blend(Color.parse(text), RAISED_BY).hex
    return Theme(
        name, primary=accent, secondary=accent, accent=accent, warning=accent, error=accent, success=accent,
        foreground=text, background=behind, surface=raised, panel=raised, dark=dark, text_alpha=1.0,
        variables={
            "question-background": accent, "question-foreground": behind, "question-style": "bold",
            "block-cursor-background": text, "block-cursor-foreground": behind, "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": chosen, "block-cursor-blurred-foreground": text,
            "block-cursor-blurred-text-style": "bold",
            "input-selection-background": text, "input-selection-foreground": behind, "border": accent,
            "footer-key-foreground": accent,
            **{f"text-{use}": text for use in ("primary", "secondary", "accent", "warning", "error", "success")},
            "text-muted": text, "foreground-muted": text,
        },
    )  # fmt: skip


def _own_colours(name: str) -> Theme:
    """A theme of the terminal's own foreground and background: what is legible on any palette is these two alone."""
    own = "ansi_default"
    # In lists the framework drops the reverse.
    cursors = dict.fromkeys(("block-cursor-text-style", "block-cursor-blurred-text-style"), "bold underline")
    styles = {"question-style": "bold reverse", **cursors}
    names = (
        "question-background", "question-foreground", "block-cursor-background", "block-cursor-foreground", "border",
        "border-blurred", "scrollbar", "scrollbar-hover", "scrollbar-active", "scrollbar-background",
        "scrollbar-background-hover", "scrollbar-background-active", "input-selection-background",
        "input-selection-foreground", "input-cursor-background", "input-cursor-foreground", "link-color",
        "link-color-hover", "link-background-hover", "footer-key-foreground", "text-muted", "text-disabled",
        "ansi-background", "ansi-foreground",
        "foreground-muted", "background-muted", "screen-selection-background", "screen-selection-foreground",
        *(f"markdown-h{level}-color" for level in range(1, 7)),
        *(f"{colour}-muted" for colour in ("primary", "secondary", "warning", "error", "success", "accent")),
    )  # fmt: skip
    return Theme(
        name, primary=own, secondary=own, warning=own, error=own, success=own, accent=own, foreground=own,
        background=own, surface=own, panel=own, boost=own, ansi=True, variables=dict.fromkeys(names, own) | styles,
    )  # fmt: skip


COLOUR_BLIND = ("#f05000", "#9673f0", "#00b996", "#fff073", "#d7b973", "#d7b9ff", "#739650", "#96f0b9")
"""Found by a search for the colours that differ most to the eyes of docs/themes.md; the first four by far."""

LOOKS: dict[str, Look] = {
    look.theme.name: look
    for look in (
        Look(_theme("dark", "#dcdee2", "#15171a", "#8ab4e8", dark=True, raised="#22252a"), "dark"),
        Look(_theme("light", "#24272c", "#f8f6f1", "#1f5a96", dark=False, raised="#e9e6de"), "light"),
        Look(
            _theme("contrast-dark", "#ffffff", "#000000", "#ffe14d", dark=True, raised="#000000"),
            "dark, high contrast", contrast=7.0,
        ),
        Look(
            _theme("contrast-light", "#000000", "#ffffff", "#00297a", dark=False, raised="#ffffff"),
            "light, high contrast", contrast=7.0, fill=(0.3, 0.7),
        ),
        Look(
            _theme("colour-blind", "#e4e6ea", "#15171a", "#fff073", dark=True, raised="#22252a"),
            "dark, safe for colour-blind readers", fill=(0.5, 0.85), palette=COLOUR_BLIND, hit="#ffffff",
        ),
        Look(_own_colours("ansi"), "the terminal's own 16 colours", colours="sixteen"),
        Look(_own_colours("no-colour"), "no colour at all", colours="none"),
    )
}  # fmt: skip
"""The themes by name, in the order in which they are gone through."""


def following(name: str) -> str:
    """The theme after this one, the first again after the last."""
    names = list(LOOKS)
    return names[(names.index(name) + 1) % len(names)]


def fitting(environ: Mapping[str, str], colour_system: str | None) -> str:
    """The theme that fits the terminal, where the user has said nothing.

    Args:
        environ: The environment: ``NO_COLOR`` (https://no-color.org: set, and not empty) rules out all colour;
            ``COLORFGBG`` ("15;0": text and background as colours of the palette) tells light from dark, as in rxvt,
            Konsole and others.
        colour_system: What Rich takes the terminal for: ``standard`` has 16 colours.
    """
    if environ.get("NO_COLOR"):
        return "no-colour"
    if colour_system in (None, "standard"):
        return "ansi"
    behind = environ.get("COLORFGBG", "").rpartition(";")[2]
    # 7 is light grey, 9 to 15 the bright colours; 8 is dark grey.
    return "light" if behind.isdecimal() and int(behind) in (7, *range(9, 16)) else "dark"


class Colourless(LineFilter):
    """Leaves no colour in what is sent, not even "the default one"."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours; attributes such as bold stay."""
        return [Segment(text, style.without_color if style else None, control) for text, style, control in segments]
