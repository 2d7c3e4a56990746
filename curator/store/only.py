"""Which documents of a queue are wanted, as conditions on a document ``d`` and its review ``r`` in ``:layer``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from curator.model import GONE_KINDS
from curator.query import parse
from curator.store.part import can_be_stored
from curator.store.pending import PENDING as PENDING_IN
from curator.store.pending import UNCOUNTED
from curator.store.records import Counted, Only, Shown, Standing
from curator.store.rows import SUGGESTION_ID
from curator.store.search import like_patterns
from curator.store.sweep import scanned

# Not looked up for each row: notes are few, and the rows may be a million.
SPAN_NOTES = "d.id IN (SELECT n.document FROM span_notes n WHERE n.layer = :layer AND n.text <> '')"
SHOWN: dict[Shown, str] = {
    "all": "1",
    "unfinished": "coalesce(r.status, 'todo') NOT IN ('done', 'skipped')",
    "done": "r.status = 'done'",
    "skipped": "r.status = 'skipped'",
    "flagged": "r.flagged",
    "noted": f"(r.note <> '' OR {SPAN_NOTES})",
}
_STANDING: dict[str, str] = {
    **{str(name): test for name, test in SHOWN.items()},
    "started": "r.status = 'started'",
    "todo": "coalesce(r.status, 'todo') = 'todo'",
}
_REVIEWED = ("done", "skipped", "flagged", "noted", "started")
"""What only a document with a review can be."""
MATCHES = "curator_matches"
"""The function of SQL that says whether a text (second) holds what a query (first) looks for."""
DECIDED = "(SELECT count(*) FROM spans s WHERE s.layer = :layer AND s.document = d.id)"
PENDING = (
    f"CASE WHEN r.pending = {UNCOUNTED} THEN {PENDING_IN.format(document='d.id', layer=':layer')} "
    "ELSE coalesce(r.pending, (SELECT c.spans FROM suggested c WHERE c.document = d.id), 0) END"
)
PREPARED = "EXISTS (SELECT 1 FROM suggester_runs m WHERE m.document = d.id)"
_COUNTS = {"pending": f"({PENDING})", "decided": DECIDED, "length": "d.length"}
_LIVE = f"s.kind NOT IN ({', '.join(repr(kind) for kind in sorted(GONE_KINDS))})"
_SPANS = f"EXISTS (SELECT 1 FROM spans s WHERE s.layer = :layer AND s.document = d.id AND {_LIVE} AND {{0}})"
_PROPOSED = (
    "EXISTS (SELECT 1 FROM suggestions g WHERE g.document = d.id AND {0} AND NOT EXISTS "
    f"(SELECT 1 FROM spans s WHERE s.layer = :layer AND s.document = d.id AND s.id = {SUGGESTION_ID}))"
)
_PROPOSED_BY = "EXISTS (SELECT 1 FROM suggestions g WHERE g.document = d.id AND g.source IN ({0}))"


class Condition(msgspec.Struct, frozen=True):
    """A condition with its parameters.

    ``reviewed``: whether it holds for documents with a review only. ``heading``: whether it reads keys or titles, and
    nothing else of a document that is not in an index.
    """

    sql: str
    values: dict[str, Any]
    reviewed: bool
    heading: bool


def condition(only: Sequence[Only]) -> Condition:
    """The condition that all of these hold."""
    values: dict[str, Any] = {}
    tests: list[str] = []
    for part in only:
        test = _test(part, values)
        tests.append(test if part.wanted else f"NOT coalesce({test}, 0)")
    return Condition(
        " AND ".join(tests or ["1"]),
        values,
        any(isinstance(part, Standing) and part.wanted and set(part.values) <= set(_REVIEWED) for part in only),
        any(part.kind == "name" for part in only) and all(part.kind in ("name", "state") for part in only),
    )


def matches(line: str, text: str) -> bool:
    """Whether a text holds what a query looks for."""
    return _query(line).matches(text)


_query = lru_cache(maxsize=16)(parse)


def _test(part: Only, values: dict[str, Any]) -> str:
    """The condition of one part, whether it is wanted or not; its parameters are added to ``values``."""

    def bound(value: object) -> str:
        name = f"v{len(values)}"
        values[name] = value
        return f":{name}"

    def like(column: str, word: str) -> str:
        # LIKE knows the case of ASCII letters only.
        cases = [word] if word.isascii() else sorted({word, word.lower(), word.upper(), word.capitalize()})
        return " OR ".join(f"{column} LIKE {bound(like_patterns(case)[-1])} ESCAPE '!'" for case in cases)

    if isinstance(part, Counted):
        compared = f"{_COUNTS[part.kind]} {part.operator} {bound(part.value)}"
        return f"({compared} AND {PREPARED})" if part.prepared else compared
    tests: list[str] = []
    if isinstance(part, Standing):
        tests = [_STANDING[value] for value in part.values]
    elif not all(map(can_be_stored, part.values)):
        return "0"
    elif part.kind == "name":
        tests = [f"{like('d.key', word)} OR {like('d.title', word)}" for word in part.values]
    elif part.kind == "note":
        noted = "EXISTS (SELECT 1 FROM span_notes n WHERE n.layer = :layer AND n.document = d.id AND ({}))"
        tests = [f"{like('r.note', word)} OR {noted.format(like('n.text', word))}" for word in part.values]
    elif part.kind == "text":
        for line in part.values:
            sql, found = scanned(_query(line).root)
            for value in found:
                sql = sql.replace("?", bound(value), 1)
            tests.append(f"{sql} AND {MATCHES}({bound(line)}, d.text)")
    elif part.kind == "label":
        names = f"IN ({', '.join(bound(value) for value in part.values)})"
        tests = [_SPANS.format(f"s.label {names}"), _PROPOSED.format(f"g.label {names}")]
    else:
        tests = [_PROPOSED_BY.format(", ".join(bound(value) for value in part.values))]
        tests += [_SPANS.format("s.suggestion IS NULL")] if "hand" in part.values else []
    return "(" + " OR ".join(f"({test})" for test in tests) + ")"
