"""The lock on a file beside the database, by which writers take turns."""

from __future__ import annotations

import os
import time

from curator.errors import CuratorError

try:
    import fcntl
except ImportError:  # Windows: SQLite's own lock keeps writers apart there, only less evenly.
    fcntl = None  # type: ignore[assignment]

_POLL_SECONDS = (0.0005, 0.01)
"""The first and the longest pause between two looks at the lock."""


class SideLock:
    """Who holds it may write; it ends with the process.

    SQLite's own waiting is a lottery: among 200 writers some wait for seconds. Here they meet first.

    Args:
        path: The database.
        shown: What the user calls it.
        patience: Seconds that one waits for others.
    """

    def __init__(self, path: str, shown: str, patience: float) -> None:
        self._name = f"{path}.lock"
        self._shown = shown
        self._patience = patience
        self._file: int | None = None

    def take(self) -> None:
        """Wait for it. Raises CuratorError where others hold it for too long, or the file cannot be made."""
        if fcntl is None:
            return
        if self._file is None:
            self._file = self._open()
        pause, longest = _POLL_SECONDS
        deadline: float | None = None
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                now = time.monotonic()
                deadline = deadline or now + self._patience
                if now >= deadline:
                    raise locked(self._shown, self._patience) from None
                # Uneven pauses, so that those who wait do not all look at the same moment.
                time.sleep(min(pause * (0.5 + os.urandom(1)[0] / 255), deadline - now))
                pause = min(pause * 2, longest)
            else:
                return

    def give(self) -> None:
        """Let the next one have it."""
        if fcntl is not None and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        try:
            try:
                return os.open(self._name, os.O_RDWR | os.O_CREAT, 0o666)
            except PermissionError:  # Another user of the database made it; to lock it, reading is enough.
                return os.open(self._name, os.O_RDONLY)
        except OSError as error:
            raise CuratorError(
                f"cannot write the lock file {os.path.basename(self._name)} beside it ({error.strerror})",
                where=self._shown,
                fix="make the folder writable",
            ) from error


def locked(shown: str, patience: float) -> CuratorError:
    """What to say where another program holds the database for longer than one waits."""
    return CuratorError(
        f"the database is locked by another program (waited {patience:g} s)",
        where=shown,
        fix="let it finish, or end it, and try again",
    )
