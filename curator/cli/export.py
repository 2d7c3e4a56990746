"""curator export: the documents of a layer into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from curator.cli.blind import adjudicator_option, chosen_reviewers, see, see_settled
from curator.cli.common import (
    WORDS,
    Weight,
    json_option,
    layer_or_own,
    now,
    project,
    project_option,
    reviewer,
    reviewer_option,
)  # fmt: skip
from curator.cli.export_text import lines_of_losses, print_export
from curator.cli.formats import FormatName, format_settings
from curator.cli.output import complain, print_json, progress, safe
from curator.errors import CuratorError
from curator.model import GOLD

if TYPE_CHECKING:
    from curator.gold.export import ExportReport, LossError
    from curator.gold.layers import Order, Split
    from curator.gold.policies import Policy
    from curator.gold.selection import Selection
    from curator.labels import LabelSet
    from curator.store.api import Store

FORMATS = ("jsonl",)


@click.command(short_help="Write what is finished into a folder.")
@click.option(
    "--layer",
    metavar="NAME",
    help="The layer: gold, a reviewer's, or what majority, unanimous or weighted makes of them. Default: your own.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=FormatName(several=True),
    help="See curator formats; several with commas, or given several times. Default: jsonl.",
)
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path), help="Default: exports/LAYER.")
@click.option("--labels", "wanted", metavar="NAME,...", type=WORDS, help="Only spans with these labels.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(["done", "started", "skipped"]),
    help="Documents that stand so; may be given several times. Default: done.",
)
@click.option("--query", metavar="TEXT", type=WORDS, default="", help="Only documents that hold this text.")
@click.option("--since", metavar="TIME", help="Only documents with a decision since then (2025-01-31, or with a time).")
@click.option("--context", type=click.Choice(["document", "sentence"]), default="document", help="What a piece is.")
@click.option("--split", metavar="NAME=SHARE,...", help="Share documents out, as in train=80,dev=10,test=10.")
@click.option(
    "--group-by", metavar="FIELD", type=WORDS, help="With --split: this field of the metadata stays together."
)
@click.option("--stratify", is_flag=True, help="With --split: each part gets its share of every label.")
@click.option("--allow-loss", is_flag=True, help="Write also what a format cannot carry whole.")
@click.option(
    "--strict-tokens",
    type=click.Choice(["snap", "drop", "refuse"]),
    help="What becomes of spans within tokens, where a format has tokens. Default: drop.",
)
@click.option("-o", "--option", "options", metavar="NAME=VALUE", multiple=True, help="An option of the formats.")
@click.option("--licence", metavar="NAME", type=WORDS, default="", help="For the data card, such as cc-by-4.0.")
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
    wanted: str | None,
    statuses: tuple[str, ...],
    query: str,
    since: str | None,
    context: str,
    split: str | None,
    group_by: str | None,
    stratify: bool,
    allow_loss: bool,
    strict_tokens: str | None,
    options: tuple[str, ...],
    licence: str,
    weights: tuple[tuple[str, float], ...],
    at_least: int,
    as_adjudicator: bool,
    as_json: bool,
) -> int:
    """Write the finished documents of a layer, with labels.yaml, a manifest, and a data card.

    Every file is read back and compared before it takes the place of an older one. If a format cannot carry something,
    that is counted and named, and nothing is written without --allow-loss. The same decisions give the same bytes.

    For gold, the manifest says who adjudicated how much, and how many disputes were settled in which way. majority,
    unanimous and weighted settle the reviewers' disputes without a person, and name what they leave undecided; there,
    a document is done or skipped if --at-least so many have finished or skipped it, and else started.

    \b
    Examples:
      curator export
      curator export --layer weighted --weight anna=2 --weight boris=1
      curator export --layer gold --format jsonl --output release/
      curator export --format conll,brat --split train=80,dev=10,test=10 --allow-loss
    """
    layer, me = layer_or_own(layer), reviewer()
    place = project()
    labels = place.labels()
    names = [name for given in formats or FORMATS for name in given.split(",")]
    if split is None and (group_by is not None or stratify):
        raise click.UsageError("--group-by and --stratify belong to --split")
    settings = format_settings(options, names)
    if strict_tokens is not None:
        settings["strict-tokens"] = strict_tokens
    selection = _selection(labels, wanted, statuses, query, since, context)
    from curator.gold.card import Card
    from curator.gold.export import LossError, Plan
    from curator.gold.layers import Order
    from curator.gold.settled import POLICIES, policy_of

    policy = policy_of(layer, dict(weights)) if layer in POLICIES or weights else None
    folder = output or place.exports / layer
    with place.store() as store, progress("export", lambda: len(names) * store.tally(layer).done) as meter:
        plan = Plan(names, settings, None, allow_loss, Card(f"{place.name}, {layer}", licence), meter.advance)
        shared = _split(split, group_by, stratify=stratify)
        order = Order(folder, labels, place.labels_path, selection, shared, plan)
        try:
            if policy is not None:
                asked = _Asked(layer, me, as_adjudicator, at_least, dict(weights))
                report = _by_policy(store, policy, asked, order)
            else:
                report = _of_layer(store, layer, me, order, as_adjudicator=as_adjudicator)
        except LossError as error:
            _say_losses(error)
            return 1
        _keep(store, me, layer, report)
    found = {"folder": str(report.folder).encode(errors="backslashreplace").decode(), **_manifest(report.folder)}
    if as_json:
        print_json(found)
    else:
        print_export(found, report.files)
    return 0


class _Asked(NamedTuple):
    """What is asked of a policy."""

    layer: str
    me: str
    as_adjudicator: bool
    at_least: int
    weights: dict[str, float]


def _by_policy(store: Store, policy: Policy, asked: _Asked, order: Order) -> ExportReport:
    """Export what the policy makes of the reviewers' layers."""
    from curator.gold.agreed import agreement_facts
    from curator.gold.layers import export_policy
    from curator.gold.settled import Policed

    people = chosen_reviewers(store)
    _known(asked.weights, people)
    statuses = order.selection.statuses
    least = 1 if "started" in statuses else asked.at_least
    purpose = f"export {asked.layer}"
    see_settled(store, people, asked.me, least, as_adjudicator=asked.as_adjudicator, purpose=purpose)
    policed = Policed(
        store, asked.layer, policy, people, least=asked.at_least, weights=asked.weights, statuses=statuses
    )
    order = replace(order, more=lambda: agreement_facts(store, people, order.labels))
    return export_policy(store, policed, asked.layer, order)


