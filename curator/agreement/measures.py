"""The way in: documents with their layers go in, every measure comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import numpy as np

from curator.agreement.bootstrap import FEW_DOCUMENTS, RESAMPLES, SEED, intervals, resampled
from curator.agreement.columns import Columns, Table
from curator.agreement.counts import Counts, count
from curator.agreement.documents import Shared, triples
from curator.agreement.figures import (
    REASONS,
    Values,
    complete_figures,
    mean_of_pairs,
    pair_figures,
    pair_label_figures,
    together_figures,
    together_label_figures,
)
from curator.agreement.matching import Ints
from curator.agreement.unitizing import Unitizing, unitizing_alpha
from curator.agreement.values import Interval, Measure

Measures = dict[str, Measure]
"""Measures by name."""

NAMES = (
    "exact_f1", "type_f1", "boundary_f1", "partial_f1", "token_f1", "cohen_kappa", "cohen_kappa_without_o",
    "fleiss_kappa", "alpha", "ac1", "unitizing_alpha", "u_alpha", "u_alpha_binary",
)  # fmt: skip
"""The measures of all annotators together, but for gamma, which is computed on demand."""
BY_LABEL = ("exact_f1", "type_f1", "boundary_f1", "partial_f1", "token_f1", "cohen_kappa", "alpha")
"""The measures of one label against the rest that have intervals."""


class PairAgreement(msgspec.Struct, frozen=True):
    """Two annotators.

    Attributes:
        left: One.
        right: The other.
        documents: How many both finished.
        measures: By name.
        labels: By label, by name.
    """

    left: str
    right: str
    documents: int
    measures: Measures
    labels: dict[str, Measures]


class LabelAgreement(msgspec.Struct, frozen=True):
    """A label: how many spans all annotators together gave it, and its measures by name."""

    label: str
    spans: int
    measures: Measures


class DocumentAgreement(msgspec.Struct, frozen=True):
    """A document that at least two finished.

    Attributes:
        key: Names it.
        annotators: How many finished it.
        spans: How many spans they marked, all together.
        differences: How many spans of one the other does not have, over all pairs.
        measures: By name.
    """

    key: str
    annotators: int
    spans: int
    differences: int
    measures: Measures


class Period(msgspec.Struct, frozen=True):
    """Documents that were finished in the same stretch of time: how many at least two finished, and their measures."""

    name: str
    documents: int
    measures: Measures


@dataclass(frozen=True)
class Agreement:
    """What was measured.

    F1 and Cohen's kappa of more than two annotators are means of the pairs; a pair without common documents or spans
    has no say in them.

    Attributes:
        annotators: Who was compared, sorted.
        labels: The labels that were compared, sorted.
        documents: How many documents somebody finished.
        shared: How many at least two finished.
        tokens: Whose tokens were counted: ``given`` with the documents, ``curator``'s own, or ``mixed``.
        resamples: How many the intervals come from; 0 for none.
        seed: Of the resamples.
        measures: Of all annotators, by name.
        by_label: In the order of ``labels``.
        by_pair: In the order of ``annotators``.
        counts: What all of it was made of.
    """

    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    documents: int
    shared: int
    tokens: str
    resamples: int
    seed: int
    measures: Measures
    by_label: list[LabelAgreement]
    by_pair: list[PairAgreement]
    counts: Counts = field(repr=False)

    @property
    def few_documents(self) -> bool:
        """Whether the intervals rest on so few documents that they are worth little."""
        return self.resamples > 0 and self.shared < FEW_DOCUMENTS

    def by_document(self, worst: int | None = None) -> list[DocumentAgreement]:
        """The documents that at least two finished, in the order in which they came; without intervals.

        Args:
            worst: Only so many, from the lowest exact F1 up, those with more differences first; documents without
                spans come last.
        """
        return _ByDocument(self.counts).all(worst)

    def over(self, periods: Mapping[str, str]) -> list[Period]:
        """The measures of parts of the documents, sorted by name; without intervals.

        Args:
            periods: By the key of a document, the part that it belongs to; documents without one are left out.
        """
        return _over_periods(self.counts, periods)


def measure(
    documents: Iterable[Shared],
    *,
    annotators: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Every measure but gamma, with intervals.

    Args:
        documents: Read once, one by one. Without ``annotators`` and ``labels`` they are kept, to learn those.
        annotators: Whose layers are compared; None for all.
        labels: The labels that are compared; None for all. Spans with others are passed over.
        resamples: For the intervals; 0 for none.
        seed: Of the resamples.

    Raises:
        CuratorError: A span or a token leaves its text.
    """
    if annotators is None or labels is None:
        documents = list(documents)
        annotators = annotators or sorted({name for each in documents for name in each.layers})
        if labels is None:
            layers = (each.layers[name] for each in documents for name in annotators if name in each.layers)
            labels = sorted({label for layer in layers for _, _, label in triples(layer)})
    return from_counts(count(documents, sorted(set(annotators)), sorted(set(labels))), resamples=resamples, seed=seed)


