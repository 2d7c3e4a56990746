"""Some documents as arrays: the texts laid end to end on one line, so that a place on it names document and offset."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from curator import text as words
from curator.agreement.documents import AnySpan, Shared
from curator.agreement.matching import Ints
from curator.errors import CuratorError
from curator.model import Span

Bools = npt.NDArray[np.bool_]

_MOST_DOCUMENTS = 300
_MOST_CODE_POINTS = 4_000_000
_LARGEST = 2**62


@dataclass(frozen=True)
class Batch:
    """Documents, end to end.

    Attributes:
        keys: Of the documents.
        lengths: Of the texts, in code points.
        bounds: Where each document begins on the line, and where the last ends.
        token_start: Where the tokens begin on the line.
        token_end: Where they end.
        token_document: The document of each token.
        finished: Document by annotator: whether the annotator finished it.
        scope: Document by annotator by label: whether the annotator did the label; None where all did all.
        sides: The spans of each annotator.
        given: How many of the documents brought their tokens along.
    """

    keys: list[str]
    lengths: Ints
    bounds: Ints
    token_start: Ints
    token_end: Ints
    token_document: Ints
    finished: Bools
    scope: Bools | None
    sides: list[Side]
    given: int

    @cached_property
    def tokens(self) -> Ints:
        """How many tokens each document has."""
        return np.bincount(self.token_document, minlength=len(self.keys))


@dataclass(frozen=True)
class Side:
    """The distinct spans of one annotator, by start, then end, then label.

    Attributes:
        document: Of each span.
        start: On the line.
        end: Behind the last place, on the line.
        label: Its number.
        labels: How many labels there are.
    """

    document: Ints
    start: Ints
    end: Ints
    label: Ints
    labels: int

    def only(self, which: Bools) -> Side:
        """Some of the spans."""
        if which.all():
            return self
        return Side(self.document[which], self.start[which], self.end[which], self.label[which], self.labels)

    @cached_property
    def overlaps(self) -> Ints:
        """The documents in which a span overlaps another."""
        begins_inside = self.start[1:] < np.maximum.accumulate(self.end)[:-1] if len(self.end) else np.zeros(0, bool)
        return np.unique(self.document[1:][begins_inside])

    @cached_property
    def own_overlaps(self) -> Ints:
        """The documents in which a span overlaps another that bears the same label."""
        if not len(self.overlaps):
            return self.overlaps
        order = np.argsort(self.label, kind="stable")
        # Each label on a stretch of the line of its own.
        shift = self.label[order] * (int(self.end.max()) + 1)
        start, end = self.start[order] + shift, self.end[order] + shift
        return np.unique(self.document[order][1:][start[1:] < np.maximum.accumulate(end)[:-1]])


def batches(documents: Iterable[Shared], annotators: Sequence[str], labels: dict[str, int]) -> Iterator[Batch]:
    """The documents in portions that fit a cache.

    Args:
        documents: Read one by one.
        annotators: Whose layers are compared; others are passed over.
        labels: The number of each label that is compared; spans with others are passed over.

    Raises:
        CuratorError: A span or a token leaves its text.
    """
    waiting: list[Shared] = []
    size = 0
    for each in documents:
        length = _length(each)
        if waiting and (len(waiting) == _MOST_DOCUMENTS or size + length > _MOST_CODE_POINTS):
            yield _batch(waiting, annotators, labels)
            waiting, size = [], 0
        waiting.append(each)
        size += length
    if waiting:
        yield _batch(waiting, annotators, labels)


def _length(document: Shared) -> int:
    return len(document.text) if document.length is None else document.length


def _batch(documents: list[Shared], annotators: Sequence[str], labels: dict[str, int]) -> Batch:
    lengths = np.fromiter(map(_length, documents), np.int64, len(documents))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    token_document, token_start, token_end = _tokens(documents, bounds)
    finished = np.array([[name in each.layers for name in annotators] for each in documents], bool)
    scope = None
    if any(each.scope for each in documents):
        scope = np.array([[_scope(each, name, labels) for name in annotators] for each in documents], bool)
    sides = [_side(documents, name, labels, bounds) for name in annotators]
    return Batch(
        [each.key for each in documents], lengths, bounds, token_start, token_end, token_document,
        finished.reshape(len(documents), len(annotators)), scope, sides,
        sum(each.tokens is not None for each in documents),
    )  # fmt: skip


def _scope(document: Shared, annotator: str, labels: dict[str, int]) -> list[bool]:
    done = document.scope.get(annotator)
    return [annotator in document.layers and (done is None or label in done) for label in labels]


def _tokens(documents: list[Shared], bounds: Ints) -> tuple[Ints, Ints, Ints]:
    lists: list[Any] = [
        words.all_tokens(each.text) if each.tokens is None else each.tokens for each in documents
    ]  # fmt: skip
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    document = np.repeat(np.arange(len(lists)), counts)
    start, end = _ends(lists)
    length = (bounds[1:] - bounds[:-1])[document]
    wrong = (start < 0) | (end <= start) | (end > length)
    wrong[1:] |= (start[1:] < end[:-1]) & (document[1:] == document[:-1])
    if wrong.any():
        at = int(np.argmax(wrong))
        raise CuratorError(
            f"the token [{start[at]}, {end[at]}) leaves its text or overlaps the one before",
            where=documents[int(document[at])].key, fix="give tokens in order, as half-open offsets in code points",
        )  # fmt: skip
    shift = bounds[document]
    return document, start + shift, end + shift


def _ends(lists: list[Any]) -> tuple[Ints, Ints]:
    """Where all the tokens begin, and where they end."""
    if all(isinstance(each, np.ndarray) for each in lists):
        pairs = np.concatenate([each.reshape(-1, 2) for each in lists]).astype(np.int64)
        return pairs[:, 0], pairs[:, 1]
    tokens = list(chain.from_iterable(lists))
    return _whole([start for start, _ in tokens]), _whole([end for _, end in tokens])


def _whole(numbers: list[int]) -> Ints:
    """The numbers as an array; by way of `array`, which takes half the time, if none is negative."""
    try:
        return np.frombuffer(array("Q", numbers), np.int64)
    except OverflowError:
        return np.array(
            [min(max(number, -_LARGEST), _LARGEST) for number in numbers], np.int64
        )  # leaves its text as well


def _side(documents: list[Shared], annotator: str, labels: dict[str, int], bounds: Ints) -> Side:
    lists = [each.layers.get(annotator, ()) for each in documents]
    spans: list[AnySpan] = list(chain.from_iterable(lists))
    number, other = labels.get, len(labels)
    kinds = set(map(type, spans))
    found: list[Any] = spans
    if kinds == {Span}:
        parts = [each.start for each in found], [each.end for each in found], [number(s.label, other) for s in found]
    else:
        if Span in kinds:
            found = [span.key if isinstance(span, Span) else span for span in spans]
        parts = [each[0] for each in found], [each[1] for each in found], [number(each[2], other) for each in found]
    start, end, label = map(_whole, parts)
    document = np.repeat(np.arange(len(lists)), np.fromiter(map(len, lists), np.int64, len(lists)))
    wrong = (start < 0) | (end <= start) | (end > (bounds[1:] - bounds[:-1])[document])
    if wrong.any():
        at = int(np.argmax(wrong))
        raise CuratorError(
            f"the span [{start[at]}, {end[at]}) of {annotator} is empty or leaves its text",
            where=documents[int(document[at])].key, fix="give half-open offsets in code points",
        )  # fmt: skip
    shift = bounds[document]
    side = Side(document, start + shift, end + shift, label, len(labels)).only(label < other)
    return _sorted(side)


def _sorted(side: Side) -> Side:
    """Each span once, in order."""
    step = np.diff(side.start)
    if (step > 0).all():
        return side
    order = np.lexsort((side.label, side.end, side.start))
    ordered = Side(side.document[order], side.start[order], side.end[order], side.label[order], side.labels)
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(ordered.start) != 0) | (np.diff(ordered.end) != 0) | (np.diff(ordered.label) != 0)
    return ordered.only(new)


def codes(left: Side, right: Side) -> tuple[Ints, Ints]:
    """A number for each span of two sides: the same for the same offsets and label, in the order of the spans.

    Divided by the number of labels, they are the same for the same offsets.
    """
    labels = max(left.labels, 1)
    size_left, size_right = left.end - left.start, right.end - right.start
    longest = 1 + max(int(size_left.max(initial=0)), int(size_right.max(initial=0)))
    last = 1 + max(int(left.end.max(initial=0)), int(right.end.max(initial=0)))
    if last * longest * labels > _LARGEST:  # rank the lengths, of which there are few
        ranks, place = np.unique(np.concatenate((size_left, size_right)), return_inverse=True)
        size_left, size_right = place[: len(size_left)], place[len(size_left) :]
        longest = len(ranks)
    return (
        (left.start * longest + size_left) * labels + left.label,
        (right.start * longest + size_right) * labels + right.label,
    )


def places(these: Ints, others: Ints) -> tuple[Ints, Bools]:
    """Where each of these stands among others, which are sorted, and whether it is there at all."""
    at = np.searchsorted(others, these)
    there = np.zeros(len(these), bool)
    if len(others):
        there = others[np.minimum(at, len(others) - 1)] == these
    return at, there


def expand(first: Ints, behind: Ints) -> Ints:
    """All whole numbers of these half-open ranges, range by range."""
    counts = behind - first
    shift: Ints = np.repeat(first - (np.cumsum(counts) - counts), counts)
    return np.arange(len(shift)) + shift
