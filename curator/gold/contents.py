"""What is in the folder of an export: its files with their hashes, and its manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from curator.errors import CuratorError
from curator.gold.manifest import FileFacts

MANIFEST = "manifest.json"
_CHUNK = 1 << 16


def file_facts(folder: Path, names: Sequence[str]) -> dict[str, FileFacts]:
    """The files of these names, and those in folders of these names, by their paths."""
    return {name: _facts(f"{folder}/{name}") for name in sorted(_paths(folder, names))}


def _paths(folder: Path, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if (folder / name).is_dir():
            for where, _, files in os.walk(folder / name):
                inside = Path(where).relative_to(folder).as_posix()
                yield from (f"{inside}/{file}" for file in files)
        else:
            yield name


def _facts(path: str) -> FileFacts:
    digest = hashlib.sha256()
    size = 0
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # there may be a hundred thousand small ones
    try:
        while data := os.read(handle, _CHUNK):
            digest.update(data)
            size += len(data)
    finally:
        os.close(handle)
    return FileFacts(digest.hexdigest(), size)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest in a folder; empty where there is none that can be read."""
    try:
        return read_manifest(folder)
    except CuratorError:
        return {}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest in a folder, whose files all lie within it.

    Raises:
        CuratorError: There is none, or it is none of ours.
    """
    path = folder / MANIFEST
    try:
        found: Any = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        fix = "name the folder of an export"
        raise CuratorError(f"there is no {MANIFEST} that can be read", where=str(folder), fix=fix) from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CuratorError(f"this is no manifest: {error}", where=str(path), fix="export again") from error
    files = found.get("files") if isinstance(found, dict) else None
    formats = found.get("formats") if isinstance(found, dict) else None
    if not isinstance(files, dict) or not isinstance(formats, dict):
        raise CuratorError("this is no manifest of an export", where=str(path), fix="export again")
    for name, facts in files.items():
        parts = Path(name).parts
        if not parts or Path(name).is_absolute() or ".." in parts or not isinstance(facts, dict):
            raise CuratorError(f"the manifest names a file outside the folder: {name!r}", where=str(path))
    manifest: dict[str, Any] = found
    return manifest
