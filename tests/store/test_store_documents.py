"""The contract: documents, and how they are taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import Log, document, fill, incoming, suggestion

from curator.errors import CuratorError
from curator.model import Decision, Document, Span, Suggestion, text_hash
from curator.store.api import Store
from curator.store.records import Incoming, Intake


def outcomes(told: list[Intake]) -> list[tuple[str, str]]:
    return [(intake.outcome, intake.key) for intake in told]


def test_documents_are_numbered_from_one_in_the_order_of_import(empty: Store) -> None:
    assert outcomes(fill(empty, "abc")) == [("added", "a"), ("added", "b"), ("added", "c")]
    assert empty.count() == 3
    assert [empty.document(n).key for n in (1, 2, 3)] == ["a", "b", "c"]
    assert [empty.number(key) for key in "abcd"] == [1, 2, 3, None]


@pytest.mark.parametrize("number", [0, 4, -1, 10**30])
def test_unknown_number_is_a_key_error(empty: Store, number: int) -> None:
    fill(empty, "abc")
    with pytest.raises(KeyError):
        empty.document(number)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    text=st.text(min_size=1), title=st.text(), meta=st.dictionaries(st.text(), st.none() | st.text() | st.integers())
)
def test_document_comes_back_exactly(empty: Store, text: str, title: str, meta: dict[str, object]) -> None:
    text += f" {empty.count()}"  # each text only once
    key = f"key {text_hash(text)}"
    given_document = Document(key, text, text_hash(text), title, meta)
    empty.add([Incoming(given_document)], lambda _: None)
    assert empty.document(empty.number(key) or 0) == given_document


def test_same_text_is_told_with_the_key_it_stands_under(store: Store) -> None:
    told: list[Intake] = []
    store.add([Incoming(document("other", store.document(2).text))], told.append)
    assert outcomes(told) == [("same", "b")]
    assert store.count() == 5


def test_taken_key_is_told_with_the_hash_that_stands_there(store: Store) -> None:
    told: list[Intake] = []
    store.add([incoming("b", "another text")], told.append)
    assert outcomes(told) == [("clash", "b")]
    assert told[0].sha256 == store.document(2).sha256
    assert store.document(2) == document("b")


def test_repetitions_within_one_run_are_told(empty: Store) -> None:
    told: list[Intake] = []
    empty.add([incoming("a", "x"), incoming("b", "x"), incoming("a", "y"), incoming("c", "z")], told.append)
    assert outcomes(told) == [("added", "a"), ("same", "a"), ("clash", "a"), ("added", "c")]
    assert empty.number("c") == 2


def test_repetitions_are_told_however_far_apart(empty: Store) -> None:
    keys = [f"key {n}" for n in range(1200)]
    told = fill(empty, [*keys, keys[0], "new", keys[1199]])
    assert outcomes(told[1200:]) == [("same", keys[0]), ("added", "new"), ("same", keys[1199])]
    assert empty.count() == 1201
    assert {intake.outcome for intake in fill(empty, keys)} == {"same"}


def test_suggestions_come_along_under_their_own_source(empty: Store) -> None:
    brought = (suggestion(0, 3, source="import"), suggestion(0, 3, source="model"))
    empty.add([incoming("a", suggestions=brought), incoming("b")], lambda _: None)
    assert empty.suggestions(1) == list(brought)
    assert empty.suggestions(2) == []


def test_a_clash_brings_no_suggestions(store: Store) -> None:
    store.add([incoming("a", "another text", suggestions=(suggestion(0, 3),))], lambda _: None)
    assert store.suggestions(1) == []


def test_suggestions_for_a_text_that_is_there_go_to_it(store: Store) -> None:
    brought = incoming("other", store.document(1).text, suggestions=(suggestion(0, 3),))
    store.add([brought], lambda _: None)
    assert store.suggestions(1) == [suggestion(0, 3)]


def test_a_source_replaces_what_it_proposed_in_an_earlier_import(store: Store) -> None:
    def bring(*suggestions: Suggestion) -> None:
        text = store.document(1).text
        store.add([incoming("other", text, suggestions=(each,)) for each in suggestions], lambda _: None)

    bring(suggestion(0, 3, source="a"), suggestion(0, 3, source="b"))
    bring(suggestion(4, 6, source="a"), suggestion(1, 2, source="a"))
    assert store.suggestions(1) == [
        suggestion(0, 3, source="b"), suggestion(1, 2, source="a"), suggestion(4, 6, source="a")
    ]  # fmt: skip


def test_several_sets_of_suggestions_for_a_new_text_are_put_together(empty: Store) -> None:
    sets = [incoming(key, "Some text.", suggestions=(suggestion(start, 4),)) for start, key in enumerate("abc")]
    empty.add(sets, lambda _: None)
    assert empty.suggestions(1) == [suggestion(start, 4) for start in range(3)]


def test_a_suggestion_that_leaves_a_text_that_is_there_is_refused(store: Store) -> None:
    text = store.document(1).text
    with pytest.raises(CuratorError, match="outside the text"):
        store.add([incoming("other", text, suggestions=(suggestion(0, 999),))], lambda _: None)


def test_decisions_that_the_listener_returns_are_written_with_the_documents(empty: Store) -> None:
    log = Log()

    def adopt(intake: Intake) -> list[Decision]:
        return [log.decide("finish", intake.key)]

    empty.add([incoming(f"key {n}") for n in range(1200)], adopt, durable=True)
    layer = next(iter(empty.layers()))
    assert empty.tally(layer).done == 1200
    assert list(empty.check()) == []


def test_a_rehearsal_tells_and_keeps_nothing(store: Store) -> None:
    told: list[Intake] = []
    store.add([incoming("a", "another text"), incoming("new")], told.append, keep=False)
    assert outcomes(told) == [("clash", "a"), ("added", "new")]
    assert store.count() == 5
    assert store.number("new") is None


def test_nothing_is_added_where_reading_fails(store: Store) -> None:
    def broken() -> Iterator[Incoming]:
        yield from (incoming(f"new {n}") for n in range(1000))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        store.add(broken(), lambda _: None)
    assert store.count() == 5
    assert store.number("new 0") is None


@pytest.mark.parametrize("before", ["", "abc", "reviewed"])
def test_nothing_is_added_where_the_listener_raises(empty: Store, before: str) -> None:
    store = empty
    fill(store, dict.fromkeys(before))
    if before == "reviewed":
        store.commit([Log().decide("finish", "r")])
    count = store.count()

    def refuse(intake: Intake) -> None:
        raise CuratorError("not this one", where=intake.incoming.where)

    with pytest.raises(CuratorError, match="not this one"):
        store.add([incoming("new")], refuse)
    assert store.count() == count
    fill(store, ["new"])
    assert store.count() == count + 1


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (Incoming(Document("k\ud83d", "x", "0" * 64, "t"), where="a.jsonl:7"), "key"),
        (Incoming(Document("k", "x\ud83d", "0" * 64, "t"), where="a.jsonl:7"), "text"),
        (Incoming(Document("k", "x", "0" * 64, "t\ud83d"), where="a.jsonl:7"), "title"),
        (Incoming(Document("k", "x", "0" * 64, "t", {"a": ["\ud83d"]}), where="a.jsonl:7"), "metadata"),
        (
            Incoming(document("k", "x y"), (Suggestion(Span(0, 1, "P"), "s", None, "\ud83d"),), "a.jsonl:7"),
            "suggestion",
        ),
    ],
)
def test_half_a_surrogate_pair_is_refused_with_its_place(store: Store, bad: Incoming, part: str) -> None:
    with pytest.raises(CuratorError, match=rf"a\.jsonl:7: the {part} holds half a surrogate pair \(U\+D83D\)"):
        store.add([incoming("fine"), bad], lambda _: None)
    assert store.count() == 5


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 5)])
def test_suggestion_outside_the_text_is_refused(store: Store, start: int, end: int) -> None:
    with pytest.raises(CuratorError, match=r"articles\.jsonl:new: rules proposes PERSON"):
        store.add([incoming("new", "text", (suggestion(start, end),))], lambda _: None)
    assert store.count() == 5


def test_adding_nothing_is_fine(empty: Store, open_again: Callable[[], Store]) -> None:
    empty.add([], lambda _: None)
    assert empty.count() == 0
    assert open_again().search("anything") == []


def test_first_import_while_another_program_looks_on(empty: Store, open_again: Callable[[], Store]) -> None:
    other = open_again()
    assert other.count() == 0
    fill(empty, "ab")
    assert other.count() == 2
    fill(other, "c")
    assert empty.document(3).key == "c"


def test_what_cannot_be_written_as_utf8_is_simply_not_there(store: Store) -> None:
    assert store.number("a\udcff") is None
    assert store.search("text\udcff") == []
