"""What commands print: plain lines, tables, JSON, progress. Colour and movement only where a terminal shows them."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.progress import Progress

# Control characters, line ends and changes of direction: printed as they are, a text could steer the terminal.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_REDRAW_SECONDS = 0.1


def on_terminal(stream: TextIO | None) -> bool:
    """Whether the stream is a terminal; it is None where the process was started without one."""
    return stream is not None and stream.isatty()


def safe(text: str) -> str:
    """The text on one line, with escapes for what would steer a terminal."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), " ".join(text.split()))


def complain(line: str) -> None:
    """One line on standard error, under the program's name."""
    click.echo(f"curator: {safe(line)}", err=True)


def print_json(value: Any) -> None:
    """One JSON value, in UTF-8 whatever the locale."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> None:
    """A table: drawn on a terminal, else columns with two spaces between. All but those ``left`` are flush right."""
    rows = [[safe(cell) for cell in row] for row in rows]
    if on_terminal(sys.stdout):
        _draw_table(headers, rows, left)
        return
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    for row in (headers, *rows):
        first, *others = (
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join([first, *others]).rstrip())


def _draw_table(headers: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for place, header in enumerate(headers):
        table.add_column(header, justify="left" if place in left else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


class Meter:
    """How far a long work is. Draws nothing without a terminal on standard error.

    Args:
        bar: The bar that shows it, if any.
    """

    def __init__(self, bar: Progress | None = None) -> None:
        self._bar = bar
        self._done = 0
        self._drawn = 0.0

    def advance(self, amount: int = 1) -> None:
        """So much more is done."""
        self._done += amount
        # A redraw costs more than a document does.
        if self._bar is not None and time.monotonic() - self._drawn > _REDRAW_SECONDS:
            self._drawn = time.monotonic()
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def say(self, line: str) -> None:
        """One line on standard error, above the bar."""
        if self._bar is None:
            click.echo(safe(line), err=True)
        else:
            self._bar.console.print(safe(line), markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def progress(title: str, total: Callable[[], int | None]) -> Iterator[Meter]:
    """Show how far the work in this block is, on standard error and only on a terminal.

    Args:
        title: What is done.
        total: Gives the amount at which it is all done, if it is known; called only where it is shown.
    """
    if not on_terminal(sys.stderr):
        yield Meter()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(title, total=total())
        yield Meter(bar)


def counted(number: int, thing: str) -> str:
    """A number with its thing, in the plural where it must be: ``1 document``, ``2 documents``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
