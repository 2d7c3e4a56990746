"""One reviewer at one document, as a state machine: cursor, selection, focus; no clock, no store, no screen.

A method that decides something changes nothing: it returns a `Proposal`. Whoever owns the session has that committed
and gives the decisions back through `Session.absorb`; or, where they could not be, the saved state through
`Session.reset`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from curator import text as reading
from curator.errors import CuratorError
from curator.fold import DocumentState, Review, apply
from curator.labels import LabelSet
from curator.model import SPAN_KINDS, Attributes, Decision, Document, Kind, Span, Suggestion
from curator.review.items import Item, ItemIndex, item_of
from curator.review.selection import Selection

Unit = Literal["character", "token", "sentence", "paragraph"]
Edge = Literal["start", "end"]


class Refused(CuratorError):
    """An act that makes no sense here. The message is for the status line; nothing has changed."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A decision without its who and when. ``span_id`` is None for a span that is only now made."""

    kind: Kind
    span_id: str | None = None
    span: Span | None = None
    suggestion: str | None = None
    text: str | None = None


class Proposal(msgspec.Struct, frozen=True):
    """What is to be decided in one act, and what comes into focus then.

    ``then``: ``next`` pending, ``stay`` where the focus is, ``made``: the span that the act makes or changes.
    """

    drafts: tuple[Draft, ...]
    then: Literal["next", "stay", "made"] = "stay"
    said: str = ""


