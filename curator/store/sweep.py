"""Every hit of a query in all documents, a stretch of documents at a time.

The documents that may match are proposed by SQLite, which leaves the interpreter to the other threads meanwhile: by
the index of trigrams where there is one, else by a scan for the words. Each proposal is then looked up in the text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from curator.query import All, Either, Expression, Query, Term
from curator.store.connection import Row
from curator.store.part import can_be_stored
from curator.store.records import Passage, Sweep
from curator.store.search import Search, like_patterns, trigrams

AROUND = 120
"""Code points on each side of a hit."""
_SECONDS = 0.05
"""How long one stretch takes, roughly."""
_FIRST_STRETCH = 256
_PROPOSED = 500
"""Documents that the index proposes at a time."""
_ASCII = re.compile("[\x01-\x7f]{2,}")
_COLUMNS = "id, key, title, text"


class Sweeps(Search):
    """Sweeps over the texts."""

    def sweep(self, query: Query, *, after: int = 0) -> Iterator[Sweep]:
        """Every place of a query's terms in the documents behind ``after`` that match it, by number."""
        last = self.count()
        if not can_be_stored(query.line):
            yield Sweep((), last)
            return
        scan, (indexed, expression) = scanned(query.root), (self._indexed(), _indexed(query.root))
        stretch = _FIRST_STRETCH
        while True:
            started = time.perf_counter()
            if expression and after < indexed:
                end, condition = self._proposed(expression, after, indexed)
                sweep = self._stretch(query, (condition, []), after, end)
            else:
                sweep = self._stretch(query, scan, after, min(after + stretch, last))
                taken = max(time.perf_counter() - started, 1e-4)
                stretch = max(1, int(stretch * min(4.0, _SECONDS / taken)))
            yield sweep
            after = sweep.upto
            if after >= last:
                return

    def _proposed(self, expression: str, after: int, indexed: int) -> tuple[int, str]:
        """The next documents that the index proposes, as a condition, and the number up to which they are all."""
        found = self._db.rows(
            "SELECT rowid FROM document_trigrams WHERE document_trigrams MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
            (expression, after, _PROPOSED),
        )
        end = found[-1][0] if len(found) == _PROPOSED else indexed
        return end, f"id IN ({','.join(str(number) for (number,) in found)})"

    def _stretch(self, query: Query, only: tuple[str, list[str]], after: int, end: int) -> Sweep:
        """The hits in the documents of (after, end], or in as many of them as there is time for."""
        condition, values = only
        passages: list[Passage] = []
        upto = end
        deadline = time.perf_counter() + _SECONDS

        def take(row: Row) -> bool:
            nonlocal upto
            passages.extend(_passages(query, row))
            if time.perf_counter() < deadline:
                return True
            upto = row[0]
            return False

        self._db.scan(
            f"SELECT {_COLUMNS} FROM documents WHERE id > ? AND id <= ? AND {condition} ORDER BY id",
            (after, end, *values),
            take,
        )
        return Sweep(tuple(passages), upto)


def _passages(query: Query, row: Row) -> Iterator[Passage]:
    """The hits in a document, if it matches."""
    number, key, title, text = row
    if query.matches(text):
        for start, end in query.hits(text):
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            yield Passage(number, key, title, start, end, before, text[start:end], after)


# What a text must hold to match, as far as SQLite can tell; the rest is left out, so that it proposes too many at most.


def scanned(part: Expression) -> tuple[str, list[str]]:
    """As a condition on ``text``, with its parameters."""
    if isinstance(part, Term):
        conditions, values = ["1"], []
        for word in part.words:
            if part.exact:
                conditions.append("instr(text, ?)")
                values.append(word)
            elif word.isascii() or (found := max(_ASCII.findall(word), key=len, default="")):
                patterns = like_patterns(word if word.isascii() else found)
                conditions += ["text LIKE ? ESCAPE '!'"] * len(patterns)
                values += patterns
        return f"({' AND '.join(conditions)})", values
    if isinstance(part, All | Either):
        inner = [scanned(each) for each in part.parts]
        by = " AND " if isinstance(part, All) else " OR "
        return f"({by.join(sql for sql, _ in inner)})", [value for _, values in inner for value in values]
    return "1", []


def _indexed(part: Expression) -> str:
    """As a query of the index; empty where that cannot tell."""
    if isinstance(part, Term):
        pieces = [trigram for word in part.words for trigram in trigrams(word)]
        return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    if not isinstance(part, All | Either):
        return ""
    inner = [_indexed(each) for each in part.parts]
    if isinstance(part, All):
        inner = [each for each in inner if each]
    if not inner or not all(inner):
        return ""
    return (" AND " if isinstance(part, All) else " OR ").join(f"({each})" for each in inner)
