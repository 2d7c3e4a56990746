"""curator export: the finished documents of a layer into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from curator.cli.blind import adjudicator_option, see
from curator.cli.common import json_option, layer_or_own, project, project_option, reviewer, reviewer_option
from curator.cli.output import counted, print_json, progress, safe
from curator.model import GOLD

FORMATS = ("jsonl", "conll")


@click.command(short_help="Write what is finished into a folder.")
@click.option("--layer", metavar="NAME", help="The layer to export. Default: your own, which bears your name.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="May be given several times. Default: all."
)
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path), help="Default: exports/LAYER.")
@adjudicator_option
@json_option
@reviewer_option
@project_option
def export(
    layer: str | None, formats: tuple[str, ...], output: Path | None, as_adjudicator: bool, as_json: bool
) -> None:
    """Write the finished documents of a layer, with a copy of labels.yaml and a manifest.

    Every file is read back and compared before it takes the place of an older one. What a format cannot carry is
    counted and named, and so is what was left out. The same decisions give the same bytes.

    \b
    Examples:
      curator export
      curator export --layer gold --format jsonl --output release/
    """
    layer, me = layer_or_own(layer), reviewer()
    place = project()
    labels = place.labels()
    formats = formats or FORMATS
    from curator.gold.layers import export_from_store

    with place.store() as store, progress("export", lambda: len(formats) * store.tally(layer).done) as meter:
        if layer != GOLD:
            see(store, [layer], me, as_adjudicator=as_adjudicator, purpose="export")
        report = export_from_store(
            store,
            layer,
            folder=output or place.exports / layer,
            labels=labels,
            labels_path=place.labels_path,
            formats=formats,
            on_document=meter.advance,
        )
    found = {"folder": str(report.folder).encode(errors="backslashreplace").decode(), **_manifest(report.folder)}
    if as_json:
        print_json(found)
    else:
        _print(found, report.files)


def _manifest(folder: Path) -> dict[str, Any]:
    """What the export says of itself."""
    import msgspec

    from curator.gold.export import MANIFEST

    content: dict[str, Any] = msgspec.json.decode((folder / MANIFEST).read_bytes())
    return content


def _print(found: dict[str, Any], files: tuple[str, ...]) -> None:
    written = f"{counted(found['documents'], 'document')}, {counted(found['spans'], 'span')}"
    click.echo(safe(f"{found['folder']}: {written} in {', '.join(files)}"))
    click.echo(safe(_left_out(found["left_out"])))
    for name, each in found["formats"].items():
        for kind, loss in each["losses"].items():
            click.echo(safe(f"{name} cannot carry {kind}: {counted(loss['count'], 'span')}"))
            for span in loss["first"]:
                where = f"{span['document']}:{span['start']}:{span['end']}"
                click.echo(safe(f"{where}: {span['label']} “{span['text']}”"))
            if len(loss["first"]) < loss["count"]:
                click.echo(f"... and {loss['count'] - len(loss['first'])} more")


def _left_out(left: dict[str, Any]) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(left["reasons"].items()))
    skipped = f"{left['skipped']} skipped" + (f" ({reasons})" if reasons else "")
    return f"left out: {left['todo']} to do, {left['started']} started, {skipped}"
