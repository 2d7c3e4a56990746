"""How long it takes to index what was decided on by its text, and to look up a text, rare and frequent.

    python -m benchmarks.precedents [--documents 100000] [--spans 10] [FOLDER]

Aims: a look-up of a text with 20 places <= 5 ms, of one with 10,000 places <= 100 ms; the index of a new act <= 2 ms.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from curator.ids import Ids
from curator.model import Decision, Document, Span, suggestion_id, text_hash
from curator.store import open_store
from curator.store.api import Store
from curator.store.records import Incoming

LAYER = "anna"
FREQUENT = "Ivan Petrov"
_BATCH = 2000


def article(number: int, spans: int) -> tuple[str, list[Span]]:
    """A text with so many names, the first of which one article in ten has, too."""
    parts, found, place = [], [], 0
    for n in range(spans):
        name = FREQUENT if n == 0 and number % 10 == 0 else f"Name{(number * spans + n) % 50_000} Surname"
        found.append(Span(place, place + len(name), "PERSON"))
        parts.append(f"{name} of the Northern Depot was charged with taking a bribe of 3 million rubles on Friday. ")
        place += len(parts[-1])
    return f"{''.join(parts)}Article {number}.", found


def decisions(documents: int, spans: int, ids: Ids) -> Iterator[Decision]:
    """An acceptance of each span."""
    for number in range(1, documents + 1):
        for span in article(number, spans)[1]:
            yield decision(ids(), number, span)


def decision(identifier: str, number: int, span: Span) -> Decision:
    """An acceptance of one span."""
    name = suggestion_id(span)
    return Decision(
        id=identifier, act=identifier, time="2026-01-02T03:04:05.678Z", layer=LAYER, author=LAYER,
        document=f"doc-{number}", kind="accept", span_id=name, span=span, suggestion=name,
    )  # fmt: skip


def fill(store: Store, documents: int, spans: int, ids: Ids) -> None:
    """Documents, each with spans that are accepted."""
    texts = ((f"doc-{n}", article(n, spans)[0]) for n in range(1, documents + 1))
    store.add((Incoming(Document(key, text, text_hash(text), key)) for key, text in texts), lambda _: None)
    batch: list[Decision] = []
    for each in decisions(documents, spans, ids):
        batch.append(each)
        if len(batch) == _BATCH:
            store.commit(batch)
            batch.clear()
    store.commit(batch)


def timed(run: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the database is made")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--spans", type=int, default=10)
    options = parser.parse_args()
    ids = Ids()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder, "curator.db")
        store = open_store(path)
        fill(store, options.documents, options.spans, ids)
        before = path.stat().st_size
        started, left, steps = time.perf_counter(), 1, 0
        while left:
            left, steps = store.index_quotes(), steps + 1
        spent = time.perf_counter() - started
        print(
            f"index of {options.documents * options.spans:,} decisions: {spent:.1f} s, a step of 2,000 "
            f"{spent / steps * 1000:.0f} ms, {(path.stat().st_size - before) / 1e6:.0f} MB"
        )
        for name, quote in (("rare", "name7 surname"), ("frequent", FREQUENT)):
            found = store.precedents(LAYER, quote).labels
            look = statistics.median(timed(lambda q=quote: store.precedents(LAYER, q)) for _ in range(9))
            places = statistics.median(
                timed(lambda q=quote: store.precedent_places(LAYER, q, "PERSON", rejected=False)) for _ in range(9)
            )
            count = found[0].accepted if found else 0
            print(f"{name}: {count:,} places, counted in {look:.1f} ms, 20 of them told in {places:.1f} ms")
        acts = []
        for n in range(200):
            store.commit([decision(ids(), n + 1, Span(3, 9, "RANK"))])
            acts.append(timed(store.index_quotes))
        print(f"index of one act: median {statistics.median(acts):.2f} ms, p95 {sorted(acts)[189]:.2f} ms")
        store.close()


if __name__ == "__main__":
    main()
