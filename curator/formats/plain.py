"""Plain text: one document a file, a line, or a block between blank lines; every document is kept to the last byte."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO

from curator.formats.api import Carries, Flaw, Format, Option, Record, Source, setting, title_of, utf8_hash
from curator.formats.checks import Bad, checked_document
from curator.formats.head import Head
from curator.model import Document

_BY = Option("by", "what makes a document", "file", ("file", "line", "block"))
_OPTIONS = (_BY,)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file: strict UTF-8, with neither newlines nor a byte order mark changed.

    Byte offsets in flaws count from 0. By line and by block, the breaks between documents belong to none of them, and
    neither does a byte order mark at the start of the file.
    """
    by = setting(_OPTIONS, source.settings, "by")
    if by == "file":
        data = file.read()
        source.on_bytes(len(data))
        yield document(data, source)
        return
    for number, part in _lines(file, source) if by == "line" else _blocks(file, source):
        where = f"{source.name}:{number}"
        try:
            yield Record(checked_document(part.decode(), f"{source.key}:{number}"), (), where)
        except UnicodeDecodeError as error:
            what = f"invalid UTF-8 at byte {error.start} (0x{part[error.start]:02x}: {error.reason})"
            yield Flaw(where, what, "convert the file to UTF-8")
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def _lines(file: BinaryIO, source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each with its number, without their ends."""
    for number, line in enumerate(file, 1):
        source.on_bytes(len(line))
        bare = line.removeprefix(BOM_UTF8) if number == 1 else line
        if bare.strip():
            yield number, re.sub(rb"\r?\n\Z", b"", bare)


def _blocks(file: BinaryIO, source: Source) -> Iterator[tuple[int, bytes]]:
    """The stretches between blank lines, each with the number of its first line, without their last line end."""
    block: list[bytes] = []
    first = 0
    for number, line in enumerate(file, 1):
        source.on_bytes(len(line))
        bare = line.removeprefix(BOM_UTF8) if number == 1 else line
        if bare.strip():
            first = first if block else number
            block.append(bare)
        elif block:
            yield first, re.sub(rb"\r?\n\Z", b"", b"".join(block))
            block = []
    if block:
        yield first, re.sub(rb"\r?\n\Z", b"", b"".join(block))


def document(data: bytes, source: Source) -> Record | Flaw:
    """The bytes of one file as a document, under the key of the source."""
    if not data:
        return Flaw(source.name, "the file is empty", "put a text into it, or leave it out")
    nul = data.find(b"\0")
    if nul >= 0:
        fix = "remove the NUL characters; if it is UTF-16, convert it: iconv -f UTF-16 -t UTF-8"
        return Flaw(f"{source.name}: byte {nul}", "NUL byte, which no text holds", fix)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        what = f"invalid UTF-8 (0x{data[error.start]:02x}: {error.reason})"
        fix = "convert the file to UTF-8, such as with: iconv -f WINDOWS-1252 -t UTF-8"
        return Flaw(f"{source.name}: byte {error.start}", what, fix)
    return Record(Document(source.key, text, utf8_hash(data), title_of(text, source.key)), (), source.name)


def detect(head: Head) -> bool:
    """Whether it may be a plain text: by its ending, since any bytes may be one."""
    return head.path is None or head.ending == ".txt"


FORMAT = Format(
    name="text",
    title="plain text: a document is a file, a line or a block",
    endings=(".txt",),
    carries=Carries(),
    detect=detect,
    read=read,
    options=_OPTIONS,
)
