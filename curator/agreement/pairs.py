"""What is counted of two annotators in a batch of documents, from what each of them marked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from curator.agreement.batch import Batch, Bools, Side, codes, expand, places
from curator.agreement.columns import Columns, Floats
from curator.agreement.matching import Ints, matched

PAIR_BY_LABEL = (
    "left", "right", "exact", "type", "boundary", "partial_label", "tokens_left", "tokens_right", "tokens_both",
    "touches_left", "touches_right", "touches_both", "units", "length", "squares", "same_length",
)  # fmt: skip
"""Of a pair, by label.

``left``, ``right``: spans. ``exact``: the same offsets and label. ``type``: matches of spans that overlap and bear
this label. ``boundary``: spans of both sides whose offsets the other has, whatever the label. ``partial_label``: weight
of matches among the spans with this label. ``tokens_*``: tokens that a span with this label touches, on a side and on
both. ``touches_*``: the same, but a token counts as often as spans touch it. ``units``: tokens of documents in which
both did this label; a single column where everybody did all labels. ``length``, ``squares``: sums over both sides of
the lengths of spans, and of their squares. ``same_length``: code points to which both give this label.
"""
PAIR = (
    "documents", "units_all", "partial", "labelled_left", "labelled_right", "labelled_both", "clashes", "overlaps",
    "covered", "total_length",
)  # fmt: skip
"""Of a pair. ``labelled_*``: tokens that any span touches. ``overlaps``: documents where spans of a side overlap;
``clashes``: where they do, or a token has two labels. ``covered``: code points that both label, whatever the label.
``total_length``: of the texts, twice.
"""


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
        touches: The tokens that they touch.
        labelled: For each token whether any span touches it.
        labelled_tokens: How many such tokens each document has.
        overlaps: For each document whether spans overlap.
        clashes: For each document whether they do, or a token has two labels.
    """

    def __init__(self, batch: Batch, side: Side) -> None:
        self.side = side
        labels = max(side.labels, 1)
        first = np.searchsorted(batch.token_end, side.start, "right")
        behind = np.maximum(np.searchsorted(batch.token_start, side.end, "left"), first)
        tokens, label = expand(first, behind), np.repeat(side.label, behind - first)
        mark = tokens * labels + label
        often = None
        if (np.diff(mark) <= 0).any():
            mark, often = np.unique(mark, return_counts=True)
            tokens, label = mark // labels, mark % labels
            often = None if (often == 1).all() else often
        document = batch.token_document[tokens]
        self.touches = Touches(mark, document * side.labels + label, often)
        again = np.diff(tokens) == 0
        distinct = document if not again.any() else document[np.concatenate(([True], ~again))]
        self.labelled_tokens = np.bincount(distinct, minlength=len(batch.keys))
        self.labelled = np.zeros(len(batch.token_start), bool)
        self.labelled[tokens] = True
        self.overlaps = np.zeros(len(batch.keys), bool)
        self.overlaps[side.overlaps] = True
        self.clashes = self.overlaps.copy()
        self.clashes[document[1:][again]] = True


