"""Windows of the queue."""

from __future__ import annotations

from msgspec.structs import replace

from curator.store.api import Store
from curator.store.records import Counted
from tests.store.store_builders import Log, fill, incoming, suggestion


def test_windows_go_forward_and_back(empty: Store) -> None:
    fill(empty, "abcdefg")
    assert [row.key for row in empty.queue("anna", limit=3)] == ["a", "b", "c"]
    assert [row.number for row in empty.queue("anna", after=3, limit=2)] == [4, 5]
    assert [row.number for row in empty.queue("anna", before=4, limit=2)] == [2, 3]
    assert empty.queue("anna", after=7) == []
    assert empty.queue("anna", before=1) == []


def test_a_row_says_how_a_document_stands(empty: Store) -> None:
    proposed = (suggestion(0, 3), suggestion(4, 8), suggestion(4, 8, source="other"))
    empty.add([incoming("a", suggestions=proposed), incoming("b")], lambda _: None)
    log = Log()
    empty.commit([log.span("accept", 0, 3), log.decide("flag", text="1"), log.decide("note", text="hm")])
    empty.commit([log.decide("skip", "b", text="a duplicate")])
    first, second = empty.queue("anna")
    assert (first.status, first.flagged, first.note, first.decided, first.pending) == ("started", True, "hm", 1, 1)
    assert (second.status, second.reason, second.decided, second.pending) == ("skipped", "a duplicate", 0, 0)
    assert first.length == len(empty.document(1).text)
    assert [row.status for row in empty.queue("boris")] == ["todo", "todo"]


def test_a_row_says_whether_suggestions_were_made(empty: Store) -> None:
    empty.add([incoming("a", suggestions=(suggestion(0, 3),)), incoming("b"), incoming("c")], lambda _: None)
    empty.save_suggestions([(2, ())], source="rules", fingerprint="f")
    assert [(row.pending, row.prepared) for row in empty.queue("anna")] == [(1, False), (0, True), (0, False)]
    none, some = Counted("pending", "=", 0), Counted("pending", "<", 2)
    assert [row.key for row in empty.queue("anna", only=[none])] == ["b", "c"]
    assert [row.key for row in empty.queue("anna", only=[replace(none, prepared=True)])] == ["b"]
    assert [row.key for row in empty.queue("anna", only=[replace(some, prepared=True)])] == ["b"]
    assert [row.key for row in empty.queue("anna", only=[replace(some, prepared=True, wanted=False)])] == ["a", "c"]


def test_only_some_are_shown(empty: Store) -> None:
    fill(empty, "abcde")
    log = Log()
    empty.commit([log.decide("finish", "a")])
    empty.commit([log.decide("skip", "b", text="why")])
    empty.commit([log.decide("flag", "c", text="1")])
    empty.commit([log.decide("note", "d", text="hm")])
    shown = {name: "".join(row.key for row in empty.queue("anna", name)) for name in (
        "all", "unfinished", "done", "skipped", "flagged", "noted")}  # fmt: skip
    assert shown == {"all": "abcde", "unfinished": "cde", "done": "a", "skipped": "b", "flagged": "c", "noted": "d"}
    assert [row.key for row in empty.queue("anna", "unfinished", before=5, limit=1)] == ["d"]
