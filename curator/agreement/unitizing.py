"""Krippendorff's alpha for unitizing in its first form, on the characters of the documents laid end to end.

It does not add up over documents, since the gap at the end of one goes on at the start of the next; so it is counted
from the spans. Sources: docs/agreement.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curator.agreement.batch import Bools, expand
from curator.agreement.columns import Floats
from curator.agreement.counts import Counts, Kept
from curator.agreement.matching import Ints
from curator.agreement.values import Measure

_LONG = 1_000_000
"""A unit longer than that is too long to count the units of each length in a list."""


class Unitizing(NamedTuple):
    """The alpha of all labels together, and of each."""

    all: Measure
    labels: dict[str, Measure]


class _Units(NamedTuple):
    start: Ints
    end: Ints

    @property
    def overlap(self) -> bool:
        return bool((self.start[1:] < self.end[:-1]).any())


def unitizing_alpha(counts: Counts, annotators: Sequence[int] | None = None) -> Unitizing:
    """Krippendorff (1995, 2004): 1 - sum of observed / sum of expected disagreement over the labels.

    Args:
        counts: What was counted.
        annotators: Their places among the annotators; all if None. Documents that all of them finished make up the
            continuum.
    """
    chosen = list(range(len(counts.annotators))) if annotators is None else list(annotators)
    if len(chosen) < 2:
        return _undefined(counts, "two_annotators")
    complete = counts.complete(chosen)
    if not complete.any():
        return _undefined(counts, "no_documents")
    lengths = np.where(complete, counts.lengths, 0)
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    length = int(bounds[-1])
    by_label = [_by_label(*_on_line(counts.kept[place], complete, bounds), len(counts.labels)) for place in chosen]
    parts = [_label(list(sides), length) for sides in zip(*by_label, strict=True)]
    labels = {name: _alpha([part]) for name, part in zip(counts.labels, parts, strict=True)}
    return Unitizing(_alpha(parts), labels)


def _undefined(counts: Counts, reason: str) -> Unitizing:
    return Unitizing(Measure(None, reason), {name: Measure(None, reason) for name in counts.labels})


def _alpha(parts: Sequence[tuple[float, float] | None]) -> Measure:
    """From the disagreements of labels, observed and expected; None is a label whose own spans overlap."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return Measure(None, "overlapping_spans")
    observed, expected = sum(part[0] for part in known), sum(part[1] for part in known)
    return Measure(1 - observed / expected) if expected > 0 else Measure(None, "no_variation")


def _on_line(kept: Kept, complete: Bools, bounds: Ints) -> tuple[Ints, Ints, npt.NDArray[np.int16]]:
    if complete.all():
        shift = bounds[kept.document]
        return kept.start + shift, kept.end + shift, kept.label
    which = complete[kept.document]
    shift = bounds[kept.document[which]]
    return kept.start[which] + shift, kept.end[which] + shift, kept.label[which]


def _by_label(start: Ints, end: Ints, label: npt.NDArray[np.int16], labels: int) -> list[_Units]:
    order = np.argsort(label, kind="stable")
    start, end = start[order], end[order]
    bounds = np.concatenate(([0], np.cumsum(np.bincount(label, minlength=labels))))
    return [_Units(start[low:high], end[low:high]) for low, high in pairwise(bounds.tolist())]


def _label(sides: list[_Units], length: int) -> tuple[float, float] | None:
    """Observed and expected disagreement on one label; None where spans of an annotator overlap."""
    if any(side.overlap for side in sides):
        return None
    count = len(sides)
    apart = sum(_distance(left, right) for left, right in combinations(sides, 2))
    return 2 * apart / (count * (count - 1) * length**2), _expected(sides, length)


def _distance(left: _Units, right: _Units) -> float:
    """Squared differences of the ends of units that intersect, and squared lengths of those that lie in a gap."""
    low = np.searchsorted(right.end, left.start, "right")
    high = np.maximum(np.searchsorted(right.start, left.end, "left"), low)
    mine, theirs = np.repeat(np.arange(len(low)), high - low), expand(low, high)
    ends = (left.start[mine] - right.start[theirs]) ** 2 + (left.end[mine] - right.end[theirs]) ** 2
    in_gap = np.ones(len(right.start), bool)
    in_gap[theirs] = False
    return float(ends.sum()) + _alone(left, low == high) + _alone(right, in_gap)


def _alone(units: _Units, which: Bools) -> float:
    return float(((units.end - units.start)[which] ** 2).sum())


def _expected(sides: list[_Units], length: int) -> float:
    """The disagreement of all ways to lay the same units and gaps out on the continuum."""
    sizes, often = _distinct(np.concatenate([side.end - side.start for side in sides]))
    units = int(often.sum())
    gaps = np.sort(np.concatenate([_gaps(side, length) for side in sides])).astype(np.float64)
    # The gaps that are long enough for a unit: how many, and their sum, from the longest down.
    count = len(gaps) - np.searchsorted(gaps, sizes, "left")
    longest = np.concatenate(([0.0], np.cumsum(gaps[::-1])))
    room = longest[count] - (sizes - 1) * count
    with_units = (units - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    total = float((often * (with_units + sizes**2 * room)).sum())
    places = float(len(sides) * length)
    ways = places * (places - 1) - float((often * sizes * (sizes - 1)).sum())
    return 2 / length * total / ways if ways > 0 else 0.0


def _distinct(sizes: Ints) -> tuple[Floats, Floats]:
    """The sizes that there are, ascending, and how often each."""
    if sizes.max(initial=0) > _LONG:
        found, often = np.unique(sizes, return_counts=True)
    else:
        often = np.bincount(sizes)
        found = np.flatnonzero(often)
        often = often[found]
    return found.astype(np.float64), often.astype(np.float64)


def _gaps(side: _Units, length: int) -> Ints:
    edges = np.concatenate((side.start, [length])) - np.concatenate(([0], side.end))
    return edges[edges > 0]
