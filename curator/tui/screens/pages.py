"""Pages to read over the article: the live keys, and the guidelines of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from curator.gold.feedback import WORDS, Difference
from curator.labels import Label
from curator.model import Span
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


def help_page(live: Sequence[tuple[str, str, str]], groups: Sequence[str] = GROUPS) -> Page:
    """The page of keys, from the live keymap: (group, keys, what they do), by group."""
    lines: list[str] = []
    for group in groups:
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


def feedback_page(differences: Sequence[Difference]) -> Page:
    """Where gold differs from what a reviewer had in an article, and why."""
    lines: list[str] = []
    for each in differences:
        lines += [
            f"“{' '.join(each.text.split())}”",
            f"  you    {_spans(each, each.mine)}",
            f"  gold   {_spans(each, each.gold)}  ({WORDS[each.how]})",
        ]
        lines += [f"  why    {each.reason}"] if each.reason else []
        lines += [f"  rests on {each.guideline}"] if each.guideline else []
        lines.append("")
    return Page("Where gold differs from you", Static("\n".join(lines), markup=False))


def _spans(each: Difference, spans: Sequence[Span]) -> str:
    told = []
    for span in spans:
        quote = each.text[max(0, span.start - each.start) : span.end - each.start]
        told.append(f"{span.label} “{' '.join(quote.split())}”")
    return ", ".join(told) or "nothing"
