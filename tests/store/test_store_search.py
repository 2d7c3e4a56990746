"""The contract: the search; and that the index finds what the scan finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import incoming

from curator.store import search
from curator.store.api import Store

TEXTS = {
    "en": "Major General Ivan Popov, commander of the 58th Army, was DETAINED for 100% fraud.",
    "uk": "Президент Росії Володимир Путін прибув. ПУТІН мовчав; пУтІн також.",
    "de": "Die große Straße in Köln: STRAẞE, strasse.",
    "el": "Ο σοφός και ο ΣΟΦΌΣ.",
    "marks": "a_b 50%! it's \"quoted\" 'single' back\\slash [x] *star* (y)",
    "emoji": "🙂 Путин 🙂 said: “нет”",
}


@pytest.fixture(params=["scan", "index"])
def searched(request: pytest.FixtureRequest, empty: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with the texts, searched either way."""
    if request.param == "index":
        monkeypatch.setattr(search, "SCAN_CHARACTERS", 0)
    empty.add([incoming(key, text) for key, text in TEXTS.items()], lambda _: None)
    return empty


def found(store: Store, query: str) -> list[str]:
    return [hit.key for hit in store.search(query)]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("popov", ["en"]),
        ("MAJOR general", ["en"]),
        ("opo", ["en"]),
        ("путін", ["uk"]),
        ("ПУТІН", ["uk"]),
        ("ПУТИН", ["emoji"]),
        ("росії володимир", ["uk"]),
        ("straße", ["de"]),
        ("STRASSE", ["de"]),
        ("KÖLN", ["de"]),
        ("σοφός", ["el"]),
        ("ΣΟΦΌΣ", ["el"]),
        ("a_b", ["marks"]),
        ("_", ["marks"]),
        ("100%", ["en"]),
        ("0%", ["en", "marks"]),
        ("50%!", ["marks"]),
        ('"quoted"', ["marks"]),
        ("'single'", ["marks"]),
        ("back\\slash", ["marks"]),
        ("[x]", ["marks"]),
        ("*star*", ["marks"]),
        ("(y)", ["marks"]),
        ("AND", ["en"]),
        ("🙂", ["emoji"]),
        ("“НЕТ”", ["emoji"]),
        ("axb", []),
        ("", []),
    ],
)
def test_query_is_found_as_it_stands_in_any_case(searched: Store, query: str, keys: list[str]) -> None:
    if query == "AND":
        keys = [key for key, text in TEXTS.items() if "and" in text.lower()]
    assert found(searched, query) == keys


def test_hit_names_the_first_match_and_what_stands_around(empty: Store) -> None:
    text = "ж" * 60 + "Anna met ANNA." + "x" * 60
    empty.add([incoming("a", text)], lambda _: None)
    (hit,) = empty.search("anna")
    assert (hit.number, hit.key, hit.title, hit.start) == (1, "a", "Title of a", 60)
    assert hit.passage == "ж" * 40 + "Anna" + " met ANNA." + "x" * 30


def test_limit_and_order(searched: Store) -> None:
    searched.add((incoming(f"more {n}", f"needle number {n}") for n in range(70)), lambda _: None)
    assert [hit.key for hit in searched.search("NEEDLE", limit=3)] == ["more 0", "more 1", "more 2"]
    assert len(searched.search("needle")) == 50
    assert len(searched.search("needle", limit=500)) == 70
    assert searched.search("needle", limit=0) == []


def test_documents_added_later_are_found(searched: Store) -> None:
    assert found(searched, "newcomer") == []
    searched.add([incoming("late", "The Newcomer.")], lambda _: None)
    assert found(searched, "newcomer") == ["late"]
    assert list(searched.check()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.data())
def test_every_piece_of_a_text_is_found_in_either_case(searched: Store, data: st.DataObject) -> None:
    key, text = data.draw(st.sampled_from(sorted(TEXTS.items())))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    one_to_one = [case for case in (piece, piece.lower(), piece.upper()) if len(case) == len(piece)]
    query = data.draw(st.sampled_from(one_to_one))
    expected = [k for k, t in TEXTS.items() if re.search(re.escape(query), t, re.IGNORECASE)]
    assert key in expected
    assert found(searched, query) == expected
