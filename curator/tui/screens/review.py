"""The review: the article, its spans, and a key for everything. It draws and forwards; the desk decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.events import Key
from textual.screen import Screen

from curator.errors import CuratorError
from curator.labels import Label
from curator.review.desk import Desk
from curator.review.keys import COMMANDS
from curator.review.session import Proposal, Refused, Unit
from curator.tui.ink import Ink, Piece
from curator.tui.keymap import acts_by_key, bindings, live_keys
from curator.tui.saver import Saver
from curator.tui.screens import told
from curator.tui.widgets.bars import Bar
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import SidePanel

if TYPE_CHECKING:
    from curator.tui.app import CuratorApp
    from curator.tui.screens.ask import Question

ROOM_FOR_PANEL = 100
"""Columns from which on the list of spans is shown unless it was folded away."""

_MOVES: dict[str, tuple[Unit, Literal[-1, 1]]] = {
    "left": ("token", -1), "right": ("token", 1),
    "character_left": ("character", -1), "character_right": ("character", 1),
    "sentence_left": ("sentence", -1), "sentence_right": ("sentence", 1),
    "paragraph_left": ("paragraph", -1), "paragraph_right": ("paragraph", 1),
}  # fmt: skip
_EDGES: dict[str, tuple[Literal["start", "end"], Literal["token", "character"], Literal[-1, 1]]] = {
    "end_left": ("end", "token", -1), "end_right": ("end", "token", 1),
    "start_left": ("start", "token", -1), "start_right": ("start", "token", 1),
    "end_character_left": ("end", "character", -1), "end_character_right": ("end", "character", 1),
    "start_character_left": ("start", "character", -1), "start_character_right": ("start", "character", 1),
}  # fmt: skip


class ReviewScreen(Screen[None]):
    """One article at a time, from the first suggestion to done."""

    CSS_PATH = "review.tcss"
    BLANK = True  # nothing of the screen itself is ever seen between its widgets

    def __init__(self, desk: Desk, title: str, saver: Saver) -> None:
        super().__init__()
        self.desk = desk
        self._saver = saver
        self._project = title
        self._said: tuple[str, bool] = ("", False)
        self._unsaved = False
        self._panel: bool | None = None
        self._shown_number = desk.number
        self._footer_of: object = None
        self._footer_line: tuple[Piece, ...] = ()
        self._live_keys: dict[str, str] | None = None
        self._question: Question | None = None
        self._commands = self._make_commands()
        own = BindingsMap(bindings(desk.labels))
        # Ours in place of what the framework does on the same keys (Tab moves between widgets there).
        self._bindings = BindingsMap.from_keys({**self._bindings.key_to_bindings, **own.key_to_bindings})
        self._acts = acts_by_key(own)

    def compose(self) -> ComposeResult:
        """The lines above and below, the article, and the panel beside it."""
        session = self.desk.session
        ink = self._ink()
        self.pane = TextPane(session, ink, self._take_key)
        self.side = SidePanel(session, ink)
        self.header, self.foot = Bar(ink, id="header"), Bar(ink, id="foot")
        yield from (self.header, self.pane, self.side, self.foot)

    def on_mount(self) -> None:
        """Open at the place where the reviewer was."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._retheme())
        self._fit_panel()
        self.pane.show(self.desk.session, self.desk.top)
        self.pane.focus()
        self._sync_lines()

    def on_resize(self) -> None:
        """Fold the panel away where there is no room for it."""
        self._fit_panel()
        self._sync_lines()

    def _fit_panel(self) -> None:
        wide = self.app.size.width >= ROOM_FOR_PANEL
        self.set_class(not (wide if self._panel is None else self._panel), "-narrow")

    def _ink(self) -> Ink:
        return Ink(self.desk.labels, self.app.theme_variables)

    def _retheme(self) -> None:
        ink = self._ink()
        for widget in (self.pane, self.side, self.header, self.foot):
            widget.set_ink(ink)
        self._footer_of = None
        self._sync_lines()

    @property
    def _labels(self) -> tuple[Label, ...]:
        return self.desk.labels.labels

    # Keys

    def _take_key(self, event: Key) -> bool:
        """Do what a key is bound to; returns whether it is bound."""
        if self.app.screen is not self:
            self._pass_on(event)
            return True
        kind, name = self._acts.get(event.key, ("", ""))
        if kind == "run":
            self.action_run(name)
        elif kind == "label":
            self.action_label(name)
        return bool(kind)

    def _pass_on(self, event: Key) -> None:
        """Give a key that was on its way here, when a question or a page was opened, to that."""
        if self._question is not None and self.app.screen is self._question:
            self._question.early(event)
        else:
            self.app.post_message(Key(event.key, event.character))

    def _put(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """Put a question."""
        self._question = question
        self.app.push_screen(question, answered)
        # Behind the last key that is still on its way to the article.
        self.pane.call_later(question.begin)

    def action_run(self, name: str) -> None:
        """Carry out a command of the keymap."""
        self._attempt(self._commands[name])
        if name not in ("up", "down", "page_up", "page_down", "extend_up", "extend_down"):
            self.pane.forget_column()

    def action_label(self, name: str) -> None:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        self._act(lambda: self.desk.session.label(name))
        self.pane.forget_column()

    def _act(self, propose: Callable[[], Proposal]) -> None:
        self._attempt(lambda: self.desk.act(propose()))

    def _attempt(self, call: Callable[[], str | bool | None]) -> None:
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
        self._said = (f"NOT SAVED: {error}", True)
        try:
            self.desk.recover()
        except CuratorError:
            # The database cannot even be read; the line above says why.
            self.desk.touched = []

    def _make_commands(self) -> dict[str, Callable[[], str | bool | None]]:
        """Each command by its name in the keymap."""
        desk = self.desk
        commands: dict[str, Callable[[], str | bool | None]] = {
            "accept": lambda: desk.act(desk.session.accept()),
            "reject": lambda: desk.act(desk.session.reject()),
            "next_pending": lambda: self._found(desk.session.next_pending(), "nothing is pending"),
            "previous_pending": lambda: self._found(desk.session.previous_pending(), "nothing is pending"),
            "accept_all": lambda: desk.act(desk.session.decide_pending("accept")),
            "reject_all": lambda: desk.act(desk.session.decide_pending("reject")),
            "undo": desk.undo,
            "redo": desk.redo,
            "select": lambda: desk.session.select(),
            "edges": lambda: desk.session.select_focus(),
            "other": self._other,
            "cancel": lambda: desk.session.cancel(),
            "extend_left": lambda: self._extend(lambda: desk.session.move("token", -1)),
            "extend_right": lambda: self._extend(lambda: desk.session.move("token", 1)),
            "extend_up": lambda: self._extend(lambda: desk.session.go(self.pane.vertical(-1))),
            "extend_down": lambda: self._extend(lambda: desk.session.go(self.pane.vertical(1))),
            "up": lambda: desk.session.go(self.pane.vertical(-1)),
            "down": lambda: desk.session.go(self.pane.vertical(1)),
            "next_span": lambda: self._found(desk.session.next_item(), "no span behind this one"),
            "previous_span": lambda: self._found(desk.session.previous_item(), "no span before this one"),
            "page_up": lambda: desk.session.go(self.pane.page(-1)),
            "page_down": lambda: desk.session.go(self.pane.page(1)),
            "top": lambda: desk.session.go(0),
            "bottom": lambda: desk.session.go(len(desk.session.text)),
            "finish": self._finish,
            "accept_finish": lambda: desk.finish("accept" if len(desk.session.pending) else None),
            "skip": lambda: self._ask("Skip this document. Why?", "", desk.skip),
            "flag": lambda: desk.act(desk.session.flag()),
            "note": self._note,
            "reopen": lambda: desk.act(desk.session.reopen()),
            "next_document": lambda: desk.open(desk.number + 1),
            "previous_document": lambda: desk.open(desk.number - 1),
            "first_unfinished": lambda: self._found(desk.open_unfinished(), "no unfinished document is left"),
            "guideline": self._guideline,
            "panel": self._toggle_panel,
            "lanes": self._toggle_lanes,
            "rejected": self._toggle_rejected,
            "help": self._help,
            "palette": lambda: self.app.action_command_palette(),
            "suspend": lambda: self.app.action_suspend_process(),
            "quit": lambda: self.curator.leave(),
        }
        for name, (unit, step) in _MOVES.items():
            commands[name] = partial(self._move, unit, step)
        for name, (edge, edge_unit, step) in _EDGES.items():
            commands[name] = partial(self._edge, edge, edge_unit, step)
        return commands

    @property
    def curator(self) -> CuratorApp:
        """The application, by its own type."""
        from curator.tui.app import CuratorApp

        if not isinstance(self.app, CuratorApp):
            raise TypeError("the review runs in a CuratorApp")
        return self.app

    # Commands that need more than the session

    def _move(self, unit: Unit, step: Literal[-1, 1]) -> None:
        self.desk.session.move(unit, step)

    def _edge(self, edge: Literal["start", "end"], unit: Literal["token", "character"], step: Literal[-1, 1]) -> str:
        return self.desk.act(self.desk.session.move_edge(edge, unit, step))

    def _found(self, found: bool, otherwise: str) -> None:
        if not found:
            raise Refused(otherwise)

    def _other(self) -> None:
        session = self.desk.session
        if session.selection:
            session.swap_ends()
        else:
            session.outward()

    def _extend(self, move: Callable[[], None]) -> None:
        if self.desk.session.selection is None:
            self.desk.session.select()
        move()

    def _finish(self) -> str | None:
        session = self.desk.session
        if session.selection and session.selection.origin:
            return self.desk.act(session.keep_label())
        if session.selection:
            raise Refused("press a label's key to label the selection; Esc leaves it")
        pending = len(session.pending)
        if not pending:
            return self.desk.finish()
        from curator.tui.screens.ask import Choose

        question = Choose(
            f"{pending} pending: a accept them, x reject them, Esc back",
            {"a": "accept", "enter": "accept", "x": "reject", "backspace": "reject"},
        )
        self._put(question, self._finish_answered)
        return None

    def _finish_answered(self, answer: str | None) -> None:
        if answer == "accept" or answer == "reject":
            kind: Literal["accept", "reject"] = "accept" if answer == "accept" else "reject"
            self._attempt(lambda: self.desk.finish(kind))

    def _ask(self, question: str, value: str, then: Callable[[str], str]) -> None:
        from curator.tui.screens.ask import AskLine

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._attempt(lambda: then(answer))

        self._put(AskLine(question, value), answered)

    def _note(self) -> None:
        session = self.desk.session
        self._ask("Note on this document", session.review.note, lambda text: self.desk.act(session.note(text)))

    def _guideline(self) -> None:
        from curator.tui.screens.pages import guideline_page

        focus = self.desk.session.focus
        label = self.desk.labels.label(focus.span.label) if focus else None
        self.app.push_screen(guideline_page([label] if label else self._labels))

    def _help(self) -> None:
        from curator.tui.screens.pages import help_page

        keys = self.live_keys()
        rows = [(command.group, keys.get(command.name, ""), command.title) for command in COMMANDS]
        rows += [("Labels", keys.get(f"label.{one.name}", ""), f"{one.name}: {one.title}") for one in self._labels]
        self.app.push_screen(help_page(rows))

    def live_keys(self) -> dict[str, str]:
        """The keys of every command and label, by name, as they are bound now."""
        if self._live_keys is None:
            self._live_keys = live_keys(self._bindings)
        return self._live_keys

    def _toggle_panel(self) -> None:
        self._panel = self.has_class("-narrow")
        self._fit_panel()
        self.call_after_refresh(self.pane.relayout)

    def _toggle_lanes(self) -> None:
        self.pane.lanes = not self.pane.lanes
        self.pane.relayout()

    def _toggle_rejected(self) -> str:
        self.pane.rejected_shown = not self.pane.rejected_shown
        self.pane.relayout()
        return f"{len(self.desk.session.rejected())} rejected {'shown' if self.pane.rejected_shown else 'hidden'}"

    # What comes in

    def on_text_pane_pointed(self, event: TextPane.Pointed) -> None:
        """A click moves the cursor; a drag selects."""
        session = self.desk.session
        if event.dragged:
            self._attempt(lambda: session.select_range(event.start, event.end))
        else:
            session.cancel()
            self._attempt(lambda: session.go(event.start))

    def on_side_panel_chosen(self, event: SidePanel.Chosen) -> None:
        """A click in the list brings the span into focus."""
        self._attempt(lambda: self.desk.session.focus_on(event.item_id))

    def prepared(self, number: int) -> None:
        """Suggestions were made for a document."""
        if number == self.desk.number:
            self.desk.refresh_suggestions()
            self.pane.show(self.desk.session, self.pane.top)
            self.sync()

    def saved(self) -> None:
        """What was decided is on the disk, or could not be brought there."""
        if self._saver.waiting:
            return
        try:
            self._saver.flush()
        except CuratorError as error:
            self._fail(error)
            self.sync()
            return
        self._sync_header()

    def say(self, line: str, *, wrong: bool = False) -> None:
        """Say something in the status line."""
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
        if self._shown_number != desk.number:
            self._shown_number = desk.number
            self.side.show(desk.session)
            self.pane.show(desk.session, desk.top)
            self.curator.prepare()
        else:
            self.pane.sync(desk.touched)
        self._sync_lines()
        if self._saver.waiting:
            self.call_after_refresh(self._saver.go)

    def _sync_lines(self) -> None:
        session, ink = self.desk.session, self.pane.ink
        self._sync_header()
        self.foot.write((told.status(session, ink, *self._said), ()), (self._footer(), ()))
        if self.side.display:
            self.side.sync(told.evidence(session, ink, max(10, self.side.size.width - 3)))

    def _footer(self) -> tuple[Piece, ...]:
        """The line of keys; the same for as long as the same can be done."""
        session = self.desk.session
        now = (session.focus is None, session.selection is None, session.selection and session.selection.origin)
        if self._footer_of != now:
            self._footer_of, self._footer_line = now, told.footer(session, self.pane.ink, self.live_keys())
        return self._footer_line

    def _sync_header(self) -> None:
        saved: told.Saved = "no" if self._unsaved else "soon" if self._saver.waiting else "yes"
        header = told.header(self.desk, self.pane.ink, self._project, saved=saved)
        self.header.write(header, told.title(self.desk, self.pane.ink))
