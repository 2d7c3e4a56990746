"""What a committed decision costs, against a bare insert and commit of the same row.

Both are durable (WAL, synchronous FULL), on the same disk, in turns: a pair is one commit of each. The bare table has
no index, no lock and nothing that follows from the decision. As in a review, a document is decided on from its start to
its end, and then the next one is; the place is kept with each decision.
Run it as ``python benchmarks/commit.py [FOLDER]``.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from curator.ids import Ids
from curator.model import Decision, Document, Span, suggestion_id, text_hash
from curator.store import open_store
from curator.store.records import Incoming, Place
from curator.store.rows import decision_row

DOCUMENTS = 200
IN_A_ROW = 20
"""Decisions on a document before the next one is gone to."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the two databases are made")
    parser.add_argument("--pairs", type=int, default=3000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        ours, bare = measure(Path(folder), arguments.pairs)
    for name, share in (("median", 0.5), ("p95", 0.95)):
        a, b = _at(ours, share), _at(bare, share)
        print(f"{name:6}  curator {a * 1e3:.3f} ms  bare {b * 1e3:.3f} ms  ratio {a / b:.2f}")


def measure(folder: Path, pairs: int) -> tuple[list[float], list[float]]:
    """The sorted times, in seconds, of so many commits of ours and of bare ones."""
    store = open_store(folder / "curator.db")
    texts = {f"document-{n}": f"Document number {n}. " * 100 for n in range(DOCUMENTS)}
    store.add((Incoming(Document(k, t, text_hash(t), k)) for k, t in texts.items()), lambda _: None)
    bare = sqlite3.connect(folder / "bare.db")
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    width = len(decision_row(1, _decision(Ids()(), 0)))
    bare.execute(f"CREATE TABLE decisions (seq INTEGER PRIMARY KEY, {', '.join(f'c{i}' for i in range(width))})")
    statement = f"INSERT INTO decisions VALUES (NULL{', ?' * width})"

    def insert(decision: Decision, number: int) -> None:
        bare.execute(statement, decision_row(number, decision))
        bare.commit()

    ours_times, bare_times = [], []
    ids = Ids()
    for i in range(pairs):
        decision, number = _decision(ids(), i), _document(i) + 1
        place = Place(number, decision.span_id, 0, 0)
        bare_times.append(_timed(lambda d=decision, n=number: insert(d, n)))
        ours_times.append(_timed(lambda d=decision, p=place: store.commit([d], p)))
    bare.close()
    store.close()
    return sorted(ours_times), sorted(bare_times)


def _decision(identifier: str, i: int) -> Decision:
    start = (i // (DOCUMENTS * IN_A_ROW) * IN_A_ROW + i % IN_A_ROW) * 7
    span = Span(start, start + 6, "PERSON")
    return Decision(
        id=identifier,
        act=identifier,
        time="2026-01-02T03:04:05.678Z",
        layer="anna",
        author="anna",
        document=f"document-{_document(i)}",
        kind="accept",
        span_id=suggestion_id(span),
        span=span,
        suggestion=suggestion_id(span),
    )


def _document(i: int) -> int:
    return i // IN_A_ROW % DOCUMENTS


def _timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(len(ordered) * share)]


if __name__ == "__main__":
    main()
