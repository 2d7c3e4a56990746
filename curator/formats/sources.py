"""From what the user names (files, folders, standard input) to documents, one by one.

A file is read by its ending. A folder is read with all that is in it, sorted by name; hidden files and README.* are
passed over, as is every file with an ending that is not read. ``-`` is standard input: JSONL if its first byte that is
not blank is ``{``, else one plain text with the key ``stdin``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from curator.errors import CuratorError
from curator.formats import jsonl, plain
from curator.formats.api import Flaw, Reader, Record, Source

READERS: dict[str, Reader] = {".txt": plain.read, ".jsonl": jsonl.read, ".ndjson": jsonl.read}
STDIN = Path("-")

_BOM = b"\xef\xbb\xbf"
_READ = ", ".join(READERS)


@dataclass(frozen=True)
class _File:
    """A file to be read, and the key of its document if it holds a single one."""

    path: Path
    key: str


def read_sources(
    paths: Sequence[Path],
    *,
    labels: frozenset[str] | None,
    on_bytes: Callable[[int], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Record | Flaw]:
    """The documents in all these files and folders, and the mistakes in them, in order.

    Args:
        paths: Files and folders; `STDIN` stands for standard input.
        labels: The labels that the spans may bear; None accepts all.
        on_bytes: Called with the number of bytes that were read since the last call.
        stdin: What is read for `STDIN`; the process's own if None.

    Raises:
        CuratorError: A path does not exist, before anything is read.
    """
    _check(paths)
    return _read_all(paths, labels, on_bytes or (lambda _: None), stdin)


def total_bytes(paths: Sequence[Path]) -> int | None:
    """How many bytes `read_sources` would read, or None if standard input is among the paths.

    Raises:
        CuratorError: A path does not exist.
    """
    if STDIN in paths:
        return None
    _check(paths)
    files = (found for path in paths for found in _files(path) if isinstance(found, _File))
    return sum(file.path.stat().st_size for file in files if _reads(file.path))


def _check(paths: Sequence[Path]) -> None:
    for path in paths:
        try:
            missing = path != STDIN and not path.exists()
        except OSError as error:
            raise CuratorError(_reason(error), where=str(path), fix="check the path and its permissions") from error
        if missing:
            raise CuratorError("no such file or folder", where=str(path), fix="check the path")


def _read_all(
    paths: Sequence[Path], labels: frozenset[str] | None, on_bytes: Callable[[int], None], stdin: BinaryIO | None
) -> Iterator[Record | Flaw]:
    for path in paths:
        if path == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, Source("stdin", "stdin", labels, on_bytes))
            continue
        for found in _files(path):
            if isinstance(found, Flaw):
                yield found
            else:
                yield from _read_file(found.path, Source(str(found.path), found.key, labels, on_bytes))


def _read_file(path: Path, source: Source) -> Iterator[Record | Flaw]:
    try:
        if not path.is_file():
            yield Flaw(source.name, "this is no regular file", "write - to read from standard input")
            return
        if not _is_utf8(source.key):
            yield Flaw(repr(source.name), "the file's name is not UTF-8, so it makes no key", "rename the file")
            return
        with path.open("rb") as file:
            yield from READERS[path.suffix.lower()](file, source)
    except OSError as error:
        yield Flaw(source.name, f"cannot be read: {_reason(error)}", "check the file and its permissions")


def _read_stdin(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """Read as far as the first line that is not blank, to see what it is, and then on from the start."""
    head: list[bytes] = []
    for line in file:
        head.append(line)
        if line.removeprefix(_BOM).strip():
            break
    if head and head[-1].removeprefix(_BOM).lstrip().startswith(b"{"):
        yield from jsonl.read_lines(_chain(head, file), source)
        return
    data = b"".join([*head, file.read()])
    source.on_bytes(len(data))
    yield plain.document(data, source)


def _chain(head: Iterable[bytes], file: BinaryIO) -> Iterator[bytes]:
    yield from head
    yield from file


def _files(path: Path) -> Iterator[_File | Flaw]:
    """The files that the user means by this path."""
    if path.is_dir():
        found = False
        for each in _walk(path, path, set()):
            found = True
            yield each
        if not found:
            yield Flaw(str(path), "the folder holds nothing that can be read", f"what is read: {_READ}")
    elif _reads(path):
        yield _File(path, path.stem)
    else:
        ending = f"the ending {path.suffix}" if path.suffix else "a file without an ending"
        fix = f"what is read: {_READ}, a folder of them, or - for standard input"
        yield Flaw(str(path), f"{ending} is not read", fix)


def _walk(top: Path, folder: Path, seen: set[tuple[int, int]]) -> Iterator[_File | Flaw]:
    """All files in a folder that can be read, sorted by name; each folder once, whatever links lead to it."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Flaw(str(folder), f"cannot be read: {_reason(error)}", "check the folder and its permissions")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.upper().startswith("README."):
            continue
        if entry.is_dir():
            yield from _walk(top, entry, seen)
        elif _reads(entry):
            yield _File(entry, entry.relative_to(top).with_suffix("").as_posix())


def _reads(path: Path) -> bool:
    return path.suffix.lower() in READERS


def _is_utf8(key: str) -> bool:
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
