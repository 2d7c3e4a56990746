"""A desk over a real store, on documents made for the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from curator.labels import Attribute, Label, LabelSet
from curator.model import Document, Span, Suggestion, text_hash
from curator.review.desk import Desk
from curator.store.api import Store
from curator.store.records import Incoming
from tests.copied import copied_store

AMOUNT = (Attribute("value", "number"), Attribute("currency", "text"))
LABELS = LabelSet(
    (
        Label("PERSON", "Person", "p", "#5a96d2", "A name."),
        Label("RANK", "Rank", "r", "#b4871e", "A rank."),
        Label("AMOUNT", "Amount", "m", "#961eff", "A sum.", attributes=AMOUNT),
    ),
    overlap=True,
    suggesters=(),
    sha256="0" * 64,
)


def document(key: str, text: str) -> Document:
    return Document(key, text, text_hash(text), text[:20])


def suggestion(start: int, end: int, label: str = "PERSON", score: float = 0.9, source: str = "rules") -> Suggestion:
    return Suggestion(Span(start, end, label), source, score, "a reason")


def fill(store: Store, documents: Sequence[tuple[Document, Sequence[Suggestion]]]) -> None:
    outcomes = []
    store.add((Incoming(doc, tuple(suggestions), doc.key) for doc, suggestions in documents), outcomes.append)
    assert [intake.outcome for intake in outcomes] == ["added"] * len(documents)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = copied_store(tmp_path / "curator.db")
    yield opened
    opened.close()


@pytest.fixture
def desk_on(store: Store) -> Callable[..., Desk]:
    """A desk on texts, each with its suggestions."""

    def make(
        *texts: str, suggestions: Sequence[Suggestion] = (), labels: LabelSet = LABELS, reviewer: str = "anna"
    ) -> Desk:
        if not store.count():
            filled = [(document(f"d{n}", text), suggestions if n == 0 else ()) for n, text in enumerate(texts)]
            fill(store, filled)
        return Desk(store, labels, layer=reviewer, author=reviewer)

    return make
