"""All notes of the layer, on documents and on spans; Enter goes to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style

from curator.review.items import NOTED
from curator.review.said import shortened, titled
from curator.store.records import Note, Place
from curator.tui.ink import Ink
from curator.tui.screens.ask import AskLine
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.listing import Entry, Line, wrapped

_BOLD = Style(bold=True)


class NotesScreen(ListScreen):
    """The notes, by document and place; ``/`` leaves only those that hold some words.

    Args:
        notes: Gives those that hold some words, from a store that has all that was decided.
        ink: In which styles.
        none_yet: What to say where there are none.
    """

    BINDINGS: ClassVar = [("slash", "find", "find")]

    def __init__(self, notes: Callable[[str], Sequence[Note]], ink: Ink, none_yet: str) -> None:
        super().__init__(ink)
        self._none_yet = none_yet
        self._find_notes = notes
        self._wanted = ""
        self._notes = notes("")

    def heading(self) -> Line:
        """How many there are, and the keys."""
        holding = f" with “{self._wanted}”" if self._wanted else ""
        count = f"{len(self._notes)} note{'' if len(self._notes) == 1 else 's'}{holding}"
        return (count, _BOLD), ("  / find · ⏎ go there · Esc back", self.ink.faint)

    def entries(self, width: int) -> Sequence[Entry]:
        """A note each: what it is on, then its text."""
        if not self._notes and not self._wanted:
            return [Entry((((self._none_yet, self.ink.faint),),))]
        return [self._entry(note, width) for note in self._notes]

    def _entry(self, note: Note, width: int) -> Entry:
        head: list[tuple[str, Style]] = [(note.key, _BOLD)]
        if note.span is None:
            head.append((f" · {titled(note.title)}", self.ink.faint))
        else:
            head.append((f" · {note.span.label}{NOTED}", self.ink.name(note.span.label)))
            head.append((f" “{shortened(note.quote, 60)}”", Style()))
            head.append((f" {note.span.start}-{note.span.end}", self.ink.faint))
        place = Place(note.number, note.span_id, note.span.start if note.span else 0)
        return Entry((tuple(head), *wrapped(note.text, width, Style(), "  ")), place)

    def action_find(self) -> None:
        """Ask for words, and list what holds them as they are typed."""
        before = self._wanted

        def typed(words: str) -> None:
            self._wanted = words.strip()
            self._notes = self._find_notes(words)
            self.fill(cursor=0)

        def answered(words: str | None) -> None:
            if words is None:
                typed(before)

        self.app.push_screen(AskLine("Notes that hold these words", before, typed=typed), answered)
