"""Pages to read over the article: the live keys, and the guidelines of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.theme import Theme
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from curator.gold.feedback import WORDS, Difference
from curator.labels import Label
from curator.model import Span
from curator.review.keys import GROUPS
from curator.tui.screens.overlay import Overlay

_BOLD = Style(bold=True)
_MARKDOWN = {
    "h1": "bold underline", "h2": "bold underline", "h3": "bold", "h4": "bold", "h5": "bold", "h6": "bold",
    "code": "underline", "code_block": "", "item.bullet": "bold", "item.number": "bold", "block_quote": "italic",
    "hr": "", "list": "", "link": "underline", "link_url": "underline", "table.border": "", "table.header": "bold",
}  # fmt: skip
_STYLES = Theme({f"markdown.{name}": style for name, style in _MARKDOWN.items()})


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

    def __init__(self, title: str, body: Static) -> None:
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
    parts: list[RenderableType] = []
    width = max(len(keys) for _, keys, _ in live) + 2
    for group in groups:
        rows = [(keys, title) for in_group, keys, title in live if in_group == group]
        if rows:
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(min_width=width, no_wrap=True)
            table.add_column()
            for keys, title in rows:
                table.add_row(Text(f"  {keys}"), Text(title))
            parts += [Text(group.upper(), _BOLD), table, Text()]
    return Page("Keys", Static(Group(*parts)))


class _Guideline:
    """Markdown in the styles of any theme: none of them rests on a colour of its own.

    The Markdown widget would do, but it makes a widget of each paragraph: it takes most of a second to come up.
    """

    def __init__(self, text: str) -> None:
        from rich.markdown import Markdown

        self._markdown = Markdown(text, hyperlinks=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines."""
        with console.use_theme(_STYLES):
            # Not one after the other, when the styles are gone again.
            yield from list(console.render(self._markdown, options))


def guideline_page(labels: Sequence[Label]) -> Page:
    """The guidelines of these labels, with examples and counter-examples."""
    parts: list[RenderableType] = []
    for label in labels:
        key = f" · key {label.key}" if label.key else ""
        text = f"{label.guideline}\n"
        for heading, examples in (("Label", label.examples), ("Do not label", label.counter_examples)):
            if examples:
                text += f"\n**{heading}**\n\n" + "\n".join(f"- {example}" for example in examples) + "\n"
        parts += [
            Text(f"{label.name} · {label.title}{key}", _BOLD + Style(reverse=True)),
            Text(),
            _Guideline(text),
            Text(),
        ]
    return Page("Guidelines", Static(Group(*parts)))


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
