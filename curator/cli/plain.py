"""curator review --plain: one line out, one line in. For screen readers, dumb terminals and pipes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from curator.cli.answers import ANSWERS
from curator.cli.output import complain, on_terminal, safe
from curator.cli.talk import Talk
from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.desk import Desk
from curator.review.prepare import amounts_in, attributes_of
from curator.review.session import Refused
from curator.store import open_store
from curator.suggest import build


def run_plain(path: Path, labels: LabelSet, *, layer: str, author: str, number: int | None) -> int:
    """Review in lines until the reviewer quits or the answers end; returns the exit code.

    Args:
        path: The database.
        labels: What may be labelled.
        layer: The layer to work on.
        author: Who decides.
        number: The document to open; None for the one that was left last.

    Raises:
        CuratorError: The database cannot be opened; or, in a pipe, a decision could not be saved.
    """
    with contextlib.closing(open_store(path, create=False)) as store:
        suggesters = build(labels)
        desk = Desk(
            store,
            labels,
            layer=layer,
            author=author,
            attributes_of=partial(attributes_of, suggesters),
            amounts_in=amounts_in,
        )
        if number is not None:
            desk.open(number)
        try:
            code = _converse(Talk(desk, suggesters, ANSWERS))
        except BaseException:
            # What ended it is the news; every decision was committed before it was told.
            with contextlib.suppress(CuratorError):
                desk.leave()
            raise
        desk.leave()
        click.echo("all is saved")
        return code


def _converse(talk: Talk) -> int:
    """Ask and listen until it is over; returns 1 if an answer from a pipe was wrong."""
    piped = not on_terminal(sys.stdin)
    wrong = False
    _say(*talk.opening(), talk.question())
    for number, line in enumerate(_answers(), start=1):
        # A file of answers may be laid out and explained; at a terminal an empty line is an answer.
        if piped and (not line.strip() or (line.startswith("#") and line.strip() not in talk.label_keys)):
            continue
        try:
            _say(*talk.answer(_checked(line)))
        except Refused as error:
            wrong = True
            _tell(error, number if piped else None)
        except CuratorError as error:
            if piped:
                raise CuratorError(f"not saved: {error}", where=f"line {number}") from error
            _say(f"not saved: {error}")
        if talk.over:
            break
        _say(*talk.opening(), talk.question())
    return 1 if piped and wrong else 0


def _answers() -> Iterator[str]:
    """The lines of standard input, each as soon as it is there."""
    stream = sys.stdin
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="surrogateescape")
    while stream is not None and (line := stream.readline()):
        yield line.removeprefix("\ufeff").rstrip("\r\n")


def _checked(line: str) -> str:
    try:
        line.encode()
    except UnicodeEncodeError:
        raise Refused("the bytes of this line are not valid UTF-8") from None
    return line


def _tell(error: Refused, number: int | None) -> None:
    """What was wrong: to the reader on a terminal; else, with the line of the answer, on standard error."""
    if number is None:
        _say(str(error))
    else:
        complain(f"line {number}: {error}")


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(safe(line))
