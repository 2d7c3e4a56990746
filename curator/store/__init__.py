"""SQLite behind a narrow protocol: documents, suggestions, the log of decisions, and its fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from curator.store.sqlite import SqliteStore

PATIENCE = 30.0
"""Seconds that a write waits for other programs to finish theirs."""
CACHE_KIB = 512
"""What is kept of the file in memory: a decision touches some twenty pages of it, again and again."""


def open_store(
    path: Path, *, create: bool = True, patience: float = PATIENCE, cache_kib: int = CACHE_KIB
) -> SqliteStore:
    """Open the database at ``path``, brought up to date.

    Args:
        path: The database file.
        create: Whether to make the file where there is none.
        patience: Seconds that a write waits for other programs to finish theirs.
        cache_kib: What is kept of the file in memory, in KiB; who writes little, or keeps what is read, needs less.

    Raises:
        CuratorError: The file is missing (and not to be made), cannot be written, is no database of curator's,
            was made by a newer curator, or stays locked.
    """
    # SQLite is loaded here, so that a command which opens no database does not pay for it.
    from curator.store.connection import Connection
    from curator.store.sqlite import SqliteStore

    connection = Connection(path, create=create, patience=patience, cache_kib=cache_kib)
    try:
        connection.bring_up_to_date()
    except BaseException:
        connection.close()
        raise
    return SqliteStore(connection)
