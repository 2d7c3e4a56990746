"""Places to label in curator review --plain: found by their text, by text objects, by growth."""

from __future__ import annotations

from curator.review import plain
from curator.review.desk import Desk
from curator.review.find import Search
from curator.review.objects import BY_LETTER, OBJECTS
from curator.review.said import shortened
from curator.review.selection import Selection
from curator.review.session import Refused

Lines = list[str]


class Places:
    """Selects what a label is then given to.

    Args:
        desk: What is worked on.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._search: Search | None = None
        self._hit = (0, 0)
        """Where the last hit was: the number of the document, and its first code point."""

    def search(self, rest: str, *, back: bool = False) -> Lines:
        """Go to a hit and select it, unless it is a span; without words, to the next one or the one before."""
        session = self._desk.session
        begin = session.selection.range[0] if session.selection else session.cursor
        if rest:
            self._search = Search(rest)
            if plain.unquoted(rest) != rest and self._search.next(session.text, 0) is None:
                self._search = Search(plain.unquoted(rest))
        elif self._search is None:
            raise Refused("nothing was searched yet; say what")
        elif self._hit[0] == self._desk.number:
            # Not the cursor: what was labelled there led on to what is pending.
            begin = self._hit[1] + (not back)
        hit = (self._search.previous if back else self._search.next)(session.text, begin)
        if hit is None:
            raise Refused(f"“{shortened(self._search.query, 40)}” does not stand in this document")
        hits = self._search.within(session.text, 0, len(session.text))
        self._hit = (self._desk.number, hit[0])
        session.selection = None
        session.go(hit[0])
        same = (item for item in session.items.overlapping(*hit) if (item.span.start, item.span.end) == hit)
        item = next(same, None)
        if item:
            session.focus_on(item.id)
        else:
            session.selection = Selection(*hit)
        lines = [f"hit {hits.index(hit) + 1} of {len(hits)}" if hit in hits else "a hit"]
        around = [other for other in session.items.overlapping(*hit) if other is not item]
        return [*lines, *(f"in it or around it: {plain.span_line(session, other)}" for other in around)]

    def object(self, rest: str) -> Lines:
        """Select a text object around the place, or the next one."""
        asked = BY_LETTER.get(rest)
        if asked is None:
            raise Refused("say one of " + ", ".join(f"{each.letters[0]} {each.kind}" for each in OBJECTS))
        self._desk.session.select_object(asked.kind)
        return []

    def grow(self) -> Lines:
        """Select what is asked about; what is selected already grows."""
        session = self._desk.session
        focus = session.focus
        if session.selection:
            session.grow()
        elif focus is None:
            raise Refused("no span is asked about")
        else:
            session.selection = Selection(focus.span.start, focus.span.end)
        return []
