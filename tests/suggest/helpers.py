"""Label sets for the tests of suggesters, and what is found with them."""

from __future__ import annotations

from functools import cache
from typing import Any

from curator.labels import Label, LabelRules, LabelSet, SuggesterConfig
from curator.suggest import build
from curator.suggest.api import Suggester

FAMILIES = {"PERSON": "people", "RANK": "ranks", "CHARGE": "charges", "AMOUNT": "amounts"}


def label(name: str, **rules: Any) -> Label:
    return Label(name=name, title=name, key=name[0].lower(), colour="#88aacc", guideline="", rules=LabelRules(**rules))


def label_set(*labels: Label, overlap: bool = False, suggester: str = "rules", **settings: Any) -> LabelSet:
    return LabelSet(
        labels=labels or tuple(label(name, use=family) for name, family in FAMILIES.items()),
        overlap=overlap,
        suggesters=(SuggesterConfig(suggester, settings),),
        sha256="",
    )


@cache
def usual() -> Suggester:
    (suggester,) = build(label_set())
    return suggester


def found(text: str, name: str, suggester: Suggester | None = None) -> list[str]:
    """The texts proposed for a label, in order."""
    spans = [s.span for s in (suggester or usual()).suggest(text)]
    return [text[s.start : s.end] for s in spans if s.label == name]
