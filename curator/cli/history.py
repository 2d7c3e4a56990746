"""curator history: who did what when, on which suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curator.cli.blind import adjudicator_option, see
from curator.cli.common import WORDS, json_option, layer_or_own, project, project_option, reviewer, reviewer_option
from curator.cli.output import counted, print_json, safe
from curator.errors import CuratorError
from curator.model import first_layer

if TYPE_CHECKING:
    from curator.store.api import Store


@click.command(short_help="Show who did what when.")
@click.argument("document", required=False, type=WORDS)
@click.option("--span", metavar="TEXT|ID", type=WORDS, help="Only spans with this text at some time, or of this id.")
@click.option("--layer", metavar="NAME", help="The layer. Default: your own; another one only if you worked on it.")
@click.option("--accesses", is_flag=True, help="Show who saw whose work as an adjudicator, instead.")
@click.option("--author", metavar="NAME", type=WORDS, help="Only what this reviewer did.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most; the last.")
@adjudicator_option
@json_option
@reviewer_option
@project_option
def history(
    document: str | None,
    span: str | None,
    layer: str | None,
    accesses: bool,
    author: str | None,
    limit: int,
    as_adjudicator: bool,
    as_json: bool,
) -> None:
    """Show who did what when, and on which suggestion: of one DOCUMENT, or of all. The newest stands last.

    What was undone stays in the history and is marked. Times are UTC, places are code points.

    \b
    Examples:
      curator history wire-0007
      curator history wire-0007 --span "Gennady Plotkin"
      curator history --limit 5 --json
      curator history --accesses
    """
    if span is not None and not span.strip():
        raise CuratorError("there is nothing to look for", fix="give the text of a span, or its id")
    from curator.review.history import History, line

    place = project()
    me = reviewer()
    layer = layer_or_own(layer)
    with place.store() as store:
        if accesses:
            _print_accesses(store, limit, author, as_json=as_json)
            return
        see(store, [layer], me, as_adjudicator=as_adjudicator, purpose="history")
        if document is not None and store.number(document) is None:
            raise CuratorError(f"there is no document {document!r}", fix="find it by its text: curator search TEXT")
        log = History(store, layer, document)
        total, chosen = log.last(limit, span=span, author=author)
        events = [log.event(decision) for decision in chosen]
    if as_json:
        print_json(events)
        return
    for event in events:
        click.echo(safe(line(event, with_document=document is None)))
    if not events:
        click.echo("nothing found", err=True)
    elif total > len(events):
        click.echo(f"the last {len(events)} of {counted(total, 'decision')}; --limit shows more", err=True)


def _print_accesses(store: Store, limit: int, author: str | None, *, as_json: bool) -> None:
    from msgspec.structs import replace

    # Not even that a second answer was looked at may tell that there is one.
    found = [
        replace(each, layers=tuple(dict.fromkeys(map(first_layer, each.layers))))
        for each in store.accesses()
        if author is None or each.author == author
    ][-limit:]
    if as_json:
        print_json(found)
        return
    for each in found:
        time = f"{each.time[:10]} {each.time[11:19]}Z"
        click.echo(safe(f"{time} {each.author} saw {', '.join(each.layers)}: {each.purpose}"))
    if not found:
        click.echo("nothing found", err=True)
