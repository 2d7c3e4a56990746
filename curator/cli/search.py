"""curator search: documents by their text, and notes."""

from __future__ import annotations

import click

from curator.cli.common import WORDS, json_option, project, project_option, reviewer, reviewer_option
from curator.cli.output import print_json, safe
from curator.errors import CuratorError


@click.command(short_help="Find documents by their text.")
@click.argument("query", type=WORDS)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many to show at most.")
@click.option("--notes", is_flag=True, help="Search your notes, on documents and on spans, in place of the texts.")
@json_option
@reviewer_option
@project_option
def search(query: str, limit: int, notes: bool, as_json: bool) -> None:
    """Find documents whose text holds QUERY, whatever its case; or with --notes, your notes.

    Prints the key, the place of the first passage (code points), the title, and the passage. Of a note, what it is on,
    and the note; an empty QUERY finds all notes.

    \b
    Examples:
      curator search "major general"
      curator search --limit 5 --json rubles
      curator search --notes "ask Anna"
    """
    if not query.strip() and not notes:
        raise CuratorError("there is nothing to search for", fix="give a word or a phrase")
    place = project()
    layer = reviewer() if notes else ""
    with place.store() as store:
        hits = [] if notes else store.search(query, limit=limit)
        found = store.notes(layer, query, limit=limit) if notes else []
    if as_json:
        print_json(found if notes else hits)
        return
    for hit in hits:
        click.echo(safe(f"{hit.key}:{hit.start}: {hit.title}"))
        click.echo(f"    {safe(hit.passage)}")
    for note in found:
        on = note.title if note.span is None else f'{note.span.label} "{note.quote}"'
        click.echo(safe(f"{note.key}{f':{note.span.start}' if note.span else ''}: {on}"))
        click.echo(f"    {safe(note.text)}")
    if not hits and not found:
        click.echo("nothing found", err=True)
