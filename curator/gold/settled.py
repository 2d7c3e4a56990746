"""From the layers of several reviewers to one that a policy makes of them, and to what a manifest says of gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from curator.errors import CuratorError
from curator.fold import standing
from curator.gold.case import Case
from curator.gold.disputes import Dispute
from curator.gold.manifest import LeftOut
from curator.gold.policies import Policy, Settled, by_weight, majority, settle, unanimous
from curator.model import GOLD, Annotated, Span, Status
from curator.store.api import Store
from curator.store.records import SideBySide

POLICIES = ("majority", "unanimous", "weighted")
"""The layers that are made of the reviewers' when they are exported."""
_FIRST = 10
"""How many undecided spans the manifest names itself."""


def policy_of(name: str, weights: Mapping[str, float]) -> Policy:
    """The policy of this name.

    Raises:
        CuratorError: A weight is none, or is given to a policy that has no use for it.
    """
    if weights and name != "weighted":
        raise CuratorError(f"{name} has no weights", fix="export --layer weighted, or leave out --weight")
    return {"majority": majority, "unanimous": unanimous}.get(name) or by_weight(weights)


class Policed:
    """What a policy makes of the documents that enough reviewers have finished.

    A document is ``done`` if so many reviewers have finished it, ``skipped`` if it is not done and so many have skipped
    it, and ``started`` if anybody has begun it otherwise. A policy settles what those have who finished it.

    Args:
        store: Where they are.
        name: The name of the policy, which is that of the layer.
        policy: The policy.
        reviewers: Whose layers count.
        least: How many of them must have finished a document.
        weights: Those that were given, for the manifest.
        statuses: The documents that stand so.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        policy: Policy,
        reviewers: Sequence[str],
        *,
        least: int = 2,
        weights: Mapping[str, float] | None = None,
        statuses: Collection[str] = ("done",),
    ) -> None:
        self._store = store
        self._name = name
        self._policy = policy
        self._reviewers = reviewers
        self._least = least
        self._weights = dict(weights or {})
        self._statuses = frozenset(statuses)

    def annotated(self) -> Iterator[Annotated]:
        """The documents with the spans that hold, by number."""
        standing = self._standing()
        for beside, settled in self._settled(standing):
            number = beside.number
            status = standing[number]
            reason = self._reason(number) if status == "skipped" else None
            yield Annotated(self._store.document(number), self._name, status, settled.spans, reason)

    def left_out(self) -> LeftOut:
        """The documents that are not chosen, by where they stand."""
        counts = Counter(self._standing().values())
        counts["todo"] = self._store.count() - counts.total()
        todo, started, skipped = (
            0 if each in self._statuses else counts[each] for each in ("todo", "started", "skipped")
        )
        return LeftOut(todo, started, skipped)

    def recent(self, since: str) -> frozenset[str]:
        """The keys of the documents with a decision of one of the reviewers at or behind this time (RFC 3339)."""
        return recent_documents(self._store, self._reviewers, since)

    def undecided(self) -> Iterator[bytes]:
        """A line of JSON for each span that is undecided: the document, the span with its text, and who has it."""
        for beside, dispute, span, text in self._left():
            by = [layer for layer, there in dispute.basis.items() if any(other.key == span.key for other in there)]
            row = {
                "document": beside.key, "start": span.start, "end": span.end, "label": span.label, "text": text,
                "by": by, "reviewers": list(dispute.layers), "dispute": [dispute.start, dispute.end],
            }  # fmt: skip
            yield msgspec.json.encode(row) + b"\n"

    def facts(self) -> dict[str, Any]:
        """What the manifest says of the policy: disputes decided and not, and the first spans that are undecided."""
        counts: Counter[str] = Counter()
        documents: set[int] = set()
        for beside, settled in self._settled():
            counts["documents"] += 1
            for _, verdict in settled.disputes:
                counts["decided" if verdict.decided else "undecided"] += 1
                counts["spans"] += len(verdict.undecided)
                if not verdict.decided:
                    documents.add(beside.number)
        first = [
            {"document": beside.key, "start": span.start, "end": span.end, "label": span.label, "text": text}
            for (beside, _, span, text), _ in zip(self._left(), range(_FIRST), strict=False)
        ]
        return {
            "policy": {
                "name": self._name,
                "documents": counts["documents"],
                "reviewers": sorted(self._reviewers),
                "weights": {name: self._weights.get(name, 1) for name in sorted(self._reviewers)},
                "at_least": self._least,
                "finished_by": {str(times): n for times, n in self._store.finished_by(self._reviewers).items()},
                "disputes": {"decided": counts["decided"], "undecided": counts["undecided"]},
                "undecided": {"spans": counts["spans"], "documents": len(documents), "first": first},
            }
        }

    def _standing(self) -> dict[int, Status]:
        """Where each document stands that anybody has begun, by number."""
        finished: Counter[int] = Counter()
        skipped: Counter[int] = Counter()
        begun: set[int] = set()
        for layer in self._reviewers:
            for number, status in self._store.statuses(layer).items():
                finished[number] += status == "done"
                skipped[number] += status == "skipped"
                if status != "todo":
                    begun.add(number)
        return {
            number: "done" if finished[number] >= self._least
            else "skipped" if skipped[number] >= self._least
            else "started"
            for number in sorted(begun)
        }  # fmt: skip

    def _reason(self, number: int) -> str:
        """Why the reviewers skipped a document, each reason once."""
        reviews = (self._store.state(layer, number, ()).review for layer in sorted(self._reviewers))
        reasons = [each.reason for each in reviews if each.status == "skipped" and each.reason]
        return "; ".join(dict.fromkeys(reasons))

    def _settled(self, standing: Mapping[int, Status] | None = None) -> Iterator[tuple[SideBySide, Settled]]:
        """The documents that are chosen, by number, with what those have who finished them."""
        standing = self._standing() if standing is None else standing
        finished = self._store.side_by_side(self._reviewers, least=1)
        beside = next(finished, None)
        for number, status in standing.items():
            if status not in self._statuses:
                continue
            while beside is not None and beside.number < number:
                beside = next(finished, None)
            if beside is None or beside.number > number:
                yield SideBySide(number, self._store.document(number).key, {}), Settled((), ())
            else:
                yield beside, settle(self._policy, beside.layers)

    def _left(self) -> Iterator[tuple[SideBySide, Dispute, Span, str]]:
        """Each span that is undecided, with its dispute and the text that it covers."""
        for beside, settled in self._settled():
            left = [(dispute, span) for dispute, verdict in settled.disputes for span in verdict.undecided]
            text = self._store.document(beside.number).text if left else ""
            for dispute, span in left:
                yield beside, dispute, span, text[span.start : span.end]


def recent_documents(store: Store, layers: Iterable[str], since: str) -> frozenset[str]:
    """The keys of the documents with a decision in one of these layers at or behind this time (RFC 3339)."""
    return frozenset(each.document for layer in layers for each in store.decisions(layer=layer) if each.time >= since)


def gold_facts(store: Store, reviewers: Sequence[str]) -> dict[str, Any]:
    """What the manifest says of how gold came about, in the documents that it has finished.

    ``documents_by``: who finished how many. ``disputes``: how many were settled in which way, by ``how`` of the
    rulings; ``open`` are those that late work has opened again. ``agreed`` spans were settled by nobody.
    """
    documents_by: Counter[str] = Counter()
    rulings_by: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    cited: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for number, status in store.statuses(GOLD).items():
        if status != "done":
            continue
        beside = next(iter(store.side_by_side(reviewers, least=1, number=number)), None)
        log = standing(store.decisions(layer=GOLD, key=store.document(number).key))
        case = Case(beside.layers if beside else {}, log)
        authors = {each.id: each.author for each in log}
        documents_by.update([each.author for each in log if each.kind == "finish"][-1:])
        counts["reopened"] += case.open > 0
        for question in case.questions:
            ruling = question.ruling
            if question.state == "agreed":
                counts["agreed"] += 1
            elif question.state == "open":
                ways["open"] += 1
            else:
                ways[ruling.how if ruling else "by hand"] += 1
                counts["reasons"] += bool(ruling and ruling.reason)
                cited.update([ruling.guideline] if ruling and ruling.guideline else [])
                rulings_by[authors[max(cell.decision for cell in case.cells(question))]] += 1
    return {
        "adjudication": {
            "reviewers": sorted(reviewers),
            "documents_by": dict(documents_by),
            "rulings_by": dict(rulings_by),
            "disputes": dict(ways),
            "agreed": counts["agreed"],
            "with_reason": counts["reasons"],
            "guidelines": dict(cited),
            "documents_reopened": counts["reopened"],
        }
    }
