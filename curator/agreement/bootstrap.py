"""Percentile bootstrap over documents: each resample draws as many documents as there are, with replacement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from curator.agreement.columns import Columns, Floats, Table
from curator.agreement.draws import Often, draws
from curator.agreement.figures import Values
from curator.agreement.matching import Ints
from curator.agreement.values import Interval

RESAMPLES = 2_000
SEED = 2004
FEW_DOCUMENTS = 10
"""Below so many documents an interval comes with a warning."""
MOST_UNDEFINED = 0.05
"""Above this share of undefined resamples there is no interval."""

_BLOCK = 4_000
"""So many documents at a time: what is multiplied fits a cache."""
_EXACT = 2**24
"""Whole numbers below are exact in single precision, in which sums take half the time."""


def resampled(tables: Sequence[Table], population: Ints, *, resamples: int, seed: int) -> list[Columns]:
    """The sums of each table over each resample; all tables see the same resamples.

    Args:
        tables: What is summed; rows that are not in the population are left out.
        population: The numbers of the documents that are drawn, ascending.
        resamples: How many times.
        seed: Of the random numbers.
    """
    found: list[Columns] = [{} for _ in tables]
    matrices: dict[bytes, _Matrix] = {}
    for number, table in enumerate(tables):
        rows, columns = _within(table, population)
        matrix = matrices.setdefault(rows.tobytes(), _Matrix(rows, len(population)))
        for name, column in columns.items():
            matrix.take(number, name, column)
    for weights in draws(len(population), resamples, seed):
        for matrix in matrices.values():
            matrix.add(weights)
    for matrix in matrices.values():
        for (number, name), sums in matrix.sums():
            found[number][name] = sums
    return found


def _within(table: Table, population: Ints) -> tuple[Ints, Columns]:
    """The places of a table's rows in the population, and the counts of those rows."""
    place = np.searchsorted(population, table.rows)
    inside = np.zeros(len(table.rows), bool)
    if len(population):
        inside = population[np.minimum(place, len(population) - 1)] == table.rows
    return place[inside], table.columns if inside.all() else table.some(inside)


class _Matrix:
    """The distinct counts of the same documents side by side, and what they sum to in the resamples so far.

    They are summed in single precision, which takes half the time, and exactly: whole numbers that would outgrow it are
    split into digits that do not. Other large numbers are summed in double precision.
    """

    def __init__(self, rows: Ints, size: int) -> None:
        self._rows = rows
        self._everything = len(rows) == size
        self._base = 2.0 ** max(1, int(np.log2(_EXACT / max(size, 1))))
        self._single: list[Floats] = []
        self._double: list[Floats] = []
        self._known: dict[int, tuple[Floats, bool, list[slice]]] = {}
        self._names: list[tuple[tuple[int, str], int]] = []
        self._width = {True: 0, False: 0}
        self._counts: tuple[npt.NDArray[Any], npt.NDArray[Any]] | None = None
        self._sums: tuple[list[npt.NDArray[Any]], list[npt.NDArray[Any]]] = [], []

    def take(self, table: int, name: str, column: Floats) -> None:
        """Sum this, too; a column that is there already is summed once."""
        self._names.append(((table, name), id(column)))
        if id(column) in self._known:
            return
        digits = self._digits(column) if column.any() else []
        single = digits is not None
        places = []
        for part in [column] if digits is None else digits:
            (self._single if single else self._double).append(part)
            places.append(slice(self._width[single], self._width[single] + part.shape[1]))
            self._width[single] += part.shape[1]
        self._known[id(column)] = column, single, places  # the column is kept, so that its id stays its own

    def _digits(self, column: Floats) -> list[Floats] | None:
        """The column in parts below the base, the lowest first; None if it is large and not whole."""
        if column.max(initial=0.0) < self._base:
            return [column]
        if (column != np.floor(column)).any():
            return None
        parts = []
        while column.max(initial=0.0) >= self._base:
            column, lowest = np.divmod(column, self._base)
            parts.append(lowest)
        return [*parts, column]

    def add(self, weights: Often) -> None:
        """Sum these resamples, too."""
        if self._counts is None:
            self._counts = (
                _side_by_side(self._single, len(self._rows), np.float32),
                _side_by_side(self._double, len(self._rows), np.float64),
            )
        sums = [np.zeros((len(weights), counts.shape[1]), counts.dtype) for counts in self._counts]
        for first in range(0, len(self._rows), _BLOCK):
            block = slice(first, first + _BLOCK)
            of_rows = weights[:, block] if self._everything else weights[:, self._rows[block]]
            for found, counts in zip(sums, self._counts, strict=True):
                if counts.shape[1]:
                    found += of_rows.astype(counts.dtype) @ counts[block]
        for parts, found in zip(self._sums, sums, strict=True):
            parts.append(found)

    def sums(self) -> Iterator[tuple[tuple[int, str], Floats]]:
        """The sums by table and name, a row a resample."""
        if self._counts is None:
            return
        sums = [np.concatenate(parts) for parts in self._sums]
        whole: dict[int, Floats] = {}
        for key, (column, single, places) in self._known.items():
            digits = [sums[0 if single else 1][:, place].astype(np.float64) for place in places]
            nothing = np.zeros((len(sums[0]), column.shape[1]))
            whole[key] = sum((digit * self._base**n for n, digit in enumerate(digits)), nothing)
        for name, key in self._names:
            yield name, whole[key]


def _side_by_side(columns: list[Floats], rows: int, kind: type[np.floating[Any]]) -> npt.NDArray[Any]:
    found = np.empty((rows, sum(column.shape[1] for column in columns)), kind)
    at = 0
    for column in columns:
        found[:, at : at + column.shape[1]] = column
        at += column.shape[1]
    return found


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
