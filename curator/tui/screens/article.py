"""An article with its spans and a key for everything, whatever is done there. It draws and forwards; others decide."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap
from textual.events import Key

from curator.errors import CuratorError
from curator.review.keymap import keymap
from curator.review.keys import Command
from curator.review.opened import LONG
from curator.review.session import Refused
from curator.review.workplace import Workplace
from curator.settings import Settings
from curator.store.records import Precedents
from curator.tui import heap
from curator.tui.background import Background
from curator.tui.commands import KEEPS_COLUMN, LEAVES, STEPS, Runs, Said
from curator.tui.elsewhere import Sought
from curator.tui.focused import FocusedText
from curator.tui.frames import LineScreen
from curator.tui.ink import Ink, Piece, make_ink
from curator.tui.inorder import in_order
from curator.tui.keymap import acts_by_key, live_keys
from curator.tui.saver import Saver
from curator.tui.screens import told
from curator.tui.screens.overlay import Overlay
from curator.tui.themes import LOOKS
from curator.tui.widgets.bars import Bar, Line
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import Panel

if TYPE_CHECKING:
    from curator.tui.screens.ask import Question

D = TypeVar("D", bound=Workplace[Any])

PANEL = 44
"""Columns of the list of spans, at least."""
TRIM_SECONDS = 1.0
READ_SECONDS = 0.005
"""How long a long document is read in one go."""
REST_TO_READ = 0.03
"""Seconds without a key after which the rest of a long document is read."""
_ALL = object()
ROOM_FOR_PANEL = 100
"""Columns from which on the list of spans is shown unless it was folded away."""


class ArticleScreen(LineScreen[None], Generic[D]):
    """One article at a time, with its spans, a panel beside it, and a key for everything that can be done there.

    Args:
        desk: What is worked on.
        title: The project's name.
        saver: What takes acts to the store.
        background: What no key waits for.
        settings: How it looks at first, and which keys do what.
        prepare: Has what the open document needs made, where it is missing.
        look_up: Has the text of the span in focus looked up in other places.
        quit: Ends the program.
    """

    CSS_PATH = "article.tcss"
    BLANK = True  # nothing of the screen itself is ever seen between its widgets

    def __init__(
        self,
        desk: D,
        title: str,
        saver: Saver,
        background: Background,
        settings: Settings,
        *,
        prepare: Callable[[], None],
        look_up: Callable[[Sought], None],
        quit: Callable[[], None],
    ) -> None:
        super().__init__()
        self.desk = desk
        self.background = background
        self.quit = quit
        self._prepare = prepare
        self.focused_text = FocusedText(desk, look_up)
        self._saver = saver
        self._settings = settings
        self._project = title
        self._said: tuple[str, bool] = ("", False)
        self._unsaved = False
        self._stepping = False
        self._panel = None if settings.panel == "auto" else settings.panel
        self._shown: object = None
        """The session that was shown last."""
        self._reading: Iterator[None] | None = None
        """Reads, and lays out, what is not shown yet of a long document."""
        self._read_on: asyncio.TimerHandle | None = None
        self._footer_of: object = None
        self._footer_line: tuple[Piece, ...] = ()
        self._live_keys: dict[str, str] | None = None
        self._commands = self._make_commands()
        self._awaiting: Callable[[str], Said] | None = None
        own = BindingsMap(self._make_bindings())
        # Ours in place of what the framework does on the same keys (Tab moves between widgets there).
        self._bindings = BindingsMap.from_keys({**self._bindings.key_to_bindings, **own.key_to_bindings})
        self.acts = acts_by_key(own)

    # What differs between screens

    commands: Sequence[Command]
    """All that can be done, by name."""

    def _make_commands(self) -> Runs:
        """What carries out the commands of the keymap."""
        raise NotImplementedError

    def _make_bindings(self) -> Iterable[Binding]:
        """The keys of the commands and labels."""
        raise NotImplementedError

    def _make_widgets(self, ink: Ink) -> tuple[TextPane, Panel[Any]]:
        """The article, and the panel beside it."""
        raise NotImplementedError

    def _status(self, ink: Ink) -> tuple[Piece, ...]:
        """The line under the article."""
        raise NotImplementedError

    def _evidence(self, ink: Ink, width: int) -> tuple[tuple[Piece, ...], ...]:
        """The foot of the panel, in lines of so many cells."""
        raise NotImplementedError

    def _hints(self, ink: Ink) -> tuple[Piece, ...]:
        """The line of keys."""
        raise NotImplementedError

    def _heading(self, ink: Ink, saved: told.Saved) -> tuple[Line, Line]:
        """The two lines above the article."""
        raise NotImplementedError

    def prepared(self, number: int) -> None:
        """Something was made for a document."""

    def compose(self) -> ComposeResult:
        """The lines above and below, the article, and the panel beside it."""
        ink = self._ink()
        self.pane, self.side = self._make_widgets(ink)
        self.header, self.foot = Bar(ink.bar, id="header"), Bar(ink.bar, id="foot")
        yield from (self.header, self.pane, self.side, self.foot)

    def on_mount(self) -> None:
        """Open at the place where the reviewer was."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._retheme())
        self._fit_panel()
        self._show_document()
        self.pane.focus()
        self._sync_lines()
        self.call_after_refresh(self.focused_text.follow)

    def on_screen_resume(self) -> None:
        """Forget what lay over the article."""
        heap.forget_screens()

    def on_resize(self) -> None:
        """Fold the panel away where there is no room for it."""
        self._fit_panel()
        self._sync_lines()

    def _fit_panel(self) -> None:
        wide = self.app.size.width >= ROOM_FOR_PANEL
        narrow = not (wide if self._panel is None else self._panel)
        self.set_class(narrow, "-narrow")
        # On a wide screen the list stands close to the text, and has what this does not need.
        panel = max(PANEL, self.app.size.width - self.pane.widest)
        self.styles.grid_columns = ("1fr",) if narrow else ("1fr", str(panel))

    def _ink(self) -> Ink:
        return make_ink(self.desk.labels, LOOKS[self.app.theme])

    def _retheme(self) -> None:
        ink = self._ink()
        self.pane.set_ink(ink)
        self.side.set_ink(ink)
        self.header.set_ink(ink.bar)
        self.foot.set_ink(ink.bar)
        self._footer_of = None
        self._sync_lines()

    # Keys

    def _take_key(self, event: Key) -> bool:
        """Do what a key is bound to; returns whether it is bound."""
        if self.app.screen is not self:
            in_order(self.app).take_again(event)
            return True
        if self._awaiting is not None:
            self._take_awaited(event)
            return True
        kind, name = self.acts.get(event.key, ("", ""))
        if kind == "run":
            self.action_run(name)
        elif kind == "label":
            self.action_label(name)
        return bool(kind)

    def await_key(self, prompt: str, then: Callable[[str], Said]) -> str:
        """Have the next key's character given to ``then``; Esc and keys without one take it back."""
        self._awaiting = then
        return prompt

    def _take_awaited(self, event: Key) -> None:
        then, self._awaiting = self._awaiting, None
        character = event.character or ""
        wanted = then is not None and character.isprintable() and character
        self.attempt(lambda: then(character) if then and wanted else None)

    def put(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """Put a question."""
        self.app.push_screen(question, answered)

    def action_run(self, name: str) -> None:
        """Carry out a command of the keymap."""
        self._stepping = name in STEPS
        if name in LEAVES or self._read_whole():
            self.attempt(lambda: self._commands.run(name))
        self._stepping = False
        opened = self.app.screen
        if isinstance(opened, Overlay):
            opened.close_with(keymap(self._settings).get(name, ()))
        if name not in KEEPS_COLUMN:
            self.pane.forget_column()

    def action_label(self, name: str) -> None:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        if self._read_whole():
            self.attempt(lambda: self._commands.label(name))
        self.pane.forget_column()

    def attempt(self, call: Callable[[], Said]) -> None:
        """Do something, say what came of it, and draw what has changed."""
        self.desk.top = self.pane.top
        self.desk.touched = []
        self._said = ("", False)
        try:
            said = call()
            self._unsaved = False
            if isinstance(said, str):
                self._said = (said, False)
        except Refused as refused:
            self._said = (str(refused), True)
        except CuratorError as error:
            self._fail(error)
        self.sync()

    def _fail(self, error: CuratorError) -> None:
        """Say that something could not be saved, and go back to what is."""
        self._unsaved = True
        # Without the path: there is one database, and on a narrow screen it would leave no room for the reason.
        self._said = (f"NOT SAVED: {CuratorError(error.what, fix=error.fix)}", True)
        try:
            self.desk.recover()
        except CuratorError:
            # The database cannot even be read; the line above says why.
            self.desk.touched = []

    def live_keys(self) -> dict[str, str]:
        """The keys of every command and label, by name, as they are bound now."""
        if self._live_keys is None:
            self._live_keys = live_keys(self._bindings)
        return self._live_keys

    def toggle_panel(self) -> None:
        """Fold the panel away, or unfold it."""
        self._panel = self.has_class("-narrow")
        self._fit_panel()
        self.call_after_refresh(self.pane.relayout)

    # What comes in

    def _pointed(self, start: int, end: int, dragged: bool) -> None:
        """A click moves the cursor; a drag selects."""
        if not self._read_whole():
            return
        session = self.desk.session
        if dragged:
            self.attempt(lambda: session.select_range(start, end))
        else:
            session.cancel()
            self.attempt(lambda: session.go(start))

    def _chosen(self, item_id: str) -> None:
        """A click in the list brings the span into focus."""
        if self._read_whole():
            self.attempt(lambda: self.desk.session.focus_on(item_id))

    def saved(self) -> None:
        """What was decided is on the disk, or could not be brought there."""
        try:
            if self._saver.settled():
                self._sync_header()
        except CuratorError as error:
            self._fail(error)
            self.sync()

    def say(self, line: str, *, wrong: bool = False) -> None:
        """Say something in the status line, unless that says that something was not saved."""
        if self._unsaved:
            return
        self._said = (line, wrong)
        self._sync_lines()

    def leave(self) -> None:
        """Keep where the reviewer is."""
        self.desk.top = self.pane.top
        self.desk.leave()

    # Drawing

    def sync(self) -> None:
        """Draw what has changed, all in this turn of the loop, so that it reaches the terminal at once."""
        desk = self.desk
        opened = self._shown is not desk.session
        if opened:
            self._show_document()
        else:
            self.pane.sync(desk.touched, stepping=self._stepping)
        self._sync_lines()
        self.paint()
        self.focused_text.follow()
        if opened:
            self._prepare()
        if self._saver.waiting:
            self.call_later(self._saver.go)

    def _show_document(self) -> None:
        """Show the open document; of a long one at first no more than the surroundings of the reviewer's place."""
        desk = self.desk
        session, long = desk.session, len(desk.session.text) > LONG
        # Given up when there is time: that of a long document is many small things.
        before = (self._shown, self.pane.laid_out)
        self._shown = session
        self.side.show(session)
        self.pane.show(session, desk.top, desk.glimpse() if long else None)
        self._reading = self._read(before) if long else None
        if long:
            self._go_on_reading(REST_TO_READ)

    # The rest of a long document

    def _read(self, before: object) -> Iterator[None]:
        """Read and lay out the rest of a long document, in steps of a few milliseconds."""
        del before
        yield
        yield from self.desk.reading()
        self._shown = session = self.desk.session
        yield from self.pane.show_whole(session)
        self.side.show(session)
        self.desk.top = self.pane.top
        self.desk.leave()
        asyncio.get_running_loop().call_later(TRIM_SECONDS, heap.trim)

    def _go_on_reading(self, seconds: float) -> None:
        """Read on after so many seconds."""
        if self._read_on is not None:
            self._read_on.cancel()
        self._read_on = asyncio.get_running_loop().call_later(seconds, self.call_later, self._read_a_little)

    def hold_reading(self) -> None:
        """Read nothing for a moment: a key is on its way."""
        if self._reading is not None:
            self._go_on_reading(REST_TO_READ)

    def _read_a_little(self) -> None:
        until = time.perf_counter() + READ_SECONDS
        if self._read_until(lambda: time.perf_counter() >= until) and self._reading is not None:
            self._go_on_reading(0)

    def _read_whole(self) -> bool:
        """Have all of the document there; returns whether that could be."""
        return self._read_until(lambda: False)

    def _read_until(self, enough: Callable[[], bool]) -> bool:
        """Read on until it is enough, or all; returns whether that could be done."""
        reading = self._reading
        try:
            while reading is not None and self._reading is reading:
                if next(reading, _ALL) is _ALL:
                    self._reading = None
                    self._sync_lines()
                    self.paint()
                elif enough():
                    break
        except CuratorError as error:
            self._reading = None
            self._fail(error)
            self.sync()
            return False
        return True

    def found_elsewhere(self, sought: Sought, precedents: Precedents) -> None:
        """Show what was decided on the text in focus elsewhere; too late for a text that is not in focus any more."""
        self.focused_text.take(sought, precedents)
        if self.focused_text.known() is not None:
            self._sync_lines()

    def _sync_lines(self) -> None:
        ink = self.pane.ink
        self._sync_header()
        self.foot.write((self._status(ink.bar), ()), (self._footer(), ()))
        if self.side.display:
            self.side.sync(lambda width: self._evidence(ink, width))

    def _footer(self) -> tuple[Piece, ...]:
        """The line of keys; the same for as long as the same can be done."""
        session = self.desk.session
        now = (session.focus is None, session.selection is None, session.selection and session.selection.origin)
        if self._footer_of != now:
            self._footer_of, self._footer_line = now, self._hints(self.pane.ink.bar)
        return self._footer_line

    def _sync_header(self) -> None:
        saved: told.Saved = "no" if self._unsaved else "soon" if self._saver.waiting else "yes"
        self.header.write(*self._heading(self.pane.ink.bar, saved))
