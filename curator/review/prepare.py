"""Suggestions for a document, made when they are missing or out of date."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model import Attributes
from curator.store.api import Store
from curator.suggest.api import Suggester


def prepare(store: Store, suggesters: Sequence[Suggester], number: int) -> bool:
    """Have every suggester's current proposals for a document in the store; returns whether any had to be made."""
    stale = [s for s in suggesters if store.fingerprint(number, s.name) != s.fingerprint]
    if not stale:
        return False
    text = store.document(number).text
    for suggester in stale:
        rows = [(number, suggester.suggest(text))]
        store.save_suggestions(rows, source=suggester.name, fingerprint=suggester.fingerprint)
    return True


def attributes_of(suggesters: Sequence[Suggester], text: str, label: str) -> Attributes:
    """What the suggesters read in a text that bears this label as a whole; nothing where none takes it for that."""
    for suggester in suggesters:
        for found in suggester.suggest(text):
            if found.span.label == label and found.span.start == 0 and found.span.end == len(text):
                return found.span.attributes
    return {}
