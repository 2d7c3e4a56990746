"""Reads the word lists of the package: sections of entries, in plain text."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FILES = ("charges", "grammar", "money", "names", "orgs", "places", "ranks", "words")

_ENTRY_END = re.compile(r"[,\n]")
_HEADING = re.compile(r"^\[(.+)\]$", re.MULTILINE)
_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)


@cache
def raw(name: str) -> str:
    """The text of one data file, ``name`` being one of ``FILES``."""
    return files("curator.suggest").joinpath("data", f"{name}.txt").read_text("utf-8")


@cache
def sections(name: str) -> dict[str, str]:
    """The sections of a data file by their heading, without comments."""
    parts = _HEADING.split(_COMMENT.sub("", raw(name)))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entries(name: str, section: str) -> list[str]:
    """The entries of a section: separated by commas or line ends, in lower case."""
    found = (entry.strip() for entry in _ENTRY_END.split(sections(name)[section].lower()))
    return [entry for entry in found if entry]


def word_set(name: str, section: str) -> frozenset[str]:
    """The entries of a section as a set."""
    return frozenset(entries(name, section))


def keyed(name: str, section: str) -> list[tuple[str, list[str]]]:
    """The lines "key: entry, entry" of a section; keys and entries as they are written."""
    rows = []
    for line in sections(name)[section].splitlines():
        key, colon, rest = line.partition(":")
        if colon:
            rows.append((key.strip(), [entry.strip() for entry in rest.split(",")]))
    return rows
