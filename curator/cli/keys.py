"""curator keys: the live keymap of the review, and of the adjudication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from curator.cli.common import json_option, project, project_option
from curator.cli.output import complain, print_json, safe

if TYPE_CHECKING:
    from curator.labels import LabelSet
    from curator.settings import Loaded


ADJUDICATION = "Adjudication"
"""The group of what only the adjudication has."""


@dataclass
class Row:
    """A command or a label (``label.NAME``) with the keys that it is bound to now.

    ``set_in`` is the place in the settings that gives it these keys; None where they are those of the program or of
    labels.yaml.
    """

    group: str
    name: str
    title: str
    set_in: str | None
    keys: list[str] = field(default_factory=list)


@click.command(short_help="Show the keys of the review.")
@json_option
@project_option
def keys(as_json: bool) -> None:
    """Show every key of the review screen as it is bound in this project: those of the commands, by group, and those
    of the labels; and the keys of the adjudication, where they are others. What the settings changed is marked with a
    star, and with the place that changes it.

    \b
    Examples:
      curator keys
      curator keys --json
    """
    place = project()
    rows = _live(place.labels(), place.configured)
    for warning in place.configured.warnings():
        complain(warning)
    if as_json:
        print_json(rows)
    else:
        _print(rows)


def _live(labels: LabelSet, loaded: Loaded) -> list[Row]:
    """All commands and labels, with the keys that the screen binds them to."""
    from curator.review.keys import COMMANDS, GROUPS
    from curator.tui.keymap import bindings, key_in_words

    named = [(command.group, command.name, command.title) for command in COMMANDS]
    named += [("Labels", f"label.{label.name}", label.title) for label in labels.labels]
    by_name = {name: Row(group, name, title, loaded.where(f"keys.{name}")) for group, name, title in named}
    for binding in bindings(labels, loaded.settings):
        by_name[binding.id or ""].keys.append(key_in_words(binding.key))
    return [*sorted(by_name.values(), key=lambda row: GROUPS.index(row.group)), *_of_adjudication(labels, loaded)]


def _of_adjudication(labels: LabelSet, loaded: Loaded) -> Iterator[Row]:
    """The commands of the adjudication that the review does not have, or on other keys."""
    from curator.review.adjudication_keys import listed
    from curator.settings import ADJUDICATE
    from curator.tui.keymap import bindable, key_in_words

    for set_by, each in listed(labels, loaded.settings):
        held = [key_in_words(bindable(key)) for key in each.keys]
        yield Row(ADJUDICATION, ADJUDICATE + each.name, each.title, loaded.where(f"keys.{set_by}"), held)


def _print(rows: list[Row]) -> None:
    wide = max(len(" ".join(row.keys)) for row in rows)
    names = max(len(row.name) for row in rows)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            click.echo(group)
        # Each part on its own: `safe` would close up the columns.
        held, name, title = (safe(part) for part in (" ".join(row.keys), row.name, row.title))
        sign, why = ("*", f" ({safe(row.set_in)})") if row.set_in else (" ", "")
        click.echo(f"{sign} {held:<{wide}}  {name:<{names}}  {title}{why}")
