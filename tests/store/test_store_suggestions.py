"""The contract: suggestions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from store_builders import fill, incoming, suggestion

from curator.errors import CuratorError
from curator.model import Span, Suggestion
from curator.store.api import Store


def test_suggestions_come_back_in_reading_order(store: Store) -> None:
    proposed = [suggestion(4, 6), suggestion(0, 3), suggestion(0, 9), suggestion(0, 3, "RANK")]
    store.save_suggestions([(1, proposed)], source="rules", fingerprint="1")
    assert [s.span.key for s in store.suggestions(1)] == [
        (0, 9, "PERSON"), (0, 3, "PERSON"), (0, 3, "RANK"), (4, 6, "PERSON"),
    ]  # fmt: skip


def test_pages_hold_all_suggestions_on_a_document_once(store: Store) -> None:
    fill(store, ["x" * 2_000])
    number = store.count()
    for source in ("model", "rules"):
        proposed = [suggestion(start, start + 3, source=source) for start in range(1_900)]
        store.save_suggestions(
            [(1, [suggestion(0, 3, source=source)]), (number, proposed)], source=source, fingerprint="1"
        )
    pages = list(store.suggestion_pages(number))
    assert len(pages) > 2
    found = [each for page in pages for each in page]
    assert len(found) == 3_800
    assert found == store.suggestions(number)
    assert list(store.suggestion_pages(2)) == []


def test_a_page_holds_all_suggestions_of_its_last_place(store: Store) -> None:
    fill(store, ["x" * 2_000])
    number = store.count()
    proposed = [suggestion(7, 1_000 - place, f"L{place}") for place in range(900)]
    proposed += [suggestion(start, start + 1) for start in (*range(5), *range(8, 1_100))]
    store.save_suggestions([(number, proposed)], source="rules", fingerprint="1")
    pages = list(store.suggestion_pages(number))
    assert [each for page in pages for each in page] == store.suggestions(number)
    starts = [{each.span.start for each in page} for page in pages]
    assert all(one.isdisjoint(other) for one, other in pairwise(starts))


def test_a_stretch_holds_what_reaches_into_it(store: Store) -> None:
    fill(store, ["x" * 2_000])
    number = store.count()
    proposed = [suggestion(start, start + 10) for start in range(0, 1_990, 5)] + [suggestion(0, 1_500)]
    store.save_suggestions([(number, proposed)], source="rules", fingerprint="1")
    found = store.suggestions(number, (1_000, 1_020))
    assert [each.span.key[:2] for each in found] == [
        (0, 1_500), *((start, start + 10) for start in range(995, 1_020, 5)),
    ]  # fmt: skip


def test_suggestion_comes_back_exactly(store: Store) -> None:
    span = Span(0, 4, "AMOUNT", {"value": 2.0, "currency": "₽", "whole": True, "count": 3})
    proposed = Suggestion(span, "rules", None, "a sum")
    store.save_suggestions([(1, [proposed])], source="rules", fingerprint="1")
    assert store.suggestions(1) == [proposed]


def test_sources_keep_to_themselves(store: Store) -> None:
    store.save_suggestions([(1, [suggestion(0, 3)]), (2, [])], source="rules", fingerprint="1")
    store.save_suggestions([(1, [suggestion(0, 3, source="model")])], source="model", fingerprint="x")
    assert [s.source for s in store.suggestions(1)] == ["model", "rules"]
    store.save_suggestions([(1, [])], source="rules", fingerprint="2")
    assert [s.source for s in store.suggestions(1)] == ["model"]
    assert [store.fingerprint(n, "rules") for n in (1, 2, 3)] == ["2", "1", None]
    assert store.fingerprint(1, "model") == "x"


def test_unsuggested_are_those_not_seen_with_this_fingerprint(store: Store) -> None:
    store.save_suggestions([(1, []), (4, [])], source="rules", fingerprint="1")
    store.save_suggestions([(2, [])], source="rules", fingerprint="0")
    assert list(store.unsuggested("rules", "1")) == [2, 3, 5]
    assert list(store.unsuggested("rules", "1", after=2)) == [3, 5]
    assert list(store.unsuggested("model", "1")) == [1, 2, 3, 4, 5]


def test_saving_while_walking_over_the_unsuggested(store: Store) -> None:
    fill(store, [f"more {n}" for n in range(30)])
    seen = []
    for number in store.unsuggested("rules", "1"):
        store.save_suggestions([(number, [suggestion(0, 3)])], source="rules", fingerprint="1")
        seen.append(number)
    assert seen == list(range(1, 36))
    assert list(store.unsuggested("rules", "1")) == []


def test_suggestion_outside_the_text_is_refused_and_nothing_saved(store: Store) -> None:
    with pytest.raises(CuratorError, match=r"b: rules proposes PERSON at 0 to 999"):
        store.save_suggestions([(1, [suggestion(0, 3)]), (2, [suggestion(0, 999)])], source="rules", fingerprint="1")
    assert store.suggestions(1) == []
    assert store.fingerprint(1, "rules") is None


def test_suggestion_in_the_name_of_another_source_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="in the name of model"):
        store.save_suggestions([(1, [suggestion(0, 3, source="model")])], source="rules", fingerprint="1")


def test_unknown_document_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.save_suggestions([(99, [])], source="rules", fingerprint="1")


def _bare(start: int, end: int, source: str = "model", label: str = "PERSON") -> Suggestion:
    return Suggestion(Span(start, end, label), source, None, "")


@pytest.mark.parametrize("count", [1, 32, 33, 100])
@pytest.mark.parametrize("special", [False, True])
def test_any_number_comes_in_with_a_document(store: Store, count: int, special: bool) -> None:
    brought = [_bare(place, place + 1) for place in range(count)]
    if special:
        span = Span(3, 5, "AMOUNT", {"value": 1})
        brought += [Suggestion(span, "model", 0.25, "why"), _bare(3, 5, "other"), _bare(0, 1, "other")]
    text = "x" * 200
    number = store.count() + 1
    store.add([incoming("many", text, tuple(brought)), incoming("none", text + ".")], lambda _: ())
    expected = sorted(brought, key=lambda s: (s.span.start, -s.span.end, s.span.label, s.source))
    assert store.suggestions(number) == expected
    assert store.suggestions(number + 1) == []
    assert list(store.check()) == []  # what is counted as suggested, too


def test_first_of_two_that_are_the_same_stays(store: Store) -> None:
    text = "x" * 200
    number = store.count() + 1
    told = Suggestion(Span(0, 4, "PERSON"), "model", None, "told")
    store.add([incoming("twice", text, (told, _bare(0, 4), _bare(0, 4)))], lambda _: ())
    store.add([incoming("again", text + ".", (_bare(0, 4), _bare(0, 4), _bare(1, 4)))], lambda _: ())
    assert store.suggestions(number) == [told]
    assert store.suggestions(number + 1) == [_bare(0, 4), _bare(1, 4)]
    assert list(store.check()) == []
