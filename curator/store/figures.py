"""What was done in a layer, counted. Every query reads a table whole: it is for a thread or a command of its own."""

from __future__ import annotations

from curator.model import GONE_KINDS, SPAN_KINDS
from curator.store.part import Part
from curator.store.records import Answered, Figures, Stretch
from curator.store.rows import SUGGESTION_ID

_ON_SPANS = f"d.kind IN ({', '.join(repr(kind) for kind in sorted(SPAN_KINDS))})"
_GONE = f"s.kind IN ({', '.join(repr(kind) for kind in sorted(GONE_KINDS))})"
_ENDED = "d.kind IN ('finish', 'skip')"
_LOG = (
    "decisions d LEFT JOIN acts a ON a.layer = d.layer AND a.author = d.author AND a.id = d.act "
    "WHERE d.layer = :layer AND d.id > :since AND (:author IS NULL OR d.author = :author)"
)
# What is not among the acts yet stands: `store.acts`.
_UNDONE = "a.undone IS 1"
_STANDS = f"NOT {_UNDONE} AND d.kind <> 'undo'"
_AS_SUGGESTED = "(s.span_start, s.span_end, s.label) = (g.span_start, g.span_end, g.label)"
# An id begins with the place, so that each suggestion is found by its key: an article may have thousands.
_ANSWERED = (
    "spans s CROSS JOIN suggestions g ON g.document = s.document "
    f"AND g.span_start = CAST(s.suggestion AS INTEGER) AND {SUGGESTION_ID} = s.suggestion "
    "WHERE s.layer = :layer AND s.decision > :since"
)
_DIGITS = 7
"""So much of an identifier says when it was made to 2**20 ms, which is 17 minutes (UUIDv7: 12 digits are the time)."""
_MILLISECONDS = 1 << (4 * (12 - _DIGITS))


class Counting(Part):
    """Figures of a layer."""

    def figures(self, layer: str, *, author: str | None = None, since: str = "") -> Figures:
        """What was done in a layer; only by one author, only behind one decision, if these are given.

        Acceptance is that of all authors.
        """
        named = {"layer": layer, "author": author, "since": since}
        with self._db.reading():
            kinds = self._db.rows(f"SELECT d.kind, count(*) FROM {_LOG} AND {_STANDS} GROUP BY d.kind", named)
            (totals,) = self._db.rows(
                f"SELECT count(*), coalesce(sum({_UNDONE} AND d.kind <> 'undo'), 0), total(d.seconds), "
                f"count(DISTINCT CASE WHEN {_ENDED} AND {_STANDS} THEN d.document END) FROM {_LOG}",
                named,
            )
            (spans,) = self._db.rows(
                "SELECT count(*) FROM "
                f"(SELECT DISTINCT d.document, d.span_id FROM {_LOG} AND {_STANDS} AND {_ON_SPANS})",
                named,
            )
            answered = self._db.rows(
                f"SELECT g.source, g.label, sum(NOT {_GONE} AND {_AS_SUGGESTED}), "
                f"sum(NOT {_GONE} AND NOT {_AS_SUGGESTED}), sum({_GONE}) "
                f"FROM {_ANSWERED} GROUP BY g.source, g.label ORDER BY g.source, g.label",
                named,
            )
            stretches = self._db.rows(
                f"SELECT substr(d.id, 1, {_DIGITS}), count(DISTINCT CASE WHEN {_STANDS} AND {_ON_SPANS} "
                "THEN d.document || ' ' || d.span_id END), "
                f"count(DISTINCT CASE WHEN {_STANDS} AND {_ENDED} THEN d.document END), total(d.seconds) "
                f"FROM {_LOG} GROUP BY 1 ORDER BY 1",
                named,
            )
        return Figures(
            decisions=totals[0],
            undone=totals[1],
            seconds=totals[2],
            documents=totals[3],
            spans=spans[0],
            kinds=dict(sorted(kinds)),
            answered=tuple(Answered(*row) for row in answered),
            stretches=tuple(Stretch(int(head, 16) * _MILLISECONDS / 1000, *counts) for head, *counts in stretches),
        )
