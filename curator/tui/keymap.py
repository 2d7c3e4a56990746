"""Keys: the review's commands and labels as bindings, and keys by the names that stand on keyboards."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding, BindingsMap
from textual.keys import key_to_character

from curator.labels import LabelSet
from curator.review.keymap import keymap
from curator.review.keys import COMMANDS
from curator.settings import Settings

_NAMES = {
    "enter": "⏎", "escape": "Esc", "backspace": "⌫", "tab": "Tab", "space": "Space", "left": "←", "right": "→",
    "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_",
}  # fmt: skip

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
    """A key as a binding takes it: there, commas part several keys."""
    return "comma" if key == "," else key


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
        return f"{modifier.title()}+{_NAMES.get(rest, rest.title())}"
    character = key_to_character(key)
    return _NAMES.get(key) or (character if character and character.isprintable() else key.title())


def key_in_words(key: str) -> str:
    """A key's name without signs, to be read out, and where the font is poor."""
    name = key_name(key)
    modifier, plus, rest = name.rpartition("+") if len(name) > 1 else ("", "", name)
    return f"{modifier}{plus}{_IN_WORDS.get(rest, rest)}"
