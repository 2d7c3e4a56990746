"""Pages to read over the article: the live keys, and the guidelines of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from curator.labels import Label
from curator.review.keys import GROUPS
from curator.tui.screens.overlay import Overlay


class Page(Overlay[None]):
    """A page that scrolls; Esc, q or the key that opened it closes it."""

    CSS = """
    Page { align: center middle; }
    Page > #page { width: 100%; max-width: 96; height: 100%; padding: 0 1; }
    Page > #page { border: round $accent; background: $background; }
    """
    BINDINGS: ClassVar = [
        ("escape,q,enter", "dismiss(None)", "back"),
        ("j,down", "scroll(1)", "down"),
        ("k,up", "scroll(-1)", "up"),
        ("space,pagedown", "scroll(10)", "page down"),
        ("b,pageup", "scroll(-10)", "page up"),
    ]

    def __init__(self, title: str, body: Static | Markdown) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """The frame and the page."""
        frame = VerticalScroll(self._body, id="page")
        frame.border_title = self._title
        frame.border_subtitle = "Esc back"
        yield frame

    def action_scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        frame = self.query_one("#page", VerticalScroll)
        frame.scroll_relative(y=lines, animate=False)


def help_page(live: Sequence[tuple[str, str, str]]) -> Page:
    """The page of keys, from the live keymap: (group, keys, what they do)."""
    lines: list[str] = []
    for group in GROUPS:
        rows = [(keys, title) for in_group, keys, title in live if in_group == group]
        if rows:
            lines += [group.upper(), *(f"  {keys:<22}{title}" for keys, title in rows), ""]
    return Page("Keys", Static("\n".join(lines), markup=False))


def guideline_page(labels: Sequence[Label]) -> Page:
    """The guidelines of these labels, with examples and counter-examples."""
    parts = []
    for label in labels:
        key = f" · key {label.key}" if label.key else ""
        parts.append(f"# {label.name} · {label.title}{key}\n\n{label.guideline}\n")
        if label.examples:
            parts.append("**Label**\n\n" + "\n".join(f"- {text}" for text in label.examples) + "\n")
        if label.counter_examples:
            parts.append("**Do not label**\n\n" + "\n".join(f"- {text}" for text in label.counter_examples) + "\n")
    return Page("Guidelines", Markdown("\n".join(parts)))
