"""What an export says of itself: what is in it, what is not and why, and by which decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

import curator
from curator.formats.api import AnyLoss, Loss, Losses

MANIFEST_VERSION = 2


class LeftOut(msgspec.Struct, frozen=True):
    """The documents of a layer that are not finished, counted by status; ``reasons`` are those of the skips."""

    todo: int = 0
    started: int = 0
    skipped: int = 0
    reasons: dict[str, int] = {}


class DecisionFacts(msgspec.Struct, frozen=True):
    """The log behind a layer: how many decisions by how many authors, and id and time (UTC) of the first and last."""

    count: int
    first_id: str
    first_time: str
    last_id: str
    last_time: str
    authors: int = 1


class Facts(msgspec.Struct, frozen=True):
    """What is known of a layer beside its documents.

    ``label_names`` are counted in the manifest even where no span bears them; ``selection`` says what was chosen.
    ``more`` goes into it as it is: how gold came about, by name.
    """

    layer: str
    left_out: LeftOut
    decisions: DecisionFacts | None
    label_names: tuple[str, ...] = ()
    selection: dict[str, Any] = {}
    more: dict[str, Any] = {}


class FileFacts(msgspec.Struct, frozen=True):
    """The SHA-256 of a file, in hexadecimal, and its size in bytes."""

    sha256: str
    bytes: int


class PartFacts(msgspec.Struct, frozen=True):
    """One part of a split, or all: how many documents, code points and spans by label there are."""

    documents: int
    characters: int
    labels: dict[str, int]

    @property
    def spans(self) -> int:
        """How many spans there are."""
        return sum(self.labels.values())


class FormatFacts(msgspec.Struct, frozen=True):
    """What went into the files of one format; ``files`` are by the name of the part, ``all`` without a split."""

    files: dict[str, str]
    version: int
    documents: int
    spans: int
    losses: Losses
    settings: dict[str, str] = {}


ALL = "all"
"""The part that is everything."""


class Content(msgspec.Struct, frozen=True):
    """What was written: the parts, the formats, and what the split kept together."""

    parts: dict[str, PartFacts]
    formats: dict[str, FormatFacts]
    split: dict[str, Any] | None = None

    @property
    def documents(self) -> int:
        """How many documents there are in all parts."""
        return sum(part.documents for part in self.parts.values())

    @property
    def characters(self) -> int:
        """How many code points there are in all parts."""
        return sum(part.characters for part in self.parts.values())

    def labels(self, names: tuple[str, ...]) -> dict[str, int]:
        """The spans by label, also those of these names that there are none of."""
        found = dict.fromkeys(names, 0)
        for part in self.parts.values():
            for label, count in part.labels.items():
                found[label] = found.get(label, 0) + count
        return found


def manifest(facts: Facts, content: Content, files: Mapping[str, FileFacts]) -> bytes:
    """The manifest as JSON, with sorted keys; it holds no time of export, so that it can be compared.

    Args:
        facts: What is known of the layer.
        content: What was written.
        files: The files of the export, by their paths in it.
    """
    labels = content.labels(facts.label_names)
    stated: dict[str, Any] = {
        "manifest_version": MANIFEST_VERSION,
        "curator": curator.__version__,
        "layer": facts.layer,
        "documents": content.documents,
        "spans": sum(labels.values()),
        "labels": labels,
        "selection": facts.selection,
        "split": content.split and {**content.split, "parts": {n: _part(p) for n, p in content.parts.items()}},
        "left_out": facts.left_out,
        "decisions": _decisions(facts.decisions),
        "formats": {name: _format(each) for name, each in content.formats.items()},
        "files": dict(files),
        **facts.more,
    }
    encoded = msgspec.json.Encoder(order="sorted").encode(stated)
    return msgspec.json.format(encoded, indent=2) + b"\n"


def _part(part: PartFacts) -> dict[str, Any]:
    return {"documents": part.documents, "spans": part.spans, "labels": part.labels}


def _decisions(facts: DecisionFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "count": facts.count,
        "authors": facts.authors,
        "first": {"id": facts.first_id, "time": facts.first_time},
        "last": {"id": facts.last_id, "time": facts.last_time},
    }


def _format(facts: FormatFacts) -> dict[str, Any]:
    return {
        "files": facts.files,
        "version": facts.version,
        "settings": facts.settings,
        "documents": facts.documents,
        "spans": facts.spans,
        "losses": told(facts.losses),
    }


def told(losses: Losses) -> dict[str, Any]:
    """Losses by kind: how many, and the first ones."""
    return {
        kind: {"count": count, "first": [_loss(loss) for loss in losses.first[kind]]}
        for kind, count in losses.counts.items()
    }


def _loss(loss: AnyLoss) -> dict[str, Any]:
    span = loss.span if isinstance(loss, Loss) else None
    place = {} if span is None else {"start": span.start, "end": span.end, "label": span.label}
    return {"document": loss.document, **place, "text": loss.text}
