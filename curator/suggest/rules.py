"""The suggester that needs no download: word lists and rules, told what to do by the label set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from curator.errors import CuratorError
from curator.labels import LabelRules, LabelSet
from curator.model import Attributes, Span, Suggestion
from curator.suggest import data, kinds
from curator.suggest.amounts import amounts
from curator.suggest.analysis import Analysis, Candidate
from curator.suggest.charges import charges
from curator.suggest.lexicon import Lexicon
from curator.suggest.mend import Mended
from curator.suggest.people import candidates, people
from curator.suggest.ranks import ranks
from curator.suggest.resolve import Proposal, resolve
from curator.suggest.titles import titles
from curator.suggest.userrules import Never, UserRules

NAME = "rules"
VERSION = 4
"""Raised whenever the rules themselves could find something else."""
FAMILIES = ("people", "ranks", "charges", "amounts")
SETTINGS = {"min_score": 0.4}
_KIND_OF_WORDS = {"ranks": kinds.ALONE, "charges": kinds.OFFENCE}


class RulesSuggester:
    """Proposes people, ranks, charges and amounts of money, and what the label set adds to them."""

    def __init__(self, label_set: LabelSet, settings: dict[str, Any]) -> None:
        """Compile the word lists and the rules of the labels.

        Raises:
            CuratorError: A setting or a family is unknown, or a pattern is no regular expression.
        """
        self._min_score = _min_score(settings)
        self._labels: dict[str, str] = {}
        self._overlap = label_set.overlap
        extra: dict[int, list[str]] = {}
        for label in label_set.labels:
            family = _family(label.name, label.rules)
            if family is not None:
                self._labels.setdefault(family, label.name)
                if family in _KIND_OF_WORDS:
                    extra.setdefault(_KIND_OF_WORDS[family], []).extend(label.rules.words)
        self._lexicon = Lexicon(extra)
        self._user = UserRules(label_set.labels)
        self._never = Never(label_set.labels)
        self._fingerprint = _fingerprint(label_set, self._min_score)

    @property
    def name(self) -> str:
        """The name that its suggestions bear as their source."""
        return NAME

    @property
    def fingerprint(self) -> str:
        """Changes with the rules, the word lists, the labels' rules and the settings."""
        return self._fingerprint

    def suggest(self, text: str) -> list[Suggestion]:
        """The spans proposed for this text, in reading order."""
        proposals = self._never.allowed(text, self._proposals(text))
        return [_suggestion(p) for p in resolve(proposals, overlap=self._overlap)]

    def _proposals(self, text: str) -> list[Proposal]:
        """All that is proposed with the least score or a higher one, in no order."""
        least = self._min_score
        proposals = [p for p in self._user.find(text) if p.score >= least]
        if not self._labels:
            return proposals
        mended = Mended(text)
        moved = mended.moved
        for family, found in self._families(Analysis(mended.text, self._lexicon)):
            label = self._labels[family]
            for each in found:
                if each.score < least:
                    continue
                start, end = mended.original(each.start, each.end) if moved else (each.start, each.end)
                attributes: Attributes = {}
                if each.value is not None and each.currency is not None:
                    attributes = {"value": each.value, "currency": each.currency}
                proposals.append(Proposal(start, end, label, each.score, each.reason, attributes))
        return proposals

    def _families(self, a: Analysis) -> Iterator[tuple[str, Iterable[Candidate]]]:
        wanted = self._labels
        if "people" in wanted or "ranks" in wanted:
            heads = titles(a)
            names = people(a, heads)
            if "people" in wanted:
                yield "people", candidates(a, names)
            if "ranks" in wanted:
                yield "ranks", ranks(a, heads, {name.first for name in names})
        rest: dict[str, Callable[[Analysis], Iterator[Candidate]]] = {"charges": charges, "amounts": amounts}
        for family, find in rest.items():
            if family in wanted:
                yield family, find(a)


def build_rules(label_set: LabelSet, settings: dict[str, Any]) -> RulesSuggester:
    """The suggester ``rules`` for a label set, with its settings (``min_score``)."""
    return RulesSuggester(label_set, settings)


def _suggestion(p: Proposal) -> Suggestion:
    return Suggestion(Span(p.start, p.end, p.label, p.attributes), NAME, p.score, p.reason)


def _family(label: str, rules: LabelRules) -> str | None:
    if rules.use is not None and rules.use not in FAMILIES:
        raise CuratorError(
            f"unknown family of rules {rules.use!r}",
            where=f"label {label}, rules.use",
            fix=f"use one of {', '.join(FAMILIES)}",
        )
    return rules.use


def _min_score(settings: dict[str, Any]) -> float:
    for name in settings:
        if name not in SETTINGS:
            raise CuratorError(
                f"unknown setting {name!r}", where=f"suggester {NAME}", fix=f"known settings: {', '.join(SETTINGS)}"
            )
    value = settings.get("min_score", SETTINGS["min_score"])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise CuratorError(f"min_score is {value!r}", where=f"suggester {NAME}", fix="give a number from 0 to 1")
    return float(value)


def _fingerprint(label_set: LabelSet, min_score: float) -> str:
    digest = hashlib.sha256()
    rules = [(label.name, msgspec.to_builtins(label.rules)) for label in label_set.labels]
    digest.update(json.dumps([VERSION, min_score, label_set.overlap, rules], sort_keys=True).encode())
    for name in data.FILES:
        digest.update(data.raw(name).encode())
    return digest.hexdigest()
