"""New stores, without the work of making one for each test."""

from __future__ import annotations

import functools
from pathlib import Path
from tempfile import TemporaryDirectory

from curator.store import open_store
from curator.store.sqlite import SqliteStore


def copied_store(path: Path) -> SqliteStore:
    """The store at this path; where there is none yet, a copy of one that the migrations made."""
    if not path.exists():
        path.write_bytes(_new())
    return open_store(path)


@functools.cache
def _new() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        open_store(path).close()
        return path.read_bytes()
