"""Offsets that seem to count something else, in formats that have no text beside them by which it could be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from curator import text as words
from curator.formats.api import Unit
from curator.formats.checks import Bad
from curator.formats.marks import UNITS
from curator.formats.units import Offsets
from curator.model import Span


class Shifts:
    """What the offsets of one file seem to count, from document to document.

    Args:
        unit: What the user says that they count; nothing is looked at then.
    """

    def __init__(self, unit: Unit | None) -> None:
        self._stated = unit
        self._disproved: set[Unit] = {"code-points"}  # units in which spans of some document would cut words

    def check(self, text: str, spans: Iterable[Span]) -> None:
        """Raise Bad where a span cuts a word, and in another unit all of them would stand on whole words.

        A single span may do so by chance: it is believed once another document has shown that it is not that unit.

        Args:
            text: The exact text.
            spans: All spans on it, in code points.
        """
        if self._stated is not None or (text.isascii() and "\r\n" not in text):
            return
        places = sorted({(span.start, span.end) for span in spans})
        if not places or (len(places) == 1 and len(self._disproved) == len(get_args(Unit))):
            return
        tokens = words.all_tokens(text)
        starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
        cut = next(((start, end) for start, end in places if start not in starts or end not in ends), None)
        for other in get_args(Unit):
            offsets = Offsets(text, other)
            if offsets.same or (other in self._disproved and (cut is None or len(places) == 1)):
                continue
            moved = ((offsets.point(start), offsets.point(end)) for start, end in places)
            fits = all(start in starts and end in ends for start, end in moved)
            if cut is None and not fits:
                self._disproved.add(other)
            elif cut is not None and fits:
                quote = text[slice(*cut)]
                what = f"{cut[0]}:{cut[1]} is {quote[:40]!r}; in {UNITS[other]}, all spans stand on whole words"
                raise Bad(what, f"say --offsets {other}, or --offsets code-points if they are right as they are")