class Session:
    """The state of a review: what is shown, where the cursor and the focus are, what is selected.

    Args:
        document: The document.
        suggestions: All that is suggested, in any order; several sources may propose the same span.
        state: The decisions so far, folded.
        labels: What may be labelled.
    """

    def __init__(
        self, document: Document, suggestions: Iterable[Suggestion], state: DocumentState, labels: LabelSet
    ) -> None:
        self.document = document
        self.labels = labels
        self.selection: Selection | None = None
        self.cursor = 0
        self._focus: str | None = None
        self._state = state
        self._suggestions: dict[str, tuple[Suggestion, ...]] = {}
        self.items = ItemIndex()
        self.pending = ItemIndex()
        self.propose(suggestions)

    # What there is

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.document.text

    @property
    def review(self) -> Review:
        """Where the document stands."""
        return self._state.review

    @property
    def focus(self) -> Item | None:
        """The span that acts are about."""
        return self.items.get(self._focus)

    @property
    def decided(self) -> int:
        """How many spans were decided on."""
        return len(self._state.spans)

    def rejected(self) -> list[Item]:
        """The spans that were rejected or removed, in reading order."""
        gone = (self._item(cell.id) for cell in self._state.spans.values() if not cell.live)
        return sorted((item for item in gone if item), key=lambda item: item.key)

    def layer_spans(self) -> tuple[Span, ...]:
        """The spans that are in the layer, in reading order."""
        return self._state.layer_spans()

    def target(self) -> tuple[int, int] | None:
        """The text that a label's key would act on where nothing is in focus: the selection, else the token."""
        if self.selection:
            return reading.trim(self.text, *self.selection.range)
        return reading.token_at(self.text, self.cursor)

    # What comes in

    def propose(self, suggestions: Iterable[Suggestion]) -> None:
        """Take these suggestions in place of those before; decisions, cursor and focus stay."""
        grouped: dict[str, list[Suggestion]] = {}
        for suggestion in suggestions:
            grouped.setdefault(suggestion.id, []).append(suggestion)
        self._suggestions = {
            key: tuple(sorted(group, key=lambda s: (-(s.score or 0), s.source))) for key, group in grouped.items()
        }
        self._rebuild()

    def absorb(self, decisions: Sequence[Decision]) -> list[str]:
        """Take note of decisions (none of them an undo); returns the ids of the spans."""
        touched = []
        for decision in decisions:
            apply(self._state, decision)
            if decision.kind in SPAN_KINDS and decision.span_id is not None:
                self._show(decision.span_id)
                touched.append(decision.span_id)
        return touched

    def reset(self, state: DocumentState) -> list[str]:
        """Take this state in place of the one before; returns the ids of the spans that differ, in reading order."""
        old, self._state = self._state, state
        touched = [key for key in {**old.spans, **state.spans} if old.spans.get(key) != state.spans.get(key)]
        for span_id in touched:
            self._show(span_id)
        if self.focus is None:
            self._focus = None
        places = {key: (state.spans.get(key) or old.spans[key]).span.start for key in touched}
        return sorted(touched, key=lambda key: (places[key], key))

    def _item(self, span_id: str) -> Item | None:
        if span_id not in self._state.spans and span_id not in self._suggestions:
            return None
        return item_of(self._state.spans.get(span_id), self._suggestions.get(span_id, ()))

    def _rebuild(self) -> None:
        found = (self._item(span_id) for span_id in {**self._suggestions, **self._state.spans})
        everything = [item for item in found if item]
        self.items = ItemIndex(item for item in everything if item.mark != "rejected")
        self.pending = ItemIndex(item for item in everything if item.mark == "pending")

    def _show(self, span_id: str) -> None:
        item = self._item(span_id)
        for index, shown in ((self.items, item and item.mark != "rejected"), (self.pending, item and not item.decided)):
            if item and shown:
                index.put(item)
            else:
                index.drop(span_id)

    # Where one is

    def focus_on(self, item_id: str | None) -> None:
        """Bring a span into focus, and the cursor to its start."""
        item = self.items.get(item_id)
        self._focus = item.id if item else None
        if item:
            self.cursor = item.span.start
            self.selection = None

    def next_pending(self) -> bool:
        """Focus on the next pending span in reading order, from the start again behind the last."""
        return self._step(
            self.pending.after(self._here("after")) or (self.pending.at(0) if len(self.pending) else None)
        )

    def previous_pending(self) -> bool:
        """Focus on the pending span before, from the end again before the first."""
        last = self.pending.at(len(self.pending) - 1) if len(self.pending) else None
        return self._step(self.pending.before(self._here("before")) or last)

    def next_item(self) -> bool:
        """Focus on the next span, pending or decided."""
        return self._step(self.items.after(self._here("after")))

    def previous_item(self) -> bool:
        """Focus on the span before, pending or decided."""
        return self._step(self.items.before(self._here("before")))

    def _step(self, item: Item | None) -> bool:
        if item is None:
            return False
        self.focus_on(item.id)
        return True

    def _here(self, side: Literal["before", "after"]) -> tuple[int, int, str, str]:
        """The place in the reading order from which next and previous are counted."""
        if self.focus and self.focus.span.start <= self.cursor < self.focus.span.end:
            return self.focus.key
        return (self.cursor, -len(self.text) - 1, "", "") if side == "after" else (self.cursor, 1, "", "")

    def go(self, offset: int) -> None:
        """Move the cursor to a code point; in a selection, its active end to the edge of the token there."""
        offset = max(0, min(offset, len(self.text)))
        if self.selection:
            self.selection = self.selection.reach(self.text, offset)
            self.cursor = self.selection.head(self.text)
            return
        self.cursor = offset
        self._focus_here()

    def _focus_here(self) -> None:
        stack = self.stack()
        self._focus = stack[0].id if stack else None

    def stack(self) -> list[Item]:
        """The spans that the cursor stands in, innermost first."""
        here = self.items.overlapping(self.cursor, self.cursor + 1)
        return sorted(here, key=lambda item: (item.span.end - item.span.start, item.key))

    def move(self, unit: Unit, step: Literal[-1, 1]) -> None:
        """Move the cursor, or the active end of the selection, by one unit back (-1) or on (1)."""
        if self.selection and unit in ("character", "token"):
            self.selection = self.selection.move(self.text, unit, step)
            self.cursor = self.selection.head(self.text)
            return
        self.go(self._place_by(unit, step))

    def _place_by(self, unit: Unit, step: Literal[-1, 1]) -> int:
        text, here = self.text, self.cursor
        if unit == "character":
            return reading.next_cluster(text, here) if step > 0 else reading.previous_cluster(text, here)
        if unit == "token":
            token = reading.next_token(text, here) if step > 0 else reading.previous_token(text, here)
            return token[0] if token else here
        if unit == "sentence":
            return reading.next_sentence(text, here) if step > 0 else reading.previous_sentence(text, here)
        return reading.next_paragraph(text, here) if step > 0 else reading.previous_paragraph(text, here)

    def outward(self) -> None:
        """Focus on the next span out of those that the cursor stands in, the innermost again behind the outermost."""
        stack = self.stack()
        if not stack:
            raise Refused("no span here")
        ids = [item.id for item in stack]
        place = ids.index(self._focus) + 1 if self._focus in ids else 0
        self._focus = ids[place % len(ids)]

    # The selection

    def select(self) -> None:
        """Begin a selection with the token at the cursor."""
        token = reading.token_at(self.text, self.cursor)
        if token is None:
            raise Refused("no text to select")
        self.selection = Selection(*token)
        self.cursor = self.selection.head(self.text)

    def select_range(self, start: int, end: int) -> None:
        """Select a stretch of the text, as a drag of the mouse does; within one token exactly, else whole tokens."""
        start, end = reading.trim(self.text, max(0, min(start, end)), min(max(start, end), len(self.text)))
        if start >= end:
            self.selection = None
            return
        first, last = reading.token_at(self.text, start), reading.token_at(self.text, end - 1)
        if first and last and first != last:
            start, end = min(start, first[0]), max(end, last[1])
        self.selection = Selection(start, end)
        self.cursor = self.selection.head(self.text)

    def select_focus(self) -> None:
        """Turn the span in focus into a selection, so that its edges can be moved."""
        item = self._focused()
        self.selection = Selection(item.span.start, item.span.end, item.id)
        self.cursor = self.selection.head(self.text)

    def swap_ends(self) -> None:
        """Make the other end of the selection the active one."""
        if self.selection:
            self.selection = self.selection.swapped()
            self.cursor = self.selection.head(self.text)

    def cancel(self) -> None:
        """Leave the selection; all is as it was."""
        if self.selection is None:
            return
        origin, (start, _) = self.selection.origin, self.selection.range
        self.selection = None
        self.cursor = start
        if origin is not None and self.items.get(origin):
            self.focus_on(origin)

    # Acts

    def accept(self) -> Proposal:
        """Accept the span in focus."""
        item = self._focused()
        if item.mark != "pending":
            return Proposal((), "next")
        self._check_overlap(item.span, {item.id})
        return Proposal((self._draft("accept", item, item.span), *self._yielding(item.span, {item.id})), "next")

    def reject(self) -> Proposal:
        """Reject the suggestion in focus, or remove the span."""
        item = self._focused()
        return Proposal((self._draft("reject" if item.mark == "pending" else "remove", item, item.span),), "next")

    def label(self, name: str) -> Proposal:
        """Give a label to the selection; else to the span in focus; else to the token at the cursor."""
        if self.labels.label(name) is None:
            raise Refused(f"no label {name} in labels.yaml")
        if self.selection and self.selection.origin:
            return self._edited(name)
        if self.selection is None and self.focus:
            return self._relabelled(self.focus, name)
        target = self.target()
        if target is None or target[0] >= target[1]:
            raise Refused("nothing but white space is selected")
        return self._placed(Span(*target, name))

    def keep_label(self) -> Proposal:
        """End the selection that was begun from a span: the span gets these edges and keeps its label."""
        item = self.items.get(self.selection.origin) if self.selection else None
        if item is None:
            raise Refused("press a label's key to label the selection")
        return self._edited(item.span.label)

    def move_edge(self, edge: Edge, unit: Unit, step: Literal[-1, 1]) -> Proposal:
        """Move one end of the span in focus by a token or a character."""
        item = self._focused()
        start, end = item.span.start, item.span.end
        held = Selection(end, start) if edge == "start" else Selection(start, end)
        start, end = reading.trim(self.text, *held.move(self.text, unit, step, crossing=False).range)
        if (start, end) == (item.span.start, item.span.end):
            raise Refused("the span cannot go further that way")
        return self._changed(item, Span(start, end, item.span.label, self._kept_attributes(item, item.span.label)))

    def set_attributes(self, attributes: Attributes) -> Proposal:
        """Give the span in focus these attributes."""
        item = self._focused()
        return self._changed(item, msgspec.structs.replace(item.span, attributes=attributes))

    def decide_pending(self, kind: Literal["accept", "reject"]) -> Proposal:
        """Accept or reject all that is pending, as one act."""
        drafts = self._pending_drafts(kind)
        if not drafts:
            raise Refused("nothing is pending")
        return Proposal(drafts, "stay", f"{kind}ed {len(drafts)}")

    def finish(self, pending: Literal["accept", "reject"] | None = None) -> Proposal:
        """Mark the document as done; with what is pending accepted or rejected in the same act."""
        if len(self.pending) and pending is None:
            raise Refused(f"{len(self.pending)} pending")
        drafts = self._pending_drafts(pending) if pending else ()
        if self.review.status == "done" and not drafts:
            return Proposal(())
        return Proposal((*drafts, Draft(kind="finish")))

    def skip(self, reason: str) -> Proposal:
        """Leave the document out, for a reason."""
        if not reason.strip():
            raise Refused("a skip needs a reason")
        return Proposal((Draft(kind="skip", text=reason.strip()),))

    def reopen(self) -> Proposal:
        """Make a document that is done or skipped one to be worked on."""
        if self.review.status not in ("done", "skipped"):
            raise Refused("the document is open")
        return Proposal((Draft(kind="reopen"),))

    def flag(self) -> Proposal:
        """Flag the document, or take the flag off."""
        return Proposal((Draft(kind="flag", text="" if self.review.flagged else "1"),))

    def note(self, text: str) -> Proposal:
        """Replace the note on the document; an empty one takes it away."""
        if text.strip() == self.review.note:
            return Proposal(())
        return Proposal((Draft(kind="note", text=text.strip()),))

    # How acts are made

    def _focused(self) -> Item:
        if self.focus is None:
            raise Refused("no span in focus")
        return self.focus

    def _draft(self, kind: Kind, item: Item, span: Span) -> Draft:
        cell = self._state.spans.get(item.id)
        answers = cell.suggestion if cell else item.id
        return Draft(kind=kind, span_id=item.id, span=span, suggestion=answers)

    def _pending_drafts(self, kind: Literal["accept", "reject"]) -> tuple[Draft, ...]:
        """A draft for each pending span; where spans may not overlap, the better one of two is accepted."""
        items = list(self.pending)
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
        start, end = reading.trim(self.text, *selection.range)
        if start >= end:
            raise Refused("nothing but white space is selected")
        span = Span(start, end, name, self._kept_attributes(item, name))
        if span == item.span:
            return Proposal((), "stay") if item.live else Proposal((self._draft("accept", item, span),), "next")
        return self._changed(item, span, then="next" if item.mark == "pending" else "made")

    def _relabelled(self, item: Item, name: str) -> Proposal:
        if name == item.span.label:
            return self.accept()
        span = Span(item.span.start, item.span.end, name, self._kept_attributes(item, name))
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
        span = msgspec.structs.replace(span, attributes=self._kept_attributes(best, span.label))
        drafts = [self._draft("relabel" if same_place else "change", best, span)]
        drafts += [self._draft("reject", item, item.span) for item in rivals if item is not best]
        return Proposal((*drafts, *self._yielding(span, {item.id for item in rivals})), "made")

    def _twin(self, span: Span, but: str | None = None) -> Item | None:
        """Another span with the same offsets and label."""
        here = self.items.overlapping(span.start, span.end)
        return next((item for item in here if item.span.key == span.key and item.id != but), None)

    def _kept_attributes(self, item: Item, name: str) -> Attributes:
        """The attributes of a span that the label (also) has."""
        label = self.labels.label(name)
        known = {attribute.name for attribute in label.attributes} if label else set()
        return {key: value for key, value in item.span.attributes.items() if key in known}

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
