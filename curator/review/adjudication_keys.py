"""Every command of the adjudication screen: its name, its keys, what it does.

Their keys are among those that the review reserves, so that none is a label's, but for a reviewer's letter: where
labels.yaml leaves it free, it takes that reviewer's side, and so does the number in any case.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from curator.labels import LabelSet
from curator.review.keys import COMMANDS as REVIEW
from curator.review.keys import DEFAULT_KEYS as REVIEW_KEYS
from curator.review.keys import Command
from curator.settings import ADJUDICATE, DEFAULTS, Settings

GROUPS = ("Rule", "Labels", "Edges and selection", "Move", "Documents", "See")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What reviewers are called before their names are shown."""
MOST = 9
"""How many reviewers have a key of their own."""

_RULE = (
    Command("majority", ("%",), "take what more than half of them have", "Rule", "majority"),
    Command("union", ("+",), "one span over all that any of them has", "Rule", "union"),
    Command("intersection", ("&",), "the text that all of them have", "Rule", "common"),
    Command("nothing", ("x", "backspace", "0"), "nothing here", "Rule", "nothing"),
    Command("why", ("w",), "the reason, and the guideline it rests on", "Rule", "why"),
    Command("next_pending", ("tab", "space"), "next open dispute, no ruling", "Rule"),
    Command("previous_pending", ("shift+tab",), "open dispute before", "Rule"),
    Command("undo", ("u",), "undo, without limit, in any document", "Rule", "undo"),
    Command("redo", ("U", "ctrl+r"), "do again what was undone", "Rule"),
)
_SELECT = (
    Command("select", ("v",), "select another span, from the token at the cursor", "Edges and selection", "other span"),
    Command("edges", ("e",), "select the text of the dispute, to move its edges", "Edges and selection"),
)
_DOCUMENTS = (
    Command("finish", ("enter",), "next open dispute; with none left, finish and go on", "Documents", "next"),
    Command("skip", ("s",), "leave the document out of gold, with a reason", "Documents"),
    Command("flag", ("f",), "flag the document, or take the flag off", "Documents"),
    Command("queue", ("d",), "all disputed documents, and to any of them", "Documents"),
    Command("next_document", ("J",), "next document, less disputed", "Documents"),
    Command("previous_document", ("K",), "previous document, more disputed", "Documents"),
    Command("first_unfinished", ("G",), "the most disputed document that waits", "Documents"),
)
_SEE = (
    Command("guideline", ("g",), "guidelines of the labels in dispute, or of all", "See", "guideline"),
    Command("panel", ("t",), "the list of disputes on, off", "See"),
    Command("reveal", ("R",), "show the names behind the letters, or hide them", "See"),
    Command("help", ("?", "f1"), "all keys", "See", "help"),
    Command("palette", ("ctrl+p",), "every command by name", "See"),
    Command("suspend", ("ctrl+z",), "to the shell; fg comes back", "See"),
    Command("quit", ("q", "ctrl+q"), "quit; all is saved", "See", "quit"),
)
_SHARED = (
    "pick", "object", "other", "cancel", "extend_left", "extend_right", "extend_up", "extend_down", "left", "right",
    "up", "down",
    "character_left", "character_right", "sentence_left", "sentence_right", "paragraph_left", "paragraph_right", "leap",
    "leap_again", "search", "next_hit", "previous_hit", "next_span", "previous_span", "page_up", "page_down", "top",
    "bottom",
    "lanes", "marks", "theme",
)  # fmt: skip
"""The commands that are what they are in the review."""
_BY_NAME = {command.name: command for command in REVIEW}
_REST = (*_RULE, *_SELECT, *(_BY_NAME[name] for name in _SHARED), *_DOCUMENTS, *_SEE)


def _sides() -> Iterator[Command]:
    """A command for each side that can be taken; its letter is its key where no other command has that."""
    taken = {key for command in _REST for key in command.keys}
    for place, letter in enumerate(LETTERS[:MOST], start=1):
        key = letter.lower()
        keys = () if key in taken else (key,)
        yield Command(f"take_{place}", keys, f"take what {letter} has", "Rule", f"take {letter}")


ALL = (*_sides(), *_REST)
"""All commands, with the keys that they have where nothing is set and no label has one of them."""
DEFAULT_KEYS: dict[str, tuple[str, ...]] = {ADJUDICATE + command.name: command.keys for command in ALL}
"""The keys of each command, by its name in the settings."""
KNOWN_KEYS: dict[str, tuple[str, ...]] = {**REVIEW_KEYS, **DEFAULT_KEYS}
"""The keys of each command of either screen, by its name in the settings."""


def commands(reviewers: int, labels: LabelSet, settings: Settings = DEFAULTS) -> tuple[Command, ...]:
    """All commands with the keys that they have now, with so many reviewers to take sides with.

    First come the keys that are set for this screen, then those of labels, then those that are set for commands that
    the review has, too. What is left has its default, where that is free. Each side also has its number.

    Args:
        reviewers: How many there are.
        labels: What may be labelled.
        settings: Which keys are set.
    """
    keys = settings.keys
    own = {each.name: keys[ADJUDICATE + each.name] for each in ALL if ADJUDICATE + each.name in keys}
    taken = {key for held in own.values() for key in held} | {label.key for label in labels.labels if label.key}
    shared = {each.name: keys[each.name] for each in _REST if each.name in keys and each.name not in own}
    held = dict(own)
    for given in (shared, {each.name: each.keys for each in (*_REST, *ALL)}):
        for name in (name for name in given if name not in held):
            held[name] = tuple(key for key in given[name] if key not in taken)
            taken.update(held[name])
    number = {f"take_{place}": str(place) for place in range(1, MOST + 1)}
    return tuple(
        msgspec.structs.replace(each, keys=held[each.name] + tuple({number.get(each.name, "")} - taken - {""}))
        for each in ALL
        if int(number.get(each.name, 0)) <= reviewers
    )


def described() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every command of both screens that the settings can bind: its name there, its keys, and what it does."""
    yield from ((each.name, each.keys, each.title) for each in REVIEW)
    for each in ALL:
        if each.name not in _SHARED:
            yield ADJUDICATE + each.name, each.keys, f"In the adjudication: {each.title}"


def listed(labels: LabelSet, settings: Settings) -> Iterator[tuple[str, Command]]:
    """The commands whose keys are worth a line beside those of the review, with the name that gives them these keys."""
    for each in commands(MOST, labels, settings):
        own = ADJUDICATE + each.name
        if each.name not in _SHARED or own in settings.keys:
            yield own if own in settings.keys or each.name not in settings.keys else each.name, each
