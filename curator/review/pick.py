"""Labels by a few letters of their name, for label sets larger than the keyboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from curator.labels import Label

_PARTS = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
Rank = tuple[int, int]
"""How well it fits, 0 best; then how many characters lie between those that were typed."""


def best(labels: Sequence[Label], typed: str, recent: Sequence[str] = ()) -> list[Label]:
    """The labels that fit what was typed, the best first; all where nothing was typed.

    A label fits if each word that was typed is in its name or its title: as the whole, the beginning, the beginning of
    a word of it, the initials of its words, a part, or letters in that order. Its key fits best after its whole name.
    Case does not count. Of two that fit alike, the one that was given more recently comes first (``recent``: names, the
    latest first), then the shorter name, then the order of labels.yaml; where nothing was typed, the shorter does not
    count.
    """
    words = typed.casefold().split()
    lately = {name: place for place, name in enumerate(recent)}
    found = []
    for place, label in enumerate(labels):
        ranks = [_rank(label, word) for word in words]
        if all(ranks):
            worst = max((rank for rank in ranks if rank), default=(0, 0))
            length = len(label.name) if words else 0
            found.append((worst, lately.get(label.name, len(lately)), length, place, label))
    return [label for *_, label in sorted(found, key=lambda row: row[:-1])]


def _rank(label: Label, word: str) -> Rank | None:
    name, title = label.name.casefold(), label.title.casefold()
    if word == name:
        return 0, 0
    if word == label.key.casefold():
        return 1, 0
    for first, text in ((name, label.name), (title, label.title)):
        if first.startswith(word):
            return (2 if text is label.name else 3), 0
    parts = [_parts(label.name), _parts(label.title)]
    for place, those in enumerate(parts):
        if any(part.startswith(word) for part in those):
            return 4 + place, 0
    for those in parts:
        if "".join(part[0] for part in those).startswith(word):
            return 6, 0
    for place, text in enumerate((name, title)):
        if word in text:
            return 7 + place, 0
    gaps = [(9 + place, gap) for place, text in enumerate((name, title)) if (gap := _gaps(text, word)) is not None]
    return gaps[0] if gaps else None


@cache
def _parts(text: str) -> list[str]:
    return [part.casefold() for part in _PARTS.findall(_HUMP.sub(" ", text))]


def _gaps(text: str, word: str) -> int | None:
    """How many characters lie between those of the word, where they stand in the text in that order."""
    first = place = text.find(word[0])
    for char in word[1:]:
        if place < 0:
            return None
        place = text.find(char, place + 1)
    return None if place < 0 else place - first + 1 - len(word)
