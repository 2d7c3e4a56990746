"""The entry point: the group that loads a command's module only when the command is asked for."""

from __future__ import annotations

import click

import curator
from curator.cli.common import project_option, reviewer_option
from curator.cli.group import LazyGroup

COMMANDS: dict[str, str] = {
    "review": "curator.cli.review:review",
    "init": "curator.cli.init:init",
    "import": "curator.cli.import_:import_",
    "suggest": "curator.cli.suggest:suggest",
    "assign": "curator.cli.assign:assign",
    "adjudicate": "curator.cli.adjudicate:adjudicate",
    "feedback": "curator.cli.feedback:feedback",
    "requeue": "curator.cli.requeue:requeue",
    "status": "curator.cli.status:status",
    "search": "curator.cli.search:search",
    "stats": "curator.cli.stats:stats",
    "history": "curator.cli.history:history",
    "export": "curator.cli.export:export",
    "verify": "curator.cli.exports:verify",
    "diff": "curator.cli.exports:diff",
    "formats": "curator.cli.formats:formats",
    "evaluate": "curator.cli.evaluate:evaluate",
    "agreement": "curator.cli.agreement:agreement",
    "check": "curator.cli.check:check",
    "keys": "curator.cli.keys:keys",
    "settings": "curator.cli.settings:settings",
    "completion": "curator.cli.completion:completion",
}
"""Where each command is, in the order of the help."""


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@project_option
@reviewer_option
@click.version_option(curator.__version__, prog_name="curator", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> object:
    """Label spans of text in the terminal.

    Without a command it opens the review of the project in this folder. The first time, it imports the articles in
    seeds/.

    \b
    Examples:
      curator init news        make a project in the folder news
      curator                  review the project in this folder
      curator import a.jsonl   add articles
      curator export           write what is finished to exports/
    """
    if ctx.invoked_subcommand is not None:
        return None
    from curator.cli.review import review

    return ctx.invoke(review)


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    cli.main()
