"""What is counted of all annotators at once in a batch of documents."""

from __future__ import annotations

import numpy as np

from curator.agreement.batch import Batch
from curator.agreement.columns import Columns, Table
from curator.agreement.marks import Marks
from curator.agreement.matching import Ints

TOGETHER_BY_LABEL = ("values", "differ", "pairable", "same_length", "length", "squares")
"""Of all annotators, by label, of documents that at least two of them did.

``values``: tokens marked, over the annotators. ``differ``: sum over tokens of 2 n_u1 n_u0 / (n_u - 1), the label
against the rest. ``pairable``: values, marked or not. ``same_length``: code points that two both mark, over ordered
pairs, by 1 / (m - 1). ``length``, ``squares``: sums of the lengths of spans, and of their squares.
"""


class Together:
    """All annotators in a batch.

    What spans agree on among m annotators is the sum over their pairs: of n_u values of a token, n_u1 marked,
    n_u1 (n_u - n_u1) are the pairs that differ.
    """

    def __init__(self, batch: Batch, labels: int) -> None:
        self._batch = batch
        self._labels = labels
        documents = len(batch.keys)
        full = batch.finished if batch.scope is None else batch.scope.all(axis=2) & batch.finished
        self._full = full
        self._did = (
            np.repeat(full[:, :, None], labels, axis=2) if batch.scope is None else batch.scope
        )  # document, annotator, label
        self._several = full.sum(axis=1)
        self._several_label = self._did.sum(axis=1)
        self._by = np.divide(1.0, self._several - 1, out=np.zeros(documents), where=self._several > 1)
        self._by_label = np.divide(
            1.0, self._several_label - 1, out=np.zeros((documents, labels)), where=self._several_label > 1
        )
        self._ones = {name: np.zeros((documents, 1)) for name in ("disagree", "covered", "overlaps", "clashes")}
        self._many = {
            name: np.zeros((documents, labels)) for name in (*TOGETHER_BY_LABEL, "single_values")
        }  # fmt: skip

    def add_pair(self, a: int, b: int, rows: Ints, pair: Columns) -> None:
        """What two of them agree on."""
        did = (self._did[:, a] & self._did[:, b])[rows]
        marked = pair["tokens_left"] + pair["tokens_right"] - 2 * pair["tokens_both"]
        self._many["differ"][rows] += 2 * marked * self._by_label[rows] * did
        full = (self._full[:, a] & self._full[:, b])[rows][:, None]
        outside = pair["units_all"] - pair["labelled_left"] - pair["labelled_right"] + pair["labelled_both"]
        agree = outside + pair["tokens_both"].sum(axis=1, keepdims=True)
        by = 2 * self._by[rows][:, None] * full
        self._ones["disagree"][rows] += (pair["units_all"] - agree) * by
        self._many["same_length"][rows] += pair["same_length"] * by
        self._ones["covered"][rows] += pair["covered"] * by

    def add_side(self, place: int, marks: Marks) -> None:
        """What one of them marked."""
        full = (self._full[:, place] & (self._several > 1))[:, None]
        self._many["values"] += marks.tokens * self._did[:, place] * (self._several_label > 1)
        self._many["single_values"] += marks.tokens * full
        self._many["length"] += marks.length * full
        self._many["squares"] += marks.squares * full
        self._ones["overlaps"] += marks.overlaps[:, None] & (full > 0)
        self._ones["clashes"] += marks.clashes[:, None] & (full > 0)

    def table(self, before: int) -> Table:
        """The counts of documents that at least two did."""
        batch = self._batch
        rows = np.flatnonzero((self._several > 1) | (self._several_label > 1).any(axis=1))
        several = np.where(self._several > 1, self._several, 0)[:, None]
        columns: Columns = {**self._ones, **self._many}
        columns["documents"] = (several > 0).astype(np.float64)
        columns["complete"] = (self._full.all(axis=1) & (self._several > 1)).astype(np.float64)[:, None]
        columns["single_pairable"] = (batch.tokens[:, None] * several).astype(np.float64)
        columns["total_length"] = (batch.lengths[:, None] * several).astype(np.float64)
        if batch.scope is None:
            columns["values"], columns["pairable"] = columns["single_values"], columns["single_pairable"]
        else:
            pairable = np.where(self._several_label > 1, self._several_label, 0)
            columns["pairable"] = (batch.tokens[:, None] * pairable).astype(np.float64)
        return Table(rows + before, Table(rows, columns).some(rows))
