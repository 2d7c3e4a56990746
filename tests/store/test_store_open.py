"""Opening a SQLite store: what is refused, and what must not be loaded."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database
from store_builders import Log, fill

from curator.errors import CuratorError
from curator.model import text_hash
from curator.store import lock, open_store
from curator.store.migrations import migrations
from curator.store.schema import MIGRATIONS, TRIGGERS

NOBODY = 65534


def test_names_of_the_migrations_are_the_real_ones(path: Path) -> None:
    assert tuple(migration.name for migration in migrations._migrations) == MIGRATIONS


def test_names_of_the_triggers_are_the_real_ones(path: Path) -> None:
    open_store(path).close()
    database = sqlite3.connect(path)
    assert sorted(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")) == [
        *sorted(TRIGGERS)
    ]
    database.close()


def test_database_of_an_older_curator_is_brought_up_to_date(path: Path) -> None:
    older = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(older), stop_before=MIGRATIONS[1])
    older.execute("INSERT INTO documents VALUES (1, 'a', 'x', 'A', 4, '{}', 'text')")
    older.execute(
        "INSERT INTO decisions VALUES (1, '01', '01', '2026-01-02T03:04:05.678Z', 'anna', 'anna', 1, 'finish', "
        "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
    )
    older.execute("INSERT INTO acts VALUES ('anna', 'anna', '01', NULL, 0)")
    older.close()
    store = open_store(path, create=False)
    assert [(decision.kind, decision.seconds) for decision in store.decisions(key="a")] == [("finish", None)]
    store.commit([Log(first=5).undo("01")])
    assert store.review("anna", 1).status == "todo"
    store.close()


def test_what_is_pending_is_counted_in_an_older_database(path: Path) -> None:
    older = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(older), stop_before="pending")
    for number, name in enumerate("abc", 1):
        text = f"Text {name}"
        older.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, '{}', ?)",
            (number, name, text_hash(text), name, len(text), text),
        )
    for number, source, start in ((1, "x", 0), (1, "x", 1), (1, "y", 1), (2, "x", 0), (2, "y", 0)):
        older.execute(
            "INSERT INTO suggestions VALUES (?, ?, ?, ?, ?, 'PERSON', '{}', NULL, '')",
            (number, source, f"{start}:{start + 1}:PERSON", start, start + 1),
        )
    older.execute(
        "INSERT INTO decisions (seq, id, act, time, layer, author, document, kind, span_id, span_start, span_end, "
        "label, attributes, suggestion) VALUES (1, '01', '01', '', 'anna', 'anna', 1, 'accept', '0:1:PERSON', 0, 1, "
        "'PERSON', '{}', '0:1:PERSON')"
    )
    older.execute("INSERT INTO acts VALUES ('anna', 'anna', '01', NULL, 0)")
    older.execute(
        "INSERT INTO spans VALUES ('anna', 1, '0:1:PERSON', 'accept', 0, 1, 'PERSON', '{}', '0:1:PERSON', '01')"
    )
    older.execute("INSERT INTO reviews VALUES ('anna', 1, 'started', NULL, 0, '')")
    older.close()
    store = open_store(path, create=False)
    assert [row.pending for row in store.queue("anna")] == [1, 1, 0]
    assert [row.pending for row in store.queue("boris")] == [2, 1, 0]
    assert [(each.span.start, each.source) for each in store.suggestions(1)] == [(0, "x"), (1, "x"), (1, "y")]
    assert not list(store.check())
    store.close()


def test_database_is_durable_and_in_wal_mode(path: Path) -> None:
    store = open_store(path)
    assert [store._db.rows(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")] == [
        [("wal",)],
        [(2,)],
        [(1,)],
    ]
    fill(store, "a")
    with pytest.raises(RuntimeError), store._db.filling():
        raise RuntimeError
    assert store._db.rows("PRAGMA journal_mode") == [("wal",)]
    assert store._db.rows("PRAGMA synchronous") == [(2,)]
    assert store._db.rows("PRAGMA foreign_keys") == [(1,)]
    store.close()


def test_opening_what_is_up_to_date_loads_nothing_slow(path: Path) -> None:
    open_store(path).close()
    script = (
        "import sys; from pathlib import Path; from curator.store import open_store; "
        "assert 'sqlite3' not in sys.modules; store = open_store(Path(sys.argv[1])); "
        "print(store.count(), 'sqlite_utils' in sys.modules, 'click' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["0", "False", "False"]


@pytest.mark.parametrize("name", ["project.db", "spaced name.db", "a?b#c%41.db", "проект.db"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path / name)
    fill(store, "a")
    store.close()
    assert (tmp_path / name).stat().st_size > 0
    reopened = open_store(tmp_path / name, create=False)
    assert reopened.count() == 1
    reopened.close()


def test_relative_path_survives_a_change_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    store = open_store(Path("project.db"))
    monkeypatch.chdir(tmp_path / "elsewhere")
    fill(store, "a")
    assert store.count() == 1
    store.close()
    assert sorted(os.listdir(tmp_path / "elsewhere")) == []


def refusal(path: Path, *, create: bool = True) -> str:
    with pytest.raises(CuratorError) as caught:
        open_store(path, create=create, patience=0.1)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def test_missing_file_is_refused_where_it_is_not_to_be_made(path: Path) -> None:
    assert "there is no such database" in refusal(path, create=False)
    assert not path.exists()


def test_folder_is_refused(tmp_path: Path) -> None:
    assert "this is a folder" in refusal(tmp_path)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "there is no folder" in refusal(tmp_path / "nowhere" / "project.db")


def test_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("id,text\n1,Hello\n" * 100)
    before = path.read_bytes()
    assert "not a database" in refusal(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "tables",
    [
        ["CREATE TABLE documents (id INTEGER)"],
        ["CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT)", "CREATE TABLE logs (id INTEGER)"],
    ],
)
def test_database_of_another_program_is_refused_and_left_alone(path: Path, tables: list[str]) -> None:
    database = sqlite3.connect(path)
    for table in tables:
        database.execute(table)
    database.commit()
    database.close()
    before = path.read_bytes()
    assert "not made by curator" in refusal(path)
    assert path.read_bytes() == before


def test_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    store = open_store(path)
    assert store.count() == 0
    store.close()


def test_database_of_a_newer_curator_is_refused(path: Path) -> None:
    open_store(path).close()
    database = sqlite3.connect(path)
    database.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('curator', 'tables_of_2031', '')"
    )
    database.commit()
    database.close()
    line = refusal(path)
    assert "made by a newer curator" in line
    assert line.endswith("upgrade curator")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Permissions do not bind root, who therefore steps down for a while."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that any user can get to and write in."""
    folder = tmp_path
    while folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
        folder.chmod(folder.stat().st_mode | 0o011)
        folder = folder.parent
    tmp_path.chmod(0o777)
    return tmp_path


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"),
    [
        (0o000, 0o777, "cannot be read"),
        (0o444, 0o777, "cannot be written"),
        (0o666, 0o555, "its folder cannot be written"),
    ],
)
def test_file_without_permission_is_refused(open_folder: Path, file_mode: int, folder_mode: int, words: str) -> None:
    path = open_folder / "project.db"
    open_store(path).close()
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    try:
        with as_nobody():
            assert words in refusal(path)
    finally:
        open_folder.chmod(0o777)


