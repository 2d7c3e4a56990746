"""What every measure but gamma and the old unitizing alpha is made of: counts that add up over documents.

A `Table` has a row a document and a column a count; whatever is asked (all documents, one, a resample) is a weighted
sum of its rows. There is one table for each pair of annotators, of the documents that both finished, and one for the
measures that look at all annotators at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from curator.agreement.batch import Batch, Bools, batches
from curator.agreement.columns import Known, Table, joined
from curator.agreement.documents import Shared
from curator.agreement.marks import Marks
from curator.agreement.matching import Ints
from curator.agreement.pairs import Pair
from curator.agreement.together import Together


@dataclass(frozen=True)
class Kept:
    """The spans of one annotator in all documents, compactly, for what does not add up over documents."""

    document: npt.NDArray[np.int32]
    start: Ints
    end: Ints
    label: npt.NDArray[np.int16]


@dataclass(frozen=True)
class Counts:
    """All that was counted.

    Attributes:
        keys: Of the documents, in the order in which they came.
        annotators: Those that are compared.
        labels: Those that are compared.
        finished: Document by annotator.
        lengths: Of the texts, in code points.
        pairs: A table a pair of annotators (their places in ``annotators``).
        together: The table of all annotators: documents that at least two finished.
        spans: Annotator by label, in all documents.
        kept: The spans themselves, offsets within their documents.
        given: How many documents brought their tokens along.
    """

    keys: list[str]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    finished: Bools
    lengths: Ints
    pairs: dict[tuple[int, int], Table]
    together: Table
    spans: Ints
    kept: list[Kept]
    given: int

    def complete(self, annotators: Sequence[int]) -> Bools:
        """For each document whether all these annotators, by their places, finished it."""
        return np.asarray(self.finished[:, list(annotators)].all(axis=1))


def count(documents: Iterable[Shared], annotators: Sequence[str], labels: Sequence[str]) -> Counts:
    """Count once a document; memory grows with the spans and the counts, not with the texts.

    Raises:
        CuratorError: A span or a token leaves its text.
    """
    number = {name: place for place, name in enumerate(labels)}
    parts = _Parts(tuple(annotators), len(labels))
    for batch in batches(documents, annotators, number):
        parts.add(batch)
    return parts.all(tuple(labels))


class _Parts:
    """What was counted so far, batch by batch."""

    def __init__(self, annotators: tuple[str, ...], labels: int) -> None:
        self._annotators = annotators
        self._labels = labels
        self._keys: list[str] = []
        self._finished: list[Bools] = []
        self._lengths: list[Ints] = []
        self._pairs: dict[tuple[int, int], list[Table]] = {pair: [] for pair in combinations(range(len(annotators)), 2)}
        self._together: list[Table] = []
        self._kept: list[list[Kept]] = [[] for _ in annotators]
        self._spans = np.zeros((len(annotators), labels), np.int64)
        self._given = 0

    def add(self, batch: Batch) -> None:
        """Count these too."""
        before = len(self._keys)
        marks = [Marks(batch, side) for side in batch.sides]
        together = Together(batch, self._labels)
        for (left, right), tables in self._pairs.items():
            if (batch.finished[:, left] & batch.finished[:, right]).any():
                pair = Pair(batch, marks[left], marks[right], left, right)
                columns = pair.columns()
                tables.append(Table(pair.rows + before, columns))
                together.add_pair(left, right, pair.rows, columns)
        for place, side in enumerate(batch.sides):
            together.add_side(place, marks[place])
            self._spans[place] += np.bincount(side.label, minlength=self._labels)
            shift = batch.bounds[side.document]
            self._kept[place].append(
                Kept(
                    (side.document + before).astype(np.int32),
                    side.start - shift,
                    side.end - shift,
                    side.label.astype(np.int16),
                )
            )
        self._together.append(together.table(before))
        self._keys += batch.keys
        self._finished.append(batch.finished)
        self._lengths.append(batch.lengths)
        self._given += batch.given

    def all(self, labels: tuple[str, ...]) -> Counts:
        """Everything that was counted."""
        annotators = len(self._annotators)
        finished = np.concatenate(self._finished) if self._finished else np.zeros((0, annotators), bool)
        lengths = np.concatenate(self._lengths) if self._lengths else np.zeros(0, np.int64)
        kept = [
            Kept(*(np.concatenate([getattr(part, name) for part in parts]) for name in Kept.__dataclass_fields__))
            for parts in self._kept
            if parts
        ]
        known: Known = {}
        return Counts(
            self._keys, self._annotators, labels, finished, lengths,
            {pair: joined(tables, known) for pair, tables in self._pairs.items()},
            joined(self._together, known), self._spans, kept, self._given,
        )  # fmt: skip
