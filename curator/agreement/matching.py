"""One-to-one matchings between two sets of spans of greatest size, exact and fast.

Spans of either side that overlap one another, directly or through others, form a component; a matching never leaves
one. Where one side of a component has a single span, it matches exactly one; nearly all are like that, and are counted
without a loop. The others are solved by taking spans by their ends: the span that ends first is matched with the span
of the other side that overlaps it and ends first. That is optimal: all that overlap it contain the place before its
end, so that among them the one that ends first overlaps nothing that another would not overlap as well.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class Components(NamedTuple):
    """Spans that overlap one another, directly or through others.

    Attributes:
        of: For each span that was given, the number of its component.
        first: The first span of each component: an index into what was given.
        left: How many spans of the left side each component has.
        right: Those of the right side.
    """

    of: Ints
    first: Ints
    left: Ints
    right: Ints


def components(start: Ints, end: Ints, is_right: npt.NDArray[np.bool_]) -> Components:
    """The components of spans on one line; those of different documents or labels must lie apart on it."""
    if not len(start):
        none = np.zeros(0, np.int64)
        return Components(none, none, none, none)
    order = np.argsort(start, kind="stable")
    begin, reach = start[order], np.maximum.accumulate(end[order])
    is_first = np.empty(len(order), bool)
    is_first[0] = True
    np.greater_equal(begin[1:], reach[:-1], out=is_first[1:])
    number = np.cumsum(is_first) - 1
    of = np.empty_like(number)
    of[order] = number
    count = int(number[-1]) + 1
    both = np.bincount(number, minlength=count)
    right = np.bincount(number[is_right[order]], minlength=count)
    return Components(of, order[is_first], both - right, right)


def matched(start: Ints, end: Ints, is_right: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The size of the greatest matching of overlapping spans, a component at a time.

    Args:
        start: Of the spans of both sides, on one line as in `components`.
        end: Behind the last place.
        is_right: Which side each belongs to.

    Returns:
        The first span of each component, and the number of its matches.
    """
    found = components(start, end, is_right)
    sizes = np.minimum(found.left, found.right)
    hard = np.flatnonzero(sizes > 1)
    if len(hard):
        is_hard = np.zeros(len(sizes), bool)
        is_hard[hard] = True
        members = np.flatnonzero(is_hard[found.of])
        members = members[np.argsort(found.of[members], kind="stable")]
        bounds = [*np.searchsorted(found.of[members], hard, "left").tolist(), len(members)]
        triples = list(zip(end[members].tolist(), start[members].tolist(), is_right[members].tolist(), strict=True))
        sizes[hard] = [greatest_matching(triples[low:high]) for low, high in pairwise(bounds)]
    return found.first, sizes


def greatest_matching(spans: list[tuple[int, int, bool]]) -> int:
    """The greatest number of overlapping pairs, one of each side, that share no span.

    Args:
        spans: End, start, and whether it is of the right side.
    """
    waiting = sorted(spans)
    taken = [False] * len(waiting)
    pairs = 0
    for place, (end, _, side) in enumerate(waiting):
        if taken[place]:
            continue
        for other in range(place + 1, len(waiting)):
            _, start, its_side = waiting[other]
            if its_side != side and not taken[other] and start < end:
                taken[other] = True
                pairs += 1
                break
    return pairs
