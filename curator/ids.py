"""Identifiers that sort by time: UUID version 7 (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_RANDOM_BITS = 74
_VARIANT = 0b10
_VERSION = 0x7


def _layout(milliseconds: int, tail: int) -> str:
    """The 36 characters of the UUID with this time (milliseconds since 1970) and these 74 bits."""
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    number = (milliseconds << 80) | (_VERSION << 76) | (high << 64) | (_VARIANT << 62) | low
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _parts(identifier: str) -> tuple[int, int]:
    """The time (milliseconds since 1970) and the 74 bits of a UUIDv7."""
    number = int(identifier.replace("-", ""), 16)
    high, low = (number >> 64) & 0xFFF, number & ((1 << 62) - 1)
    return number >> 80, (high << 62) | low


class Ids:
    """Makes UUIDv7 that only ever grow, also when the clock is set back.

    Args:
        after: An identifier that every new one sorts behind, such as the last one of a log.
        clock: Seconds since 1970.
    """

    def __init__(self, after: str | None = None, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._time, self._tail = _parts(after) if after else (0, 0)

    def __call__(self) -> str:
        """The next identifier."""
        now = int(self._clock() * 1000)
        fresh = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
        if now > self._time:
            # The top bit stays clear, so that the tail can be counted up within a millisecond.
            self._time, self._tail = now, fresh >> 1
        else:
            self._tail += (fresh & 0xFFFFFFFF) + 1
            if self._tail >> _RANDOM_BITS:
                self._time, self._tail = self._time + 1, fresh >> 1
        return _layout(self._time, self._tail)
