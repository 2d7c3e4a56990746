"""Files as other programs pack them: texts in UTF-16, as spreadsheets write them, and ZIP archives, as exports come.

INCEpTION has an archive for every annotator of every document within the archive of the project, and doccano one file
for every annotator in one; so an archive is read like a folder, and an archive within it like a folder in that.
"""

from __future__ import annotations

import codecs
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from curator.formats.checks import Bad

ARCHIVE = ".zip"
IN_MEMORY = 1 << 22
DEEPEST = 3
"""How many archives may stand within each other."""
_CHUNK = 1 << 20
_SLICE = 1 << 16
_MOST = 1 << 34
_DEFLATED_MOST = 1032
"""Bytes that one byte of zlib's can become, at the most: https://www.zlib.net/zlib_tech.html."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before that of UTF-16, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"\x1f\x8b": ("gzip", "unpack it first, such as with: gzip -dc FILE | curator import -"),
    b"BZh": ("bzip2", "unpack it first, such as with: bzip2 -dc FILE | curator import -"),
    b"\xfd7zXZ": ("xz", "unpack it first, such as with: xz -dc FILE | curator import -"),
    b"\x28\xb5\x2f\xfd": ("zstd", "unpack it first, such as with: zstd -dc FILE | curator import -"),
    b"PK\x03\x04": ("ZIP", f"call it by the ending {ARCHIVE}; save a spreadsheet as CSV UTF-8"),
}


def refuse_packed(file: BinaryIO) -> None:
    """Raise Bad for what is compressed. The file stays in place."""
    start = _peeked(file)
    for magic, (name, fix) in _MAGIC.items():
        if start.startswith(magic):
            raise Bad(f"this is compressed, as {name}", fix)


def in_utf8(file: BinaryIO) -> BinaryIO:
    """The file itself, or where it begins with the mark of UTF-16 or UTF-32 a temporary one with its text in UTF-8.

    Raises:
        Bad: It begins with the mark, and cannot be decoded.
    """
    start = _peeked(file)
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    if encoding is None:
        return file
    found = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever asked for it closes it
    decode = codecs.getincrementaldecoder(encoding)().decode
    try:
        while data := file.read(_CHUNK):
            found.write(decode(data).encode())
        found.write(decode(b"", final=True).encode())
    except UnicodeError as error:
        found.close()
        raise Bad(f"it begins like {encoding.upper()}, and is none ({error})", "save it as UTF-8") from error
    found.seek(0)
    return cast(BinaryIO, found)


def refuse_swollen(data: bytes, most: int) -> None:
    """Raise Bad for what zlib would unpack to more than so many bytes; of what is no zlib nothing is said.

    Nothing is kept of what is unpacked. Small files cannot hold so much, and are not looked at.
    """
    if len(data) * _DEFLATED_MOST <= most:
        return
    unpack, size = zlib.decompressobj(), 0
    for start in range(0, len(data), _SLICE):
        some = data[start : start + _SLICE]
        while some:
            try:
                size += len(unpack.decompress(some, _SLICE))
            except zlib.error:
                return
            some = unpack.unconsumed_tail
            if size > most:
                what = f"this unpacks to more than {most >> 20:,} MiB, the most that is read of one file"
                raise Bad(what, "write its documents to several files")


def _peeked(file: BinaryIO) -> bytes:
    start = file.read(8)
    file.seek(0)
    return start


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A temporary folder with what is in an archive.

    Raises:
        Bad: It cannot be unpacked.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                size = sum(each.file_size for each in archive.infolist())
                if size > min(_MOST, shutil.disk_usage(folder).free):
                    raise Bad(f"the archive holds {size} bytes, for which there is no place", "unpack it elsewhere")
                archive.extractall(folder)  # which keeps every name within the folder
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            ValueError,
            io.UnsupportedOperation,
        ) as e:
            raise Bad(f"this is no ZIP archive that can be read: {e}", "unpack it, and name the folder") from e
        except RuntimeError as error:  # zipfile says no more of an archive with a password
            raise Bad(f"the archive cannot be unpacked: {error}", "unpack it, and name the folder") from error
        yield Path(folder)
