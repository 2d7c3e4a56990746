"""How many suggestions are pending, so that the queue can be sorted by it.

``suggested`` holds for each document how many spans are suggested on it, whoever suggests them. A review holds how many
of these have no cell in its layer. Where a layer has no review of a document it has no cell of it, so that all of them
are pending there.

A decision only notes that its review is to be counted; whoever wants the documents in that order counts. Counting in
every decision's own transaction would have it write three pages more, for a list that is opened a few times a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from curator.store.connection import Connection
from curator.store.rows import SUGGESTION_ID

_AT_ONCE = 500
"""Documents that one statement is about."""
SUGGESTED = f"(SELECT count(DISTINCT {SUGGESTION_ID}) FROM suggestions g WHERE g.document = {{document}})"
PENDING = (
    f"(SELECT count(DISTINCT {SUGGESTION_ID}) FROM suggestions g WHERE g.document = {{document}} AND NOT EXISTS "
    f"(SELECT 1 FROM spans s WHERE s.layer = {{layer}} AND s.document = {{document}} AND s.id = {SUGGESTION_ID}))"
)
_COUNT = (
    f"INSERT INTO suggested (document, spans) SELECT d.id, {SUGGESTED.format(document='d.id')} FROM documents d "
    "WHERE {which} ON CONFLICT (document) DO UPDATE SET spans = excluded.spans"
)
_COUNT_PENDING = f"UPDATE reviews SET pending = {PENDING.format(document='reviews.document', layer='reviews.layer')}"
UNCOUNTED = -1
"""What a review holds that is to be counted."""


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
            db.run(f"{_COUNT_PENDING} WHERE layer = ? AND document IN ({listed})", (layer,))


def count_uncounted(db: Connection, layer: str) -> None:
    """Count what is pending in the reviews of a layer that are to be counted."""
    db.run(f"{_COUNT_PENDING} WHERE layer = ? AND pending = {UNCOUNTED}", (layer,))


def any_uncounted(db: Connection, layer: str) -> bool:
    """Whether a review of a layer is to be counted."""
    return db.row(f"SELECT 1 FROM reviews WHERE layer = ? AND pending = {UNCOUNTED} LIMIT 1", (layer,)) is not None


def forget(db: Connection, layer: str, number: int) -> None:
    """Have a review counted by who wants to know."""
    db.run(f"UPDATE reviews SET pending = {UNCOUNTED} WHERE layer = ? AND document = ?", (layer, number))


def _layers(db: Connection) -> Iterator[str]:
    """The layers that have a review; from name to name, since SELECT DISTINCT would read them all."""
    row = db.row("SELECT min(layer) FROM reviews")
    while row and row[0] is not None:
        yield row[0]
        row = db.row("SELECT min(layer) FROM reviews WHERE layer > ?", (row[0],))


def _portions(items: list[int]) -> Iterator[list[int]]:
    for place in range(0, len(items), _AT_ONCE):
        yield items[place : place + _AT_ONCE]
