"""What is known elsewhere of the text in focus, which is looked up once the focus has rested for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from curator.review.items import Item
from curator.review.workplace import Workplace
from curator.store.records import Precedents
from curator.tui.elsewhere import Sought

REST_SECONDS = 0.25
"""How long the focus rests before its text is looked up: keys that follow each other wake no other thread."""


class FocusedText:
    """Follows the focus of a desk.

    Args:
        desk: Whose focus.
        look_up: Has a text looked up; what is found comes to `take`.
    """

    def __init__(self, desk: Workplace[Any], look_up: Callable[[Sought], None]) -> None:
        self._desk = desk
        self._look_up = look_up
        self._followed: tuple[object, ...] | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._found: tuple[Sought, Precedents] | None = None

    def follow(self) -> None:
        """Have the text in focus looked up when it has rested for a while, if it is another one than before."""
        focus = self._desk.session.focus
        wanted = (self._desk.number, focus.id, focus.span.start, focus.span.end) if focus else None
        if wanted != self._followed:
            self._followed = wanted
            if self._rest is not None:
                self._rest.cancel()
            self._rest = asyncio.get_running_loop().call_later(REST_SECONDS, self.look_up) if wanted else None

    def look_up(self) -> None:
        """Have the text in focus looked up."""
        focus = self._desk.session.focus
        if focus is not None:
            self._look_up(self._sought(focus))

    def take(self, sought: Sought, precedents: Precedents) -> None:
        """Take what was found, be it too late for what is in focus now."""
        self._found = sought, precedents

    def known(self) -> Precedents | None:
        """What is known of the text in focus."""
        focus = self._desk.session.focus
        if focus is None or self._found is None:
            return None
        sought, precedents = self._found
        return precedents if sought.span_id == focus.id and sought == self._sought(focus) else None

    def _sought(self, focus: Item) -> Sought:
        start, end = focus.span.start, focus.span.end
        return Sought(self._desk.number, focus.id, self._desk.session.text[start:end])
