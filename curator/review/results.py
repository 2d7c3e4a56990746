"""What a search in all articles has found so far, where one is in it, and which hits are marked."""

from __future__ import annotations

from typing import Literal

from curator.query import Query
from curator.store.records import Passage, Sweep


class Results:
    """Hits in the order of the articles. They keep coming in while one reads and marks.

    Args:
        query: What is looked for; None for nothing.
        documents: How many documents there are.
        all_marked: Whether each hit is marked as it comes in.
    """

    def __init__(self, query: Query | None, documents: int, *, all_marked: bool = False) -> None:
        self.query = query
        self.passages: list[Passage] = []
        self.articles = 0
        """How many articles have a hit."""
        self.upto = 0 if query else documents
        """The number up to which documents were searched."""
        self.cursor = 0
        self.all_marked = all_marked
        """Whether the hits that come in are marked."""
        self.documents = documents
        self._others: set[tuple[int, int]] = set()

    @property
    def complete(self) -> bool:
        """Whether all documents were searched."""
        return self.upto >= self.documents

    @property
    def searched(self) -> float:
        """How much of the documents was searched, 0 to 1."""
        return min(1.0, self.upto / self.documents) if self.documents else 1.0

    @property
    def chosen(self) -> Passage | None:
        """The hit under the cursor."""
        return self.passages[self.cursor] if self.passages else None

    def add(self, sweep: Sweep) -> None:
        """Take in what was found behind what there is."""
        last = self.passages[-1].number if self.passages else 0
        for passage in sweep.passages:
            self.articles += passage.number != last
            last = passage.number
        self.passages += sweep.passages
        self.upto = sweep.upto

    # Where one is

    def move(self, lines: int) -> None:
        """Move the cursor by so many hits, as far as there are any."""
        self.cursor = max(0, min(self.cursor + lines, len(self.passages) - 1))

    def next_article(self, step: Literal[-1, 1]) -> None:
        """Move the cursor to the first hit in the next article, or in this one, else in the one before."""
        if not self.passages:
            return
        place, number = self.cursor, self.passages[self.cursor].number
        if step > 0:
            while place < len(self.passages) and self.passages[place].number == number:
                place += 1
            self.cursor = place if place < len(self.passages) else self.cursor
            return
        place = max(0, place - 1)
        number = self.passages[place].number
        while place > 0 and self.passages[place - 1].number == number:
            place -= 1
        self.cursor = place

    # Marks

    @property
    def marks(self) -> int:
        """How many hits are marked."""
        return len(self.passages) - len(self._others) if self.all_marked else len(self._others)

    def is_marked(self, passage: Passage) -> bool:
        """Whether a hit is marked."""
        return ((passage.number, passage.start) in self._others) != self.all_marked

    def toggle(self) -> None:
        """Mark the hit under the cursor, or take its mark away."""
        if self.chosen:
            self._others ^= {(self.chosen.number, self.chosen.start)}

    def toggle_all(self) -> None:
        """Mark all hits, also those still to come; or, where that is so, none."""
        self.all_marked = not (self.all_marked and not self._others)
        self._others.clear()

    def unmark(self) -> None:
        """Take all marks away."""
        self.all_marked = False
        self._others.clear()

    def targets(self) -> list[Passage]:
        """What a label is for: the marked hits, else the one under the cursor."""
        marked = [passage for passage in self.passages if self.is_marked(passage)] if self.marks else []
        return marked or ([self.chosen] if self.chosen else [])
