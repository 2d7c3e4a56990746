"""A thread with a store of its own, for what no key must wait for, such as a search in all articles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.store.api import Store
from curator.suggest.api import Suggester

Wanted = Callable[[], bool]
"""Whether an errand is still wanted; one that is not ends soon."""
Errand = Callable[[Store, Wanted], None]


class Background:
    """Does one errand at a time: a new one takes the place of the one before, which ends in the middle of a query.

    Args:
        path: The database.
        labels: The labels, which say which suggesters there are.
        hand_over: Has something called in the thread of the screen.
        loaded: The suggesters that were loaded already, if any.
    """

    def __init__(
        self,
        path: Path,
        labels: LabelSet,
        hand_over: Callable[[Callable[[], None]], None],
        loaded: Callable[[], Sequence[Suggester]],
    ) -> None:
        self.hand_over = hand_over
        self._path = path
        self._labels = labels
        self._loaded = loaded
        self._turn = threading.Condition()
        self._errand: Errand | None = None
        self._failed: Callable[[CuratorError], None] = lambda error: None
        self._count = 0
        self._busy: Store | None = None
        """The store that an errand is being done with."""
        self._ended = False
        self._thread: threading.Thread | None = None

    def start(self, errand: Errand, failed: Callable[[CuratorError], None]) -> None:
        """Do this instead of what is being done; ``failed`` is told, in the screen's thread, of an error."""
        with self._turn:
            self._errand, self._failed = errand, failed
            self._give_up()
            self._turn.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="curator-background", daemon=True)
            self._thread.start()

    def drop(self) -> None:
        """Do nothing more of what is being done."""
        with self._turn:
            self._errand = None
            self._give_up()

    def _give_up(self) -> None:
        """Have what is being done end; within the lock, so that this is not what comes after it."""
        self._count += 1
        if self._busy is not None:
            self._busy.interrupt()

    def close(self) -> None:
        """Drop what is being done, and end."""
        self.drop()
        with self._turn:
            self._ended = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def suggesters(self) -> Sequence[Suggester]:
        """All suggesters that run."""
        from curator.suggest import build

        return self._loaded() or build(self._labels)

    def _opened(self, count: int) -> Store:
        from curator.store import open_store

        store = open_store(self._path, create=False)
        with self._turn:
            self._busy = store if self._count == count else None
        return store

    def _run(self) -> None:
        store: Store | None = None
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._errand is not None or self._ended)
                if self._ended or self._errand is None:
                    break
                errand, failed, count = self._errand, self._failed, self._count
                self._errand, self._busy = None, store
            try:
                store = store or self._opened(count)
                errand(store, lambda count=count: self._count == count)  # type: ignore[misc]
            except CuratorError as error:
                # One that has ended because nobody wants it any more has not failed.
                if self._count == count:
                    self.hand_over(lambda error=error, failed=failed: failed(error))  # type: ignore[misc]
            finally:
                with self._turn:
                    self._busy = None
        if store is not None:
            store.close()
