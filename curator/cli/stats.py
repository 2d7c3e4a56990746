"""curator stats: how fast and how far the work goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from curator.cli.common import json_option, project, project_option, reviewer, reviewer_option
from curator.cli.output import print_json, print_table, safe

if TYPE_CHECKING:
    from curator.store.records import Figures


@click.command(short_help="Show how fast the work goes.")
@json_option
@reviewer_option
@project_option
def stats(as_json: bool) -> None:
    """Show how fast your work goes: documents and spans an hour, decisions, how suggestions fare, progress by day.

    Hours are those in which you were active: a pause counts up to a minute. Days are those of your time zone.

    \b
    Examples:
      curator stats
      curator stats --json
    """
    from curator.review import progress

    layer = reviewer()
    with project().store() as store:
        figures = store.figures(layer)
    if as_json:
        print_json(_as_json(layer, figures))
        return
    click.echo(safe(f"layer {layer}"))
    print_table(*progress.pace_table([("in all", figures)]))
    for by in ("source", "label"):
        if figures.answered:
            print_table(*progress.acceptance_table(figures.answered, by))
    if figures.stretches:
        print_table(*progress.days_table(figures))


def _as_json(layer: str, figures: Figures) -> dict[str, Any]:
    """The figures by name; rates are null below a minute of active time."""
    from curator.review import progress

    return {
        "layer": layer,
        "active_seconds": round(figures.seconds, 3),
        "documents": figures.documents,
        "documents_per_hour": progress.per_hour(figures.documents, figures.seconds),
        "spans": figures.spans,
        "spans_per_hour": progress.per_hour(figures.spans, figures.seconds),
        "decisions": figures.decisions,
        "undone": figures.undone,
        "kinds": figures.kinds,
        "suggestions": figures.answered,
        "days": progress.by_day(figures),
    }
