"""Suggestions for a document, made when they are missing or out of date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from curator.labels import Label, LabelRules, LabelSet, SuggesterConfig
from curator.model import Attributes
from curator.store.api import Store
from curator.suggest.api import Suggester


def prepare(store: Store, suggesters: Sequence[Suggester], number: int) -> bool:
    """Have every suggester's current proposals for a document in the store; returns whether these may be others now."""
    text, changed = None, False
    for suggester in suggesters:
        before = store.fingerprint(number, suggester.name)
        if before == suggester.fingerprint:
            continue
        text = store.document(number).text if text is None else text
        found = suggester.suggest(text)
        store.save_suggestions([(number, found)], source=suggester.name, fingerprint=suggester.fingerprint)
        changed = changed or bool(found) or before is not None
    return changed


@cache
def _money() -> Suggester:
    """Finds sums of money whatever the project's labels are."""
    from curator.suggest import build

    label = Label("AMOUNT", "Amount", "", "#808080", "A sum of money.", rules=LabelRules(use="amounts"))
    return build(LabelSet((label,), True, (SuggesterConfig("rules"),), ""))[0]


def amounts_in(text: str) -> list[tuple[int, int]]:
    """The sums of money in a text, as half-open offsets."""
    return [(found.span.start, found.span.end) for found in _money().suggest(text)]


def attributes_of(suggesters: Sequence[Suggester], text: str, label: str) -> Attributes:
    """What the suggesters read in a text that bears this label as a whole; nothing where none takes it for that."""
    for suggester in suggesters:
        for found in suggester.suggest(text):
            if found.span.label == label and found.span.start == 0 and found.span.end == len(text):
                return found.span.attributes
    return {}