class Pair:
    """Two annotators in a batch.

    Attributes:
        rows: The documents that both finished.
    """

    def __init__(self, batch: Batch, left: Marks, right: Marks, a: int, b: int) -> None:
        self._batch = batch
        self._labels = left.side.labels
        self._documents = len(batch.keys)
        self._both = batch.finished[:, a] & batch.finished[:, b]
        self.rows = np.flatnonzero(self._both)
        self._scope = None if batch.scope is None else batch.scope[:, a] & batch.scope[:, b]
        self._marks = left, right
        self._left, self._right = self._shared(left.side), self._shared(right.side)
        self._codes = codes(self._left, self._right)
        self._exact = places(*self._codes)[1], places(*self._codes[::-1])[1]
        self._nested = np.zeros(self._documents, bool)
        self._nested[self._left.own_overlaps] = True
        self._nested[self._right.own_overlaps] = True

    def _shared(self, side: Side) -> Side:
        """The spans in what both did."""
        if self._scope is None:
            return side.only(self._both[side.document])
        return side.only(self._both[side.document] & self._scope[side.document, side.label])

    def _by_label(self, document: Ints, label: Ints, weights: Floats | Ints | None = None) -> Floats:
        return self._by_cell(document * self._labels + label, weights)

    def _by_cell(self, cell: Ints, weights: Floats | Ints | None = None) -> Floats:
        flat = np.bincount(cell, weights, self._documents * self._labels)
        return flat.reshape(self._documents, self._labels)[self.rows].astype(np.float64)

    def _by_document(self, document: Ints, weights: Floats | Ints | None = None) -> Floats:
        return np.bincount(document, weights, self._documents)[self.rows].astype(np.float64)

    def columns(self) -> Columns:
        """The counts, a row for each of ``rows``."""
        return {**self._span_counts(), **self._token_counts(), **self._length_counts()}

    def _span_counts(self) -> Columns:
        left, right = self._left, self._right
        in_left, in_right = self._codes
        exact_left, exact_right = self._exact
        exact = self._by_label(left.document[exact_left], left.label[exact_left])
        weight_left, weight_right, rest_left, rest_right = _same_offsets(
            in_left // max(self._labels, 1), in_right // max(self._labels, 1), exact_left, exact_right
        )
        boundary = self._by_label(left.document, left.label, weight_left)
        boundary += self._by_label(right.document, right.label, weight_right)
        # What is exact in a document where nothing overlaps its own label can be left aside: it meets nothing else.
        self._rest = (
            left.only(~exact_left | self._nested[left.document]),
            right.only(~exact_right | self._nested[right.document]),
        )
        by_label = self._matches(*self._rest)
        plain = ~self._nested[self.rows][:, None]
        partial = self._matches(left.only(rest_left), right.only(rest_right), blind=True)
        unmatched = left.only(~exact_left), right.only(~exact_right)
        return {
            "documents": np.ones((len(self.rows), 1)),
            "left": self._by_label(left.document, left.label),
            "right": self._by_label(right.document, right.label),
            "exact": exact,
            "type": by_label + exact * plain,
            "boundary": boundary,
            "partial": boundary.sum(axis=1, keepdims=True) / 2 + partial / 2,
            "partial_label": exact + self._matches(*unmatched) / 2,
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
            return self._by_document(document[first], sizes)[:, None]
        return self._by_label(document[first], label[first], sizes)

    def _token_counts(self) -> Columns:
        left, right = (self._touches_shared(marks.touches) for marks in self._marks)
        at, there = places(left.mark, right.mark)
        both = left.some(there)
        if left.often is not None or right.often is not None:
            theirs = np.ones(len(right.mark), np.int64) if right.often is None else right.often
            mine = np.ones(len(both.mark), np.int64) if both.often is None else both.often
            both = both._replace(often=np.minimum(mine, theirs[at[there]]))
        found: Columns = {}
        for name, each in (("left", left), ("right", right), ("both", both)):
            found[f"tokens_{name}"] = self._by_cell(each.cell)
            once = each.often is None
            found[f"touches_{name}"] = found[f"tokens_{name}"] if once else self._by_cell(each.cell, each.often)
        units = self._batch.tokens[self.rows][:, None].astype(np.float64)
        clashes = self._marks[0].clashes | self._marks[1].clashes
        return {
            **found,
            **self._labelled(left, right),
            "units_all": units,
            "units": units if self._scope is None else units * self._scope[self.rows],
            "clashes": clashes[self.rows][:, None].astype(np.float64),
        }

    def _touches_shared(self, touches: Touches) -> Touches:
        """The tokens in what both did."""
        if self._scope is not None:
            return touches.some((self._scope & self._both[:, None]).ravel()[touches.cell])
        if self._both.all():
            return touches
        return touches.some(self._both[touches.cell // max(self._labels, 1)])

    def _labelled(self, left: Touches, right: Touches) -> Columns:
        """Tokens that any span touches."""
        document, labels = self._batch.token_document, max(self._labels, 1)
        one, other = self._marks[0].labelled, self._marks[1].labelled
        mine, theirs = self._marks[0].labelled_tokens, self._marks[1].labelled_tokens
        if self._scope is not None:
            one, other = np.zeros_like(one), np.zeros_like(other)
            one[left.mark // labels] = True
            other[right.mark // labels] = True
            mine, theirs = (np.bincount(document[each], minlength=self._documents) for each in (one, other))
        both = np.bincount(document[one & other], minlength=self._documents)
        counts = {"labelled_left": mine, "labelled_right": theirs, "labelled_both": both}
        return {name: count[self.rows][:, None].astype(np.float64) for name, count in counts.items()}

    def _length_counts(self) -> Columns:
        """In code points. What both cover is right only where no spans of a side overlap."""
        overlaps = self._marks[0].overlaps | self._marks[1].overlaps
        document = np.concatenate((self._left.document, self._right.document))
        label = np.concatenate((self._left.label, self._right.label))
        size = np.concatenate((self._left.end - self._left.start, self._right.end - self._right.start))
        same, covered = self._common(~overlaps)
        return {
            "length": self._by_label(document, label, size),
            "squares": self._by_label(document, label, size.astype(np.float64) ** 2),
            "same_length": same,
            "covered": covered,
            "overlaps": overlaps[self.rows][:, None].astype(np.float64),
            "total_length": 2 * self._batch.lengths[self.rows][:, None].astype(np.float64),
        }

    def _common(self, flat: Bools) -> tuple[Floats, Floats]:
        """What both cover in documents where no spans of a side overlap: with the same label, and with any."""
        exact, _ = self._exact
        size = (self._left.end - self._left.start)[exact]
        same = self._by_label(self._left.document[exact], self._left.label[exact], size)
        every = self._by_document(self._left.document[exact], size)
        left, right = (side.only(flat[side.document]) for side in self._rest)
        low = np.searchsorted(right.end, left.start, "right")
        high = np.maximum(np.searchsorted(right.start, left.end, "left"), low)
        mine, theirs = np.repeat(np.arange(len(low)), high - low), expand(low, high)
        common = np.minimum(left.end[mine], right.end[theirs]) - np.maximum(left.start[mine], right.start[theirs])
        alike = left.label[mine] == right.label[theirs]
        same += self._by_label(left.document[mine][alike], left.label[mine][alike], common[alike])
        every += self._by_document(left.document[mine], common)
        return same, every[:, None]


def _same_offsets(
    left: Ints, right: Ints, exact_left: Bools, exact_right: Bools
) -> tuple[Floats, Floats, Bools, Bools]:
    """Match spans that have the same offsets, exact ones first.

    Where more spans than one have them, those that are left over share the matches that are left over.

    Args:
        left: The offsets of each span as a number, ascending.
        right: Those of the other side.
        exact_left: Whether the other side has the span with its label.
        exact_right: The same, of the other side.

    Returns:
        For each span of either side the share of a match that falls to it, and whether it takes part in what is left.
    """
    _, there = places(left, right)
    _, back = places(right, left)
    if (np.diff(left) > 0).all() and (np.diff(right) > 0).all():
        return there.astype(np.float64), back.astype(np.float64), ~there, ~back
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
    return weight_left, weight_right, rest_left, rest_right
