"""curator requeue: rulings that cited a guideline are to be made again."""

from __future__ import annotations

import click

from curator.cli.blind import keep_access
from curator.cli.common import WORDS, json_option, now, project, project_option, reviewer, reviewer_option
from curator.cli.output import counted, print_json, safe
from curator.errors import CuratorError


@click.command(short_help="Have rulings made again that cited a guideline.")
@click.option(
    "--guideline", metavar="LABEL|TEXT", type=WORDS,
    help="The name of a label, or a part of what was cited, whatever its case.",
)  # fmt: skip
@click.option(
    "--changed", is_flag=True,
    help="Only what was ruled when the label's guideline or examples said something else; of all labels by itself.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show which they are, and change nothing.")
@json_option
@reviewer_option
@project_option
def requeue(guideline: str | None, changed: bool, dry_run: bool, as_json: bool) -> None:
    """Bring back just those rulings that cited a guideline, once it has changed.

    Their disputes are open again in curator adjudicate; gold keeps what it has there until there is a new ruling. All
    of it is one act, which an undo takes back.

    \b
    Examples:
      curator requeue --guideline RANK
      curator requeue --changed --dry-run
      curator requeue --guideline "begin and end" --dry-run
    """
    if guideline is None and not changed:
        raise click.UsageError("which rulings? Give --guideline, --changed, or both")
    if guideline is not None and not guideline.strip():
        raise CuratorError("there is no guideline to look for", fix="give a label, or a part of what was cited")
    author = reviewer()
    place = project()
    wordings = {label.name: label.wording for label in place.labels().labels}
    from curator.gold.requeue import requeue as reopen
    from curator.gold.rulings import told

    with place.store() as store:
        found = reopen(store, guideline, wordings, author=author, time=now(), changed=changed, dry_run=dry_run)
        if found:
            keep_access(store, sorted({layer for each in found for layer in each.ruling.basis}), author, "requeue")
    if as_json:
        print_json(found)
        return
    for each in found:
        quote = " ".join(each.text.split())[:60]
        click.echo(safe(f"{each.document}:{each.start}:{each.end}: “{quote}” | {told(each.ruling)}"))
    documents = counted(len({each.document for each in found}), "document")
    state = "would be open again" if dry_run else "open again"
    nothing = "no ruling rests on a guideline that said something else" if changed else "no ruling cites that"
    click.echo(f"{counted(len(found), 'ruling')} in {documents} {state}" if found else nothing, err=True)
