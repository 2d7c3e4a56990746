"""A screen that puts the changed lines of its `LineWidget`s on the terminal in the very turn in which they change.

Textual's own way from a changed widget to the terminal takes five turns of the event loop, and asks each widget for all
of its lines. A reviewer waits for that after every key, all day.
"""

from __future__ import annotations

import asyncio
import time
from typing import TypeVar

from textual.screen import Screen

from curator.tui.inorder import KeysInOrder
from curator.tui.widgets.lines import LineWidget

Result = TypeVar("Result")
_MOMENT = 0.00001
"""Seconds in which another thread is sure to come to its turn."""
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""Between these a terminal shows nothing of what comes, so that a frame is never seen half drawn."""


class LineScreen(Screen[Result]):
    """A screen whose children are `LineWidget`s that do not lie over each other."""

    _paint_due = False

    def on_mount(self) -> None:
        """Have the children say when lines of theirs have changed."""
        for widget in self._lines():
            widget.paint_soon = self._paint_soon

    def _lines(self) -> list[LineWidget]:
        return [child for child in self.children if isinstance(child, LineWidget)]

    def _paint_soon(self) -> None:
        """Paint in this turn of the loop, if whoever has changed something does not do so before."""
        if not self._paint_due:
            self._paint_due = True
            asyncio.get_running_loop().call_soon(self.paint)

    def paint(self) -> None:
        """Put what has changed on the terminal."""
        self._paint_due = False
        widgets = [widget for widget in self._lines() if widget.display]
        if not self._may_paint():
            for widget in widgets:
                widget.hand_over()
            return
        app = self.app
        frame = [part for widget in widgets for part in widget.changes(app.console)]
        # Written before the screen was started: there is no driver then, and Textual paints the first frame.
        if frame and app._driver is not None:
            x, y = self.size.clamp_offset(app.cursor_position)
            if isinstance(app, KeysInOrder):
                app.shows(self)
            synchronized = app._sync_available
            start, end = (SYNC_START, SYNC_END) if synchronized else ("", "")
            app._driver.write(f"{start}{''.join(frame)}\x1b[{y + 1};{x + 1}H{end}")
            # Textual's thread that writes waits for the interpreter: without a rest, a millisecond and more.
            time.sleep(_MOMENT)

    def _may_paint(self) -> bool:
        """Whether nothing lies over this screen, and Textual is not about to lay it out anew."""
        app = self.app
        return (
            app.screen is self
            and not app.is_headless
            and not app.is_inline
            and app._driver is not None
            and not app._batch_count
            and not self._layout_required
            and not self._scroll_required
            and not self._repaint_required
        )
