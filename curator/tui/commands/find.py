"""Commands that search in the article."""

from __future__ import annotations

from curator.review.find import Search
from curator.review.proposal import Refused
from curator.review.reading import Reading
from curator.tui.commands.narrow import show_only
from curator.tui.commands.stage import Ground, Step, Table


def go_to(session: Reading, hit: tuple[int, int], *, select: bool = True) -> None:
    """Bring a hit to the cursor; selected, so that a label's key takes it, unless it is a span already."""
    session.selection = None
    session.go(hit[0])
    if select and not any(item.place == hit for item in session.items.overlapping(*hit)):
        session.select_range(*hit)
        session.cursor = hit[0]


class Find:
    """Search as it is typed, and from hit to hit."""

    def __init__(self, stage: Ground) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._search: Search | None = None

    def table(self) -> Table:
        """The commands."""
        return {
            "search": self._ask,
            "next_hit": lambda: self._hit(1),
            "previous_hit": lambda: self._hit(-1),
            "cancel": self._cancel,
        }

    def _cancel(self) -> str | None:
        """Back from a selection, and from what was searched; where there is neither, from a filter."""
        idle = self._desk.session.selection is None and self._search is None
        self._desk.session.cancel()
        self._mark(None)
        return show_only(self._stage, None) if idle and self._desk.filter is not None else None

    def _mark(self, search: Search | None) -> None:
        """Search for this from now on, and mark what it finds; None: for nothing."""
        self._search = search
        self._stage.pane.mark(search)

    def _ask(self) -> None:
        from curator.tui.screens.ask import AskLine

        session, before = self._desk.session, self._search
        start, top = session.cursor, self._stage.pane.top

        def typed(query: str) -> None:
            self._mark(Search(query) if query else None)
            self._stage.attempt(lambda: self._to_hit(start, select=False) if query else session.go(start))

        def answered(query: str | None) -> None:
            if query is None:
                self._mark(before)
                session.go(start)
                self._stage.pane.show(session, top)
                self._stage.attempt(lambda: None)
            elif query:
                self._stage.attempt(lambda: self._to_hit(start, select=True))

        self._stage.put(
            AskLine("Search (lower case finds capitals, too; regular expressions work)", typed=typed), answered
        )

    def _to_hit(self, start: int, *, select: bool) -> None:
        session = self._desk.session
        hit = self._search.next(session.text, start) if self._search else None
        if hit is None:
            raise Refused(f"not found: {self._search.query}" if self._search else "nothing was searched")
        go_to(self._desk.session, hit, select=select)

    def _hit(self, step: Step) -> None:
        if self._search is None:
            raise Refused("nothing was searched yet; / searches")
        session = self._desk.session
        find = self._search.next if step > 0 else self._search.previous
        place = session.selection.range[0] if session.selection else session.cursor
        hit = find(session.text, place + 1 if step > 0 else place)
        if hit is None:
            raise Refused(f"not found: {self._search.query}")
        go_to(self._desk.session, hit, select=True)
