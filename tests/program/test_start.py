"""Terminals of all kinds, and none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.fast import but_first
from tests.program.conftest import Project
from tests.program.terminal import ENTER, HOME, RIGHT, Terminal, curator_command

COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


@pytest.mark.parametrize("standard", ["<", ">", "2>"])
def test_without_a_terminal_it_says_so_in_one_line(project: Project, standard: str) -> None:
    told = "" if standard == "2>" else "2>told "
    shell = f'{told}"$@" {standard}other; echo code=$?.'
    (project.root / "other").touch()
    command = ["sh", "-c", shell, "sh", *curator_command("review")]
    with Terminal(command, cwd=project.root, env=project.env) as terminal:
        terminal.wait_for("code=1.")
    line = (project.root / ("told" if told else "other")).read_text()
    assert line.startswith("curator: the review needs a terminal")
    assert line.count("\n") == 1
    assert not project.database.exists()


@pytest.mark.parametrize(
    "env",
    but_first(
        [
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"NO_COLOR": "1"},
            {"TERM": "linux", "COLORTERM": ""},
            {"TERM": "vt100", "COLORTERM": ""},
            {"TERM": "xterm-ghostly"},
            {"TERM": ""},
            {"TERM": "dumb"},
            {"LANG": "C"},
            {"LC_ALL": "C"},
            {"PYTHONIOENCODING": "latin-1"},
            {"HOME": "/nonexistent"},
        ]
    ),
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_it_starts_or_says_in_one_line_why_not(project: Project, env: dict[str, str]) -> None:
    with project.show(env=env) as terminal:
        terminal.wait_until(lambda: terminal.process.poll() is not None or "decided" in terminal.text, "a start")
        if terminal.process.poll() is not None:
            terminal.drain()
            told = [line for line in terminal.lines if line]
            assert len(told) == 1, told
            assert told[0].startswith("curator: ")
            assert terminal.process.returncode == 1
            return
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_until(lambda: terminal.status.startswith("accepted RANK"), "the act")
        assert "“Colonel”" in terminal.status
        terminal.send("q")
        assert terminal.wait_end() == 0
        if "NO_COLOR" in env:
            colours = COLOUR.findall(bytes(terminal.raw))
            assert [rgb for rgb in colours if len(set(rgb)) > 1] == []
    assert project.labelled(1) == [("Colonel", "RANK")]


def test_a_name_and_a_folder_in_other_scripts(project: Project) -> None:
    root = project.root.rename(project.root.with_name("новости [b]日本[!b]"))
    moved = Project(root)
    with moved.show(env={"CURATOR_REVIEWER": "Ґалина [red]"}) as terminal:
        terminal.wait_for("RANK? “Colonel”")
        assert "Ґалина [red]" in terminal.lines[0]
        terminal.send("a")
        terminal.wait_header(decided=1)
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_a_text_cannot_steer_the_terminal(make_project: Callable[[dict[str, str]], Project]) -> None:
    escapes = "\x1b]0;taken\x07 \x1b[2J\x1b[31mred \x9b31m \x1bP+q\x1b\\ \x1b[6n"
    with make_project({"a.txt": f"Title {escapes}\n\nColonel {escapes} Ivan Petrov.\n"}).show() as terminal:
        terminal.wait_header(number=1)
        terminal.send(HOME + "v" + 12 * RIGHT)
        terminal.wait_until(lambda: terminal.status.startswith("selected “Title"), "the selection")
        terminal.send("p")
        terminal.wait_header(decided=1)
        terminal.send("w" + 2 * ENTER)
        terminal.wait_until(lambda: terminal.status.startswith("PERSON+ “Title"), "the span")
        terminal.send("q")
        assert terminal.wait_end() == 0
    for sign in (b"taken\x07", b"\x1b[2J", b"\x1b[31m", b"\x9b31m", b"\x1bP", b"\x1b[6n"):
        assert sign not in terminal.raw.replace("\u009b".encode(), b"\x9b")
