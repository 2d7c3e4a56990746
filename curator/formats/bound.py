"""Spans on tokens, for formats that hold nothing finer: what fits, what is moved, and what is lost.

Losses have these kinds:

- ``nested``: the span lies within one that is longer, or in the same place with another label; the longest is kept.
- ``overlap``: it crosses one that is longer.
- ``sub_token``: it begins or ends within a token.
- ``snapped``: it began or ended within a token, and was widened to whole tokens.
- ``merged``: widened, it would be the same as another one, which is kept.
- ``no_token``: there is no token in it.
- ``edges``: it is kept, but without the white space or zero-width characters at its edges.
- ``attributes``: it is kept, but without its attributes.
- ``notes``: it is kept, but without the note on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from curator import text as words
from curator.errors import CuratorError
from curator.formats.api import CHANGED, Loss, Option
from curator.model import Annotated, Span, reading_order

Run = tuple[int, int, str]
"""First token, behind the last token, label."""

STRICT_TOKENS = Option(
    "strict-tokens", "what becomes of a span that begins or ends within a token", "drop", ("snap", "drop", "refuse")
)
_NOBODY = -1


class Carried(msgspec.Struct, frozen=True):
    """What tokens can hold of a document: where they begin, what they are, sentence breaks, runs, and what is lost."""

    starts: Sequence[int]
    words: Sequence[str]
    breaks: list[int]
    runs: list[Run]
    losses: list[Loss]

    def place(self, run: Run) -> tuple[int, int, str]:
        """The `Span.key` of a run."""
        first, behind, label = run
        return self.starts[first], self.starts[behind - 1] + len(self.words[behind - 1]), label


class _Places:
    """Which tokens are taken by which run."""

    def __init__(
        self, starts: Sequence[int], words: Sequence[str], *, flat: bool, strict: str, attributes: bool
    ) -> None:
        self._starts = starts
        self._words = words
        self._owners = [_NOBODY] * len(starts)
        self._flat = flat
        self._strict = strict
        self._attributes = attributes
        self._taken: set[Run] = set()
        self.runs: list[Run] = []

    def take(self, span: Span) -> Sequence[str]:
        """Find a place for the span; returns the kinds of its losses."""
        starts, words, left, right = self._starts, self._words, span.start, span.end
        first = bisect_right(starts, left)
        behind = bisect_left(starts, right, first)
        if first and starts[first - 1] + len(words[first - 1]) > left:
            first -= 1
        if first >= behind:
            return ("no_token",)
        start, end = starts[first], starts[behind - 1] + len(words[behind - 1])
        cut = start < left or end > right
        if cut and self._strict != "snap":
            return ("sub_token",)
        run = (first, behind, span.label)
        kind = self._in_the_way(run)
        if kind is not None:
            return (kind,)
        self._owners[first:behind] = [len(self.runs)] * (behind - first)
        self.runs.append(run)
        self._taken.add(run)
        kinds = ("snapped",) if cut else () if start == left and end == right else ("edges",)
        return (*kinds, "attributes") if span.attributes and not self._attributes else kinds

    def _in_the_way(self, run: Run) -> str | None:
        """The kind of loss where a run that was taken leaves no place for this one."""
        first, behind, _ = run
        owned = self._owners[first:behind]
        if owned.count(_NOBODY) == len(owned):
            return None
        if run in self._taken:
            return "merged"
        if not self._flat:
            return None
        owners = set(owned) - {_NOBODY}
        around = self.runs[min(owners)]
        inside = len(owners) == 1 and around[0] <= first and behind <= around[1]
        return "nested" if inside else "overlap"

    def breaks(self, sentences: Iterable[tuple[int, int]]) -> list[int]:
        """The tokens that begin a sentence, but for those inside a run."""
        firsts = {0, *(bisect_left(self._starts, start) for start, _ in sentences)}
        return [index for index in sorted(firsts) if index < len(self._starts) and not self._inside(index)]

    def _inside(self, index: int) -> bool:
        owner = self._owners[index]
        return index > 0 and owner != _NOBODY and owner == self._owners[index - 1]


def bind(
    annotated: Annotated,
    tokens: list[tuple[int, int]] | None = None,
    *,
    flat: bool = True,
    strict: str = "drop",
    attributes: bool = False,
    notes: bool = False,
) -> Carried:
    """What of this document its tokens can hold. The longest span goes first, then the earlier one.

    Args:
        annotated: The document.
        tokens: Its tokens; those of `curator.text` if None.
        flat: Whether a token can be in one span only.
        strict: A choice of `STRICT_TOKENS`.
        attributes: Whether attributes are held.
        notes: Whether notes on spans are held.

    Raises:
        CuratorError: A span begins or ends within a token, and ``strict`` is ``refuse``.
    """
    document = annotated.document
    starts, found = words.token_columns(document.text) if tokens is None else _columns(document.text, tokens)
    places = _Places(starts, found, flat=flat, strict=strict, attributes=attributes)
    losses: list[Loss] = []
    for span in sorted(annotated.spans, key=_longest_first):
        kinds = places.take(span)
        if annotated.notes and not notes and span.key in annotated.notes and CHANGED.issuperset(kinds):
            kinds = (*kinds, "notes")
        if kinds:
            losses += [Loss(kind, document.key, span, document.text[span.start : span.end]) for kind in kinds]
    losses.sort(key=lambda loss: reading_order(loss.span))
    if strict == "refuse":
        _refuse(losses)
    breaks = places.breaks(words.sentences(document.text))
    return Carried(starts, found, breaks, sorted(places.runs), losses)


def _longest_first(span: Span) -> tuple[int, int, str]:
    return span.start - span.end, span.start, span.label


def _columns(text: str, tokens: Sequence[tuple[int, int]]) -> tuple[list[int], list[str]]:
    """Where these tokens begin, and what they are."""
    return [start for start, _ in tokens], [text[start:end] for start, end in tokens]


def _refuse(losses: Iterable[Loss]) -> None:
    for loss in losses:
        if loss.kind in ("sub_token", "no_token"):
            span = loss.span
            what = f"{span.label} {loss.text!r} does not stand on whole tokens"
            where = f"{loss.document}:{span.start}:{span.end}"
            raise CuratorError(what, where=where, fix="mend the span, or use --strict-tokens snap or drop")
