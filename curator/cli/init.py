"""curator init: a new project."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli.output import safe
from curator.cli.project import Project, shipped_labels
from curator.errors import CuratorError


@click.command(short_help="Make a project.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a project in DIR (default: this folder).

    It gets a labels.yaml to start from, seeds/ for the articles that the first review imports, and exports/. What is
    there already is left as it is.

    \b
    Examples:
      curator init
      curator init news
    """
    project = Project(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _say(project.labels_path, _write_labels(project.labels_path))
    for each in (project.seeds, project.exports):
        new = not each.exists()
        if not new and not each.is_dir():
            raise CuratorError("a file stands where a folder would go", where=str(each), fix="move it away")
        each.mkdir(exist_ok=True)
        _say(each, new)
    where = "" if folder == Path() else f" in {folder}"
    click.echo(safe(f"next: put articles into {project.seeds}, then run curator{where}"))


def _write_labels(path: Path) -> bool:
    """Copy the shipped label set there; returns False where something is there already."""
    shipped = shipped_labels()
    try:
        content = shipped.read_bytes()
    except OSError as error:
        fix = "install curator again"
        raise CuratorError("the labels.yaml that comes with curator is missing", where=str(shipped), fix=fix) from error
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _say(path: Path, new: bool) -> None:
    click.echo(safe(f"{path}: {'made' if new else 'exists already, left as it is'}"))
