"""curator search: documents by their text."""

from __future__ import annotations

import click

from curator.cli.common import WORDS, json_option, project, project_option
from curator.cli.output import print_json, safe
from curator.errors import CuratorError


@click.command(short_help="Find documents by their text.")
@click.argument("query", type=WORDS)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many to show at most.")
@json_option
@project_option
def search(query: str, limit: int, as_json: bool) -> None:
    """Find documents whose text holds QUERY, whatever its case.

    Prints the key, the place of the first passage (code points), the title, and the passage.

    \b
    Examples:
      curator search "major general"
      curator search --limit 5 --json rubles
    """
    if not query.strip():
        raise CuratorError("there is nothing to search for", fix="give a word or a phrase")
    with project().store() as store:
        hits = store.search(query, limit=limit)
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        click.echo(safe(f"{hit.key}:{hit.start}: {hit.title}"))
        click.echo(f"    {safe(hit.passage)}")
    if not hits:
        click.echo("nothing found", err=True)
