"""A long document is shown before all of it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from curator.errors import CuratorError
from curator.model import Span
from curator.review.desk import Desk
from curator.review.opened import GLIMPSE, LONG
from curator.review.proposal import Refused
from curator.store.records import Place
from tests.review.conftest import LABELS, suggestion

WORD = "Petrov "
TEXT = WORD * (LONG // len(WORD) + 10_000)
MakeDesk = Callable[..., Desk]


def spans(desk: Desk) -> list[Span]:
    return [item.span for item in desk.session.items]


@pytest.fixture
def desk(desk_on: MakeDesk) -> Iterator[Desk]:
    places = range(0, len(TEXT) - 6, len(WORD) * 50)
    store = desk_on(TEXT, "short", "another", suggestions=[suggestion(place, place + 6) for place in places]).store
    desk = Desk(store, LABELS, layer="anna", author="anna", in_steps=True)
    desk.read_whole()
    desk.top = 50_000
    desk.session.go(50_400)
    desk.open(2)
    return desk


def broken_beyond_glimpses(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """From here on, no more of a document can be read than what is around the reviewer's place."""

    def state(layer: str, number: int, spans: object = None) -> object:
        if spans is None and number == 1:
            raise CuratorError("the disk is gone")
        return states(layer, number, spans)

    states: Callable[..., object] = desk.store.state
    patch.setattr(desk.store, "state", state)


def test_the_glimpse_is_the_surroundings_of_the_place_that_was_left(desk: Desk) -> None:
    desk.open(1)
    within = (50_000 - GLIMPSE // 2, 50_000 + GLIMPSE * 3 // 2)
    assert (desk.within, desk.glimpse(), desk.whole, desk.number) == (within, within, False, 1)
    cursor, glimpsed = desk.session.cursor, spans(desk)
    desk.read_whole()
    assert glimpsed == [span for span in spans(desk) if span.end > within[0] and span.start < within[1]]
    assert (desk.whole, desk.within, cursor, desk.session.cursor, desk.top) == (True, None, 50_400, 50_400, 50_000)
    assert len(spans(desk)) == len(range(0, len(TEXT) - 6, len(WORD) * 50)) > len(glimpsed) > 0


def test_what_is_read_in_steps_is_what_is_read_at_once(desk: Desk) -> None:
    desk.open(1)
    desk.read_whole()
    at_once = Desk(desk.store, LABELS, layer="anna", author="anna")
    at_once.open(1)
    assert list(desk.session.items) == list(at_once.session.items)
    assert list(desk.session.pending) == list(at_once.session.pending)
    assert desk.place() == at_once.place()


def test_a_glimpse_is_around_the_cursor_where_that_was_left_out_of_sight(desk: Desk) -> None:
    desk.open(1)
    desk.read_whole()
    desk.session.go(90_000)
    desk.open(2)
    desk.open(1)
    cursor = desk.session.cursor
    assert (desk.within, desk.top) == ((cursor - GLIMPSE // 2, cursor + GLIMPSE * 3 // 2), 50_000)


def test_a_short_document_is_read_at_once(desk: Desk) -> None:
    desk.open(3)
    assert (desk.session.text, desk.whole) == ("another", True)


def test_a_document_that_does_not_begin_at_its_top_is_read_whole(desk_on: MakeDesk) -> None:
    far = suggestion(80_003, 80_008)
    store = desk_on("short", TEXT, "x").store
    store.save_suggestions([(2, [far])], source=far.source, fingerprint="1")
    desk = Desk(store, LABELS, layer="anna", author="anna", in_steps=True)
    desk.open(2)
    assert (desk.whole, desk.session.cursor) == (True, 80_003)


def test_leaving_a_glimpse_needs_no_more_of_it_and_comes_back_to_it(desk: Desk) -> None:
    desk.open(1)
    desk.open(3)
    desk.open(1)
    again = Desk(desk.store, LABELS, layer="anna", author="anna")
    assert (again.number, again.session.cursor, again.top) == (1, 50_400, 50_000)


def test_a_visit_reads_all_of_the_document(desk: Desk) -> None:
    desk.visit(Place(1, None, 100_003))
    assert (desk.whole, desk.session.cursor) == (True, 100_003)


def test_what_cannot_be_read_leaves_the_desk_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_beyond_glimpses(desk, monkeypatch)
    desk.open(1)
    with pytest.raises(CuratorError, match="the disk is gone"):
        desk.read_whole()
    assert (desk.number, desk.session.text, desk.whole, desk.top) == (2, "short", True, 0)


def test_where_nothing_can_be_read_any_more_nothing_can_be_decided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        broken_beyond_glimpses(desk, patch)
        desk.open(1)
        patch.setattr(desk.store, "document", lambda number: pytest.fail("it is open") if number == 1 else gone())
        with pytest.raises(CuratorError, match="the disk is gone"):
            desk.read_whole()
    assert not desk.whole
    for act in (lambda: desk.act(desk.session.flag()), desk.undo, desk.redo):
        with pytest.raises(Refused, match="could not be read"):
            act()
    desk.leave()
    assert desk.store.last_decision() is None
    desk.open(2)
    assert (desk.whole, desk.number, desk.session.text) == (True, 2, "short")
    desk.act(desk.session.finish())


def gone() -> object:
    raise CuratorError("the disk is gone")
