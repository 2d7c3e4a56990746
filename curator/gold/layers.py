"""From a store to what an export of one of its layers needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from curator.gold.export import ExportReport, Plan, export_layer
from curator.gold.manifest import DecisionFacts, Facts, LeftOut
from curator.gold.selection import Selection
from curator.gold.settled import Policed, recent_documents
from curator.gold.splits import Parts, divide
from curator.labels import LabelSet
from curator.model import Annotated
from curator.store.api import Store

NO_REASON = "(no reason given)"


@dataclass(frozen=True)
class Split:
    """How documents are shared out; see `curator.gold.splits.divide`."""

    parts: Parts
    group_by: str | None = None
    stratify: bool = False


@dataclass(frozen=True)
class Order:
    """How a layer is exported, whichever it is.

    Attributes:
        folder: Where the files go.
        labels: The label set, for its names and guidelines.
        labels_path: The file of the label set, which is copied.
        selection: What is chosen; of what a policy makes, only finished documents.
        split: How documents are shared out; not at all if None.
        plan: How the export is made; its division is made here.
        more: Reads what else the manifest is to say, at the moment of which the documents are.
    """

    folder: Path
    labels: LabelSet
    labels_path: Path
    selection: Selection = field(default_factory=Selection)
    split: Split | None = None
    plan: Plan = field(default_factory=Plan)
    more: Callable[[], Mapping[str, Any]] = dict


def export_from_store(store: Store, layer: str, order: Order) -> ExportReport:
    """Export the documents of a layer; see `curator.gold.export.export_layer`.

    Raises:
        CuratorError: As `export_layer`.
    """
    selection = order.selection
    with store.snapshot():
        recent = recent_documents(store, [layer], selection.since) if selection.since else None

        def documents() -> Iterable[Annotated]:
            return selection.over(store.annotated(layer, selection.statuses), recent)

        facts = layer_facts(store, layer, _names(order.labels, selection), selection)
        facts = msgspec.structs.replace(facts, more=dict(order.more()))
        return _carry_out(order, documents, facts)


def export_policy(store: Store, policed: Policed, name: str, order: Order) -> ExportReport:
    """Export what a policy makes of the reviewers' layers, and name what it leaves undecided.

    Args:
        store: Where the layers are.
        policed: The documents, as the policy settles them.
        name: The name of the policy, which is that of the layer.
        order: How it is exported; the statuses that are chosen are those that ``policed`` has.

    Raises:
        CuratorError: As `export_layer`.
    """
    selection = order.selection
    order = replace(order, plan=replace(order.plan, undecided=policed.undecided))
    with store.snapshot():
        recent = policed.recent(selection.since) if selection.since else None

        def documents() -> Iterable[Annotated]:
            return selection.over(policed.annotated(), recent)

        more = {**policed.facts(), **order.more()}
        facts = Facts(name, policed.left_out(), None, _names(order.labels, selection), selection.described(), more)
        return _carry_out(order, documents, facts)


def _names(labels: LabelSet, selection: Selection) -> tuple[str, ...]:
    """The labels that are counted."""
    return tuple(label.name for label in labels.labels if not selection.labels or label.name in selection.labels)


def _carry_out(order: Order, documents: Callable[[], Iterable[Annotated]], facts: Facts) -> ExportReport:
    """Export, with the division, and a card that tells what the labels mean."""
    plan, split = order.plan, order.split
    if split is not None:
        division = divide(documents(), split.parts, group_by=split.group_by, stratify=split.stratify)
        plan = replace(plan, division=division)
    names = _names(order.labels, order.selection)
    card = replace(plan.card, labels=[label for label in order.labels.labels if label.name in names])
    plan = replace(plan, card=card)
    return export_layer(documents(), folder=order.folder, facts=facts, labels=order.labels_path, plan=plan)


def layer_facts(store: Store, layer: str, label_names: Sequence[str] = (), selection: Selection | None = None) -> Facts:
    """What the manifest says of a layer: what is left out and why, and which decisions stand behind it."""
    tally = store.tally(layer)
    statuses = (selection or Selection()).statuses
    reasons: Counter[str] = Counter()
    if "skipped" not in statuses:
        reasons = Counter(each.reason or NO_REASON for each in store.annotated(layer, ("skipped",)))
    todo = tally.documents - tally.started - tally.done - tally.skipped
    left = {"todo": todo, "started": tally.started, "skipped": tally.skipped}
    left_out = LeftOut(
        **{name: 0 if name in statuses else count for name, count in left.items()}, reasons=dict(reasons)
    )
    described = selection.described() if selection else {}
    return Facts(layer, left_out, decision_facts(store, layer), tuple(label_names), described)


def decision_facts(store: Store, layer: str) -> DecisionFacts | None:
    """How many decisions the layer has, by how many authors, the first and the last; None if it has none."""
    log = store.extent(layer)
    if log is None:
        return None
    return DecisionFacts(log.count, log.first, log.first_time, log.last, log.last_time, log.authors)
