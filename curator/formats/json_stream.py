"""JSON values one by one: from lines, from one large array, or one behind the other; never the whole file at once."""

from __future__ import annotations

import codecs
import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from curator.formats.api import Flaw, Record, Source
from curator.formats.checks import Bad
from curator.formats.json_errors import json_error, lone_surrogate, refuse_constant

_CHUNK = 1 << 20
_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NEAR_END = 16
_WHOLE = "write one JSON value a line, or one array of them"

Row = tuple[str, Any]
"""Where a value is, and the value."""


def read_rows(
    file: BinaryIO, source: Source, take: Callable[[dict[str, Any], str], Iterator[Record]]
) -> Iterator[Record | Flaw]:
    """What ``take`` makes of every object of a file; a `Bad` that it raises is a flaw of that object."""
    for found in values(file, source):
        if isinstance(found, Flaw):
            yield found
            continue
        where, row = found
        try:
            if not isinstance(row, dict):
                raise Bad("this is no JSON object", "write one JSON object for each document")
            yield from take(row, where)
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def values(file: BinaryIO, source: Source) -> Iterator[Row | Flaw]:
    """The values of a file, each with its place, or the mistakes in them. Behind a mistake in an array nothing is read.

    A file is read by lines if its first line that is not blank is a whole JSON value.
    """
    start = file.tell()
    first = next((line for line in file if line.removeprefix(BOM_UTF8).strip()), b"").removeprefix(BOM_UTF8)
    file.seek(start)
    if first.lstrip().startswith(b"{") and _is_whole(first):
        yield from _lines(file, source)
    else:
        yield from _Stream(file, source).values()


def _is_whole(line: bytes) -> bool:
    """Whether a line seems to hold all of a value: another one follows it, or it can be decoded."""
    try:
        msgspec.json.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return line.rstrip().endswith(b"}") and line.count(b"{") == line.count(b"}")
    return True


def _lines(file: BinaryIO, source: Source) -> Iterator[Row | Flaw]:
    for number, line in enumerate(file, 1):
        source.on_bytes(len(line))
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        if not line.strip():
            continue
        where = f"{source.name}:{number}"
        try:
            yield where, msgspec.json.decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            try:
                bad = json_error(line, error)
            except UnicodeDecodeError as invalid:
                what = (
                    f"invalid UTF-8 at byte {invalid.start} of the line (0x{line[invalid.start]:02x}: {invalid.reason})"
                )
                bad = Bad(what, "convert the file to UTF-8")
            yield Flaw(where, bad.what, bad.fix)


class _Stream:
    """A file with one array, or with values one behind the other, decoded a chunk at a time."""

    def __init__(self, file: BinaryIO, source: Source) -> None:
        self._file = file
        self._source = source
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._scan = json.JSONDecoder(parse_constant=refuse_constant).raw_decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._bytes = 0
        self._ended = False

    def values(self) -> Iterator[Row | Flaw]:
        """The values with their places; the last one is a flaw if the file goes wrong."""
        try:
            self._skip(_SPACE)
            array = self._text[self._at : self._at + 1] == "["
            self._at += array
            item = 0
            while True:
                self._skip(_BETWEEN if item and array else _SPACE)
                if self._at >= len(self._text):
                    if array:
                        raise Bad("the array has no end", _WHOLE)
                    return
                if array and self._text[self._at] == "]":
                    self._end()
                    return
                item += 1
                line = self._line
                value = self._value()
                yield f"{self._source.name}:{line}" + (f", item {item}" if array else ""), value
        except Bad as bad:
            yield Flaw(f"{self._source.name}:{self._line}", bad.what, bad.fix)

    def _end(self) -> None:
        self._at += 1
        self._skip(_SPACE)
        if self._at < len(self._text):
            raise Bad("something stands behind the end of the array", _WHOLE)

    def _value(self) -> Any:
        """Decode the value that begins here, reading on for as long as it seems to be cut off."""
        size = _CHUNK
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self._text) - _NEAR_END or error.msg.startswith("Unterminated string")
                if cut and not self._ended:
                    self._more(size)
                    size *= 2
                    continue
                line = self._line + self._text.count("\n", self._at, error.pos)
                column = error.pos - self._text.rfind("\n", 0, error.pos)
                raise Bad(f"line {line}, column {column}: this is not JSON: {_said(error)}", _WHOLE) from error
            except (RecursionError, ValueError) as error:
                raise Bad(f"this JSON cannot be read: {error}", _WHOLE) from error
            if _SURROGATE.search(self._text, self._at, end):
                place = lone_surrogate(value, "")
                if place is not None:
                    what = f"{place} holds half of a surrogate pair (\\ud800 to \\udfff)"
                    raise Bad(what, "write both halves, or remove it")
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return value

    def _skip(self, pattern: re.Pattern[str]) -> None:
        """Go on behind what matches, and have something there to read if there is anything left."""
        while True:
            match = pattern.match(self._text, self._at)
            end = match.end() if match else self._at
            if end < len(self._text) or self._ended:
                self._line += self._text.count("\n", self._at, end)
                self._at = end
                return
            self._more(_CHUNK)

    def _more(self, size: int) -> None:
        data = self._file.read(size)
        self._source.on_bytes(len(data))
        self._ended = not data
        try:
            decoded = self._decode.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            what = f"invalid UTF-8 at byte {self._bytes + error.start} ({error.reason})"
            raise Bad(what, "convert the file to UTF-8") from error
        self._bytes += len(data)
        self._text = self._text[self._at :] + decoded
        self._at = 0


def _said(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:].removesuffix(" starting at")
