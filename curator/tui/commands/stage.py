"""What commands know of the screen on which they are carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.app import App

from curator.review.desk import Desk
from curator.review.workplace import Workplace

if TYPE_CHECKING:
    from curator.tui.background import Background
    from curator.tui.screens.ask import Question
    from curator.tui.widgets.pane import TextPane

Said = str | bool | None
"""What an act returns: a line for the status, or nothing to be said."""
Step = Literal[-1, 1]
Table = dict[str, Callable[[], Said]]
"""Commands by their names in the keymap."""


class Runs(Protocol):
    """What carries out commands; what they return is said in the status line."""

    def run(self, name: str) -> Said:
        """Carry out the command of this name."""

    def label(self, name: str) -> Said:
        """Do what the key of a label does."""


class Ground(Protocol):
    """A screen with an article in which one can move and search, whatever is done there."""

    pane: TextPane
    background: Background
    acts: dict[str, tuple[str, str]]
    """What each key (Textual's name) does, as it is bound: ``("run", command)`` or ``("label", name)``."""
    quit: Callable[[], None]

    @property
    def desk(self) -> Workplace[Any]:
        """What is worked on."""

    @property
    def app(self) -> App[Any]:
        """The application."""

    def attempt(self, call: Callable[[], Said]) -> None:
        """Do something, say what came of it, and draw what has changed."""

    def put(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """Put a question."""

    def await_key(self, prompt: str, then: Callable[[str], Said]) -> str:
        """Have the next key's character given to ``then``."""

    def toggle_panel(self) -> None:
        """Fold the panel away, or unfold it."""

    def live_keys(self) -> dict[str, str]:
        """The keys of every command and label."""


class Stage(Ground, Protocol):
    """The screen of the review, on which commands are carried out."""

    @property
    def desk(self) -> Desk:
        """What is worked on."""

    def tour(self) -> None:
        """Begin the tour."""


def ask(
    stage: Ground,
    question: str,
    value: str,
    then: Callable[[str], Said],
    check: Callable[[str], object] = lambda line: None,
    *,
    replaced: bool = True,
) -> None:
    """Ask for a line of text; ``then`` is attempted with it, unless the question is left with Esc.

    Where ``check`` raises Refused, the line stays open with what was typed.
    ``replaced``: whether what is typed first takes the place of ``value``; else it goes on from there.
    """
    from curator.tui.screens.ask import AskLine

    def answered(answer: str | None) -> None:
        if answer is not None:
            stage.attempt(lambda: then(answer))

    stage.put(AskLine(question, value, check=check, replaced=replaced), answered)
