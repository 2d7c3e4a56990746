"""Questions at the foot of the screen: one key, or a line of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input, Static

_CSS = """
{0} {{ background: transparent; align: left bottom; }}
{0} > #question {{ width: 100%; height: auto; background: $accent; color: $text; padding: 0 1; text-style: bold; }}
{0} > Input {{ width: 100%; }}
"""


class Choose(ModalScreen[str | None]):
    """A question that is answered with one key. Any other key takes it back.

    Args:
        question: What is asked, with the keys.
        answers: Key (a character, or Textual's name of it) -> answer.
    """

    CSS = _CSS.format("Choose")

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question's line."""
        yield Static(self._question, id="question", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Answer."""
        event.stop()
        event.prevent_default()
        self.dismiss(self._answers.get(event.character or "") or self._answers.get(event.key))


class AskLine(ModalScreen[str | None]):
    """A question that is answered with a line of text; None when it is left with Esc."""

    CSS = _CSS.format("AskLine")
    BINDINGS: ClassVar = [("escape", "dismiss(None)", "back")]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """The question's line and the answer's."""
        yield Static(self._question, id="question", markup=False)
        yield Input(self._value, compact=True)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.value)
