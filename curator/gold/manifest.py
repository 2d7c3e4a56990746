"""What an export says of itself: what is in it, what is not and why, and by which decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

import curator
from curator.formats.api import Loss, Losses

MANIFEST_VERSION = 1


class LeftOut(msgspec.Struct, frozen=True):
    """The documents of a layer that are not finished, counted by status; ``reasons`` are those of the skips."""

    todo: int = 0
    started: int = 0
    skipped: int = 0
    reasons: dict[str, int] = {}


class DecisionFacts(msgspec.Struct, frozen=True):
    """The log behind a layer: how many decisions, and id and time (UTC, RFC 3339) of the first and the last."""

    count: int
    first_id: str
    first_time: str
    last_id: str
    last_time: str


class Facts(msgspec.Struct, frozen=True):
    """What is known of a layer beside its documents.

    ``label_names`` are counted in the manifest even where no span bears them. ``more`` goes into it as it is: how gold
    came about, by name.
    """

    layer: str
    left_out: LeftOut
    decisions: DecisionFacts | None
    label_names: tuple[str, ...] = ()
    more: dict[str, Any] = {}


class FileFacts(msgspec.Struct, frozen=True):
    """The SHA-256 of a file, in hexadecimal, and its size in bytes."""

    sha256: str
    bytes: int


class FormatFacts(msgspec.Struct, frozen=True):
    """What went into the file of one format."""

    file: str
    version: int
    documents: int
    spans: int
    losses: Losses


def manifest(
    facts: Facts, labels: Mapping[str, int], formats: Mapping[str, FormatFacts], files: Mapping[str, FileFacts]
) -> bytes:
    """The manifest as JSON, with sorted keys; it holds no time of export, so that it can be compared.

    Args:
        facts: What is known of the layer.
        labels: How many spans bear each label.
        formats: What went into each format.
        files: The files of the export, by name.
    """
    named = dict.fromkeys(facts.label_names, 0) | dict(labels)
    documents = next(iter(formats.values())).documents if formats else 0
    content: dict[str, Any] = {
        "manifest_version": MANIFEST_VERSION,
        "curator": curator.__version__,
        "layer": facts.layer,
        "documents": documents,
        "spans": sum(named.values()),
        "labels": named,
        "left_out": facts.left_out,
        "decisions": _decisions(facts.decisions),
        "formats": {name: _format(each) for name, each in formats.items()},
        "files": dict(files),
        **facts.more,
    }
    encoded = msgspec.json.Encoder(order="sorted").encode(content)
    return msgspec.json.format(encoded, indent=2) + b"\n"


def _decisions(facts: DecisionFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "count": facts.count,
        "first": {"id": facts.first_id, "time": facts.first_time},
        "last": {"id": facts.last_id, "time": facts.last_time},
    }


def _format(facts: FormatFacts) -> dict[str, Any]:
    losses = facts.losses
    return {
        "file": facts.file,
        "version": facts.version,
        "documents": facts.documents,
        "spans": facts.spans,
        "losses": {
            kind: {"count": count, "first": [_loss(loss) for loss in losses.first[kind]]}
            for kind, count in losses.counts.items()
        },
    }


def _loss(loss: Loss) -> dict[str, Any]:
    span = loss.span
    return {"document": loss.document, "start": span.start, "end": span.end, "label": span.label, "text": loss.text}
