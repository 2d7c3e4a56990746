"""All that may be set: its default, its range, its meaning. Help, messages and documentation are made from it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

THEMES = ("auto", "dark", "light", "contrast-dark", "contrast-light", "colour-blind", "ansi", "no-colour")
"""The names that ``theme`` may have; the application has a theme for each but ``auto``, where it chooses."""
OWN = frozenset({"reviewer"})
"""What only a reviewer's own file may set: in a project's it would hold for everybody."""
ADJUDICATE = "adjudicate."
"""What the name of a command of the adjudication begins with, where its keys are for that screen alone."""

_THEME = "the colours of the screen; `auto` chooses for you"
_WIDTH = "cells of text in a row at the most; longer rows are hard to read"
_MARGIN = "empty cells left of the text, fewer where the text would have less than 40"
_LANES = "whether the review begins with lanes under the lines, in which the labels stand"
_PANEL = 'whether it begins with the list of spans beside the text; `"auto"` shows it from 100 columns on'
_MARKS = "whether it begins with marks for white space and characters that cannot be seen"
_REVIEWER = 'who you are, where neither `--reviewer` nor `CURATOR_REVIEWER` says it; `""` stands for the login name'
_KEYS = "the keys of commands and labels, by the names that `curator keys` shows; `[]` takes a command's keys away"


class Settings(msgspec.Struct, frozen=True):
    """The settings in effect. Widths are in cells of the terminal.

    ``keys`` has only what is changed: a command's name, ``adjudicate.NAME`` for one of the adjudication's screen, or
    ``label.NAME``, with its keys as the screen knows them.
    """

    theme: Annotated[str, Meta(description=_THEME)] = "auto"
    width: Annotated[int, Meta(ge=20, le=1000, description=_WIDTH)] = 100
    margin: Annotated[int, Meta(ge=0, le=200, description=_MARGIN)] = 2
    lanes: Annotated[bool, Meta(description=_LANES)] = True
    panel: Annotated[bool | Literal["auto"], Meta(description=_PANEL)] = "auto"
    marks: Annotated[bool, Meta(description=_MARKS)] = False
    reviewer: Annotated[str, Meta(description=_REVIEWER)] = ""
    keys: Annotated[dict[str, tuple[str, ...]], Meta(description=_KEYS)] = {}


DEFAULTS = Settings()
"""Where nothing is set."""
