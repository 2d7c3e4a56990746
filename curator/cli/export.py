"""curator export: the finished documents of a layer into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.cli.blind import adjudicator_option, chosen_reviewers, see, see_settled
from curator.cli.common import (
    Weight,
    json_option,
    layer_or_own,
    now,
    project,
    project_option,
    reviewer,
    reviewer_option,
)  # fmt: skip
from curator.cli.output import counted, print_json, progress, safe
from curator.errors import CuratorError
from curator.model import GOLD

if TYPE_CHECKING:
    from curator.gold.export import ExportReport
    from curator.store.api import Store

_FIGURES = {"exact_f1": "exact F1", "alpha": "alpha"}
"""The measures of agreement that are printed; the manifest has them all."""
FORMATS = ("jsonl", "conll")


@click.command(short_help="Write what is finished into a folder.")
@click.option(
    "--layer",
    metavar="NAME",
    help="The layer: gold, a reviewer's, or what majority, unanimous or weighted makes of them. Default: your own.",
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="May be given several times. Default: all."
)
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path), help="Default: exports/LAYER.")
@click.option(
    "--weight", "weights", metavar="NAME=N", type=Weight(), multiple=True,
    help="For weighted: what a reviewer's word counts. Default: 1 for everybody.",
)  # fmt: skip
@click.option(
    "--at-least", metavar="N", type=click.IntRange(min=1), default=2, show_default=True,
    help="For majority, unanimous and weighted: how many reviewers must have finished a document.",
)  # fmt: skip
@adjudicator_option
@json_option
@reviewer_option
@project_option
def export(
    layer: str | None,
    formats: tuple[str, ...],
    output: Path | None,
    weights: tuple[tuple[str, float], ...],
    at_least: int,
    as_adjudicator: bool,
    as_json: bool,
) -> None:
    """Write the finished documents of a layer, with a copy of labels.yaml and a manifest.

    Every file is read back and compared before it takes the place of an older one. What a format cannot carry is
    counted and named, and so is what was left out. The same decisions give the same bytes.

    For gold, the manifest says who adjudicated how much, and how many disputes were settled in which way. majority,
    unanimous and weighted settle the reviewers' disputes without a person, and name what they leave undecided.

    \b
    Examples:
      curator export
      curator export --layer gold --format jsonl --output release/
      curator export --layer majority
      curator export --layer weighted --weight anna=2 --weight boris=1
    """
    layer, me = layer_or_own(layer), reviewer()
    place = project()
    labels = place.labels()
    from curator.gold.agreed import agreement_facts
    from curator.gold.layers import export_from_store, export_policy
    from curator.gold.settled import POLICIES, Policed, gold_facts, policy_of
    from curator.gold.team import reviewers

    formats = formats or FORMATS
    policy = policy_of(layer, dict(weights)) if layer in POLICIES or weights else None
    folder = output or place.exports / layer
    with place.store() as store, progress("export", lambda: len(formats) * store.tally(layer).done) as meter:
        if policy is not None:
            names = chosen_reviewers(store)
            _known(weights, names)
            see_settled(store, names, me, at_least, as_adjudicator=as_adjudicator, purpose=f"export {layer}")
            policed = Policed(store, layer, policy, names, least=at_least, weights=dict(weights))
            report = export_policy(
                store, policed, name=layer, folder=folder, labels=labels, labels_path=place.labels_path,
                formats=formats, on_document=meter.advance, more=agreement_facts(store, names, labels),
            )  # fmt: skip
        else:
            if layer != GOLD:
                see(store, [layer], me, as_adjudicator=as_adjudicator, purpose="export")
            more = {}
            if layer == GOLD:
                names = reviewers(store)
                more = gold_facts(store, names) | agreement_facts(store, names, labels)
            report = export_from_store(
                store, layer, folder=folder, labels=labels, labels_path=place.labels_path, formats=formats,
                on_document=meter.advance, more=more,
            )  # fmt: skip
        _keep(store, me, layer, report)
    found = {"folder": str(report.folder).encode(errors="backslashreplace").decode(), **_manifest(report.folder)}
    if as_json:
        print_json(found)
    else:
        _print(found, report.files)


def _known(weights: tuple[tuple[str, float], ...], names: tuple[str, ...]) -> None:
    for name, _ in weights:
        if name not in names:
            raise CuratorError(f"there is no reviewer {name!r}", fix=f"there are: {', '.join(names)}")


def _keep(store: Store, me: str, layer: str, report: ExportReport) -> None:
    """Keep that this was exported: the funnel of the status ends with it."""
    import hashlib

    from curator.gold.export import MANIFEST
    from curator.ids import Ids
    from curator.store.api import Exported

    before = store.exports()
    make_id = Ids(before[-1].id if before else None)
    digest = hashlib.sha256((report.folder / MANIFEST).read_bytes()).hexdigest()
    store.note_export(
        Exported(
            id=make_id(), time=now(), author=me, layer=layer, documents=report.documents, spans=report.spans,
            manifest=digest,
        )
    )  # fmt: skip


def _manifest(folder: Path) -> dict[str, Any]:
    """What the export says of itself."""
    import msgspec

    from curator.gold.export import MANIFEST

    content: dict[str, Any] = msgspec.json.decode((folder / MANIFEST).read_bytes())
    return content


def _print(found: dict[str, Any], files: tuple[str, ...]) -> None:
    written = f"{counted(found['documents'], 'document')}, {counted(found['spans'], 'span')}"
    click.echo(safe(f"{found['folder']}: {written} in {', '.join(files)}"))
    click.echo(safe(_left_out(found["left_out"])))
    for line in _settled(found):
        click.echo(safe(line))
    for name, each in found["formats"].items():
        for kind, loss in each["losses"].items():
            click.echo(safe(f"{name} cannot carry {kind}: {counted(loss['count'], 'span')}"))
            for span in loss["first"]:
                where = f"{span['document']}:{span['start']}:{span['end']}"
                click.echo(safe(f"{where}: {span['label']} “{span['text']}”"))
            if len(loss["first"]) < loss["count"]:
                click.echo(f"... and {loss['count'] - len(loss['first'])} more")


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
            yield f"undecided: {span['document']}:{span['start']}:{span['end']}: {span['label']}"
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
