"""What each command of the keymap does on the review screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.app import App

from curator.review.desk import Desk
from curator.review.everywhere import label_everywhere
from curator.review.find import Search
from curator.review.keys import COMMANDS
from curator.review.session import Edge, Proposal, Refused, Unit

if TYPE_CHECKING:
    from curator.tui.screens.ask import Question
    from curator.tui.widgets.pane import TextPane

Said = str | bool | None
Step = Literal[-1, 1]
_MOVES: dict[str, tuple[Unit, Step]] = {
    "left": ("token", -1), "right": ("token", 1),
    "character_left": ("character", -1), "character_right": ("character", 1),
    "sentence_left": ("sentence", -1), "sentence_right": ("sentence", 1),
    "paragraph_left": ("paragraph", -1), "paragraph_right": ("paragraph", 1),
}  # fmt: skip
_EDGES: dict[str, tuple[Edge, Literal["token", "character"], Step]] = {
    "end_left": ("end", "token", -1), "end_right": ("end", "token", 1),
    "start_left": ("start", "token", -1), "start_right": ("start", "token", 1),
    "end_character_left": ("end", "character", -1), "end_character_right": ("end", "character", 1),
    "start_character_left": ("start", "character", -1), "start_character_right": ("start", "character", 1),
}  # fmt: skip
_REPEATED = frozenset({"accept", "reject", *_EDGES})
"""The commands that ``repeat`` does again, beside labels."""


STEPS = frozenset({*_MOVES, *_EDGES, "up", "down", "extend_up", "extend_down", "extend_left", "extend_right"})
"""The commands that go on by little, with which the text scrolls by lines."""


class Stage(Protocol):
    """The screen on which commands are carried out."""

    desk: Desk
    pane: TextPane
    quit: Callable[[], None]

    @property
    def app(self) -> App[Any]:
        """The application."""

    def attempt(self, call: Callable[[], Said]) -> None:
        """Do something, say what came of it, and draw what has changed."""

    def put(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """Put a question."""

    def await_key(self, prompt: str, then: Callable[[str], Said]) -> str:
        """Have the next key's character given to ``then``."""

    def live_keys(self) -> dict[str, str]:
        """The keys of every command and label."""

    def toggle_panel(self) -> None:
        """Fold the panel away, or unfold it."""


