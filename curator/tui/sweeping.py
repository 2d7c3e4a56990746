"""A search in all articles as it goes on beside the screen: what is looked for, and the hits that keep coming in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from curator.errors import CuratorError
from curator.query import parse, quoted
from curator.review.results import Results
from curator.store.api import Store
from curator.store.records import Sweep
from curator.tui.background import Background, Wanted

PORTION = 2_000
"""Hits that are fetched ahead of the cursor."""
MOST = 20_000
"""Hits that are fetched for a label that all of them are to get."""


class CorpusSearch:
    """A search that can be left and taken up again: what was typed, what was found, and whether one is in the list."""

    def __init__(self, line: str, results: Results, *, in_list: bool) -> None:
        self.line = line
        self.results = results
        self.in_list = in_list

    @classmethod
    def of(cls, text: str, documents: int) -> Self:
        """A search for a text, with all its hits marked; for nothing yet where the text is empty."""
        if not text.strip():
            return cls("", Results(None, documents), in_list=False)
        line = quoted(text)
        return cls(line, Results(parse(line), documents, all_marked=True), in_list=True)


class Sweeping:
    """Has a store look for the hits of a search, as many as are wanted.

    Args:
        search: What to begin with.
        background: Looks for them.
        is_there: Whether the screen still is.
        came: Called in the thread of the screen when some have come.
        failed: Called there when they could not be looked for.

    Attributes:
        search: What is looked for, and what was found of it.
        running: Whether hits that are wanted are still to come.
    """

    def __init__(
        self,
        search: CorpusSearch,
        background: Background,
        *,
        is_there: Callable[[], bool],
        came: Callable[[], None],
        failed: Callable[[CuratorError], None],
    ) -> None:
        self.search = search
        self.running = False
        self._background = background
        self._is_there = is_there
        self._came = came
        self._failed = failed

    def begin(self, results: Results) -> None:
        """Look for something else, of which this was found so far."""
        self.search.results = results
        self.stop()
        self.go_on()

    def stop(self) -> None:
        """Look no further."""
        self.running = False
        self._background.drop()

    def go_on(self, *, to_end: bool = False) -> None:
        """Fetch more hits where the cursor needs them; with ``to_end`` all of them, as far as `MOST`."""
        results, wanted = self.search.results, MOST if to_end else PORTION
        ahead = len(results.passages) - (0 if to_end else results.cursor)
        if self.running or results.complete or ahead >= wanted or results.query is None:
            return
        self.running = True
        query, after = results.query, results.upto

        def errand(store: Store, is_wanted: Wanted) -> None:
            count = 0
            for sweep in store.sweep(query, after=after):
                if not is_wanted():
                    return
                count += len(sweep.passages)
                through = count >= wanted
                self.hand_over(lambda sweep=sweep, through=through: self._found(results, sweep, through))  # type: ignore[misc]
                if through:
                    return

        self._background.start(errand, self._failed)

    def hand_over(self, call: Callable[[], None]) -> None:
        """Have something done in the thread of the screen, if it is still there."""
        self._background.hand_over(lambda: call() if self._is_there() else None)

    def _found(self, results: Results, sweep: Sweep, through: bool) -> None:
        if results is not self.search.results:
            return
        results.add(sweep)
        if results.complete or through:
            self.running = False
        self._came()
