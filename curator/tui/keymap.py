"""Keys: the review's commands and labels as bindings, and keys by the names that stand on keyboards."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding, BindingsMap
from textual.keys import Keys, key_to_character

from curator.labels import LabelSet
from curator.review.keymap import keymap
from curator.review.keys import COMMANDS
from curator.settings import Settings

_NAMES = {
    "enter": "⏎", "escape": "Esc", "backspace": "⌫", "tab": "Tab", "space": "Space", "left": "←", "right": "→",
    "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip

# The framework asks the Unicode tables for them; these few names spare reading a megabyte of these at the start.
_SIGNS = {
    "!": "exclamation_mark", '"': "quotation_mark", "#": "number_sign", "$": "dollar_sign", "%": "percent_sign",
    "&": "ampersand", "'": "apostrophe", "(": "left_parenthesis", ")": "right_parenthesis", "*": "asterisk",
    "+": "plus", ",": "comma", "-": "minus", ".": "full_stop", "/": "slash", ":": "colon", ";": "semicolon",
    "<": "less_than_sign", "=": "equals_sign", ">": "greater_than_sign", "?": "question_mark", "@": "at",
    "[": "left_square_bracket", "\\": "backslash", "]": "right_square_bracket", "^": "circumflex_accent",
    "_": "underscore", "`": "grave_accent", "{": "left_curly_bracket", "|": "vertical_line",
    "}": "right_curly_bracket", "~": "tilde",
}  # fmt: skip
"""Textual's names of the signs on a keyboard."""
_SIGN_OF = {name: sign for sign, name in _SIGNS.items()}
_NO_SIGNS = frozenset(key.value for key in Keys)
"""Keys that are called by a name and send no character, beside some that do: these are in the tables above."""

_IN_WORDS = {"⏎": "Enter", "⌫": "Backspace", "←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}


def bindings(labels: LabelSet, settings: Settings) -> Iterator[Binding]:
    """A binding for each key: of the commands, of the labels that have one, and 1 to 9 for the first nine of these."""
    keys = keymap(settings)
    for command in COMMANDS:
        for key in keys[command.name]:
            yield Binding(bindable(key), f"run('{command.name}')", command.title, id=command.name)
    for place, label in enumerate(labels.labels, start=1):
        for key in filter(None, (label.key, str(place) if place <= 9 else "")):
            title, name = f"{label.name}: {label.title}", f"label.{label.name}"
            yield Binding(bindable(key), f"label('{label.name}')", title, id=name)


def bindable(key: str) -> str:
    """A key as a binding takes it: by its name where it is a sign."""
    return _SIGNS.get(key, key)


def acts_by_key(bound: BindingsMap) -> dict[str, tuple[str, str]]:
    """What each key does: ``("run", command)`` or ``("label", name)``."""
    found = {}
    for key, binding in bound:
        kind, _, name = binding.action.partition("(")
        found[key] = (kind, name.strip("')"))
    return found


def live_keys(bound: BindingsMap) -> dict[str, str]:
    """The keys of each command (``label.NAME`` for labels), parted by spaces, as they are bound."""
    found: dict[str, list[str]] = {}
    for key, binding in bound:
        found.setdefault(binding.id or "", []).append(key_name(key))
    return {name: " ".join(keys) for name, keys in found.items()}


def key_name(key: str) -> str:
    """A key (Textual's name) as it stands on keyboards."""
    modifier, plus, rest = key.rpartition("+")
    if plus:
        return f"{modifier.title()}+{_called(rest) or rest.title()}"
    return _called(key) or (key if len(key) == 1 else _character(key)) or key.title()


def _called(key: str) -> str | None:
    return _NAMES.get(key) or _SIGN_OF.get(key)


def _character(key: str) -> str | None:
    """The printable character of a key that is called by its Unicode name."""
    character = None if key in _NO_SIGNS else key_to_character(key)
    return character if character and character.isprintable() else None


def key_in_words(key: str) -> str:
    """A key's name without signs, to be read out, and where the font is poor."""
    name = key_name(key)
    modifier, plus, rest = name.rpartition("+") if len(name) > 1 else ("", "", name)
    return f"{modifier}{plus}{_IN_WORDS.get(rest, rest)}"
