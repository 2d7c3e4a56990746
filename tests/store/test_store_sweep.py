"""The contract: a sweep finds every hit in every document that matches, by scan and by index."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.query import parse
from curator.store import search, sweep
from curator.store.api import Store
from curator.store.records import Passage
from tests.store.store_builders import Log, incoming, suggestion

WORDS = ("general", "Major", "GENERAL", "путін", "Путін", "ПУТІН", "straße", "50%", "a_b", "习近平", "generals", "x")


@pytest.fixture(params=["scan", "index"])
def swept(request: pytest.FixtureRequest, empty: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that is swept either way."""
    if request.param == "index":
        monkeypatch.setattr(search, "SCAN_CHARACTERS", 0)
        monkeypatch.setattr(sweep, "_PROPOSED", 3)
    texts = [" ".join(WORDS[(n * k) % len(WORDS)] for k in range(1, 6)) + f" number{n}" for n in range(40)]
    empty.add((incoming(f"d{n}", text) for n, text in enumerate(texts)), lambda _: None)
    if request.param == "index":
        empty.search("general")  # builds the index
    empty.add([incoming("late", "the late GENERAL Путін, generals")], lambda _: None)
    return empty


def passages(store: Store, line: str, after: int = 0) -> list[Passage]:
    return [passage for part in store.sweep(parse(line), after=after) for passage in part.passages]


terms = st.sampled_from(
    [*WORDS, *(word.lower() for word in WORDS), "gen*", '"major general"', '"x"', "number7", "пут*"]
)
queries = st.lists(st.tuples(st.sampled_from(["", "AND", "OR", "-"]), terms), min_size=1, max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(parts=queries)
def test_it_finds_what_reading_every_text_finds(swept: Store, parts: list[tuple[str, str]]) -> None:
    line = " ".join(f"-{term}" if sign == "-" and place else f"{sign if place and sign != '-' else ''} {term}"
                    for place, (sign, term) in enumerate(parts))  # fmt: skip
    if " OR -" in line:
        return
    query = parse(line)
    texts = {number: swept.document(number).text for number in range(1, swept.count() + 1)}
    expected = [(n, hit) for n, text in texts.items() if query.matches(text) for hit in query.hits(text)]
    assert [(p.number, (p.start, p.end)) for p in passages(swept, line)] == expected


def test_a_passage_says_where_and_what_stands_around(empty: Store) -> None:
    empty.add([incoming("a", "ж" * 300 + " Anna met ANNA. " + "x" * 300)], lambda _: None)
    first, second = passages(empty, "anna")
    assert (first.number, first.key, first.title, first.start, first.end) == (1, "a", "Title of a", 301, 305)
    assert (first.hit, second.hit) == ("Anna", "ANNA")
    assert first.before == "ж" * 119 + " "
    assert first.after == " met ANNA. " + "x" * 109


def test_it_goes_on_behind_a_document_and_says_how_far_it_came(swept: Store) -> None:
    parts = list(swept.sweep(parse("general"), after=10))
    assert parts[-1].upto == swept.count()
    assert min(p.number for part in parts for p in part.passages) > 10
    assert list(swept.sweep(parse("general"), after=swept.count()))[-1].upto == swept.count()


def test_slow_texts_come_in_several_parts(swept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = passages(swept, "general")
    monkeypatch.setattr(sweep, "_SECONDS", 0.0)
    parts = list(swept.sweep(parse("general")))
    assert len(parts) > len({p.number for p in whole}) - 2
    assert [p for part in parts for p in part.passages] == whole
    assert [part.upto for part in parts] == sorted(part.upto for part in parts)


def test_half_a_surrogate_is_found_nowhere(swept: Store) -> None:
    assert passages(swept, "\ud800") == []


def test_what_is_decided_and_suggested_within_a_stretch(empty: Store) -> None:
    empty.add([incoming("a", suggestions=(suggestion(0, 3), suggestion(4, 8), suggestion(20, 25)))], lambda _: None)
    log = Log()
    moved = log.span("accept", 20, 25)
    empty.commit([log.span("reject", 0, 3), moved])
    cells, suggestions = empty.within("anna", 1, 2, 5)
    assert [(cell.id, cell.kind) for cell in cells] == [("0:3:PERSON", "reject")]
    assert sorted(each.id for each in suggestions) == ["0:3:PERSON", "4:8:PERSON"]
    assert empty.within("anna", 1, 8, 20) == ([], [])
    assert empty.within("boris", 1, 2, 5)[0] == []


def test_within_gives_both_sides_of_a_span_that_was_moved(empty: Store) -> None:
    import msgspec

    empty.add([incoming("a", suggestions=(suggestion(0, 3),))], lambda _: None)
    log = Log()
    moved = log.span("change", 0, 3)
    assert moved.span is not None
    empty.commit([msgspec.structs.replace(moved, span=msgspec.structs.replace(moved.span, start=10, end=12))])
    for place in ((0, 3), (10, 12)):
        cells, suggestions = empty.within("anna", 1, *place)
        assert ([cell.id for cell in cells], [s.id for s in suggestions]) == (["0:3:PERSON"], ["0:3:PERSON"])
