"""A keyboard at the real commands of the review screen, with no screen: each key does what it does there."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from curator.review.desk import Desk
from curator.review.keys import COMMANDS
from curator.review.pick import best
from curator.review.proposal import Refused
from curator.tui.commands import Commands
from curator.tui.commands.stage import Stage
from curator.tui.screens.ask import AskLine, Choose, Question
from curator.tui.screens.pick import PickLabel


class Keyboard:
    """Presses keys on a desk, and counts them by what they are for.

    It is the stage on which the commands are carried out, as far as they need one.

    Args:
        desk: What is worked on.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pressed: Counter[str] = Counter()
        self.pane = SimpleNamespace(mark=lambda search: None, show=lambda session, top: None, top=0)
        self._commands = Commands(cast(Stage, self))
        self._acts = {key: ("run", command.name) for command in COMMANDS for key in command.keys}
        for place, label in enumerate(desk.labels.labels, start=1):
            keys = filter(None, (label.key, str(place) if place <= 9 else ""))
            self._acts |= dict.fromkeys(keys, ("label", label.name))
        self._awaiting: Callable[[str], Any] | None = None
        self._asked: tuple[Question, Callable[[str | None], None]] | None = None
        self._typed = ""

    def press(self, keys: Sequence[str], purpose: str) -> None:
        """Press keys (characters, or Textual's names of keys) one after the other.

        Raises:
            Refused: A key makes no sense there.
        """
        for key in keys:
            self.pressed[purpose] += 1
            self._press(key)

    def _press(self, key: str) -> None:
        if self._awaiting is not None:
            then, self._awaiting = self._awaiting, None
            then(key)
        elif self._asked is not None:
            self._answer(key)
        else:
            kind, name = self._acts[key]
            (self._commands.run if kind == "run" else self._commands.label)(name)

    def _answer(self, key: str) -> None:
        assert self._asked is not None
        question, answered = self._asked
        if isinstance(question, Choose):
            self._asked = None
            answered(question._answers.get(key))
        elif key != "enter":
            self._typed += key
            if isinstance(question, AskLine) and question._typed is not None:
                question._typed(self._typed)
        else:
            self._asked, typed, self._typed = None, self._typed, ""
            answered(question._fitting(typed)[0].name if isinstance(question, PickLabel) else typed)

    # What the commands ask of the screen

    def attempt(self, call: Callable[[], Any]) -> None:
        """Do it; what is not found while it is still being typed is no mistake."""
        with contextlib.suppress(*((Refused,) if self._asked else ())):
            call()

    def put(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """The next keys answer a question."""
        self._asked = (question, answered)

    def toggle_panel(self) -> None:
        """There is none."""

    quit = tour = toggle_panel

    def await_key(self, prompt: str, then: Callable[[str], Any]) -> str:
        """The next key is for a command."""
        self._awaiting = then
        return prompt

    # What can be pressed

    def label_keys(self, name: str) -> list[str]:
        """The fewest keys that give this label."""
        label = self.desk.labels.label(name)
        assert label is not None
        if label.key:
            return [label.key]
        place = self.desk.labels.labels.index(label)
        if place < 9:
            return [str(place + 1)]
        recent = self._commands._decide._recent
        words = [name.casefold()[:length] for length in range(len(name) + 1)]
        typed = next(word for word in words if best(self.desk.labels.labels, word, recent)[:1] == [label])
        return [":", *typed, "enter"]
