"""Where a row of documents has one that is not as the others are, such as the first that is not done.

To count those that are so in a stretch reads a few bytes of an index for each; to ask document by document costs twenty
times as much. The stretches double until one has a gap, which halving then finds.
"""

from __future__ import annotations

from collections.abc import Callable

IsGap = Callable[[int, int], bool]
"""Whether one of the documents in (after, last] is not so."""


def first_gap(is_gap: IsGap, after: int, last: int, stretch: int) -> int | None:
    """The first document in (after, last] that is not so; None where all are. The first stretch is so long."""
    while after < last:
        end = min(after + stretch, last)
        if is_gap(after, end):
            break
        after, stretch = end, stretch * 2
    else:
        return None
    while end - after > 1:
        middle = (after + end) // 2
        after, end = (after, middle) if is_gap(after, middle) else (middle, end)
    return end


def last_gap(is_gap: IsGap, before: int, stretch: int) -> int | None:
    """The last document before this one that is not so; None where all are. The first stretch is so long."""
    # The same from the other end: the documents counted backwards, from the one before this.
    back = first_gap(lambda after, last: is_gap(before - last - 1, before - after - 1), 0, before - 1, stretch)
    return None if back is None else before - back
