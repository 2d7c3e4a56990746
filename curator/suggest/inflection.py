"""Case endings of Russian and Ukrainian names and titles: roughly, and enough to find them in a text."""

from __future__ import annotations

import re

_HARD = ("", "а", "у", "ом", "ем", "е", "ові", "і")
_SOFT = ("я", "ю", "ем", "єм", "е", "ї", "єві", "і")
_ENDINGS = {
    "й": ("й", *_SOFT),
    "ь": ("ь", *_SOFT),
    "а": ("а", "ы", "и", "е", "у", "ой", "ою", "і"),
    "я": ("я", "и", "е", "ю", "ей", "ею", "ї", "є", "єю"),
    "о": ("о", "а", "у", "ом", "ові", "і"),
}
_ADJECTIVE = ("ого", "ому", "ым", "им", "ом")
_ADJECTIVE_END = re.compile(r"(?:ый|ий|ій|ой)$")
_SURNAME_END = re.compile(r"(?:ого|ому|ими|ым|им|ом|ем|ою|ой|ові|еві|ий|ій|ая|ую|а|у|е|ы|и|і|я|ю|й|ь|о)$")


def noun_forms(word: str) -> list[str]:
    """The word, in lower case, in the cases of the singular."""
    endings = _ENDINGS.get(word[-1:])
    if endings:
        return [word[:-1] + ending for ending in endings]
    forms = [word + ending for ending in _HARD]
    if word.endswith(("ец", "ел")):  # Павел, Павла
        forms += [word[:-2] + word[-1] + ending for ending in _HARD[1:]]
    return forms


def surname_forms(word: str) -> list[str]:
    """A surname, in lower case, in the cases of the singular; adjectives too (Зеленский, Зеленского)."""
    if _ADJECTIVE_END.search(word):
        return [word, *(word[:-2] + ending for ending in _ADJECTIVE)]
    return [*noun_forms(word), word + "ым", word + "им"]


def title_forms(title: str) -> list[str]:
    """A title in the cases of the singular: its first noun, with the adjective before it, is declined."""
    first, _, rest = title.partition(" ")
    if rest and _ADJECTIVE_END.search(first):
        noun, _, tail = rest.partition(" ")
        tail = f" {tail}" if tail else ""
        stem = first[:-2]
        return [title, *(f"{stem}{a} {n}{tail}" for a in _ADJECTIVE for n in noun_forms(noun))]
    tail = f" {rest}" if rest else ""
    return [form + tail for form in noun_forms(first)]


def surname_stem(word: str) -> str:
    """What the cases of a Cyrillic surname have in common, for comparison within one text."""
    return _SURNAME_END.sub("", word.lower()) if len(word) > 4 else word.lower()
