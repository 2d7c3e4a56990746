"""Settling disputes without a person: by unanimity, by majority, or by the weight of reviewers.

A policy says of each span in a dispute whether it is taken, left out, or undecided, and names what it leaves
undecided. Nothing is ever taken that no reviewer has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import msgspec

from curator.errors import CuratorError
from curator.gold.disputes import Candidate, Dispute, Layers, find_disputes
from curator.model import Attributes, Span, reading_order


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of the spans of a dispute, each in reading order; every candidate is in just one of the three."""

    taken: tuple[Span, ...] = ()
    left_out: tuple[Span, ...] = ()
    undecided: tuple[Span, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether nothing is undecided."""
        return not self.undecided


Policy = Callable[[Dispute], Verdict]
Weight = Fraction | int


class Settled(msgspec.Struct, frozen=True):
    """What a policy makes of a document: the spans that hold, and each dispute with its verdict."""

    spans: tuple[Span, ...]
    disputes: tuple[tuple[Dispute, Verdict], ...]


def unanimous(dispute: Dispute) -> Verdict:
    """Take what all have; all else is undecided."""
    spans = tuple(candidate.span for candidate in dispute.candidates)
    return Verdict(taken=spans) if dispute.agreed else Verdict(undecided=spans)


def majority(dispute: Dispute) -> Verdict:
    """Every reviewer counts the same; see `by_weight`."""
    return _weighed(dispute, dict.fromkeys(dispute.basis, 1))


def by_weight(weights: Mapping[str, float]) -> Policy:
    """A policy in which a reviewer's word has this weight; 1 for those who are not named.

    A span is taken if those who have it outweigh the others. It is left out if the others outweigh them, and either
    what was taken instead overlaps it, or those outweigh the rest who have nothing at all in its place. Where three
    reviewers have three different spans, there is no majority for any, but one for there being something: undecided.

    Raises:
        CuratorError: A weight is not a finite number from 0 on.
    """
    exact: dict[str, Fraction] = {}
    for layer, weight in weights.items():
        try:
            # By way of the digits: 0.1 and 0.2 together are to weigh as much as 0.3.
            exact[layer] = Fraction(str(weight))
        except (ValueError, OverflowError):
            exact[layer] = Fraction(-1)
        if exact[layer] < 0:
            raise CuratorError(f"{weight} is no weight for {layer}", fix="give a number from 0 on")
    return lambda dispute: _weighed(dispute, {layer: exact.get(layer, Fraction(1)) for layer in dispute.basis})


def settle(policy: Policy, layers: Layers) -> Settled:
    """Settle all disputes of a document."""
    spans: list[Span] = []
    disputed: list[tuple[Dispute, Verdict]] = []
    for dispute in find_disputes(layers):
        if dispute.agreed:
            spans.append(dispute.candidates[0].span)
            continue
        verdict = policy(dispute)
        spans += verdict.taken
        disputed.append((dispute, verdict))
    return Settled(tuple(sorted(spans, key=reading_order)), tuple(disputed))


def _weighed(dispute: Dispute, weights: Mapping[str, Weight]) -> Verdict:
    whole = sum(weights.values())
    taken, tied, lost = [], [], []
    for each in dispute.candidates:
        support = 2 * sum(weights[layer] for layer in each.by)
        span = _in_one_form(each, weights) if support > whole else None
        if span is not None:
            taken.append(span)
        elif support < whole:
            lost.append(each.span)
        else:
            tied.append(each.span)
    left_out = []
    for span in lost:
        empty = sum(weights[layer] for layer, there in dispute.basis.items() if not any(map(span.overlaps, there)))
        if any(map(span.overlaps, taken)) or 2 * empty > whole:
            left_out.append(span)
        else:
            tied.append(span)
    return Verdict(_ordered(taken), _ordered(left_out), _ordered(tied))


def _in_one_form(candidate: Candidate, weights: Mapping[str, Weight]) -> Span | None:
    """The span with the attributes that weigh most among those who have it; None where two weigh the same."""
    if candidate.alike:
        return candidate.span
    forms: list[tuple[Attributes, Weight]] = []
    for layer, span in candidate.by.items():
        place = next((n for n, (attributes, _) in enumerate(forms) if attributes == span.attributes), None)
        if place is None:
            forms.append((span.attributes, weights[layer]))
        else:
            forms[place] = (span.attributes, forms[place][1] + weights[layer])
    best = max(weight for _, weight in forms)
    first, *others = (attributes for attributes, weight in forms if weight == best)
    return None if others else msgspec.structs.replace(candidate.span, attributes=first)


def _ordered(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=reading_order))
