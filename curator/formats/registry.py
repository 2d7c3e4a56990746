"""Which formats there are."""

from __future__ import annotations

from curator.errors import CuratorError
from curator.formats import conll, jsonl
from curator.formats.api import Writer

WRITERS: dict[str, Writer] = {writer.name: writer for writer in (jsonl.WRITER, conll.WRITER)}


def writer(name: str) -> Writer:
    """The format of this name.

    Raises:
        CuratorError: There is none.
    """
    if name not in WRITERS:
        raise CuratorError(f"there is no format {name!r}", fix=f"use one of: {', '.join(sorted(WRITERS))}")
    return WRITERS[name]
