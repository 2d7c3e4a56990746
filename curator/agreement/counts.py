"""What every measure but gamma and the old unitizing alpha is made of: counts that add up over documents.

A `Table` has a row a document and a column a count; whatever is asked (all documents, one, a resample) is a weighted
sum of its rows. There is one table for each pair of annotators, of the documents that both finished, and one for the
measures that look at all annotators at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curator.agreement.batch import Batch, Bools, Side, batches, codes, expand, places
from curator.agreement.documents import Shared
from curator.agreement.matching import Ints, matched

Floats = npt.NDArray[np.float64]
Columns = dict[str, Floats]
"""Counts by name: a row a document (or a sum), and for counts by label a column a label."""

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


@dataclass(frozen=True)
class Table:
    """Counts of documents.

    Attributes:
        rows: The number of each document, ascending.
        columns: The counts. Names whose counts are the same share one array, which is then summed once.
    """

    rows: Ints
    columns: Columns

    def some(self, which: Ints | Bools) -> Columns:
        """The counts of some rows."""
        distinct = {id(column): column for column in self.columns.values()}
        chosen = {name: column[which] for name, column in distinct.items()}
        return {name: chosen[id(column)] for name, column in self.columns.items()}


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
        marks = [_Marks(batch, side) for side in batch.sides]
        together = _Together(batch, self._labels)
        for (left, right), tables in self._pairs.items():
            if (batch.finished[:, left] & batch.finished[:, right]).any():
                pair = _Pair(batch, marks[left], marks[right], left, right)
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
        return Counts(
            self._keys, self._annotators, labels, finished, lengths,
            {pair: _joined(tables) for pair, tables in self._pairs.items()},
            _joined(self._together), self._spans, kept, self._given,
        )  # fmt: skip


def _joined(tables: list[Table]) -> Table:
    if not tables:
        return Table(np.zeros(0, np.int64), {})
    columns: Columns = {}
    known: dict[tuple[int, ...], Floats] = {}
    for name in tables[0].columns:
        parts = [table.columns[name] for table in tables]
        key = tuple(map(id, parts))
        if key not in known:
            known[key] = np.concatenate(parts)
        columns[name] = known[key]
    return Table(np.concatenate([table.rows for table in tables]), columns)


class _Touches(NamedTuple):
    """Tokens that spans touch.

    Attributes:
        mark: The distinct (token, label), as token times the number of labels plus label; ascending.
        cell: The document of each times the number of labels, plus its label.
        often: How many spans stand behind each; None if there is one everywhere.
    """

    mark: Ints
    cell: Ints
    often: Ints | None

    def some(self, which: Bools) -> _Touches:
        """Some of them."""
        return _Touches(self.mark[which], self.cell[which], None if self.often is None else self.often[which])


class _Marks:
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
        self.touches = _Touches(mark, document * side.labels + label, often)
        again = np.diff(tokens) == 0
        distinct = document if not again.any() else document[np.concatenate(([True], ~again))]
        self.labelled_tokens = np.bincount(distinct, minlength=len(batch.keys))
        self.labelled = np.zeros(len(batch.token_start), bool)
        self.labelled[tokens] = True
        self.overlaps = np.zeros(len(batch.keys), bool)
        self.overlaps[side.overlaps] = True
        self.clashes = self.overlaps.copy()
        self.clashes[document[1:][again]] = True


class _Pair:
    """Two annotators in a batch.

    Attributes:
        rows: The documents that both finished.
    """

    def __init__(self, batch: Batch, left: _Marks, right: _Marks, a: int, b: int) -> None:
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

    def _touches_shared(self, touches: _Touches) -> _Touches:
        """The tokens in what both did."""
        if self._scope is not None:
            return touches.some((self._scope & self._both[:, None]).ravel()[touches.cell])
        if self._both.all():
            return touches
        return touches.some(self._both[touches.cell // max(self._labels, 1)])

    def _labelled(self, left: _Touches, right: _Touches) -> Columns:
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


TOGETHER_BY_LABEL = ("values", "differ", "pairable", "same_length", "length", "squares")
"""Of all annotators, by label, of documents that at least two of them did.

``values``: tokens marked, over the annotators. ``differ``: sum over tokens of 2 n_u1 n_u0 / (n_u - 1), the label
against the rest. ``pairable``: values, marked or not. ``same_length``: code points that two both mark, over ordered
pairs, by 1 / (m - 1). ``length``, ``squares``: sums of the lengths of spans, and of their squares.
"""


class _Together:
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

    def add_side(self, place: int, marks: _Marks) -> None:
        """What one of them marked."""
        documents, labels = len(self._batch.keys), self._labels
        shape = documents, labels
        side, did = marks.side, self._did[:, place]
        tokens = np.bincount(marks.touches.cell, minlength=documents * labels)
        self._many["values"] += tokens.reshape(shape) * did * (self._several_label > 1)
        full = (self._full[:, place] & (self._several > 1))[:, None]
        self._many["single_values"] += tokens.reshape(shape) * full
        size, at = side.end - side.start, side.document * labels + side.label
        length = np.bincount(at, size, documents * labels).reshape(shape)
        squares = np.bincount(at, size.astype(np.float64) ** 2, documents * labels).reshape(shape)
        self._many["length"] += length * full
        self._many["squares"] += squares * full
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
