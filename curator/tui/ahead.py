"""Suggestions made in the background: for the open document where they are missing, and for the ones after it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.suggest.api import Suggester

AHEAD = 3
"""How many documents behind the open one are prepared."""


class Ahead:
    """A thread with a store of its own that prepares documents.

    Args:
        path: The database.
        labels: The labels, which say which suggesters run.
        ready: Called in the thread with the number of a document whose suggestions were made just now.
        failed: Called in the thread with a line for the user, when it has to give up.
    """

    def __init__(
        self, path: Path, labels: LabelSet, ready: Callable[[int], None], failed: Callable[[str], None]
    ) -> None:
        self._path = path
        self._labels = labels
        self._ready = ready
        self._failed = failed
        self._wanted: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.suggesters: Sequence[Suggester] = ()
        """Those that run, once they are loaded."""

    def want(self, number: int) -> None:
        """Prepare this document, then those after it; what was wanted before gives way."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="curator-ahead", daemon=True)
            self._thread.start()
        self._wanted.put(number)

    def stop(self) -> None:
        """Finish the document at hand and end."""
        if self._thread is not None:
            self._wanted.put(None)
            self._thread.join(timeout=5)

    def _run(self) -> None:
        from curator.review.prepare import prepare
        from curator.store import open_store
        from curator.suggest import build

        try:
            store = open_store(self._path, create=False)
            try:
                suggesters = self.suggesters = build(self._labels)
                last = store.count()
                todo: list[int] = []
                while True:
                    if not todo or not self._wanted.empty():
                        number = self._wanted.get()
                        if number is None:
                            return
                        todo = list(range(number, min(number + AHEAD, last) + 1))
                        continue
                    number = todo.pop(0)
                    if prepare(store, suggesters, number):
                        self._ready(number)
            finally:
                store.close()
        except CuratorError as error:
            self._failed(f"no suggestions: {error}")
