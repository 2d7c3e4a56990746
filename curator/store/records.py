"""What goes into the store and comes out of it, as records: no method of one reads or writes anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from curator.model import Decision, Document, Kind, Span, Status, Suggestion


class Incoming(msgspec.Struct, frozen=True):
    """A document on its way in, with what it brought along as suggestions.

    ``where`` names the place that it was read from, for messages.
    """

    document: Document
    suggestions: Sequence[Suggestion] = ()
    where: str = ""


class Intake(msgspec.Struct, frozen=True):
    """What became of one incoming document.

    ``added``: it is in the store now. ``same``: its text is there already, under ``key``. ``clash``: its key is there
    already, with a text whose SHA-256 is ``sha256``; nothing was changed.
    """

    outcome: Literal["added", "same", "clash"]
    incoming: Incoming
    key: str
    sha256: str


OnIntake = Callable[[Intake], Sequence[Decision] | None]
"""Is told what became of a document, and may return decisions on it, which are written with it."""


class Hit(msgspec.Struct, frozen=True):
    """A document found by a search, with the first passage that matches (code points)."""

    number: int
    key: str
    title: str
    start: int
    passage: str


class Passage(msgspec.Struct, frozen=True):
    """A hit with what stands around it: ``start`` and ``end`` (code points) in the text of the document ``number``."""

    number: int
    key: str
    title: str
    start: int
    end: int
    before: str
    hit: str
    after: str


class Sweep(msgspec.Struct, frozen=True):
    """All hits in some documents, up to the number ``upto``."""

    passages: tuple[Passage, ...]
    upto: int


class Act(msgspec.Struct, frozen=True):
    """What is undone or done again together. ``kinds`` are those of its decisions, in order."""

    id: str
    documents: tuple[int, ...]
    kinds: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """Where a reviewer was: document, focused span, cursor (code points) and first code point on the screen.

    ``whose``: the name under which it is kept beside decisions, where that is not the name of their layer, since
    several people work on it. It is "" in a place that is read.
    """

    number: int
    focus: str | None = None
    cursor: int = 0
    top: int = 0
    whose: str = ""


class Tally(msgspec.Struct, frozen=True):
    """How many documents there are, and how many of them stand where in a layer."""

    documents: int
    started: int
    done: int
    skipped: int
    flagged: int


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """That a document is to be labelled in a layer, or (``given`` False) no longer. Never changed once it is made.

    ``id`` is a UUIDv7, ``time`` UTC in RFC 3339, ``author`` who assigned, ``document`` its key. The queue of a layer
    is in order of ``position``; in a layer of second answers it says how many documents come first.
    """

    id: str
    time: str
    author: str
    layer: str
    document: str
    position: int
    given: bool = True


class Assigned(msgspec.Struct, frozen=True):
    """What is assigned now: a document, by number, in a layer, and its place in the queue."""

    layer: str
    number: int
    position: int


class Outline(msgspec.Struct, frozen=True):
    """A document without its text."""

    number: int
    key: str
    meta: dict[str, Any]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody saw, as an adjudicator, what reviewers decided. Never changed once it is made."""

    id: str
    time: str
    author: str
    layers: tuple[str, ...]
    purpose: str


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """That a layer, or what a policy made of several, was exported. ``manifest`` is the SHA-256 of its manifest."""

    id: str
    time: str
    author: str
    layer: str
    documents: int
    spans: int
    manifest: str


class SideBySide(msgspec.Struct, frozen=True):
    """A document as the reviewers who have finished it see it: spans in reading order, by layer, sorted by name."""

    number: int
    key: str
    layers: dict[str, tuple[Span, ...]]


Shown = Literal["all", "unfinished", "done", "skipped", "flagged", "noted"]
"""Which documents of a queue are shown."""


Sort = Literal["number", "state", "pending", "length", "touched"]
"""In which order they are: by number, what is to be done first, most pending first, the longest, the last decided on.
"""


class Standing(msgspec.Struct, frozen=True):
    """Documents that stand so: one of the statuses, or of what `Shown` names; or (not ``wanted``) all others."""

    values: tuple[str, ...]
    wanted: bool = True
    kind: Literal["state"] = "state"


