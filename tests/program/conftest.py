"""Projects in folders, and the program in them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from curator.fold import DocumentState
from curator.store import open_store
from curator.text import tokens
from tests.program.prepared import OF_A_TEST
from tests.program.terminal import HOME, Terminal, curator_command

FIRST = (
    "Quartermaster held\n\n"
    "Colonel Ivan Petrov was detained on suspicion of fraud on Monday. Investigators say that Colonel Petrov took "
    "3 million rubles from a depot.\n\n"
    "A relative of Lukashenkohas left the country. The deputy head of the Supply Department of the Northern Fleet "
    "denies everything.\n"
)
SECOND = "A second case\n\nMajor Oleg Sidorov is accused of forgery. He had $800,000 at home.\n"
THIRD = "A third case\n\nThe trial of Anna Orlova goes on.\n"
LABELS = Path(__file__).parents[2] / "labels.yaml"
ARTICLES = {"a.txt": FIRST, "b.txt": SECOND, "c.txt": THIRD}

Show = Callable[..., Terminal]


class Project:
    """A folder with labels.yaml and articles in seeds/, and the program run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database = root / "curator.db"
        self.env = {
            "PATH": os.environ.get("PATH", os.defpath), "HOME": str(root.parent), "TERM": "xterm-256color",
            "COLORTERM": "truecolor", "LANG": "C.UTF-8", "CURATOR_REVIEWER": "anna",
        }  # fmt: skip

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """A command, in pipes."""
        return subprocess.run(
            curator_command(*args), cwd=self.root, env=self.env, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip

    @contextmanager
    def show(
        self, *args: str, env: dict[str, str] | None = None, afresh: bool = False, **options: Any
    ) -> Iterator[Terminal]:
        """The program in a terminal; started afresh where that is asked for, or where its environment is special."""
        loaded = not (afresh or "before" in options or (env or {}).keys() - OF_A_TEST)
        command = args if loaded else curator_command(*args)
        with Terminal(command, cwd=self.root, env=self.env | (env or {}), loaded=loaded, **options) as terminal:
            yield terminal

    def look_nothing_up(self) -> None:
        """Import the articles, and have no text looked up beside the screen, which would change at its own time."""
        assert self.run("import", "seeds").returncode == 0
        with closing(sqlite3.connect(self.database)) as database:
            database.execute("DROP TABLE quotes")

    def state(self, number: int) -> DocumentState:
        """What is decided on a document, as it is on the disk."""
        with closing(open_store(self.database, create=False)) as store:
            return store.state("anna", number)

    def labelled(self, number: int) -> list[tuple[str, str]]:
        """The spans of a document, as it is on the disk: text and label."""
        with closing(open_store(self.database, create=False)) as store:
            text = store.document(number).text
            return [(text[span.start : span.end], span.label) for span in store.state("anna", number).layer_spans()]

    def problems(self) -> list[str]:
        """What a check finds wrong."""
        with closing(open_store(self.database, create=False)) as store:
            return list(store.check())

    def exported(self) -> dict[str, dict[str, Any]]:
        """The documents of an export, by key."""
        found = self.run("export")
        assert found.returncode == 0, found.stderr
        (path,) = self.root.glob("exports/**/documents.jsonl")
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        return {row["id"]: row for row in rows}


def new_project(folder: Path, articles: dict[str, str]) -> Project:
    """A project in this folder with these articles: name of the file, text."""
    root = folder / "news"
    (root / "seeds").mkdir(parents=True)
    shutil.copy(LABELS, root)
    for name, text in articles.items():
        (root / "seeds" / name).write_text(text)
    return Project(root)


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[dict[str, str]], Project]:
    """Makes the project of a test from articles: name of the file, text."""
    return lambda articles: new_project(tmp_path, articles)


@pytest.fixture
def project(make_project: Callable[[dict[str, str]], Project]) -> Project:
    """A project with three short articles."""
    return make_project(ARTICLES)


def keys_to(text: str, target: str, occurrence: int = 0) -> str:
    """The keys that bring the cursor from anywhere to the token with which the target begins."""
    place = -1
    for _ in range(occurrence + 1):
        place = text.index(target, place + 1)
    starts = [start for start, _ in tokens(text)]
    return HOME + "l" * starts.index(place)


@pytest.fixture(scope="session")
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project that is never touched, only copied: making it takes six programs, for all workers."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    with (shared / "dispute.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, making = shared / "dispute", mine / "dispute-in-the-making"
        if not folder.exists():
            project = new_project(making, {"a.txt": FIRST, "b.txt": SECOND})
            assert project.run("import", "seeds").returncode == 0
            assert project.run("suggest").returncode == 0
            review(project, "anna", "A\ndone\nA\ndone\n")
            review(project, "boris", "x\nA\ndone\nx\na\nx\nA\ndone\n")
            making.rename(folder)
    return folder / "news"


@pytest.fixture
def disputed(dispute: Path, tmp_path: Path) -> Project:
    """Documents that anna finished with all that is suggested, and boris with less."""
    return Project(shutil.copytree(dispute, tmp_path / "news"))


def review(project: Project, reviewer: str, answers: str) -> None:
    found = subprocess.run(
        curator_command("review", "--plain", "--reviewer", reviewer), cwd=project.root, env=project.env,
        input=answers, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
