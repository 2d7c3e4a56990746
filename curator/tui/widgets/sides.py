"""A passage with the spans of two annotators in lanes under the text, as lines of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.style import Style
from rich.text import Text

from curator.agreement.disagreements import Key
from curator.agreement.report import Passage
from curator.tui.cells import Glyph, glyphs

_NAME = 12
"""Cells for the names of the annotators, before the text."""
_BOLD = Style(bold=True)
_FAINT = Style(dim=True)


def sides(passage: Passage, width: int) -> list[Text]:
    """The lines: the text in rows, and under each row the lanes of both.

    What is disputed has a double line and stands in bold. A span that goes on in the next row is open at that end.
    """
    found = passage.disagreement
    shown = _shown(passage)
    lines: list[Text] = []
    for row in _rows(shown, max(10, width - _NAME)):
        lines.append(Text.assemble(" " * _NAME, _text(passage, row)))
        for name, spans, own in (
            (found.left, passage.left_spans, found.left_spans), (found.right, passage.right_spans, found.right_spans),
        ):  # fmt: skip
            lanes = [_lane(lane, row, own) for lane in _levels(_within(spans, row))] or [Text()]
            label = name if len(name) < _NAME else f"{name[: _NAME - 2]}…"
            lines += [
                Text.assemble((f"{label if not level else '':<{_NAME}}", _FAINT), lane)
                for level, lane in enumerate(lanes)
            ]
    return lines


def _shown(passage: Passage) -> list[Glyph]:
    """The characters of the stretch, with their places in the document; line ends are shown as spaces."""
    found = []
    for glyph in glyphs(passage.text, 0, len(passage.text)):
        shown, width = (" ", 1) if passage.text[glyph.start] in "\n\r" else (glyph.shown, glyph.width)
        found.append(Glyph(glyph.start + passage.offset, glyph.end + passage.offset, shown, width))
    return found


def _rows(shown: Sequence[Glyph], width: int) -> Iterator[list[Glyph]]:
    """Rows that fit, broken behind a space where there is one."""
    row: list[Glyph] = []
    used = 0
    for glyph in shown:
        if used + glyph.width > width and row:
            space = max((place for place, each in enumerate(row) if each.shown == " "), default=len(row) - 1)
            yield row[: space + 1]
            row = row[space + 1 :]
            used = sum(each.width for each in row)
        row.append(glyph)
        used += glyph.width
    if row:
        yield row


def _text(passage: Passage, row: Sequence[Glyph]) -> Text:
    found = passage.disagreement
    line = Text()
    for glyph in row:
        disputed = found.start <= glyph.start < found.end
        line.append(glyph.shown, _BOLD if disputed else None)
    return line


def _within(spans: Sequence[Key], row: Sequence[Glyph]) -> list[Key]:
    return [span for span in spans if span[0] < row[-1].end and row[0].start < span[1]]


def _levels(spans: Sequence[Key]) -> list[list[Key]]:
    """Spans on as few lanes as there are spans over one place; the longer ones above."""
    levels: list[list[Key]] = []
    for span in sorted(spans, key=lambda each: (each[0] - each[1], each)):
        for level in levels:
            if all(span[1] <= other[0] or other[1] <= span[0] for other in level):
                level.append(span)
                break
        else:
            levels.append([span])
    return [sorted(level) for level in levels]


def _lane(spans: Sequence[Key], row: Sequence[Glyph], own: Sequence[Key]) -> Text:
    """Brackets under the text, with the label in them."""
    ends = [0]
    for glyph in row:
        ends.append(ends[-1] + glyph.width)
    line = Text()
    for start, end, label in spans:
        under = [place for place, glyph in enumerate(row) if glyph.start < end and start < glyph.end]
        left, right = ends[under[0]], ends[under[-1] + 1]
        line.append(" " * (left - line.cell_len))
        own_span = (start, end, label) in own
        rule, style = ("═", _BOLD) if own_span else ("─", Style())
        opens, closes = start >= row[0].start, end <= row[-1].end
        size = right - left
        inner = f"{label[: max(0, size - 3 if own_span else size - 2)]}{rule * size}"
        text = ("╰" if opens else rule) + inner
        text = text[: max(0, size - 1)] + ("╯" if closes else rule)
        line.append(text[-size:] if size else "", style)
    return line
