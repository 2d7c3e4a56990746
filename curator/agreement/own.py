"""How far people agree with themselves: first answers against second ones, in the documents that came twice.

What others have is of no matter here, so each reviewer is measured alone, as a pair of layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from curator.agreement.bootstrap import FEW_DOCUMENTS, RESAMPLES, SEED
from curator.agreement.disagreements import Disagreement, Tallies
from curator.agreement.documents import Shared
from curator.agreement.measures import Measures, measure
from curator.agreement.values import Measure


class SelfAgreement(msgspec.Struct, frozen=True):
    """One reviewer, twice (intra-annotator agreement).

    Attributes:
        reviewer: Who; the name of the layer of the first answers.
        again: The layer of the second answers.
        documents: How many were finished both times.
        spans: How many were marked in them, both times together.
        disagreements: In how many places the answers differ.
        measures: By name. Where no document was finished twice, the reason is ``no_repeats``.
        few_documents: Whether there are so few of them that the intervals are worth little.
    """

    reviewer: str
    again: str
    documents: int
    spans: int
    disagreements: int
    measures: Measures
    few_documents: bool


def self_agreement(
    documents: Iterable[Shared],
    reviewer: str,
    again: str,
    labels: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    on_found: Callable[[Shared, Disagreement], None] | None = None,
) -> SelfAgreement:
    """Measure one reviewer's second answers against the first ones.

    Args:
        documents: Read once. Only those with both layers count.
        reviewer: The layer of the first answers.
        again: The layer of the second ones.
        labels: The labels that are compared.
        resamples: For the intervals; 0 for none.
        seed: Of the resamples.
        on_found: Gets every place where the answers differ.

    Raises:
        CuratorError: A span or a token leaves its text.
    """
    tallies = Tallies((reviewer, again), labels=frozenset(labels), on_found=on_found)
    found = measure(
        _watched(documents, tallies), annotators=(reviewer, again), labels=labels, resamples=resamples, seed=seed
    )
    return SelfAgreement(
        reviewer, again, found.shared, sum(each.spans for each in found.by_label),
        sum(each.kinds.total() for each in tallies.pairs.values()),
        {name: _named(value) for name, value in found.measures.items()},
        0 < found.shared < FEW_DOCUMENTS,
    )  # fmt: skip


def _named(value: Measure) -> Measure:
    return Measure(None, "no_repeats") if value.reason == "no_documents" else value


def _watched(documents: Iterable[Shared], tallies: Tallies) -> Iterator[Shared]:
    for document in documents:
        if len(document.layers) == 2:
            tallies.add(document)
            yield document
