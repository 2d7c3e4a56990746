"""However it ends: nothing that was shown as saved is lost, and the terminal is left as it was found."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import termios
import time
from collections.abc import Callable

import pytest

from tests.fast import but_first
from tests.program.conftest import FIRST, Project, keys_to
from tests.program.terminal import CTRL_P, CTRL_Z, ENTER, Header, Terminal

ALTERNATE_ON, ALTERNATE_OFF = b"\x1b[?1049h", b"\x1b[?1049l"
UNHEARD = 120
"""What Python exits with when it cannot write its last words; here there is nobody left to read them."""
IN_ORDER = 20.0
"""Seconds within which the program ends when it is told to: long enough for a machine under load, too short for a lock
that is waited for."""
MADE_UP = ("Petrov", "Sidorov", "Orlov", "Kuznetsov", "Morozov", "Volkov", "Zaitsev", "Sokolov")
LONG = "A long case\n\n" + "".join(
    f"Colonel Ivan {name} is accused of fraud. He took {n} million rubles.\n\n"
    for n, name in enumerate(MADE_UP * 6, start=2)
)
BURST = ("a", "x", "p", "r", "\t", " ", "l", "j", "vlm", "vlhc", "wsome words\r", "f", "ep\r", "]", "-", "=", "\x1b[C")
"""Keys of which none takes a decision back, so that the number of decided spans only grows."""


class Promises:
    """What the screens promised: the most decided spans, by document, that were shown as saved."""

    def __init__(self) -> None:
        self.decided: dict[int, int] = {}

    def look(self, terminal: Terminal) -> None:
        header = terminal.header
        if header and header.saved == "saved ✓":
            self.decided[header.number] = max(header.decided, self.decided.get(header.number, 0))

    def broken(self, project: Project) -> list[tuple[int, int, int]]:
        found = [(number, most, len(project.state(number).spans)) for number, most in self.decided.items()]
        return [each for each in found if each[2] < each[1]]


def kill_rounds(project: Project, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    promises = Promises()
    for _ in range(rounds):
        with project.show(size=(100, 24)) as terminal:
            terminal.on_frame = promises.look
            terminal.wait_until(lambda t=terminal: t.header, "the header")
            frames = terminal.frames + chance.randint(1, 40)
            while terminal.frames < frames:
                before = terminal.frames
                # The last key is seen wherever it goes: as a flag, or as a letter of a note.
                terminal.send("".join(chance.choices(BURST, k=chance.randint(1, 6))) + "f")
                terminal.wait_until(lambda t=terminal, b=before: t.frames > b, "a frame")
            terminal.send("".join(chance.choices(BURST, k=8)))
            # Not to wait for anything: so that it dies at any point between two frames.
            time.sleep(chance.random() * 0.02)
            terminal.kill()
            promises.look(terminal)
        assert promises.broken(project) == []
        assert project.problems() == []
    assert sum(promises.decided.values()) > rounds
    check = project.run("check")
    assert check.returncode == 0, check.stdout


def test_kill_loses_nothing_that_was_shown_as_saved(make_project: Callable[[dict[str, str]], Project]) -> None:
    kill_rounds(make_project({"a.txt": LONG, "b.txt": FIRST}), 4, seed=7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_kill_many_times(make_project: Callable[[dict[str, str]], Project], seed: int) -> None:
    kill_rounds(make_project({"a.txt": LONG, "b.txt": FIRST}), 12, seed=100 + seed)


def last_words(terminal: Terminal) -> str:
    """What is told where the screen was left."""
    *_, line = re.split(r"\x1b\[[?0-9;]*[a-zA-Z]", terminal.raw.rpartition(ALTERNATE_OFF)[2].decode())
    return line.strip()


@pytest.mark.parametrize(("number", "code"), but_first([(signal.SIGTERM, 143), (signal.SIGHUP, 129)]))
def test_told_to_end_it_ends_in_order(project: Project, number: signal.Signals, code: int) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        assert terminal.master is not None
        terminal.send("a" + keys_to(FIRST, "Petrov", 1))
        terminal.wait_until(lambda: terminal.status.startswith("PERSON? “Petrov”"), "the focus")
        terminal.wait_header(decided=1)
        before = terminal.lines
        terminal.signal(number)
        assert terminal.wait_end(timeout=IN_ORDER) == code
        assert terminal.raw.count(ALTERNATE_OFF) == terminal.raw.count(ALTERNATE_ON) == 1
        assert last_words(terminal) == f"curator: ended by {number.name}; all is saved"
        assert termios.tcgetattr(terminal.master)[3] & (termios.ECHO | termios.ICANON | termios.ISIG)
    with project.show() as terminal:
        terminal.wait_until(lambda: terminal.lines == before, "the same screen as before\n" + "\n".join(before))


@pytest.mark.parametrize(
    ("keys", "shown"),
    but_first(
        [
            ("whalf a note", "half a note"),
            (":per", "PERSON  p"),
            ("F", "1 hit in 1 article"),
            ("dsss", "longest first"),
            ("?", "DECIDE"),
            (ENTER, "pending:"),
            ("v", "selected"),
            (CTRL_P, "Accept all"),
        ]
    ),
)
def test_it_ends_in_order_whatever_is_open(project: Project, keys: str, shown: str) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_header(decided=1)
        terminal.send(keys)
        terminal.wait_for(shown)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(timeout=IN_ORDER) == 143
        typed = ", but for what was being typed: half a note" if keys.startswith("w") else ""
        assert last_words(terminal) == f"curator: ended by SIGTERM; all is saved{typed}"
    assert project.problems() == []


def test_it_ends_when_its_window_is_closed(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_header(decided=1)
        terminal.close()
        assert terminal.process.wait(timeout=IN_ORDER) in (129, UNHEARD)
    assert project.labelled(1) == [("Colonel", "RANK")]


def test_it_ends_when_its_window_is_closed_in_a_burst(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("axaxw")
        terminal.close()
        assert terminal.process.wait(timeout=IN_ORDER) in (1, 129, UNHEARD)
    assert project.problems() == []


@pytest.mark.parametrize("sign", but_first([b"import", b"", ALTERNATE_ON]))
def test_an_end_before_the_first_picture(project: Project, sign: bytes) -> None:
    with project.show(afresh=True) as terminal:
        terminal.wait_until(lambda: sign in terminal.raw, "the sign")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(timeout=IN_ORDER) in (143, -signal.SIGTERM)
        assert terminal.raw.count(ALTERNATE_OFF) >= terminal.raw.count(ALTERNATE_ON)
    with project.show() as terminal:
        terminal.wait_header(number=1)
    assert project.problems() == []


def wait_prompt(terminal: Terminal, times: int) -> None:
    """Wait until the program has left the screen so many times, and the shell takes input again."""

    def ready() -> bool:
        _, left, after = terminal.raw.rpartition(ALTERNATE_OFF)
        return bool(left) and terminal.raw.count(ALTERNATE_OFF) == times and b"ready$" in after

    terminal.wait_until(ready, "the shell")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
@pytest.mark.parametrize("how", but_first(["key", "signal"]))
def test_to_the_shell_and_back(project: Project, how: str) -> None:
    env = {**project.env, "PS1": "ready$ ", "HISTFILE": ""}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], cwd=project.root, env=env) as terminal:
        terminal.wait_for("ready$")
        terminal.send(f"'{sys.executable}' -m curator\r")
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_header(decided=1)
        if how == "key":
            terminal.send(CTRL_Z)
        else:
            assert terminal.master is not None
            os.kill(os.tcgetpgrp(terminal.master), signal.SIGTSTP)
        wait_prompt(terminal, 1)
        assert b"Stopped" in terminal.raw
        terminal.send("echo in the' 'shell\r")
        terminal.wait_until(lambda: b"in the shell" in terminal.raw, "the shell's answer")
        terminal.send("fg\r")
        terminal.wait_until(lambda: terminal.raw.count(ALTERNATE_ON) == 2, "the alternate screen")
        terminal.send("x")
        assert isinstance(terminal.wait_header(decided=2), Header)
        terminal.wait_for("rejected PERSON “Ivan Petrov”")
        terminal.wait_for("Investigators say that Colonel Petrov")
        terminal.send("q")
        wait_prompt(terminal, 2)
        terminal.send("echo code=$?.\r")
        terminal.wait_until(lambda: b"code=0." in terminal.raw, "the exit code")
    assert project.problems() == []


def stop_and_continue(terminal: Terminal) -> None:
    """Stop the program in the shell without a word to it, go on with it, and continue it once more."""
    assert terminal.master is not None
    program = os.tcgetpgrp(terminal.master)
    os.kill(program, signal.SIGSTOP)
    # Not on the screen, which may be in the middle of a frame.
    terminal.wait_until(lambda: terminal.raw.endswith(b"ready$ "), "the shell")
    terminal.send("fg\r")
    terminal.wait_until(lambda: terminal.raw.count(ALTERNATE_ON) == 2, "the alternate screen")
    # Where nothing has stopped it.
    os.kill(program, signal.SIGCONT)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_it_goes_on_after_a_stop_of_which_it_was_not_told(project: Project) -> None:
    env = {**project.env, "PS1": "ready$ ", "HISTFILE": ""}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], cwd=project.root, env=env) as terminal:
        terminal.wait_for("ready$")
        terminal.send(f"'{sys.executable}' -m curator\r")
        terminal.wait_for("RANK? “Colonel”")
        stop_and_continue(terminal)
        for number in range(1, 9):
            terminal.send("x")
            terminal.wait_header(decided=number)
        assert "ready$" not in terminal.text
        terminal.send("q")
        wait_prompt(terminal, 1)
        terminal.send("echo code=$?.\r")
        terminal.wait_until(lambda: b"code=0." in terminal.raw, "the exit code")
    assert project.problems() == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_the_report_goes_on_after_a_stop_of_which_it_was_not_told(disputed: Project) -> None:
    env = {**disputed.env, "PS1": "ready$ ", "HISTFILE": ""}
    with Terminal(["bash", "--norc", "--noprofile", "-i"], cwd=disputed.root, env=env) as terminal:
        terminal.wait_for("ready$")
        terminal.send(f"'{sys.executable}' -m curator agreement --screen --as-adjudicator --reviewer judge\r")
        terminal.wait_for("PERSON")
        stop_and_continue(terminal)
        terminal.send("3")
        terminal.wait_for("exact F1 (documents)")
        terminal.send("q")
        wait_prompt(terminal, 1)
        terminal.send("echo code=$?.\r")
        terminal.wait_until(lambda: b"code=0." in terminal.raw, "the exit code")
