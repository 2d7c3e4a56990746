"""Plain text: one document a file, kept to the last byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from curator.formats.api import Flaw, Record, Source, title_of, utf8_hash
from curator.model import Document


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The file as one document: strict UTF-8, with neither newlines nor a byte order mark changed.

    Byte offsets in flaws count from 0.
    """
    data = file.read()
    source.on_bytes(len(data))
    yield document(data, source)


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
