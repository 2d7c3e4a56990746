"""The beginning of a file, as detection looks at it."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

HEAD_BYTES = 1 << 16
_MOST = 1 << 24


class Head:
    """What a file begins with.

    Args:
        file: Open, in bytes, at its start; it is left there.
        path: Where it is; None for standard input.

    Attributes:
        data: The first 64 KiB, without a byte order mark.
        path: Where the file is.
    """

    def __init__(self, file: BinaryIO, path: Path | None) -> None:
        self.path = path
        self._file = file
        self.data = self._peek(HEAD_BYTES).removeprefix(BOM_UTF8)

    def _peek(self, size: int) -> bytes:
        data = self._file.read(size)
        self._file.seek(0)
        return data

    @cached_property
    def ending(self) -> str:
        """How the file's name ends, with the dot, in lower case."""
        return self.path.suffix.lower() if self.path else ""

    @cached_property
    def lines(self) -> list[str]:
        """The first lines that are not blank and that are there whole; those that are no UTF-8 are left out."""
        whole = self.data if len(self.data) < HEAD_BYTES - len(BOM_UTF8) else self.data.rpartition(b"\n")[0]
        decoded = (line.decode(errors="ignore") for line in re.split(rb"\r?\n", whole))
        return [line for line in decoded if line.strip()][:200]

    @cached_property
    def json(self) -> Any:
        """The first JSON value; of an array, its first item. None where the file is no JSON."""
        size = HEAD_BYTES
        while True:
            data = self._peek(size).removeprefix(BOM_UTF8)
            text = data.decode(errors="replace").lstrip()
            if not text.startswith(("{", "[")):
                return None
            if text.startswith("["):
                text = text[1:].lstrip()
            try:
                return json.JSONDecoder().raw_decode(text)[0]
            except (ValueError, RecursionError):
                if len(data) < size - len(BOM_UTF8) or size >= _MOST:
                    return None
                size *= 16

    @cached_property
    def is_array(self) -> bool:
        """Whether the JSON is an array of values."""
        return self.data.lstrip().startswith(b"[")

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The first JSON object; empty where there is none."""
        return self.json if isinstance(self.json, dict) else {}
