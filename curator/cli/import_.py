"""curator import: articles into the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli.common import WORDS, json_option, project, project_option
from curator.cli.output import counted, print_json
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.cli.intake import Counts
    from curator.labels import LabelSet


@click.command("import", short_help="Add articles.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Leave out what is bad, with one line each, and import the rest.")
@click.option(
    "--source",
    metavar="NAME",
    type=WORDS,
    help="The name of spans that come along as suggestions, where the file has none. Default: import.",
)
@json_option
@project_option
def import_(paths: tuple[Path, ...], skip_bad: bool, source: str | None, as_json: bool) -> None:
    """Import articles: files, folders, or - for standard input.

    A .txt file is one article. A .jsonl or .ndjson file holds one a line: "text", and if you like "id", "title",
    "meta" and "spans" ("start", "end" in code points, "label"), which become suggestions. An article whose text is
    there already is passed over. The first bad one stops the import, and nothing is changed.

    \b
    Examples:
      curator import articles/
      curator import --skip-bad a.jsonl b.jsonl
      zcat news.jsonl.gz | curator import --source model-3 -
    """
    place = project()
    labels = place.labels()
    _check_source(source, labels)
    from curator.cli.intake import import_paths

    with place.store(create=True) as store:
        counts = import_paths(store, labels, paths, source=source, skip_bad=skip_bad)
    if as_json:
        print_json(counts)
    else:
        click.echo(_told(counts))


def _check_source(source: str | None, labels: LabelSet) -> None:
    if source is None:
        return
    if not source.strip():
        raise CuratorError("the source has no name", fix="give one: --source NAME")
    if source in {suggester.name for suggester in labels.suggesters}:
        what = f"{source!r} is a suggester of labels.yaml, which would replace what is imported under its name"
        raise CuratorError(what, fix="choose another --source")


def _told(counts: Counts) -> str:
    line = f"{counted(counts.added, 'document')} added, {counts.same} the same as before (skipped)"
    return f"{line}, {counts.refused} refused"
