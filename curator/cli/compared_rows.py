"""The rows of JSONL files that `curator agreement` compares: documents, whose layer, how far, and with which tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from curator.agreement.documents import Tokens
from curator.cli.output import counted
from curator.errors import CuratorError
from curator.formats.api import Flaw, Record
from curator.formats.sources import read_sources
from curator.model import Annotated, Status, reading_order

_BOM = b"\xef\xbb\xbf"


class Row(msgspec.Struct, frozen=True):
    """A document of one person; ``layer`` is None where the row does not say whose it is."""

    annotated: Annotated
    layer: str | None
    tokens: Tokens | None


class _Beside(msgspec.Struct):
    """What a row says beside the document and its spans."""

    layer: str | None = None
    status: Status | None = None
    tokens: list[Any] | None = None


_decode = msgspec.json.Decoder(_Beside).decode


def read_rows(path: Path, name: str, on_flaw: Callable[[str], None]) -> list[Row]:
    """The rows of a file, or of all JSONL files in a folder.

    Args:
        path: The file or folder.
        name: The layer of rows that do not name one.
        on_flaw: Gets a line for each mistake.

    Raises:
        CuratorError: There were mistakes.
    """
    rows: list[Row] = []
    mistakes = 0
    for found in _rows(path, name):
        if isinstance(found, Flaw):
            mistakes += 1
            on_flaw(str(CuratorError(found.what, where=found.where, fix=found.fix)))
        else:
            rows.append(found)
    if mistakes:
        raise CuratorError(counted(mistakes, "mistake"), fix="nothing was compared")
    return rows


def _rows(path: Path, name: str) -> Iterator[Row | Flaw]:
    lines = _Lines()
    for found in read_sources([path], labels=None):
        if isinstance(found, Flaw):
            yield found
            continue
        try:
            beside = lines.beside(found)
            yield Row(_annotated(found, beside, name), beside.layer, _tokens(beside, found.document.text))
        except (msgspec.MsgspecError, ValueError) as error:
            yield Flaw(found.where, str(error), "mend the row, or leave the field out")


def _annotated(record: Record, beside: _Beside, name: str) -> Annotated:
    spans = {each.span.key: each.span for each in record.suggestions}
    ordered = tuple(sorted(spans.values(), key=reading_order))
    return Annotated(record.document, beside.layer or name, beside.status or "done", ordered)


class _Lines:
    """The lines of the file that is being read."""

    def __init__(self) -> None:
        self._path = ""
        self._lines: list[bytes] = []

    def beside(self, record: Record) -> _Beside:
        """What the row of this record says; raises ValueError if it is no row of JSONL."""
        path, colon, number = record.where.rpartition(":")
        if not colon or not number.isdigit():
            raise ValueError("only JSONL says whose spans these are")
        if path != self._path:
            self._path, self._lines = path, Path(path).read_bytes().removeprefix(_BOM).split(b"\n")
        return _decode(self._lines[int(number) - 1])


def _tokens(beside: _Beside, text: str) -> Tokens | None:
    """Tokens that came along, as pairs of offsets or as objects with ``start`` and ``end``."""
    if beside.tokens is None:
        return None
    found: list[tuple[int, int]] = []
    at = 0
    for index, each in enumerate(beside.tokens):
        pair = [each.get("start"), each.get("end")] if isinstance(each, dict) else each
        if not isinstance(pair, list) or len(pair) != 2 or not all(type(offset) is int for offset in pair):
            raise ValueError(f"tokens[{index}] is no pair of offsets")
        start, end = pair
        if not at <= start < end <= len(text):
            raise ValueError(f"tokens[{index}], [{start}, {end}), is empty, out of order or behind the text")
        found.append((start, end))
        at = end
    return found
