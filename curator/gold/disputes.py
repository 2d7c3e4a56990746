"""Where the layers of one document agree, and where they are in dispute. Pure: no store, no screen.

What all reviewers have is agreed, one span at a time. The rest falls into disputes: spans, of whichever layers, that
hang together by overlap (the connected components of the graph in which two spans with a common code point are
neighbours). So each question can be settled without touching another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from curator.model import Span

Layers = Mapping[str, Sequence[Span]]
"""What each reviewer who has finished the document has there, by layer."""
Difference = Literal["none", "missed", "boundary", "label", "attributes", "several"]


class Candidate(msgspec.Struct, frozen=True):
    """A span that at least one reviewer has. ``by``: as each of them has it, attributes among it, by layer."""

    by: dict[str, Span]

    @property
    def span(self) -> Span:
        """The span; where reviewers differ on its attributes, as the first of them has it."""
        return next(iter(self.by.values()))

    @property
    def alike(self) -> bool:
        """Whether those who have it agree on its attributes."""
        return all(span == self.span for span in self.by.values())


class Dispute(msgspec.Struct, frozen=True):
    """One question: a stretch of the text, in code points, and what each reviewer has there.

    ``basis`` holds every reviewer who has finished the document, also those who have nothing here, in their order.
    ``agreed``: all have the same one span, so that there is nothing to settle. ``candidates``: the distinct spans, in
    reading order.
    """

    start: int
    end: int
    basis: dict[str, tuple[Span, ...]]
    agreed: bool
    candidates: tuple[Candidate, ...] = ()

    @property
    def layers(self) -> tuple[str, ...]:
        """All reviewers who have finished the document."""
        return tuple(self.basis)

    def overlaps(self, span: Span) -> bool:
        """Whether the span has a code point in the stretch."""
        return span.start < self.end and self.start < span.end

    @property
    def difference(self) -> Difference:
        """What it is about: a span that some lack, its edges, its label, its attributes, or more than one of these."""
        if self.agreed:
            return "none"
        candidates = self.candidates
        counts = {len(spans) for spans in self.basis.values()}
        if len(candidates) == 1:
            return "attributes" if len(candidates[0].by) == len(self.basis) else "missed"
        if counts != {1}:
            return "several"
        if len({(each.span.start, each.span.end) for each in candidates}) == 1:
            return "label"
        return "boundary" if len({each.span.label for each in candidates}) == 1 else "several"


def find_disputes(layers: Layers) -> tuple[Dispute, ...]:
    """All that the reviewers have in a document, agreed spans and disputes, in reading order.

    Args:
        layers: At least one; a span that a layer has twice counts once.
    """
    names = tuple(layers)
    agreed: list[Dispute] = []
    rest: list[Candidate] = []
    for candidate in _candidates(layers):
        if len(candidate.by) == len(names) and candidate.alike:
            agreed.append(_dispute(names, [candidate], agreed=True))
        else:
            rest.append(candidate)
    found = [*agreed, *(_dispute(names, group, agreed=False) for group in _connected(rest))]
    return tuple(sorted(found, key=lambda each: (each.start, -each.end, each.candidates[0].span.label)))


def _candidates(layers: Layers) -> list[Candidate]:
    """The distinct spans, in reading order; of two alike in a layer, the first."""
    found: dict[tuple[int, int, str], dict[str, Span]] = {}
    for layer, spans in layers.items():
        for span in spans:
            found.setdefault(span.key, {}).setdefault(layer, span)
    return [Candidate(found[key]) for key in sorted(found, key=lambda key: (key[0], -key[1], key[2]))]


def _connected(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """The groups that hang together by overlap, of candidates in reading order."""
    group: list[Candidate] = []
    end = 0
    for candidate in candidates:
        span = candidate.span
        if group and span.start >= end:
            yield group
            group = []
        end = max(end, span.end) if group else span.end
        group.append(candidate)
    if group:
        yield group


def _dispute(names: Sequence[str], group: Sequence[Candidate], *, agreed: bool) -> Dispute:
    """The dispute over these candidates, which are in reading order."""
    basis = {name: tuple(each.by[name] for each in group if name in each.by) for name in names}
    return Dispute(group[0].span.start, max(each.span.end for each in group), basis, agreed, tuple(group))
