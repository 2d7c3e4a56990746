"""curator check: whether the project is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curator.cli.common import json_option, project, project_option
from curator.cli.output import counted, print_json, safe

if TYPE_CHECKING:
    from curator.store.api import Store


@click.command(short_help="Check that the project is sound.")
@json_option
@project_option
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Check the settings, labels.yaml and the database: texts against their hashes, spans against the texts,
    decisions against what follows from them, and SQLite's own integrity.

    Prints one line for each problem, and then ends with exit code 1.

    \b
    Examples:
      curator check
      curator check --json
    """
    place = project()
    place.labels()
    with place.store() as store:
        sound = _check_as_json(store) if as_json else _check(store)
    if not sound:
        ctx.exit(1)


def _check(store: Store) -> bool:
    sound = True
    for problem in store.check():
        sound = False
        click.echo(safe(problem))
    if sound:
        click.echo(f"ok: {counted(store.count(), 'document')}, {counted(_decisions(store), 'decision')}")
    return sound


def _check_as_json(store: Store) -> bool:
    problems = list(store.check())
    # What cannot be read is not counted: in a damaged database a count could fail or be wrong.
    counts = {} if problems else {"documents": store.count(), "decisions": _decisions(store)}
    print_json({"ok": not problems, **counts, "problems": problems})
    return not problems


def _decisions(store: Store) -> int:
    return sum(1 for _ in store.decisions())
