"""The process that makes suggestions ahead, driven as the screen does it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from curator.labels import LabelSet, load_labels
from curator.model import Decision, Document, text_hash
from curator.review.worker import NICENESS
from curator.store import open_store
from curator.store.records import Assignment, Incoming


@pytest.fixture
def shipped(pytestconfig: pytest.Config) -> LabelSet:
    return load_labels(pytestconfig.rootpath / "labels.yaml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "curator.db"
    store = open_store(path)
    texts = [f"Colonel Ivan Petrov was detained {n} times." for n in range(9)]
    store.add([Incoming(Document(t, t, text_hash(t), t)) for t in texts], lambda _: None)
    store.close()
    return path


def run(path: Path, lines: bytes) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "curator.review.worker", str(path)], input=lines, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return done.stdout.decode().splitlines()


@contextmanager
def working(path: Path) -> Iterator[Callable[[bytes, int], list[bytes]]]:
    """A worker that is sent lines, and answers with so many; it stands back behind who started it."""
    with subprocess.Popen(
        [sys.executable, "-m", "curator.review.worker", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        sent, answered = worker.stdin, worker.stdout
        assert sent
        assert answered

        def ask(lines: bytes, answers: int) -> list[bytes]:
            sent.write(lines)
            sent.flush()
            found = [answered.readline() for _ in range(answers)]
            if hasattr(os, "getpriority"):
                own = os.getpriority(os.PRIO_PROCESS, 0)
                assert os.getpriority(os.PRIO_PROCESS, worker.pid) == min(19, own + NICENESS)
            return found

        yield ask


def test_what_is_wanted_and_three_more_are_prepared(path: Path, shipped: LabelSet) -> None:
    labels = msgspec.json.encode(shipped) + b"\n"
    with working(path) as ask:
        assert ask(labels + b"2 anna\n", 4) == [b"ready %d\n" % n for n in (2, 3, 4, 5)]
    store = open_store(path)
    try:
        assert [bool(store.suggestions(n)) for n in range(1, 8)] == [False, True, True, True, True, False, False]
    finally:
        store.close()
    # What is there already is not made again, and is not told.
    assert run(path, labels + b"2 anna\n") == []


def test_those_next_in_the_queue_are_prepared_not_those_next_by_number(path: Path, shipped: LabelSet) -> None:
    store = open_store(path)
    keys = [store.document(number).key for number in (8, 3, 5, 1, 9, 2)]
    time = "2026-05-01T10:00:00.000Z"
    store.assign(
        [
            Assignment(id=f"{n}", time=time, author="x", layer="a name", document=key, position=n, given=True)
            for n, key in enumerate(keys)
        ]
    )
    store.commit([Decision(id="1", act="1", time=time, layer="a name", author="x", document=keys[2], kind="finish")])
    store.close()
    labels = msgspec.json.encode(shipped) + b"\n"
    with working(path) as ask:
        assert ask(labels + b"3 a name\n", 4) == [b"ready %d\n" % n for n in (3, 1, 9, 2)]
        # From the end on it begins anew; what is prepared is not told again.
        assert ask(b"2 a name\n", 1) == [b"ready 8\n"]


def test_it_says_why_it_gives_up(path: Path, shipped: LabelSet) -> None:
    path.unlink()
    (said,) = run(path, msgspec.json.encode(shipped) + b"\n1 anna\n")
    assert said.startswith("failed ")
    assert str(path) in said
