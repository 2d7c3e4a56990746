"""The label picker: a few letters, the labels that fit, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.widgets import Static

from curator.labels import Label
from curator.tui.cells import shown
from curator.tui.screens.ask import Question

_ROWS = 8
_OTHER_LINES = 6
_PADDING = 1
_STEPS = {"down": 1, "tab": 1, "ctrl+n": 1, "up": -1, "shift+tab": -1, "ctrl+p": -1}


class PickLabel(Question):
    """Which label to give; answered with its name.

    It takes every key itself, so that keys that were typed before it was there count in their order.

    Args:
        question: What is asked.
        fitting: The labels that fit what was typed, the best first.
    """

    CSS = """
    PickLabel { background: transparent; align: left bottom; }
    PickLabel > #question { width: 100%; height: 1; background: $accent; color: $text; padding: 0 1; }
    PickLabel > #question { text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    PickLabel > #labels { width: 100%; height: auto; background: $surface; padding: 0 1; }
    PickLabel > #line { width: 100%; height: 1; background: $surface; padding: 0 1; }
    """

    def __init__(self, question: str, fitting: Callable[[str], Sequence[Label]]) -> None:
        super().__init__()
        self._question = question
        self._fitting = fitting
        self._typed = ""
        self._found = fitting("")
        self._row = 0

    def compose(self) -> ComposeResult:
        """The question, the labels that fit, and what was typed."""
        yield Static(self._question, id="question", markup=False)
        yield Static(self._list(), id="labels")
        yield Static(self._line(), id="line")

    def ready(self) -> None:
        """Show the labels."""
        self._draw()

    def on_resize(self) -> None:
        """Show as many labels as there is room for."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Search, choose, answer or leave."""
        event.stop()
        if event.key == "escape":
            self.answer(None)
        elif event.key == "enter":
            if self._found:
                self.answer(self._found[self._row].name)
        elif event.key in _STEPS:
            self._row = (self._row + _STEPS[event.key]) % max(1, len(self._found))
            self._draw()
        elif event.key == "backspace":
            self._search(self._typed[:-1])
        elif event.key in ("ctrl+u", "ctrl+w"):
            self._search("")
        elif event.character and event.character.isprintable():
            self._search(self._typed + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as typed."""
        event.stop()
        self._search(self._typed + " ".join(event.text.split()))

    def _search(self, typed: str) -> None:
        self._typed, self._found, self._row = typed, self._fitting(typed), 0
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted or self._answered:
            return
        self.query_one("#labels", Static).update(self._list())
        self.query_one("#line", Static).update(self._line())
        behind = cell_len(": " + shown(self._typed))
        self.app.cursor_position = Offset(_PADDING + behind, self.app.size.height - 1)

    def _list(self) -> Text:
        rows = max(1, min(_ROWS, self.app.size.height - _OTHER_LINES))
        top = max(0, min(self._row - rows // 2, len(self._found) - rows))
        places = range(top, min(top + rows, len(self._found)))
        wide = max((cell_len(self._found[place].name) for place in places), default=0)
        return Text("\n").join(self._label(place, wide) for place in places) if places else Text("no label fits")

    def _line(self) -> Text:
        count = f"{self._row + 1 if self._found else 0} of {len(self._found)}"
        return Text.assemble((": ", "bold"), shown(self._typed), (" ", "reverse"), f"   {count}", no_wrap=True)

    def _label(self, place: int, wide: int) -> Text:
        label = self._found[place]
        chosen = place == self._row
        room = " " * (wide - cell_len(label.name))
        line = f"{'▸' if chosen else ' '} {label.name}{room}  {label.key or ' '}  {label.title}"
        style = Style(bold=True, reverse=True) if chosen else ""
        return Text(shown(line), style=style, no_wrap=True, overflow="ellipsis")
