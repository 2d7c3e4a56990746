"""Precision, recall and F1 of proposed spans against gold. A span is right if start, end and label are the same.

All counts are over sets: the same span twice counts once. A measure whose denominator is 0 has no value, but a reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec

from curator.agreement.values import Measure, Reason, ratio
from curator.model import Span, reading_order


class Counts(msgspec.Struct, frozen=True):
    """What was found rightly, what was found wrongly, and what was missed."""

    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.true_positive + other.true_positive,
            self.false_positive + other.false_positive,
            self.false_negative + other.false_negative,
        )

    @property
    def gold(self) -> int:
        """How many spans there are in gold."""
        return self.true_positive + self.false_negative

    @property
    def proposed(self) -> int:
        """How many spans were proposed."""
        return self.true_positive + self.false_positive

    @property
    def precision(self) -> Measure:
        """The share of the proposed spans that are right; undefined where nothing was proposed."""
        return ratio(self.true_positive, self.proposed, self._empty or "nothing_proposed")

    @property
    def recall(self) -> Measure:
        """The share of the gold spans that were found; undefined where there are none."""
        return ratio(self.true_positive, self.gold, self._empty or "no_gold")

    @property
    def f1(self) -> Measure:
        """2 TP / (2 TP + FP + FN): 0 where one side is empty, undefined where both are."""
        return ratio(2 * self.true_positive, self.gold + self.proposed, "no_spans")

    @property
    def _empty(self) -> Reason | None:
        return None if self.gold or self.proposed else "no_spans"


class Touched(msgspec.Struct, frozen=True):
    """How many spans share a code point with one of the other side that bears the same label; no matching."""

    gold: int = 0
    proposed: int = 0


class Pair(msgspec.Struct, frozen=True):
    """The spans of one document: those of gold, and those proposed. ``key`` names the document."""

    key: str
    gold: Sequence[Span]
    proposed: Sequence[Span]


class DocumentErrors(msgspec.Struct, frozen=True):
    """The gold spans of one document that were missed, and the proposed ones that are not in gold; in reading order."""

    key: str
    missed: tuple[Span, ...]
    spurious: tuple[Span, ...]


class Scores(msgspec.Struct, frozen=True):
    """The result over all documents.

    Attributes:
        documents: How many pairs were compared.
        micro: All labels pooled.
        labels: By label, sorted by name; those that occur on either side.
        boundaries: Start and end alone, whatever the label; pooled.
        touched: How many spans overlap one of the other side with the same label; pooled.
        errors: The documents with a miss or a spurious span, in the order given; empty where they went to
            ``on_errors``.
    """

    documents: int
    micro: Counts
    labels: dict[str, Counts]
    boundaries: Counts
    touched: Touched
    errors: tuple[DocumentErrors, ...]


def score(pairs: Iterable[Pair], on_errors: Callable[[DocumentErrors], None] | None = None) -> Scores:
    """Compare proposed spans with gold, document by document.

    Args:
        pairs: The documents, each once.
        on_errors: Gets the errors of each document that has any; where it is given, they are not kept, so that
            memory does not grow with their number.
    """
    errors: list[DocumentErrors] = []
    keep = on_errors or errors.append
    labels: defaultdict[str, Counts] = defaultdict(Counts)
    boundaries, touched, documents = Counts(), Touched(), 0
    for pair in pairs:
        documents += 1
        gold, proposed = _distinct(pair.gold), _distinct(pair.proposed)
        for label, counts in _by_label(gold.keys(), proposed.keys()):
            labels[label] += counts
        boundaries += _counts({key[:2] for key in gold}, {key[:2] for key in proposed})
        touched = Touched(touched.gold + _touched(gold, proposed), touched.proposed + _touched(proposed, gold))
        missed, spurious = _missing(gold, proposed), _missing(proposed, gold)
        if missed or spurious:
            keep(DocumentErrors(pair.key, missed, spurious))
    micro = sum(labels.values(), Counts())
    return Scores(documents, micro, dict(sorted(labels.items())), boundaries, touched, tuple(errors))


_Key = tuple[int, int, str]


def _distinct(spans: Iterable[Span]) -> dict[_Key, Span]:
    return {span.key: span for span in spans}


def _counts(gold: Iterable[object], proposed: Iterable[object]) -> Counts:
    gold, proposed = set(gold), set(proposed)
    right = len(gold & proposed)
    return Counts(right, len(proposed) - right, len(gold) - right)


def _by_label(gold: Iterable[_Key], proposed: Iterable[_Key]) -> Iterator[tuple[str, Counts]]:
    sides: defaultdict[str, tuple[set[_Key], set[_Key]]] = defaultdict(lambda: (set(), set()))
    for key in gold:
        sides[key[2]][0].add(key)
    for key in proposed:
        sides[key[2]][1].add(key)
    for label, (left, right) in sides.items():
        yield label, _counts(left, right)


def _missing(these: dict[_Key, Span], others: dict[_Key, Span]) -> tuple[Span, ...]:
    return tuple(sorted((span for key, span in these.items() if key not in others), key=reading_order))


def _touched(these: Iterable[_Key], others: Iterable[_Key]) -> int:
    """How many of these overlap one of the others with the same label."""
    ranges: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end, label in others:
        ranges[label].append((start, end))
    prepared = {label: _reach(sorted(found)) for label, found in ranges.items()}
    count = 0
    for start, end, label in these:
        starts, reach = prepared.get(label, ([], []))
        before = bisect_left(starts, end)  # so many begin before this span ends
        count += bool(before) and reach[before - 1] > start
    return count


def _reach(ranges: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The starts of sorted ranges, and how far the first of them, the first two, ... reach."""
    return [start for start, _ in ranges], list(accumulate((end for _, end in ranges), max))
