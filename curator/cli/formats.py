"""curator formats: what can be read and written, and what each format can hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import json_option
from curator.cli.output import print_json, print_table, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from curator.formats.api import Format


class FormatName(click.ParamType[str]):
    """The name of a format, looked up only when one is given; or several, with commas between."""

    name = "format"

    def __init__(self, *, several: bool = False) -> None:
        self._several = several

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if there is such a format."""
        from curator.formats.registry import names

        for name in value.split(",") if self._several else [value]:
            if name not in names():
                self.fail(f"{name!r} is not one of: {', '.join(names())}", param, ctx)
        return value

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help names it."""
        return "FORMAT"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The formats whose name begins so."""
        from click.shell_completion import CompletionItem

        from curator.formats.registry import names

        return [CompletionItem(name) for name in names() if name.startswith(incomplete)]


def format_settings(pairs: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """The settings in ``NAME=VALUE`` pairs.

    Args:
        pairs: What was given.
        names: The formats that were named; any if there is none.

    Raises:
        click.UsageError: A pair is none, or no format has such an option.
    """
    if not pairs:
        return {}
    from curator.formats import registry

    known = [registry.known(name) for name in names] or list(registry.formats())
    options = {option.name for each in known for option in each.options}
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise click.UsageError(f"-o wants NAME=VALUE, not {pair!r}")
        if name not in options:
            there = f"there are: {', '.join(sorted(options))}" if options else "there is none"
            raise click.UsageError(f"no format that is meant has an option {name!r}; {there}")
        found[name] = value
    return found


@click.command(short_help="What can be read and written.")
@click.argument("name", required=False, type=FormatName())
@json_option
def formats(name: str | None, as_json: bool) -> None:
    """List the formats of files, or tell all about one: what it can hold, and what can be set.

    \b
    Examples:
      curator formats
      curator formats conll
    """
    from curator.formats import registry

    found = sorted(registry.formats(), key=lambda each: each.name) if name is None else [registry.known(name)]
    if as_json:
        print_json([_as_json(each) for each in found])
    elif name is None:
        print_table(("format", "reads", "writes", "title"), [_row(each) for each in found], left=range(4))
    else:
        _print(found[0])


def _row(known: Format) -> tuple[str, ...]:
    title = f"{known.title} (needs [{known.extra}])" if known.extra else known.title
    return known.name, "yes" if known.read else "-", "yes" if known.writer else "-", title


def _as_json(known: Format) -> dict[str, Any]:
    return {
        "name": known.name,
        "title": known.title,
        "reads": known.read is not None,
        "writes": known.writer is not None,
        "endings": known.endings,
        "offsets": known.unit,
        "extra": known.extra,
        "carries": asdict(known.carries),
        "options": [asdict(option) for option in known.options],
    }


def _print(known: Format) -> None:
    click.echo(safe(f"{known.name}: {known.title}"))
    does = [word for word, there in (("read", known.read), ("written", known.writer)) if there]
    click.echo(f"{' and '.join(does)}; files end with {', '.join(known.endings)}; offsets in {known.unit}")
    if known.extra:
        click.echo(f'needs an extra: pip install "curator[{known.extra}]"')
    held = [name.replace("_", "-") for name, there in asdict(known.carries).items() if there]
    lost = [name.replace("_", "-") for name, there in asdict(known.carries).items() if not there]
    click.echo(f"holds: {', '.join(held) or 'nothing but words'}")
    click.echo(f"does not hold: {', '.join(lost) or '-'}")
    for option in known.options:
        allowed = f" ({', '.join(option.choices)})" if option.choices else ""
        click.echo(safe(f"-o {option.name}={option.default}: {option.help}{allowed}"))
