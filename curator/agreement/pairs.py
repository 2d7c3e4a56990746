"""What is counted of two annotators in a batch of documents, from what each of them marked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from curator.agreement.batch import Batch, Bools, Side, codes, expand, places
from curator.agreement.columns import Columns, Floats
from curator.agreement.marks import Marks, Touches
from curator.agreement.matching import Ints, matched

PAIR_BY_LABEL = (
    "left", "right", "exact", "type", "boundary", "partial_label", "tokens_left", "tokens_right", "tokens_both",
    "touches_left", "touches_right", "touches_both", "units", "length_left", "length_right", "squares_left",
    "squares_right", "same_length",
)  # fmt: skip
"""Of a pair, by label.

``left``, ``right``: spans. ``exact``: the same offsets and label. ``type``: matches of spans that overlap and bear
this label. ``boundary``: spans of both sides whose offsets the other has, whatever the label. ``partial_label``: weight
of matches among the spans with this label. ``tokens_*``: tokens that a span with this label touches, on a side and on
both. ``touches_*``: the same, but a token counts as often as spans touch it. ``units``: tokens of documents in which
both did this label; a single column where everybody did all labels. ``length_*``, ``squares_*``: sums of the lengths of
spans, and of their squares. ``same_length``: code points to which both give this label.
"""
PAIR = (
    "documents", "units_all", "partial", "labelled_left", "labelled_right", "labelled_both", "clashes", "overlaps",
    "covered", "total_length",
)  # fmt: skip
"""Of a pair. ``labelled_*``: tokens that any span touches. ``overlaps``: documents where spans of a side overlap;
``clashes``: where they do, or a token has two labels. ``covered``: code points that both label, whatever the label.
``total_length``: of the texts, twice.
"""


class Pair:
    """Two annotators in a batch.

    Attributes:
        rows: The documents that both finished.
    """

    def __init__(self, batch: Batch, left: Marks, right: Marks, a: int, b: int) -> None:
        self._batch = batch
        self._labels = left.side.labels
        self._documents = len(batch.keys)
        both = batch.finished[:, a] & batch.finished[:, b]
        self.rows = np.flatnonzero(both)
        self._all = len(self.rows) == self._documents
        self._marks = left, right
        self._scope = None if batch.scope is None else batch.scope[:, a] & batch.scope[:, b] & both[:, None]
        self._left, self._right = self._shared(left.side), self._shared(right.side)
        self._same = self._by_place() or _by_code(self._left, self._right)
        self._nested = np.zeros(self._documents, bool)
        self._nested[self._left.own_overlaps] = True
        self._nested[self._right.own_overlaps] = True
        self._rest = self._not_settled()

    def _shared(self, side: Side) -> Side:
        """The spans in what both did; those in documents that one did not finish meet nothing, and may stay."""
        return side if self._scope is None else side.only(self._scope[side.document, side.label])

    def _by_place(self) -> _Same | None:
        """What is the same on both sides where no two spans of one begin in the same token, so that it can be seen."""
        left, right = self._marks
        theirs = right.by_first_token
        if self._scope is not None or theirs is None or left.by_first_token is None:
            return None
        other = theirs[left.first]
        mine = np.flatnonzero(other >= 0)
        yours = other[mine]
        alike = (left.side.start[mine] == right.side.start[yours]) & (left.side.end[mine] == right.side.end[yours])
        mine, yours = mine[alike], yours[alike]
        exact = left.side.label[mine] == right.side.label[yours]
        found = [np.zeros(len(side.start), bool) for side in (left.side, right.side) for _ in range(2)]
        found[0][mine[exact]] = found[2][yours[exact]] = True
        found[1][mine] = found[3][yours] = True
        exact_left, there, exact_right, back = found
        return _Same(exact_left, exact_right, there.astype(np.float64), back.astype(np.float64), ~there, ~back)

    def _not_settled(self) -> tuple[Side, Side]:
        """What is exact in a document where nothing overlaps its own label can be left aside: it meets nothing else."""
        same = self._same
        if not self._nested.any():
            return self._left.only(~same.exact_left), self._right.only(~same.exact_right)
        return (
            self._left.only(~same.exact_left | self._nested[self._left.document]),
            self._right.only(~same.exact_right | self._nested[self._right.document]),
        )

    def _of_rows(self, found: Floats) -> Floats:
        return found if self._all else found[self.rows]

    def _by_label(self, document: Ints, label: Ints, weights: Floats | Ints | None = None) -> Floats:
        return self._by_cell(document * self._labels + label, weights)

    def _by_cell(self, cell: Ints, weights: Floats | Ints | None = None) -> Floats:
        flat = np.bincount(cell, weights, self._documents * self._labels)
        return self._of_rows(flat.reshape(self._documents, self._labels).astype(np.float64, copy=False))

    def _by_document(self, document: Ints, weights: Floats | Ints | None = None) -> Floats:
        found = np.bincount(document, weights, self._documents)
        return self._of_rows(found.astype(np.float64, copy=False))[:, None]

    def _of_document(self, values: Ints | Bools) -> Floats:
        """A column of what is known of each document."""
        return self._of_rows(values.astype(np.float64))[:, None]

    def columns(self) -> Columns:
        """The counts, a row for each of ``rows``."""
        return {**self._of_sides(), **self._span_counts(), **self._token_counts(), **self._length_counts()}

    def _of_sides(self) -> Columns:
        """What is counted of each side alone, in what both did."""
        found: Columns = {}
        for name, marks in zip(("left", "right"), self._marks, strict=True):
            counts = {
                name: marks.spans, f"tokens_{name}": marks.tokens, f"touches_{name}": marks.touched,
                f"length_{name}": marks.length, f"squares_{name}": marks.squares,
            }  # fmt: skip
            for key, column in counts.items():
                found[key] = self._of_rows(column if self._scope is None else column * self._scope)
            if marks.tokens is marks.touched:
                found[f"touches_{name}"] = found[f"tokens_{name}"]
        return found

    def _span_counts(self) -> Columns:
        left, right, same = self._left, self._right, self._same
        exact = self._by_label(left.document[same.exact_left], left.label[same.exact_left])
        boundary = self._by_label(left.document, left.label, same.weight_left)
        boundary += self._by_label(right.document, right.label, same.weight_right)
        by_label = self._matches(*self._rest)
        of_label, of_others = exact, by_label
        if self._nested.any():
            of_label = exact * ~self._nested[self.rows][:, None]
            of_others = self._matches(left.only(~same.exact_left), right.only(~same.exact_right))
        partial = self._matches(left.only(same.rest_left), right.only(same.rest_right), blind=True)
        return {
            "documents": np.ones((len(self.rows), 1)),
            "exact": exact,
            "type": by_label + of_label,
            "boundary": boundary,
            "partial": boundary.sum(axis=1, keepdims=True) / 2 + partial / 2,
            "partial_label": exact + of_others / 2,
        }

    def _matches(self, left: Side, right: Side, *, blind: bool = False) -> Floats:
        """The size of the greatest matching of spans that overlap, by label; or once, whatever the label."""
        document = np.concatenate((left.document, right.document))
        label = np.concatenate((left.label, right.label))
        start, end = np.concatenate((left.start, right.start)), np.concatenate((left.end, right.end))
        if not blind:
            shift = label * (int(self._batch.bounds[-1]) + 1)
            start, end = start + shift, end + shift
        is_right = np.zeros(len(document), bool)
        is_right[len(left.document) :] = True
        first, sizes = matched(start, end, is_right)
        if blind:
            return self._by_document(document[first], sizes)
        return self._by_label(document[first], label[first], sizes)

    def _token_counts(self) -> Columns:
        units = self._of_document(self._batch.tokens)
        return {
            **(self._both_by_value() or self._both_by_mark()),
            "units_all": units,
            "units": units if self._scope is None else units * self._scope[self.rows],
            "clashes": self._of_document(self._marks[0].clashes | self._marks[1].clashes),
        }

    def _both_by_value(self) -> Columns | None:
        """Tokens that both marked, where a token has one label at most and everybody did all labels."""
        left, right = self._marks
        mine, theirs = left.values, right.values
        if self._scope is not None or mine is None or theirs is None:
            return None
        both = np.flatnonzero(left.labelled & right.labelled)
        document, value = self._batch.token_document[both], mine[both]
        alike = np.flatnonzero(value == theirs[both])
        tokens = self._by_label(document[alike], value[alike].astype(np.int64) - 1)
        return {
            "tokens_both": tokens,
            "touches_both": tokens,
            "labelled_left": self._of_document(left.labelled_tokens),
            "labelled_right": self._of_document(right.labelled_tokens),
            "labelled_both": self._by_document(document),
        }

    def _both_by_mark(self) -> Columns:
        """Tokens that both marked, whatever they marked there."""
        left, right = (self._touches_shared(marks.touches) for marks in self._marks)
        at, there = places(left.mark, right.mark)
        both = left.some(there)
        if left.often is not None or right.often is not None:
            theirs = np.ones(len(right.mark), np.int64) if right.often is None else right.often
            mine = np.ones(len(both.mark), np.int64) if both.often is None else both.often
            both = both._replace(often=np.minimum(mine, theirs[at[there]]))
        tokens = self._by_cell(both.cell)
        return {
            "tokens_both": tokens,
            "touches_both": tokens if both.often is None else self._by_cell(both.cell, both.often),
            **self._labelled(left, right),
        }

    def _touches_shared(self, touches: Touches) -> Touches:
        """The tokens in what both did."""
        return touches if self._scope is None else touches.some(self._scope.ravel()[touches.cell])

    def _labelled(self, left: Touches, right: Touches) -> Columns:
        """Tokens that any span touches."""
        document, labels = self._batch.token_document, max(self._labels, 1)
        one, other = self._marks[0].labelled, self._marks[1].labelled
        if self._scope is not None:
            one, other = np.zeros_like(one), np.zeros_like(other)
            one[left.mark // labels] = True
            other[right.mark // labels] = True
        return {
            "labelled_left": self._by_document(document[one]),
            "labelled_right": self._by_document(document[other]),
            "labelled_both": self._by_document(document[one & other]),
        }

    def _length_counts(self) -> Columns:
        """In code points. What both cover is right only where no spans of a side overlap."""
        overlaps = self._marks[0].overlaps | self._marks[1].overlaps
        same, covered = self._common(~overlaps)
        return {
            "same_length": same,
            "covered": covered,
            "overlaps": self._of_document(overlaps),
            "total_length": 2 * self._of_document(self._batch.lengths),
        }

    def _common(self, flat: Bools) -> tuple[Floats, Floats]:
        """What both cover in documents where no spans of a side overlap: with the same label, and with any."""
        exact = np.flatnonzero(self._same.exact_left)
        size, document = self._left.end[exact] - self._left.start[exact], self._left.document[exact]
        same = self._by_label(document, self._left.label[exact], size)
        every = self._by_document(document, size)
        left, right = (side.only(flat[side.document]) for side in self._rest)
        low = np.searchsorted(right.end, left.start, "right")
        high = np.maximum(np.searchsorted(right.start, left.end, "left"), low)
        mine, theirs = np.repeat(np.arange(len(low)), high - low), expand(low, high)
        common = np.minimum(left.end[mine], right.end[theirs]) - np.maximum(left.start[mine], right.start[theirs])
        alike = left.label[mine] == right.label[theirs]
        same += self._by_label(left.document[mine][alike], left.label[mine][alike], common[alike])
        every += self._by_document(left.document[mine], common)
        return same, every


class _Same(NamedTuple):
    """What the spans of two sides have in common.

    Attributes:
        exact_left: For each span of the left side whether the other has it, with its label.
        exact_right: The same, of the right side.
        weight_left: The share of a match of spans with the same offsets that falls to it.
        weight_right: The same, of the right side.
        rest_left: Whether it takes part in what is left to be matched.
        rest_right: The same, of the right side.
    """

    exact_left: Bools
    exact_right: Bools
    weight_left: Floats
    weight_right: Floats
    rest_left: Bools
    rest_right: Bools


def _by_code(left_side: Side, right_side: Side) -> _Same:
    """Match spans that have the same offsets, exact ones first.

    Where more spans than one have them, those that are left over share the matches that are left over.
    """
    code_left, code_right = codes(left_side, right_side)
    exact_left, exact_right = places(code_left, code_right)[1], places(code_right, code_left)[1]
    left, right = (code // max(left_side.labels, 1) for code in (code_left, code_right))
    _, there = places(left, right)
    _, back = places(right, left)
    if (np.diff(left) > 0).all() and (np.diff(right) > 0).all():
        return _Same(exact_left, exact_right, there.astype(np.float64), back.astype(np.float64), ~there, ~back)
    offsets, place = np.unique(np.concatenate((left, right)), return_inverse=True)
    mine, theirs = place[: len(left)], place[len(left) :]
    open_left = np.bincount(mine[~exact_left], minlength=len(offsets))
    open_right = np.bincount(theirs[~exact_right], minlength=len(offsets))
    matches = np.minimum(open_left, open_right)

    def side(at: Ints, exact: Bools, still_open: Ints) -> tuple[Floats, Bools]:
        share = matches[at] / np.maximum(still_open[at], 1)
        # Spans with the same offsets overlap the same spans, so that any of them may be the one that is left.
        order = np.argsort(at, kind="stable")
        candidates = order[~exact[order]]
        start = np.searchsorted(at[candidates], at[candidates], "left")
        rank = np.arange(len(candidates)) - start
        rest = np.zeros(len(at), bool)
        rest[candidates] = rank >= matches[at[candidates]]
        return np.where(exact, 1.0, share), rest

    weight_left, rest_left = side(mine, exact_left, open_left)
    weight_right, rest_right = side(theirs, exact_right, open_right)
    return _Same(exact_left, exact_right, weight_left, weight_right, rest_left, rest_right)
