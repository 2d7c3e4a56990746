"""The tour: the review of a practice article, in a store that is thrown away, with a line that says what to do next."""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult

from curator.review import tour
from curator.review.desk import Desk
from curator.review.keymap import keymap
from curator.settings import Settings
from curator.store import open_store
from curator.store.records import Incoming
from curator.tui.background import Background
from curator.tui.commands import Said
from curator.tui.saver import Saver
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.told import BOLD, PLAIN
from curator.tui.widgets.bars import Bar

_LINES = 2
"""Lines for what is to be done."""


class TourScreen(ReviewScreen):
    """The review as it always is, of one article, and a guide through it.

    Args:
        settings: How it looks, and which keys do what.
        from_thread: Has something called in the thread of the screen.
        leave: Called when the reviewer has quit the tour, and the screen can be taken away.
    """

    CSS_PATH = "tour.tcss"

    def __init__(
        self, settings: Settings, from_thread: Callable[[Callable[[], None]], None], leave: Callable[[], None]
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="curator-tour-")
        path = Path(self._folder.name, "tour.db")
        self._store = open_store(path)
        self._store.add([Incoming(tour.DOCUMENT, tuple(tour.suggestions()))], lambda _: None)
        self._own_saver = Saver(path, lambda: from_thread(self.saved))
        labels = tour.label_set({key for held in keymap(settings).values() for key in held})
        desk = Desk(self._store, labels, layer="tour", author="tour", keeper=self._own_saver)
        self._own_background = Background(path, labels, from_thread, lambda: ())
        self._tour = tour.Tour()
        self._ran = ""
        self._leave = leave
        super().__init__(
            desk, "tour", self._own_saver, self._own_background, settings,
            prepare=lambda: None, look_up=lambda _: None, quit=self._close,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """The review, with the guide above the article."""
        header, *rest = super().compose()
        self.guide = Bar(self._ink().bar, id="guide")
        yield from (header, self.guide, *rest)

    def action_run(self, name: str) -> None:
        """Carry out a command, and see whether that was what was to be done."""
        self._ran = name
        super().action_run(name)

    def attempt(self, call: Callable[[], Said]) -> None:
        """Do something, and go on in the tour when it was what was to be done."""
        super().attempt(call)
        self._tour.look(self.desk.session, self._ran)
        self._ran = ""
        self._sync_guide()

    def _retheme(self) -> None:
        self.guide.set_ink(self._ink().bar)
        super()._retheme()

    def _hint(self) -> str:
        return ""

    def _sync_lines(self) -> None:
        super()._sync_lines()
        self._sync_guide()

    def _sync_guide(self) -> None:
        told = self._tour.told(self.live_keys())
        lines = textwrap.wrap(told, max(20, self.app.size.width - 2))[:_LINES]
        style = BOLD if self._tour.ended else PLAIN
        self.guide.write(*((((f" {line}", style),), ()) for line in (*lines, *[""] * (_LINES - len(lines)))))

    def _close(self) -> None:
        """Throw the practice article and all that was done with it away."""
        self._own_background.close()
        self._own_saver.close()
        self._store.close()
        self._folder.cleanup()
        self._leave()
