"""What PyYAML says about a file that is not YAML, in words that say what to do."""

from __future__ import annotations

import re

import yaml

from curator.errors import CuratorError
from curator.source import Source, quoted

DEEPEST = 40
"""How deep lists and mappings may be nested."""
_TAB_INDENT = re.compile(r"[ -]*\t")

# The first that is found in PyYAML's message says how to mend it; the C library and the Python loader word it apart.
_FIXES: tuple[tuple[str, str], ...] = (
    ("scanning an alias", 'put a text that begins with "*" in quotes'),
    ("scanning an anchor", 'put a text that begins with "&" in quotes'),
    ("undefined tag handle|a tag", 'put a text that begins with "!" in quotes'),
    ("escape", "put the text in single quotes, where a backslash is only a backslash"),
    ("cannot start any token", "put the text in quotes"),
    ("unexpected end of stream", "close the quotes"),
    ("block scalar", "begin the text on the next line, indented with spaces"),
    ("mapping values are not allowed", 'put a text that holds ": " in quotes, and line up keys that belong together'),
    ("expected ':'", "write `key: value`, with a space behind the colon"),
    ("flow sequence", "close the list with ], put commas between its texts, and quotes around texts with commas"),
    ("flow mapping", "close the mapping with }, and put commas between its keys"),
    ("entries are not allowed", 'begin the list on the next line, or put a text that begins with "-" in quotes'),
    ("expected key|block end|'-' indicator", "line up what belongs together, and put quotes around the whole text"),
    ("duplicate %|directive|incompatible", "remove the line that begins with %"),
)
_ANY_FIX = "indent with spaces, and put texts with : # [ ] { } , & * ! | > ' \" % @ ` in quotes"


def syntax_error(error: yaml.YAMLError, source: Source) -> CuratorError:
    """The user's error for PyYAML's."""
    problem = " ".join(str(getattr(error, "problem", None) or error).split())
    context = getattr(error, "context", None) or ""
    line = _line(error, context, source)
    text = source.line(line)
    if "nesting depth" in problem:
        return too_deep(source, line)
    if _TAB_INDENT.match(text):
        return source.error(line, "there is a tab in the indentation", "use spaces")
    fix = next((fix for words, fix in _FIXES if re.search(words, f"{context} {problem}")), _ANY_FIX)
    if "cannot start any token" in problem:
        problem = f"{quoted(_character(error, text))} cannot begin a text"
    return source.error(line, f"this is not YAML: {problem}{_opened(error, line)}", fix)


def too_deep(source: Source, line: int) -> CuratorError:
    """The error for a file that is nested deeper than we read it, whoever notices: newer C libraries have a limit."""
    return source.error(line, f"lists and mappings are nested more than {DEEPEST} deep", "make them flatter")


def _line(error: yaml.YAMLError, context: str, source: Source) -> int:
    """The line to mend: where PyYAML stopped, or where began what it found no end of."""
    stopped, began = _mark_line(error, "problem_mark"), _mark_line(error, "context_mark")
    last = source.last_line
    if began and (stopped is None or stopped > last or "simple key" in context or _runs_out(error)):
        return min(began, last)
    return min(stopped or 1, last)


def _runs_out(error: yaml.YAMLError) -> bool:
    """Whether the file ends within quotes or brackets."""
    problem = str(getattr(error, "problem", ""))
    return "end of stream" in problem or "stream end" in problem


def _opened(error: yaml.YAMLError, line: int) -> str:
    """Where the bracket stands that has no partner, if on a line before the error's."""
    began = _mark_line(error, "context_mark")
    in_brackets = "flow" in str(getattr(error, "context", ""))
    return f" (the bracket opened in line {began})" if in_brackets and began and began < line else ""


def _mark_line(error: yaml.YAMLError, name: str) -> int | None:
    mark = getattr(error, name, None)
    return mark.line + 1 if mark is not None else None


def _character(error: yaml.YAMLError, text: str) -> str:
    column = error.problem_mark.column if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 0
    return text[column : column + 1]
