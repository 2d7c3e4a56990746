"""The search in all articles, from the article and back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.store.records import Place
from curator.tui.commands.find import go_to
from curator.tui.commands.stage import Stage, Table

if TYPE_CHECKING:
    from curator.tui.sweeping import CorpusSearch


class Corpus:
    """Search all articles for what is in hand, else for what is typed; and back to what was found."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._last: CorpusSearch | None = None
        self._jumped: int | None = None
        """The document into which the last search led."""

    def table(self) -> Table:
        """The commands."""
        return {"search_all": self._search}

    def _search(self) -> None:
        from curator.tui.screens.search import SearchScreen
        from curator.tui.sweeping import CorpusSearch

        desk = self._desk
        desk.flush()
        text = self._in_hand()
        # Who came from the list wants it back; who has something else in hand wants that.
        if self._last is None or (text and self._jumped != desk.number):
            self._last = CorpusSearch.of(text, desk.store.count())
        self._jumped = None
        screen = SearchScreen(self._stage, self._last, text)

        def answered(answer: str | None) -> None:
            self._last = screen.search
            chosen = screen.search.results.chosen
            if answer and chosen:
                self._jumped = chosen.number
                self._stage.attempt(lambda: self._go_to(chosen.number, (chosen.start, chosen.end)))
            else:
                self._stage.attempt(lambda: None)

        self._stage.put(screen, answered)

    def _in_hand(self) -> str:
        """The selected text, or that of the span in focus."""
        session = self._desk.session
        place = session.target() if session.selection else session.focus.place if session.focus else None
        return session.text[slice(*place)] if place else ""

    def _go_to(self, number: int, hit: tuple[int, int]) -> None:
        self._desk.open(number, Place(number, None, hit[0]))
        self._desk.read_whole()
        go_to(self._desk.session, hit)
