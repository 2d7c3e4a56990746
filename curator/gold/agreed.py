"""How far the reviewers agree, for the manifest of what was made of their layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from curator.gold.labelsets import LabelSets
from curator.labels import LabelSet
from curator.model import repeat_layer
from curator.store.api import Store

if TYPE_CHECKING:
    from curator.agreement import Measure, Shared

_DIGITS = 6
"""Beyond these, sums may differ from machine to machine."""


def agreement_facts(store: Store, reviewers: Sequence[str], labels: LabelSet) -> dict[str, Any]:
    """All measures of agreement between the reviewers, with their intervals, in the documents that two have finished.

    ``agreement`` is None where there is no such document. ``self_agreement`` is how far each of them agrees with
    themselves, by name; None where nobody was to answer anything twice. A value that is undefined is None, with its
    ``reason``.
    """
    names = [label.name for label in labels.labels]
    return {
        "agreement": _between(store, reviewers, names) if _any_shared(store, reviewers) else None,
        "self_agreement": _with_oneself(store, reviewers, names) if _any_twice(store, reviewers) else None,
    }


def _any_shared(store: Store, layers: Sequence[str]) -> bool:
    return any(times > 1 for times in store.finished_by(layers))


def _any_twice(store: Store, reviewers: Sequence[str]) -> bool:
    twice = {*store.layers(), *(each.layer for each in store.assigned())}
    return any(repeat_layer(name) in twice for name in reviewers)


class _Documents:
    """The documents that two of these layers have finished under the same labels; the others are counted."""

    def __init__(self, store: Store, layers: Sequence[str], labels: Sequence[str]) -> None:
        self._store = store
        self._layers = layers
        self._sets = LabelSets(store, layers, labels)
        self._left_out = 0
        self._missing: set[str] = set()

    def __iter__(self) -> Iterator[Shared]:
        from curator.agreement import Shared

        for beside in self._store.side_by_side(self._layers, least=2):
            if missing := self._sets.differing(beside.key, beside.layers):
                self._left_out += 1
                self._missing.update(missing)
            else:
                yield Shared(beside.key, beside.layers, self._store.document(beside.number).text)

    def left_out(self) -> dict[str, Any]:
        """How many were left out, and the labels that not all had; once all were read."""
        return {"different_labels": {"documents": self._left_out, "labels": sorted(self._missing)}}


def _between(store: Store, reviewers: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    # NumPy is loaded for this alone.
    from curator.agreement import measure

    documents = _Documents(store, reviewers, labels)
    found = measure(documents, annotators=reviewers, labels=labels)
    return {
        "reviewers": found.annotators,
        "documents": found.shared,
        "left_out": documents.left_out(),
        "tokens": found.tokens,
        "resamples": found.resamples,
        "seed": found.seed,
        "measures": _told(found.measures),
        "by_label": {each.label: {"spans": each.spans, **_told(each.measures)} for each in found.by_label},
    }


def _with_oneself(store: Store, reviewers: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    from curator.agreement.own import self_agreement

    told = {}
    for name in reviewers:
        again = repeat_layer(name)
        documents = _Documents(store, (name, again), labels)
        found = self_agreement(documents, name, again, labels)
        told[name] = {
            "documents": found.documents, "left_out": documents.left_out(), "spans": found.spans,
            "measures": _told(found.measures),
        }  # fmt: skip
    return told


def _told(measures: Mapping[str, Measure]) -> dict[str, Any]:
    return {name: _figure(each) for name, each in measures.items()}


def _figure(measure: Measure) -> dict[str, Any]:
    """A value with its interval, or why there is none."""
    interval = measure.interval
    figure: dict[str, Any] = {"value": _rounded(measure.value)}
    if measure.reason is not None:
        figure["reason"] = measure.reason
    if interval is not None:
        figure["interval"] = [_rounded(interval.low), _rounded(interval.high)]
    return figure


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
