"""How far people agree: the line, then a table at a time. Enter on a figure opens the disagreements behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Static

from curator.agreement.disagreements import KINDS, NOTHING, Disagreement
from curator.agreement.documents import Shared
from curator.agreement.report import Report
from curator.agreement.tables import confusion_table
from curator.agreement.words import (
    AXIS,
    KIND_TITLES,
    SHORT_AXIS,
    TITLES,
    axis,
    bar_or_reason,
    figure,
    notes,
    quotable,
    remarks,
    with_interval,
)
from curator.tui.cells import shown
from curator.tui.ink import readable
from curator.tui.screens.disagreements import DisagreementsScreen, fill
from curator.tui.themes import LOOKS

Test = Callable[[Disagreement], bool]
_NOT_BEHIND = {"type_f1": "boundary", "boundary_f1": "label"}
"""What a measure forgives."""
_WIDE = 100
"""From so many columns on, the axis has its whole length."""
_CONTRAST = 4.5
"""Of text with what is behind it (WCAG 2.1, AA)."""
_GOOD, _BAD = Color.parse("#2f8f5b"), Color.parse("#c2571a")


@dataclass(frozen=True)
class Material:
    """What the screen shows.

    Attributes:
        report: The figures.
        found: All disagreements, in the order of the documents.
        document_of: Gives a document by its key.
        weeks: By key, when a document was finished.
        own: Where reviewers' second answers differ from their first ones.
    """

    report: Report
    found: Sequence[Disagreement]
    document_of: Callable[[str], Shared]
    weeks: Mapping[str, str] = field(default_factory=dict)
    own: Sequence[Disagreement] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what is shown, and which disagreements stand behind it, if any."""

    text: Text
    title: str = ""
    test: Test | None = None


@dataclass(frozen=True)
class View:
    """A table: its name, its headers, its rows, and the disagreements that its cells choose from."""

    name: str
    headers: Sequence[str]
    rows: list[list[Cell]]
    found: Sequence[Disagreement]


class Figures(DataTable[Text]):
    """A table of figures, each of which can be opened."""

    BINDINGS: ClassVar = [Binding("enter", "select_cursor", "open what is behind it")]


