"""Documents and decisions for the tests of the store."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from curator.model import Decision, Document, Kind, Span, Suggestion, text_hash
from curator.store.api import Store
from curator.store.records import Incoming, Intake


def document(key: str, text: str | None = None, **meta: object) -> Document:
    text = f"The text of {key}, in which there is room for spans." if text is None else text
    return Document(key, text, text_hash(text), f"Title of {key}", meta)


def incoming(key: str, text: str | None = None, suggestions: tuple[Suggestion, ...] = ()) -> Incoming:
    return Incoming(document(key, text), suggestions, f"articles.jsonl:{key}")


def suggestion(start: int, end: int, label: str = "PERSON", source: str = "rules") -> Suggestion:
    return Suggestion(Span(start, end, label), source, 0.5, "rank before a name")


def fill(store: Store, keys: Iterable[str]) -> list[Intake]:
    """Add a document for each key, and give back what was told about them."""
    told: list[Intake] = []
    store.add(map(incoming, keys), told.append)
    return told


class Log:
    """Makes decisions with ids that grow; the same ones each time."""

    def __init__(self, layer: str = "anna", author: str | None = None, first: int = 1) -> None:
        self.layer = layer
        self.author = author or layer
        self._numbers: Iterator[int] = itertools.count(first)

    def id(self) -> str:
        return f"01900000-0000-7000-8000-{next(self._numbers):012x}"

    def decide(self, kind: Kind, key: str = "a", *, act: str | None = None, **parts: object) -> Decision:
        identifier = self.id()
        return Decision(
            id=identifier,
            act=act or identifier,
            time="2026-01-02T03:04:05.678Z",
            layer=self.layer,
            author=self.author,
            document=key,
            kind=kind,
            **parts,  # type: ignore[arg-type]
        )

    def span(self, kind: Kind, start: int, end: int, key: str = "a", *, act: str | None = None) -> Decision:
        """A decision on the span that a suggestion of this place would have."""
        span = Span(start, end, "PERSON")
        name = f"{start}:{end}:PERSON"
        return self.decide(kind, key, act=act, span_id=name, span=span, suggestion=name)

    def undo(self, act: str, key: str = "a") -> Decision:
        return self.decide("undo", key, undoes=act)
