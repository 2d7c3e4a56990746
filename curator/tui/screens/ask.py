"""Questions at the foot of the screen: one key, or a line of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from curator.review.proposal import Refused
from curator.tui.inorder import in_order

_CSS = """
{0} {{ background: transparent; align: left bottom; }}
{0} > #question {{ width: 100%; height: auto; padding: 0 1; }}
{0} > #question {{ background: $question-background; color: $question-foreground; text-style: $question-style; }}
{0} > Input {{ width: 100%; }}
"""


class Question(ModalScreen[str | None]):
    """A question. What was typed behind its answer, before that has come, is dropped: nobody knows what it is about."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._answered = False

    def on_mount(self) -> None:
        """Be ready, once it is all there."""
        self.call_later(self.ready)

    def ready(self) -> None:
        """The screen is there; keys follow."""

    def answer(self, answer: str | None) -> None:
        """Answer, once: a second answer would close what lies under it."""
        if not self._answered:
            self._answered = True
            in_order(self.app).drop_typed()
            self.dismiss(answer)


class Choose(Question):
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
        self.answer(self._answers.get(event.character or "") or self._answers.get(event.key))


class AskLine(Question):
    """A question that is answered with a line of text; None when it is left with Esc.

    Args:
        question: What is asked.
        value: What stands in the line at first.
        typed: Told of the line whenever it changes.
        check: Raises Refused where the line is no answer: then it says why, and what was typed stays to be mended.
        replaced: Whether what is typed first takes the place of what stands there.
    """

    CSS = _CSS.format("AskLine")
    BINDINGS: ClassVar = [("escape", "give_up", "back")]

    def __init__(
        self,
        question: str,
        value: str = "",
        typed: Callable[[str], None] | None = None,
        check: Callable[[str], object] = lambda line: None,
        *,
        replaced: bool = True,
    ) -> None:
        super().__init__()
        self._question = question
        self._typed = typed
        self._check = check
        self._before = value
        self._input = Input(value, compact=True, select_on_focus=replaced)

    @property
    def unsent(self) -> str:
        """What was typed and not answered with so far."""
        return "" if self._answered or self._input.value == self._before else self._input.value

    def compose(self) -> ComposeResult:
        """The question's line and the answer's."""
        yield Static(self._question, id="question", markup=False)
        yield self._input

    def ready(self) -> None:
        """From now on, keys go to the line."""
        self.set_focus(self._input)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what was typed so far."""
        event.stop()
        if self._typed is not None and not self._answered:
            self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say why this is none."""
        event.stop()
        try:
            self._check(event.value)
        except Refused as refused:
            self.query_one("#question", Static).update(Content(f"! {refused}"))
            return
        self.answer(event.value)

    def on_unmount(self) -> None:
        """Let go of what was asked about: Textual keeps the last screen that is gone."""
        self._typed, self._check = None, lambda line: None

    def action_give_up(self) -> None:
        """Go back without an answer."""
        self.answer(None)
