"""The store in a SQLite file: its parts, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.store.assignments import Assignments
from curator.store.check import Care
from curator.store.decisions import Decisions
from curator.store.documents import Documents
from curator.store.figures import Counting
from curator.store.ledger import Ledger
from curator.store.notes import Notes
from curator.store.queue import Queue
from curator.store.quotes import Quotes
from curator.store.suggestions import Suggestions
from curator.store.sweep import Sweeps

if TYPE_CHECKING:
    from curator.store.api import Store
    from curator.store.connection import Connection


class SqliteStore(Documents, Suggestions, Decisions, Notes, Quotes, Counting, Queue, Sweeps, Assignments, Ledger, Care):
    """``Store`` over a SQLite database.

    One instance serves the thread that opened it, and no other (sqlite3 raises ProgrammingError). A second thread,
    like a second program, opens its own. What streams (``decisions``, ``annotated``, ``unsuggested``, ``check``)
    reads page by page: each page is one consistent state, and the caller may write between two rows.
    """

    def another(self) -> SqliteStore:
        """The same store once more, for the thread that calls this. Raises CuratorError."""
        return SqliteStore(self._db.another())


def _is_a_store(connection: Connection) -> Store:
    """Has the type checker compare the class with the protocol."""
    return SqliteStore(connection)
