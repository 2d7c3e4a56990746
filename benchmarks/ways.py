"""The fewest keys from one place of a document to another, for a reviewer who knows them all."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

from curator import text as words
from curator.review.find import Search
from curator.review.items import Item, ItemIndex
from curator.review.session import Session

_PATIENCE = 1500
"""How many places are looked at before the best way so far is taken."""
_LONGEST_QUERY = 40


class State(NamedTuple):
    """Where one is: cursor, the letter of the last leap (a comma repeats it), and the span in focus."""

    place: int
    letter: str
    focus: str | None


class Map:
    """The places of one text that keys lead to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [start for start, _ in words.tokens(text)]
        self.sentences = _steps(text, words.next_sentence)
        self.paragraphs = _steps(text, words.next_paragraph)
        self.initials: dict[str, list[int]] = {}
        for start in self.tokens:
            for letter in {text[start], text[start].casefold()}:
                self.initials.setdefault(letter, []).append(start)


def _steps(text: str, step: Callable[[str, int], int]) -> list[int]:
    places, place = [0], 0
    while (following := step(text, place)) > place:
        places.append(following)
        place = following
    return places


def shortest(
    board: Map, session: Session, letter: str, goal: Callable[[State], list[str] | None], near: int
) -> tuple[list[str], list[str]] | None:
    """The fewest keys to a state for which ``goal`` gives the keys that are left to press, and these.

    Args:
        board: The text.
        session: Where one is now.
        letter: That of the last leap.
        goal: The rest of the keys from a state on; None where there is no rest that one would press there.
        near: The place that one is after: leaps are tried by the letters just before it.
    """
    focus = session.focus
    start = State(session.cursor, letter, focus.id if focus else None)
    order = count()
    letters = _letters(board, near)
    searched = _searched(board, session, near)
    queue: list[tuple[int, int, State, tuple[str, ...], list[str] | None]] = [(0, next(order), start, (), None)]
    if searched:
        state = State(near, letter, _innermost(session.items, near))
        heapq.heappush(queue, (len(searched), next(order), state, searched, None))
    seen: set[State] = set()
    looked = 0
    while queue:
        _, _, state, keys, ending = heapq.heappop(queue)
        if ending is not None:
            return list(keys), ending
        if state in seen:
            continue
        seen.add(state)
        looked += 1
        rest = goal(state)
        if rest is not None:
            heapq.heappush(queue, (len(keys) + len(rest), next(order), state, keys, rest))
        if looked < _PATIENCE:
            for pressed, following in _onward(board, session, state, letters):
                if following not in seen:
                    whole = (*keys, *pressed)
                    heapq.heappush(queue, (len(whole), next(order), following, whole, None))
    return None


def _letters(board: Map, near: int) -> list[str]:
    at = bisect_right(board.tokens, near)
    letters = [board.text[start] for start in board.tokens[max(0, at - 6) : at + 1]]
    return list(dict.fromkeys((*letters, *(letter.casefold() for letter in letters))))


def _searched(board: Map, session: Session, near: int) -> tuple[str, ...]:
    """The fewest keys that search for what stands there, and leave the selection of the hit; none where none do."""
    for size in range(2, _LONGEST_QUERY):
        query = board.text[near : near + size]
        if len(query) < size or not query.replace(" ", "a").replace("-", "a").isalnum():
            break
        for typed in (query.casefold(), query):
            hit = Search(typed).next(board.text, session.cursor)
            if hit and hit[0] == near:
                return ("/", *typed, "enter", "escape")
    return ()


def _onward(board: Map, session: Session, state: State, letters: list[str]) -> Iterator[tuple[tuple[str, ...], State]]:
    """The states that are one act away, each with its keys."""
    here = state.place

    def at(place: int, letter: str = state.letter) -> State:
        return State(place, letter, _innermost(session.items, place))

    for back, on, places in (("h", "l", board.tokens), ("(", ")", board.sentences), ("<", ">", board.paragraphs)):
        row = bisect_right(places, here)
        if row < len(places):
            yield (on,), at(places[row])
        row = bisect_left(places, here)
        if row:
            yield (back,), at(places[row - 1])
    for letter in letters:
        places = board.initials[letter]
        row = bisect_right(places, here)
        if row < len(places):
            yield (
                (("," if letter == state.letter else ";"), *(() if letter == state.letter else letter)),
                at(places[row], letter),
            )
    focus = session.items.get(state.focus)
    standing = focus is not None and focus.span.start <= here < focus.span.end
    behind = focus.key if focus and standing else (here, -len(board.text) - 1, "", "")
    before = focus.key if focus and standing else (here, 1, "", "")
    for key, item in (
        ("tab", session.pending.after(behind)),
        ("shift+tab", session.pending.before(before)),
        ("ctrl+n", session.items.after(behind)),
        ("ctrl+o", session.items.before(before)),
    ):
        if item:
            yield (key,), State(item.span.start, state.letter, item.id)
    if len(stack := _stack(session.items, here)) > 1:
        ids = [item.id for item in stack]
        place = ids.index(state.focus) + 1 if state.focus in ids else 0
        yield ("o",), State(here, state.letter, ids[place % len(ids)])


def _stack(items: ItemIndex, place: int) -> list[Item]:
    return sorted(items.overlapping(place, place + 1), key=lambda item: (item.span.end - item.span.start, item.key))


def _innermost(items: ItemIndex, place: int) -> str | None:
    stack = _stack(items, place)
    return stack[0].id if stack else None
