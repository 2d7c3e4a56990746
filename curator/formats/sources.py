"""From what the user names (files, folders, standard input) to documents, one by one.

A file is read by what is in it, not by its ending, unless the user names the format. A folder is read with all that is
in it, sorted by name; hidden files and README.* are passed over, as is every file with an ending that no format has.
A ZIP archive is read like a folder, and what begins with the mark of UTF-16 or UTF-32 as the text that it is.
``-`` is standard input, which is kept in a temporary file where it is long, since formats look at it more than once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

from msgspec.structs import replace as replaced

from curator.errors import CuratorError
from curator.formats import registry
from curator.formats.api import Flaw, Format, Record, Settings, Source, Unit, checked_settings
from curator.formats.checks import Bad
from curator.formats.head import Head
from curator.formats.packed import ARCHIVE, DEEPEST, IN_MEMORY, in_utf8, refuse_packed, unpacked
from curator.formats.walk import NOTHING, STDIN, Found, check, files, is_document, reason

__all__ = ["STDIN", "Reading", "read_sources", "total_bytes"]

_BUFFER = 1 << 16
"""Bytes that are read at once: the lines of documents are longer than those that the default is for."""


@dataclass(frozen=True)
class Reading:
    """How files are read; see `curator.formats.api.Source` for what is not said here.

    Attributes:
        format: The name of the format; None looks at what is in each file.
    """

    format: str | None = None
    unit: Unit | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    text_of: Callable[[str], str | None] = lambda _: None
    tokens: bool = False


def read_sources(
    paths: Sequence[Path],
    *,
    labels: frozenset[str] | None,
    on_bytes: Callable[[int], None] | None = None,
    stdin: BinaryIO | None = None,
    reading: Reading | None = None,
) -> Iterator[Record | Flaw]:
    """The documents in all these files and folders, and the mistakes in them, in order.

    Args:
        paths: Files and folders; `STDIN` stands for standard input.
        labels: The labels that the spans may bear; None accepts all.
        on_bytes: Called with the number of bytes that were read since the last call.
        stdin: What is read for `STDIN`; the process's own if None.
        reading: How they are read.

    Raises:
        CuratorError: A path does not exist, or there is no such format or setting, before anything is read.
    """
    check(paths)
    reading = reading or Reading()
    wanted = None if reading.format is None else _readable(reading.format, reading.settings)
    source = Source(
        "",
        "",
        labels,
        on_bytes or (lambda _: None),
        None,
        reading.unit,
        reading.settings,
        reading.text_of,
        reading.tokens,
    )
    return _read_all(paths, source, wanted, stdin)


def total_bytes(paths: Sequence[Path]) -> int | None:
    """How many bytes `read_sources` would read, or None if standard input is among the paths.

    Raises:
        CuratorError: A path does not exist.
    """
    if STDIN in paths:
        return None
    check(paths)
    found = (each for path in paths for each in files(path) if isinstance(each, Found))
    return sum(each.path.stat().st_size for each in found if is_document(each.path))


def _readable(name: str, settings: Settings) -> Format:
    found = registry.known(name)
    if found.read is None:
        raise CuratorError(f"the format {name!r} is only written, not read", fix="see: curator formats")
    checked_settings(found, settings)
    return found


def _read_all(
    paths: Sequence[Path], source: Source, wanted: Format | None, stdin: BinaryIO | None
) -> Iterator[Record | Flaw]:
    for path in paths:
        if path == STDIN:
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as spooled:
                shutil.copyfileobj(stdin or sys.stdin.buffer, spooled)
                spooled.seek(0)
                yield from _read_open(cast(BinaryIO, spooled), replace(source, name="stdin", key="stdin"), wanted)
            continue
        for found in files(path):
            if isinstance(found, Flaw):
                yield found
            else:
                here = replace(source, name=str(found.path), key=found.key, path=found.path)
                yield from _read_file(found, here, wanted)


def _read_archive(found: Found, source: Source, wanted: Format | None, depth: int) -> Iterator[Record | Flaw]:
    """Read an archive like a folder; one that the user did not name may hold nothing that is read."""
    source.on_bytes(found.path.stat().st_size)
    try:
        if depth > DEEPEST:
            raise Bad(f"there are more than {DEEPEST} archives within each other", "unpack it, and name the folder")
        with unpacked(found.path) as folder:
            for each in files(folder):
                if not isinstance(each, Flaw):
                    key = each.key if found.named else f"{found.key}/{each.key}"
                    name = f"{source.name}/{each.path.relative_to(folder).as_posix()}"
                    here = replace(source, name=name, key=key, path=each.path, on_bytes=lambda _: None)
                    yield from _read_file(replace(each, key=key), here, wanted, depth)
                elif found.named or each.what != NOTHING:
                    yield replaced(each, where=source.name)
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)


def _read_file(found: Found, source: Source, wanted: Format | None, depth: int = 0) -> Iterator[Record | Flaw]:
    try:
        if not found.path.is_file():
            yield Flaw(source.name, "this is no regular file", "write - to read from standard input")
            return
        if not _is_utf8(source.key):
            yield Flaw(repr(source.name), "the file's name is not UTF-8, so it makes no key", "rename the file")
            return
        if found.path.suffix.lower() == ARCHIVE:
            yield from _read_archive(found, source, wanted, depth + 1)
            return
        with found.path.open("rb", buffering=_BUFFER) as file:
            yield from _read_open(file, source, wanted)
    except OSError as error:
        yield Flaw(source.name, f"cannot be read: {reason(error)}", "check the file and its permissions")


def _read_open(file: BinaryIO, source: Source, wanted: Format | None) -> Iterator[Record | Flaw]:
    """Read an open file as the format that is wanted, or as the one that it looks like."""
    try:
        refuse_packed(file)
        text = in_utf8(file)
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
        return
    if text is not file:
        with text:
            yield from _read_text(text, source, wanted)
    else:
        yield from _read_text(file, source, wanted)


def _read_text(file: BinaryIO, source: Source, wanted: Format | None) -> Iterator[Record | Flaw]:
    using = wanted or registry.detect(Head(file, source.path))
    if using is None or using.read is None:
        yield _unknown(source)
        return
    if wanted is None:
        own = {option.name for option in using.options}
        settings = {name: value for name, value in source.settings.items() if name in own}
        try:
            source = replace(source, settings=checked_settings(using, settings))
        except CuratorError as error:
            yield Flaw(source.name, error.what, error.fix or "")
            return
    yield from using.read(file, source)


def _unknown(source: Source) -> Flaw:
    ending = source.path.suffix if source.path else ""
    if source.path is None or ending.lower() in registry.endings():
        return Flaw(source.name, "no format is recognised in what it holds", "name the format: --format NAME")
    what = f"the ending {ending}" if ending else "a file without an ending"
    read = ", ".join((*registry.endings(), ARCHIVE))
    fix = f"what is read: {read}, a folder of them, or - for standard input; or name the format: --format NAME"
    return Flaw(source.name, f"{what} is not read", fix)


def _is_utf8(key: str) -> bool:
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True
