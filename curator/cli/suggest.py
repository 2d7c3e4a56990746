"""curator suggest: suggestions for all documents at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from curator.cli.common import json_option, project, project_option
from curator.cli.output import counted, print_json, progress

if TYPE_CHECKING:
    from curator.cli.output import Meter
    from curator.cli.workers import Batch, Run
    from curator.store.api import Store
    from curator.suggest.api import Suggester

BATCH = 256
"""Documents in one transaction."""


@click.command(short_help="Have the suggesters look at all documents.")
@click.option("--force", "--all", "force", is_flag=True, help="Suggest again also where suggestions are up to date.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes work.")
@json_option
@project_option
def suggest(force: bool, jobs: int, as_json: bool) -> None:
    """Have the suggesters of labels.yaml look at all documents that they have not seen as they are now.

    The review does so for each document that it opens; this does it at once, for many. It can be stopped and
    started again. Decisions are never touched.

    \b
    Examples:
      curator suggest
      curator suggest --force --jobs 4
    """
    place = project()
    labels = place.labels()
    from curator.cli.workers import runner
    from curator.suggest import build

    suggesters = build(labels)
    done: dict[str, dict[str, int]] = {}
    with place.store() as store, runner(labels, suggesters, jobs) as run:
        for suggester in suggesters:
            with progress(suggester.name, store.count) as meter:
                done[suggester.name] = _suggest(store, suggester, run, force, meter)
    if as_json:
        print_json({"suggesters": done})
        return
    for name, each in done.items():
        click.echo(f"{name}: {counted(each['spans'], 'span')} in {counted(each['documents'], 'document')}")
    if not done:
        click.echo("labels.yaml names no suggester")


def _suggest(store: Store, suggester: Suggester, run: Run, force: bool, meter: Meter) -> dict[str, int]:
    """Save what one suggester proposes, batch by batch; returns how many documents and spans."""
    documents = spans = place = 0
    for rows in run(suggester.name, _batches(store, _stale(store, suggester, force))):
        store.save_suggestions(rows, source=suggester.name, fingerprint=suggester.fingerprint)
        documents += len(rows)
        spans += sum(len(found) for _, found in rows)
        last = rows[-1][0]
        meter.advance(last - place)
        place = last
    return {"documents": documents, "spans": spans}


def _stale(store: Store, suggester: Suggester, force: bool) -> Iterator[Sequence[int]]:
    """The numbers of the documents to look at, in batches."""
    if force:
        numbers: Iterable[int] = iter(range(1, store.count() + 1))
        while batch := list(islice(numbers, BATCH)):
            yield batch
        return
    after = 0
    # Asked anew for each batch, since what was read goes on while what was found is written.
    while batch := list(islice(store.unsuggested(suggester.name, suggester.fingerprint, after), BATCH)):
        yield batch
        after = batch[-1]


def _batches(store: Store, numbers: Iterable[Sequence[int]]) -> Iterator[Batch]:
    for batch in numbers:
        yield [(number, store.document(number).text) for number in batch]