def from_counts(counts: Counts, *, resamples: int = RESAMPLES, seed: int = SEED) -> Agreement:
    """Every measure but gamma, from what was counted."""
    figures = _Figures(counts)
    population = np.flatnonzero(counts.finished.sum(axis=1) > 1)
    point = figures.all([_total(table) for table in figures.tables])
    spread: dict[_Name, list[Interval]] = {}
    if resamples and len(population):
        sums = resampled(figures.tables, population, resamples=resamples, seed=seed)
        spread = {name: intervals(values) for name, values in figures.all(sums).items()}
    named = _Named(counts, point, spread)
    given = counts.given
    return Agreement(
        counts.annotators, counts.labels, int(counts.finished.any(axis=1).sum()), len(population),
        "curator" if not given else "given" if given == len(counts.keys) else "mixed",
        resamples, seed, named.measures(), named.by_label(), named.by_pair(), counts,
    )  # fmt: skip


_Name = tuple[str, ...]
"""Where a figure belongs: ``("all", measure)``, ``("label", measure)``, ``("pair", left, right, measure)``, ..."""


def _total(table: Table) -> Columns:
    return {name: column.sum(axis=0, keepdims=True) for name, column in table.columns.items()}


class _Figures:
    """All measures from sums of the tables, many sums at once."""

    def __init__(self, counts: Counts) -> None:
        self.pairs = [pair for pair, table in counts.pairs.items() if table.columns]
        self.tables = [counts.pairs[pair] for pair in self.pairs]
        together = counts.together
        if together.columns:
            self.tables.append(together)
        self._complete = bool(together.columns) and not together.columns["complete"].all()
        if self._complete:
            which = together.columns["complete"][:, 0] > 0
            self.tables.append(Table(together.rows[which], together.some(which)))

    def all(self, sums: list[Columns]) -> dict[_Name, Values]:
        """Every figure by where it belongs."""
        found: dict[_Name, Values] = {}
        for scope, of_pair in (("all", pair_figures), ("label", pair_label_figures)):
            by_pair = [of_pair(each) for each in sums[: len(self.pairs)]]
            for pair, figures in zip(self.pairs, by_pair, strict=True):
                for name, values in figures.items():
                    found[(f"pair-{scope}", str(pair[0]), str(pair[1]), name)] = values
            for name in by_pair[0] if by_pair else ():
                found[(scope, name)] = mean_of_pairs([figures[name] for figures in by_pair])
        if len(sums) > len(self.pairs):
            together = sums[len(self.pairs)]
            for name, values in {**together_figures(together), **complete_figures(sums[-1])}.items():
                found[("all", name)] = values
            for name, values in together_label_figures(together).items():
                found[("label", name)] = values
        return found


