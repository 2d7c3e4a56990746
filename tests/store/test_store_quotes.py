"""The contract: where a text was decided on before."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from store_builders import Log, incoming

from curator.model import Span
from curator.store.api import Store
from curator.store.records import Precedent, Precedents

TEXTS = {
    "a": "General Orlov met  general Orlov.",
    "b": "GENERAL  ORLOV denied it.",
    "c": "Straße, STRASSE and strasse",
}


def filled(empty: Store) -> Store:
    empty.add([incoming(key, text) for key, text in TEXTS.items()], lambda _: None)
    return empty


def indexed(store: Store) -> Store:
    while store.index_quotes():
        pass
    return store


def decide(log: Log, kind: str, key: str, quote: str, label: str = "PERSON"):  # type: ignore[no-untyped-def]
    start = TEXTS[key].index(quote)
    span = Span(start, start + len(quote), label)
    return log.decide(kind, key, span_id=f"{start}:{span.end}", span=span)  # type: ignore[arg-type]


def test_counts_by_label_whatever_case_and_white_space(empty: Store) -> None:
    store, log = filled(empty), Log()
    store.commit([decide(log, "accept", "a", "General Orlov"), decide(log, "accept", "a", "general Orlov")])
    store.commit([decide(log, "reject", "b", "GENERAL  ORLOV"), decide(log, "add", "b", "ORLOV", "RANK")])
    assert store.precedents("anna", "General Orlov") == Precedents((), behind=4)
    assert indexed(store).precedents("anna", "General Orlov") == Precedents((Precedent("PERSON", 2, 1, 1, 0),))
    assert store.precedents("anna", "orlov").labels == (Precedent("RANK", 1, 0),)
    assert store.precedents("anna", "Orlo") == store.precedents("boris", "General Orlov") == Precedents()
    assert list(store.check()) == []


def test_letters_that_fold_alike_are_the_same(empty: Store) -> None:
    store, log = filled(empty), Log()
    store.commit([decide(log, "accept", "c", quote) for quote in ("Straße", "STRASSE", "strasse")])
    assert indexed(store).precedents("anna", "strasse").labels == (Precedent("PERSON", 3, 0, 1, 0),)


def test_the_span_itself_is_left_out(empty: Store) -> None:
    store, log = filled(empty), Log()
    store.commit([decide(log, "accept", "a", "General Orlov"), decide(log, "accept", "a", "general Orlov")])
    found = indexed(store).precedents("anna", "General Orlov", but=(1, "0:13"))
    assert found.labels == (Precedent("PERSON", 1, 0),)


def test_only_the_last_word_on_a_span_counts_and_an_undo_at_once(empty: Store) -> None:
    store, log = filled(empty), Log()
    accept = decide(log, "accept", "a", "General Orlov")
    relabel = decide(log, "relabel", "a", "General Orlov", "RANK")
    store.commit([accept])
    store.commit([relabel])
    indexed(store)
    assert store.precedents("anna", "general orlov").labels == (Precedent("RANK", 1, 0),)
    store.commit([log.undo(relabel.id)])
    assert store.precedents("anna", "general orlov") == Precedents((Precedent("PERSON", 1, 0),), behind=1)
    store.commit([log.undo(accept.id)])
    assert indexed(store).precedents("anna", "general orlov") == Precedents()


def test_places_the_latest_first(empty: Store) -> None:
    store, log = filled(empty), Log()
    store.commit([decide(log, "accept", "a", "General Orlov"), decide(log, "accept", "b", "GENERAL  ORLOV")])
    store.commit([decide(log, "reject", "a", "general Orlov")])
    indexed(store)
    places = store.precedent_places("anna", "general orlov", "PERSON", rejected=False)
    assert [(place.key, place.span_id, place.kind, place.quote) for place in places] == [
        ("b", "0:14", "accept", "GENERAL  ORLOV"),
        ("a", "0:13", "accept", "General Orlov"),
    ]
    assert (places[1].before, places[1].after) == ("", " met  general Orlov.")
    assert len(store.precedent_places("anna", "general orlov", "PERSON", rejected=False, limit=1)) == 1
    assert [place.span.start for place in store.precedent_places("anna", "general orlov", "PERSON", rejected=True)] == [
        19
    ]
    assert store.precedent_places("anna", "general orlov", "RANK", rejected=False) == []
    assert store.precedent_places("anna", "general orlov", "PERSON", rejected=True, but=(1, "19:32")) == []


def test_it_is_indexed_in_steps_by_whoever_comes(empty: Store, open_again: Callable[[], Store]) -> None:
    store, log = filled(empty), Log()
    other = open_again()
    store.commit([decide(log, "accept", "c", quote) for quote in ("Straße", "STRASSE", "strasse")])
    store.commit([log.decide("finish", "c")])
    assert store.index_quotes(1) == 3
    assert other.index_quotes(1) == 2
    assert store.precedents("anna", "strasse") == Precedents((Precedent("PERSON", 2, 0, 0, 0),), behind=2)
    assert store.index_quotes() == 0
    assert other.index_quotes() == 0
    assert other.precedents("anna", "strasse").labels == (Precedent("PERSON", 3, 0, 1, 0),)


def test_whatever_is_decided_the_counts_are_those_of_the_cells(empty: Store) -> None:
    store, log, choose = filled(empty), Log(), random.Random(7)
    acts: list[str] = []
    for _ in range(150):
        key = choose.choice("ab")
        if acts and choose.random() < 0.3:
            store.commit([log.undo(choose.choice(acts), key)])
        else:
            start = choose.randrange(len(TEXTS[key]) - 8)
            span = Span(start, start + choose.randrange(1, 8), choose.choice(["PERSON", "RANK"]))
            kind = choose.choice(["accept", "reject", "add", "change", "relabel", "remove"])
            made = log.decide(kind, key, span_id=f"s{choose.randrange(12)}", span=span)  # type: ignore[arg-type]
            store.commit([made])
            acts.append(made.act)
    indexed(store)
    cells = [(key, cell) for number, key in ((1, "a"), (2, "b")) for cell in store.state("anna", number).spans.values()]
    counted: Counter[tuple[str, str, bool]] = Counter()
    for key, cell in cells:
        counted[
            " ".join(TEXTS[key][cell.span.start : cell.span.end].split()).casefold(), cell.span.label, cell.live
        ] += 1
    assert cells
    for quote, label, _ in counted:
        found = {each.label: each for each in store.precedents("anna", quote).labels}
        assert (found[label].accepted, found[label].rejected) == (
            counted[quote, label, True],
            counted[quote, label, False],
        )


def test_a_row_that_is_missing_is_named(empty: Store, path: Path) -> None:
    store, log = filled(empty), Log()
    store.commit([decide(log, "accept", "a", "General Orlov")])
    indexed(store)
    database = sqlite3.connect(path)
    database.execute("DELETE FROM quotes")
    database.commit()
    database.close()
    assert list(store.check()) == ["table quotes: 1 decisions are not found by the texts of their spans"]