class Holding(msgspec.Struct, frozen=True):
    """Documents that have one of these values; or (not ``wanted``) none of them.

    Attributes:
        kind: What has it. ``name``: key or title hold the words, in any case; ``text``: the text is found by the query;
            ``label``: a span of the layer, or a pending one, has the label; ``source``: a suggestion is from there
            (``hand``: a span of the layer is from nobody); ``note``: a note holds the words.
        values: The values.
        wanted: Whether they are wanted.
    """

    kind: Literal["name", "text", "label", "source", "note"]
    values: tuple[str, ...]
    wanted: bool = True


class Counted(msgspec.Struct, frozen=True):
    """Documents of which a count compares so: spans that are pending, or decided, or code points of the text.

    ``prepared``: and of which suggestions were made, since else more may come to be pending.
    """

    kind: Literal["pending", "decided", "length"]
    operator: Literal["<", "<=", ">", ">=", "="]
    value: int
    wanted: bool = True
    prepared: bool = False


Only = Standing | Holding | Counted
"""What documents of a queue must be."""


class QueueRow(msgspec.Struct, frozen=True):
    """A document in the queue of a layer, with how many of its spans are decided on and how many are pending.

    ``note`` is that on the document; ``spans_noted`` says whether a span of it bears one.
    ``touched`` grows from decision to decision: it is that of the last one on the document, 0 where there is none.
    ``prepared`` says whether a suggester has seen the document; else more may come to be pending.
    """

    number: int
    key: str
    title: str
    length: int
    status: Status
    reason: str | None
    flagged: bool
    note: str
    decided: int
    pending: int
    spans_noted: bool = False
    touched: int = 0
    prepared: bool = False


class Note(msgspec.Struct, frozen=True):
    """A note in a layer: on a document, or on a span of it.

    ``span`` is where the span is now, and ``quote`` its text. ``kind`` is the last decision on it; None where nobody
    decided. All three say nothing for a note on the document.
    """

    number: int
    key: str
    title: str
    text: str
    span_id: str | None = None
    span: Span | None = None
    kind: Kind | None = None
    quote: str = ""


class Precedent(msgspec.Struct, frozen=True):
    """How often a text was accepted and rejected with a label; ``just_so``: with the same case and white space."""

    label: str
    accepted: int
    rejected: int
    accepted_just_so: int = 0
    rejected_just_so: int = 0


class Precedents(msgspec.Struct, frozen=True):
    """What was decided on spans of one text, by label. Of the last decisions, ``behind`` may not be counted yet."""

    labels: tuple[Precedent, ...] = ()
    behind: int = 0


class PrecedentPlace(msgspec.Struct, frozen=True):
    """A span of the same text somewhere in a layer: its document, the last decision on it, and the text around it."""

    number: int
    key: str
    span_id: str
    kind: Kind
    span: Span
    before: str
    quote: str
    after: str


class Answered(msgspec.Struct, frozen=True):
    """How the suggestions of one source and label were answered.

    ``accepted`` are in the layer as they were suggested (attributes aside), ``edited`` with other edges or label.
    """

    source: str
    label: str
    accepted: int
    edited: int
    rejected: int

    @property
    def answered(self) -> int:
        """All of them."""
        return self.accepted + self.edited + self.rejected


class Stretch(msgspec.Struct, frozen=True):
    """What was done in some minutes from ``start`` on (seconds since 1970)."""

    start: float
    spans: int
    documents: int
    seconds: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in a layer.

    Attributes:
        decisions: All decisions, also undos and what was undone.
        undone: Decisions that do not hold any more.
        seconds: The active time of all decisions for which it was measured.
        documents: Documents that were finished or skipped.
        spans: Spans that were decided on.
        kinds: The decisions that hold, by kind.
        answered: How suggestions that are still there were answered, by source and label.
        stretches: The same in the order of time.
    """

    decisions: int = 0
    undone: int = 0
    seconds: float = 0.0
    documents: int = 0
    spans: int = 0
    kinds: dict[str, int] = {}
    answered: tuple[Answered, ...] = ()
    stretches: tuple[Stretch, ...] = ()


class Extent(msgspec.Struct, frozen=True):
    """How far the log of a layer goes: its decisions, their authors, and the id and time of the first and the last."""

    count: int
    authors: int
    first: str
    first_time: str
    last: str
    last_time: str
