"""Several programs at one database file, some of which die."""

from __future__ import annotations

import fcntl
import multiprocessing
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_builders import Log, fill

from curator.errors import CuratorError
from curator.ids import Ids
from curator.model import Decision
from curator.store import open_store
from curator.store.records import Place
from tests.fast import but_first

spawn = multiprocessing.get_context("spawn")

PROCESSES = 8
COMMITS = 50

COMMIT_FOR_EVER = """
import sys
from pathlib import Path
from curator.ids import Ids
from curator.model import Decision, Span
from curator.store import open_store
from curator.store.records import (Place)

store = open_store(Path(sys.argv[1]))
ids = Ids(store.last_decision())
previous = None
for n in range(1_000_000):
    first, second = ids(), ids()
    common = dict(act=first, time="2026-01-02T03:04:05.678Z", layer="anna", author="anna", document="ab"[n % 2])
    if n % 5 == 4:
        act = [Decision(id=first, kind="undo", undoes=previous, **common)]
    else:
        span = Span(n % 7, n % 7 + 3, "PERSON")
        act = [
            Decision(id=first, kind="accept", span_id=f"s{n % 7}", span=span, **common),
            Decision(id=second, kind="note", text=str(n), **common),
        ]
    store.commit(act, Place(n % 2 + 1))
    previous = first
    print(first, flush=True)
"""


def test_whatever_was_shown_as_saved_survives_a_kill(path: Path) -> None:
    store = open_store(path)
    fill(store, "ab")
    chance = random.Random(1)
    shown: list[str] = []
    for _ in range(6):
        program = subprocess.Popen([sys.executable, "-c", COMMIT_FOR_EVER, path], stdout=subprocess.PIPE, text=True)
        assert program.stdout is not None
        shown.extend(program.stdout.readline().strip() for _ in range(chance.randint(1, 60)))
        program.kill()
        shown += [line.strip() for line in program.stdout if line.endswith("\n")]
        program.stdout.close()
        program.wait()
        assert {decision.act for decision in store.decisions()} >= set(shown)
        assert list(store.check()) == []
    parts = [decision.act for decision in store.decisions() if decision.kind != "undo"]
    assert all(parts.count(act) == 2 for act in parts)
    store.close()


def commit_many(path: Path, name: str) -> None:
    store = open_store(path)
    ids = Ids()
    for n in range(COMMITS):
        identifier = ids()
        time = "2026-01-02T03:04:05.678Z"
        common = {"id": identifier, "act": identifier, "time": time, "layer": name, "author": name}
        store.commit([Decision(**common, document="a", kind="note", text=str(n))], Place(1))
    store.close()


def test_several_programs_commit_and_none_is_lost(path: Path) -> None:
    store = open_store(path)
    fill(store, "a")
    names = [f"reviewer {n}" for n in range(PROCESSES)]
    run_together([(commit_many, (path, name)) for name in names])
    assert store.layers() == names
    for name in names:
        assert [decision.text for decision in store.decisions(layer=name)] == [str(n) for n in range(COMMITS)]
        assert store.review(name, 1).note == str(COMMITS - 1)
    assert list(store.check()) == []
    store.close()


def open_and_add(path: Path, name: str) -> None:
    store = open_store(path)
    fill(store, [name])
    store.close()


def test_several_programs_make_the_database_at_once(path: Path) -> None:
    names = [str(n) for n in range(PROCESSES)]
    run_together([(open_and_add, (path, name)) for name in names])
    store = open_store(path)
    assert sorted(store.document(n).key for n in range(1, store.count() + 1)) == names
    assert list(store.check()) == []
    store.close()


def run_together(calls: list[tuple[object, tuple[object, ...]]]) -> None:
    processes = [spawn.Process(target=function, args=arguments) for function, arguments in calls]  # type: ignore[arg-type]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_lock_that_another_curator_holds_is_waited_for_and_then_told(path: Path) -> None:
    store = open_store(path, patience=0.2)
    fill(store, "a")
    with open(f"{path}.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = time.monotonic()
        with pytest.raises(CuratorError, match=r"locked by another program \(waited 0\.2 s\)"):
            store.commit([Log().decide("finish")])
        assert 0.2 <= time.monotonic() - started < 20
        fcntl.flock(lock, fcntl.LOCK_UN)
    store.commit([Log().decide("finish")])
    assert store.review("anna", 1).status == "done"
    store.close()


def test_lock_of_another_kind_of_program_is_told_too(path: Path) -> None:
    store = open_store(path, patience=0.1)
    fill(store, "a")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CuratorError, match=r"locked by another program \(waited 0\.1 s\)"):
        store.commit([Log().decide("finish")])
    assert store.review("anna", 1).status == "todo"
    other.execute("ROLLBACK")
    other.close()
    store.commit([Log().decide("finish")])
    assert store.review("anna", 1).status == "done"
    store.close()


ADD_UNTIL_KILLED = """
import sys
from pathlib import Path
from curator.model import Document, text_hash
from curator.store import open_store
from curator.store.records import (Incoming)

def endless():
    for n in range(1_000_000):
        if n == 30_000:
            print("many", flush=True)
        text = f"{n} " * 500
        yield Incoming(Document(f"new {n}", text, text_hash(text), "t"))

open_store(Path(sys.argv[1])).add(endless(), lambda _: None)
"""


@pytest.mark.parametrize(("before", "reviewed"), but_first([("ab", True), ("", False), ("ab", False)]))
def test_import_that_is_killed_leaves_nothing_behind(path: Path, before: str, reviewed: bool) -> None:
    store = open_store(path)
    fill(store, before)
    if reviewed:
        store.commit([Log().decide("finish")])
    store.close()
    program = subprocess.Popen([sys.executable, "-c", ADD_UNTIL_KILLED, path], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "many\n"
    program.kill()
    program.stdout.close()
    program.wait()
    store = open_store(path)
    assert store.count() == len(before)
    assert list(store.check()) == []
    fill(store, "c")
    assert store.count() == len(before) + 1
    store.close()
