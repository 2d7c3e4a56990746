"""All that a report on agreement shows: the measures, how people differ, and passages where they do.

Counting, telling disagreements apart and keeping passages are one pass over the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from curator.agreement.bootstrap import RESAMPLES, SEED
from curator.agreement.counts import count
from curator.agreement.disagreements import KINDS, NOTHING, Disagreement, Key, PairTally, Tallies
from curator.agreement.documents import LeftOut, Shared, triples
from curator.agreement.gamma_measure import Gamma, gamma
from curator.agreement.measures import Agreement, DocumentAgreement, Period, from_counts
from curator.agreement.own import SelfAgreement, self_agreement

WORST = 10
CONTEXT = 60
"""Code points that are shown before and behind a disagreement."""


class Passage(msgspec.Struct, frozen=True):
    """A disagreement with the text around it.

    Attributes:
        disagreement: What it is about.
        text: A stretch of the document.
        offset: Where the stretch begins, in code points.
        left_spans: All spans of one annotator in the stretch; start, end (in the document) and label.
        right_spans: Those of the other.
    """

    disagreement: Disagreement
    text: str
    offset: int
    left_spans: tuple[Key, ...]
    right_spans: tuple[Key, ...]


@dataclass(frozen=True)
class Repeats:
    """What one reviewer answered twice.

    Attributes:
        reviewer: The layer of the first answers.
        again: The layer of the second ones.
        documents: Reads the documents that have both.
    """

    reviewer: str
    again: str
    documents: Callable[[], Iterable[Shared]]


@dataclass(frozen=True)
class Report:
    """What was measured, and what stands behind it.

    Attributes:
        agreement: The measures.
        tallies: By pair of annotators, how they differ.
        passages: The first disagreements of each kind, in the order of the documents.
        worst: The documents with the lowest exact F1.
        gamma: Of all annotators, if it was asked for.
        gamma_pairs: Of each pair.
        left_out: What could not be compared.
        what_if: What was taken not to matter.
        subset: In words, which part of the documents this is.
        trend: By the week in which the last of them finished, where that is known.
        own: How far each of them agrees with themselves; empty where nobody was to answer anything twice.
    """

    agreement: Agreement
    tallies: dict[tuple[str, str], PairTally]
    passages: list[Passage]
    worst: list[DocumentAgreement]
    gamma: Gamma | None = None
    gamma_pairs: dict[tuple[str, str], Gamma] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    what_if: tuple[str, ...] = ()
    subset: tuple[str, ...] = ()
    trend: list[Period] = field(default_factory=list)
    own: list[SelfAgreement] = field(default_factory=list)

    @property
    def alone(self) -> SelfAgreement | None:
        """Where there is one person: how far they agree with themselves, which is all that there is to tell."""
        return self.own[0] if len(self.agreement.annotators) == 1 and self.own else None

    @property
    def kinds(self) -> dict[str, int]:
        """How many disagreements of each kind, over all pairs."""
        total: Counter[str] = Counter()
        for each in self.tallies.values():
            total += each.kinds
        return {kind: total[kind] for kind in KINDS}

    def nothing_in_common(self) -> Iterator[tuple[tuple[str, str], tuple[list[str], list[str]]]]:
        """The pairs of which both have spans, and no label that the other has, too; with the labels of each."""
        for pair, each in self.tallies.items():
            mine, theirs = (sorted({both[side] for both in each.confusion} - {NOTHING}) for side in (0, 1))
            if mine and theirs and not set(mine) & set(theirs):
                yield pair, (mine, theirs)

    def confusion(self) -> Counter[tuple[str, str]]:
        """How often one of two gave the first label and the other the second, over all pairs.

        Of two annotators the rows are the first one's; of more, every pair counts from both sides.
        """
        total: Counter[tuple[str, str]] = Counter()
        for each in self.tallies.values():
            total.update(each.confusion)
            if len(self.tallies) > 1:
                total.update({(b, a): number for (a, b), number in each.confusion.items()})
        return total


def make_report(
    documents: Iterable[Shared],
    annotators: Sequence[str],
    labels: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    passages: int = 3,
    worst: int | None = WORST,
    with_gamma: bool = False,
    left_out: Iterable[LeftOut] = (),
    what_if: Collection[str] = (),
    subset: Collection[str] = (),
    periods: Mapping[str, str] | None = None,
    on_found: Callable[[Shared, Disagreement], None] | None = None,
    repeats: Iterable[Repeats] = (),
    on_own: Callable[[Shared, Disagreement], None] | None = None,
) -> Report:
    """Read the documents once, and report.

    Args:
        documents: Read one by one.
        annotators: Whose layers are compared.
        labels: The labels that are compared.
        resamples: For the intervals.
        seed: Of the resamples, and of gamma's samples.
        passages: How many are kept of each kind of disagreement.
        worst: How many of the documents are told of, those with the lowest exact F1 first; None for all.
        with_gamma: Whether to compute gamma.
        left_out: What could not be compared; read when the documents were.
        what_if: What was taken not to matter.
        subset: In words, which part of the documents this is.
        periods: When each document was finished, by its key; read when the documents were.
        on_found: Gets every disagreement.
        repeats: What was answered twice, by reviewer.
        on_own: Gets every place where second answers differ from the first.

    Raises:
        CuratorError: A span or a token leaves its text.
    """
    keeper = _Keeper(passages, on_found)
    tallies = Tallies(annotators, labels=frozenset(labels), on_found=keeper.keep)
    counts = count(_watched(documents, tallies), sorted(annotators), sorted(labels))
    agreement = from_counts(counts, resamples=resamples, seed=seed)
    found = gamma(counts, seed=seed) if with_gamma else None
    of_pairs = {}
    if with_gamma and len(counts.annotators) > 2:
        names = counts.annotators
        of_pairs = {(names[a], names[b]): gamma(counts, (a, b), seed=seed) for a, b in counts.pairs}
    listed = agreement.by_document(len(counts.keys) if worst is None else worst)
    own = [
        self_agreement(
            each.documents(), each.reviewer, each.again, labels, resamples=resamples, seed=seed, on_found=on_own
        )
        for each in repeats
    ]
    return Report(
        agreement, tallies.pairs, keeper.passages, listed, found, of_pairs,
        list(left_out), tuple(what_if), tuple(subset), agreement.over(periods or {}), own,
    )  # fmt: skip


def _watched(documents: Iterable[Shared], tallies: Tallies) -> Iterator[Shared]:
    for document in documents:
        tallies.add(document)
        yield document


class _Keeper:
    """Keeps the first passages of each kind."""

    def __init__(self, most: int, on_found: Callable[[Shared, Disagreement], None] | None) -> None:
        self._most = most
        self._on_found = on_found
        self._kept: Counter[str] = Counter()
        self.passages: list[Passage] = []

    def keep(self, document: Shared, found: Disagreement) -> None:
        """Keep this one, if there are not enough of its kind."""
        if self._on_found is not None:
            self._on_found(document, found)
        if self._kept[found.kind] < self._most:
            self._kept[found.kind] += 1
            self.passages.append(passage(document, found))


def passage(document: Shared, found: Disagreement) -> Passage:
    """The disagreement with the text around it, in whole words where there are any."""
    text = document.text
    start, end = max(0, found.start - CONTEXT), min(len(text), found.end + CONTEXT)
    if start > 0:
        space = text.find(" ", start, found.start)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", found.end, end)
        end = space if space >= 0 else end
    left, right = (
        tuple(sorted(span for span in triples(document.layers[name]) if span[0] < end and start < span[1]))
        for name in (found.left, found.right)
    )
    return Passage(found, text[start:end], start, left, right)
