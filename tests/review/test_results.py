"""The list of hits: it grows while one moves and marks in it."""

from __future__ import annotations

from curator.query import parse
from curator.review.results import Results
from curator.store.records import Passage, Sweep


def passage(number: int, start: int) -> Passage:
    return Passage(number, f"d{number}", "title", start, start + 3, "", "hit", "")


def results(*places: tuple[int, int], documents: int = 9, all_marked: bool = False) -> Results:
    made = Results(parse("hit"), documents, all_marked=all_marked)
    made.add(Sweep(tuple(passage(*place) for place in places), places[-1][0] if places else 0))
    return made


def test_it_grows_behind_the_cursor() -> None:
    found = results((1, 0), (1, 5), (3, 2))
    found.move(2)
    assert (found.articles, found.complete, found.chosen) == (2, False, passage(3, 2))
    found.add(Sweep((passage(3, 9), passage(4, 1)), 4))
    assert (found.articles, found.cursor) == (3, 2)
    found.add(Sweep((), 9))
    assert found.complete
    found.move(99)
    assert found.chosen == passage(4, 1)
    found.move(-99)
    assert found.cursor == 0


def test_from_article_to_article() -> None:
    found = results((1, 0), (1, 5), (3, 2), (3, 4), (4, 1))
    stops = []
    for _ in range(3):
        found.next_article(1)
        stops.append(found.cursor)
    assert stops == [2, 4, 4]
    found.move(-1)
    for _ in range(3):
        found.next_article(-1)
        stops.append(found.cursor)
    assert stops[3:] == [2, 0, 0]


def test_marks_one_by_one_and_all() -> None:
    found = results((1, 0), (1, 5), (3, 2))
    assert found.targets() == [passage(1, 0)]
    found.move(1)
    found.toggle()
    found.move(1)
    found.toggle()
    assert found.targets() == [passage(1, 5), passage(3, 2)]
    found.toggle()
    assert (found.marks, found.targets()) == (1, [passage(1, 5)])
    found.toggle_all()
    assert found.marks == 3
    found.toggle()
    found.add(Sweep((passage(4, 0),), 4))
    assert found.targets() == [passage(1, 0), passage(1, 5), passage(4, 0)]
    found.toggle_all()
    assert found.marks == 4
    found.toggle_all()
    assert found.marks == 0


def test_nothing_found_is_no_target() -> None:
    empty = Results(None, 9)
    empty.toggle()
    empty.move(1)
    empty.next_article(1)
    empty.next_article(-1)
    assert (empty.complete, empty.chosen, empty.targets(), empty.marks) == (True, None, [], 0)
