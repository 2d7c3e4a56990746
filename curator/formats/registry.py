"""Which formats there are. A module is imported only when its format is asked for or a file has to be recognised.

Another package offers a format as an entry point in the group `GROUP`, which names a `curator.formats.api.Format`.
Plain entry points and not pluggy: a format is one object with one name, so there is no hook for several to answer, and
an entry point is not imported before it is wanted.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from curator.errors import CuratorError
from curator.formats.api import Format, Settings, Writer, checked_settings
from curator.formats.head import Head

GROUP = "curator.formats"
"""The group of entry points in which other packages offer formats."""

BUILT_IN: dict[str, str] = {
    "brat": "curator.formats.brat",
    "webanno": "curator.formats.webanno",
    "uima": "curator.formats.uima",
    "html": "curator.formats.html",
    "hf": "curator.formats.parquet",
    "docbin": "curator.formats.docbin",
    "spacy-json": "curator.formats.spacy_json",
    "prodigy": "curator.formats.prodigy",
    "doccano": "curator.formats.doccano",
    "label-studio": "curator.formats.labelstudio",
    "argilla": "curator.formats.argilla",
    "labelbuddy": "curator.formats.labelbuddy",
    "gliner": "curator.formats.gliner",
    "hf-jsonl": "curator.formats.hf_jsonl",
    "csv": "curator.formats.spreadsheet",
    "conll": "curator.formats.conll",
    "jsonl": "curator.formats.jsonl",
    "text": "curator.formats.plain",
}
"""The module of each format, in the order in which they are asked whether a file is theirs: the choosy ones first."""


@cache
def _others() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in BUILT_IN}


def names() -> list[str]:
    """The names of all formats, in the order of detection: those of other packages come first."""
    return [*sorted(_others()), *BUILT_IN]


@cache
def known(name: str) -> Format:
    """The format of this name.

    Raises:
        CuratorError: There is none, or it cannot be loaded.
    """
    if name in BUILT_IN:
        found: Format = importlib.import_module(BUILT_IN[name]).FORMAT
        return found
    point = _others().get(name)
    if point is None:
        raise CuratorError(f"there is no format {name!r}", fix=f"use one of: {', '.join(sorted(names()))}")
    try:
        loaded = point.load()
    except Exception as error:
        fix = "install what it needs, or remove the package"
        raise CuratorError(f"the format {name!r} cannot be loaded: {error}", where=point.value, fix=fix) from error
    if not isinstance(loaded, Format):
        raise CuratorError(f"the format {name!r} is no Format", where=point.value, fix="remove the package")
    return loaded


def formats() -> Iterator[Format]:
    """All formats, in the order of detection."""
    return map(known, names())


def detect(head: Head) -> Format | None:
    """The first format that takes the file for its own."""
    return next((each for each in formats() if each.read is not None and each.detect(head)), None)


def endings() -> tuple[str, ...]:
    """The endings of all files that can be read, those of articles first."""
    found = (ending for name in reversed(names()) for ending in known(name).endings if known(name).read is not None)
    return tuple(dict.fromkeys(found))


def companions() -> frozenset[str]:
    """The names of files that stand beside others and are no documents."""
    return frozenset(name for each in formats() for name in each.companions)


def writer(name: str, settings: Settings | None = None) -> Writer:
    """The writer of the format of this name.

    Raises:
        CuratorError: There is none, or it does not know a setting.
    """
    found = known(name)
    if found.writer is None:
        fix = f"use one of: {', '.join(sorted(writable()))}"
        raise CuratorError(f"the format {name!r} is only read, not written", fix=fix)
    return found.writer(checked_settings(found, settings or {}))


def writable() -> list[str]:
    """The names of the formats that are written."""
    return [each.name for each in formats() if each.writer is not None]


def writers() -> list[Writer]:
    """All writers, with their defaults."""
    return [writer(name) for name in writable()]
