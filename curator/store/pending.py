"""How many suggestions are pending: kept in the transaction that changes it, so that the queue can be sorted by it.

``suggested`` holds for each document how many spans are suggested on it, whoever suggests them. A review holds how many
of these have no cell in its layer. Where a layer has no review of a document it has no cell of it, so that all of them
are pending there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from curator.store.connection import Connection

_Item = TypeVar("_Item", int, str)
_AT_ONCE = 500
"""Spans, or documents, that one statement is about."""
SUGGESTED = "(SELECT count(DISTINCT g.id) FROM suggestions g WHERE g.document = {document})"
PENDING = (
    "(SELECT count(DISTINCT g.id) FROM suggestions g WHERE g.document = {document} AND NOT EXISTS "
    "(SELECT 1 FROM spans s WHERE s.layer = {layer} AND s.document = {document} AND s.id = g.id))"
)
_COUNT = (
    f"INSERT INTO suggested (document, spans) SELECT d.id, {SUGGESTED.format(document='d.id')} FROM documents d "
    "WHERE {which} ON CONFLICT (document) DO UPDATE SET spans = excluded.spans"
)
_COUNT_REVIEWS = (
    f"UPDATE reviews SET pending = {PENDING.format(document='reviews.document', layer='reviews.layer')} "
    "WHERE layer = ? AND document IN ({numbers})"
)
# From source to source through the key: a long document has tens of thousands of suggestions, which `id` alone reads.
_SUGGESTED_OF = (
    "WITH RECURSIVE sources (source) AS (SELECT min(source) FROM suggestions WHERE document = ?1 UNION ALL "
    "SELECT (SELECT min(g.source) FROM suggestions g WHERE g.document = ?1 AND g.source > sources.source) "
    "FROM sources WHERE source IS NOT NULL) SELECT count(DISTINCT g.id) FROM sources CROSS JOIN suggestions g "
    "ON g.document = ?1 AND g.source = sources.source WHERE g.id IN ({marks})"
)
_NO_CELL = "NOT EXISTS (SELECT 1 FROM spans s WHERE s.layer = ? AND s.document = ?1 AND s.id = g.id)"


def count_new(db: Connection, counts: Iterable[tuple[int, int]]) -> None:
    """Note how many spans are suggested on new documents, by their numbers; nobody has reviewed them."""
    db.run_many("INSERT INTO suggested (document, spans) VALUES (?, ?)", counts)


def count_again(db: Connection, numbers: Collection[int]) -> None:
    """Count what is suggested on these documents, and what of it is pending in each layer."""
    layers = list(_layers(db)) if numbers else []
    for some in _portions(sorted(numbers)):
        listed = ",".join(map(str, some))
        db.run(_COUNT.format(which=f"d.id IN ({listed})"))
        for layer in layers:
            db.run(_COUNT_REVIEWS.format(numbers=listed), (layer,))


def answered(db: Connection, layer: str, number: int, came: Collection[str], gone: Collection[str]) -> None:
    """Take the suggestions that have a cell now out of what is pending in a review, and put those back that have none.

    Args:
        db: Where all this is written already: the cells and the review.
        layer: The layer of the review.
        number: The document.
        came: The spans that have a cell now, and had none.
        gone: The spans that had a cell, and have none now.
    """
    change_by(db, layer, number, _suggested_of(db, number, gone) - _suggested_of(db, number, came))


def change_by(db: Connection, layer: str, number: int, change: int) -> None:
    """So many more suggestions are pending in a review that is written already."""
    if change:
        db.run("UPDATE reviews SET pending = pending + ? WHERE layer = ? AND document = ?", (change, layer, number))


def still_pending(db: Connection, layer: str, number: int, spans: Collection[str]) -> int:
    """How many of these spans are suggested, and have no cell in a layer."""
    total = 0
    for some in _portions(list(spans)):
        marks = ",".join("?" * len(some))
        row = db.row(f"{_SUGGESTED_OF.format(marks=marks)} AND {_NO_CELL}", (number, *some, layer))
        total += row[0] if row else 0
    return total


def _suggested_of(db: Connection, number: int, spans: Collection[str]) -> int:
    """How many of these spans are suggested on a document."""
    total = 0
    for some in _portions(list(spans)):
        row = db.row(_SUGGESTED_OF.format(marks=",".join("?" * len(some))), (number, *some))
        total += row[0] if row else 0
    return total


def _layers(db: Connection) -> Iterator[str]:
    """The layers that have a review; from name to name, since SELECT DISTINCT would read them all."""
    row = db.row("SELECT min(layer) FROM reviews")
    while row and row[0] is not None:
        yield row[0]
        row = db.row("SELECT min(layer) FROM reviews WHERE layer > ?", (row[0],))


def _portions(items: list[_Item]) -> Iterator[list[_Item]]:
    for place in range(0, len(items), _AT_ONCE):
        yield items[place : place + _AT_ONCE]
