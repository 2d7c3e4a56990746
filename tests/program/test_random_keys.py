"""Whatever keys are pressed, in whatever order: it lives, what it saved is sound, and undo leads back to the start."""

from __future__ import annotations

import contextlib
import random
import re
import time

import pytest

from curator.fold import DocumentState
from curator.review.keys import COMMANDS
from tests.program.conftest import ARTICLES, Project
from tests.program.terminal import (
    CTRL_P,
    DOWN,
    END,
    ENTER,
    ESC,
    HOME,
    LEFT,
    RIGHT,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    TAB,
    UP,
    Terminal,
)  # fmt: skip

SENT = {
    "escape": ESC, "enter": ENTER, "tab": TAB, "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f", "up": UP,
    "down": DOWN, "left": LEFT, "right": RIGHT, "home": HOME, "end": END, "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "shift+left": SHIFT_LEFT, "shift+right": SHIFT_RIGHT, "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B",
    "ctrl+up": "\x1b[1;5A", "ctrl+down": "\x1b[1;5B", "ctrl+r": "\x12", "ctrl+n": "\x0e", "ctrl+o": "\x0f",
    "f1": "\x1bOP", "f3": "\x1bOR", "ctrl+p": CTRL_P,
}  # fmt: skip
"""What a terminal sends for the keys that are no characters."""
LEFT_OUT = ("quit", "suspend")
OFTEN = (*"prcm1234axvl", ENTER, ESC)
TYPED = ("general", "hi there", "3m usd", "RANK", "Орлов", "state:done", "value=3")
SIZES = ((80, 24), (120, 36), (200, 60), (40, 10), (20, 6))
KEYS = 150


def live_keys() -> list[str]:
    """What is sent for each key of each command."""
    named = [key for command in COMMANDS if command.name not in LEFT_OUT for key in command.keys]
    return [key if len(key) == 1 else SENT[key] for key in named]


def press_anything(terminal: Terminal, chance: random.Random) -> None:
    """A key, some text, a drag (in the middle of which the window may change), or another size of the window."""
    drawn = chance.random()
    if drawn < 0.04:
        terminal.resize(*chance.choice(SIZES))
    elif drawn < 0.08:
        places = [(chance.randrange(terminal.screen.columns), chance.randrange(terminal.screen.lines)) for _ in "ab"]
        terminal.press(*places[0])
        if chance.random() < 0.3:
            terminal.resize(*chance.choice(SIZES))
        terminal.drag(*places[1])
        terminal.release(*places[1])
    else:
        terminal.send(chance.choice((*live_keys(), *OFTEN * 3, *TYPED)))


def settle(terminal: Terminal, seconds: float = 1.0) -> None:
    """Wait until nothing more is written for so long; but the cursor of a question blinks for ever."""
    quiet, frames = time.monotonic(), terminal.frames
    end = quiet + 4 * seconds
    while time.monotonic() < min(end, quiet + seconds):
        terminal._take(0.05)
        if terminal.frames != frames:
            quiet, frames = time.monotonic(), terminal.frames


def leave(terminal: Terminal) -> None:
    """Leave whatever is open, and quit."""
    terminal.resize(120, 36)
    settle(terminal)
    for _ in range(8):
        terminal.send(ESC)
        settle(terminal, 0.5)
    if "curator  tour" in terminal.lines[0]:
        terminal.send("q")
        settle(terminal)
    terminal.wait_until(lambda: terminal.header is not None, "the review")
    terminal.send("q")
    with contextlib.suppress(AssertionError):
        terminal.wait_end(timeout=10)
    if terminal.process.poll() is None:
        # The last Esc had not been read yet: with what comes together with it, it is another key.
        terminal.send("q")
    assert terminal.wait_end() == 0, terminal.text


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_and_back(project: Project, seed: int) -> None:
    assert project.run("import", "seeds").returncode == 0
    chance = random.Random(seed)
    with project.show() as terminal:
        terminal.wait_header()
        for _ in range(KEYS):
            press_anything(terminal, chance)
            if chance.random() < 0.3:
                terminal._take(0.05)
            assert terminal.process.poll() is None, terminal.text
        leave(terminal)
    assert project.problems() == []
    with project.show() as terminal:
        terminal.wait_header()
        for _ in range(10 * KEYS):
            frames = terminal.frames
            terminal.send("u")
            terminal.wait_until(lambda seen=frames: terminal.frames > seen, "an answer to u")
            if re.search("nothing to undo", terminal.text):
                break
        leave(terminal)
    assert project.problems() == []
    assert [project.state(number) for number in range(1, len(ARTICLES) + 1)] == [DocumentState({})] * len(ARTICLES)
