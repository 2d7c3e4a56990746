"""curator evaluate: the suggesters against gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import json_option, project, project_option
from curator.cli.output import counted, print_json, print_table, progress, safe
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.agreement.scores import Counts, DocumentErrors, Pair, Scores
    from curator.agreement.values import Measure
    from curator.cli.output import Meter
    from curator.formats.api import Record
    from curator.labels import LabelSet
    from curator.model import Document, Span
    from curator.suggest.api import Suggester

_CONTEXT = 30


@click.command(short_help="Compare the suggesters with gold.")
@click.argument("gold", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path))
@click.option("--label", "wanted", multiple=True, metavar="NAME", help="Only this label; may be given several times.")
@click.option("--errors", is_flag=True, help="List what was missed and what is spurious, with its context.")
@json_option
@project_option
def evaluate(gold: tuple[Path, ...], wanted: tuple[str, ...], errors: bool, as_json: bool) -> None:
    """Run the suggesters of labels.yaml over the texts of GOLD (JSONL) and compare what they propose with its spans.

    A proposed span is right if start, end and label are those of a gold span. Prints precision, recall and F1, for
    each label and for all together (micro).

    \b
    Examples:
      curator evaluate gold.jsonl
      curator evaluate --errors --label RANK exports/anna/documents.jsonl
    """
    place = project()
    labels = place.labels()
    names = _chosen(labels, wanted)
    from curator.agreement.scores import score
    from curator.suggest import build

    suggesters = build(labels)
    comparison = _Comparison(labels, suggesters, names)
    scores = score(comparison.pairs(gold), comparison.keep if errors else _drop)
    if comparison.bad:
        raise CuratorError(f"{counted(comparison.bad, 'mistake')} in gold", fix="nothing was evaluated")
    if not scores.documents:
        raise CuratorError("there is no document in gold", where=" ".join(map(str, gold)))
    if as_json:
        print_json(_as_json(scores, suggesters, comparison.errors if errors else None))
    else:
        _print(scores, comparison.errors)


def _chosen(labels: LabelSet, wanted: Sequence[str]) -> frozenset[str]:
    """The labels that are compared: those that are wanted, or all.

    Raises:
        CuratorError: One of them is not in labels.yaml.
    """
    known = [label.name for label in labels.labels]
    unknown = next((name for name in wanted if name not in known), None)
    if unknown is not None:
        raise CuratorError(f"there is no label {unknown!r} in labels.yaml", fix=f"use one of: {', '.join(known)}")
    return frozenset(wanted or known)


def _drop(_: DocumentErrors) -> None:
    """Errors that nobody asked for take no memory."""


class _Comparison:
    """Reads gold, runs the suggesters, and keeps the errors with their context.

    Attributes:
        bad: How many mistakes gold has; each was told on standard error.
        errors: The errors that were kept, as they go into JSON.
    """

    def __init__(self, labels: LabelSet, suggesters: Sequence[Suggester], names: frozenset[str]) -> None:
        self.bad = 0
        self.errors: list[dict[str, Any]] = []
        self._known = frozenset(label.name for label in labels.labels)
        self._suggesters = suggesters
        self._names = names
        self._document: Document

    def pairs(self, gold: Sequence[Path]) -> Iterator[Pair]:
        """Gold and what is proposed, document by document; behind the first mistake, only mistakes are looked for."""
        from curator.formats.sources import total_bytes

        with progress("evaluate", lambda: total_bytes(gold)) as meter:
            for record in self._records(gold, meter):
                if not self.bad:
                    self._document = record.document
                    yield self._pair(record)

    def _records(self, gold: Sequence[Path], meter: Meter) -> Iterator[Record]:
        from curator.formats.api import Flaw
        from curator.formats.sources import read_sources

        for found in read_sources(gold, labels=self._known, on_bytes=meter.advance):
            if isinstance(found, Flaw):
                self.bad += 1
                meter.say(str(CuratorError(found.what, where=found.where, fix=found.fix)))
            else:
                yield found

    def _pair(self, record: Record) -> Pair:
        from curator.agreement.scores import Pair

        text = record.document.text
        right = (s.span for s in record.suggestions)
        proposed = (s.span for suggester in self._suggesters for s in suggester.suggest(text))
        return Pair(record.document.key, self._wanted(right), self._wanted(proposed))

    def _wanted(self, spans: Iterator[Span]) -> list[Span]:
        return [span for span in spans if span.label in self._names]

    def keep(self, found: DocumentErrors) -> None:
        """Keep the errors of the document that was compared last."""
        both = [("missed", span) for span in found.missed] + [("spurious", span) for span in found.spurious]
        text = self._document.text
        for kind, span in sorted(both, key=lambda error: (error[1].start, error[1].end, error[0])):
            self.errors.append({
                "document": found.key, "error": kind, "start": span.start, "end": span.end, "label": span.label,
                "text": text[span.start : span.end],
                "before": text[max(0, span.start - _CONTEXT) : span.start],
                "after": text[span.end : span.end + _CONTEXT],
            })  # fmt: skip


def _print(scores: Scores, errors: Sequence[dict[str, Any]]) -> None:
    for error in errors:
        place = f"{error['document']}:{error['start']}:{error['end']}: {error['error']} {error['label']}"
        click.echo(f"{safe(place)}: …{safe(error['before'] + '[[' + error['text'] + ']]' + error['after'])}…")
    rows = [_row(name, counts) for name, counts in scores.labels.items()]
    headers = ("label", "gold", "proposed", "right", "precision", "recall", "F1")
    print_table(headers, [*rows, _row("micro", scores.micro)])
    click.echo(
        f"{counted(scores.documents, 'document')}; F1 of start and end alone {_shown(scores.boundaries.f1)}; "
        f"{scores.touched.gold} of {scores.micro.gold} gold spans overlap a proposed one with their label"
    )


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    measures = (counts.precision, counts.recall, counts.f1)
    return (name, str(counts.gold), str(counts.proposed), str(counts.true_positive), *map(_shown, measures))


def _shown(measure: Measure) -> str:
    return "-" if measure.value is None else f"{measure.value:.3f}"


def _as_json(
    scores: Scores, suggesters: Sequence[Suggester], errors: Sequence[dict[str, Any]] | None
) -> dict[str, Any]:
    found = {
        "documents": scores.documents,
        "suggesters": {suggester.name: suggester.fingerprint for suggester in suggesters},
        "micro": _figures(scores.micro),
        "labels": {name: _figures(counts) for name, counts in scores.labels.items()},
        "boundaries": _figures(scores.boundaries),
        "touched": scores.touched,
    }
    return found if errors is None else {**found, "errors": errors}


def _figures(counts: Counts) -> dict[str, Any]:
    return {
        "gold": counts.gold,
        "proposed": counts.proposed,
        "true_positive": counts.true_positive,
        "false_positive": counts.false_positive,
        "false_negative": counts.false_negative,
        "precision": counts.precision.value,
        "recall": counts.recall.value,
        "f1": counts.f1.value,
    }