class AgreementScreen(Screen[None]):
    """The report.

    Args:
        material: What is shown.
    """

    CSS_PATH = "agreement.tcss"
    BINDINGS: ClassVar = [
        ("tab,right_square_bracket", "turn(1)", "next table"),
        ("shift+tab,left_square_bracket", "turn(-1)", "previous"),
        *((str(number), f"show({number - 1})", "") for number in range(1, 9)),
        ("j", "move(1, 0)", ""),
        ("k", "move(-1, 0)", ""),
        ("h", "move(0, -1)", ""),
        ("l", "move(0, 1)", ""),
        ("t", "app.change_theme", "theme"),
        ("q", "app.quit", "quit"),
    ]

    def __init__(self, material: Material) -> None:
        super().__init__()
        self._material = material
        self._at = 0
        self._long = AXIS
        self._views: list[View] = []

    def compose(self) -> ComposeResult:
        """The line, what it is about, the names of the tables, the table, how it came about, the keys."""
        report = self._material.report
        yield Static(Text(shown(quotable(report)), "bold"), id="line")
        yield Static(Text("\n".join(map(shown, remarks(report)))), id="remarks")
        yield Static(id="views")
        yield Figures(cursor_type="cell", id="table")
        yield Static(Text("\n".join(map(shown, notes(report))), "dim"), id="notes")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first table."""
        self.query_one("#remarks").display = bool(list(remarks(self._material.report)))
        self.app.theme_changed_signal.subscribe(self, lambda _: self._redraw())
        self.action_show(0)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the axis as long as there is room for it."""
        long = AXIS if event.size.width >= _WIDE else SHORT_AXIS
        if long != self._long:
            self._long = long
            self._redraw()

    def action_turn(self, step: int) -> None:
        """Show the next table, or the one before."""
        self.action_show((self._at + step) % len(self._made()))

    def action_show(self, place: int) -> None:
        """Show the table with this number, if there is one."""
        views = self._made()
        if place >= len(views):
            return
        self._at = place
        names = Text()
        for number, view in enumerate(views):
            style = Style(bold=True, reverse=True) if number == place else Style()
            names.append(f" {number + 1} {view.name} ", style)
        self.query_one("#views", Static).update(names)
        table = self.query_one(Figures)
        table.clear(columns=True)
        fill(table, views[place].headers, [[cell.text for cell in row] for row in views[place].rows])
        table.focus()

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor."""
        table = self.query_one(Figures)
        table.move_cursor(row=table.cursor_row + rows, column=table.cursor_column + columns)

    def on_data_table_cell_selected(self) -> None:
        """Enter, or a click on the cell under the cursor."""
        self.action_open()

    def action_open(self) -> None:
        """Open the disagreements behind the figure under the cursor."""
        table = self.query_one(Figures)
        view = self._made()[self._at]
        if not view.rows:
            return
        cell = view.rows[table.cursor_row][table.cursor_column]
        if cell.test is None:
            self.app.bell()
            return
        found = [each for each in view.found if cell.test(each)]
        self.app.push_screen(DisagreementsScreen(cell.title, found, self._material.document_of))

    def _redraw(self) -> None:
        """Make the tables anew, in the colours of the theme and the width of the screen."""
        self._views = []
        self.action_show(self._at)

    def _made(self) -> list[View]:
        if not self._views:
            any_colour = LOOKS[self.app.theme].colours == "any"
            background = Color.parse(self.app.theme_variables["background"]) if any_colour else None
            self._views = list(_views(self._material, background, self._long))
        return self._views


def _views(material: Material, background: Color | None, long: int) -> Iterator[View]:
    report = material.report
    if report.alone is None:
        yield from _between(material, background, long)
    if report.own:
        of_reviewer = ("with oneself", "documents", "differences", "exact F1", "alpha", axis(long))
        yield View("oneself", of_reviewer, list(_own(report, long)), material.own)


def _between(material: Material, background: Color | None, long: int) -> Iterator[View]:
    """The tables on people with each other."""
    report, found = material.report, material.found
    of_label = ("label", "spans", "exact F1", "type", "boundary", "alpha", axis(long))
    yield View("labels", of_label, list(_labels(report, long)), found)
    yield View("measures", ("measure", "value", axis(long)), list(_measures(report, long)), found)
    names = report.agreement.annotators
    yield View("pairs", ("exact F1 (documents)", *names), list(_pairs(report, background)), found)
    labels, _ = confusion_table(report)
    yield View("labels × labels", ("", *labels), list(_confusion(report, background)), found)
    yield View("disagreements", ("kind", "places", "share"), list(_kinds(report)), found)
    of_document = ("worst documents", "spans", "differences", "exact F1", axis(long))
    yield View("documents", of_document, list(_documents(report, long)), found)
    if report.trend:
        yield View("weeks", ("week", "documents", "exact F1", "alpha", axis(long)), list(_weeks(material, long)), found)


def _plain(text: str, title: str = "", test: Test | None = None) -> Cell:
    return Cell(Text(shown(text)), title, test)


def _right(text: str, title: str = "", test: Test | None = None) -> Cell:
    return Cell(Text(shown(text), justify="right"), title, test)


def _heat(text: str, share: float, colour: Color, background: Color | None, title: str, test: Test) -> Cell:
    """A cell as strong in colour as the share, from 0 to 1; its figure stands in it. Without a background, it alone."""
    if background is None:
        return _right(text, title, test)
    behind = background.blend(colour, 0.6 * min(max(share, 0.0), 1.0))
    ink = readable(Color(255, 255, 255) if behind.brightness < 0.5 else Color(0, 0, 0), behind, _CONTRAST)
    style = Style(color=ink.rich_color, bgcolor=behind.rich_color)
    return Cell(Text(shown(text), style, justify="right"), title, test)


def _behind(measure: str) -> Test:
    """The disagreements that a measure counts."""
    forgiven = _NOT_BEHIND.get(measure)
    return lambda found: found.kind != forgiven


def _has(label: str, measure: str, found: Disagreement) -> bool:
    spans = (*found.left_spans, *found.right_spans)
    return any(span[2] == label for span in spans) and _behind(measure)(found)


def _labels(report: Report, long: int) -> Iterator[list[Cell]]:
    for each in report.agreement.by_label:

        def door(text: str, name: str, label: str = each.label) -> Cell:
            return _right(text, f"{label}, {TITLES[name]}", partial(_has, label, name))

        measures = each.measures
        yield [
            _plain(each.label, each.label, partial(_has, each.label, "exact_f1")),
            door(str(each.spans), "exact_f1"),
            door(with_interval(measures["exact_f1"]), "exact_f1"),
            door(figure(measures["type_f1"].value), "type_f1"),
            door(figure(measures["boundary_f1"].value), "boundary_f1"),
            door(with_interval(measures["alpha"]), "alpha"),
            door(bar_or_reason(measures["alpha"], long), "alpha"),
        ]


def _measures(report: Report, long: int) -> Iterator[list[Cell]]:
    measures = dict(report.agreement.measures)
    if report.gamma is not None:
        measures["gamma"] = report.gamma.measure
    for name, value in measures.items():
        test = _behind(name)
        cells = (TITLES[name], with_interval(value), bar_or_reason(value, long))
        yield [_plain(cells[0], TITLES[name], test), *(_right(cell, TITLES[name], test) for cell in cells[1:])]


def _pairs(report: Report, background: Color | None) -> Iterator[list[Cell]]:
    names = report.agreement.annotators
    of_pair = {(pair.left, pair.right): pair for pair in report.agreement.by_pair}
    for row in names:
        cells = [_plain(row, row, partial(_by_one, row))]
        for column in names:
            key = (min(row, column), max(row, column))
            if row == column or key not in of_pair:
                cells.append(_plain(""))
                continue
            value = of_pair[key].measures["exact_f1"].value
            text = f"{figure(value)} ({of_pair[key].documents})"
            cells.append(_heat(text, value or 0, _GOOD, background, f"{key[0]} and {key[1]}", partial(_by_two, key)))
        yield cells


def _by_one(name: str, found: Disagreement) -> bool:
    return name in (found.left, found.right)


def _by_two(names: tuple[str, str], found: Disagreement) -> bool:
    return (found.left, found.right) == names


def _confusion(report: Report, background: Color | None) -> Iterator[list[Cell]]:
    names, table = confusion_table(report)
    both = len(report.agreement.annotators) > 2
    labels = [*names[:-1], NOTHING]
    for row, counts in enumerate(table):
        total = sum(counts) or 1
        cells = [_plain(names[row], f"{names[row]} against anything", partial(_involved, labels[row], both))]
        for column, number in enumerate(counts):
            colour = _GOOD if row == column else _BAD
            test = partial(_confused, labels[row], labels[column], both)
            title = f"{names[row]} against {names[column]}"
            cells.append(_heat(str(number) if number else "·", number / total, colour, background, title, test))
        yield cells


def _confused(one: str, other: str, both: bool, found: Disagreement) -> bool:
    left = {span[2] for span in found.left_spans} or {NOTHING}
    right = {span[2] for span in found.right_spans} or {NOTHING}
    return (one in left and other in right) or (both and other in left and one in right)


def _involved(one: str, both: bool, found: Disagreement) -> bool:
    sides = (found.left_spans, found.right_spans) if both else (found.left_spans,)
    return any(one in ({span[2] for span in spans} or {NOTHING}) for spans in sides)


def _kinds(report: Report) -> Iterator[list[Cell]]:
    total = sum(report.kinds.values()) or 1
    for kind in KINDS:
        number = report.kinds[kind]
        title, test = KIND_TITLES[kind], partial(_of_kind, kind)
        yield [_plain(title, title, test), _right(str(number), title, test),
               _right(f"{100 * number / total:.0f} %", title, test)]  # fmt: skip


def _of_kind(kind: str, found: Disagreement) -> bool:
    return found.kind == kind


def _documents(report: Report, long: int) -> Iterator[list[Cell]]:
    for each in report.worst:
        test = partial(_in_document, each.key)
        value = each.measures["exact_f1"]
        cells = (str(each.spans), str(each.differences), figure(value.value), bar_or_reason(value, long))
        yield [_plain(each.key, each.key, test), *(_right(cell, each.key, test) for cell in cells)]


def _in_document(key: str, found: Disagreement) -> bool:
    return found.document == key


def _weeks(material: Material, long: int) -> Iterator[list[Cell]]:
    for each in material.report.trend:
        test = partial(_in_week, material.weeks, each.name)
        exact, alpha = each.measures["exact_f1"], each.measures["alpha"]
        cells = (str(each.documents), figure(exact.value), figure(alpha.value), bar_or_reason(exact, long))
        yield [_plain(each.name, each.name, test), *(_right(cell, each.name, test) for cell in cells)]


def _in_week(weeks: Mapping[str, str], week: str, found: Disagreement) -> bool:
    return weeks.get(found.document) == week


def _own(report: Report, long: int) -> Iterator[list[Cell]]:
    for each in report.own:
        title = f"{each.reviewer}, first and second answers"
        test = partial(_by_one, each.reviewer)
        exact, alpha = each.measures["exact_f1"], each.measures["alpha"]
        cells = (str(each.documents), str(each.disagreements), with_interval(exact), with_interval(alpha))
        yield [
            _plain(each.reviewer, title, test), *(_right(cell, title, test) for cell in cells),
            _right(bar_or_reason(exact, long), title, test),
        ]  # fmt: skip
