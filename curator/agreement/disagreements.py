"""Where two layers of a document differ, and how: the places behind the figures.

Spans that both have agree. The others are aligned as for partial F1, one-to-one and with the greatest total weight; of
such alignments the one in which most places agree, then most labels, and then most text is common. What is aligned
differs in its boundary, its label or both; what is not was missed by one of the two. A span against several on the
other side was split, or they were merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations
from typing import Literal

import msgspec

from curator.agreement.assignment import heaviest
from curator.agreement.documents import AnySpan, Shared, triples

Kind = Literal["missed", "boundary", "label", "both", "split"]
KINDS: tuple[Kind, ...] = ("missed", "boundary", "label", "both", "split")
"""``both`` is boundary and label; ``split`` is one span against several, or several against one."""

Key = tuple[int, int, str]
NOTHING = ""
"""Stands for no span in a confusion matrix; no label is empty."""


class Disagreement(msgspec.Struct, frozen=True):
    """A place where two annotators differ.

    Attributes:
        document: The key.
        left: One annotator.
        right: The other.
        kind: How they differ.
        left_spans: What one has here: start, end, label; by start.
        right_spans: What the other has.
    """

    document: str
    left: str
    right: str
    kind: Kind
    left_spans: tuple[Key, ...]
    right_spans: tuple[Key, ...]

    @property
    def start(self) -> int:
        """Where it begins, in code points."""
        return min(span[0] for span in (*self.left_spans, *self.right_spans))

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(span[1] for span in (*self.left_spans, *self.right_spans))


class PairTally(msgspec.Struct):
    """How two annotators differ.

    Attributes:
        kinds: How many disagreements of each kind.
        confusion: How often one gave one label and the other another; `NOTHING` where there is no span.
    """

    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)


def compare(
    left: Iterable[AnySpan], right: Iterable[AnySpan]
) -> tuple[list[tuple[Kind, list[Key], list[Key]]], Counter[tuple[str, str]]]:
    """The disagreements of two layers of a document, by place, and the confusion of their labels."""
    one, other = triples(left), triples(right)
    confusion = Counter((label, label) for _, _, label in one & other)
    found: list[tuple[Kind, list[Key], list[Key]]] = []
    for mine, theirs in _components(one - other, other - one):
        pairs = _aligned(mine, theirs)
        if min(len(mine), len(theirs)) == 1 and max(len(mine), len(theirs)) > 1:
            found.append(("split", mine, theirs))
        else:
            found += [(_kind(a, b), [a] if a else [], [b] if b else []) for a, b in pairs]
        confusion.update((a[2] if a else NOTHING, b[2] if b else NOTHING) for a, b in pairs)
    found.sort(key=lambda each: min(span[0] for span in (*each[1], *each[2])))
    return found, confusion


def disagreements(
    document: Shared, left: str, right: str, *, labels: Collection[str] | None = None
) -> list[Disagreement]:
    """Where these two, who both finished the document, differ; by place."""
    found, _ = compare(_chosen(document, left, right, labels), _chosen(document, right, left, labels))
    return [
        Disagreement(document.key, left, right, kind, tuple(mine), tuple(theirs)) for kind, mine, theirs in found
    ]  # fmt: skip


def tally(
    documents: Iterable[Shared],
    annotators: Sequence[str],
    *,
    labels: Collection[str] | None = None,
    on_found: Callable[[Shared, Disagreement], None] | None = None,
) -> dict[tuple[str, str], PairTally]:
    """Count how each pair of annotators differs over all documents that both finished.

    Args:
        documents: Read once, one by one.
        annotators: Whose layers are compared.
        labels: The labels that are compared; None for all.
        on_found: Gets every disagreement with its document, so that none need be kept.
    """
    tallies = Tallies(annotators, labels=labels, on_found=on_found)
    for document in documents:
        tallies.add(document)
    return tallies.pairs


class Tallies:
    """How each pair of annotators differs in the documents so far; see `tally`.

    Attributes:
        pairs: By the names of the annotators.
    """

    def __init__(
        self,
        annotators: Sequence[str],
        *,
        labels: Collection[str] | None = None,
        on_found: Callable[[Shared, Disagreement], None] | None = None,
    ) -> None:
        self.pairs = {pair: PairTally() for pair in combinations(sorted(annotators), 2)}
        self._annotators = frozenset(annotators)
        self._labels = labels
        self._on_found = on_found

    def add(self, document: Shared) -> None:
        """Count this document, too."""
        for left, right in combinations(sorted(self._annotators.intersection(document.layers)), 2):
            counted = self.pairs[left, right]
            mine = _chosen(document, left, right, self._labels)
            theirs = _chosen(document, right, left, self._labels)
            found, confusion = compare(mine, theirs)
            counted.confusion.update(confusion)
            for kind, a, b in found:
                counted.kinds[kind] += 1
                if self._on_found is not None:
                    self._on_found(document, Disagreement(document.key, left, right, kind, tuple(a), tuple(b)))


def _chosen(document: Shared, name: str, other: str, labels: Collection[str] | None) -> Sequence[AnySpan]:
    spans = document.layers[name]
    if labels is None and not document.scope:
        return spans
    scopes = [document.scope[each] for each in (name, other) if each in document.scope]
    wanted = [*scopes, *([] if labels is None else [labels])]
    return [span for span in triples(spans) if all(span[2] in each for each in wanted)]


def _components(left: set[Key], right: set[Key]) -> list[tuple[list[Key], list[Key]]]:
    """Spans of both sides that overlap one another, directly or through others."""
    found: list[tuple[list[Key], list[Key]]] = []
    end = -1
    for span, side in sorted([*((span, 0) for span in left), *((span, 1) for span in right)]):
        if span[0] >= end:
            found.append(([], []))
        found[-1][side].append(span)
        end = max(end, span[1])
    return found


def _aligned(left: list[Key], right: list[Key]) -> list[tuple[Key | None, Key | None]]:
    """The pairs, and each span that is left alone with None for the other side."""
    total = 1 + sum(end - start for start, end, _ in left)
    most = 1 + min(len(left), len(right))

    def weight(a: Key, b: Key) -> int:
        common = min(a[1], b[1]) - max(a[0], b[0])
        if common <= 0:
            return 0
        in_place = a[:2] == b[:2]
        partial = 2 if in_place else 1
        return ((partial * most + in_place) * most + (a[2] == b[2])) * total + common

    pairs = heaviest([[weight(a, b) for b in right] for a in left])
    taken = {place for place, _ in pairs}, {place for _, place in pairs}
    return [
        *((left[a], right[b]) for a, b in pairs),
        *((span, None) for place, span in enumerate(left) if place not in taken[0]),
        *((None, span) for place, span in enumerate(right) if place not in taken[1]),
    ]


def _kind(a: Key | None, b: Key | None) -> Kind:
    if a is None or b is None:
        return "missed"
    if a[:2] == b[:2]:
        return "label"
    return "boundary" if a[2] == b[2] else "both"
