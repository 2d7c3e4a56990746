"""A long document is shown before all of it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curator.errors import CuratorError
from curator.model import Span
from curator.review.desk import Desk
from curator.review.proposal import Refused
from curator.review.workplace import GLIMPSE, LONG
from tests.review.conftest import suggestion

WORD = "Petrov "
TEXT = WORD * (LONG // len(WORD) + 10_000)
MakeDesk = Callable[..., Desk]


def spans(desk: Desk) -> list[Span]:
    return [item.span for item in desk.session.items]


@pytest.fixture
def desk(desk_on: MakeDesk) -> Desk:
    places = range(0, len(TEXT) - 6, len(WORD) * 50)
    desk = desk_on(TEXT, "short", "another", suggestions=[suggestion(place, place + 6) for place in places])
    desk.top = 50_000
    desk.session.go(50_400)
    desk.open(2)
    return desk


def test_the_glimpse_is_the_surroundings_of_the_place_that_was_left(desk: Desk) -> None:
    seen: list[tuple[tuple[int, int], list[Span], bool, int, int]] = []
    desk.glimpsed = lambda within: seen.append((within, spans(desk), desk.whole, desk.session.cursor, desk.number))
    desk.open(1)
    ((within, glimpsed, whole, cursor, number),) = seen
    assert (within, whole, cursor, number) == ((50_000 - GLIMPSE, 50_000 + 2 * GLIMPSE), False, 50_400, 1)
    assert glimpsed == [span for span in spans(desk) if span.end > within[0] and span.start < within[1]]
    assert (desk.whole, desk.session.cursor, desk.top) == (True, 50_400, 50_000)
    assert len(spans(desk)) > len(glimpsed) > 0


def test_a_short_document_is_read_at_once(desk: Desk) -> None:
    desk.glimpsed = lambda within: pytest.fail("a glimpse of a short document")
    desk.open(3)
    assert desk.session.text == "another"


def test_what_cannot_be_read_leaves_the_desk_where_it_was(desk: Desk) -> None:
    def broken(within: tuple[int, int]) -> None:
        raise CuratorError("the disk is gone")

    desk.glimpsed = broken
    with pytest.raises(CuratorError, match="the disk is gone"):
        desk.open(1)
    assert (desk.number, desk.session.text, desk.whole, desk.top) == (2, "short", True, 0)


def test_where_nothing_can_be_read_any_more_nothing_can_be_decided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    suggestions = desk.store.suggestions

    def only_glimpses(number: int, within: tuple[int, int] | None = None) -> object:
        if within is None:
            raise CuratorError("the disk is gone")
        return suggestions(number, within)

    desk.glimpsed = lambda within: None
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "suggestions", only_glimpses)
        with pytest.raises(CuratorError, match="the disk is gone"):
            desk.open(1)
    assert not desk.whole
    for act in (lambda: desk.act(desk.session.flag()), desk.undo, desk.redo):
        with pytest.raises(Refused, match="could not be read"):
            act()
    desk.leave()
    assert desk.store.last_decision() is None
    desk.open(2)
    assert (desk.whole, desk.number, desk.session.text) == (True, 2, "short")
    desk.act(desk.session.finish())
