"""What the parts of the store have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager

from curator.store.connection import Connection

PAGE = 500
"""Rows that a stream fetches at a time; between two pages others may write, and so may the caller."""


class Part:
    """A part of the store: some of its methods, over the connection that all parts share."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def interrupt(self) -> None:
        """Have what another thread is reading or writing here end at once; it raises CuratorError there."""
        self._db.interrupt()

    def close(self) -> None:
        """Give everything back."""
        self._db.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read within is all of one moment, whatever others write meanwhile; nothing can be written within."""
        return self._db.reading()

    def count(self) -> int:
        """How many documents there are: they are numbered without gaps, and never deleted."""
        row = self._db.row("SELECT max(id) FROM documents")
        return (row and row[0]) or 0


def can_be_stored(text: str) -> bool:
    """Whether the text can be written as UTF-8; one with half a surrogate pair (from a broken argument) cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
