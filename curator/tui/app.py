"""The application: opens the desk, shows the review, and leaves in order whatever ends it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.model import Attributes
from curator.review.desk import Desk
from curator.review.prepare import amounts_in, attributes_of
from curator.settings import DEFAULTS, Settings
from curator.store import open_store
from curator.store.api import Store
from curator.store.records import Precedents
from curator.tui import heap
from curator.tui.ahead import Ahead
from curator.tui.background import Background
from curator.tui.continued import GoesOn
from curator.tui.elsewhere import Elsewhere, Sought
from curator.tui.inorder import KeysInOrder
from curator.tui.outlet import Outlet
from curator.tui.saver import Saver
from curator.tui.screens.article import ArticleScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.themes import LOOKS, Colourless, fitting


def _provider() -> type[Provider]:
    from curator.tui.palette import ReviewCommands

    return ReviewCommands


SWITCH_SECONDS = 0.001
REST_TO_REDRAW = 0.05
"""Seconds without a change of size after which the screen is drawn anew."""
_HANGUP = getattr(signal, "SIGHUP", signal.SIGTERM)
READERS_CACHE = 128
"""KiB of the file that are kept for reading: what is read of a document is not read again. The saver keeps its own."""
PATIENCE_AT_END = 2.0
"""Seconds that a signal waits for what is being saved."""


class CuratorApp(KeysInOrder[int], GoesOn[int], inherit_bindings=False):
    """The review of one project by one reviewer.

    Attributes:
        failure: Why the end was not in order, for whoever has the terminal then.
        last_word: What to say there of an end that came from outside.
    """

    # The review has the palette among its own commands: as the framework's key it would overtake the keys before it.
    COMMAND_PALETTE_BINDING = "f9"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_provider}

    # With all else that is read at the start: a screen that brings its own has everything parsed anew.
    CSS_PATH = "screens/article.tcss"

    # The framework would have the cursor black on white, whatever these are in the terminal's palette, and the keys in
    # the palette too dim to be read on the line that is chosen; with NO_COLOR it would reverse that line, and drops it.
    CSS = """
    Input:ansi > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    Input > .input--placeholder { color: $text-muted; }
    CommandPalette > .command-palette--help-text { text-style: not bold; }
    CommandList:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    CommandPalette:ansi #--input { border: hkey ansi_default; }
    CommandPalette:ansi #--input.--list-visible { border-bottom: none; }
    """

    def __init__(
        self,
        store: Store,
        labels: LabelSet,
        path: Path,
        *,
        layer: str,
        author: str,
        title: str,
        settings: Settings = DEFAULTS,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.animation_level = "none"
        for name in self.available_themes:
            self.unregister_theme(name)
        for look in LOOKS.values():
            self.register_theme(look.theme)
        self.set_reactive(App.theme, "dark" if settings.theme == "auto" else settings.theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._colourless = Colourless()
        self.failure: CuratorError | None = None
        self.last_word = ""
        self._resized: Timer | None = None
        """Draws the screen anew after the last change of size."""
        self.saver = Saver(path, self._saved)
        self.ahead = Ahead(path, labels, self._prepared, self._unprepared)
        self.elsewhere = Elsewhere(path, layer, self._found_elsewhere)
        self.background = Background(path, labels, self._from_thread, lambda: self.ahead.suggesters)
        self.title = title
        self._review = self._make_screen(store, labels, layer, author)
        self.desk = self._review.desk

    def _make_screen(self, store: Store, labels: LabelSet, layer: str, author: str) -> ArticleScreen[Any]:
        """What is worked on, and where."""
        desk = Desk(
            store,
            labels,
            layer=layer,
            author=author,
            keeper=self.saver,
            attributes_of=self._attributes_of,
            amounts_in=amounts_in,
            in_steps=True,
        )
        look_up = self.elsewhere.ask
        screen = ReviewScreen(
            desk,
            self.title,
            self.saver,
            self.background,
            self.settings,
            prepare=self.prepare,
            look_up=look_up,
            quit=self.leave,
        )
        screen.begin_tour = self.tour
        return screen

    def on_load(self) -> None:
        """Be ready to be ended from outside, before the terminal is taken over."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self._ended, number)

    def _build_driver(self, *args: Any, **options: Any) -> Driver:
        driver = super()._build_driver(*args, **options)
        if hasattr(driver, "_file"):
            driver._file = Outlet(driver._file, lambda: self._from_thread(lambda: self._ended(_HANGUP)))
        return driver

    def on_mount(self) -> None:
        """Show the review."""
        self.push_screen(self._review)
        if not self.is_headless:  # what is there is this program alone, not what tests it
            self.call_after_refresh(heap.keep)
        self.call_after_refresh(self.prepare)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What lines pass through before they are sent.

        The framework's own filter for ``NO_COLOR`` sends greys, or "default" colours, whatever the theme.
        """
        if LOOKS[self.theme].colours == "none":
            return (self._colourless,)
        if self.native_ansi_color:
            # Its filter of colours stays as it was for the theme that it began with.
            return ()
        return [one for one in super().get_line_filters() if isinstance(one, ANSIToTruecolor)]

    def on_resize(self) -> None:
        """Look at the size once more when it has come to rest, and draw all of the screen.

        Textual asks for the size in the handler of the signal. A second signal that comes in the middle of it overtakes
        the first one, and the last size that Textual hears of would be one that is gone.
        """
        if self._resized is not None:
            self._resized.stop()
        self._resized = self.set_timer(REST_TO_REDRAW, self._draw_anew)

    def _draw_anew(self) -> None:
        size = self._terminal_size()
        if not self.screen_stack:
            return  # it is about to end
        if size == self.size:
            self.screen.refresh()
        else:
            self.post_message(events.Resize(size, size))

    def _terminal_size(self) -> Size:
        """The size of the window, asked for as Textual does it, where that does not come as keys do, in order."""
        in_order = self.is_headless or getattr(self._driver, "_in_band_window_resize", False)
        return self.size if in_order else Size(*shutil.get_terminal_size())

    async def on_event(self, event: events.Event) -> None:
        """Have the time counted in which the reviewer is there: any key, any movement of the mouse."""
        if isinstance(event, events.InputEvent):
            self.desk.active()
            self._review.hold_reading()
        await super().on_event(event)

    def tour(self) -> None:
        """Show the tour over the review; quitting it comes back."""
        from curator.tui.screens.tour import TourScreen

        def left() -> None:
            self.pop_screen()

        self.push_screen(TourScreen(self.settings, self._from_thread, left))

    def prepare(self) -> None:
        """Have the suggestions of the open document and the next ones made, where they are missing."""
        self.ahead.want(self.desk.number, self.desk.home)

    def _attributes_of(self, text: str, label: str) -> Attributes:
        return attributes_of(self.ahead.suggesters, text, label)

    def _found_elsewhere(self, sought: Sought, precedents: Precedents) -> None:
        self._from_thread(lambda: self._review.found_elsewhere(sought, precedents))

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
        from curator.tui.screens.ask import AskLine

        typed = " ".join(each.unsent for each in self.screen_stack if isinstance(each, AskLine) and each.unsent)
        self.leave(128 + number, patience=PATIENCE_AT_END)
        self.last_word = f"ended by {signal.Signals(number).name}; {self.failure or 'all is saved'}"
        if typed:
            self.last_word += f", but for what was being typed: {typed}"

    def leave(self, code: int = 0, *, patience: float | None = None) -> None:
        """Keep where the reviewer is, and end.

        Args:
            code: The exit code.
            patience: Seconds to wait for what is being saved; None for as long as it takes.
        """
        try:
            self.saver.flush(patience)
            if self._review.is_mounted:
                self._review.leave()
        except CuratorError as error:
            self.failure = error
            code = code or 1
        # A palette that is still being filled would stumble over its own end.
        self.workers.cancel_all()
        self.exit(code, return_code=code)

    def _handle_exception(self, error: Exception) -> None:
        """End with one line in place of a traceback, unless that is asked for."""
        if os.environ.get("CURATOR_DEBUG") or self.is_headless:
            super()._handle_exception(error)
            return
        self._return_code = 1
        self.failure = self.failure or CuratorError(
            f"unexpected: {type(error).__name__}: {error}",
            fix="this is a bug; run with CURATOR_DEBUG=1 for the details",
        )
        self._close_messages_no_wait()

    def close(self) -> None:
        """End the threads; what waits is saved first."""
        self.saver.close()
        self.ahead.stop()
        self.background.close()
        self.elsewhere.stop()

    async def action_quit(self) -> None:
        """End; all is saved."""
        self.leave()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only what makes sense here: the review's own commands come from `ReviewCommands`."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)


def run_review(
    path: Path,
    labels: LabelSet,
    *,
    layer: str,
    author: str,
    number: int | None,
    title: str,
    settings: Settings,
) -> int:
    """Review the documents of a database in the terminal until the reviewer quits.

    Args:
        path: The database.
        labels: What may be labelled.
        layer: The layer to work on.
        author: Who decides.
        number: The document to open; None for the one that was left last.
        title: The project's name, for the header.
        settings: How the screen behaves.

    Returns:
        The exit code.

    Raises:
        CuratorError: The database cannot be opened, or holds no documents; or the last acts could not be saved.
    """
    store = open_store(path, create=False, cache_kib=READERS_CACHE)
    try:
        app = CuratorApp(store, labels, path, layer=layer, author=author, title=title, settings=settings)
        if number is not None:
            app.desk.open(number)
        return run_to_the_end(app)
    finally:
        store.close()


def run_to_the_end(app: CuratorApp) -> int:
    """Run the application until it is left; returns the exit code.

    Raises:
        CuratorError: The last acts could not be saved.
    """
    if app.settings.theme == "auto":
        app.theme = fitting(os.environ, app.console.color_system)
    # A thread that computes holds up a key for so long at most, each time the key's thread wakes.
    sys.setswitchinterval(SWITCH_SECONDS)
    app.run()
    app.close()
    if app.last_word:
        # Not through a stream: where the window is gone, that would fail once more at the end.
        line = " ".join(f"curator: {app.last_word}".split()) + "\n"
        with contextlib.suppress(OSError):
            os.write(2, line.encode(sys.stderr.encoding or "utf-8", "backslashreplace"))
    if app.failure is not None and (app.return_code or 0) <= 1:
        raise app.failure
    return app.return_code or 0
