"""Writing suggestions into their table, many rows in one statement where they are plain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import lt

from curator.errors import CuratorError
from curator.model import BareSuggestions, Suggestion
from curator.store import rows
from curator.store.connection import Connection

_HEAD = "INSERT INTO suggestions (document, source, span_start, span_end, label, attributes, score, reason) VALUES "
_TAIL = " ON CONFLICT (document, span_start, span_end, label, source) DO NOTHING"
_INSERT = f"{_HEAD}(?, ?, ?, ?, ?, ?, ?, ?){_TAIL}"
_AT_ONCE = 32
"""Rows of one statement: it takes less than half the time of so many, and not much less with more rows."""


def insert_suggestions(db: Connection, number: int, suggestions: Sequence[Suggestion], length: int, where: str) -> int:
    """Write the suggestions on a document; the first one stands where a source proposes the same span twice.

    Args:
        db: Where they go.
        number: That of the document.
        suggestions: What is proposed on it.
        length: That of its text, in code points.
        where: The place that the suggestions came from, for messages.

    Returns:
        How many spans are suggested, whoever suggests them.

    Raises:
        CuratorError: A span is empty or leaves the text.
    """
    if not suggestions:
        return 0
    bare = suggestions if isinstance(suggestions, BareSuggestions) else _bare(suggestions)
    if bare is None:
        _refuse_out_of_range(suggestions, length, where)
        db.run_many(_INSERT, rows.suggestion_rows(number, suggestions))
        return len({each.span.key for each in suggestions})
    values = bare.values
    starts, ends = values[::3], values[1::3]
    if min(starts) < 0 or max(ends) > length or not all(map(lt, starts, ends)):
        _refuse_out_of_range(suggestions, length, where)
    for at in range(0, len(values), 3 * _AT_ONCE):
        some = values[at : at + 3 * _AT_ONCE]
        db.run(_insert_bare(len(some) // 3), (number, bare.source, *some))
    # Most spans begin where no other does, and places are compared sooner than spans.
    all_differ = len(set(starts)) == len(starts)
    return len(starts) if all_differ else len(set(zip(starts, ends, values[2::3], strict=True)))


def _bare(suggestions: Sequence[Suggestion]) -> BareSuggestions | None:
    """The same without what none of them has; None where there is more than one source, or more than a label."""
    source = suggestions[0].source
    values: list[object] = []
    for each in suggestions:
        span = each.span
        if each.source != source or each.score is not None or each.reason or span.attributes:
            return None
        values += (span.start, span.end, span.label)
    return BareSuggestions(values, source)


@cache
def _insert_bare(count: int) -> str:
    """The statement for so many rows, which have a document and a source in common; few values have to be bound."""
    return _HEAD + ", ".join(["(?1, ?2, ?, ?, ?, '{}', NULL, '')"] * count) + _TAIL


def _refuse_out_of_range(suggestions: Sequence[Suggestion], length: int, where: str) -> None:
    """Raise CuratorError for the first span that is empty or leaves a text of so many code points."""
    for each in suggestions:
        span = each.span
        if not 0 <= span.start < span.end <= length:
            raise CuratorError(
                f"{each.source} proposes {span.label} at {span.start} to {span.end}, "
                f"which is empty or outside the text of {length} code points",
                where=where,
            )
