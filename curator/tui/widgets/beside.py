"""The article with the reviewers' spans side by side under it, and the list of questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from curator.gold.case import Question
from curator.review.adjudication import Adjudication
from curator.review.items import Item
from curator.review.reading import Reading
from curator.tui.cells import shown
from curator.tui.grouped import GroupedLayout
from curator.tui.ink import Ink, Piece
from curator.tui.layout import Layout
from curator.tui.widgets.painter import Painter, View
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import Evidence, Panel

LETTER_MARGIN = 2
"""Cells before the text that the reviewers' letters need."""
GOLD_SIGN = "★"
SIGNS = {"open": "?", "agreed": "=", "decided": "✓"}
"""How the state of a question is written, so that colour is never the only cue."""
_BOLD = Style(bold=True)
_WHEEL = 3
_SHOWN = 200
"""Code points of a question's text that are looked at, at the most."""


class BesidePainter(Painter):
    """Draws lanes with the letter of whose they are; the text shows what gold has."""

    session: Adjudication
    layout: GroupedLayout

    def look(self) -> View:
        """Where the adjudicator is now: the focus is a question."""
        session = self.session
        question = session.question
        marked = session.target() if session.selection or question is None else None
        return View(session.cursor, question.id if question else None, marked, session.selection is not None)

    def _rows_of(self, view: View) -> set[int]:
        rows = super()._rows_of(view)
        question = self.session.question_by_id(view.focus)
        if question is not None:
            rows |= {*range(self.layout.row_at(question.start), self.layout.row_at(question.end - 1) + 1)}
        return rows

    def _focused(self, item: Item) -> bool:
        question = self.session.question_of(item.id)
        return question is not None and question.id == self.view.focus

    def _style_of(self, start: int, end: int, items: list[Item], hits: list[tuple[int, int]]) -> Style:
        gold = [item for item in items if self.session.is_gold(item.id)]
        return super()._style_of(start, end, gold, hits)

    def _gutter(self, row: int, items: list[Item]) -> list[Segment]:
        return super()._gutter(row, [item for item in items if self.session.is_gold(item.id)])

    def _lane_strip(self, row: int, lane: int, items: list[Item]) -> Strip:
        strip = super()._lane_strip(row, lane, items)
        band = self.layout.begins(row, lane)
        if band is None or self.margin < LETTER_MARGIN:
            return strip
        names = self.session.names
        letter = self.session.letter(names[band]) if band < len(names) else GOLD_SIGN
        lead = Segment(letter.ljust(self.margin), self.ink.faint + _BOLD)
        return Strip([lead, *strip.crop(self.margin, strip.cell_length)])


class BesidePane(TextPane):
    """The article of an adjudication."""

    def _make_layout(self, session: Reading, width: int, within: tuple[int, int] | None) -> Layout:
        if not isinstance(session, Adjudication):
            raise TypeError("this pane shows adjudications")
        return GroupedLayout(
            session.text,
            width,
            ((item.id, item.span) for item in session.items),
            group_of=session.group_of,
            groups=len(session.names) + 1,
            lanes=self.lanes,
            marks=self.marks,
            within=within,
        )

    def _make_painter(self, session: Reading, layout: Layout, ink: Ink, margin: int = 0) -> Painter:
        if not isinstance(layout, GroupedLayout):
            # There is nothing to draw yet: it was not laid out.
            return super()._make_painter(session, layout, ink, margin)
        return BesidePainter(session, layout, ink, margin=margin)


Row = tuple[Question, bool] | tuple[Piece, ...] | None


