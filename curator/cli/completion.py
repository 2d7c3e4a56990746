"""curator completion: the script with which a shell completes commands and options."""

from __future__ import annotations

import click


@click.command(short_help="Print what completes commands in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands and options.

    Load it where your shell starts, and open a new shell.

    \b
    Examples:
      echo 'eval "$(curator completion bash)"' >> ~/.bashrc
      echo 'eval "$(curator completion zsh)"' >> ~/.zshrc
      curator completion fish > ~/.config/fish/completions/curator.fish
    """
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    complete = kind(ctx.find_root().command, {}, "curator", "_CURATOR_COMPLETE")
    # Not the method of the class itself: that of bash runs bash to learn its version.
    click.echo(ShellComplete.source(complete))
