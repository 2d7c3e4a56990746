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


def refuse_shifted(text: str, spans: Iterable[Span], unit: Unit | None) -> None:
    """Raise Bad where a span cuts a word, and in another unit all of them would stand on whole words.

    Args:
        text: The exact text.
        spans: All spans on it, in code points.
        unit: What the user says that the offsets count; nothing is looked at then.
    """
    if unit is not None or (text.isascii() and "\r\n" not in text):
        return
    places = [(span.start, span.end) for span in spans]
    tokens = words.all_tokens(text)
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    cut = next(((start, end) for start, end in places if start not in starts or end not in ends), None)
    if cut is None:
        return
    for other in get_args(Unit):
        offsets = Offsets(text, other)
        moved = [(offsets.point(start), offsets.point(end)) for start, end in places]
        if not offsets.same and all(start in starts and end in ends for start, end in moved):
            quote = text[slice(*cut)]
            what = f"{cut[0]}:{cut[1]} is {quote[:40]!r}; in {UNITS[other]}, all spans stand on whole words"
            raise Bad(what, f"say --offsets {other}, or --offsets code-points if they are right as they are")
