"""curator status: where the reviewer's layer stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from curator.cli.common import json_option, project, project_option, reviewer, reviewer_option
from curator.cli.output import counted, print_json, print_table, progress, safe
from curator.model import is_repeat, repeat_layer

if TYPE_CHECKING:
    from curator.gold.funnel import Funnel
    from curator.labels import LabelSet
    from curator.store.api import Store


@dataclass
class Status:
    """A layer in figures.

    Of documents that are not finished, ``pending`` are the suggestions without an answer, and ``not_suggested`` says
    in how many there may come more.
    """

    layer: str
    documents: int
    status: dict[str, int]
    flagged: int
    pending: int = 0
    not_suggested: int = 0
    spans: dict[str, int] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    funnel: Funnel | None = None


@click.command(short_help="Show how far you are.")
@json_option
@reviewer_option
@project_option
def status(as_json: bool) -> None:
    """Show how far you are: documents by status, spans by label, and suggestions that wait for an answer.

    The figures are those of your own layer; of the other layers only the names are shown. The last line counts the
    documents of the whole project: assigned, finished by one and by two reviewers, agreed, adjudicated, exported.

    \b
    Examples:
      curator status
      curator status --json --reviewer anna
    """
    place = project()
    labels = place.labels()
    layer = reviewer()
    with place.store() as store:
        found = _count(store, labels, layer)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _count(store: Store, labels: LabelSet, layer: str) -> Status:
    from curator.gold.funnel import funnel
    from curator.review.rounds import Rounds

    tally = Rounds(store, layer).tally()
    todo = tally.documents - tally.started - tally.done - tally.skipped
    by_status = {"todo": todo, "started": tally.started, "done": tally.done, "skipped": tally.skipped}
    found = Status(
        layer,
        tally.documents,
        by_status,
        tally.flagged,
        layers=[name for name in store.layers() if not is_repeat(name)],
    )
    suggesters = [each.name for each in labels.suggesters]
    spans = Counter({label.name: 0 for label in labels.labels})
    with progress("count", lambda: tally.documents) as meter:
        for one, number in _to_count(store, layer):
            state = store.state(one, number)
            spans.update(span.label for span in state.layer_spans())
            if state.review.status in ("todo", "started"):
                found.not_suggested += any(store.fingerprint(number, name) is None for name in suggesters)
                found.pending += len({s.id for s in store.suggestions(number)} - state.spans.keys())
            meter.advance()
    found.spans = dict(spans)
    found.funnel = funnel(store)
    return found


def _to_count(store: Store, layer: str) -> Iterator[tuple[str, int]]:
    """The documents of a layer, and those that come to the same reviewer a second time, with their layers."""
    for one in (layer, repeat_layer(layer)):
        assigned = store.assigned(one)
        yield from ((one, each.number) for each in assigned)
        if not assigned and one == layer:
            yield from ((one, number) for number in range(1, store.count() + 1))


def _print(found: Status) -> None:
    now = found.status
    click.echo(safe(f"layer {found.layer}: {counted(found.documents, 'document')}"))
    click.echo(f"{now['todo']} to do, {now['started']} started, {now['done']} done, {now['skipped']} skipped")
    more = f"; {counted(found.not_suggested, 'document')} not suggested yet" if found.not_suggested else ""
    click.echo(f"{found.flagged} flagged, {counted(found.pending, 'suggestion')} pending{more}")
    print_table(("label", "spans"), [(name, str(count)) for name, count in found.spans.items()])
    click.echo(safe(f"layers: {', '.join(found.layers) or 'none yet'}"))
    if found.funnel is not None:
        click.echo(_all_together(found.funnel))


def _all_together(funnel: Funnel) -> str:
    """The way of all documents, in one line."""
    return (
        f"all together: {counted(funnel.documents, 'document')}, {funnel.assigned} assigned, "
        f"{funnel.finished_by_one} finished by one, {funnel.finished_by_two} by two, {funnel.agreed} agreed, "
        f"{funnel.adjudicated} adjudicated, {funnel.exported} exported"
    )
