"""How often each of some documents is drawn in a resample: exactly multinomial, at a fraction of the price.

Independent Poisson counts, given what they add up to, are multinomial with equal shares, whatever their rate. So each
resample begins with Poisson counts at a rate a little below 1, four standard deviations of their sum, and the draws
that are lacking are made one by one. A resample whose counts exceed the number of documents is begun anew, which leaves
those that stay multinomial, since that holds given any sum.

The Poisson counts come from a table: of the 256 values of a random byte, as many stand for a count as its probability
fills; the few values that are left stand for what is then missing of every probability, and are drawn from that.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Often = npt.NDArray[np.uint8]

_CHUNK_BYTES = 40_000_000
_CHUNK_ROWS = 400
_MOST = 24
"""No Poisson count at a rate below 1 is larger: the probability of one that is lies below the precision of a double."""
_LEFT = 255


def draws(size: int, resamples: int, seed: int) -> Iterator[Often]:
    """How often each document is drawn, some resamples at a time.

    Args:
        size: How many documents there are, and are drawn in each resample.
        resamples: How many.
        seed: Of the random numbers.

    Yields:
        A row a resample, a column a document; each row adds up to ``size``.
    """
    random = np.random.default_rng(seed)
    counts = _Poisson(max(0.0, 1 - 4 / size**0.5) if size else 0.0, random)
    step = max(1, min(_CHUNK_ROWS, _CHUNK_BYTES // max(size, 1)))
    for first in range(0, resamples, step):
        weights = counts.rows(min(step, resamples - first), size)
        lacking = size - _sums(weights)
        while (over := np.flatnonzero(lacking < 0)).size:
            weights[over] = counts.rows(len(over), size)
            lacking[over] = size - _sums(weights[over])
        begins = np.repeat(np.arange(len(weights)) * size, lacking)
        np.add.at(weights.reshape(-1), begins + random.integers(0, max(size, 1), len(begins)), np.uint8(1))
        yield weights


class _Poisson:
    """Independent Poisson counts."""

    def __init__(self, rate: float, random: np.random.Generator) -> None:
        self._random = random
        self._rate = rate
        probability = np.empty(_MOST)
        probability[0] = np.exp(-rate)
        for count in range(1, _MOST):
            probability[count] = probability[count - 1] * rate / count
        filled = np.floor(probability * 256).astype(np.int64)
        values = np.repeat(np.arange(_MOST, dtype=np.uint8), filled)
        self._table = bytes(values) + bytes([_LEFT]) * (256 - len(values))
        rest = np.cumsum(probability * 256 - filled)
        self._rest = rest / max(rest[-1], np.finfo(float).tiny)

    def rows(self, rows: int, size: int) -> Often:
        """So many counts, independent of one another."""
        if not self._rate:
            return np.zeros((rows, size), np.uint8)
        raw = bytearray(self._random.integers(0, 2**64, -(-rows * size // 8), dtype=np.uint64).data)
        counts = np.frombuffer(raw.translate(self._table), np.uint8, rows * size)
        left = np.flatnonzero(counts == _LEFT)
        counts[left] = np.searchsorted(self._rest, self._random.random(len(left)), "right")
        return counts.reshape(rows, size)


def _sums(counts: Often) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = counts.sum(axis=1, dtype=np.uint32).astype(np.int64)
    return found
