"""Which spans are shown: a line such as ``RANK ?`` or ``score<.8 source:rules``, and what it leaves out.

    RANK  PERSON,RANK      of one of these labels (a name, the beginning of one, or a label's key)
    ? ✓ ✎ + ×  pending     that stand so: pending, accepted, edited, added, rejected, or decided for all but the first
    source:rules           proposed by this suggester; source:hand for those that nobody proposed
    score<.8  score>=.5    that score so; those without a score never do; score:none for these
    -RANK  -source:rules   not of this label, not by this suggester, not so

All parts must hold; of several labels, states or sources one is enough.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Literal, get_args

import msgspec

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.items import SIGNS, Item, Mark

HINT = "RANK,PERSON  ?  pending  score<.8  source:rules  -RANK"
_STATES: dict[str, frozenset[str]] = {
    **{mark: frozenset({mark}) for mark in get_args(Mark)},
    **{sign: frozenset({mark}) for mark, sign in SIGNS.items()},
    "decided": frozenset(get_args(Mark)) - {"pending"},
}
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}  # fmt: skip
_SCORE = re.compile(r"score(<=|>=|<|>|=)(.*)")
Kind = Literal["label", "state", "source"]


class FilterError(CuratorError):
    """A part of a filter that means nothing."""


class Part(msgspec.Struct, frozen=True):
    """One of these values (``wanted``), or none of them."""

    kind: Kind
    values: frozenset[str]
    wanted: bool = True

    def keeps(self, item: Item) -> bool:
        """Whether an item is shown, as far as this part goes."""
        if self.kind == "label":
            found = item.span.label in self.values
        elif self.kind == "state":
            found = item.mark in self.values
        else:
            sources = {suggestion.source for suggestion in item.suggestions} or {"hand"}
            found = bool(sources & self.values)
        return found == self.wanted


class Score(msgspec.Struct, frozen=True):
    """A score compared with a value; without an operator, none at all."""

    operator: str
    value: float = 0

    def keeps(self, item: Item) -> bool:
        """Whether an item is shown, as far as this part goes."""
        score = item.score
        if not self.operator:
            return score is None
        return score is not None and _OPERATORS[self.operator](score, self.value)


class SpanFilter(msgspec.Struct, frozen=True):
    """What is shown, as it was typed and in its parts, all of which must hold."""

    line: str
    parts: tuple[Part | Score, ...]

    def keeps(self, item: Item) -> bool:
        """Whether an item is shown."""
        return all(part.keeps(item) for part in self.parts)

    @property
    def rejected(self) -> bool:
        """Whether it asks for spans that were rejected, which are hidden otherwise."""
        return any(
            isinstance(part, Part) and part.kind == "state" and part.wanted and "rejected" in part.values
            for part in self.parts
        )


def parse(line: str, labels: LabelSet) -> SpanFilter | None:
    """The filter that a line says; None for an empty one, which shows all.

    Raises:
        FilterError: A part means nothing.
    """
    wanted: dict[Kind, set[str]] = {}
    parts: list[Part | Score] = []
    for word in line.split():
        score = _SCORE.fullmatch(word.lower())
        if score:
            parts.append(Score(score[1], _number(score[2], word)))
        elif word.lower() == "score:none":
            parts.append(Score(""))
        else:
            negative = len(word) > 1 and word[0] in "-!"
            kind, values = _values(word[1:] if negative else word, labels)
            if negative:
                parts.append(Part(kind, frozenset(values), wanted=False))
            else:
                wanted.setdefault(kind, set()).update(values)
    parts += [Part(kind, frozenset(values)) for kind, values in wanted.items()]
    return SpanFilter(" ".join(line.split()), tuple(parts)) if parts else None


def _number(text: str, word: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise FilterError(f"{word}: a score is a number from 0 to 1", fix="such as score<.8")
    return value


def _values(word: str, labels: LabelSet) -> tuple[Kind, set[str]]:
    """The kind and the values of a part, which commas may part."""
    name, colon, rest = word.partition(":")
    kind = name.lower() if colon else ""
    if kind and kind not in ("label", "state", "source", "score"):
        raise FilterError(f"{word}: there is no {name}", fix="label:, state:, source: or score<")
    values = [value for value in (rest if kind else word).split(",") if value]
    if not values or kind == "score":
        raise FilterError(f"{word}: something is missing", fix=f"such as {HINT}")
    if kind == "source":
        return "source", set(values)
    if kind != "label" and (kind == "state" or all(value.lower() in _STATES for value in values)):
        return "state", {mark for value in values for mark in _state(value)}
    return "label", {named_label(value, labels, only=kind == "label") for value in values}


def _state(value: str) -> frozenset[str]:
    if value.lower() not in _STATES:
        raise FilterError(f"there is no state {value}", fix=f"one of {', '.join(get_args(Mark))}, decided")
    return _STATES[value.lower()]


def named_label(value: str, labels: LabelSet, *, only: bool) -> str:
    """The label of this name, else of this key, else the only one that begins so, in any case."""
    names = [label.name for label in labels.labels]
    same = [name for name in names if name.lower() == value.lower()]
    same = same or [label.name for label in labels.labels if label.key and label.key == value]
    same = same or [name for name in names if name.lower().startswith(value.lower())]
    if len(same) == 1:
        return same[0]
    what = "label" if only else "label or state"
    raise FilterError(
        f"{value} could be {' or '.join(same)}" if same else f"there is no {what} {value}",
        fix=f"one of {', '.join(names)}{'' if only else ', pending, accepted, edited, added, rejected, decided'}",
    )
