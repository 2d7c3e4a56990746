"""The text of a settings file as TOML: its values, where each is set, and what is wrong with it where it is no TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from curator.errors import CuratorError
from curator.source import Source, quoted

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE = re.compile("Cannot (overwrite|declare|mutate)|Duplicate")

# The first that is found in tomllib's message says what it means, and how to mend it.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("Exceeds the limit", "a number has too many digits", "write a smaller one"),
    ("Invalid value", "a value cannot be read", "put a text in quotes; the truths are true and false, in lower case"),
    ("Expected '=' after", "there is no = behind the name", "write `name = value`"),
    ("Expected newline or end", "there is more behind the value", "put each setting on a line of its own"),
    ("Unclosed", "a bracket is not closed, or a comma is missing", "close it, and put commas between texts"),
    ("Unterminated|Illegal character '\\\\n'|Expected \"", "quotes are not closed", "close them"),
    ("Unescaped '\\\\'|Invalid.*escape", "a backslash stands in double quotes", "write it twice, or use single quotes"),
    ("Invalid statement|Invalid initial", "this is no setting", "write `name = value`, or # before a comment"),
)
_ANY_MEANING = "put texts in quotes, lists in brackets, and each setting on a line of its own"


def parse(source: Source) -> dict[str, Any]:
    """The values.

    Raises:
        CuratorError: The text is no TOML.
    """
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        raise source.error(1, "lists are nested too deeply", "make them flatter") from None
    except ValueError as error:
        raise _syntax_error(source, str(error)) from None


def line_of(source: Source, names: Sequence[str]) -> int:
    """The line, from 1, on which the statement begins that sets what is found under these names, one in the other."""
    lines = source.lines
    # What the first `without` lines do not set, the first `within` ones do; both are TOML by themselves.
    without, within = 0, len(lines)
    while True:
        middle = (without + within) // 2
        tried = ((at, _parsed(lines[:at])) for at in (*range(middle, within), *range(middle - 1, without, -1)))
        at, values = next((one for one in tried if one[1] is not None), (without, None))
        if at == without:
            return without + 1
        if _holds(values, names):
            within = at
        else:
            without = at


def _parsed(lines: Sequence[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return None


def _holds(values: Any, names: Sequence[str]) -> bool:
    for name in names:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True


def _syntax_error(source: Source, told: str) -> CuratorError:
    found = _AT.search(told)
    line = int(found[1]) if found and found[1] else source.last_line
    problem = told[: found.start()] if found else told
    if _TWICE.match(problem):
        name = source.line(line).partition("=")[0].strip()
        return source.error(line, f"{quoted(name)} is there twice", "remove one of the two")
    for words, what, fix in _MEANINGS:
        if re.search(words, problem):
            return source.error(line, f"this is not TOML: {what}", fix)
    return source.error(line, f"this is not TOML: {problem}", _ANY_MEANING)
