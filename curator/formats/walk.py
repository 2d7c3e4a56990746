"""Which files the user means: a file, or all in a folder that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.errors import CuratorError
from curator.formats import registry
from curator.formats.api import Flaw
from curator.formats.packed import ARCHIVE

STDIN = Path("-")
"""Stands for standard input."""
NOTHING = "the folder holds nothing that can be read"


@dataclass(frozen=True)
class Found:
    """A file to be read, and the key of its document if it holds a single one; ``named`` if the user named it."""

    path: Path
    key: str
    named: bool = False


def check(paths: Sequence[Path]) -> None:
    """Raise CuratorError for the first path that is not there."""
    for path in paths:
        try:
            missing = path != STDIN and not path.exists()
        except OSError as error:
            raise CuratorError(reason(error), where=str(path), fix="check the path and its permissions") from error
        if missing:
            raise CuratorError("no such file or folder", where=str(path), fix="check the path")


def files(path: Path) -> Iterator[Found | Flaw]:
    """The files that the user means by this path: itself, or those in the folder whose ending is read."""
    if not path.is_dir():
        yield Found(path, path.stem, named=True)
        return
    found = False
    for each in _walk(path, path, set()):
        found = True
        yield each
    if not found:
        what = f"what is read: {', '.join((*registry.endings(), ARCHIVE))}"
        yield Flaw(str(path), NOTHING, what)


def _walk(top: Path, folder: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Flaw]:
    """All files in a folder that can be read, sorted by name; each folder once, whatever links lead to it."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Flaw(str(folder), f"cannot be read: {reason(error)}", "check the folder and its permissions")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.upper().startswith("README."):
            continue
        if entry.is_dir():
            yield from _walk(top, entry, seen)
        elif is_document(entry):
            yield Found(entry, entry.relative_to(top).with_suffix("").as_posix())


def is_document(path: Path) -> bool:
    """Whether a file in a folder is one of those that are read, and not what stands beside one."""
    ending = path.suffix.lower()
    if ending == ARCHIVE:
        return True
    if ending not in registry.endings() or path.name in registry.companions():
        return False
    return ending != ".ann" or not path.with_suffix(".txt").is_file()


def reason(error: OSError) -> str:
    """Why something failed, in lower case."""
    return (error.strerror or str(error)).lower()
