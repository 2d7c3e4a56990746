"""Which colours reach the terminal."""

from __future__ import annotations

import re

import pytest

from tests.fast import but_first
from tests.program.conftest import Project
from tests.program.terminal import CTRL_P, ENTER, ESC, TAB, Terminal

# "Select graphic rendition", and the text that has it.
_SGR = re.compile(r"\x1b\[([0-9;:]*)m([^\x1b]*)")
OWN = {39, 49}
"""The terminal's own foreground and background."""


def colours(terminal: Terminal, *, letters: bool = False) -> set[int]:
    """The codes of colour that were sent, of letters and digits alone or of anything.

    30 to 37, 40 to 47, 90 to 107 are of the palette of 16; 38 and 48 stand for any other colour.
    """
    codes: set[int] = set()
    screen = terminal.raw.decode("utf-8", "replace").partition("\x1b[?1049h")[2]
    for found, text in _SGR.findall(screen):
        if not letters or any(char.isalnum() for char in text):
            codes |= {int(code or 0) for code in re.split("[;:]", found)}
    return {code for code in codes if 30 <= code <= 49 or 90 <= code <= 107}


def go_everywhere(terminal: Terminal) -> None:
    """Accept, select, search, ask, read help and guideline, open palette, list of hits and queue; and quit."""
    terminal.wait_for("RANK? “Colonel”")
    terminal.send("a")
    terminal.wait_for("accepted RANK")
    for keys, shown in (
        ("vl", "selected"),
        ("/case", "Search ("),
        ("?", "DECIDE"),
        ("g", "Guidelines"),
        ("F", " marked"),
        (CTRL_P, "Accept"),
    ):
        terminal.send(keys)
        terminal.wait_for(shown)
        terminal.send(ESC)
        terminal.wait_until(lambda shown=shown: shown not in terminal.text, "the article again")  # type: ignore[misc]
    terminal.send("d")
    terminal.wait_for("documents ·")
    terminal.send(ESC)
    terminal.wait_for("✓ RANK")
    terminal.send(TAB + "x")
    terminal.wait_for("rejected")
    terminal.send(ENTER)
    terminal.wait_for("pending:")
    terminal.send(ESC)
    terminal.wait_until(lambda: "pending:" not in terminal.text, "the article again")
    terminal.send("q")
    assert terminal.wait_end() == 0


@pytest.mark.parametrize("env", but_first([{"NO_COLOR": "1"}, {"NO_COLOR": "1", "TERM": "xterm", "COLORTERM": ""}]))
def test_no_colour_is_sent_where_none_is_wanted(project: Project, env: dict[str, str]) -> None:
    with project.show(env=env) as terminal:
        go_everywhere(terminal)
        assert colours(terminal) == set()


@pytest.mark.slow
def test_in_16_colours_letters_have_the_terminals_own(project: Project) -> None:
    with project.show(env={"TERM": "xterm", "COLORTERM": ""}) as terminal:
        go_everywhere(terminal)
        assert colours(terminal, letters=True) <= OWN
        assert not colours(terminal) & {38, 48}
        assert colours(terminal) & set(range(31, 37)), "the brackets have the labels' colours"


def test_colours_are_sent_where_the_terminal_has_them(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        assert colours(terminal) >= {38, 48}
