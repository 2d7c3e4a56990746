"""A reviewer's first answers and second ones: which of the two they have before them, without being told.

Nothing that a reviewer is shown may tell that a document comes a second time: not its place in the queue, not the
counts, and not the first answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.model import repeat_layer
from curator.store.api import Store
from curator.store.records import Holding, Note, QueueRow, Tally

_LIKE_NAMED = 1_000
"""Documents whose keys or titles may hold the key of another one."""


class Rounds:
    """The layers of one reviewer.

    Args:
        store: Where they are.
        home: The layer of the first answers.

    Attributes:
        layers: ``home`` and, where documents come twice, the one of the second answers.
    """

    def __init__(self, store: Store, home: str) -> None:
        self._store = store
        self.home = home
        again = repeat_layer(home)
        self.layers = (home, again) if store.has_assignment(again) else (home,)

    @property
    def twice(self) -> bool:
        """Whether documents come twice."""
        return len(self.layers) > 1

    def due(self) -> int | None:
        """The document whose second answer is due, if any is."""
        return self._store.due_repeat(*self.layers) if self.twice else None

    def layer_of(self, number: int) -> str:
        """The layer in which the reviewer has a document that is not open.

        It is ``home``, but for a document whose second answer was begun and is not finished.
        """
        if self.twice and number == self.due() and self._store.place(self.layers[-1], number):
            return self.layers[-1]
        return self.home

    def tally(self) -> Tally:
        """How far the reviewer is; a document that comes twice is two."""
        tallies = [self._store.tally(layer) for layer in self.layers]
        return Tally(
            documents=sum(each.documents for each in tallies),
            started=sum(each.started for each in tallies),
            done=sum(each.done for each in tallies),
            skipped=sum(each.skipped for each in tallies),
            flagged=sum(each.flagged for each in tallies),
        )

    def notes(self, words: str, shown: tuple[int, str]) -> Sequence[Note]:
        """The notes that hold these words, by document; of each in the layer in which the reviewer has it.

        Args:
            words: What they hold.
            shown: The open document, and its layer.
        """
        found = [(note, layer) for layer in self.layers for note in self._store.notes(layer, words)]
        kept = [note for note, layer in found if layer == self.shown_in(note.number, shown)]
        return sorted(kept, key=lambda note: note.number)

    def row(self, row: QueueRow, shown: tuple[int, str]) -> QueueRow:
        """A document of the queue as the reviewer has it; ``shown`` is the open one, and its layer."""
        layer = self.shown_in(row.number, shown)
        if layer == self.home:
            return row
        named = self._store.queue(layer, only=(Holding("name", (row.key,)),), limit=_LIKE_NAMED)
        return next((each for each in named if each.number == row.number), row)

    def shown_in(self, number: int, shown: tuple[int, str]) -> str:
        """The layer in which the reviewer has a document; ``shown`` is the open one, and its layer."""
        return shown[1] if number == shown[0] else self.layer_of(number)
