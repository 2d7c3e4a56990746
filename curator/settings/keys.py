"""Keys as people write them -> as the screen knows them; and which of them do not arrive, or come to harm on the way.

What arrives in a terminal is bytes. Some keys have none of their own (Ctrl+I is Tab), some have only such as tmux or
the other end of an SSH line do not pass on, and some mean something to whatever stands in between.
"""

from __future__ import annotations

import string

import msgspec

from curator.source import closest, quoted

_ARROWS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_FUNCTIONS = tuple(f"f{number}" for number in range(1, 13))
NAMES = (*_ARROWS, "backspace", "tab", "enter", "space", "escape", *_FUNCTIONS)
"""The keys that have a name, as the screen knows them."""
_SPELT = {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown",
    "pgdown": "pagedown", "bs": "backspace", "⏎": "enter", "⌫": "backspace", "↑": "up", "↓": "down", "←": "left",
    "→": "right", " ": "space",
}  # fmt: skip
_MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "shift": "shift", "alt": "alt", "meta": "alt", "option": "alt"}
_ARRIVE = ({"ctrl"}, {"shift"}, {"alt"}, {"ctrl", "shift"})
SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc", "ctrl+j": "the end of a line"}
TAKEN = {
    "ctrl+c": "stops programs, and people press it for that",
    "f9": "always opens the palette",
    **{str(digit): "stands for a label by its number, or for a reviewer" for digit in range(1, 10)},
}
RISKS = {
    "ctrl+a": "is the prefix of GNU screen, which keeps it",
    "ctrl+b": "is tmux's prefix, which keeps it",
    "ctrl+s": "stops the output of some terminals and serial lines until Ctrl+Q",
    "ctrl+q": "is kept by some terminals and serial lines, to go on after Ctrl+S",
    "f1": "is kept by some terminals, for their help",
    "f10": "is kept by some terminals, for their menu",
    "f11": "is kept by many terminals, for the full screen",
    "shift+insert": "is kept by most terminals, to paste",
    **{f"shift+{key}": "is kept by many terminals, to scroll" for key in ("pageup", "pagedown", "home", "end")},
    **{f"ctrl+{key}": "is kept by many terminals, to change tabs" for key in ("pageup", "pagedown")},
}
_ANY_KEY = 'write a character, such as "y", or a key\'s name, such as "tab", "f2", "ctrl+r" or "shift+left"'


class BadKey(msgspec.Struct, frozen=True):
    """Why something cannot be a key here, as a clause to follow its name; and what to do about it."""

    what: str
    fix: str = _ANY_KEY


def key_of(written: str) -> str | BadKey:
    """The key as the screen knows it: a character (case counts) or a name such as ``shift+left``, in lower case."""
    if len(written) == 1 and written.isprintable() and written not in _SPELT:
        return _unless_taken(written)
    *modifiers, name = (_SPELT.get(part, part) for part in _parts(written))
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return BadKey("is no key that there is")
    held = {_MODIFIERS[modifier] for modifier in modifiers}
    key = "+".join([*(one for one in ("ctrl", "alt", "shift") if one in held), name])
    if key in SAME:
        return BadKey(f"is the same byte as {SAME[key]}: no terminal tells them apart", "use another key")
    if held == {"ctrl"} and len(name) == 1 and name in string.ascii_lowercase:
        return _unless_taken(key)
    if len(name) == 1 and held:
        return _modified_character(held, name)
    if name not in NAMES:
        meant = closest(name, NAMES)
        better = "+".join([*key.split("+")[:-1], meant]) if meant else ""
        return BadKey("is no key that there is", f"did you mean {quoted(better)}?" if better else _ANY_KEY)
    if held and not ((name in _ARROWS and held in _ARRIVE) or key == "shift+tab"):
        return BadKey("does not arrive in tmux, nor over many SSH lines", "use another key")
    return _unless_taken(key)


def risk(key: str) -> str | None:
    """What may come between this key and the program, as a clause to follow its name; None where nothing does."""
    return RISKS.get(key)


def _parts(written: str) -> list[str]:
    """The parts of ``Ctrl+X``; the last one is a plus sign in ``ctrl++``."""
    lower = written.lower()
    if lower.endswith("++"):
        return [*lower[:-2].split("+"), "+"]
    return lower.split("+")


def _unless_taken(key: str) -> str | BadKey:
    return BadKey(TAKEN[key], "use another key") if key in TAKEN else key


def _modified_character(held: set[str], name: str) -> BadKey:
    if held == {"shift"} and name.upper() != name:
        return BadKey(f"arrives as {quoted(name.upper())}", f"write {quoted(name.upper())}")
    if held == {"alt"}:
        why = f"is Esc and then {name}: on a slow line it would do what {name} does"
        return BadKey(why, "use another key")
    return BadKey("does not arrive in tmux, nor over many SSH lines", "use another key")
