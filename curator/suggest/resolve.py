"""Which of several proposals stay where they overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec

from curator.model import Attributes


class Proposal(msgspec.Struct, frozen=True):
    """A span with a label that the rules propose; ``users``: by the words or patterns of the label set."""

    start: int
    end: int
    label: str
    score: float
    reason: str
    attributes: Attributes
    users: bool = False


def resolve(proposals: Iterable[Proposal], *, overlap: bool) -> list[Proposal]:
    """The proposals that stay, in reading order.

    None of them overlap; but where the label set allows it, a user's proposal may stand within another label's, or
    around it. A user's word within a longer span of the same label gives way to it.
    """
    rest: list[Proposal] = []
    users: list[Proposal] = []
    for proposal in proposals:
        (users if proposal.users else rest).append(proposal)
    own = _apart(rest)
    if not users:
        return own
    users = [p for p in _apart(users) if not _covered(p, own)]
    return sorted((*users, *(p for p in own if _compatible(p, users, overlap=overlap))), key=_reading_order)


def _reading_order(p: Proposal) -> tuple[int, int, str]:
    return p.start, -p.end, p.label


def _apart(proposals: list[Proposal]) -> list[Proposal]:
    """Those that do not overlap: of two that do, the surer one where it is much surer, else the longer one."""
    kept: list[Proposal] = []
    for proposal in sorted(proposals, key=_reading_order):
        if not kept or proposal.start >= kept[-1].end:
            kept.append(proposal)
        elif _better(proposal, kept[-1]):
            kept[-1] = proposal
    return kept


def _better(one: Proposal, other: Proposal) -> bool:
    if abs(one.score - other.score) > 0.3:
        return one.score > other.score
    return one.end - one.start > other.end - other.start


def _around(proposal: Proposal, sorted_apart: list[Proposal]) -> list[Proposal]:
    """Those of a sorted list without overlaps that overlap with a proposal."""
    low = bisect_right(sorted_apart, proposal.start, key=lambda p: p.end)
    high = bisect_left(sorted_apart, proposal.end, key=lambda p: p.start)
    return sorted_apart[low:high]


def _covered(proposal: Proposal, others: list[Proposal]) -> bool:
    return any(
        o.label == proposal.label and o.start <= proposal.start and proposal.end <= o.end and not _same(o, proposal)
        for o in _around(proposal, others)
    )


def _compatible(proposal: Proposal, users: list[Proposal], *, overlap: bool) -> bool:
    """Whether a proposal can stay beside the user's."""
    return all(overlap and o.label != proposal.label and _nested(o, proposal) for o in _around(proposal, users))


def _same(one: Proposal, other: Proposal) -> bool:
    return one.start == other.start and one.end == other.end


def _nested(one: Proposal, other: Proposal) -> bool:
    if _same(one, other):
        return False
    return (one.start <= other.start and other.end <= one.end) or (other.start <= one.start and one.end <= other.end)
