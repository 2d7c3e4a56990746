"""An export in words: what was written, what was left out, and how disputes were settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from curator.cli.output import counted, safe
from curator.review.said import shortened

_FIGURES = {"exact_f1": "exact F1", "alpha": "alpha"}
"""The measures of agreement that are printed; the manifest has them all."""


def print_export(found: dict[str, Any], files: Sequence[str]) -> None:
    """Print what an export holds, from its manifest, and the names of its files."""
    written = f"{counted(found['documents'], 'document')}, {counted(found['spans'], 'span')}"
    click.echo(safe(f"{found['folder']}: {written} in {', '.join(files)}"))
    if found["split"]:
        parts = found["split"]["parts"].items()
        shares = ", ".join(f"{name} {counted(part['documents'], 'document')}" for name, part in parts)
        click.echo(safe(f"{shares}; {found['split']['near_duplicates']} near-duplicates kept with the first of them"))
    click.echo(safe(_left_out(found["left_out"])))
    for line in _settled(found):
        click.echo(safe(line))
    for line in lines_of_losses({name: each["losses"] for name, each in found["formats"].items()}):
        click.echo(safe(line))


def lines_of_losses(formats: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """The losses by format and kind, with the first ones."""
    for name, losses in formats.items():
        for kind, loss in losses.items():
            first = loss["first"]
            yield f"{name} cannot carry {kind}: {counted(loss['count'], 'span' if 'label' in first[0] else 'document')}"
            for each in first:
                if "label" in each:
                    yield f"{each['document']}:{each['start']}:{each['end']}: {each['label']} “{each['text']}”"
                else:
                    yield f"{each['document']}: “{each['text']}”"
            if len(loss["first"]) < loss["count"]:
                yield f"... and {loss['count'] - len(loss['first'])} more"


def _settled(found: dict[str, Any]) -> Iterator[str]:
    """How disputes were settled, and what was not."""
    policy, gold, agreement = found.get("policy"), found.get("adjudication"), found.get("agreement")
    if policy is not None:
        disputes, left = policy["disputes"], policy["undecided"]
        yield (
            f"{policy['name']}: {counted(disputes['decided'], 'dispute')} decided, {disputes['undecided']} undecided: "
            f"{counted(left['spans'], 'span')} in {counted(left['documents'], 'document')}"
        )
        for span in left["first"]:
            quote = shortened(span["text"])
            yield f"undecided: {span['document']}:{span['start']}:{span['end']}: {span['label']} “{quote}”"
        if len(left["first"]) < left["spans"]:
            yield f"... and {left['spans'] - len(left['first'])} more, in undecided.jsonl"
    if gold is not None:
        ways = ", ".join(f"{number} {how}" for how, number in sorted(gold["disputes"].items())) or "none"
        people = ", ".join(f"{name} {number}" for name, number in sorted(gold["documents_by"].items()))
        yield f"documents by {people or 'nobody'}; {gold['agreed']} agreed, disputes: {ways}"
        if gold["documents_reopened"]:
            yield f"late work has opened {counted(gold['documents_reopened'], 'document')} again: curator adjudicate"
    if agreement is not None:
        figures = ", ".join(_figure(name, agreement["measures"][key]) for key, name in _FIGURES.items())
        yield f"reviewers agree, in {counted(agreement['documents'], 'document')}: {figures}"
        changed = agreement["left_out"]["different_labels"]
        if changed["documents"]:
            number, names = counted(changed["documents"], "document"), ", ".join(changed["labels"])
            yield f"not counted in that: {number} made under different label sets; not all had {names}"
    for name, own in (found.get("self_agreement") or {}).items():
        if own["documents"]:
            figures = ", ".join(_figure(title, own["measures"][key]) for key, title in _FIGURES.items())
            yield f"{name} agrees with their own first answers, in {counted(own['documents'], 'document')}: {figures}"


def _figure(name: str, figure: dict[str, Any]) -> str:
    """A measure with its interval, or why there is none."""
    if figure["value"] is None:
        return f"{name} undefined ({figure['reason']})"
    low, high = figure.get("interval") or (None, None)
    interval = "" if low is None or high is None else f" [{low:.2f} {high:.2f}]"
    return f"{name} {figure['value']:.2f}{interval}"


def _left_out(left: dict[str, Any]) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(left["reasons"].items()))
    skipped = f"{left['skipped']} skipped" + (f" ({reasons})" if reasons else "")
    return f"left out: {left['todo']} to do, {left['started']} started, {skipped}"
