"""How far the reviewers agree, for the manifest of what was made of their layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curator.labels import LabelSet
from curator.store.api import Store

_DIGITS = 6
"""Beyond these, sums may differ from machine to machine."""


def agreement_facts(store: Store, reviewers: Sequence[str], labels: LabelSet) -> dict[str, Any]:
    """All measures of agreement between the reviewers, with their intervals, in the documents that two have finished.

    ``agreement`` is None where there is no such document. A value that is undefined is None, with its ``reason``.
    """
    # NumPy is loaded for this alone.
    from curator.agreement import Measure, Shared, measure

    if not any(times > 1 for times in store.finished_by(reviewers)):
        return {"agreement": None}
    shared = (
        Shared(beside.key, beside.layers, store.document(beside.number).text)
        for beside in store.side_by_side(reviewers, least=2)
    )
    found = measure(shared, annotators=reviewers, labels=[label.name for label in labels.labels])

    def told(measures: dict[str, Measure]) -> dict[str, Any]:
        return {name: _figure(each) for name, each in measures.items()}

    return {
        "agreement": {
            "reviewers": found.annotators,
            "documents": found.shared,
            "tokens": found.tokens,
            "resamples": found.resamples,
            "seed": found.seed,
            "measures": told(found.measures),
            "by_label": {each.label: {"spans": each.spans, **told(each.measures)} for each in found.by_label},
        }
    }


def _figure(measure: Any) -> dict[str, Any]:
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
