"""Commits in a thread of their own, so that a slow disk never holds up a key."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.model import Decision
from curator.store.api import Store
from curator.store.records import Place

PATIENCE_TO_CLOSE = 2.0
"""Seconds that the end waits for the thread, which dies with the program."""
_Act = tuple[Sequence[Decision], Place]


class Saver:
    """Keeps acts in the order in which they come; several that wait are one transaction.

    What `keep` takes waits for `go`, so that the thread does not compete with the drawing of the very act.
    When a commit fails, what was waiting behind it is dropped: it was decided on a state that was never saved.

    Args:
        path: The database.
        changed: Called in the thread when something was saved, or could not be.
    """

    def __init__(self, path: Path, changed: Callable[[], None]) -> None:
        self._path = path
        self._changed = changed
        self._held: list[_Act] = []
        self._acts: queue.Queue[_Act | None] = queue.Queue()
        self._error: CuratorError | None = None
        self._lock = threading.Lock()
        """Held where an act is handed over, or a failure is noted: no act slips in behind one that failed."""
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> bool:
        """Whether something is not saved yet."""
        return bool(self._held) or self._acts.unfinished_tasks > 0 or self._error is not None

    def settled(self) -> bool:
        """Whether all is saved. Raises CuratorError where something could not be."""
        self._raise_failure()
        return not self.waiting

    def keep(self, decisions: Sequence[Decision], place: Place) -> None:
        """Have these committed soon. Raises CuratorError where an earlier commit failed."""
        self._raise_failure()
        self._held.append((decisions, place))

    def go(self) -> None:
        """Commit what was kept."""
        if self._held and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="curator-saver", daemon=True)
            self._thread.start()
        with self._lock:
            held, self._held = self._held, []
            for act in held if self._error is None else ():
                self._acts.put(act)

    def flush(self, patience: float | None = None) -> None:
        """Wait until all is saved. Raises CuratorError where it cannot be, or is not within ``patience`` seconds."""
        self.go()
        done = self._acts.all_tasks_done
        with done:
            if not done.wait_for(lambda: not self._acts.unfinished_tasks, patience):
                raise CuratorError("the last acts were not saved: the database is locked, or the disk is slow")
        self._raise_failure()

    def close(self) -> None:
        """Save what is waiting, and end."""
        self.go()
        if self._thread is not None:
            self._acts.put(None)
            self._thread.join(PATIENCE_TO_CLOSE)
            self._thread = None

    def _raise_failure(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            self._held.clear()
            raise error

    def _run(self) -> None:
        store: Store | None = None
        ended = False
        while not ended:
            acts, ended = self._next()
            if acts:
                try:
                    store = store or self._open()
                    store.commit([decision for decisions, _ in acts for decision in decisions], acts[-1][1])
                except CuratorError as error:
                    self._drop(error)
                except Exception as error:  # A thread that died would leave everybody waiting for it.
                    self._drop(CuratorError(f"unexpected: {type(error).__name__}: {error}", fix="this is a bug"))
            for _ in range(len(acts) + ended):
                self._acts.task_done()
            if acts:
                self._changed()
        if store is not None:
            store.close()

    def _open(self) -> Store:
        from curator.store import open_store

        return open_store(self._path, create=False)

    def _next(self) -> tuple[list[_Act], bool]:
        """Wait for acts, and take all that are there; and whether these are the last."""
        acts: list[_Act] = []
        while not acts or not self._acts.empty():
            act = self._acts.get()
            if act is None:
                return acts, True
            acts.append(act)
        return acts, False

    def _drop(self, error: CuratorError) -> None:
        """Remember why nothing is saved, and drop what waits."""
        with self._lock:
            self._error = error
            ended = False
            while not self._acts.empty():
                ended = self._acts.get() is None or ended
                self._acts.task_done()
            if ended:
                self._acts.put(None)
