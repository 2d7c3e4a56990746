"""Orders of the queue, and the documents that words in key or title find."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.store import queue
from curator.store.api import Assignment, Incoming, QueueRow, Shown, Sort, Store
from tests.store.store_builders import Log, document, fill, incoming


def walked(store: Store, sort: Sort, shown: Shown = "all", words: str = "", step: int = 2) -> list[QueueRow]:
    """All rows of an order, fetched in small windows."""
    rows: list[QueueRow] = []
    while True:
        edge = {"after": rows[-1].number if rows else 0} if sort == "number" else {"behind": rows[-1] if rows else None}
        window = store.queue("anna", shown, sort=sort, words=words, limit=step, **edge)  # type: ignore[arg-type]
        rows += window
        if len(window) < step:
            return rows


@pytest.fixture
def worked(empty: Store) -> Store:
    """Nine documents of several lengths, most of them touched by somebody."""
    lengths = (30, 10, 20, 10, 50, 40, 10, 20, 60)
    empty.add((incoming(f"d{n}", str(n) * length) for n, length in enumerate(lengths, 1)), lambda _: None)
    log, other = Log(), Log("boris", first=10_000)
    empty.commit([log.decide("finish", "d5")])
    empty.commit([log.decide("note", "d2", text="hm")])
    empty.commit([log.decide("skip", "d7", text="why")])
    empty.commit([other.decide("finish", "d9")])
    empty.commit([log.decide("flag", "d8", text="1")])
    empty.commit([log.decide("finish", "d1")])
    empty.commit([log.decide("flag", "d5", text="1")])
    return empty


@pytest.mark.parametrize(
    ("sort", "shown", "expected"),
    [
        ("number", "all", "123456789"),
        ("length", "all", "956183742"),
        ("length", "unfinished", "968342"),
        ("length", "flagged", "58"),
        ("length", "done", "51"),
        ("touched", "all", "51872"),
        ("touched", "unfinished", "82"),
        ("touched", "flagged", "58"),
        ("state", "all", "283469715"),
        ("state", "unfinished", "283469"),
        ("state", "flagged", "85"),
        ("state", "noted", "2"),
        ("state", "done", "15"),
    ],
)
def test_orders(worked: Store, sort: Sort, shown: Shown, expected: str) -> None:
    assert "".join(row.key[1:] for row in walked(worked, sort, shown)) == expected


def test_a_long_list_is_walked_along_the_index(worked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_FEW", 1)
    assert "".join(row.key[1:] for row in walked(worked, "length", "unfinished")) == "968342"


@pytest.mark.parametrize(
    ("words", "keys"),
    [("wire", "abc"), ("WIRE a", "ab"), ("путін", "bc"), ("Ю", "c"), ("100%", "a"), ("_", "b"), ("wire  Путін", "bc"),
     ("nothing", ""), ("", "abcd"), ("   ", "abcd"), ("\ud800", ""), ("!", "")],
)  # fmt: skip
def test_words_in_key_or_title(empty: Store, words: str, keys: str) -> None:
    titles = {"a": "Wire about 100% a", "b": "wire_a Путін", "c": "WIRE ПУТІН ю", "d": "Else"}
    empty.add(
        (Incoming(msgspec.structs.replace(document(key), title=title)) for key, title in titles.items()), lambda _: None
    )
    for sort in ("number", "length", "state"):
        found = walked(empty, sort, words=words)  # type: ignore[arg-type]
        assert sorted(row.key for row in found) == list(keys)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(acts=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["finish", "flag", "reopen"])), max_size=12))
def test_every_order_gives_each_document_once(open_again: Callable[[], Store], acts: list[tuple[str, str]]) -> None:
    store = open_again()
    if not store.count():
        fill(store, "abcdef")
    newest = store.last_decision()
    log = Log(first=int(newest[-12:], 16) + 1 if newest else 1)
    for key, kind in acts:
        store.commit([log.decide(kind, key, text="1")])  # type: ignore[arg-type]
    rows = store.queue("anna")
    for sort in ("number", "state", "length"):
        assert sorted(row.number for row in walked(store, sort)) == [1, 2, 3, 4, 5, 6]  # type: ignore[arg-type]
    touched = [row.number for row in walked(store, "touched")]
    by_touch = sorted((row for row in rows if row.touched), key=lambda row: -row.touched)
    assert touched == [row.number for row in by_touch]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(done=st.sets(st.integers(1, 30)), stride=st.integers(1, 9), limit=st.integers(1, 7), place=st.integers(0, 31))
def test_unfinished_documents_are_found_between_rows_of_finished_ones(
    open_again: Callable[[], Store], done: set[int], stride: int, limit: int, place: int
) -> None:
    store = open_again()
    if not store.count():
        fill(store, (f"d{n}" for n in range(1, 31)))
    log = Log(layer := f"layer {len(store.layers())}", first=len(store.layers()) * 1000 + 1)
    if done:
        store.commit([log.decide("finish", f"d{n}") for n in sorted(done)])
    before, queue._STRIDE = queue._STRIDE, stride
    try:
        left = [n for n in range(1, 31) if n not in done]
        ahead = [row.number for row in store.queue(layer, "unfinished", after=place, limit=limit)]
        back = [row.number for row in store.queue(layer, "unfinished", before=place, limit=limit)]
        state = [row.number for row in store.queue(layer, sort="state", limit=40)]
    finally:
        queue._STRIDE = before
    assert ahead == [n for n in left if n > place][:limit]
    assert back == [n for n in left if n < place][-limit:]
    assert state == left + sorted(done)


def test_an_assignment_is_kept_to_in_every_order(worked: Store) -> None:
    given = {"d4": 10, "d1": 20, "d5": 30, "d9": 40}
    worked.assign(
        [
            Assignment(id=f"a{place}", time="", author="x", layer="anna", document=key, position=place)
            for key, place in given.items()
        ]
    )
    orders = {sort: "".join(row.key[1:] for row in walked(worked, sort)) for sort in ("number", "length", "touched")}  # type: ignore[arg-type]
    assert orders == {"number": "4159", "length": "9514", "touched": "51"}
    assert "".join(row.key[1:] for row in walked(worked, "state")) == "4915"
    assert [row.key for row in worked.queue("anna", before=9, limit=2)] == ["d1", "d5"]
    assert [row.key for row in worked.queue("anna", "unfinished", words="D4")] == ["d4"]
    assert [row.key for row in worked.queue("anna", words="d2")] == []
