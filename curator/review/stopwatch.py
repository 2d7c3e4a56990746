"""How long a reviewer was active on each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

IDLE_SECONDS = 60.0
"""What a pause counts at the most: who reads without a key for longer may be gone."""


class Stopwatch:
    """Adds up the time between signs of life, for the document that is open.

    A pause counts up to `IDLE_SECONDS`, and a clock that is set back counts nothing.

    Args:
        clock: Seconds, from any point on.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()
        self._open = 0
        self._unspent: defaultdict[int, float] = defaultdict(float)
        self.total = 0.0
        """All active seconds so far."""

    def active(self) -> None:
        """The reviewer does something."""
        now = self._clock()
        pause = min(max(0.0, now - self._last), IDLE_SECONDS)
        self._last = now
        self._unspent[self._open] += pause
        self.total += pause

    def open(self, number: int) -> None:
        """From now on, time goes to this document."""
        self.active()
        self._open = number

    def take(self, number: int) -> float:
        """The active seconds on a document since they were taken last, to milliseconds."""
        self.active()
        return round(self._unspent.pop(number, 0.0), 3)
