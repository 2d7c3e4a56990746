"""What is sent line by line leaves the same on the terminal as painting all of the screen does."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.program.conftest import ARTICLES, Project
from tests.program.terminal import TAB, Terminal

WIDE = (
    "北京 general Иван Петров 👩‍👩‍👧 was 🇷🇺 detained\u200b for fraud.\n\n"
    "Tab\there, a no-break\xa0space and a combining e\u0301. "
) + "Colonel Oleg Sidorov took 3 million rubles in 2024. " * 40
LONG = "\n\n".join(f"{n}. Colonel Oleg Sidorov, 北京, took {n} million rubles for nothing." for n in range(1, 1500))
FLAG = ("flagged", "flag removed")
KEYS = [*"hhlljjkkaxprcmuU][})(>v.oezTtzJJKK", TAB, "\x1b[6~", "\x1b[5~", "\x1b[1;2C"]


def cells(terminal: Terminal) -> list[list[tuple[object, ...]]]:
    """Every cell, its character and how it looks; without the status line, which opening the help has cleared."""
    screen = terminal.screen
    lines = [y for y in range(screen.lines) if y != screen.lines - 2]
    return [[tuple(screen.buffer[y][x]) for x in range(screen.columns)] for y in lines]


def flag(terminal: Terminal, keys: str) -> None:
    """Send keys of which the last flags the document or takes the flag off, and wait until that is seen and saved."""
    before = terminal.status
    terminal.send(keys)
    terminal.wait_until(lambda: terminal.status in FLAG and terminal.status != before, "the flag")
    terminal.wait_header()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (130, 30)])
def test_lines_sent_one_by_one_add_up_to_the_whole(
    make_project: Callable[[dict[str, str]], Project], size: tuple[int, int]
) -> None:
    chance = random.Random(size[0])
    project = make_project(ARTICLES | {"d.txt": WIDE, "e.txt": LONG, "f.txt": LONG[::-1]})
    project.look_nothing_up()
    # Suggestions that come while keys do would change the screen between the two looks at it.
    assert not project.run("import", "seeds").returncode
    assert not project.run("suggest").returncode
    with project.show(size=size, styles=True) as terminal:
        terminal.wait_for("RANK? “Colonel”")
        for _ in range(4):
            # A label ends a selection; then an act whose end can be seen. Twice: folding the panel takes a moment.
            flag(terminal, "".join(chance.choices(KEYS, k=60)) + "pf")
            flag(terminal, "f")
            one_by_one, cursor = cells(terminal), (terminal.screen.cursor.x, terminal.screen.cursor.y)
            terminal.send("?")
            terminal.wait_for("DECIDE")
            terminal.screen.reset()
            terminal.send("?")
            terminal.wait_header()
            terminal.wait_until(lambda before=one_by_one: cells(terminal) == before, "the same cells")
            assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == cursor
