"""A project in a folder, and the command line run in it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curator.cli.main import cli
from curator.labels import load_labels
from curator.review.desk import Desk
from curator.store import open_store

LABELS = """\
overlap: true
labels:
  - name: PERSON
    title: Person
    key: p
    colour: blue
    guideline: A name.
    rules:
      words: [Plotkin, Orlov]
  - name: PLACE
    title: Place
    key: b
    colour: green
    guideline: A town.
    rules:
      words: [Tavolsk]
suggesters:
  - name: rules
"""
FIRST = "Plotkin was seen in Tavolsk.\n"
SECOND = "Nothing happened to Orlov.\n"


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CURATOR_PROJECT", "CURATOR_DEBUG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CURATOR_REVIEWER", "anna")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: labels.yaml, and two articles in seeds/."""
    folder = tmp_path / "news"
    (folder / "seeds").mkdir(parents=True)
    (folder / "labels.yaml").write_text(LABELS)
    (folder / "seeds" / "first.txt").write_text(FIRST)
    (folder / "seeds" / "second.txt").write_text(SECOND)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def once_filled() -> list[bytes]:
    """The database of the first project that was filled, which is copied from then on."""
    return []


@pytest.fixture
def filled(project: Path, once_filled: list[bytes]) -> Path:
    """The project with its articles imported, and suggestions for them."""
    database = project / "curator.db"
    if once_filled:
        database.write_bytes(once_filled[0])
    else:
        assert run("import", "seeds").exit_code == 0
        assert run("suggest").exit_code == 0
        once_filled.append(database.read_bytes())
    return project


def run(*args: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, args, input=stdin, env=env)


def failure(*args: str, stdin: str | bytes | None = None) -> str:
    """The one line that a command fails with, which is all that it prints."""
    result = run(*args, stdin=stdin)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("curator: ")
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.removeprefix("curator: ").rstrip("\n")


def process(
    *args: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, in a pipe."""
    return subprocess.run(
        [sys.executable, "-c", "from curator.cli.main import main; main()", *args],
        input=stdin, capture_output=True, env={**os.environ, **(env or {})}, cwd=cwd, check=False, timeout=60,
    )  # fmt: skip


def as_json(*args: str) -> dict:
    """What a command prints with --json."""
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def decide(project: Path, act: Callable[[Desk], object], *, layer: str = "anna") -> None:
    """Decisions, made as the review makes them."""
    labels = load_labels(project / "labels.yaml")
    with closing(open_store(project / "curator.db")) as store:
        desk = Desk(store, labels, layer=layer, author=layer)
        act(desk)
        desk.leave()


def jsonl(*rows: dict) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)
