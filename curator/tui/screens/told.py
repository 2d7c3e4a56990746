"""What the lines around the article say: where one is, what was done, the evidence, the keys."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Literal

from rich.style import Style

from curator.model import Attributes
from curator.review.desk import Desk
from curator.review.items import NOTED
from curator.review.keys import COMMANDS
from curator.review.precedents import OTHERWISE, as_labelled, otherwise
from curator.review.reading import Reading
from curator.review.said import one_line, titled
from curator.review.session import Session
from curator.store.records import Precedents
from curator.tui.cells import unseen
from curator.tui.ink import Ink, Piece
from curator.tui.widgets.bars import Hints, Line

BOLD = Style(bold=True)
PLAIN = Style()
Saved = Literal["yes", "soon", "no"]
_ALARM = Style(bold=True, reverse=True)
_HINTS = {command.name: command.hint for command in COMMANDS if command.hint}
_FIRST = ("accept", "reject", "next_pending", "undo", "finish", "help")
_ORDER = (*_FIRST, *(name for name in _HINTS if name not in _FIRST))
"""What is most wanted comes first: on a narrow screen the rest is cut off."""
_NEED_FOCUS = frozenset({"accept", "reject", "edges"})
_QUOTE = 60
_KEYS_SHOWN = 8


def header(desk: Desk, ink: Ink, project: str, *, saved: Saved, wide: bool) -> Line:
    """Whose review of what; and how far it is, here and in all, and where there is room how fast."""
    session, tally = desk.session, desk.tally
    review = session.review
    status = {"todo": "", "started": "", "done": " · done ✓", "skipped": " · skipped"}[review.status]
    marks = f"{' · flagged ⚑' if review.flagged else ''}{' · note' if review.note else ''}"
    decided = f"{session.decided}/{session.decided + len(session.pending)} decided" if desk.whole else "…"
    place = (
        f"{desk.ordinal} of {tally.documents} · {tally.done}" if desk.ordinal else f"{tally.done} of {tally.documents}"
    )
    counts = f"{place} done · {decided}{status}{marks} · "
    if wide and desk.pace:
        counts += f"{desk.pace} · "
    shown = {"yes": ("saved ✓", PLAIN), "soon": ("saving ·", PLAIN), "no": ("NOT SAVED", _ALARM)}[saved]
    left = ((" curator", BOLD), (f"  {project} · {desk.home}", ink.faint))
    return left, ((f" {counts}", PLAIN), shown, (" ", PLAIN))


def title(desk: Desk, ink: Ink, elsewhere: Precedents | None = None, hint: str = "") -> Line:
    """The document's key and title; how the text in focus is labelled elsewhere, if otherwise; else a hint."""
    document = desk.session.document
    left = ((f" {document.key}", BOLD), (f" · {titled(document.title)}", ink.faint))
    right = (*_radar(desk, elsewhere), *_filter(desk))
    return left, right or (((f" {hint} ", ink.faint),) if hint else ())


def _filter(desk: Desk) -> tuple[Piece, ...]:
    """What is shown alone, as long as that is so."""
    if desk.filter is None:
        return ()
    hidden = desk.session.hidden_pending
    return ((f" filter: {desk.filter.line}{f' · {hidden} pending hidden' if hidden else ''} ", _ALARM),)


def _radar(desk: Desk, elsewhere: Precedents | None) -> tuple[Piece, ...]:
    focus = desk.session.focus
    found = otherwise(elsewhere, focus.span.label) if elsewhere and focus else ""
    return ((f" {OTHERWISE} {found} ", BOLD),) if found else ()


def status(session: Session, ink: Ink, said: str, wrong: bool) -> tuple[Piece, ...]:
    """What was just done; else what is selected; else the span in focus, with the best reason for it."""
    if said:
        return ((f" {'! ' if wrong else ''}{said}", BOLD if wrong else PLAIN),)
    if session.selection:
        start, end = session.target() or (0, 0)
        return ((" selected ", ink.faint), (f"“{one_line(session.text, _QUOTE, start, end)}”", BOLD))
    focus = session.focus
    here = unseen(session.text[session.cursor : session.cursor + 1])
    if focus is None:
        return ((f" {here}", PLAIN),)
    pieces: list[Piece] = [
        (f" {focus.span.label}{focus.signs}", ink.name(focus.span.label) + BOLD),
        (f" “{one_line(session.text, _QUOTE, focus.span.start, focus.span.end)}”", PLAIN),
    ]
    if focus.note:
        pieces.append((f"  {NOTED} {' '.join(focus.note.split())}", PLAIN))
    if focus.suggestions:
        best = focus.suggestions[0]
        score = "" if best.score is None else f" {best.score:.2f}"
        pieces.append((f"  {_because(best.source + score, best.reason)}", ink.faint))
    if focus.span.attributes:
        pieces.append((f"  {_attributes(focus.span.attributes)}", ink.faint))
    return (*pieces, (f"  {here}", ink.faint)) if here else tuple(pieces)