@pytest.mark.parametrize("replaced", [False, True])
def test_decision_into_a_removed_file_is_not_taken_for_saved(path: Path, replaced: bool) -> None:
    store = open_store(path)
    fill(store, "a")
    path.rename(path.with_suffix(".moved"))
    if replaced:
        path.touch()
    with pytest.raises(CuratorError, match="removed or replaced while it was open, and the last change was not saved"):
        store.commit([Log().decide("finish")])
    path.with_suffix(".moved").rename(path)
    assert store.last_decision() is None
    store.commit([Log().decide("finish")])
    assert store.review("anna", 1).status == "done"
    store.close()


def test_full_disk_saves_nothing(path: Path) -> None:
    store = open_store(path)
    fill(store, "a")
    log = Log()
    store.commit([log.decide("note", text="before")])
    (pages,) = store._db.rows("PRAGMA page_count")[0]
    store._db.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CuratorError, match="the disk is full, and nothing was saved"):
        store.commit([log.decide("note", text="x" * 100_000)])
    assert [d.text for d in store.decisions()] == ["before"]
    store._db.rows("PRAGMA max_page_count = 1000000")
    store.commit([log.decide("finish")])
    assert store.review("anna", 1).status == "done"
    assert list(store.check()) == []
    store.close()


def test_store_belongs_to_one_thread(path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    store = open_store(path)
    with ThreadPoolExecutor(1) as pool, pytest.raises(sqlite3.ProgrammingError, match="thread"):
        pool.submit(store.count).result()
    store.close()


def test_where_there_is_no_flock_the_locks_of_sqlite_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    store = open_store(path)
    fill(store, "a")
    store.commit([Log().decide("finish")])
    assert store.review("anna", 1).status == "done"
    assert not path.with_suffix(".db.lock").exists()
    store.close()


def test_lock_file_that_another_user_made_serves_as_well(open_folder: Path) -> None:
    path = open_folder / "project.db"
    first = open_store(path)
    fill(first, "a")
    first.close()
    path.chmod(0o666)
    Path(f"{path}.lock").chmod(0o444)
    with as_nobody():
        store = open_store(path)
        store.commit([Log().decide("finish")])
        assert store.review("anna", 1).status == "done"
        store.close()


def test_what_is_read_ends_when_another_thread_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "curator.db")
    endless = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    errors: list[CuratorError] = []

    def read() -> None:
        try:
            store._db.rows(endless)
        except CuratorError as error:
            errors.append(error)

    # The same connection, which its thread made.
    def work() -> None:
        nonlocal store
        store = open_store(tmp_path / "curator.db")
        ready.set()
        read()

    store.close()
    ready = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    ready.wait(10)
    while thread.is_alive():
        store.interrupt()
        thread.join(0.05)
    assert ["interrupted" in str(error.__cause__) for error in errors] == [True]
