"""What the lines around the article say in an adjudication: who has what, how it was decided, the keys."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from rich.style import Style

from curator.gold.case import Question
from curator.gold.rulings import TOLD
from curator.model import Span
from curator.review.adjudication import Adjudication
from curator.review.bench import Bench
from curator.review.keys import Command
from curator.review.said import one_line, titled
from curator.tui.ink import Ink, Piece
from curator.tui.screens.told import BOLD, PLAIN, Saved, label_keys
from curator.tui.widgets.bars import Hints, Line

_ALARM = Style(bold=True, reverse=True)
_QUOTE = 50
_ABOUT = {
    "none": "all agree", "missed": "not all have it", "boundary": "the edges", "label": "the label",
    "attributes": "the attributes", "several": "edges, labels or number",
}  # fmt: skip


def heading(bench: Bench, ink: Ink, project: str, *, saved: Saved, revealed: bool) -> tuple[Line, Line]:
    """Whose adjudication of what, how far it is, and the document."""
    session, tally = bench.session, bench.tally
    review, questions = session.review, session.questions
    status = {"todo": "", "started": "", "done": " · done ✓", "skipped": " · skipped"}[review.status]
    settled = sum(question.state != "open" for question in questions)
    flag = " · flagged ⚑" if review.flagged else ""
    counts = f"{bench.ordinal} of {tally.documents} · {tally.done} done · "
    counts += f"{settled}/{len(questions)} decided{status}{flag} · "
    shown = {"yes": ("saved ✓", PLAIN), "soon": ("saving ·", PLAIN), "no": ("NOT SAVED", _ALARM)}[saved]
    first: Line = (
        ((" curator", BOLD), (f"  {project} · adjudication", ink.faint)),
        ((f" {counts}", PLAIN), shown, (" ", PLAIN)),
    )
    document = session.document
    named = "  ".join(f"{session.letter(name)} {name}" for name in session.names) if revealed else ""
    second: Line = (
        ((f" {document.key}", BOLD), (f" · {titled(document.title)}", ink.faint)),
        ((f"{named} ", PLAIN),) if named else (),
    )
    return first, second


def status(session: Adjudication, ink: Ink, said: str, wrong: bool) -> tuple[Piece, ...]:
    """What was just done; else what is selected; else what the question in focus is about."""
    if said:
        return ((f" {'! ' if wrong else ''}{said}", BOLD if wrong else PLAIN),)
    if session.selection:
        start, end = session.target() or (0, 0)
        return ((" selected ", ink.faint), (f"“{one_line(session.text, _QUOTE, start, end)}”", BOLD))
    question = session.question
    if question is None:
        left = session.case.open
        return ((f" {left} open" if left else " all is decided: Enter finishes", ink.faint),)
    if question.state == "agreed":
        return ((" all have ", ink.faint), *_spans(session, ink, question.spans()))
    pieces: list[Piece] = []
    for name, spans in question.dispute.basis.items():
        pieces += [(f" {session.letter(name)} ", BOLD), *_spans(session, ink, spans), (" ", PLAIN)]
    return tuple(pieces)


def evidence(session: Adjudication, ink: Ink, width: int, *, revealed: bool) -> tuple[tuple[Piece, ...], ...]:
    """What the question in focus is about, in lines of ``width`` cells."""
    title: tuple[Piece, ...] = (("─ dispute ".ljust(width, "─"), ink.faint),)
    question = session.question
    if question is None:
        return (title,)
    lines: list[tuple[Piece, ...]] = [title, ((_about(question), PLAIN),)]
    for name, spans in question.dispute.basis.items():
        who = f"{session.letter(name)} {name} " if revealed else f"{session.letter(name)} "
        if question.state != "agreed":
            lines.append(((who, BOLD), *_spans(session, ink, spans)))
    lines.append((("★ ", BOLD), *(_spans(session, ink, question.spans()) if question.state != "open" else ())))
    lines += [((part, PLAIN),) for part in _ruling(session, question, width)]
    return tuple(lines)


def _about(question: Question) -> str:
    about = "only gold has it" if not question.dispute.candidates else _ABOUT[question.dispute.difference]
    return f"{question.state} · {about}"


def _ruling(session: Adjudication, question: Question, width: int) -> list[str]:
    ruling, lines = question.ruling, []
    if ruling is not None and question.state == "decided":
        whose = ", ".join(session.letter(name) if name in session.names else name for name in ruling.of)
        lines.append(f"took {whose}’s" if ruling.how == "take" else TOLD[ruling.how])
    reason, guideline = session.reason(question)
    if reason or guideline:
        lines.append(f"why: {reason}{f' [{guideline}]' if guideline else ''}")
    return [part for line in lines for part in textwrap.wrap(line, width)]


def _spans(session: Adjudication, ink: Ink, spans: Sequence[Span]) -> list[Piece]:
    if not spans:
        return [("nothing", ink.faint)]
    pieces: list[Piece] = []
    for span in spans:
        values = "".join(f" {name}={value}" for name, value in span.attributes.items())
        pieces += [
            (span.label, ink.name(span.label) + BOLD),
            (f" “{one_line(session.text, _QUOTE, span.start, span.end)}”{values} ", PLAIN),
        ]
    return pieces


def hints(session: Adjudication, ink: Ink, commands: Sequence[Command], keys: Mapping[str, str]) -> Hints:
    """The keys of what can be done now."""

    def first(name: str) -> str:
        return keys.get(name, "").split(" ")[0]

    label = (label_keys(session, first("pick")), "label")
    if session.selection:
        rows = [label, ("← →", "by token"), (first("other"), "other end"), (first("finish"), "the same label")]
        rows.append((first("cancel"), "back"))
    else:
        here = [each for each in commands if each.hint and not each.name.startswith("take_")]
        sides = [each for each in commands if each.name.startswith("take_")][: len(session.names)]
        wanted = ("majority", "union", "intersection")
        order = [*sides, *(each for each in here if each.name in wanted)]
        rows = [(first(each.name), each.hint) for each in order] if session.question else []
        rows += [label] if session.question else []
        rest = ("nothing", "select", "why", "finish", "undo", "help", "guideline", "quit")
        by_name = {each.name: each for each in here}
        rows += [(first(name), by_name[name].hint) for name in rest if session.question or name not in rest[:3]]
    return Hints.of(rows, ink.faint)
