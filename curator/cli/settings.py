"""curator settings: what is set, where, and an example to start from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import json_option, own, project_if_any, project_option
from curator.cli.output import complain, print_json, safe
from curator.cli.own import own_settings

if TYPE_CHECKING:
    from pathlib import Path

    from curator.settings import Loaded


class _Command(click.Command):
    """Its help lists the settings, as the types describe them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what may be set."""
        from curator.settings.described import described

        rows = [(one.name, f"{one.meaning} ({one.wanted}; default {one.default})") for one in described().values()]
        with formatter.section("Settings"):
            formatter.write_dl([(name, about.replace("`", "")) for name, about in rows])


@click.command(cls=_Command, short_help="Show the settings, and where they come from.")
@click.option("--example", is_flag=True, help="Print a file with every setting, its meaning and its default.")
@json_option
@project_option
def settings(example: bool, as_json: bool) -> None:
    """Show the settings that hold in this project, each with the file and line that sets it.

    They are read from your own file (the first line says where that is), and from curator.toml beside labels.yaml,
    which is stronger. --example prints a file to start from: all of it is commented out.

    \b
    Examples:
      curator settings
      curator settings --json
      curator settings --example > curator.toml
    """
    if example:
        from curator.review.adjudication_keys import described
        from curator.settings.example import example_file

        click.echo(example_file(described()), nl=False)
        return
    loaded, files = _loaded()
    for warning in loaded.warnings():
        complain(warning)
    if as_json:
        print_json(_as_json(loaded, files))
    else:
        _print(loaded, files)


def _loaded() -> tuple[Loaded, list[Path]]:
    """The settings, and the files in which they may be; where there is no project, the reviewer's own alone."""
    place = project_if_any()
    if place is None:
        return own(), [own_settings()]
    place.labels()  # so that what goes together only without them is told
    return place.configured, [own_settings(), place.settings_path]


def _rows(loaded: Loaded) -> Iterator[tuple[str, Any, str | None]]:
    """Name, value and place of each setting; the keys that are set one by one."""
    from curator.settings.described import described

    for name in described():
        if name != "keys":
            yield name, getattr(loaded.settings, name), loaded.where(name)
    for name, keys in loaded.settings.keys.items():
        yield f"keys.{name}", keys, loaded.where(f"keys.{name}")


def _as_json(loaded: Loaded, files: list[Path]) -> dict[str, Any]:
    return {
        "files": [{"path": str(file), "exists": file.exists()} for file in files],
        "settings": {name: {"value": value, "set_in": where} for name, value, where in _rows(loaded)},
        "warnings": list(loaded.warnings()),
    }


def _print(loaded: Loaded, files: list[Path]) -> None:
    from curator.settings.described import written

    for whose, file in zip(("yours", "the project's"), files, strict=False):
        click.echo(safe(f"{file}: {whose}{'' if file.exists() else ', not there'}"))
    click.echo()
    rows = [(safe(name), safe(written(value)), safe(where or "default")) for name, value, where in _rows(loaded)]
    names, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, value, where in rows:
        click.echo(f"{name:<{names}}  {value:<{values}}  {where}")
