"""The application: opens the desk, shows the review, and leaves in order whatever ends it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.command import Provider
from textual.screen import Screen

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.desk import Desk
from curator.store import open_store
from curator.store.api import Store
from curator.tui.ahead import Ahead
from curator.tui.saver import Saver
from curator.tui.screens.review import ReviewScreen


def _provider() -> type[Provider]:
    from curator.tui.palette import ReviewCommands

    return ReviewCommands


class CuratorApp(App[int]):
    """The review of one project by one reviewer."""

    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_provider}

    def __init__(self, store: Store, labels: LabelSet, path: Path, *, layer: str, author: str, title: str) -> None:
        super().__init__()
        self.animation_level = "none"
        self.saver = Saver(path, self._saved)
        self.desk = desk = Desk(store, labels, layer=layer, author=author, keeper=self.saver)
        self.title = title
        self.ahead = Ahead(path, desk.labels, self._prepared, self._unprepared)
        self._review = ReviewScreen(desk, title, self.saver)

    def on_mount(self) -> None:
        """Show the review, and be ready to be ended from outside."""
        self.push_screen(self._review)
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self._ended, number)
        self.call_after_refresh(self.prepare)

    def prepare(self) -> None:
        """Have the suggestions of the open document and the next ones made, where they are missing."""
        self.ahead.want(self.desk.number)

    def _saved(self) -> None:
        self._from_thread(self._review.saved)

    def _prepared(self, number: int) -> None:
        self._from_thread(lambda: self._review.prepared(number))

    def _unprepared(self, line: str) -> None:
        self._from_thread(lambda: self._review.say(line, wrong=True))

    def _from_thread(self, call: Callable[[], Any]) -> None:
        if self.is_running and self._loop is not None:
            self._loop.call_soon_threadsafe(self.call_later, call)

    def _ended(self, number: int) -> None:
        self.leave(128 + number)

    def leave(self, code: int = 0) -> None:
        """Keep where the reviewer is, and end."""
        try:
            self._review.leave()
        except CuratorError:
            # It was said already, or nobody is there to read it.
            code = code or 1
        self.exit(code, return_code=code)

    def close(self) -> None:
        """End the threads; what waits is saved first."""
        self.saver.close()
        self.ahead.stop()

    async def action_quit(self) -> None:
        """End; all is saved."""
        self.leave()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only what makes sense here: the review's own commands come from `ReviewCommands`."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)


def run_review(path: Path, labels: LabelSet, *, layer: str, author: str, number: int | None, title: str) -> int:
    """Review the documents of a database in the terminal until the reviewer quits.

    Args:
        path: The database.
        labels: What may be labelled.
        layer: The layer to work on.
        author: Who decides.
        number: The document to open; None for the one that was left last.
        title: The project's name, for the header.

    Returns:
        The exit code.

    Raises:
        CuratorError: The database cannot be opened, or holds no documents.
    """
    store = open_store(path, create=False)
    try:
        app = CuratorApp(store, labels, path, layer=layer, author=author, title=title)
        if number is not None:
            app.desk.open(number)
        result = app.run()
        app.close()
        return result if app.return_code in (0, None) and result is not None else app.return_code or 0
    finally:
        store.close()
