"""The database is locked, gone or without room while somebody works: one line says so, and what was saved stays."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.fast import but_first
from tests.program.conftest import FIRST, Project, keys_to
from tests.program.terminal import PATIENCE, TAB, Terminal

PATIENT = 90.0
"""Seconds; a write waits 30 of them for another program."""


@contextmanager
def locked_by_sqlite(project: Project) -> Iterator[None]:
    with closing(sqlite3.connect(project.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def locked_beside(project: Project) -> Iterator[None]:
    beside = os.open(f"{project.database}.lock", os.O_RDWR)
    try:
        fcntl.flock(beside, fcntl.LOCK_EX)
        yield
    finally:
        os.close(beside)


LOCKS = [locked_by_sqlite, locked_beside]


def prepared(project: Project) -> Project:
    """With documents and suggestions, so that nothing is made in the background while a test locks or breaks things."""
    assert project.run("import", "seeds").returncode == 0
    assert project.run("suggest").returncode == 0
    return project


def wait_not_saved(terminal: Terminal, reason: str, timeout: float = PATIENCE) -> None:
    terminal.wait_until(lambda: reason in terminal.status, reason, timeout)
    assert terminal.status.startswith("! NOT SAVED: ")
    assert "NOT SAVED" in terminal.lines[0]


@pytest.mark.parametrize("lock", but_first(LOCKS))
def test_one_goes_on_while_another_program_holds_the_lock(project: Project, lock: Callable) -> None:
    with prepared(project).show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        with lock(project):
            terminal.send("a")
            terminal.wait_header(decided=1, saved="saving ·")
            terminal.send("x" + TAB + "v")
            terminal.wait_header(decided=2, saved="saving ·")
            terminal.wait_for("selected “")
            terminal.send("m")
            terminal.wait_header(decided=3, saved="saving ·")
        terminal.wait_header(decided=3)
    assert len(project.state(1).spans) == 3


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_that_is_never_released(project: Project, lock: Callable) -> None:
    with prepared(project).show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_header(decided=1)
        with lock(project):
            terminal.send("xx")
            wait_not_saved(terminal, "the database is locked by another program (waited 30 s)", PATIENT)
            assert terminal.header is not None
            assert terminal.header.decided == 1
        terminal.send("xx")
        terminal.wait_header(decided=3)
    assert len(project.state(1).spans) == 3


@pytest.mark.parametrize("before", but_first(["a", ""]))
def test_the_database_is_removed(project: Project, before: str) -> None:
    with prepared(project).show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send(before)
        decided = terminal.wait_header(decided=len(before)).decided
        project.database.unlink()
        for keys in ("x", keys_to(FIRST, "Investigators") + "m", "p"):
            terminal.send(keys)
            terminal.wait_header(saved="NOT SAVED", decided=decided)
            terminal.wait_until(lambda: terminal.status.startswith("! NOT SAVED: "), "the reason")
            terminal.send(TAB)
            terminal.wait_until(lambda: "NOT SAVED: " not in terminal.status, "the next line")
        terminal.send("q")
        assert terminal.wait_end() == 1
    assert not project.database.exists()


def test_the_database_is_replaced(project: Project) -> None:
    with prepared(project).show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("a")
        terminal.wait_header(decided=1)
        shutil.copy(project.database, project.root / "copy.db")
        (project.root / "copy.db").rename(project.database)
        terminal.send("x")
        wait_not_saved(terminal, "removed or replaced")
        terminal.send(TAB)
        terminal.wait_until(lambda: "NOT SAVED: " not in terminal.status, "the next line")
        terminal.send("u")
        wait_not_saved(terminal, "removed or replaced")


def fill(terminal: Terminal) -> int:
    """Decide until there is no room; returns how many spans were shown as saved before."""
    terminal.wait_for("RANK? “Colonel”")
    terminal.send("a")
    decided = terminal.wait_header(decided=1).decided
    for _ in range(2000):
        flagged = " · flagged ⚑" if terminal.header and not terminal.header.status else ""
        terminal.send("f")
        terminal.wait_until(
            lambda flag=flagged: (
                terminal.status.startswith("! NOT SAVED")
                or (terminal.header and terminal.header.status == flag and terminal.header.saved == "saved ✓")
            ),
            "the flag",
        )
        if terminal.status.startswith("! NOT SAVED"):
            return decided
    raise AssertionError("there was room for all")


@pytest.mark.slow
def test_a_limit_on_the_size_of_files(project: Project) -> None:
    prepared(project)
    limit = project.database.stat().st_size + 16384

    def before() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with project.show(before=before, env={"PYTHONDONTWRITEBYTECODE": "1"}) as terminal:
        decided = fill(terminal)
        assert terminal.header is not None
        assert terminal.header.decided == decided
        terminal.send(TAB)
        terminal.wait_until(lambda: "NOT SAVED: " not in terminal.status, "the next line")
        terminal.send("q")
        assert terminal.wait_end() in (0, 1)
    assert len(project.state(1).spans) >= decided
    assert project.problems() == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with a little room; only the administrator may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.geteuid() or not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_disk_is_full(project: Project, tiny_disk: Path) -> None:
    shutil.copytree(project.root, tiny_disk / "news")
    small = prepared(Project(tiny_disk / "news"))
    filler = tiny_disk / "filler"
    with small.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        free = os.statvfs(tiny_disk)
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - 262144)))
        decided = fill(terminal)
        wait_not_saved(terminal, "the disk")
        filler.unlink()
        terminal.send("x")
        terminal.wait_header(decided=decided + 1)
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert len(small.state(1).spans) == decided + 1
    assert small.problems() == []
