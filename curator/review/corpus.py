"""The same label at many places of many articles, as one act: what would be done, and what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Literal

import msgspec

from curator.labels import LabelSet
from curator.model import Attributes
from curator.review.everywhere import LeftAlone, left_alone
from curator.review.items import Item, by_span, items_of, place_of
from curator.review.prepare import attributes_of, prepare
from curator.review.proposal import Draft
from curator.review.said import quoted
from curator.review.session import Session
from curator.store.api import Store
from curator.store.records import Passage
from curator.suggest.api import Suggester

FINISHED = ("done", "skipped")
LeftOut = LeftAlone | Literal["finished", "foreign"]

_WHY: dict[LeftOut, str] = {
    "decided": "decided",
    "longer": "inside a longer suggestion",
    "part": "part of a word",
    "finished": "in finished articles",
    "foreign": "in articles that are not assigned to you",
}


class Plan(msgspec.Struct, frozen=True):
    """What would be decided: drafts by the key of their document, in order; and how many places are left out."""

    label: str
    quote: str
    places: int
    drafts: tuple[tuple[str, tuple[Draft, ...]], ...]
    left_out: dict[LeftOut, int]

    @property
    def said(self) -> str:
        """What is done, or would be."""
        what = _many(self.places, "hit") + (f" {quoted(self.quote)}" if self.quote else "")
        return f"{what} in {_many(len(self.drafts), 'article')} labelled {self.label}"

    @property
    def question(self) -> str:
        """Whether it should be done."""
        where = _many(len(self.drafts), "article")
        return f"label {_many(self.places, 'hit')} in {where} as {self.label}?{self.spared}"

    @property
    def spared(self) -> str:
        """What is left out, as a sentence; empty where nothing is."""
        parts = [f"{self.left_out[why]} {_WHY[why]}" for why in _WHY if self.left_out.get(why)]
        return f" Left out: {', '.join(parts)}." if parts else ""


def plan(label: str, articles: Iterable[tuple[Session | None, Sequence[tuple[int, int]]]]) -> Plan:
    """What gives a label to places (half-open, in code points; none over another) of articles.

    Left out are the places that were decided on, those inside a longer suggestion, parts of words, and all in articles
    that are done or skipped, or not this layer's to label (None).
    """
    drafts: list[tuple[str, tuple[Draft, ...]]] = []
    left: Counter[LeftOut] = Counter()
    quotes: set[str] = set()
    count = 0
    for session, places in articles:
        if session is None:
            left["foreign"] += len(places)
            continue
        if session.review.status in FINISHED:
            left["finished"] += len(places)
            continue
        gone = [item.span for item in session.rejected()]
        here: list[Draft] = []
        for place in places:
            why = left_alone(session, place, gone)
            if why:
                left[why] += 1
                continue
            here += session.label_at(*place, label)
            quotes.add(session.text[slice(*place)])
            count += 1
        if here:
            drafts.append((session.document.key, tuple(here)))
    return Plan(label, quotes.pop() if len(quotes) == 1 else "", count, tuple(drafts), dict(left))


class Opener:
    """Opens articles in one layer, with their suggestions made where they are missing.

    Args:
        layer: The layer.
        labels: The label set.
        suggesters: What makes suggestions.
        own: The number of an article that is opened in another layer, and that layer.
    """

    def __init__(
        self,
        layer: str,
        labels: LabelSet,
        suggesters: Callable[[], Sequence[Suggester]],
        own: tuple[int, str] | None = None,
    ) -> None:
        self._layer = layer
        self._own = own
        self._labels = labels
        self._suggesters = suggesters

    def open(self, store: Store, places: Iterable[Passage]) -> Iterator[tuple[Session | None, list[tuple[int, int]]]]:
        """Each article with its places, None for one that is not assigned to the layer.

        ``places`` are in the order of the articles.
        """
        suggesters = self._suggesters()

        @cache
        def read(text: str, label: str) -> Attributes:
            return attributes_of(suggesters, text, label)

        for number, here in _by_article(places):
            if not store.in_queue(self._layer, number):
                yield None, here
                continue
            layer = self._own[1] if self._own and self._own[0] == number else self._layer
            state = store.state(layer, number)
            if state.review.status not in FINISHED:
                prepare(store, suggesters, number)
            yield Session(store.document(number), store.suggestions(number), state, self._labels, read), here


def _by_article(places: Iterable[Passage]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    for number, group in groupby(places, key=lambda place: place.number):
        yield number, [(place.start, place.end) for place in group]


def marks_at(store: Store, layer: str, places: Sequence[Passage]) -> list[list[Item]]:
    """For each place of one article, what overlaps it in this layer and its pending suggestions."""
    start, end = min(place.start for place in places), max(place.end for place in places)
    cells, suggestions = store.within(layer, places[0].number, start, end)
    proposed = by_span(sorted(suggestions, key=place_of))
    items = list(items_of(proposed, {cell.id: cell for cell in cells}, {}))
    return [
        sorted(
            (item for item in items if item.span.start < place.end and place.start < item.span.end),
            key=lambda item: (abs(item.span.end - item.span.start - (place.end - place.start)), item.key),
        )
        for place in places
    ]


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
