"""Percentile bootstrap over documents: each resample draws as many documents as there are, with replacement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from curator.agreement.counts import Columns, Floats, Table
from curator.agreement.figures import Values
from curator.agreement.matching import Ints
from curator.agreement.values import Interval

RESAMPLES = 2_000
SEED = 2004
FEW_DOCUMENTS = 10
"""Below so many documents an interval comes with a warning."""
MOST_UNDEFINED = 0.05
"""Above this share of undefined resamples there is no interval."""

_CHUNK_BYTES = 32_000_000
_EXACT = 2**24
"""Whole numbers below are exact in single precision, in which sums take half the time."""

Singles = npt.NDArray[np.float32]


def resampled(tables: Sequence[Table], population: Ints, *, resamples: int, seed: int) -> list[Columns]:
    """The sums of each table over each resample; all tables see the same resamples.

    Args:
        tables: What is summed; rows that are not in the population are left out.
        population: The numbers of the documents that are drawn, ascending.
        resamples: How many times.
        seed: Of the random numbers.
    """
    matrices = [_Matrix(table, population) for table in tables]
    for weights in _weights(len(population), resamples, seed):
        double = weights.astype(np.float64)
        for matrix in matrices:
            matrix.add(weights, double)
    return [matrix.sums() for matrix in matrices]


def _weights(size: int, resamples: int, seed: int) -> Iterator[Singles]:
    """How often each document is drawn, some resamples at a time."""
    random = np.random.default_rng(seed)
    step = max(1, min(resamples, _CHUNK_BYTES // (8 * max(size, 1))))
    for first in range(0, resamples, step):
        count = min(step, resamples - first)
        weights = np.empty((count, size), np.float32)
        for row in weights:
            row[:] = np.bincount(random.integers(0, size, size), minlength=size) if size else 0
        yield weights


class _Matrix:
    """The distinct columns of a table side by side, and what they sum to in the resamples so far.

    Counts of which no resample can have more than single precision holds exactly are summed in that.
    """

    def __init__(self, table: Table, population: Ints) -> None:
        place = np.searchsorted(population, table.rows)
        inside = np.zeros(len(table.rows), bool)
        if len(population):
            inside = population[np.minimum(place, len(population) - 1)] == table.rows
        self._rows = place[inside]
        self._everything = len(self._rows) == len(population)
        self._where: dict[str, tuple[bool, slice]] = {}
        small: list[Floats] = []
        large: list[Floats] = []
        known: dict[int, tuple[bool, slice]] = {}
        for name, column in table.columns.items():
            if id(column) not in known:
                counts = column[inside]
                is_small = float(counts.max(initial=0.0)) * len(population) < _EXACT
                parts = small if is_small else large
                before = sum(part.shape[1] for part in parts)
                known[id(column)] = is_small, slice(before, before + column.shape[1])
                parts.append(counts)
            self._where[name] = known[id(column)]
        self._small = np.concatenate([np.zeros((len(self._rows), 0)), *small], axis=1).astype(np.float32)
        self._large = np.concatenate([np.zeros((len(self._rows), 0)), *large], axis=1)
        self._sums: tuple[list[Floats], list[Floats]] = [], []

    def add(self, single: Singles, double: Floats) -> None:
        """Sum these resamples, too; their weights come in either precision."""
        if not self._everything:
            single, double = single[:, self._rows], double[:, self._rows]
        self._sums[True].append((single @ self._small).astype(np.float64))
        self._sums[False].append(double @ self._large)

    def sums(self) -> Columns:
        """The sums by name, a row a resample."""
        sums = {is_small: np.concatenate(self._sums[is_small]) for is_small in (True, False)}
        return {name: sums[is_small][:, where] for name, (is_small, where) in self._where.items()}


def intervals(values: Values) -> list[Interval]:
    """The interval of each column of resampled values; a single interval if they are one column."""
    value = values.value if values.value.ndim == 2 else values.value[:, None]
    if not len(value):
        return [Interval(None, None)] * value.shape[1]
    undefined = np.isnan(value).sum(axis=0)
    whole = undefined == 0
    ends = np.full((2, value.shape[1]), np.nan)
    if whole.any():
        ends[:, whole] = np.percentile(value[:, whole], (2.5, 97.5), axis=0)
    for column in np.flatnonzero(~whole & (undefined <= MOST_UNDEFINED * len(value))):
        there = value[:, column]
        ends[:, column] = np.percentile(there[~np.isnan(there)], (2.5, 97.5))
    return [
        Interval(None, None, int(lost)) if np.isnan(low) else Interval(float(low), float(high), int(lost))
        for low, high, lost in zip(*ends, undefined, strict=True)
    ]
