"""Looks up, beside the screen, what was decided on the focused text elsewhere."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from curator.errors import CuratorError
from curator.store.api import Store
from curator.store.records import Precedents

_AT_ONCE_SECONDS = 0.2
"""How long an answer waits for decisions that are not indexed yet."""
_STEP = 300
"""Decisions that are indexed at a time: the screen and its saver wait for no longer than one step."""
_PAUSE_SECONDS = 0.01
_PATIENCE = 1.0


class Sought(msgspec.Struct, frozen=True):
    """A span in focus: the number of its document, its id, and its text."""

    number: int
    span_id: str
    quote: str


class Elsewhere:
    """A thread with a store of its own that looks up the last text that was asked about.

    Args:
        path: The database.
        layer: The layer; what others decided in theirs is not shown.
        told: Called in the thread with what is known; once more if the index had been behind and is not any more.
    """

    def __init__(self, path: Path, layer: str, told: Callable[[Sought, Precedents], None]) -> None:
        self._path = path
        self._layer = layer
        self._told = told
        self._asked: queue.Queue[Sought | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def ask(self, question: Sought) -> None:
        """Look this up; what was asked before gives way."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="curator-elsewhere", daemon=True)
            self._thread.start()
        self._asked.put(question)

    def flush(self) -> None:
        """Return when all that was asked is answered, or has given way."""
        self._asked.join()

    def stop(self) -> None:
        """End; a question that waits is not answered."""
        if self._thread is not None:
            self._asked.put(None)
            self._thread.join(timeout=0.5)

    def _run(self) -> None:
        store: Store | None = None
        try:
            while (question := self._latest()) is not None:
                try:
                    store = store or self._open()
                    self._answer(store, question)
                except CuratorError:
                    # The database is gone: whoever saves says so.
                    pass
                finally:
                    self._asked.task_done()
        finally:
            if store is not None:
                store.close()

    def _open(self) -> Store:
        from curator.store import open_store

        return open_store(self._path, create=False, patience=_PATIENCE)

    def _latest(self) -> Sought | None:
        """The last question; None at the end."""
        question = self._asked.get()
        while question is not None and not self._asked.empty():
            self._asked.task_done()
            question = self._asked.get()
        if question is None:
            self._asked.task_done()
        return question

    def _answer(self, store: Store, question: Sought) -> None:
        until = time.monotonic() + _AT_ONCE_SECONDS
        while (left := self._index(store)) and time.monotonic() < until and self._asked.empty():
            time.sleep(_PAUSE_SECONDS)
        self._tell(store, question)
        while left and self._asked.empty():
            time.sleep(_PAUSE_SECONDS)
            left = self._index(store)
            if not left:
                self._tell(store, question)

    def _index(self, store: Store) -> int:
        """Go on with the index; returns how many decisions are left that can be indexed now."""
        try:
            return store.index_quotes(_STEP)
        except CuratorError:
            # Locked or full; what is indexed already can still be told.
            return 0

    def _tell(self, store: Store, question: Sought) -> None:
        span = question.number, question.span_id
        self._told(question, store.precedents(self._layer, question.quote, but=span))
