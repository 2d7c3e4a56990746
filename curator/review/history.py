"""Who did what when, on which suggestion: the log of a layer, told in lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curator.gold.rulings import told
from curator.model import Decision, Document, Ruling, Span, Suggestion
from curator.review.said import PAST, counted, one_line
from curator.store.api import Store

_QUOTE = 60


@dataclass
class Event:
    """A decision with all that is known about it. ``suggestions`` are those that it answers and that are still there.

    ``quote`` is the text of the span. ``takes_back`` and ``again`` hold for an undo: what it undid, and whether it
    was done again by it.
    """

    id: str
    act: str
    time: str
    layer: str
    author: str
    document: str
    kind: str
    undone: bool
    span_id: str | None = None
    span: Span | None = None
    quote: str | None = None
    suggestion: str | None = None
    suggestions: list[Suggestion] = field(default_factory=list)
    undoes: str | None = None
    takes_back: str | None = None
    again: bool = False
    text: str | None = None
    ruling: Ruling | None = None
    seconds: float | None = None
    labels: tuple[str, ...] | None = None


class History:
    """The decisions on one document, or all, in one layer. Only what is asked for is held in memory.

    Args:
        store: Where the log is.
        layer: The layer.
        key: The document; None for all.
    """

    def __init__(self, store: Store, layer: str, key: str | None) -> None:
        self._store = store
        self._layer = layer
        self._key = key
        self._undos: dict[str, tuple[str, str]] = {}
        self._undone: dict[str, str] = {}
        self._told: dict[str, list[Decision]] = {}
        self._document: tuple[int, Document] | None = None
        self._suggested: tuple[int, dict[str, list[Suggestion]]] | None = None

    def _decisions(self) -> Iterator[Decision]:
        return self._store.decisions(layer=self._layer, key=self._key)

    # Choosing

    def last(self, limit: int, *, span: str | None = None, author: str | None = None) -> tuple[int, Iterable[Decision]]:
        """How many decisions are asked for, and the last of them.

        Args:
            limit: How many at most.
            span: Only those on spans that had this text at some time, or on the one with this id.
            author: Only those by this reviewer.
        """
        wanted = self._first_pass(span)
        targets = {self._target(act) for act in self._undos}
        acts: set[str] = set()
        total = 0
        found: deque[Decision] = deque(maxlen=limit)
        for decision in self._decisions():
            if decision.act in targets and decision.kind != "undo":
                self._told.setdefault(decision.act, []).append(decision)
            if wanted is not None:
                if decision.kind == "undo":
                    chosen = self._target(decision.act) in acts
                else:
                    chosen = (decision.document, decision.span_id) in wanted
                if not chosen:
                    continue
                acts.add(decision.act)
            if author is None or decision.author == author:
                total += 1
                found.append(decision)
        return total, found

    def _first_pass(self, span: str | None) -> set[tuple[str, str | None]] | None:
        """Learn what was undone; returns the spans (document, id) that are asked for, or None for all."""
        wanted: set[tuple[str, str | None]] = set()
        sought = "" if span is None else _alike(span)
        for decision in self._decisions():
            if decision.undoes is not None:
                self._undos[decision.act] = decision.id, decision.undoes
            elif span is not None and decision.span_id is not None and self._is(decision, span, sought):
                wanted.add((decision.document, decision.span_id))
        # As in `fold.standing`: from the last undo to the first, since an undo that was undone has no effect.
        for act, (identifier, undoes) in reversed(self._undos.items()):
            if not self._was_undone(act, identifier):
                self._undone.setdefault(undoes, identifier)
        return None if span is None else wanted

    def _is(self, decision: Decision, span: str, sought: str) -> bool:
        if span in (decision.span_id, decision.suggestion):
            return True
        text = self._of(decision.document)[1].text
        now = decision.span and text[decision.span.start : decision.span.end]
        if now and _alike(now) == sought:
            return True
        # What was suggested may have had other edges.
        start, _, rest = (decision.suggestion or "").partition(":")
        end = rest.partition(":")[0]
        return start.isdigit() and end.isdigit() and _alike(text[int(start) : int(end)]) == sought

    def _was_undone(self, act: str, identifier: str) -> bool:
        return self._undone.get(act, "") > identifier

    def _target(self, act: str) -> str:
        """The act that an undo, or an undo of an undo, is about in the end."""
        while act in self._undos:
            act = self._undos[act][1]
        return act

    # Telling

    def event(self, decision: Decision) -> Event:
        """All that is known about a decision."""
        number, document = self._of(decision.document)
        span = decision.span
        known = {name: getattr(decision, name) for name in decision.__struct_fields__}
        event = Event(**known, undone=self._was_undone(decision.act, decision.id))
        if span is not None:
            event.quote = document.text[span.start : span.end]
        if decision.suggestion is not None:
            event.suggestions = self._suggestions(number).get(decision.suggestion, [])
        if decision.undoes is not None:
            told = self._told.get(self._target(decision.act), [])
            event.takes_back = _summary([each for each in told if each.document == document.key], document.text)
            event.again = self._again(decision.act)
        return event

    def _again(self, act: str) -> bool:
        """Whether an undo takes back an undo, so that the act holds again."""
        steps = 0
        while act in self._undos:
            act, steps = self._undos[act][1], steps + 1
        return steps % 2 == 0

    def _of(self, key: str) -> tuple[int, Document]:
        """A document by its key; the last one is kept, since acts on a document come in rows."""
        if self._document is None or self._document[1].key != key:
            number = self._store.number(key) or 0
            self._document = number, self._store.document(number)
        return self._document

    def _suggestions(self, number: int) -> dict[str, list[Suggestion]]:
        if self._suggested is None or self._suggested[0] != number:
            grouped: dict[str, list[Suggestion]] = {}
            for suggestion in self._store.suggestions(number):
                grouped.setdefault(suggestion.id, []).append(suggestion)
            self._suggested = number, grouped
        return self._suggested[1]


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


def _summary(decisions: list[Decision], text: str) -> str:
    """Decisions in a few words: ``accepted PERSON "Orlov"``, ``12 accepted, finished``."""
    if len(decisions) == 1 and decisions[0].span is not None:
        span = decisions[0].span
        return f'{PAST[decisions[0].kind]} {span.label} "{one_line(text, _QUOTE, span.start, span.end)}"'
    return counted([decision.kind for decision in decisions])


def line(event: Event, *, with_document: bool) -> str:
    """What was done, when and by whom; with the key of the document, if that is wanted."""
    time = f"{event.time[:10]} {event.time[11:19]}Z"
    parts = [time, event.author, f"{event.document}:" if with_document else "", _deed(event)]
    ruled = f"| {told(event.ruling)}" if event.ruling else ""
    parts += ["(undone)" if event.undone else "", _evidence(event), ruled]
    return " ".join(part for part in parts if part)


def _deed(event: Event) -> str:
    if event.kind == "undo":
        return f"{'did again' if event.again else 'undid'}: {event.takes_back or event.undoes}"
    if event.span is not None:
        values = "".join(f" {name}={value}" for name, value in event.span.attributes.items())
        where = f"{event.span.start}-{event.span.end}"
        if event.kind == "note":
            said = f": {event.text}" if event.text else " removed"
            return f'note on {event.span.label} "{one_line(event.quote or "", _QUOTE)}" {where}{said}'
        return f'{PAST[event.kind]} {event.span.label} "{one_line(event.quote or "", _QUOTE)}" {where}{values}'
    if event.kind == "flag":
        return "flagged" if event.text else "flag removed"
    return f"{PAST[event.kind]}: {event.text}" if event.text else PAST[event.kind]


def _evidence(event: Event) -> str:
    """What the decision answers: who proposed it, how surely, and why."""
    if event.suggestion is None:
        return ""
    if not event.suggestions:
        return f"| suggestion {event.suggestion}, no longer proposed"
    said = "; ".join(_proposed(suggestion) for suggestion in event.suggestions)
    differs = event.span is not None and event.span.key != event.suggestions[0].span.key
    return f"| suggested {f'as {event.suggestion} ' if differs else ''}by {said}"


def _proposed(suggestion: Suggestion) -> str:
    parts = [suggestion.source, "" if suggestion.score is None else f"{suggestion.score:.2f}"]
    return " ".join(part for part in parts if part) + (f", {suggestion.reason}" if suggestion.reason else "")
