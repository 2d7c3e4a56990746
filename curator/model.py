"""What everything here is about: documents, spans, suggestions, decisions. No input or output."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from operator import eq
from typing import Any, Literal, overload

import msgspec

Attributes = dict[str, str | int | float | bool]

Kind = Literal[
    "accept", "reject", "add", "change", "relabel", "remove",
    "finish", "skip", "reopen", "flag", "note", "undo",
]  # fmt: skip
Status = Literal["todo", "started", "done", "skipped"]

SPAN_KINDS: frozenset[str] = frozenset({"accept", "reject", "add", "change", "relabel", "remove"})
"""The kinds of decision that say what becomes of one span."""
GONE_KINDS: frozenset[str] = frozenset({"reject", "remove"})
"""The kinds after which the span is not in the layer."""

GOLD = "gold"
"""The layer of the adjudicators."""
_REPEAT = "~2"


def repeat_layer(layer: str) -> str:
    """The layer in which a reviewer labels some documents a second time, without the first answer."""
    return f"{layer}{_REPEAT}"


def is_repeat(layer: str) -> bool:
    """Whether the layer is one of second answers."""
    return layer.endswith(_REPEAT)


def first_layer(layer: str) -> str:
    """The layer of a reviewer's first answers, be it this one or the one of the second answers."""
    return layer.removesuffix(_REPEAT)


def is_reviewers(layer: str) -> bool:
    """Whether the layer is a reviewer's own: what adjudication settles, and agreement compares."""
    return layer != GOLD and not is_repeat(layer)