def evidence(
    session: Session, ink: Ink, width: int, most: int, elsewhere: Precedents | None = None
) -> tuple[tuple[Piece, ...], ...]:
    """Why the span in focus is there, in at most so many lines of ``width`` cells; what was decided elsewhere last."""
    heading = (("─ evidence ".ljust(width, "─"), ink.faint),)
    focus = session.focus
    if focus is None:
        return (heading,)
    score = "" if focus.score is None else f" · {focus.score:.2f}"
    first = ((focus.span.label, ink.name(focus.span.label) + BOLD), (f"{score} · {focus.mark}", PLAIN))
    texts = [f"{NOTED} {focus.note}"] if focus.note else []
    texts += [_because(suggestion.source, suggestion.reason) for suggestion in focus.suggestions] or ["made by hand"]
    if focus.span.attributes:
        texts.append(_attributes(focus.span.attributes))
    lines = (heading, first, *(((part, PLAIN),) for text in texts for part in _wrapped(text, width)))
    before = as_labelled(elsewhere, focus.span.label) if elsewhere else ""
    other = otherwise(elsewhere, focus.span.label) if elsewhere else ""
    found = [((before, PLAIN),)] if before else []
    found += [((f"{OTHERWISE} {other}", BOLD),)] if other else []
    return (*lines[: most - len(found)], *found)


def footer(session: Session, ink: Ink, keys: Mapping[str, str]) -> Hints:
    """The keys of what can be done now. ``keys`` are the live ones, by command."""
    labels = (label_keys(session, _first(keys, "pick")), "label")
    rows = _in_selection(session, keys, labels) if session.selection else _at_rest(session, keys, labels)
    return Hints.of(rows, ink.faint)


def label_keys(session: Reading, picker: str) -> str:
    """The keys of the labels; only some of them, and the key that finds any label, where there are too many."""
    every = [label.key for label in session.labels.labels]
    shown = [key for key in every if key][:_KEYS_SHOWN]
    return " ".join(shown) if len(shown) == len(every) else " ".join([*shown, "…", picker] if shown else [picker])


def _in_selection(session: Session, keys: Mapping[str, str], labels: tuple[str, str]) -> list[tuple[str, str]]:
    characters = f"{_first(keys, 'character_left')} {_first(keys, 'character_right')}"
    tokens = f"{_last(keys, 'left')} {_last(keys, 'right')}"
    ends = [(tokens, "by token"), (characters, "by character"), (_first(keys, "other"), "other end")]
    rows = [labels, (_first(keys, "select"), "more"), *ends, (_first(keys, "cancel"), "back")]
    if session.selection and session.selection.origin is not None:
        rows.insert(0, (_first(keys, "finish"), "keep the label"))
    return rows


def _at_rest(session: Session, keys: Mapping[str, str], labels: tuple[str, str]) -> list[tuple[str, str]]:
    focused = session.focus is not None
    rows = [(_first(keys, name), _HINTS[name]) for name in _ORDER if focused or name not in _NEED_FOCUS]
    rows.insert(2 if focused else 0, labels)
    return rows


def _because(source: str, reason: str) -> str:
    """Who proposes a span, and why; an imported suggestion may have no reason."""
    return f"{source}: {reason}" if reason else source


def _wrapped(text: str, width: int) -> list[str]:
    return [text] if len(text) <= width else textwrap.wrap(text, width)


def _first(keys: Mapping[str, str], name: str) -> str:
    return keys.get(name, "").split(" ")[0]


def _last(keys: Mapping[str, str], name: str) -> str:
    """The last key of a command: of those that move, the one that shows where."""
    return keys.get(name, "").split(" ")[-1]


def _attributes(attributes: Attributes) -> str:
    """Attributes in one line."""
    return ", ".join(
        f"{name} {value:,}" if isinstance(value, int | float) else f"{name} {value}"
        for name, value in attributes.items()
    )