def _of_layer(store: Store, layer: str, me: str, order: Order, *, as_adjudicator: bool) -> ExportReport:
    """Export gold, or a layer that this person may see."""
    from curator.gold.agreed import agreement_facts
    from curator.gold.layers import export_from_store
    from curator.gold.settled import gold_facts
    from curator.gold.team import reviewers

    def of_gold() -> dict[str, Any]:
        people = reviewers(store)
        return gold_facts(store, people) | agreement_facts(store, people, order.labels)

    if layer == GOLD:
        return export_from_store(store, layer, replace(order, more=of_gold))
    see(store, [layer], me, as_adjudicator=as_adjudicator, purpose="export")
    return export_from_store(store, layer, order)


def _say_losses(error: LossError) -> None:
    from curator.gold.manifest import told

    for line in lines_of_losses({name: told(losses) for name, losses in error.losses.items()}):
        click.echo(safe(line), err=True)
    complain(str(error))


def _selection(
    labels: LabelSet, wanted: str | None, statuses: tuple[str, ...], query: str, since: str | None, context: str
) -> Selection:
    from curator.gold.selection import STATUSES, Selection

    names = tuple(name.strip() for name in wanted.split(",") if name.strip()) if wanted else ()
    for name in names:
        if labels.label(name) is None:
            known = ", ".join(label.name for label in labels.labels)
            raise click.UsageError(f"labels.yaml has no label {name!r}; it has: {known}")
    return Selection(tuple(dict.fromkeys(statuses)) or STATUSES, names, query, _time(since), context)


def _time(since: str | None) -> str:
    """The time as decisions bear it: UTC, RFC 3339."""
    if since is None:
        return ""
    try:
        found = datetime.fromisoformat(since)
    except ValueError as error:
        raise click.UsageError(f"{since!r} is no time; write such as 2025-01-31 or 2025-01-31T12:00+01:00") from error
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _split(given: str | None, group_by: str | None, *, stratify: bool) -> Split | None:
    if given is None:
        return None
    from curator.gold.layers import Split
    from curator.gold.splits import parse_parts

    return Split(parse_parts(given), group_by, stratify)


def _known(weights: Iterable[str], names: tuple[str, ...]) -> None:
    for name in weights:
        if name not in names:
            raise CuratorError(f"there is no reviewer {name!r}", fix=f"there are: {', '.join(names)}")


def _keep(store: Store, me: str, layer: str, report: ExportReport) -> None:
    """Keep that this was exported: the funnel of the status ends with it."""
    import hashlib

    from curator.gold.export import MANIFEST
    from curator.ids import Ids
    from curator.store.records import Exported

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