# Millions of spans may be held; they lead back to nothing, so that the garbage collector need not look at them.
class Span(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A labelled stretch of a text: half-open, in Unicode code points of the exact text."""

    start: int
    end: int
    label: str
    attributes: Attributes = {}

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two spans the same annotation: where it is, and the label."""
        return self.start, self.end, self.label

    def overlaps(self, other: Span) -> bool:
        """Whether they share at least one code point; [0, 5) and [5, 9) do not."""
        return self.start < other.end and other.start < self.end


class Document(msgspec.Struct, frozen=True):
    """A text exactly as it was read, under a stable key."""

    key: str
    text: str
    sha256: str
    title: str
    meta: dict[str, Any] = {}


def text_hash(text: str) -> str:
    """The SHA-256, in hexadecimal, of the text in UTF-8.

    Raises:
        UnicodeEncodeError: The text holds a lone surrogate.
    """
    return hashlib.sha256(text.encode()).hexdigest()


class Suggestion(msgspec.Struct, frozen=True, gc=False):
    """A span that somebody or something proposes.

    ``score`` is in 0..1, or None where the source gives none; ``reason`` is for a person to read.
    """

    span: Span
    source: str
    score: float | None
    reason: str

    @property
    def id(self) -> str:
        """Names the suggestion within its document; two sources that propose the same span share it."""
        return suggestion_id(self.span)


class BareSuggestions(Sequence[Suggestion]):
    """Suggestions of one source that are a place and a label each: what comes along with most documents.

    Each is made when somebody looks at it. A corpus has millions, most of which only pass through.

    Attributes:
        values: Start, end and label of each, one behind the other.
        source: Who proposes them.
    """

    __slots__ = ("source", "values")

    def __init__(self, values: list[Any], source: str) -> None:
        self.values = values
        self.source = source

    @property
    def labels(self) -> set[str]:
        """The labels that are given."""
        return set(self.values[2::3])

    def by(self, source: str) -> BareSuggestions:
        """The same, proposed by somebody else."""
        return BareSuggestions(self.values, source)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.values) // 3

    @overload
    def __getitem__(self, index: int) -> Suggestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Suggestion, ...]: ...

    def __getitem__(self, index: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        """One of them, or some. Raises IndexError."""
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        first = 3 * range(len(self))[index]
        start, end, label = self.values[first : first + 3]
        return Suggestion(Span(start, end, label), self.source, None, "")

    def __eq__(self, other: object) -> bool:
        """Whether it is a sequence of the same suggestions."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """As a tuple of them."""
        return repr(tuple(self))


def suggestion_id(span: Span) -> str:
    """The identifier, within a document, of the suggestion of this span."""
    return f"{span.start}:{span.end}:{span.label}"


def suggested_start(span_id: str) -> int | None:
    """Where the span was suggested, if its id is that of a suggestion (`suggestion_id`)."""
    start, colon, _ = span_id.partition(":")
    return int(start) if colon and start.isdecimal() else None


How = Literal["agreed", "take", "majority", "union", "intersection", "span", "label", "nothing", "reopened"]


class Ruling(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an adjudicator came by what a decision in the gold layer says. All decisions of one ruling share it.

    Attributes:
        how: ``agreed``: all reviewers had it, and nobody said otherwise; ``take``: what the reviewers ``of`` had;
            ``majority``, ``union``, ``intersection``: as the words say; ``span``: marked by the adjudicator;
            ``label``: another label on the same text; ``nothing``: no span here; ``reopened``: to be ruled on again.
        start: Where the dispute begins, in code points.
        end: Where it ends.
        of: For ``take``: the layers of those whose spans were taken.
        basis: What each reviewer who had finished the document had there, by layer.
        reason: Why, in the adjudicator's words.
        guideline: The guideline that it rests on: a label's name, perhaps with more behind it.
        wording: What the label's guideline said then, as `Label.wording`; empty where none was cited.
    """

    how: How
    start: int
    end: int
    of: tuple[str, ...] = ()
    basis: dict[str, tuple[Span, ...]] = {}
    reason: str = ""
    guideline: str = ""
    wording: str = ""

    @property
    def decided(self) -> bool:
        """Whether a person has said what holds here."""
        return self.how not in ("agreed", "reopened")


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One act by one person, or one part of it. Never changed and never deleted once it is made.

    Attributes:
        id: UUIDv7; decisions are ordered by it.
        act: The id of the first decision of the act: what is undone together shares it.
        time: UTC, RFC 3339 with milliseconds.
        layer: The layer that it changes.
        author: Who decided.
        document: The key of the document.
        kind: What was done.
        span_id: The span it is about: the suggestion's id where the span began as a suggestion,
            else the id of the decision that added it. A note without one is on the document.
        span: The span as it is after the act; for reject and remove, as it was; for a note, as it is.
        suggestion: The id of the suggestion that this decision answers, if any.
        undoes: For undo: the act that is taken back (an undo itself, when it is done again).
        text: A note, the reason for a skip; for flag "1" or "".
        ruling: In the gold layer: the dispute that it settles, and how.
        seconds: How long the author was active on the document before the act, since the decision before or since it
            was opened, idle time left out; for the later parts of an act 0. None where it was not measured.
        labels: For finish: the names of the labels that could be given then, sorted. None where that is not known.
    """

    id: str
    act: str
    time: str
    layer: str
    author: str
    document: str
    kind: Kind
    span_id: str | None = None
    span: Span | None = None
    suggestion: str | None = None
    undoes: str | None = None
    text: str | None = None
    ruling: Ruling | None = None
    seconds: float | None = None
    labels: tuple[str, ...] | None = None


Notes = dict[tuple[int, int, str], str]
"""Notes on spans, by `Span.key`."""


class Annotated(msgspec.Struct, frozen=True):
    """A document with one layer's spans: what formats read and write, and measures compare.

    ``spans`` are sorted by start, then longest first, then label. ``reason`` is that of a skip. ``notes`` are the
    reviewer's notes on spans, by the `Span.key` of the span; there are none on spans that are not among ``spans``.
    ``note`` is the reviewer's note on the document.
    """

    document: Document
    layer: str
    status: Status
    spans: tuple[Span, ...]
    reason: str | None = None
    notes: Notes = {}
    note: str = ""


def reading_order(span: Span) -> tuple[int, int, str]:
    """Sort key: by start, then longest first, then label."""
    return span.start, -span.end, span.label
