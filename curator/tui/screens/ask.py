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

_CSS = """
{0} {{ background: transparent; align: left bottom; }}
{0} > #question {{ width: 100%; height: auto; padding: 0 1; }}
{0} > #question {{ background: $question-background; color: $question-foreground; text-style: $question-style; }}
{0} > Input {{ width: 100%; }}
"""


class Question(ModalScreen[str | None]):
    """A question. What was typed before it was on the screen is part of the answer, in the order of the keys.

    On a slow line a question and its answer arrive together: some keys still reach the article, others this screen
    before it is ready. Whoever asks hands the former over through `early`, and calls `begin` behind the last of them.
    """

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []
        self._late: list[events.Key] = []
        self._asked = False
        self._begun = False
        self._answered = False

    def early(self, event: events.Key) -> None:
        """Take a key that reached the article after the question was asked."""
        self._early.append(events.Key(event.key, event.character))

    def begin(self) -> None:
        """No key reaches the article any more."""
        self._asked = True
        self.call_later(self._start)

    def on_mount(self) -> None:
        """Be ready."""
        self.call_later(self._start)

    def _start(self) -> None:
        """Take what was typed so far, once nothing older can come."""
        if self._begun or not self._asked or not self.is_mounted:
            return
        if self.message_queue_size:
            self.call_later(self._start)
            return
        self._begun = True
        self.ready()
        for event in (*self._early, *self._late):
            self.typed(event)

    def on_key(self, event: events.Key) -> None:
        """Take a key, or keep it until older ones were taken."""
        if not self._begun:
            event.stop()
            self._late.append(events.Key(event.key, event.character))

    def ready(self) -> None:
        """The screen is there; keys follow."""

    def typed(self, event: events.Key) -> None:
        """Take a key that was typed before the screen was there."""
        raise NotImplementedError

    def answer(self, answer: str | None) -> None:
        """Answer, once: a second answer, typed before the screen is gone, would close what lies under it."""
        if not self._answered:
            self._answered = True
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
        super().on_key(event)
        if self._begun:
            event.stop()
            self.typed(event)

    def typed(self, event: events.Key) -> None:
        """Answer; what was typed behind the answer was meant for nobody knows what, and is dropped."""
        self.answer(self._answers.get(event.character or "") or self._answers.get(event.key))


class _Answer(Input):
    """A line in which Enter ends what is typed before it.

    The binding would be looked up once the key has gone up to the application; what is typed meanwhile would be in
    the answer.
    """

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()
        else:
            await super()._on_key(event)


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
        self._input = _Answer(value, compact=True, select_on_focus=replaced)

    def compose(self) -> ComposeResult:
        """The question's line and the answer's."""
        yield Static(self._question, id="question", markup=False)
        yield self._input

    def ready(self) -> None:
        """From now on, keys go to the line."""
        self.set_focus(self._input)

    def typed(self, event: events.Key) -> None:
        """Pass a key on to the line."""
        self._input._forward_event(event)

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

    def action_give_up(self) -> None:
        """Go back without an answer."""
        self.answer(None)
