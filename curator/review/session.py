"""One reviewer at one document, as a state machine: no clock, no store, no screen.

A method that decides something changes nothing: it returns a `Proposal`. Whoever owns the session has that committed
and gives the decisions back through `Session.absorb`; or, where they could not be, the saved state through
`Session.reset`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from curator import text as words
from curator.model import Attributes, Kind, Span
from curator.review.items import Item, ItemIndex
from curator.review.proposal import Draft, Proposal, Refused
from curator.review.reading import Unit
from curator.review.selection import Selection
from curator.review.whole import Whole

__all__ = ["Draft", "Edge", "Proposal", "Refused", "Session", "Unit"]

Edge = Literal["start", "end"]


class Session(Whole):
    """The acts on a document: each proposes decisions."""

    def accept(self) -> Proposal:
        """Accept the span in focus."""
        self._refuse_in_selection()
        item = self._focused()
        if item.mark != "pending":
            return Proposal((), "next")
        self._check_overlap(item.span, {item.id})
        return Proposal((self._draft("accept", item, item.span), *self._yielding(item.span, {item.id})), "next")

    def reject(self) -> Proposal:
        """Reject the suggestion in focus, or remove the span."""
        self._refuse_in_selection()
        item = self._focused()
        return Proposal((self._draft("reject" if item.mark == "pending" else "remove", item, item.span),), "next")

    def label(self, name: str, tokens: int = 1) -> Proposal:
        """Give a label to the selection; else to the span in focus; else to so many tokens from the cursor on."""
        if self.labels.label(name) is None:
            raise Refused(f"no label {name} in labels.yaml")
        if self.selection and self.selection.origin:
            return self._edited(name)
        if self.selection is None and self.focus:
            return self._relabelled(self.focus, name)
        target = self.target()
        if target is None or target[0] >= target[1]:
            raise Refused("nothing but white space is selected")
        end = target[1]
        for _ in range(tokens - 1 if self.selection is None else 0):
            following = words.next_token(self.text, end - 1)
            end = following[1] if following else end
        return self._placed(self._span(target[0], end, name))

    def label_at(self, start: int, end: int, name: str) -> tuple[Draft, ...]:
        """What gives this label to a stretch that nobody has decided on, wherever the cursor is.

        A pending suggestion of just this stretch is accepted, or relabelled.
        """
        same = [item for item in self.pending.overlapping(start, end) if item.place == (start, end)]
        if not same:
            span = self._span(start, end, name)
            return (Draft(kind="add", span=span), *self._yielding(span, set()))
        best = next((item for item in same if item.span.label == name), same[0])
        if best.span.label == name:
            return (self._draft("accept", best, best.span), *self._yielding(best.span, {best.id}))
        span = self._span(start, end, name, best)
        return (self._draft("relabel", best, span), *self._yielding(span, {best.id}))

    def keep_label(self) -> Proposal:
        """End the selection that was begun from a span: the span gets these edges and keeps its label."""
        item = self.items.get(self.selection.origin) if self.selection else None
        if item is None:
            raise Refused("press a label's key to label the selection")
        return self._edited(item.span.label)

    def move_edge(self, edge: Edge, unit: Unit, step: Literal[-1, 1]) -> Proposal:
        """Move one end of the span in focus by a token or a character."""
        item = self._focused()
        before = (item.span.start, item.span.end)
        held = Selection(before[1], before[0]) if edge == "start" else Selection(*before)
        start, end = before
        # White space is never at an edge, so a character on the other side of it is one step away.
        while (start, end) == before:
            moved = held.move(self.text, unit, step, crossing=False)
            if moved == held:
                raise Refused("the span cannot go further that way")
            held = moved
            start, end = words.trim(self.text, *held.range)
        return self._changed(item, self._span(start, end, item.span.label, item))

    def read_attributes(self) -> Attributes:
        """What can be read in the text in focus as its label's attributes."""
        span = self._focused().span
        return self._attributes_of(self.text[span.start : span.end], span.label)

    def set_attributes(self, attributes: Attributes) -> Proposal:
        """Give the span in focus these attributes."""
        item = self._focused()
        return self._changed(item, msgspec.structs.replace(item.span, attributes=attributes))

    def decide_pending(
        self, kind: Literal["accept", "reject"], *, label: str | None = None, at_least: float | None = None
    ) -> Proposal:
        """Accept or reject all that is pending and shown, as one act.

        Args:
            kind: What to do.
            label: Only with this label, if it is given.
            at_least: Only from this score on, if it is given.
        """
        drafts = self._pending_drafts(self.shown_pending, kind, label, at_least)
        hidden = self.hidden_pending
        if not drafts:
            plain = label is None and at_least is None and not hidden
            raise Refused("nothing is pending" if plain else "nothing such is pending")
        which = f" {label}" if label else "" if at_least is None else f" with {at_least:.2f} or more"
        spared = f"; {hidden} that the filter hides stay pending" if hidden else ""
        return Proposal(drafts, "next", f"{kind}ed {len(drafts)}{which}{spared}")

    def finish(self, pending: Literal["accept", "reject"] | None = None) -> Proposal:
        """Mark the document as done; with all that is pending, hidden or not, accepted or rejected in the same act."""
        if len(self.pending) and pending is None:
            raise Refused(f"{len(self.pending)} pending")
        drafts = self._pending_drafts(self.pending, pending) if pending else ()
        return self._finished(drafts)

    def reopen(self) -> Proposal:
        """Make a document that is done or skipped one to be worked on."""
        if self.review.status not in ("done", "skipped"):
            raise Refused("the document is open")
        return Proposal((Draft(kind="reopen"),))

    def note(self, text: str) -> Proposal:
        """Replace the note on the document; an empty one takes it away."""
        if text.strip() == self.review.note:
            return Proposal(())
        return Proposal((Draft(kind="note", text=text.strip()),))

    def note_span(self, text: str) -> Proposal:
        """Replace the note on the span in focus, which is decided by that as little as before; empty takes it away."""
        item = self._focused()
        if text.strip() == item.note:
            return Proposal(())
        return Proposal((Draft(kind="note", span_id=item.id, span=item.span, text=text.strip()),))

    # How acts are made

    def _refuse_in_selection(self) -> None:
        """What is in focus is not what one looks at while selecting."""
        if self.selection and self.selection.origin is None:
            raise Refused("press a label's key to label the selection; Esc leaves it")

    def _draft(self, kind: Kind, item: Item, span: Span) -> Draft:
        cell = self._state.spans.get(item.id)
        answers = cell.suggestion if cell else item.id
        return Draft(kind=kind, span_id=item.id, span=span, suggestion=answers)

    def _pending_drafts(
        self,
        pending: ItemIndex,
        kind: Literal["accept", "reject"],
        label: str | None = None,
        at_least: float | None = None,
    ) -> tuple[Draft, ...]:
        """A draft for each such pending span; where spans may not overlap, the better one of two is accepted."""
        items = [item for item in pending if label is None or item.span.label == label]
        if at_least is not None:
            items = [item for item in items if item.score is not None and item.score >= at_least]
        if self.labels.overlap or kind == "reject":
            return tuple(self._draft(kind, item, item.span) for item in items)
        taken = ItemIndex(item for item in self.items if item.live)
        drafts = {}
        for item in sorted(items, key=lambda item: (-(item.score or 0), item.key)):
            free = not taken.overlapping(item.span.start, item.span.end)
            drafts[item.id] = self._draft("accept" if free else "reject", item, item.span)
            if free:
                taken.put(item)
        return tuple(drafts[item.id] for item in items)

    def _edited(self, name: str) -> Proposal:
        """The span that the selection was begun from, with the selection's edges and this label."""
        selection = self.selection
        item = self.items.get(selection.origin) if selection else None
        if selection is None or item is None:
            raise Refused("the span is no longer there")
        start, end = words.trim(self.text, *selection.range)
        if start >= end:
            raise Refused("nothing but white space is selected")
        span = self._span(start, end, name, item)
        if span == item.span:
            return Proposal((), "stay") if item.live else Proposal((self._draft("accept", item, span),), "next")
        return self._changed(item, span, then="next" if item.mark == "pending" else "made")

    def _relabelled(self, item: Item, name: str) -> Proposal:
        if name == item.span.label:
            return self.accept()
        span = self._span(item.span.start, item.span.end, name, item)
        return self._changed(item, span, then="next")

    def _changed(self, item: Item, span: Span, then: Literal["next", "made"] = "made") -> Proposal:
        twin = self._twin(span, item.id)
        if twin and twin.live:
            raise Refused(f"there is a {span.label} just there already")
        spared = {item.id}
        self._check_overlap(span, spared)
        same_place = (span.start, span.end) == (item.span.start, item.span.end)
        kind: Kind = "relabel" if same_place and span.label != item.span.label else "change"
        answered = (self._draft("reject", twin, twin.span),) if twin else ()
        spared |= {twin.id} if twin else set()
        return Proposal((self._draft(kind, item, span), *answered, *self._yielding(span, spared)), then)

    def _placed(self, span: Span) -> Proposal:
        """A span put where nothing is in focus. A pending suggestion that it corrects is answered by it."""
        twin = self._twin(span)
        if twin and twin.live:
            raise Refused(f"there is a {span.label} just there already")
        if twin:
            self._check_overlap(span, {twin.id})
            return Proposal((self._draft("accept", twin, twin.span), *self._yielding(span, {twin.id})), "made")
        rivals = [
            item
            for item in self.pending.overlapping(span.start, span.end)
            if item.span.label == span.label or (item.span.start, item.span.end) == (span.start, span.end)
        ]
        self._check_overlap(span, set())
        if not rivals:
            return Proposal((Draft(kind="add", span=span), *self._yielding(span, set())), "made")
        best = max(rivals, key=lambda item: _shared(item.span, span))
        same_place = (span.start, span.end) == (best.span.start, best.span.end)
        span = self._span(span.start, span.end, span.label, best)
        drafts = [self._draft("relabel" if same_place else "change", best, span)]
        drafts += [self._draft("reject", item, item.span) for item in rivals if item is not best]
        return Proposal((*drafts, *self._yielding(span, {item.id for item in rivals})), "made")

    def _twin(self, span: Span, but: str | None = None) -> Item | None:
        """Another span with the same offsets and label."""
        here = self.items.overlapping(span.start, span.end)
        return next((item for item in here if item.span.key == span.key and item.id != but), None)

    def _span(self, start: int, end: int, name: str, before: Item | None = None) -> Span:
        """A span with the attributes that its label has.

        They stay those of the span that it was before, as long as it is the same text; else they are read from the
        text, and only where that gives none, those from before stay.
        """
        label = self.labels.label(name)
        known = {attribute.name for attribute in label.attributes} if label else set()
        if not known:
            return Span(start, end, name)
        kept = {key: value for key, value in before.span.attributes.items() if key in known} if before else {}
        if not kept or before is None or (start, end) != (before.span.start, before.span.end):
            read = self._attributes_of(self.text[start:end], name)
            kept = {key: value for key, value in read.items() if key in known} or kept
        return Span(start, end, name, kept)

    def _check_overlap(self, span: Span, spared: set[str]) -> None:
        if self.labels.overlap:
            return
        for item in self.items.overlapping(span.start, span.end):
            if item.live and item.id not in spared:
                raise Refused(f"it would overlap {item.span.label} and labels.yaml forbids that")

    def _yielding(self, span: Span, spared: set[str]) -> tuple[Draft, ...]:
        """Where spans may not overlap: the pending ones that this span leaves no room for, rejected."""
        if self.labels.overlap:
            return ()
        rivals = self.pending.overlapping(span.start, span.end)
        return tuple(self._draft("reject", item, item.span) for item in rivals if item.id not in spared)


def _shared(one: Span, other: Span) -> int:
    """The number of code points that two spans share."""
    return min(one.end, other.end) - max(one.start, other.start)
