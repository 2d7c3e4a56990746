"""The article with the reviewers' spans side by side under it, and the list of questions."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from curator.gold.case import Question
from curator.review.adjudication import Adjudication
from curator.review.items import Item
from curator.review.reading import Reading
from curator.tui.grouped import GroupedLayout
from curator.tui.ink import Ink
from curator.tui.layout import Layout
from curator.tui.widgets.painter import Drawn, Painter, View
from curator.tui.widgets.pane import TextPane
from curator.tui.widgets.side import SHOWN, Panel

LETTER_MARGIN = 2
"""Cells before the text that the reviewers' letters need."""
GOLD_SIGN = "★"
SIGNS = {"open": "?", "agreed": "=", "decided": "✓"}
"""How the state of a question is written, so that colour is never the only cue."""
_BOLD = Style(bold=True)


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

    def _draw_lane(self, row: int, lane: int, items: list[Item]) -> Drawn:
        drawn = super()._draw_lane(row, lane, items)
        band = self.layout.begins(row, lane)
        if band is None or self.margin < LETTER_MARGIN:
            return drawn
        names = self.session.names
        letter = self.session.letter(names[band]) if band < len(names) else GOLD_SIGN
        lead = Segment(letter.ljust(self.margin), self.ink.faint + _BOLD)
        # In place of the margin.
        return Drawn([lead, *drawn.segments[1:]], drawn.cells)


class BesidePane(TextPane):
    """The article of an adjudication."""

    def _make_layout(self, session: Reading, width: int, within: tuple[int, int] | None) -> Layout:
        if not isinstance(session, Adjudication):
            raise TypeError("this pane shows adjudications")
        return GroupedLayout(
            session.text,
            width,
            session.items,
            group_of=session.group_of,
            groups=len(session.names) + 1,
            lanes=self.lanes,
            marks=self.marks,
            within=within,
            in_steps=True,
        )

    def _make_painter(self, session: Reading, layout: Layout, ink: Ink, margin: int = 0) -> Painter:
        if not isinstance(layout, GroupedLayout):
            # There is nothing to draw yet: it was not laid out.
            return super()._make_painter(session, layout, ink, margin)
        return BesidePainter(session, layout, ink, margin=margin)


class QuestionPanel(Panel[Question]):
    """All questions of the document, and what the one in focus is about."""

    session: Adjudication
    foot = 14

    def _entries(self) -> int:
        return len(self.session.questions)

    def _entry(self, place: int) -> Question:
        return self.session.questions[place]

    def _focus_place(self) -> int | None:
        question = self.session.question
        return self.session.questions.index(question) if question else None

    def _entry_id(self, entry: Question) -> str:
        return entry.id

    def _draw_entry(self, entry: Question, focused: bool, width: int) -> Strip:
        ink = self.ink
        spans = entry.spans() or tuple(each.span for each in entry.dispute.candidates)
        labels = list(dict.fromkeys(span.label for span in spans))
        name = labels[0] if len(labels) == 1 else "/".join(label[:2] for label in labels)
        if entry.state == "decided" and not entry.spans():
            name = "none"
        head = [
            Segment(f" {SIGNS[entry.state]} ", self._lit(ink.base, focused)),
            Segment(f"{name[: self._name_width].ljust(self._name_width)} ", self._lit(ink.name(labels[0]), focused)),
        ]
        text = self.session.text[entry.start : min(entry.end, entry.start + SHOWN)]
        return self._quoting(head, text, focused, width)
