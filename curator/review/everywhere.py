"""The same text everywhere in an article, labelled like the span in focus, as one act."""

from __future__ import annotations

from collections.abc import Iterator

from curator import text as reading
from curator.model import Span
from curator.review.items import Item
from curator.review.session import Draft, Proposal, Refused, Session


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
    said = f"{len(others)} more “{quote[:40]}” labelled {focus.span.label}"
    return Proposal((*own, *others), "next" if own else "stay", said)


def _occurrences(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Where else the span's text stands, on the edges of tokens."""
    wanted = text[span.start : span.end]
    place = text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if place != span.start and _on_edges(text, place, end):
            yield place, end
        place = text.find(wanted, end)


def _on_edges(text: str, start: int, end: int) -> bool:
    first, last = reading.token_at(text, start), reading.token_at(text, end - 1)
    return first is not None and last is not None and first[0] == start and last[1] == end


def _draft(session: Session, focus: Item, place: tuple[int, int], gone: list[Span]) -> Draft | None:
    """What makes this place a span like the focus; None where something was decided there, or is longer.

    ``gone`` are the spans that were rejected or removed.
    """
    start, end = place
    span = Span(start, end, focus.span.label, focus.span.attributes)
    here = session.items.overlapping(start, end)
    decided = any(item.decided for item in here) or any(other.overlaps(span) for other in gone)
    same = [item for item in here if (item.span.start, item.span.end) == place]
    if decided or len(same) != len(here):
        return None
    if not same:
        return Draft(kind="add", span=span)
    best = next((item for item in same if item.span.label == span.label), same[0])
    kept = span if best.span.label != span.label else best.span
    return Draft(kind="accept" if best.span == kept else "relabel", span_id=best.id, span=kept, suggestion=best.id)
