"""Gamma (Mathet, Widlöcher and Métivier 2015): alignment and agreement at once, for spans that may nest.

Chance is what sampled continua come to. There are two ways to draw them:

- ``statistical``, as `pygamma-agreement` does by default: the number of units of an annotator, the gaps between units
  and their lengths from normal distributions with the mean and the standard deviation seen, labels as often as seen.
- ``shuffle``, as in the paper (5.2): the units of annotators drawn at random, each moved by a pivot of its own around
  the continuum; pivots are half a mean unit or more apart, as far as there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from curator.agreement.alignment import Units, least_cost
from curator.agreement.bootstrap import SEED
from curator.agreement.columns import Floats
from curator.agreement.counts import Counts
from curator.agreement.matching import Ints
from curator.agreement.values import Interval, Measure
from curator.errors import CuratorError

Sampler = Literal["statistical", "shuffle"]
SAMPLES = 300
"""At least so many: with 30, gamma moves by .02 from run to run."""

_CHUNK_UNITS = 60_000
_SHORTEST = 1e-6


class Gamma(msgspec.Struct, frozen=True):
    """Gamma of some annotators.

    Attributes:
        measure: The value. Its interval is that of the sampling of chance (95 %, normal), not one over documents.
        observed: The disorder of the best alignment, by unit.
        expected: The mean disorder of the samples, by unit.
        samples: How many there were.
        seed: Of the samples.
        sampler: How they were drawn.
        documents: How many documents all of them finished.
    """

    measure: Measure
    observed: float | None
    expected: float | None
    samples: int
    seed: int
    documents: int
    sampler: Sampler = "statistical"


def gamma(
    counts: Counts,
    annotators: Sequence[int] | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    sampler: Sampler = "statistical",
) -> Gamma:
    """Gamma over the documents that all these annotators finished, laid end to end; no unit is aligned across texts.

    Args:
        counts: What was counted.
        annotators: Their places among the annotators; all if None.
        samples: Of chance, at least `SAMPLES`.
        seed: Of the samples.
        sampler: How they are drawn.

    Raises:
        CuratorError: There are too few samples.
    """
    if samples < SAMPLES:
        raise CuratorError(f"{samples} samples are too few for gamma", fix=f"take {SAMPLES} or more")
    chosen = list(range(len(counts.annotators))) if annotators is None else list(annotators)
    documents = int(counts.complete(chosen).sum())
    units, shift = _observed(counts, chosen)
    reason = _undefined(units, len(chosen), documents)
    if reason is not None:
        return Gamma(Measure(None, reason), None, None, samples, seed, documents, sampler)
    number = len(chosen)
    mean_units = len(units.who) / number
    observed = float(least_cost(units, number, len(counts.keys)).sum()) / mean_units
    chance = _Chance(units, shift, number, sampler).disorders(samples, np.random.default_rng(seed))
    expected = float(chance.mean())
    if expected <= 0:
        return Gamma(Measure(None, "no_variation"), observed, expected, samples, seed, documents, sampler)
    noise = 1.96 * float(chance.std(ddof=1)) / np.sqrt(samples)
    ends = [float(1 - observed / max(expected + sign * noise, _SHORTEST)) for sign in (-1, 1)]
    measure = Measure(1 - observed / expected, None, Interval(min(ends), max(ends)))
    return Gamma(measure, observed, expected, samples, seed, documents, sampler)


def _undefined(units: Units, annotators: int, documents: int) -> str | None:
    if annotators < 2:
        return "two_annotators"
    if not documents:
        return "no_documents"
    if not len(units.who):
        return "no_spans"
    return "one_side_empty" if len(np.unique(units.who)) < 2 else None


def _observed(counts: Counts, chosen: Sequence[int]) -> tuple[Units, Ints]:
    """The units of documents that all finished, and where the document of each begins on the continuum."""
    complete = counts.complete(chosen)
    bounds = np.concatenate(([0], np.cumsum(np.where(complete, counts.lengths, 0))))
    parts = []
    for who, place in enumerate(chosen):
        kept = counts.kept[place] if counts.kept else None
        if kept is None:
            continue
        which = complete[kept.document]
        document = kept.document[which].astype(np.int64)
        label = kept.label[which].astype(np.int64)
        parts.append((document, np.full(len(label), who), kept.start[which], kept.end[which], label))
    if not parts:
        none = np.zeros(0, np.int64)
        return Units(none, none, none.astype(float), none.astype(float), none), none
    found = [np.concatenate(each) for each in zip(*parts, strict=True)]
    order = np.lexsort(found[::-1])
    group, side, start, end, label = (each[order] for each in found)
    return Units(group, side, start.astype(float), end.astype(float), label), bounds[group]


class _Chance:
    """What units look like, and continua with such units."""

    def __init__(self, units: Units, shift: Ints, annotators: int, sampler: Sampler) -> None:
        self._annotators = annotators
        self._draw = self._sample if sampler == "statistical" else self._shuffle
        self._start, self._end = units.start + shift, units.end + shift
        self._of = [np.flatnonzero(units.who == who) for who in range(annotators)]
        self._label = units.label
        number = np.bincount(units.who, minlength=annotators)
        self._number = float(number.mean()), float(number.std())
        sizes = units.end - units.start
        self._size = float(sizes.mean()), float(sizes.std())
        gaps = [np.zeros(1)]
        for who in range(annotators):
            start, end = self._start[self._of[who]], self._end[self._of[who]]
            if len(start):
                gaps += [start[1:] - end[:-1], start[:1][start[:1] > 0]]
        gap = np.concatenate(gaps)
        self._gap = float(gap.mean()), float(gap.std())
        self._labels, counts = np.unique(units.label, return_counts=True)
        self._shares = counts / counts.sum()

    def disorders(self, samples: int, random: np.random.Generator) -> Floats:
        """The disorder of each of so many samples."""
        found = []
        step = max(1, int(_CHUNK_UNITS / max(1.0, self._number[0] * self._annotators)))
        for first in range(0, samples, step):
            count = min(step, samples - first)
            units = self._draw(count, random)
            cost = least_cost(units, self._annotators, count)
            found.append(cost * self._annotators / np.bincount(units.group, minlength=count))
        return np.concatenate(found)

    def _sample(self, count: int, random: np.random.Generator) -> Units:
        number = np.abs(random.normal(*self._number, (count, self._annotators)).astype(np.int64))
        number[:, 0] = np.maximum(number[:, 0], 1)
        flat = number.ravel()
        total = int(flat.sum())
        size = np.maximum(np.abs(random.normal(*self._size, total)), _SHORTEST)
        gap = random.normal(*self._gap, total)
        behind = np.cumsum(gap + size)
        before = np.concatenate(([0.0], behind))[np.cumsum(flat) - flat]
        end = behind - np.repeat(before, flat)
        label = random.choice(self._labels, total, p=self._shares)
        series = np.repeat(np.arange(len(flat)), flat)
        return Units(series // self._annotators, series % self._annotators, end - size, end, label)

    def _shuffle(self, count: int, random: np.random.Generator) -> Units:
        low, high = float(self._start.min()), float(self._end.max())
        parts: list[tuple[int, int, Ints, Floats]] = []
        for sample in range(count):
            drawn: list[tuple[int, int, Ints, Floats]] = []
            while not sum(len(each[2]) for each in drawn):
                pivots = self._pivots(low, high, random)
                whose = random.integers(0, self._annotators, self._annotators)
                drawn = [
                    (sample, who, self._of[int(source)], self._moved(int(source), pivot, low, high))
                    for who, (source, pivot) in enumerate(zip(whose, pivots, strict=True))
                ]
            parts += drawn
        units = np.concatenate([each[2] for each in parts])
        start = np.concatenate([each[3] for each in parts])
        sizes = [len(each[2]) for each in parts]
        group, who = (np.repeat([each[place] for each in parts], sizes) for place in (0, 1))
        return Units(group, who, start, start + (self._end - self._start)[units], self._label[units])

    def _moved(self, source: int, pivot: float, low: float, high: float) -> Floats:
        """Where the units of an annotator begin when they are moved around the continuum."""
        start = self._start[self._of[source]] + pivot
        return np.where(start > high, start + low - high, start)

    def _pivots(self, low: float, high: float, random: np.random.Generator) -> list[float]:
        """A place for each annotator, away from those of the others while there is room."""
        room, found = [(low, high)], []
        apart = self._size[0] / 2
        for _ in range(self._annotators):
            sizes = np.array([end - start for start, end in room])
            if sizes.sum() > 0:
                start, end = room[int(random.choice(len(room), p=sizes / sizes.sum()))]
                pivot = float(int(random.uniform(start, end)))
            else:
                pivot = float(random.uniform(low, high))
            found.append(pivot)
            cut = [part for s, e in room for part in ((s, min(e, pivot - apart)), (max(s, pivot + apart), e))]
            room = [(s, e) for s, e in cut if s < e]
        return found