class QuestionPanel(Panel):
    """All questions of the document in reading order, the one in focus marked; under them what it is about.

    Args:
        session: Whose questions.
        ink: In which styles.
        chosen: Told, at once, of the question that is clicked, by its id.
    """

    FOOT = 14
    """Lines for what the question in focus is about, the heading among them."""

    def __init__(self, session: Adjudication, ink: Ink, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.session = session
        self.ink = ink
        self._chosen = chosen
        self._top = 0
        self._drawn: list[Row] = []
        self._foot: Evidence = ()
        self._name_width = max((len(label.name) for label in session.labels.labels), default=6)

    def show(self, session: Any) -> None:
        """Show another document's questions."""
        self.session = session
        self._top = 0

    @property
    def _room(self) -> int:
        return max(0, self.area.height - self.FOOT)

    def sync(self, evidence: Callable[[int], Evidence]) -> None:
        """Draw what differs, with the question in focus among the lines."""
        if not self.display or not self.area.height:
            return
        self._foot = evidence(max(10, self.area.width - 3))
        focus = self.session.question
        place = self.session.questions.index(focus) if focus else None
        if place is not None and not self._top <= place < self._top + self._room:
            self._top = place - self._room // 2
        self._redraw()

    def _redraw(self) -> None:
        questions, focus = self.session.questions, self.session.question
        self._top = max(0, min(self._top, len(questions) - self._room))
        rows: list[Row] = [
            (questions[place], questions[place] is focus) if place < len(questions) else None
            for place in range(self._top, self._top + self._room)
        ]
        rows += [*self._foot, *[None] * self.FOOT][: min(self.FOOT, self.area.height)]
        before, self._drawn = self._drawn, rows
        if len(before) != len(rows):
            self.refresh_lines()
            return
        self.refresh_lines([y for y, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new])

    def on_resize(self) -> None:
        """Fit the panel to its new size."""
        self.area = self.size
        self._drawn = []
        self._redraw()

    def set_ink(self, ink: Ink) -> None:
        """Draw in the styles of another theme."""
        self.ink = ink
        self.refresh()

    def line(self, y: int) -> Strip:
        """A question, as ``? RANK    Lieutenant General ◂``, or a line of what it is about."""
        width, base = self.area.width, self.ink.base
        row = self._drawn[y] if y < len(self._drawn) else None
        if row is None:
            return Strip([Segment("│", self.ink.faint)]).adjust_cell_length(width, base)
        if isinstance(row[0], Question):
            return self._question(row[0], bool(row[1]), width)
        pieces = [Segment(shown(str(text)), base + style) for text, style in row if isinstance(style, Style)]
        return Strip([Segment("│ ", self.ink.faint), *pieces]).adjust_cell_length(width, base)

    def _question(self, question: Question, focused: bool, width: int) -> Strip:
        ink = self.ink
        lit = Style(bold=True) + ink.target if focused else Style()
        spans = question.spans() or tuple(each.span for each in question.dispute.candidates)
        labels = list(dict.fromkeys(span.label for span in spans))
        name = labels[0] if len(labels) == 1 else "/".join(label[:2] for label in labels)
        if question.state == "decided" and not question.spans():
            name = "none"
        text = self.session.text[question.start : min(question.end, question.start + _SHOWN)]
        head = [
            Segment("│", ink.faint),
            Segment(f" {SIGNS[question.state]} ", ink.base + lit),
            Segment(f"{name[: self._name_width].ljust(self._name_width)} ", ink.name(labels[0]) + lit),
        ]
        room = max(0, width - sum(part.cell_length for part in head) - 2)
        quote = Strip([Segment(shown(" ".join(text.split())), ink.base + lit)])
        if quote.cell_length > room:
            quote = Strip([*quote.crop(0, max(0, room - 1)), Segment("…", ink.base + lit)])
        quote = quote.adjust_cell_length(room, ink.base + lit)
        return Strip([*head, *quote, Segment("◂ " if focused else "  ", ink.base + lit)])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the question under the mouse."""
        y = event.get_content_offset_capture(self).y
        row = self._drawn[y] if 0 <= y < min(self._room, len(self._drawn)) else None
        if event.button == 1 and row and isinstance(row[0], Question):
            self._chosen(row[0].id)

    def on_mouse_scroll_down(self) -> None:
        """Show later questions."""
        self._top += _WHEEL
        self._redraw()

    def on_mouse_scroll_up(self) -> None:
        """Show earlier questions."""
        self._top -= _WHEEL
        self._redraw()