class Commands:
    """Each command by its name in the keymap, as something to call; what it returns is said in the status line."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen
        self._desk = screen.desk
        self._search: Search | None = None
        self._letter = ""
        self._last: Callable[[], Said] | None = None
        self.table = self._make_table()

    def run(self, name: str) -> Said:
        """Carry out a command."""
        command = self.table[name]
        said = command()
        if name in _REPEATED:
            self._last = command
        return said

    def label(self, name: str) -> Said:
        """Give a label to the selection, the span in focus or the token at the cursor."""
        words = self._words_of_selection()
        said = self._act(self._desk.session.label(name))
        self._last = lambda: self._act(self._desk.session.label(name, words))
        return said

    def _make_table(self) -> dict[str, Callable[[], Said]]:
        table = self._decisions() | self._places() | self._documents() | self._views()
        table |= {name: partial(self._move, *how) for name, how in _MOVES.items()}
        table |= {name: partial(self._edge, *how) for name, how in _EDGES.items()}
        return table

    def _decisions(self) -> dict[str, Callable[[], Said]]:
        desk = self._desk
        return {
            "accept": lambda: self._act(desk.session.accept()),
            "reject": lambda: self._act(desk.session.reject()),
            "accept_all": lambda: self._act(desk.session.decide_pending("accept")),
            "reject_all": lambda: self._act(desk.session.decide_pending("reject")),
            "accept_label": lambda: self._act(desk.session.decide_pending("accept", label=self._focused_label())),
            "reject_label": lambda: self._act(desk.session.decide_pending("reject", label=self._focused_label())),
            "accept_score": self._accept_score,
            "everywhere": self._everywhere,
            "attributes": self._attributes,
            "repeat": self._repeat,
            "undo": desk.undo,
            "redo": desk.redo,
        }

    def _places(self) -> dict[str, Callable[[], Said]]:
        desk, screen = self._desk, self._screen
        return {
            "next_pending": lambda: self._found(desk.session.next_pending(), "nothing is pending"),
            "previous_pending": lambda: self._found(desk.session.previous_pending(), "nothing is pending"),
            "next_span": lambda: self._found(desk.session.next_item(), "no span behind this one"),
            "previous_span": lambda: self._found(desk.session.previous_item(), "no span before this one"),
            "select": lambda: desk.session.select(),
            "edges": lambda: desk.session.select_focus(),
            "other": self._other,
            "cancel": self._cancel,
            "extend_left": lambda: self._extend(lambda: desk.session.move("token", -1)),
            "extend_right": lambda: self._extend(lambda: desk.session.move("token", 1)),
            "extend_up": lambda: self._extend(lambda: desk.session.go(screen.pane.vertical(-1))),
            "extend_down": lambda: self._extend(lambda: desk.session.go(screen.pane.vertical(1))),
            "up": lambda: desk.session.go(screen.pane.vertical(-1)),
            "down": lambda: desk.session.go(screen.pane.vertical(1)),
            "page_up": lambda: desk.session.go(screen.pane.page(-1)),
            "page_down": lambda: desk.session.go(screen.pane.page(1)),
            "top": lambda: desk.session.go(0),
            "bottom": lambda: desk.session.go(len(desk.session.text)),
            "leap": lambda: self._screen.await_key("to the next word that begins with …", self._leap),
            "leap_again": lambda: self._leap(self._letter),
            "search": self._ask_search,
            "next_hit": lambda: self._hit(1),
            "previous_hit": lambda: self._hit(-1),
        }

    def _documents(self) -> dict[str, Callable[[], Said]]:
        desk = self._desk
        return {
            "finish": self._finish,
            "accept_finish": lambda: desk.finish("accept" if len(desk.session.pending) else None),
            "skip": lambda: self._ask("Skip this document. Why?", "", desk.skip),
            "flag": lambda: self._act(desk.session.flag()),
            "note": self._note,
            "reopen": lambda: self._act(desk.session.reopen()),
            "queue": self._queue,
            "next_document": lambda: desk.open(desk.number + 1),
            "previous_document": lambda: desk.open(desk.number - 1),
            "first_unfinished": lambda: self._found(desk.open_unfinished(), "no unfinished document is left"),
        }

    def _views(self) -> dict[str, Callable[[], Said]]:
        screen = self._screen
        return {
            "guideline": self._guideline,
            "panel": screen.toggle_panel,
            "lanes": self._toggle_lanes,
            "rejected": self._toggle_rejected,
            "help": self._help,
            "palette": lambda: screen.app.action_command_palette(),
            "suspend": lambda: screen.app.action_suspend_process(),
            "quit": screen.quit,
        }

    # Decisions

    def _act(self, proposal: Proposal) -> str:
        return self._desk.act(proposal)

    def _edge(self, edge: Edge, unit: Literal["token", "character"], step: Step) -> str:
        return self._act(self._desk.session.move_edge(edge, unit, step))

    def _focused_label(self) -> str:
        focus = self._desk.session.focus
        if focus is None:
            raise Refused("no span in focus")
        return focus.span.label

    def _accept_score(self) -> str:
        focus = self._desk.session.focus
        if focus is None or focus.score is None:
            raise Refused("the span in focus has no score")
        return self._act(self._desk.session.decide_pending("accept", at_least=focus.score))

    def _repeat(self) -> Said:
        if self._last is None:
            raise Refused("nothing to do again yet")
        return self._last()

    def _words_of_selection(self) -> int:
        """How many words a label is about to be given to; a repetition takes as many."""
        session = self._desk.session
        if session.selection is None or session.selection.origin is not None:
            return 1
        return max(1, session.words_in(*session.selection.range))

    def _everywhere(self) -> None:
        proposal = label_everywhere(self._desk.session)
        from curator.tui.screens.ask import Choose

        question = Choose(f"{proposal.said}? Enter or * does it, Esc back", {"enter": "yes", "*": "yes"})

        def answered(answer: str | None) -> None:
            if answer:
                self._screen.attempt(lambda: self._act(proposal))

        self._screen.put(question, answered)

    def _attributes(self) -> None:
        from curator.review.attributes import explained, read, written

        session = self._desk.session
        label = self._desk.labels.label(self._focused_label())
        if session.focus is None or label is None or not label.attributes:
            raise Refused("this label has no attributes")
        attributes = session.focus.span.attributes or session.read_attributes()

        def answered(line: str) -> str:
            return self._act(session.set_attributes(read(label, line)))

        self._ask(f"{label.name}: {explained(label)}", written(label, attributes), answered)

    # Places

    def _move(self, unit: Unit, step: Step) -> None:
        self._desk.session.move(unit, step)

    def _found(self, found: bool, otherwise: str) -> None:
        if not found:
            raise Refused(otherwise)

    def _other(self) -> None:
        session = self._desk.session
        if session.selection:
            session.swap_ends()
        else:
            session.outward()

    def _extend(self, move: Callable[[], None]) -> None:
        if self._desk.session.selection is None:
            self._desk.session.select()
        move()

    def _cancel(self) -> None:
        self._desk.session.cancel()
        self._mark_hits(None)

    def _leap(self, letter: str) -> None:
        if not letter:
            raise Refused("nothing to leap to")
        self._letter = letter
        self._desk.session.leap(letter)

    # Searching

    def _ask_search(self) -> None:
        from curator.tui.screens.ask import AskLine

        session, before = self._desk.session, self._search
        start, top = session.cursor, self._screen.pane.top

        def typed(query: str) -> None:
            self._mark_hits(Search(query) if query else None)
            self._screen.attempt(lambda: self._to_hit(start, select=False) if query else session.go(start))

        def answered(query: str | None) -> None:
            if query is None:
                self._mark_hits(before)
                session.go(start)
                self._screen.pane.show(session, top)
                self._screen.attempt(lambda: None)
            elif query:
                self._screen.attempt(lambda: self._to_hit(start, select=True))

        self._screen.put(
            AskLine("Search (lower case finds capitals, too; regular expressions work)", typed=typed), answered
        )

    def _to_hit(self, start: int, *, select: bool) -> None:
        session = self._desk.session
        hit = self._search.next(session.text, start) if self._search else None
        if hit is None:
            raise Refused(f"not found: {self._search.query}" if self._search else "nothing was searched")
        self._go_to(hit, select=select)

    def _go_to(self, hit: tuple[int, int], *, select: bool) -> None:
        """Bring a hit to the cursor; selected, so that a label's key takes it, unless it is a span already."""
        session = self._desk.session
        session.selection = None
        session.go(hit[0])
        if select and not any((item.span.start, item.span.end) == hit for item in session.items.overlapping(*hit)):
            session.select_range(*hit)
            session.cursor = hit[0]

    def _hit(self, step: Step) -> None:
        if self._search is None:
            raise Refused("nothing was searched yet; / searches")
        session = self._desk.session
        find = self._search.next if step > 0 else self._search.previous
        place = session.selection.range[0] if session.selection else session.cursor
        hit = find(session.text, place + 1 if step > 0 else place)
        if hit is None:
            raise Refused(f"not found: {self._search.query}")
        self._go_to(hit, select=True)

    def _mark_hits(self, search: Search | None) -> None:
        self._search = search
        self._screen.pane.mark(search)

    # Documents

    def _finish(self) -> str | None:
        session = self._desk.session
        if session.selection and session.selection.origin:
            return self._act(session.keep_label())
        if session.selection:
            raise Refused("press a label's key to label the selection; Esc leaves it")
        pending = len(session.pending)
        if not pending:
            return self._desk.finish()
        from curator.tui.screens.ask import Choose

        question = Choose(
            f"{pending} pending: a accept them, x reject them, Esc back",
            {"a": "accept", "enter": "accept", "x": "reject", "backspace": "reject"},
        )
        self._screen.put(question, self._finish_answered)
        return None

    def _finish_answered(self, answer: str | None) -> None:
        if answer == "accept" or answer == "reject":
            kind: Literal["accept", "reject"] = "accept" if answer == "accept" else "reject"
            self._screen.attempt(lambda: self._desk.finish(kind))

    def _ask(self, question: str, value: str, then: Callable[[str], str]) -> None:
        from curator.tui.screens.ask import AskLine

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._screen.attempt(lambda: then(answer))

        self._screen.put(AskLine(question, value), answered)

    def _note(self) -> None:
        session = self._desk.session
        self._ask("Note on this document", session.review.note, lambda text: self._act(session.note(text)))

    def _queue(self) -> None:
        from curator.tui.screens.queue import QueueList, QueueScreen

        desk = self._desk
        desk.flush()

        def chosen(number: int | None) -> None:
            if number is not None:
                self._screen.attempt(lambda: desk.open(number))

        ink = self._screen.pane.ink
        self._screen.app.push_screen(QueueScreen(lambda: QueueList(desk.store, desk.layer, desk.number, ink)), chosen)

    # Views

    def _guideline(self) -> None:
        from curator.tui.screens.pages import guideline_page

        focus = self._desk.session.focus
        label = self._desk.labels.label(focus.span.label) if focus else None
        self._screen.app.push_screen(guideline_page([label] if label else self._desk.labels.labels))

    def _help(self) -> None:
        from curator.tui.screens.pages import help_page

        keys, labels = self._screen.live_keys(), self._desk.labels.labels
        rows = [(command.group, keys.get(command.name, ""), command.title) for command in COMMANDS]
        rows += [("Labels", keys.get(f"label.{one.name}", ""), f"{one.name}: {one.title}") for one in labels]
        self._screen.app.push_screen(help_page(rows))

    def _toggle_lanes(self) -> None:
        self._screen.pane.lanes = not self._screen.pane.lanes
        self._screen.pane.relayout()

    def _toggle_rejected(self) -> str:
        pane = self._screen.pane
        pane.rejected_shown = not pane.rejected_shown
        pane.relayout()
        return f"{len(self._desk.session.rejected())} rejected {'shown' if pane.rejected_shown else 'hidden'}"
