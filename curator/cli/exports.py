"""curator verify and curator diff: what stands in exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli.common import json_option, project, project_option
from curator.cli.output import counted, print_json, safe
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.gold.changes import Change

_FOLDER = click.Path(path_type=Path)


@click.command(short_help="Check an export against its manifest.")
@click.argument("folder", metavar="EXPORT", type=_FOLDER)
@project_option
def verify(folder: Path) -> None:
    """Check the folder of an export: the hashes of its files, and its spans against the texts.

    Every file is read again and counted. In a project, the texts are compared with those of its documents, too.

    \b
    Examples:
      curator verify exports/gold
    """
    from contextlib import ExitStack

    from curator.gold import verify as check

    wrong = 0
    with ExitStack() as stack:
        try:
            place = project()
            store = stack.enter_context(place.store()) if place.database.exists() else None
        except CuratorError:
            store = None

        def known(key: str) -> str | None:
            number = store.number(key) if store else None
            return store.document(number).sha256 if store and number else None

        for line in check.verify(folder, known):
            wrong += 1
            click.echo(safe(line))
    if wrong:
        raise CuratorError(f"{counted(wrong, 'mistake')} in the export", where=str(folder), fix="export it again")
    click.echo(safe(f"{folder}: the export is whole"))


@click.command(short_help="What changed between two exports.")
@click.argument("old", metavar="EXPORT1", type=_FOLDER)
@click.argument("new", metavar="EXPORT2", type=_FOLDER)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Tell what changed in gold from one export to another: documents, and spans that were added, removed or changed.

    \b
    Examples:
      curator diff exports/gold-1 exports/gold-2
    """
    from curator.gold.changes import changes, summary

    found = list(changes(old, new))
    if as_json:
        print_json({"changes": found, "summary": summary(found)})
        return
    for each in found:
        click.echo(safe(_told(each)))
    click.echo(", ".join(f"{count} {kind}" for kind, count in summary(found).items()) or "no change")


def _told(change: Change) -> str:
    span = change.after or change.before
    if span is None:
        return f"{change.document}: {change.kind}"
    place = f"{change.document}:{span.start}:{span.end}"
    told = f"{place}: {change.kind} {span.label} “{change.text}”"
    if change.kind == "relabelled" and change.before:
        told += f", was {change.before.label}"
    elif change.kind == "moved" and change.before:
        told += f", was {change.before.start}:{change.before.end}"
    return told
