"""From a store to what an export of one of its layers needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from curator.gold.export import ExportReport, export_layer
from curator.gold.manifest import DecisionFacts, Facts, LeftOut
from curator.gold.settled import Policed
from curator.labels import LabelSet
from curator.store.api import Store

NO_REASON = "(no reason given)"


def export_from_store(
    store: Store,
    layer: str,
    *,
    folder: Path,
    labels: LabelSet,
    labels_path: Path,
    formats: Sequence[str] = ("jsonl", "conll"),
    on_document: Callable[[], None] | None = None,
    more: dict[str, Any] | None = None,
) -> ExportReport:
    """Export the finished documents of a layer; see `curator.gold.export.export_layer`.

    Args:
        store: Where the layer is.
        layer: Its name.
        folder: Where the files go.
        labels: The label set, for its names.
        labels_path: The file of the label set, which is copied.
        formats: Names of formats.
        on_document: Called once for each document that a format writes.
        more: What else the manifest is to say.

    Raises:
        CuratorError: As `export_layer`.
    """
    facts = layer_facts(store, layer, tuple(label.name for label in labels.labels))
    return export_layer(
        partial(store.annotated, layer),
        folder=folder,
        facts=msgspec.structs.replace(facts, more=more or {}),
        labels=labels_path,
        formats=formats,
        on_document=on_document,
    )


def export_policy(
    store: Store,
    policed: Policed,
    *,
    name: str,
    folder: Path,
    labels: LabelSet,
    labels_path: Path,
    formats: Sequence[str] = ("jsonl", "conll"),
    on_document: Callable[[], None] | None = None,
    more: dict[str, Any] | None = None,
) -> ExportReport:
    """Export what a policy makes of the reviewers' layers, and name what it leaves undecided.

    Args:
        store: Where the layers are.
        policed: The documents, as the policy settles them.
        name: The name of the policy, which is that of the layer.
        folder: Where the files go.
        labels: The label set, for its names.
        labels_path: The file of the label set, which is copied.
        formats: Names of formats.
        on_document: Called once for each document that a format writes.
        more: What else the manifest is to say.

    Raises:
        CuratorError: As `export_layer`.
    """
    names = tuple(label.name for label in labels.labels)
    facts = policed.facts()
    left_out = LeftOut(todo=store.count() - facts["policy"]["documents"])
    return export_layer(
        policed.annotated,
        folder=folder,
        facts=Facts(name, left_out, None, names, {**facts, **(more or {})}),
        labels=labels_path,
        formats=formats,
        on_document=on_document,
        undecided=policed.undecided,
    )


def layer_facts(store: Store, layer: str, label_names: tuple[str, ...] = ()) -> Facts:
    """What the manifest says of a layer: what is left out and why, and which decisions stand behind it."""
    tally = store.tally(layer)
    reasons = Counter(each.reason or NO_REASON for each in store.annotated(layer, ("skipped",)))
    todo = tally.documents - tally.started - tally.done - tally.skipped
    left_out = LeftOut(todo, tally.started, tally.skipped, dict(reasons))
    return Facts(layer, left_out, decision_facts(store, layer), label_names)


def decision_facts(store: Store, layer: str) -> DecisionFacts | None:
    """How many decisions the layer has, the first and the last; None if it has none."""
    first = last = None
    count = 0
    for last in store.decisions(layer=layer):
        first = first or last
        count += 1
    if first is None or last is None:
        return None
    return DecisionFacts(count, first.id, first.time, last.id, last.time)
