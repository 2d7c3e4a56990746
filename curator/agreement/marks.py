"""What one annotator marked in a batch of documents, and what is counted of it alone."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curator.agreement.batch import Batch, Bools, Side, expand
from curator.agreement.columns import Floats
from curator.agreement.matching import Ints

_STEPS = 4
"""So many tokens a span may have before its last one is looked up rather than walked to."""


class Touches(NamedTuple):
    """Tokens that spans touch.

    Attributes:
        mark: The distinct (token, label), as token times the number of labels plus label; ascending.
        cell: The document of each times the number of labels, plus its label.
        often: How many spans stand behind each; None if there is one everywhere.
    """

    mark: Ints
    cell: Ints
    often: Ints | None

    def some(self, which: Bools) -> Touches:
        """Some of them."""
        return Touches(self.mark[which], self.cell[which], None if self.often is None else self.often[which])


class Marks:
    """What one annotator marked.

    Attributes:
        side: The spans.
        first: For each span the first token that it touches, or the next one.
        touches: The tokens that they touch.
        labelled: For each token whether any span touches it.
        labelled_tokens: How many such tokens each document has.
        overlaps: For each document whether spans overlap.
        clashes: For each document whether they do, or a token has two labels.
    """

    def __init__(self, batch: Batch, side: Side) -> None:
        self.side = side
        self._documents, self._tokens = len(batch.keys), len(batch.token_start)
        labels = max(side.labels, 1)
        self.first, behind = _touched(batch, side)
        tokens, label = expand(self.first, behind), np.repeat(side.label, behind - self.first)
        mark = tokens * labels + label
        often = None
        if (mark[1:] <= mark[:-1]).any():
            mark, often = np.unique(mark, return_counts=True)
            tokens, label = mark // labels, mark % labels
            often = None if (often == 1).all() else often
        document = batch.token_document[tokens]
        self.touches = Touches(mark, document * side.labels + label, often)
        self.labelled = np.zeros(self._tokens, bool)
        self.labelled[tokens] = True
        self.overlaps = np.zeros(self._documents, bool)
        self.overlaps[side.overlaps] = True
        self.clashes = self.overlaps.copy()
        again = tokens[1:] == tokens[:-1]
        self.values: npt.NDArray[np.int16] | None = None
        """For each token its label and 1, 0 for none; None where a token has more labels or spans than one."""
        if again.any():
            self.clashes[document[1:][again]] = True
            document = document[np.concatenate(([True], ~again))]
        elif often is None:
            self.values = np.zeros(self._tokens, np.int16)
            self.values[tokens] = label + 1
        self.labelled_tokens = np.bincount(document, minlength=self._documents)

    @cached_property
    def by_first_token(self) -> npt.NDArray[np.int32] | None:
        """For each token the span that begins there, -1 for none; None where more than one does."""
        if (self.first[1:] <= self.first[:-1]).any():
            return None
        found = np.full(self._tokens + 1, -1, np.int32)
        found[self.first] = np.arange(len(self.first))
        return found

    @cached_property
    def spans(self) -> Floats:
        """Spans; a row a document, a column a label, as of all that follow."""
        return self._by_cell(self._cell)

    @cached_property
    def tokens(self) -> Floats:
        """Tokens that a span touches."""
        return self._by_cell(self.touches.cell)

    @cached_property
    def touched(self) -> Floats:
        """The same, but a token counts as often as spans touch it."""
        if self.touches.often is None:
            return self.tokens
        return self._by_cell(self.touches.cell, self.touches.often)

    @cached_property
    def length(self) -> Floats:
        """The lengths of the spans, in code points."""
        return self._by_cell(self._cell, self.side.end - self.side.start)

    @cached_property
    def squares(self) -> Floats:
        """Their squares."""
        return self._by_cell(self._cell, (self.side.end - self.side.start).astype(np.float64) ** 2)

    @cached_property
    def _cell(self) -> Ints:
        return self.side.document * self.side.labels + self.side.label

    def _by_cell(self, cell: Ints, weights: Floats | Ints | None = None) -> Floats:
        flat = np.bincount(cell, weights, self._documents * self.side.labels)
        return flat.reshape(self._documents, self.side.labels).astype(np.float64, copy=False)


def _touched(batch: Batch, side: Side) -> tuple[Ints, Ints]:
    """The first token that each span touches, and the one behind the last."""
    first = np.searchsorted(batch.token_end, side.start, "right")
    if not len(batch.token_start):
        return first, first
    behind, last = first.copy(), len(batch.token_start) - 1
    for _ in range(_STEPS):
        inside = (batch.token_start[np.minimum(behind, last)] < side.end) & (behind <= last)
        if not inside.any():
            return first, behind
        behind += inside
    longer = np.flatnonzero(inside)
    behind[longer] = np.maximum(behind[longer], np.searchsorted(batch.token_start, side.end[longer], "left"))
    return first, behind
