"""Commits in a thread of their own, so that a slow disk never holds up a key."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.model import Decision
from curator.store.api import Place

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
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> bool:
        """Whether something is not saved yet."""
        return bool(self._held) or self._acts.unfinished_tasks > 0

    def keep(self, decisions: Sequence[Decision], place: Place) -> None:
        """Have these committed soon. Raises CuratorError where an earlier commit failed."""
        self._raise_failure()
        self._held.append((decisions, place))

    def go(self) -> None:
        """Commit what was kept."""
        if self._held and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="curator-saver", daemon=True)
            self._thread.start()
        held, self._held = self._held, []
        for act in held:
            self._acts.put(act)

    def flush(self) -> None:
        """Wait until all is saved. Raises CuratorError where it cannot be."""
        self.go()
        self._acts.join()
        self._raise_failure()

    def close(self) -> None:
        """Save what is waiting, and end."""
        self.go()
        if self._thread is not None:
            self._acts.put(None)
            self._thread.join()
            self._thread = None

    def _raise_failure(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            self._held.clear()
            raise error

    def _run(self) -> None:
        from curator.store import open_store

        try:
            store = open_store(self._path, create=False)
        except CuratorError as error:
            self._drop(error)
            return
        try:
            while (act := self._acts.get()) is not None:
                acts = [act]
                ended = False
                while not self._acts.empty():
                    waiting = self._acts.get()
                    ended = waiting is None
                    if waiting is None:
                        break
                    acts.append(waiting)
                try:
                    store.commit([decision for decisions, _ in acts for decision in decisions], acts[-1][1])
                except CuratorError as error:
                    self._drop(error)
                for _ in acts:
                    self._acts.task_done()
                self._changed()
                if ended:
                    break
            self._acts.task_done()
        finally:
            store.close()

    def _drop(self, error: CuratorError) -> None:
        """Remember why nothing is saved, and drop what waits."""
        self._error = error
        while not self._acts.empty():
            self._acts.get()
            self._acts.task_done()
