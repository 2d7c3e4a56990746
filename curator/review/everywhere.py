"""The same text everywhere in an article, labelled like the span in focus, as one act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from curator import text as reading
from curator.model import Span
from curator.review.items import Item
from curator.review.said import quoted
from curator.review.session import Draft, Proposal, Refused, Session

LeftAlone = Literal["decided", "longer", "part"]
"""Why a place is not labelled: somebody decided there, it is in a longer suggestion, or only part of a word."""


def label_everywhere(session: Session) -> Proposal:
    """Label every other occurrence of the focused text as the focus is labelled.

    Occurrences that were decided on are left alone, and so are those inside a longer suggestion ("Petrov" in "Ivan
    Petrov"). A pending suggestion of just that text is accepted, or relabelled. The focus itself is accepted with them,
    if it is pending.

    Raises:
        Refused: Nothing is in focus, or there is nothing to label.
    """
    focus = session.focus
    if session.selection:
        raise Refused("label the selection first; then the same text everywhere")
    if focus is None:
        raise Refused("no span in focus")
    gone = [item.span for item in session.rejected()]
    places = _occurrences(session.text, focus.span)
    others = [draft for place in places if (draft := _draft(session, focus, place, gone))]
    if not others:
        raise Refused("this text stands nowhere else undecided")
    own = session.accept().drafts if not focus.decided else ()
    quote = session.text[focus.span.start : focus.span.end]
    said = f"{len(others)} more {quoted(quote)} labelled {focus.span.label}"
    return Proposal((*own, *others), "next" if own else "stay", said)


def _occurrences(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Where else the span's text stands."""
    wanted = text[span.start : span.end]
    place = text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if place != span.start:
            yield place, end
        place = text.find(wanted, end)


def left_alone(session: Session, place: tuple[int, int], gone: Sequence[Span]) -> LeftAlone | None:
    """Why a stretch of the text is not to be labelled along with others; None where it may be.

    Args:
        session: The article.
        place: The stretch, half-open, in code points.
        gone: The spans that were rejected or removed.
    """
    start, end = place
    here = session.items.overlapping(start, end)
    if any(item.decided for item in here) or any(span.start < end and start < span.end for span in gone):
        return "decided"
    if any(item.place != place for item in here):
        return "longer"
    return None if _on_edges(session.text, start, end) else "part"


def _on_edges(text: str, start: int, end: int) -> bool:
    first, last = reading.token_at(text, start), reading.token_at(text, end - 1)
    return first is not None and last is not None and first[0] == start and last[1] == end


def _draft(session: Session, focus: Item, place: tuple[int, int], gone: Sequence[Span]) -> Draft | None:
    """What makes this place a span like the focus; None where it is left alone."""
    if left_alone(session, place, gone):
        return None
    span = Span(*place, focus.span.label, focus.span.attributes)
    same = session.items.overlapping(*place)
    if not same:
        return Draft(kind="add", span=span)
    best = next((item for item in same if item.span.label == span.label), same[0])
    kept = span if best.span.label != span.label else best.span
    return Draft(kind="accept" if best.span == kept else "relabel", span_id=best.id, span=kept, suggestion=best.id)
