"""curator import: articles and annotations into the project."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from curator.cli.common import WORDS, checked_name, json_option, project, project_option
from curator.cli.formats import FormatName, format_settings
from curator.cli.output import print_json, safe
from curator.errors import CuratorError
from curator.model import GOLD

if TYPE_CHECKING:
    from curator.cli.project import Project
    from curator.formats.api import Unit
    from curator.labels import LabelSet
    from curator.store.api import Store


@click.command("import", short_help="Add articles and annotations.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path))
@click.option("--format", "format_", type=FormatName(), help="What the files are. Default: what is in each of them.")
@click.option("--as-layer", metavar="NAME", help="Annotations become the finished work of this reviewer.")
@click.option("--as-gold", is_flag=True, help="The same, in the layer gold.")
@click.option("--only", metavar="NAME", type=WORDS, help="Take only this annotator's work, where a file names several.")
@click.option(
    "--map", "renamed", metavar="OLD=NEW", multiple=True, type=WORDS, help="Rename a label; OLD= leaves it out."
)
@click.option(
    "--offsets",
    type=click.Choice(["code-points", "utf-16", "utf-8", "crlf"]),
    help="What the offsets count. Default: what the format says.",
)
@click.option("-o", "--option", "options", metavar="NAME=VALUE", multiple=True, help="An option of the format.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out what is bad, with one line each, and import the rest.")
@click.option(
    "--source",
    metavar="NAME",
    type=WORDS,
    help="The name of spans that come along as suggestions, where the file has none. Default: import.",
)
@json_option
@project_option
def import_(
    paths: tuple[Path, ...],
    format_: str | None,
    as_layer: str | None,
    as_gold: bool,
    only: str | None,
    renamed: tuple[str, ...],
    offsets: str | None,
    options: tuple[str, ...],
    dry_run: bool,
    skip_bad: bool,
    source: str | None,
    as_json: bool,
) -> None:
    """Import articles and annotations: files, folders, or - for standard input.

    A file is known by what is in it; see curator formats. Annotations become suggestions, or with --as-layer the
    finished work of a reviewer. An article whose text is there already is not added again; its annotations are. The
    first bad one stops the import, and nothing is changed.

    \b
    Examples:
      curator import articles/
      curator import --dry-run --map PER=PERSON --map MISC= corpus.conll
      curator import --as-layer anna project-1.json
      zcat news.jsonl.gz | curator import --source model-3 -
    """
    place = project()
    labels = place.labels()
    _check_source(source, labels)
    if as_gold and as_layer is not None:
        raise click.UsageError("--as-layer and --as-gold cannot be given together")
    layer = GOLD if as_gold else None if as_layer is None else checked_name(as_layer, "layer")
    from curator.cli.intake import Wishes, import_paths, told
    from curator.formats.sources import Reading

    reading = Reading(format_, cast("Unit | None", offsets), format_settings(options, (format_,) if format_ else ()))
    wishes = Wishes(source, skip_bad, layer, only, _renamed(renamed), keep=not dry_run)
    with _store(place, dry_run=dry_run) as store:
        counts, left = import_paths(store, labels, paths, wishes=wishes, reading=reading)
    if as_json:
        print_json(counts)
    else:
        for line in told(counts, left, kept=not dry_run):
            click.echo(safe(line))


@contextlib.contextmanager
def _store(place: Project, *, dry_run: bool) -> Iterator[Store]:
    """The project's database; for a rehearsal where there is none, one that goes away."""
    if not dry_run or place.database.exists():
        with place.store(create=True) as store:
            yield store
        return
    from curator.store import open_store

    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(open_store(Path(folder) / "curator.db", create=True)) as store,
    ):
        yield store


def _renamed(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        old, sign, new = pair.partition("=")
        if not sign or not old:
            raise click.UsageError(f"--map wants OLD=NEW, not {pair!r}")
        found[old] = new.strip()
    return found


def _check_source(source: str | None, labels: LabelSet) -> None:
    if source is None:
        return
    if not source.strip():
        raise CuratorError("the source has no name", fix="give one: --source NAME")
    if source in {suggester.name for suggester in labels.suggesters}:
        what = f"{source!r} is a suggester of labels.yaml, which would replace what is imported under its name"
        raise CuratorError(what, fix="choose another --source")
