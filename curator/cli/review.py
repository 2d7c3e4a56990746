"""curator review: the screen, or lines. What stands on its way is kept short, since somebody waits for the screen."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import TYPE_CHECKING

import click

from curator.cli.common import WORDS, layer_or_own, project, project_option, reviewer, reviewer_option
from curator.cli.output import on_terminal
from curator.cli.project import IMPORT_SOME, Project
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.labels import LabelSet
    from curator.store.api import Store


@click.command(short_help="Review suggestions, label what they miss.")
@click.option("--document", metavar="KEY", type=WORDS, help="The document to open. Default: where you were last.")
@click.option("--layer", metavar="NAME", help="The layer to work on. Default: your own, which bears your name.")
@click.option("--plain", is_flag=True, help="One line out, one line in: for screen readers, dumb terminals, pipes.")
@reviewer_option
@project_option
def review(document: str | None = None, layer: str | None = None, plain: bool = False) -> int:
    """Review the suggestions, and label what they miss.

    This is what curator does without a command, too. Where the project has no documents yet, those in seeds/ are
    imported first. Every decision is saved as it is made; press ? for the keys.

    With --plain it asks about one suggestion a line, and reads one answer a line; it needs no terminal.

    \b
    Examples:
      curator review
      curator review --document wire-0007
      curator review --reviewer anna
      curator review --plain < answers.txt
    """
    if not plain:
        need_terminal()
    author = reviewer()
    layer = layer_or_own(layer)
    place = project()
    labels = place.labels()
    path = place.database.absolute()
    if plain:
        # A progress bar moves the cursor, and is read out.
        with contextlib.redirect_stderr(io.StringIO()):
            number = _ready(place, labels, document, layer, author)
        from curator.cli.plain import run_plain

        return run_plain(path, labels, layer=layer, author=author, number=number)
    number = _ready(place, labels, document, layer, author)
    from curator.tui.app import run_review

    settings = place.configured.settings
    return run_review(path, labels, layer=layer, author=author, number=number, title=place.name, settings=settings)


_SIGNS = "╰─╯═✓✎│▐“…”"


def need_terminal(what: str = "the review", instead: str = "use curator review --plain") -> None:
    """Refuse to open a screen where there is none.

    Raises:
        CuratorError: A standard stream is no terminal, or cannot show what is drawn.
    """
    # The screen is drawn through standard error.
    streams = {"input": sys.stdin, "output": sys.stdout, "error": sys.stderr}
    missing = next((name for name, stream in streams.items() if not on_terminal(stream)), None)
    if missing:
        fix = f"run it without pipes and redirections, or {instead}"
        raise CuratorError(f"{what} needs a terminal, and standard {missing} is none", fix=fix)
    try:
        _SIGNS.encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        told = f"the encoding {sys.stderr.encoding} lacks signs that {what} draws"
        raise CuratorError(told, fix=f"set LANG=C.UTF-8, or {instead}") from None


def _ready(place: Project, labels: LabelSet, key: str | None, layer: str, author: str) -> int | None:
    """See to it that there are documents; returns the number of the one with this key."""
    with place.store(create=place.seeds.is_dir()) as store:
        if not store.count():
            _fill(store, place, labels)
        if layer != author:
            from curator.cli.blind import may_work_on

            may_work_on(store, layer, author)
        number = None if key is None else store.number(key)
    if key is not None and number is None:
        raise CuratorError(f"there is no document {key!r}", fix="find it by its text: curator search TEXT")
    return number


def _fill(store: Store, place: Project, labels: LabelSet) -> None:
    """Import the seeds, and have the suggestions for the first screen."""
    from curator.cli.intake import import_paths
    from curator.formats.sources import total_bytes
    from curator.review.prepare import prepare
    from curator.suggest import build

    if not place.seeds.is_dir() or not total_bytes([place.seeds]):
        raise CuratorError("there are no documents yet", fix=f"put some into {place.seeds}, or {IMPORT_SOME}")
    import_paths(store, labels, [place.seeds])
    prepare(store, build(labels), 1)
