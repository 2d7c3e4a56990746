"""A report on agreement as lines and tables: first the line that can be quoted, then what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from curator.agreement.disagreements import KINDS
from curator.agreement.tables import confusion_table
from curator.agreement.values import MEANINGS
from curator.agreement.words import (
    KIND_TITLES,
    TITLES,
    axis,
    bar,
    bar_or_reason,
    figure,
    notes,
    quotable,
    remarks,
    with_interval,
)
from curator.cli.output import print_table, safe
from curator.review.said import one_line

if TYPE_CHECKING:
    from curator.agreement.report import Passage, Report

_CUT = 30
_EXAMPLES = 3


def print_report(report: Report) -> None:
    """The line, then the tables."""
    click.echo(safe(quotable(report)))
    for line in remarks(report):
        click.echo(safe(line))
    if report.alone is None:
        _by_label(report)
        _all_measures(report)
        _pairs(report)
        _confusion(report)
        _disagreements(report)
        _worst(report)
        _trend(report)
    _own(report)
    for line in notes(report):
        click.echo(safe(line))


def _by_label(report: Report) -> None:
    rows = []
    reasons = []
    for each in report.agreement.by_label:
        alpha = each.measures["alpha"]
        if alpha.reason is not None:
            reasons.append(f"{each.label}: alpha undefined, {MEANINGS[alpha.reason]}")
        rows.append((
            each.label, str(each.spans), with_interval(each.measures["exact_f1"]),
            figure(each.measures["type_f1"].value), figure(each.measures["boundary_f1"].value),
            with_interval(alpha), bar(alpha),
        ))  # fmt: skip
    _table(("label", "spans", "exact F1", "type", "boundary", "alpha", axis()), rows)
    for line in reasons:
        click.echo(safe(line))


def _all_measures(report: Report) -> None:
    measures = dict(report.agreement.measures)
    if report.gamma is not None:
        measures["gamma"] = report.gamma.measure
    rows = [
        (TITLES[name], with_interval(value), "" if value.reason is None else MEANINGS[value.reason])
        for name, value in measures.items()
    ]
    _table(("measure", "value", "undefined because"), rows)


def _pairs(report: Report) -> None:
    names = report.agreement.annotators
    of_pair = {(pair.left, pair.right): pair for pair in report.agreement.by_pair}
    rows = []
    for row in names:
        cells = [row]
        for column in names:
            pair = of_pair.get((min(row, column), max(row, column)))
            cells.append("" if pair is None else f"{figure(pair.measures['exact_f1'].value)} ({pair.documents})")
        rows.append(tuple(cells))
    _table(("exact F1 (documents)", *names), rows)


def _confusion(report: Report) -> None:
    names, table = confusion_table(report)
    rows = [(name, *(str(number) if number else "." for number in row)) for name, row in zip(names, table, strict=True)]
    pair = report.agreement.annotators if len(report.agreement.annotators) == 2 else None
    _table((f"{pair[0]} \\ {pair[1]}" if pair else "labels", *names), rows)


def _disagreements(report: Report) -> None:
    total = sum(report.kinds.values())
    rows = [
        (KIND_TITLES[kind], str(number), f"{100 * number / total:.0f} %" if total else "-")
        for kind, number in report.kinds.items()
    ]
    _table(("disagreement", "places", "share"), rows)
    for kind in KINDS:
        for each in [each for each in report.passages if each.disagreement.kind == kind][:_EXAMPLES]:
            click.echo(safe(_place_line(each)))


def _place_line(each: Passage) -> str:
    found = each.disagreement
    sides = (
        f"{name} {' + '.join(_quoted(each, span) for span in spans) or 'nothing'}"
        for name, spans in ((found.left, found.left_spans), (found.right, found.right_spans))
    )
    return f"{found.kind} {found.document}:{found.start}:{found.end}: {' | '.join(sides)}"


def _quoted(each: Passage, span: tuple[int, int, str]) -> str:
    start, end, label = span
    return f'{label} "{one_line(each.text[start - each.offset : end - each.offset], _CUT)}"'


def _worst(report: Report) -> None:
    rows = [
        (each.key, str(each.spans), str(each.differences), figure(each.measures["exact_f1"].value))
        for each in report.worst
        if each.differences
    ]
    if rows:
        _table(("worst documents", "spans", "differences", "exact F1"), rows)


def _trend(report: Report) -> None:
    if len(report.trend) > 1:
        rows = [
            (each.name, str(each.documents), figure(each.measures["exact_f1"].value),
             figure(each.measures["alpha"].value), bar(each.measures["exact_f1"]))
            for each in report.trend
        ]  # fmt: skip
        _table(("week", "documents", "exact F1", "alpha", axis()), rows)


def _own(report: Report) -> None:
    if report.own:
        rows = [
            (each.reviewer, str(each.documents), str(each.spans), str(each.disagreements),
             with_interval(each.measures["exact_f1"]), with_interval(each.measures["alpha"]),
             bar_or_reason(each.measures["exact_f1"]))
            for each in report.own
        ]  # fmt: skip
        _table(("with oneself", "documents", "spans", "differences", "exact F1", "alpha", axis()), rows)


def _table(headers: tuple[str, ...], rows: Sequence[Sequence[str]]) -> None:
    click.echo()
    print_table(headers, rows)
