"""An export against itself: the files against the manifest, and the spans against the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from curator.errors import CuratorError
from curator.formats import registry
from curator.formats.api import Flaw, Format, Record
from curator.formats.sources import Reading, read_sources
from curator.formats.walk import NOTHING
from curator.gold.contents import MANIFEST, file_facts, read_manifest


def text_format(manifest: dict[str, Any], folder: Path) -> tuple[Format, list[str]]:
    """The first format of an export that holds texts and keys and can be read, and its files.

    Raises:
        CuratorError: There is none.
    """
    for name, facts in manifest["formats"].items():
        try:
            known = registry.known(name)
        except CuratorError:
            continue
        if known.read is not None and known.carries.text and known.carries.key:
            return known, [str(file) for file in facts["files"].values()]
    fix = "export it again, with --format jsonl among others"
    raise CuratorError("no file of the export holds texts with their keys", where=str(folder), fix=fix)


def records(folder: Path, name: str, files: list[str], texts: Callable[[str], str | None]) -> Iterator[Record | Flaw]:
    """What the files of one format hold."""
    reading = Reading(name, None, {}, texts)
    return read_sources([folder / file for file in files], labels=None, reading=reading)


def verify(folder: Path, known_text: Callable[[str], str | None] | None = None) -> Iterator[str]:
    """One line for each thing that is wrong.

    Args:
        folder: The export.
        known_text: The hash of the text of a document in the project, by its key; None if there is no project.

    Raises:
        CuratorError: There is no manifest.
    """
    manifest = read_manifest(folder)
    yield from _files(folder, manifest)
    texts: dict[str, str] = {}
    try:
        first, files = text_format(manifest, folder)
    except CuratorError as error:
        yield str(error)
    else:
        for record in records(folder, first.name, files, lambda _: None):
            if isinstance(record, Record):
                texts[record.document.key] = record.document.text
                stands = known_text(record.document.key) if known_text else None
                if stands is not None and stands != record.document.sha256:
                    yield f"{record.where}: document {record.document.key!r} has another text in the project"
    for name, facts in manifest["formats"].items():
        yield from _format(folder, name, facts, texts)


def _files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    stated = manifest["files"]
    for name, facts in stated.items():
        if not (folder / name).is_file():
            yield f"{name}: the file is not there"
            continue
        found = file_facts(folder, [name])[name]
        if (found.sha256, found.bytes) != (facts.get("sha256"), facts.get("bytes")):
            yield f"{name}: the file is not the one that was exported (its SHA-256 is {found.sha256})"
    tops = {name.partition("/")[0] for name in stated}
    there = file_facts(folder, [top for top in sorted(tops) if (folder / top).exists()])
    for name in sorted(there.keys() - stated.keys()):
        yield f"{name}: {MANIFEST} does not speak of this file"


def _format(folder: Path, name: str, facts: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """Whether the files of a format can be read, and hold as much as the manifest says."""
    try:
        known = registry.known(name)
    except CuratorError as error:
        yield str(error)
        return
    if known.read is None or any(not (folder / file).exists() for file in facts["files"].values()):
        return
    documents = spans = 0
    for record in records(folder, name, list(facts["files"].values()), texts.get):
        if isinstance(record, Flaw):
            if record.what == "the document has no token":
                documents += 1
            elif record.what != NOTHING:  # an empty part of a split; whether it may be empty, the numbers say
                yield f"{record.where}: {record.what}"
        else:
            documents += 1
            spans += len(record.suggestions)
    for what, found in (("documents", documents), ("spans", spans)):
        if found != facts[what]:
            yield f"{name}: there are {found} {what}, not {facts[what]}"
