"""How commands are found and run: loaded when asked for, and every failure told in one line."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from curator.cli.output import complain
from curator.errors import CuratorError

INTERRUPTED = 130
"""The exit code after Ctrl+C: 128 and the number of the signal."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that none pays for the others.

    Args:
        commands_at: The place of each command, as ``module:attribute``, in the order of the help.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(self._at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in self._at:
            return None
        module, _, attribute = self._at[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command; ends the process with 0, 1 for a failure, 2 for wrong usage, or 130 after Ctrl+C."""
        kwargs |= {"prog_name": "curator", "standalone_mode": False}
        sys.exit(_guarded(partial(super().main, *args, **kwargs)))


def _guarded(run: Callable[[], Any]) -> int:
    """Run it, tell what went wrong, and return the exit code."""
    _print_anything()
    try:
        result = run()
        # Else a pipe that is closed shows only when the interpreter ends, where nothing can catch it.
        if sys.stdout is not None:
            sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CuratorError as error:
        complain(str(error))
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _leave_pipe()
    except OSError as error:
        complain(str(_of_os(error)))
    except Exception as error:
        if os.environ.get("CURATOR_DEBUG"):
            raise
        told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        complain(f"unexpected: {told} (this is a bug; run with CURATOR_DEBUG=1 for the details)")
    return 1


def _print_anything() -> None:
    """Have characters that the terminal's encoding lacks printed as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave_pipe() -> None:
    """Write no more into the pipe that nobody reads; what is still buffered would complain at the end."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _of_os(error: OSError) -> CuratorError:
    reason = (error.strerror or str(error)).lower()
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
    return CuratorError(reason, where=where)
