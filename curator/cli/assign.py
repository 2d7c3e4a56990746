"""curator assign: who labels what."""

from __future__ import annotations

import click

from curator.cli.common import (
    WORDS,
    Share,
    checked_name,
    json_option,
    now,
    project,
    project_option,
    reviewer,
    reviewer_option,
)  # fmt: skip
from curator.cli.output import counted, print_json, print_table
from curator.errors import CuratorError


@click.command(short_help="Share the documents out among reviewers.")
@click.argument("reviewers", nargs=-1, type=WORDS)
@click.option(
    "--each", "copies", type=click.IntRange(min=1), default=1, show_default=True,
    help="To how many reviewers each document goes.",
)  # fmt: skip
@click.option(
    "--overlap", type=Share(), default=0.0, metavar="SHARE",
    help="The share of the documents that goes to one reviewer more, such as 20%.",
)  # fmt: skip
@click.option("--by", metavar="FIELD", type=WORDS, help="Draw the overlap evenly from each value of this metadata.")
@click.option(
    "--repeats", type=Share(), default=0.0, metavar="SHARE",
    help="The share of each reviewer's documents that comes a second time, without the first answer.",
)  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Another one gives another order.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@json_option
@reviewer_option
@project_option
def assign(
    reviewers: tuple[str, ...],
    copies: int,
    overlap: float,
    by: str | None,
    repeats: float,
    seed: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Share the documents out among REVIEWERS: those who take part from now on. Without names, those of the last time.

    Each reviewer then has a queue of their own, in an order of its own. Run it again with the same options when
    documents are added, or reviewers come and go: what somebody has begun stays theirs, those who have left keep what
    they have finished, and only what must change does. Every change is kept.

    \b
    Examples:
      curator assign anna boris clara --overlap 20%
      curator assign anna boris clara --each 2 --repeats 5% --by source
      curator assign anna boris --overlap 20% --dry-run
    """
    place = project()
    author = reviewer()
    names = tuple(dict.fromkeys(checked_name(name, "reviewer") for name in reviewers))
    from curator.gold.assignment import Wish
    from curator.gold.team import carry_out, changes_for, shares, team

    with place.store() as store:
        names = names or team(store)
        if not names:
            raise CuratorError("nobody is named, and nobody has an assignment yet", fix="say who: curator assign NAME")
        wish = Wish(reviewers=names, copies=copies, overlap=overlap, repeats=repeats, seed=seed)
        changes = changes_for(store, wish, by)
        found = shares(store, changes)
        if changes and not dry_run:
            carry_out(store, changes, author=author, time=now())
    if as_json:
        print_json({"changes": len(changes), "dry_run": dry_run, "reviewers": found})
        return
    print_table(
        ("reviewer", "documents", "shared", "repeats", "new", "taken back"),
        [(s.reviewer, *map(str, (s.documents, s.shared, s.repeats, s.given, s.taken))) for s in found],
    )
    changed = counted(len(changes), "change") if changes else "nothing changes"
    click.echo(f"{changed}{'; nothing was written' if dry_run else ''}")
