"""What is known of a span: who proposed it and why, where its text was decided on before, and what was done to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import ClassVar

from rich.style import Style

from curator.errors import CuratorError
from curator.review.desk import Desk
from curator.review.evidence import attributes, elsewhere, history, proposed, quote
from curator.review.items import NOTED, Item
from curator.review.precedents import counted
from curator.review.said import PAST, shortened
from curator.store.records import Place, PrecedentPlace
from curator.tui.ink import Ink
from curator.tui.keymap import key_name
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.listing import Entry, Line, wrapped

_BOLD = Style(bold=True)
_PLAIN = Style()
_PLACES = 20
"""Places that are listed for each label, accepted or rejected."""


class EvidenceScreen(ListScreen):
    """The evidence for a span, and its history; Enter goes to a place where the same text was decided on.

    Args:
        desk: What is worked on; all that was decided is saved.
        item: The span.
        ink: In which styles.
    """

    AGAIN: ClassVar = ("turn", "history")

    def __init__(self, desk: Desk, item: Item, ink: Ink) -> None:
        super().__init__(ink)
        self._desk = desk
        self._item = item
        self._quote = quote(desk, item)
        self._history = False
        self._key = ""
        # What was decided just now belongs to it. More than that is looked through in the background.
        with suppress(CuratorError):
            desk.store.index_quotes()

    def close_with(self, keys: Iterable[str]) -> None:
        """Have these keys turn to the history and back, and name the first of them in the heading."""
        keys = tuple(keys)
        self._key = key_name(keys[0]) if keys else ""
        super().close_with(keys)

    def heading(self) -> Line:
        """The span, and the keys."""
        item = self._item
        other = f"{self._key} {'evidence' if self._history else 'history'} · " if self._key else ""
        keys = f"{other}{'' if self._history else '⏎ go there · '}Esc back"
        what = "history of " if self._history else ""
        return (
            (what, _PLAIN),
            (f"{item.span.label}{item.signs}", self.ink.name(item.span.label) + _BOLD),
            (f" “{shortened(self._quote, 40)}” {item.span.start}-{item.span.end}", _PLAIN),
            (f"  {keys}", self.ink.faint),
        )

    def entries(self, width: int) -> Sequence[Entry]:
        """Evidence or history."""
        return list(self._told(width) if self._history else self._evidence(width))

    def action_turn(self) -> None:
        """From the evidence to the history, and back."""
        self._history = not self._history
        self.fill(cursor=0)

    # Evidence

    def _evidence(self, width: int) -> Iterator[Entry]:
        item = self._item
        if item.note:
            yield Entry(wrapped(f"{NOTED} {item.note}", width, _PLAIN))
        for told in (*proposed(item), attributes(item)):
            if told:
                yield Entry(wrapped(told, width, _PLAIN))
        yield from self._elsewhere(width)

    def _elsewhere(self, width: int) -> Iterator[Entry]:
        """Where the same text was decided on, other labels first."""
        desk, label = self._desk, self._item.span.label
        here = desk.number, self._item.id
        found = desk.store.precedents(desk.home, self._quote, but=here)
        yield Entry((((elsewhere(found, label), _BOLD),),))
        for each in sorted(found.labels, key=lambda each: each.label == label):
            name = (each.label, self.ink.name(each.label) + _BOLD)
            yield Entry(((name, (f" {counted(each)}", _PLAIN)),))
            for rejected in (False, True):
                places = desk.store.precedent_places(
                    desk.home, self._quote, each.label, rejected=rejected, but=here, limit=_PLACES
                )
                yield from (self._place(place, width) for place in places)

    def _place(self, place: PrecedentPlace, width: int) -> Entry:
        head, quote = f"  {place.key}:{place.span.start} {PAST[place.kind]}: ", _flat(place.quote)
        before = _flat(place.before)
        # As much before the words as behind them, where there is no room for all.
        room = max(0, width - len(head) - len(quote)) // 2
        if len(place.before) < place.span.start or len(before) > room:
            before = "…" + before[-room:].partition(" ")[2]
        pieces = (
            (head, self.ink.faint),
            (before, _PLAIN),
            (quote, _BOLD + self.ink.name(place.span.label)),
            (_flat(place.after), _PLAIN),
        )
        return Entry((pieces,), Place(place.number, place.span_id, place.span.start))

    # History

    def _told(self, width: int) -> Iterator[Entry]:
        for told in history(self._desk, self._item):
            first, *others = wrapped(told, width - 2, _PLAIN)
            yield Entry((first, *((("  ", _PLAIN), *more) for more in others)))


def _flat(text: str) -> str:
    """The text with each run of white space as one space, also at its ends."""
    return re.sub(r"\s+", " ", text)
