"""Where a text was decided on before: an index of the log by the texts of its spans, which may lag behind the log.

A commit does not pay for it. Whoever looks something up has the index brought up to date first (`index_quotes`), in
steps between which others can write. A row only says that a decision was on a span of some text; what became of it is
read from the cells, so that nothing is ever shown that was taken back. All that may be missing is what is newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from curator.model import GONE_KINDS, SPAN_KINDS
from curator.store import rows
from curator.store.connection import Row
from curator.store.part import Part
from curator.store.records import Precedent, PrecedentPlace, Precedents

_STEP = 2_000
_FEW = 4
_AROUND = 40
ON_SPAN = f"span_start IS NOT NULL AND kind IN ({', '.join(repr(kind) for kind in sorted(SPAN_KINDS))})"
"""Which decisions are indexed."""
_GONE = f"s.kind IN ({', '.join(repr(kind) for kind in sorted(GONE_KINDS))})"
# The cell of a span holds one decision. SQLite is kept to this order: a text has few decisions, a layer has many.
_FOUND = (
    "quotes q CROSS JOIN decisions d ON d.seq = q.seq CROSS JOIN spans s "
    "ON s.layer = d.layer AND s.document = d.document AND s.id = d.span_id AND s.decision = d.id "
    "WHERE q.folded = :folded AND d.layer = :layer AND NOT (s.document = :number AND s.id = :span_id)"
)


class Quotes(Part):
    """Precedents for a text."""

    def index_quotes(self, most: int = _STEP) -> int:
        """Bring the index up to date by so many decisions; returns how many are still missing."""
        indexed, newest = self._progress()
        if indexed == newest:
            return 0
        last = min(indexed + most, newest)
        decided = self._db.rows(
            "SELECT document, seq, span_start, span_end FROM decisions "
            f"WHERE seq > ? AND seq <= ? AND {ON_SPAN} ORDER BY document",
            (indexed, last),
        )
        found = [
            (_hash(_folded(quote)), _hash(quote), seq)
            for number, group in groupby(decided, itemgetter(0))
            for seq, quote in self._quotes(number, list(group))
        ]
        with self._db.writing(durable=False):
            # Somebody else may have done the same meanwhile.
            self._db.run_many(
                "INSERT INTO quotes (folded, exact, seq) VALUES (?, ?, ?) ON CONFLICT (folded, seq) DO NOTHING", found
            )
            self._db.run("UPDATE quotes_indexed SET seq = max(seq, ?)", (last,))
        return newest - last

    def _quotes(self, number: int, decided: Sequence[Row]) -> Iterator[tuple[int, str]]:
        """The number in the log and the text of spans of one document, which may be long: it is not kept."""
        if len(decided) <= _FEW:  # as after an act of the reviewer: SQLite cuts the stretch out of the text
            for _, seq, start, end in decided:
                yield seq, self._cut_out(number, start, end)
        else:
            row = self._db.row("SELECT text FROM documents WHERE id = ?", (number,))
            text = row[0] if row else ""
            yield from ((seq, text[start:end]) for _, seq, start, end in decided)

    def _cut_out(self, number: int, start: int, end: int) -> str:
        """The text of a document from one code point up to another."""
        row = self._db.row("SELECT length FROM documents WHERE id = ?", (number,))
        if row is None:
            return ""
        cut = self._db.ascii_stretch("documents", "text", number, row[0], start, min(end, row[0]))
        if cut is None:
            found = self._db.row(
                "SELECT substr(text, ? + 1, ?) FROM documents WHERE id = ?", (start, end - start, number)
            )
            cut = found[0] if found else ""
        return str(cut)

    def precedents(self, layer: str, quote: str, *, but: tuple[int, str] = (0, "")) -> Precedents:
        """How often spans of this text were accepted or rejected in a layer, by label, the most frequent first.

        Two texts are the same if they are so but for case and the length of white space. The span ``but`` (number of
        its document, id) is left out.
        """
        exact, folded = _hash(quote), _hash(_folded(quote))
        with self._db.reading():
            indexed, newest = self._progress()
            counts = self._db.rows(
                f"SELECT s.label, sum(NOT {_GONE}), sum({_GONE}), sum(NOT {_GONE} AND q.exact = :exact), "
                f"sum({_GONE} AND q.exact = :exact) FROM {_FOUND} GROUP BY s.label ORDER BY count(*) DESC, s.label",
                {"layer": layer, "folded": folded, "exact": exact, "number": but[0], "span_id": but[1]},
            )
        return Precedents(tuple(Precedent(*row) for row in counts), newest - indexed)

    def precedent_places(
        self, layer: str, quote: str, label: str, *, rejected: bool, but: tuple[int, str] = (0, ""), limit: int = 20
    ) -> list[PrecedentPlace]:
        """Where spans of this text were accepted (or rejected) with a label, the latest decision first."""
        which = f"s.label = :label AND {'' if rejected else 'NOT '}{_GONE}"
        named = {"layer": layer, "folded": _hash(_folded(quote)), "number": but[0], "span_id": but[1]}
        with self._db.reading():
            found = self._db.rows(
                "SELECT s.document, s.id, s.kind, s.span_start, s.span_end, s.label, s.attributes "
                f"FROM {_FOUND} AND {which} ORDER BY q.seq DESC LIMIT :limit",
                {**named, "label": label, "limit": limit},
            )
            return [self._place(row) for row in found]

    def _place(self, row: Row) -> PrecedentPlace:
        number, span_id, kind, *columns = row
        span = rows.span(*columns)
        first = max(0, span.start - _AROUND)
        found = self._db.row("SELECT key FROM documents WHERE id = ?", (number,))
        key, around = found[0] if found else "", self._cut_out(number, first, span.end + _AROUND)
        start, end = span.start - first, span.end - first
        return PrecedentPlace(number, key, span_id, kind, span, around[:start], around[start:end], around[end:])

    def _progress(self) -> tuple[int, int]:
        """The last decision that is indexed, and the last one that there is, by their numbers in the log."""
        row = self._db.row("SELECT seq, coalesce((SELECT max(seq) FROM decisions), 0) FROM quotes_indexed")
        return (row[0], max(row)) if row else (0, 0)


def _folded(quote: str) -> str:
    """The text without case, each run of white space one space."""
    return " ".join(quote.split()).casefold()


def _hash(text: str) -> int:
    """64 bits of a BLAKE2b, as SQLite's integers are; two of a million texts share one with a chance of 1 in 10**7."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
