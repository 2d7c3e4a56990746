"""The window changes its size, and the mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.program.conftest import FIRST, Project, keys_to
from tests.program.terminal import RIGHT, TAB, Terminal

LONG = "A long case\n\n" + "".join(f"Paragraph {n} is about Colonel Ivan Petrov.\n\n" for n in range(1, 60))


def wait_drawn(terminal: Terminal) -> None:
    """Wait until the window is drawn in its present size: text above, the keys in the last line."""
    last = terminal.screen.lines - 1
    terminal.wait_until(lambda: terminal.lines[last].strip() and terminal.lines[0].strip(), "the window, drawn anew")


def resize(terminal: Terminal, columns: int, lines: int) -> None:
    terminal.screen.reset()
    terminal.resize(columns, lines)
    wait_drawn(terminal)


def wait_status(terminal: Terminal, start: str) -> None:
    terminal.wait_until(lambda: terminal.status.startswith(start), start)


def test_a_selection_survives_every_size(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send(keys_to(FIRST, "relative") + "v" + RIGHT)
        wait_status(terminal, "selected “relative of”")
        for columns, lines in ((20, 6), (200, 60), (80, 24), (8, 5), (3, 2), (1, 1), (120, 1), (120, 36)):
            terminal.screen.reset()
            terminal.resize(columns, lines)
            if lines > 5:
                wait_drawn(terminal)
            terminal.send(RIGHT + "h")
        wait_status(terminal, "selected “relative of”")
        terminal.send("m")
        terminal.wait_header(decided=1)
    assert project.labelled(1) == [("relative of", "AMOUNT")]


@pytest.mark.parametrize("size", [(20, 6), (200, 60)])
def test_all_is_drawn_anew_after_a_size_that_lasted_no_time(project: Project, size: tuple[int, int]) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        wait_drawn(terminal)
        before = terminal.text
        terminal.screen.reset()
        terminal.resize(*size)
        terminal.resize(120, 36)
        terminal.wait_until(lambda: terminal.text == before, "the same screen as before\n" + before)


@pytest.mark.parametrize("size", [(20, 6), (200, 60), (40, 10)])
def test_the_focus_survives_a_resize_and_back(project: Project, size: tuple[int, int]) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send(keys_to(FIRST, "Petrov", 1))
        wait_status(terminal, "PERSON? “Petrov”")
        before = terminal.text
        resize(terminal, *size)
        resize(terminal, 120, 36)
        terminal.wait_until(lambda: terminal.text == before, "the same screen as before\n" + before)


def test_one_can_work_in_a_tiny_window(project: Project) -> None:
    with project.show(size=(20, 6)) as terminal:
        wait_status(terminal, "RANK? “Colonel”")
        terminal.send("a")
        wait_status(terminal, "accepted RANK")
        terminal.send("x")
        wait_status(terminal, "rejected PERSON")
        terminal.send("D")
        wait_status(terminal, "finished")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert project.state(1).review.status == "done"


def test_a_resize_in_a_drag(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        there = terminal.find("Petrov took")
        x, y = terminal.find("3 million rubles")
        terminal.press(x, y)
        terminal.drag(x + 8, y)
        wait_status(terminal, "selected “3 million”")
        resize(terminal, 60, 20)
        terminal.drag(3, 3)
        terminal.drag(30, 5)
        terminal.release(30, 5)
        resize(terminal, 120, 36)
        terminal.send("\x1b")
        terminal.wait_until(
            lambda: "selected" not in terminal.status and terminal.under(*there, 11) == "Petrov took",
            "the end of the selection",
        )
        terminal.click(*there)
        wait_status(terminal, "PERSON? “Petrov”")
        terminal.send("a")
        terminal.wait_header(decided=1)
    assert project.labelled(1) == [("Petrov", "PERSON")]


def test_click_drag_and_panel(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        x, y = terminal.find("Petrov took")
        terminal.click(x + 2, y)
        wait_status(terminal, "PERSON? “Petrov”")
        x, y = terminal.find("Investigators")
        terminal.click(x + 4, y)
        terminal.send("c")
        wait_status(terminal, "added CHARGE “Investigators”")
        x, y = terminal.find("3 million rubles")
        terminal.press(x, y)
        terminal.drag(x + 5, y)
        wait_status(terminal, "selected “3 million”")
        terminal.drag(x + 12, y)
        wait_status(terminal, "selected “3 million rubles”")
        terminal.release(x + 12, y)
        terminal.send("m")
        wait_status(terminal, "accepted AMOUNT “3 million rubles”")
        x, y = terminal.find("? PERSON Lukashenko", panel=True)
        terminal.click(x + 12, y)
        wait_status(terminal, "PERSON? “Lukashenko”")
        terminal.send("a")
        terminal.wait_header(decided=3)
    assert project.labelled(1) == [
        ("Investigators", "CHARGE"), ("3 million rubles", "AMOUNT"), ("Lukashenko", "PERSON"),
    ]  # fmt: skip


def test_a_drag_backwards_over_several_lines(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        left, top = terminal.find("Northern")
        terminal.press(left + 3, top)
        x, y = terminal.find("denies")
        terminal.drag(x, y)
        x, y = terminal.find("deputy head of the ")
        terminal.drag(x, y)
        wait_status(terminal, "selected “deputy head of the Supply Department of the Northern”")
        terminal.release(x, y)
        terminal.send("r")
        terminal.wait_header(decided=1)
    assert project.labelled(1) == [("deputy head of the Supply Department of the Northern", "RANK")]


def test_the_mouse_where_there_is_nothing(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        for x, y in ((0, 0), (119, 35), (5, 1), (119, 2), (70, 30), (90, 20), (90, 33), (76, 10), (0, 33)):
            terminal.click(x, y)
            terminal.press(x, y)
            terminal.drag(119 - x, 35 - y)
            terminal.release(119 - x, 35 - y)
            terminal.wheel(x, y, down=True)
            terminal.wheel(x, y, down=False)
        x, y = terminal.find("Investigators")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert project.labelled(1) == []


def test_the_wheel_scrolls_and_leaves_the_focus(make_project: Callable[[dict[str, str]], Project]) -> None:
    with make_project({"a.txt": LONG}).show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        focus = terminal.status
        terminal.wait_for("Paragraph 5 ")
        for _ in range(10):
            terminal.wheel(20, 10, down=True)
        terminal.wait_until(lambda: "Paragraph 1 " not in terminal.text, "a later part")
        terminal.wait_for("Paragraph 14 ")
        assert terminal.status == focus
        for _ in range(20):
            terminal.wheel(20, 10, down=False)
        terminal.wait_for("Paragraph 1 ")
        for _ in range(10):
            terminal.wheel(100, 10, down=True)
        terminal.wait_until(lambda: "◂" not in terminal.text, "a later part of the list")
        terminal.send(TAB)
        wait_status(terminal, "PERSON? “Ivan Petrov”")
        terminal.wait_for("◂")
