"""The text of a file that people write for us, such as labels.yaml, and how a mistake in it is worded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from curator.errors import CuratorError

_LINE_END = re.compile(r"\r\n?|\n")
# What YAML or TOML refuses; and U+2028 and U+2029, which end a line for YAML but not for editors, so that line numbers
# differ.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_QUOTE = 40


class Source(msgspec.Struct, frozen=True):
    """A file's text, under the name that messages use."""

    where: str
    text: str

    def error(self, line: int, what: str, fix: str) -> CuratorError:
        """The mistake on this line, counted from 1."""
        return CuratorError(what, where=f"{self.where}:{line}", fix=fix)

    @property
    def lines(self) -> list[str]:
        """The text of all lines."""
        return _LINE_END.split(self.text)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; nothing behind the last one."""
        lines = self.lines
        return lines[number - 1] if number <= len(lines) else ""

    @property
    def last_line(self) -> int:
        """The number of the last line that has any text, or 1."""
        return _line_at(self.text.rstrip(), None)


def read(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        CuratorError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        fix = "create it, or name another file"
        raise CuratorError("there is no such file", where=str(path), fix=fix) from None
    except IsADirectoryError:
        raise CuratorError("this is a directory", where=str(path), fix="name the file in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fix = "check the name and who may read it"
        raise CuratorError(f"cannot be read: {reason}", where=str(path), fix=fix) from None


def decode(data: bytes, where: str) -> Source:
    """The file's text.

    Raises:
        CuratorError: It is not UTF-8, or holds a character that such a file may not.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, where) from None
    source = Source(where, text)
    if found := _FORBIDDEN.search(text):
        character = f"U+{ord(found[0]):04X}"
        raise source.error(_line_at(text, found.start()), f"the file holds the character {character}", "remove it")
    return source


def _not_utf8(data: bytes, start: int, where: str) -> CuratorError:
    # The decoder counts from behind a byte order mark.
    start += len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    before = Source(where, data[:start].decode())
    line = _line_at(before.text, None)
    what = f"byte {start} (0x{data[start]:02x}) is not valid UTF-8"
    if data.startswith(_UTF16_MARKS):
        what += "; the file seems to be UTF-16"
    return before.error(line, what, "save the file as UTF-8")


def _line_at(text: str, offset: int | None) -> int:
    """The line, from 1, that holds this offset (code points); of the text's end where there is none."""
    return 1 + sum(1 for _ in _LINE_END.finditer(text[:offset]))


def quoted(text: str) -> str:
    """The text in quotes for a message: cut where it is long, with escapes for what does not print."""
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + '"'


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, if one looks like it."""
    from difflib import get_close_matches  # only a mistake needs it

    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word[:_LONGEST_QUOTE].lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The fix for a word that is not among the known ones."""
    known = list(known)
    meant = closest(word, known)
    return f"did you mean {quoted(meant)}?" if meant else f"use one of: {', '.join(known)}"
