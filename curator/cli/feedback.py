"""curator feedback: where gold differs from what a reviewer had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from curator.cli.blind import adjudicator_option, see
from curator.cli.common import WORDS, json_option, layer_or_own, project, project_option, reviewer, reviewer_option
from curator.cli.output import counted, print_json, safe
from curator.errors import CuratorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curator.gold.feedback import Difference
    from curator.model import Span


@click.command(short_help="Show where gold differs from you, and why.")
@click.option("--document", metavar="KEY", type=WORDS, help="Only this document.")
@click.option("--layer", metavar="NAME", help="The layer to compare with gold. Default: your own.")
@adjudicator_option
@json_option
@reviewer_option
@project_option
def feedback(document: str | None, layer: str | None, as_adjudicator: bool, as_json: bool) -> None:
    """Show where gold differs from you, in the documents that you have finished and that were adjudicated: what you
    had, what gold has, the reason, and the guideline that it rests on.

    \b
    Examples:
      curator feedback
      curator feedback --document wire-0007
      curator feedback --reviewer anna --json
    """
    me = reviewer()
    layer = layer_or_own(layer)
    place = project()
    from curator.gold.feedback import feedback as differences
    from curator.gold.team import reviewers

    with place.store() as store:
        if layer not in reviewers(store):
            known = ", ".join(reviewers(store)) or "nobody has decided anything yet"
            raise CuratorError(f"there is no reviewer {layer!r}", fix=f"there are: {known}")
        see(store, [layer], me, as_adjudicator=as_adjudicator, purpose="feedback")
        number = None if document is None else store.number(document)
        if document is not None and number is None:
            raise CuratorError(f"there is no document {document!r}", fix="find it by its text: curator search TEXT")
        found = list(differences(store, layer, number))
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo(safe(_line(each)))
    click.echo(safe(_summary(found)), err=True)


def _line(each: Difference) -> str:
    from curator.gold.feedback import WORDS as HOW

    why = f": {each.reason}" if each.reason else ""
    rests = f" [{each.guideline}]" if each.guideline else ""
    where = f"{each.document}:{each.start}:{each.end}"
    return f"{where}: you {_spans(each, each.mine)}; gold {_spans(each, each.gold)} | {HOW[each.how]}{why}{rests}"


def _spans(each: Difference, spans: Sequence[Span]) -> str:
    told = []
    for span in spans:
        text = each.text[max(0, span.start - each.start) : span.end - each.start]
        values = "".join(f" {name}={value}" for name, value in span.attributes.items())
        told.append(f"{span.label} “{text}”{values}")
    return ", ".join(told) or "nothing"


def _summary(found: Sequence[Difference]) -> str:
    if not found:
        return "gold differs nowhere from what you had"
    documents = len({each.document for each in found})
    cited = Counter(each.guideline for each in found if each.guideline)
    line = f"{counted(len(found), 'difference')} in {counted(documents, 'document')}"
    return f"{line}; by guideline: {', '.join(f'{name} {n}' for name, n in cited.most_common())}" if cited else line
