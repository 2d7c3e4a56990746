"""The floor for the review screen: a bare Textual app that shows a text and changes one line for each key.

With ``--layout`` the line is changed as Textual's documentation does it (``Static.update``); without, the widget's size
is promised to stay (``layout=False``), the least that a Textual app can do for a key. The key ``n`` shows another
screenful of text: a screen change.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

SCREENFUL = 4000
"""Characters that are shown: what does not fit would only cost time."""


class Bare(App[None]):
    """A text, and a line that counts keys."""

    CSS = "#text { height: 1fr; } #count { height: 1; }"

    def __init__(self, text: str, *, layout: bool) -> None:
        super().__init__()
        self._text = text
        self._layout = layout
        self._count = 0

    def compose(self) -> ComposeResult:
        """The text and the line."""
        yield Static(self._text[:SCREENFUL], id="text", markup=False)
        yield Static("ready", id="count", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Count."""
        self._count += 1
        if event.key == "n":
            start = self._count * 97 % 1000
            self.query_one("#text", Static).update(self._text[start : start + SCREENFUL])
        self.query_one("#count", Static).update(f"key {self._count} was {event.key}", layout=self._layout)


if __name__ == "__main__":
    Bare(Path(sys.argv[1]).read_text(encoding="utf-8"), layout="--layout" in sys.argv).run()
