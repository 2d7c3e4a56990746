"""Commands that move the cursor, the focus and the ends of a selection."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from curator.review.objects import BY_LETTER, OBJECTS
from curator.review.proposal import Refused
from curator.review.session import Unit
from curator.tui.commands.stage import Ground, Step, Table

UNITS: dict[str, tuple[Unit, Step]] = {
    "left": ("token", -1), "right": ("token", 1),
    "character_left": ("character", -1), "character_right": ("character", 1),
    "sentence_left": ("sentence", -1), "sentence_right": ("sentence", 1),
    "paragraph_left": ("paragraph", -1), "paragraph_right": ("paragraph", 1),
}  # fmt: skip
LINES = frozenset({"up", "down", "extend_up", "extend_down"})
PAGES = frozenset({"page_up", "page_down"})
EXTENDING = frozenset({"extend_left", "extend_right", "extend_up", "extend_down"})


def found(is_found: bool, otherwise: str) -> None:
    """Refuse, in these words, where nothing was found."""
    if not is_found:
        raise Refused(otherwise)


class Move:
    """From span to span, by units of text, by lines and pages, by leaps; and the same in a selection."""

    def __init__(self, stage: Ground) -> None:
        self._stage = stage
        self._desk = stage.desk
        self._letter = ""

    def table(self) -> Table:
        """The commands."""
        return self._focus() | self._cursor() | self._selection()

    def _focus(self) -> Table:
        desk = self._desk
        return {
            "next_pending": lambda: found(desk.session.next_pending(), "nothing is pending"),
            "previous_pending": lambda: found(desk.session.previous_pending(), "nothing is pending"),
            "next_span": lambda: found(desk.session.next_item(), "no span behind this one"),
            "previous_span": lambda: found(desk.session.previous_item(), "no span before this one"),
            "other": self._other,
        }

    def _cursor(self) -> Table:
        desk, stage = self._desk, self._stage
        table: Table = {
            "up": lambda: desk.session.go(stage.pane.vertical(-1)),
            "down": lambda: desk.session.go(stage.pane.vertical(1)),
            "page_up": lambda: desk.session.go(stage.pane.page(-1)),
            "page_down": lambda: desk.session.go(stage.pane.page(1)),
            "top": lambda: desk.session.go(0),
            "bottom": lambda: desk.session.go(len(desk.session.text)),
            "leap": lambda: stage.await_key(
                "to the next word that begins with … (a small letter finds capitals, too)", self._leap
            ),
            "leap_again": lambda: self._leap(self._letter),
        }
        return table | {name: partial(self._by, *how) for name, how in UNITS.items()}

    def _selection(self) -> Table:
        desk, stage = self._desk, self._stage
        return {
            "select": lambda: desk.session.grow() if desk.session.selection else desk.session.select(),
            "object": self._object,
            "edges": lambda: desk.session.select_focus(),
            "extend_left": lambda: self._extend(lambda: desk.session.move("token", -1)),
            "extend_right": lambda: self._extend(lambda: desk.session.move("token", 1)),
            "extend_up": lambda: self._extend(lambda: desk.session.go(stage.pane.vertical(-1))),
            "extend_down": lambda: self._extend(lambda: desk.session.go(stage.pane.vertical(1))),
        }

    def _object(self) -> str:
        letters = ", ".join(f"{each.letters[0]} {each.kind}" for each in OBJECTS)
        return self._stage.await_key(letters, self._select_object)

    def _select_object(self, letter: str) -> None:
        asked = BY_LETTER.get(letter)
        if asked is None:
            raise Refused(f"{letter} is no text object; {' '.join(each.letters[0] for each in OBJECTS)} are")
        self._desk.session.select_object(asked.kind)

    def _by(self, unit: Unit, step: Step) -> None:
        self._desk.session.move(unit, step)

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

    def _leap(self, letter: str) -> None:
        if not letter:
            raise Refused("nothing to leap to")
        self._letter = letter
        self._desk.session.leap(letter)
