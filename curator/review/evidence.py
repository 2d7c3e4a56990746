"""What is known of a span, in lines: who proposed it and why, its text elsewhere, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterator

from curator.review.desk import Desk
from curator.review.history import History, line
from curator.review.items import Item
from curator.review.precedents import counted, otherwise
from curator.store.records import Precedents

EVENTS = 500
"""Decisions on a span that are told, the last ones."""


def proposed(item: Item) -> list[str]:
    """Who proposes the span, how surely, and why."""
    if not item.suggestions:
        return ["made by hand, or no longer proposed"]
    lines = []
    for each in item.suggestions:
        score = "" if each.score is None else f" {each.score:.2f}"
        lines.append(f"{each.source}{score}{f': {each.reason}' if each.reason else ''}")
    return lines


def attributes(item: Item) -> str:
    """The attributes of the span on one line; nothing where it has none."""
    return ", ".join(f"{name} {value}" for name, value in item.span.attributes.items())


def quote(desk: Desk, item: Item) -> str:
    """The text of the span."""
    return desk.session.text[item.span.start : item.span.end]


def elsewhere(precedents: Precedents, label: str) -> str:
    """Whether the text was decided on elsewhere, and how, where that was otherwise."""
    late = f"; the last {precedents.behind:,} decisions are not looked through yet" if precedents.behind else ""
    radar = otherwise(precedents, label)
    told = f"elsewhere: {radar}" if radar else "elsewhere" if precedents.labels else "decided on nowhere else"
    return f"{told}{late}"


def evidence(desk: Desk, item: Item) -> Iterator[str]:
    """All that speaks for a span and against it, a line each."""
    desk.store.index_quotes()
    yield from proposed(item)
    if values := attributes(item):
        yield f"attributes: {values}"
    found = desk.store.precedents(desk.home, quote(desk, item), but=(desk.number, item.id))
    yield elsewhere(found, item.span.label)
    for each in sorted(found.labels, key=lambda each: each.label != item.span.label):
        yield f"{each.label} {counted(each)}"


def history(desk: Desk, item: Item) -> Iterator[str]:
    """What was done to a span, a line each; of a great many, the last ones."""
    told = History(desk.store, desk.layer, desk.session.document.key)
    total, chosen = told.last(EVENTS, span=item.id)
    if total > EVENTS:
        yield f"the last {EVENTS} of {total:,}"
    for decision in chosen:
        yield line(told.event(decision), with_document=False)
    if not total:
        yield "nothing was decided on this span yet"
