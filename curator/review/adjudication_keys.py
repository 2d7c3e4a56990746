"""Every command of the adjudication screen: its name, its keys, what it does.

Their keys are among those that the review reserves, so that none is a label's. Where labels.yaml leaves a reviewer's
letter free, it takes that reviewer's side, and so does the number in any case.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from curator.labels import LabelSet
from curator.review.adjudication import LETTERS
from curator.review.keymap import keymap
from curator.review.keys import COMMANDS as REVIEW
from curator.review.keys import Command
from curator.settings import DEFAULTS, Settings

GROUPS = ("Rule", "Labels", "Edges and selection", "Move", "Documents", "See")
MOST = 9
"""How many reviewers have a key of their own."""

_RULE = (
    Command("majority", ("%",), "take what more than half of them have", "Rule", "majority"),
    Command("union", ("+",), "one span over all that any of them has", "Rule", "union"),
    Command("intersection", ("&",), "the text that all of them have", "Rule", "common"),
    Command("nothing", ("x", "backspace"), "nothing here", "Rule", "nothing"),
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


def commands(reviewers: int, labels: LabelSet, settings: Settings = DEFAULTS) -> tuple[Command, ...]:
    """All commands, with so many reviewers to take sides with. A label keeps its key, whatever the settings made it.

    Args:
        reviewers: How many there are.
        labels: What may be labelled.
        settings: They say on which keys the commands are that are what they are in the review.
    """
    keys = keymap(settings)
    shared = (msgspec.structs.replace(_BY_NAME[name], keys=keys[name]) for name in _SHARED)
    labelled = {label.key for label in labels.labels if label.key}
    rest = [
        msgspec.structs.replace(each, keys=tuple(key for key in each.keys if key not in labelled))
        for each in (*_RULE, *_SELECT, *shared, *_DOCUMENTS, *_SEE)
    ]
    taken = {key for command in rest for key in command.keys} | labelled
    return (*_sides(reviewers, taken), *(_with_zero(each, taken) for each in rest))


def _sides(reviewers: int, taken: set[str]) -> Iterator[Command]:
    """A command for each side that can be taken."""
    for place in range(min(reviewers, MOST)):
        letter = LETTERS[place]
        wanted = (letter.lower(), str(place + 1))
        keys = tuple(key for key in wanted if key not in taken)
        yield Command(f"take_{place + 1}", keys, f"take what {letter} has", "Rule", f"take {letter}")


def _with_zero(command: Command, taken: set[str]) -> Command:
    if command.name != "nothing" or "0" in taken:
        return command
    return msgspec.structs.replace(command, keys=(*command.keys, "0"))
