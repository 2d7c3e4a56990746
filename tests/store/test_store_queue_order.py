"""Orders of the queue, and the documents that words in key or title find."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model import Span, Suggestion
from curator.store import queue
from curator.store.api import Store
from curator.store.records import Assignment, Counted, Holding, Incoming, Only, QueueRow, Shown, Sort, Standing
from tests.store.store_builders import Log, document, fill, incoming, suggestion


def named(words: str) -> list[Only]:
    """Documents with these words in key or title."""
    return [Holding("name", (word,)) for word in words.split()]


def walked(
    store: Store, sort: Sort, shown: Shown = "all", words: str = "", step: int = 2, only: Sequence[Only] = ()
) -> list[QueueRow]:
    """All rows of an order, fetched in small windows."""
    rows: list[QueueRow] = []
    while True:
        edge = {"after": rows[-1].number if rows else 0} if sort == "number" else {"behind": rows[-1] if rows else None}
        window = store.queue("anna", shown, sort=sort, only=[*named(words), *only], limit=step, **edge)  # type: ignore[arg-type]
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
    for sort in ("number", "state", "length", "pending"):
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
    assert [row.key for row in worked.queue("anna", "unfinished", only=named("D4"))] == ["d4"]
    assert [row.key for row in worked.queue("anna", only=named("d2"))] == []


def proposed(count: int) -> tuple[Suggestion, ...]:
    return tuple(suggestion(n, n + 1) for n in range(count))


def test_the_most_pending_first(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"a": 1, "b": 3, "c": 0, "d": 3, "e": 2}
    empty.add((incoming(key, suggestions=proposed(count)) for key, count in counts.items()), lambda _: None)
    log = Log()
    assert "".join(row.key for row in walked(empty, "pending")) == "bdeac"
    empty.commit([log.span("accept", 0, 1, "b"), log.span("reject", 1, 2, "b"), log.span("add", 7, 9, "b")])
    empty.commit([log.span("accept", 0, 1, "a"), log.decide("flag", "c", text="1"), log.decide("flag", "d", text="1")])
    assert [(row.key, row.pending) for row in walked(empty, "pending")] == [
        ("d", 3), ("e", 2), ("b", 1), ("a", 0), ("c", 0),
    ]  # fmt: skip
    assert "".join(row.key for row in walked(empty, "pending", "flagged")) == "dc"
    empty.save_suggestions([(1, proposed(4))], source="rules", fingerprint="2")
    assert "".join(row.key for row in walked(empty, "pending")) == "adebc"
    monkeypatch.setattr(queue, "_FEW", 1)
    for some in (0, queue._SOME):
        monkeypatch.setattr(queue, "_SOME", some)
        assert "".join(row.key for row in walked(empty, "pending", "unfinished")) == "adebc"
        assert "".join(row.key for row in walked(empty, "pending")) == "adebc"
    assert "".join(row.key for row in walked(empty, "pending", "flagged")) == "dc"
    assert [row.pending for row in empty.queue("boris")] == [4, 3, 0, 3, 2]
    assert not list(empty.check())


def test_what_is_pending_is_told_before_it_was_counted_and_after(empty: Store) -> None:
    empty.add((incoming(key, suggestions=proposed(3)) for key in "ab"), lambda _: None)
    log = Log()
    for place in (0, 1):
        empty.commit([log.span("accept", place, place + 1, "a")])
        few = [Counted("pending", "<", 3)]
        assert [(row.key, row.pending) for row in empty.queue("anna", only=few)] == [("a", 2 - place)]
        assert [(row.key, row.pending) for row in walked(empty, "length")] == [("b", 3), ("a", 2 - place)]
        assert not list(empty.check())
        assert [(row.key, row.pending) for row in walked(empty, "pending")] == [("b", 3), ("a", 2 - place)]
        assert [(row.key, row.pending) for row in empty.queue("anna", only=few)] == [("a", 2 - place)]
    assert not list(empty.check())


@pytest.mark.parametrize(
    ("only", "keys"),
    [
        ([Standing(("done", "skipped"))], "ab"),
        ([Standing(("done",), wanted=False)], "bcde"),
        ([Standing(("todo",))], "d"),
        ([Standing(("started",))], "ce"),
        ([Standing(("unfinished",)), Holding("label", ("PERSON",))], "de"),
        ([Holding("label", ("PERSON",))], "ade"),
        ([Holding("label", ("RANK", "PERSON"))], "abde"),
        ([Holding("label", ("PERSON",), wanted=False)], "bc"),
        ([Holding("source", ("rules",))], "ade"),
        ([Holding("source", ("hand",))], "b"),
        ([Holding("note", ("ASK",))], "ce"),
        ([Holding("note", ("ask",), wanted=False)], "abd"),
        ([Holding("text", ("of d",))], "d"),
        ([Holding("text", ("room",)), Holding("name", ("title of a",))], "a"),
        ([Holding("text", ("roo",))], ""),
        ([Holding("text", ("roo*",), wanted=False)], ""),
        ([Holding("text", ("\ud800",))], ""),
        ([Counted("pending", ">", 0)], "de"),
        ([Counted("pending", ">=", 2)], "d"),
        ([Counted("pending", "=", 0, wanted=False)], "de"),
        ([Counted("decided", "=", 1), Counted("length", ">", 10)], "ab"),
    ],
)  # fmt: skip
def test_only_some(empty: Store, only: list[Only], keys: str) -> None:
    suggested = {"a": proposed(1), "d": proposed(2), "e": proposed(1)}
    empty.add((incoming(key, suggestions=suggested.get(key, ())) for key in "abcde"), lambda _: None)
    log = Log()
    empty.commit([log.span("accept", 0, 1, "a"), log.decide("finish", "a")])
    empty.commit([log.decide("add", "b", span_id="new", span=Span(4, 8, "RANK")), log.decide("skip", "b", text="why")])
    empty.commit([log.decide("note", "c", text="to ask")])
    empty.commit([log.decide("note", "e", span_id="0:1:PERSON", span=Span(0, 1, "PERSON"), text="Asked")])
    for sort in ("number", "state", "length", "pending"):
        found = sorted(row.key for row in walked(empty, sort, only=only))  # type: ignore[arg-type]
        assert "".join(found) == keys, sort
