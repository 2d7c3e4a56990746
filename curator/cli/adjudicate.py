"""curator adjudicate: from the reviewers' disputes to gold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from curator.cli.blind import chosen_reviewers, keep_access
from curator.cli.common import WORDS, project, project_option, reviewer, reviewer_option
from curator.cli.review import need_terminal
from curator.errors import CuratorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curator.labels import LabelSet
    from curator.store.api import Store


@click.command(short_help="Settle what reviewers differ on.")
@click.argument("reviewers", nargs=-1, type=WORDS)
@click.option("--document", metavar="KEY", type=WORDS, help="The document to open. Default: the most disputed.")
@click.option("--shuffle", is_flag=True, help="Have the letters A, B, C stand for other reviewers in each document.")
@reviewer_option
@project_option
def adjudicate(reviewers: tuple[str, ...], document: str | None, shuffle: bool) -> int:
    """Settle what REVIEWERS differ on, by default all of them, in the documents that at least two have finished.

    The spans of each stand in lanes of their own, as A, B, C until you reveal the names. What all agree on is settled
    beforehand, and can be changed. Each ruling goes into the layer gold, with its reason and what it rests on; nothing
    of a reviewer's is changed. That you saw their work is kept (curator history --accesses).

    \b
    Examples:
      curator adjudicate
      curator adjudicate anna boris
      curator adjudicate --document wire-0007
    """
    need_terminal()
    author = reviewer()
    place = project()
    labels = place.labels()
    with place.store() as store:
        names = chosen_reviewers(store, reviewers)
        check_labels(store, names, labels)
        number = None if document is None else store.number(document)
        keep_access(store, names, author, "adjudicate")
    if document is not None and number is None:
        raise CuratorError(f"there is no document {document!r}", fix="find it by its text: curator search TEXT")
    from curator.tui.adjudicate import run_adjudication

    return run_adjudication(
        place.database.absolute(),
        labels,
        reviewers=names,
        author=author,
        number=number,
        title=place.name,
        shuffled=shuffle,
        settings=place.configured.settings,
    )


def check_labels(store: Store, names: Sequence[str], labels: LabelSet) -> None:
    """Refuse layers with a label that labels.yaml does not have.

    Raises:
        CuratorError: There is one.
    """
    known = {label.name for label in labels.labels}
    for beside in store.side_by_side(names, least=2):
        for layer, spans in beside.layers.items():
            for span in spans:
                if span.label not in known:
                    where = f"{beside.key}:{span.start}:{span.end}"
                    what = f"{layer} has the label {span.label}, which labels.yaml does not"
                    raise CuratorError(what, where=where, fix="add it there, or have the span relabelled")
