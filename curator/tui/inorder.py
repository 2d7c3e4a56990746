"""Keys reach the screen that the keys before them have opened, however fast they come."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from textual import events
from textual.app import App, ReturnType
from textual.message_pump import MessagePump
from textual.screen import Screen

_MOST_TURNS = 200
"""How often it is looked whether a key was taken: where something is never at rest, the keys go on all the same."""


class KeysInOrder(App[ReturnType]):
    """An application that hands a key on when all that the key before it has set off was done.

    Textual hands each key at once to what is in focus then. Of keys that arrive together, as on a slow line or from a
    fast hand, those behind one that opens a screen would go to the screen that it was pressed on, or overtake it.
    A key that is alone is not held up by this.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()
        self._handing = False
        self._dropping: Screen[Any] | None = None
        """The screen that is being left by a key behind which nothing counts."""
        self._left = math.inf
        """When that screen was seen to be left: what is typed from then on counts again."""

    async def on_event(self, event: events.Event) -> None:
        """Hand a key on, or keep it until those before it were taken."""
        if not isinstance(event, (events.InputEvent, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._handing:
            self._held.append(event)
        else:
            await self._hand_on(event)

    def take_again(self, event: events.Key) -> None:
        """Hand a key on once more, before those that follow it: it came to a screen over which another lies now."""
        again = events.Key(event.key, event.character)
        again.time = event.time
        self._held.appendleft(again)
        if not self._handing:
            self._handing = True
            self.call_later(self._settle, ())

    def drop_typed(self) -> None:
        """Forget the keys that are typed behind the one that is just being taken: nobody knows for what.

        Until another screen is shown than this one: who has seen that knows what is typed for.
        """
        if self._handing:
            self._dropping, self._left = self.screen, math.inf

    def shows(self, screen: Screen[Any]) -> None:
        """Note that this screen is put on the terminal."""
        if self._dropping not in (None, screen):
            self._left = min(self._left, time.monotonic())

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if renderable is not None and not self._batch_count:
            self.shows(screen)
        super()._display(screen, renderable)

    async def _hand_on(self, event: events.Event) -> None:
        target = self.focused or self.screen
        await super().on_event(event)
        if isinstance(event, (events.Key, events.Paste)):
            self._handing = True
            self._look_behind(target, target.ancestors_with_self)

    def _look_behind(self, node: MessagePump, path: Sequence[MessagePump], turns: int = _MOST_TURNS) -> None:
        """Look whether a key was taken, behind all that is waiting for a node now."""
        if not node.call_later(self._settle, path, turns):
            self.call_later(self._settle, path, turns)

    def _settle(self, path: Sequence[MessagePump], turns: int = _MOST_TURNS) -> None:
        """Hand the next key on, once nothing waits any more where the last one went and where the next one goes.

        Args:
            path: Where the last key went: to a widget, and from there upwards.
            turns: How often it is looked again.
        """
        for node in (*path, self.screen, self.focused):
            if turns and node is not None and _waits(node):
                self._look_behind(node, path, turns - 1)
                return
        self.call_later(self._go_on)

    async def _go_on(self) -> None:
        self._handing = False
        if self._dropping is not None:
            self._held = deque(event for event in self._held if event.time > self._left)
            self._dropping = None
        while self._held and not self._handing:
            await self._hand_on(self._held.popleft())


def _waits(node: MessagePump) -> bool:
    """Whether something is on its way to a node, which is not gone."""
    alive = not (node._closing or node._closed)
    return alive and bool(node.message_queue_size or node._next_callbacks)


def in_order(app: App[Any]) -> KeysInOrder[Any]:
    """An application, as one whose keys come in order."""
    assert isinstance(app, KeysInOrder)
    return app
