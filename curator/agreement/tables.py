"""A report as data: one JSON value, or rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from curator.agreement.disagreements import NOTHING, Disagreement
from curator.agreement.gamma_measure import Gamma
from curator.agreement.measures import DocumentAgreement, Measures
from curator.agreement.report import Passage, Report
from curator.agreement.values import Interval, Measure

NOTHING_NAME = "(nothing)"
"""What no span is called in a table of labels."""

COLUMNS = (
    "scope", "label", "left", "right", "document", "period", "measure", "value", "low", "high", "reason",
    "undefined_resamples", "count",
)  # fmt: skip
"""Of the rows: ``count`` is how many documents, spans or disagreements the figure is about."""


def as_json(report: Report) -> dict[str, Any]:
    """Everything in the report; a measure without a value is null, with its reason."""
    agreement = report.agreement
    return {
        "annotators": list(agreement.annotators),
        "labels": list(agreement.labels),
        "documents": agreement.documents,
        "shared_documents": agreement.shared,
        "tokens": agreement.tokens,
        "resamples": agreement.resamples,
        "seed": agreement.seed,
        "few_documents": agreement.few_documents,
        "subset": list(report.subset),
        "what_if": list(report.what_if),
        "measures": _measures(agreement.measures),
        "gamma": None if report.gamma is None else _gamma(report.gamma),
        "by_label": {
            each.label: {"spans": each.spans, "measures": _measures(each.measures)} for each in agreement.by_label
        },
        "by_pair": [
            {
                "left": each.left,
                "right": each.right,
                "documents": each.documents,
                "measures": _measures(each.measures),
                "by_label": {label: _measures(measures) for label, measures in each.labels.items()},
                "gamma": _gamma(report.gamma_pairs[pair]) if (pair := (each.left, each.right)) in report.gamma_pairs
                else None,
                "disagreements": dict(report.tallies[each.left, each.right].kinds),
                "confusion": _confusion(report.tallies[each.left, each.right].confusion.items()),
            }
            for each in agreement.by_pair
        ],
        "confusion": _confusion(report.confusion().items()),
        "disagreements": report.kinds,
        "trend": [
            {"period": each.name, "documents": each.documents, "measures": _measures(each.measures)}
            for each in report.trend
        ],
        "self_agreement": [
            {
                "reviewer": each.reviewer, "documents": each.documents, "spans": each.spans,
                "disagreements": each.disagreements, "few_documents": each.few_documents,
                "measures": _measures(each.measures),
            }
            for each in report.own
        ],
        "passages": [_passage(each) for each in report.passages],
        "worst_documents": [_document(each) for each in report.worst],
        "left_out": [
            {"document": each.key, "annotator": each.annotator, "reason": each.reason}
            | ({"labels": each.labels} if each.labels else {})
            for each in report.left_out
        ],
    }  # fmt: skip


def _measures(measures: Measures) -> dict[str, dict[str, Any]]:
    return {name: _measure(value) for name, value in measures.items()}


def _measure(value: Measure) -> dict[str, Any]:
    found: dict[str, Any] = {"value": value.value}
    if value.reason is not None:
        found["reason"] = value.reason
    if value.interval is not None:
        found |= {"low": value.interval.low, "high": value.interval.high}
        found["undefined_resamples"] = value.interval.undefined
    return found


def _gamma(found: Gamma) -> dict[str, Any]:
    return _measure(found.measure) | {
        "observed": found.observed, "expected": found.expected, "samples": found.samples, "sampler": found.sampler,
        "seed": found.seed,
        "documents": found.documents,
    }  # fmt: skip


def _confusion(counts: Iterable[tuple[tuple[str, str], int]]) -> list[dict[str, Any]]:
    return [{"left": a or None, "right": b or None, "count": number} for (a, b), number in sorted(counts)]


def _document(each: DocumentAgreement) -> dict[str, Any]:
    return {
        "document": each.key, "annotators": each.annotators, "spans": each.spans, "differences": each.differences,
        "measures": _measures(each.measures),
    }  # fmt: skip


def _passage(each: Passage) -> dict[str, Any]:
    return _disagreement(each.disagreement) | {"text": each.text, "offset": each.offset}


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {
        "document": each.document, "start": each.start, "end": each.end, "kind": each.kind,
        "left": each.left, "right": each.right,
        "left_spans": [{"start": s, "end": e, "label": x} for s, e, x in each.left_spans],
        "right_spans": [{"start": s, "end": e, "label": x} for s, e, x in each.right_spans],
    }  # fmt: skip


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """A row a figure, with the names in `COLUMNS`; what does not apply is left out."""
    agreement = report.agreement
    yield from _rows({"scope": "all", "count": agreement.shared}, agreement.measures)
    if report.gamma is not None:
        yield from _rows({"scope": "all", "count": report.gamma.documents}, {"gamma": report.gamma.measure})
    for label in agreement.by_label:
        yield from _rows({"scope": "label", "label": label.label, "count": label.spans}, label.measures)
    for pair in agreement.by_pair:
        where = {"scope": "pair", "left": pair.left, "right": pair.right, "count": pair.documents}
        yield from _rows(where, pair.measures)
        if (pair.left, pair.right) in report.gamma_pairs:
            yield from _rows(where, {"gamma": report.gamma_pairs[pair.left, pair.right].measure})
        for name, measures in pair.labels.items():
            yield from _rows(where | {"scope": "pair and label", "label": name}, measures)
    for document in report.worst:
        where = {"scope": "document", "document": document.key, "count": document.spans}
        yield from _rows(where, document.measures)
    for period in report.trend:
        yield from _rows({"scope": "period", "period": period.name, "count": period.documents}, period.measures)
    for one in report.own:
        where = {"scope": "self", "left": one.reviewer, "right": one.again, "count": one.documents}
        yield from _rows(where, one.measures)
    for kind, number in report.kinds.items():
        yield {"scope": "disagreements", "measure": kind, "count": number}
    for (a, b), number in sorted(report.confusion().items()):
        yield {"scope": "confusion", "left": a or NOTHING_NAME, "right": b or NOTHING_NAME, "count": number}


def _rows(where: dict[str, Any], measures: Measures) -> Iterator[dict[str, Any]]:
    for name, value in measures.items():
        interval = value.interval or Interval(None, None)
        yield where | {
            "measure": name, "value": value.value, "low": interval.low, "high": interval.high, "reason": value.reason,
            "undefined_resamples": value.interval.undefined if value.interval else None,
        }  # fmt: skip


def confusion_table(report: Report) -> tuple[list[str], list[list[int]]]:
    """The labels that occur in it, nothing last, and how often each met each."""
    confusion = report.confusion()
    names = [*(label for label in report.agreement.labels if any(label in pair for pair in confusion)), NOTHING]
    table = [[confusion[a, b] for b in names] for a in names]
    return [name or NOTHING_NAME for name in names], table
