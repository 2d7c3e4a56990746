"""The list of spans beside the article: it draws only the rows on the screen."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from curator.review.items import SIGNS, Item
from curator.review.session import Session
from curator.tui.ink import Ink


class SpanList(ScrollView, can_focus=False):
    """All spans of the document in reading order; the one in focus is marked."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SpanList { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: auto; }"

    class Chosen(Message):
        """A span was clicked."""

        def __init__(self, item_id: str) -> None:
            super().__init__()
            self.item_id = item_id

    def __init__(self, session: Session, ink: Ink) -> None:
        super().__init__()
        self.session = session
        self.ink = ink
        self._width = max((len(label.name) for label in session.labels.labels), default=6)

    def sync(self) -> None:
        """Draw anew, with the span in focus on the screen."""
        if not self.display or not self.size.height:
            return
        items = self.session.items
        self.virtual_size = Size(self.size.width, len(items))
        focus = self.session.focus
        if focus is not None:
            row, top, height = items.row(focus), self.scroll_offset.y, self.size.height
            if not top <= row < top + height:
                self.scroll_to(y=max(0, row - height // 2), animate=False, force=True)
        self.refresh()

    def on_resize(self) -> None:
        """Fit the list to its new size."""
        self.sync()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self.ink = ink
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One span, as ``✓ RANK    Lieutenant General ◂``."""
        width, row = self.size.width, y + self.scroll_offset.y
        items = self.session.items
        if row >= len(items):
            return Strip.blank(width, self.ink.base)
        item = items.at(row)
        focused = self.session.focus is not None and item.id == self.session.focus.id
        return self._strip(item, focused, width)

    def _strip(self, item: Item, focused: bool, width: int) -> Strip:
        ink, span = self.ink, item.span
        lit = Style(bold=True) + ink.target if focused else Style()
        text = " ".join(self.session.text[span.start : min(span.end, span.start + 200)].split())
        name = span.label[: self._width].ljust(self._width)
        head = [
            Segment(f" {SIGNS[item.mark]} ", ink.lane(item, focused) + lit),
            Segment(f"{name} ", ink.name(span.label) + lit),
        ]
        room = width - sum(part.cell_length for part in head) - 2
        shown = Strip([Segment(_printable(text), ink.base + lit)])
        if shown.cell_length > room:
            shown = Strip([*shown.crop(0, max(0, room - 1)), Segment("…", ink.base + lit)])
        shown = shown.adjust_cell_length(max(0, room), ink.base + lit)
        return Strip([*head, *shown, Segment("◂ " if focused else "  ", ink.base + lit)])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the span under the mouse."""
        row = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if event.button == 1 and 0 <= row < len(self.session.items):
            self.post_message(self.Chosen(self.session.items.at(row).id))


def _printable(text: str) -> str:
    """The text without what has no width of its own."""
    return "".join(char for char in text if char.isprintable() or char == " ")
