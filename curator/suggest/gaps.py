"""What stands between two words, and what it says of them; most gaps are a few, so that is remembered."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

# The words belong together.
SOFT: Final = 1 << 0
# A full stop and what is soft: where an abbreviation is before it, the words belong together, too.
FULL_STOP: Final = 1 << 1
HYPHEN: Final = 1 << 2
# The apostrophe of a plural, perhaps.
APOSTROPHE: Final = 1 << 3
# A sentence or a line begins behind it.
BREAK: Final = 1 << 4
# One word sticks to the other.
TIGHT: Final = 1 << 5
# There is the symbol of a currency in it.
SYMBOL: Final = 1 << 6

BLANKS = frozenset((" ", "", "\u00a0", "\u202f", "\u2009", "  "))
"""The soft gaps."""
APOSTROPHES = frozenset(("' ", "’ "))
_TIGHT = frozenset(("", "-", "‑"))
_STOPS = re.compile(r"[.!?…\n\r|•;。！？]")
_MOST = 2_000
_LONGEST = 20


class Gaps(dict[str, int]):
    """The bits of gaps; what is asked for and not there is worked out, and kept if it is short, up to 2,000 of them."""

    def __init__(self, symbols: Set[str]) -> None:
        """``symbols``: the characters of the symbols of currencies."""
        super().__init__()
        self._symbols = symbols

    def __missing__(self, gap: str) -> int:
        bits = SOFT if gap in BLANKS else 0
        if gap[:1] == "." and gap[1:] in BLANKS:
            bits |= FULL_STOP
        if gap == "-":
            bits |= HYPHEN
        if gap in APOSTROPHES:
            bits |= APOSTROPHE
        if _STOPS.search(gap):
            bits |= BREAK
        if gap in _TIGHT:
            bits |= TIGHT
        if not self._symbols.isdisjoint(gap):
            bits |= SYMBOL
        if len(gap) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[gap] = bits
        return bits
