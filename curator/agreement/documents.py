"""The documents that are compared: each with the spans of those who finished it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from curator.errors import CuratorError
from curator.model import Annotated, Span

AnySpan = Span | tuple[int, int, str]
"""A span of a layer; or its start and end in code points, half-open, and its label."""

Tokens = Sequence[tuple[int, int]]
"""Half-open offsets in code points, in order, without overlaps."""

LeftOutReason = Literal["other_text", "not_finished", "other_labels"]


class Shared(msgspec.Struct, frozen=True):
    """A document, and the spans of everybody who finished it; an empty layer is a finding, a missing one is not.

    Attributes:
        key: Names the document.
        layers: By annotator. Whoever did not finish the document is not in it.
        text: The text; it may be empty where ``tokens`` and ``length`` are given.
        tokens: Those that the document brought along; None to have `curator.text.tokens` make them.
        length: Of the text, in code points; None for that of ``text``.
        scope: For an annotator who did only some labels here, those; a label that is not among them is missing.
    """

    key: str
    layers: Mapping[str, Sequence[AnySpan]]
    text: str = ""
    tokens: Tokens | None = None
    length: int | None = None
    scope: Mapping[str, Collection[str]] = {}


class LeftOut(msgspec.Struct, frozen=True):
    """A document of an annotator that cannot be compared, and why.

    ``labels``: for ``other_labels``, those that not all annotators could give when they finished it.
    """

    key: str
    annotator: str
    reason: LeftOutReason
    labels: tuple[str, ...] = ()


class _Gathered(msgspec.Struct):
    text: str
    sha256: str
    layers: dict[str, Sequence[AnySpan]]
    tokens: Tokens | None
    clash: bool = False


def gather(
    layers: Iterable[Annotated],
    *,
    tokens: Mapping[str, Tokens] | None = None,
    left_out: list[LeftOut] | None = None,
) -> Iterator[Shared]:
    """Bring the layers of each document together, in the order in which the documents appear first.

    Only documents that are ``done`` in a layer count; "finished" is a status, never inferred from the spans. A
    document whose text differs between layers is left out.

    Args:
        layers: The documents of all annotators, in any order; the layer's name is the annotator's.
        tokens: By key, for documents that bring their tokens along.
        left_out: Gets what was left out, and why.

    Raises:
        CuratorError: A layer holds a document twice.
    """
    out = [] if left_out is None else left_out
    given = tokens or {}
    found: dict[str, _Gathered] = {}
    for each in layers:
        document = each.document
        if each.status != "done":
            out.append(LeftOut(document.key, each.layer, "not_finished"))
            continue
        kept = found.get(document.key)
        if kept is None:
            kept = _Gathered(document.text, document.sha256, {}, given.get(document.key))
            found[document.key] = kept
        if each.layer in kept.layers:
            what = f"the layer {each.layer!r} holds the document {document.key!r} twice"
            raise CuratorError(what, fix="give each document a key of its own")
        kept.clash = kept.clash or document.sha256 != kept.sha256
        kept.layers[each.layer] = each.spans
    for key, kept in found.items():
        if kept.clash:
            out.extend(LeftOut(key, name, "other_text") for name in kept.layers)
        else:
            yield Shared(key, kept.layers, kept.text, kept.tokens)


def triples(spans: Iterable[AnySpan]) -> set[tuple[int, int, str]]:
    """The distinct spans, as start, end and label."""
    return {span.key if isinstance(span, Span) else (span[0], span[1], span[2]) for span in spans}