class _Named:
    """Figures as measures with their intervals."""

    def __init__(self, counts: Counts, point: dict[_Name, Values], spread: dict[_Name, list[Interval]]) -> None:
        self._counts = counts
        self._point = point
        self._spread = spread

    @cached_property
    def _unitizing(self) -> Unitizing:
        return unitizing_alpha(self._counts)

    def measures(self) -> Measures:
        """Of all annotators."""
        found = {name: self._measure(("all", name)) for name in NAMES if name != "unitizing_alpha"}
        found["unitizing_alpha"] = self._unitizing.all
        return {name: found[name] for name in NAMES}

    def by_label(self) -> list[LabelAgreement]:
        """Of each label."""
        names = BY_LABEL
        spans = self._counts.spans.sum(axis=0)
        return [
            LabelAgreement(
                label,
                int(spans[place]),
                {name: self._measure(("label", name), place) for name in names}
                | {"unitizing_alpha": self._unitizing.labels[label]},
            )
            for place, label in enumerate(self._counts.labels)
        ]

    def by_pair(self) -> list[PairAgreement]:
        """Of each pair."""
        return [self._pair(pair, table) for pair, table in self._counts.pairs.items()]

    def _pair(self, pair: tuple[int, int], table: Table) -> PairAgreement:
        names = BY_LABEL
        at = str(pair[0]), str(pair[1])
        labels = {
            label: {name: self._measure(("pair-label", *at, name), place) for name in names}
            for place, label in enumerate(self._counts.labels)
        }
        measures = {name: self._measure(("pair-all", *at, name)) for name in NAMES if name != "unitizing_alpha"}
        left, right = (self._counts.annotators[place] for place in pair)
        return PairAgreement(left, right, len(table.rows), measures, labels)

    def _measure(self, name: _Name, place: int = 0) -> Measure:
        values = self._point.get(name)
        if len(self._counts.annotators) < 2:
            return Measure(None, "two_annotators")
        if values is None:
            return Measure(None, "no_documents")
        value, why = values.value.ravel()[place], int(values.why.ravel()[place])
        if why:
            return Measure(None, REASONS[why - 1])
        spread = self._spread.get(name)
        return Measure(float(value), None, spread[place] if spread else None)


def _over_periods(counts: Counts, periods: Mapping[str, str]) -> list[Period]:
    """Sum the rows of each period, and measure."""
    names = sorted(set(periods.values()))
    number = {name: place for place, name in enumerate(names)}
    of_row = np.array([number.get(periods.get(key, ""), -1) for key in counts.keys], np.int64)
    figures = _Figures(counts)
    sums = [_summed(table, of_row, len(names)) for table in figures.tables]
    values = {name[1]: each for name, each in figures.all(sums).items() if name[0] == "all"}
    shared = counts.finished.sum(axis=1) > 1
    documents = np.bincount(of_row[shared & (of_row >= 0)], minlength=len(names))
    return [
        Period(name, int(documents[place]), {key: _at(each, place) for key, each in values.items()})
        for place, name in enumerate(names)
        if documents[place]
    ]


def _summed(table: Table, of_row: Ints, groups: int) -> Columns:
    """The sums of a table by group; rows without one (-1) are left out."""
    group = of_row[table.rows]
    inside = group >= 0
    found: Columns = {}
    for name, column in table.some(inside).items():
        found[name] = np.zeros((groups, column.shape[1]))
        np.add.at(found[name], group[inside], column)
    return found


def _at(values: Values, place: int) -> Measure:
    why = int(values.why[place])
    return Measure(None, REASONS[why - 1]) if why else Measure(float(values.value[place]))


class _ByDocument:
    """Every measure on each document."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._rows = np.flatnonzero(counts.finished.sum(axis=1) > 1)
        figures = _Figures(counts)
        self._sums = [self._aligned(table) for table in figures.tables]
        self._values = {name[1]: values for name, values in figures.all(self._sums).items() if name[0] == "all"}
        self._differences = np.zeros(len(self._rows))
        for each in self._sums[: len(figures.pairs)]:
            self._differences += (each["left"] + each["right"] - 2 * each["exact"]).sum(axis=1)

    def _aligned(self, table: Table) -> Columns:
        """A row a shared document; zeros where the table has none."""
        at = np.searchsorted(self._rows, table.rows)
        found: Columns = {}
        for name, column in table.columns.items():
            found[name] = np.zeros((len(self._rows), column.shape[1]))
            found[name][at] = column
        return found

    def all(self, worst: int | None) -> list[DocumentAgreement]:
        """The documents asked for."""
        chosen = np.arange(len(self._rows))
        if worst is not None and len(chosen):
            value = np.nan_to_num(self._values["exact_f1"].value, nan=2.0)
            chosen = np.lexsort((-self._differences, value))[:worst]
        spans = np.zeros(len(self._counts.keys), np.int64)
        for kept in self._counts.kept:
            spans += np.bincount(kept.document, minlength=len(spans))
        return [self._document(int(place), spans) for place in chosen]

    def _document(self, place: int, spans: Ints) -> DocumentAgreement:
        row = int(self._rows[place])
        measures = {name: _at(values, place) for name, values in self._values.items()}
        annotators = int(self._counts.finished[row].sum())
        differences = round(float(self._differences[place]))
        return DocumentAgreement(self._counts.keys[row], annotators, int(spans[row]), differences, measures)
