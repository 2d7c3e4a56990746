"""The last act again: on what is in focus, on the selection, or on as much text as it was about."""

from __future__ import annotations

from collections.abc import Callable

from curator.review.items import Item
from curator.review.objects import Kind
from curator.review.proposal import Proposal, Refused
from curator.review.session import Session

Act = Callable[[Session], Proposal]


class Again:
    """Remembers the last act that can be done elsewhere: accept, reject, a step of an edge, a label.

    A label and the steps by which the edges of the new span were moved then are one act: it gives the label to as many
    words.
    """

    def __init__(self) -> None:
        self._last: Act | None = None
        self._labelling = False
        self._made: str | None = None

    def propose(self, session: Session) -> Proposal:
        """The last act, here. Raises Refused where there was none, or it makes no sense."""
        if self._last is None:
            raise Refused("nothing to do again yet")
        return self._last(session)

    def did(self, act: Act) -> None:
        """Note that this was done."""
        self._last, self._labelling, self._made = act, False, None

    def label(self, session: Session, name: str) -> Proposal:
        """Give a label to the selection, the span in focus or the token at the cursor, and note that."""
        selection = session.selection
        kind = selection.kind if selection and selection.origin is None else None
        words = session.words_in(*selection.range) if selection and selection.origin is None else 1
        proposal = session.label(name)
        self.did(_label(name, max(1, words), kind))
        self._labelling = True
        return proposal

    def made(self, item: Item | None) -> None:
        """Note the span that the act made, if it was a label that was given, now or again."""
        self._made = item.id if item and self._labelling else None

    def edge(self, act: Act, item: Item | None, words: int) -> None:
        """Note that an edge of this span was moved; it has so many words now."""
        if item and item.id == self._made:
            self._last = _label(item.span.label, words, None)
        else:
            self.did(act)


def _label(name: str, words: int, kind: Kind | None) -> Act:
    """The label on what is selected or in focus, or on so many words; on the next text object of a kind, if any."""

    def again(session: Session) -> Proposal:
        if kind and session.selection is None:
            session.select_next_object(kind, name)
        return session.label(name, words)

    return again
