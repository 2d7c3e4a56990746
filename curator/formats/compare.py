"""What was given against what was read back."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from curator.formats.api import Record
from curator.model import Annotated, Notes, Span, reading_order


def kept_differs(
    given: Annotated, kept: Sequence[Span], back: Record, notes: Notes | None = None, note: str = ""
) -> str | None:
    """How a record differs in its text, spans or notes from what a format should have kept of a document, or None."""
    name = f"document {given.document.key!r}"
    if back.document.text != given.document.text:
        return f"{name} differs in text"
    if back.note != note:
        return f"{name} differs in the note on it"
    wanted, found = list(kept), [each.span for each in back.suggestions]
    if wanted != found:  # perhaps only in their order
        wanted.sort(key=_order)
        found.sort(key=_order)
    if wanted == found:
        return None if back.notes == (notes or {}) else f"{name} differs in notes on spans"
    pairs = itertools.zip_longest(wanted, found)
    return next(f"{name} differs in spans: {a} was given, {b} read back" for a, b in pairs if a != b)


def _order(span: Span) -> tuple[tuple[int, int, str], str]:
    return reading_order(span), repr(sorted(span.attributes.items()))
