"""One connection to the database file: opening, transactions, waiting, and errors in words.

Nobody else calls ``sqlite3``. Rows are always fetched whole, so that no cursor stays open between two calls: a
half-read cursor would pin an old snapshot, on which SQLite refuses to write once another program has written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from curator.errors import CuratorError
from curator.store.lock import SideLock, locked
from curator.store.schema import MIGRATION_SET, MIGRATIONS, PAGE_BYTES

T = TypeVar("T")
Row = tuple[Any, ...]
Conflict = sqlite3.IntegrityError
"""Raised where a row breaks a rule of its table, such as that a key is there once."""
Parameters = Sequence[object] | Mapping[str, object]

_ROOM_KIB = 32 * 1024
"""What is kept of the file while much is written: the indexes of a large import are read once, not for each row."""
_WAL_BYTES_KEPT = 64 * 1024 * 1024


class Connection:
    """A database file, used by the thread that opened it.

    Args:
        path: The file.
        create: Whether to make the file where there is none.
        patience: Seconds that a write waits for other programs.
        cache_kib: What is kept of the file in memory, in KiB.
    """

    def __init__(self, path: Path, *, create: bool, patience: float, cache_kib: int) -> None:
        self._shown = str(path)
        self._cache_kib = cache_kib
        self._patience = patience
        # Also right after a change of the working directory, and one lock whatever link the file is reached by.
        self._path = os.path.realpath(path)
        self._lock = SideLock(self._path, self._shown, patience)
        self._identity: tuple[int, int] | None = None
        self._in_words = _InWords(self)
        _look_at(self._path, self._shown, create=create)
        with self._in_words:
            self._sqlite = sqlite3.connect(self._path, timeout=patience, isolation_level=None, cached_statements=256)

    def another(self) -> Connection:
        """The same file once more, for the thread that calls this."""
        other = Connection(Path(self._path), create=False, patience=self._patience, cache_kib=self._cache_kib)
        try:
            other.bring_up_to_date()
        except BaseException:
            other.close()
            raise
        return other

    def interrupt(self) -> None:
        """Have the statement that another thread is running end at once; it raises CuratorError there."""
        self._sqlite.interrupt()

    def close(self) -> None:
        """Give the file back."""
        self._sqlite.close()
        self._lock.close()

    # opening

    def bring_up_to_date(self) -> None:
        """Set the connection up, and migrate the database where something is missing."""
        applied = self._applied()
        if len(applied) < len(MIGRATIONS):
            self._migrate()
        elif self._value("PRAGMA journal_mode") != "wal":
            self._use_wal()
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{self._cache_kib}",
            f"journal_size_limit = {_WAL_BYTES_KEPT}",
        ):
            self.run(f"PRAGMA {pragma}")
        self._identity = _identity(self._path)

    def _applied(self) -> set[str]:
        """The names of the migrations that the database has. Raises CuratorError where it is not ours."""
        try:
            with self._in_words:
                found = self._sqlite.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
        except CuratorError as error:
            if "no such table" not in str(error.__cause__):
                raise
            found = []
        applied = {name for owner, name in found if owner == MIGRATION_SET}
        if not applied and self.row("SELECT 1 FROM sqlite_master WHERE name NOT LIKE '\\_sqlite%' ESCAPE '\\'"):
            raise CuratorError("this database was not made by curator", where=self._shown, fix="name another file")
        unknown = applied.difference(MIGRATIONS)
        if unknown:
            raise CuratorError(
                f"made by a newer curator (it knows {min(unknown)!r})", where=self._shown, fix="upgrade curator"
            )
        return applied

    def _migrate(self) -> None:
        """Apply what is missing; of several programs that find it missing, the first one does it."""
        if self._value("PRAGMA page_count") == 0:
            self.run(f"PRAGMA page_size = {PAGE_BYTES}")
        self._use_wal()
        with self.writing():
            if len(self._applied()) < len(MIGRATIONS):
                from curator.store.migrations import migrate

                with self._in_words:
                    migrate(self._sqlite)

    def _use_wal(self) -> None:
        """Readers and one writer at a time; the mode stays with the file."""
        self._lock.take()
        try:
            self.run("PRAGMA journal_mode = WAL")
        finally:
            self._lock.give()

    # statements

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of the answer."""
        with self._in_words:
            return self._sqlite.execute(sql, parameters).fetchall()

    def made(self, make: Callable[[Row], T], sql: str, parameters: Parameters = ()) -> list[T]:
        """What is made of each row of the answer; the rows are never all there at once."""
        with self._in_words:
            return list(map(make, self._sqlite.execute(sql, parameters)))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of the answer, if any."""
        with self._in_words:
            row: Row | None = self._sqlite.execute(sql, parameters).fetchone()
            return row

    def ascii_stretch(self, table: str, column: str, rowid: int, length: int, start: int, end: int) -> str | None:
        """A stretch of a text of so many code points, without reading the rest; None where that is not so simple.

        It is simple in a text of as many bytes as code points. Of a megabyte, a few pages are read; ``substr`` would
        have all of it in memory.
        """
        try:
            with self._sqlite.blobopen(table, column, rowid, readonly=True) as blob:
                if len(blob) != length:
                    return None
                blob.seek(start)
                return blob.read(end - start).decode("ascii")
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            return None

    def run(self, sql: str, parameters: Parameters = ()) -> None:
        """A statement without an answer."""
        with self._in_words:
            self._sqlite.execute(sql, parameters)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """A statement for each of the rows."""
        with self._in_words:
            self._sqlite.executemany(sql, rows)

    def scan(self, sql: str, parameters: Parameters, take: Callable[[Row], bool]) -> None:
        """Hand over the rows one by one, until ``take`` answers False; for what is too large to hold."""
        with self._in_words:
            cursor = self._sqlite.execute(sql, parameters)
            try:
                for row in cursor:
                    if not take(row):
                        break
            finally:
                cursor.close()

    def define(self, name: str, function: Callable[[str, str], bool]) -> None:
        """Have a function that SQL can call; it always answers the same to the same two texts."""
        with self._in_words:
            self._sqlite.create_function(name, 2, function, deterministic=True)

    def _value(self, sql: str) -> object:
        row = self.row(sql)
        return row[0] if row else None

    # transactions

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several statements that see the same state; part of the transaction that is open, if one is."""
        if self._sqlite.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self._sqlite.rollback()

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[None]:
        """Everything within, or, if anything raises, nothing.

        Args:
            durable: Whether it is on the disk when this returns. Otherwise a power cut may take it back (whole);
                the death of the program does not.
        """
        self._lock.take()
        try:
            if not durable:
                self.run("PRAGMA synchronous = NORMAL")
            self.run("BEGIN IMMEDIATE")
            yield
            self._refuse_if_replaced()
            self.run("COMMIT")
        finally:
            if self._sqlite.in_transaction:
                self._sqlite.rollback()
            if not durable:
                self.run("PRAGMA synchronous = FULL")
            self._lock.give()

    @contextmanager
    def room(self) -> Iterator[None]:
        """Keep more pages than usual, for work that goes over a large part of the file."""
        self.run(f"PRAGMA cache_size = -{_ROOM_KIB}")
        try:
            yield
        finally:
            with suppress(CuratorError):
                self.run(f"PRAGMA cache_size = -{self._cache_kib}")
                self.run("PRAGMA shrink_memory")

    @contextmanager
    def filling(self) -> Iterator[None]:
        """``writing`` for an import before anybody reviews: who opens the database meanwhile has to wait.

        Where nobody else has it open, the pages go straight into the file, with a journal from which a broken import
        is rolled back; through the WAL, all of them would be written twice. Each document is written before what is
        said of it, so that SQLite need not look it up for each of a million spans.
        """
        self._lock.take()
        try:
            self.run("PRAGMA busy_timeout = 0")
            with suppress(CuratorError):
                self.run("PRAGMA journal_mode = DELETE")
            self.run(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")
        finally:
            self._lock.give()
        self.run("PRAGMA foreign_keys = OFF")
        try:
            with self.writing():
                yield
        finally:
            self.run("PRAGMA foreign_keys = ON")
            # Where somebody has come in meanwhile, the next one who opens the database does this.
            with suppress(CuratorError):
                self._use_wal()

    def _refuse_if_replaced(self) -> None:
        """SQLite would go on writing into a file that was deleted, and nobody would ever see it again."""
        if self._is_replaced():
            raise self._replaced()

    def _is_replaced(self) -> bool:
        return self._identity is not None and _identity(self._path) != self._identity

    # errors

    def _replaced(self) -> CuratorError:
        return CuratorError(
            "the file was removed or replaced while it was open, and the last change was not saved",
            where=self._shown,
            fix="put the file back and start again",
        )

    def explain(self, error: sqlite3.Error) -> CuratorError:
        """The error of SQLite as a line for a user."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code == sqlite3.SQLITE_READONLY_DBMOVED or self._is_replaced():
            return self._replaced()
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return locked(self._shown, self._patience)
        what, fix = _WORDS.get(code & 0xFF, ("the database cannot be used", None))
        return CuratorError(f"{what} (SQLite: {error})", where=self._shown, fix=fix)


class _InWords:
    """Turns SQLite's errors about the surroundings into CuratorErrors.

    Those about our own statements (a constraint, a wrong number of parameters) stay what they are. A class, since
    it is entered for every statement and a generator would cost several times as much.
    """

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, (Conflict, sqlite3.ProgrammingError)):
            raise self._connection.explain(error) from error


_WORDS: dict[int, tuple[str, str | None]] = {
    sqlite3.SQLITE_FULL: ("the disk is full, and nothing was saved", "free some space and try again"),
    sqlite3.SQLITE_READONLY: ("the database cannot be written", "make the file and its folder writable"),
    sqlite3.SQLITE_NOTADB: ("this file is not a database", "name another file"),
    sqlite3.SQLITE_CORRUPT: ("the database is damaged", "restore a backup"),
    sqlite3.SQLITE_IOERR: ("the disk failed to read or write the database", "look at the disk and its free space"),
    sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "make the file and its folder writable"),
}


def _identity(path: str) -> tuple[int, int] | None:
    """What tells this file from another one of the same name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _may(path: str, mode: int) -> bool:
    """Whether the process, as the user that it acts for, may use the path so."""
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _look_at(path: str, shown: str, *, create: bool) -> None:
    """Refuse, in words, what SQLite would only call unable to open."""
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise CuratorError("this is a folder, not a database", where=shown, fix="name a file")
    if not os.path.isdir(folder):
        raise CuratorError(f"there is no folder {folder}", where=shown, fix="make the folder first")
    if not os.path.exists(path):
        if not create:
            raise CuratorError("there is no such database", where=shown, fix="name an existing one, or import first")
    elif not _may(path, os.R_OK):
        raise CuratorError("the database cannot be read", where=shown, fix="change its permissions")
    elif not _may(path, os.W_OK):
        raise CuratorError("the database cannot be written", where=shown, fix="change its permissions")
    if not _may(folder, os.W_OK | os.X_OK):
        raise CuratorError("its folder cannot be written", where=shown, fix="change the folder's permissions")
