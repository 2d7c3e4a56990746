"""Layers of reviewers in a store, for the tests of adjudication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curator.ids import Ids
from curator.model import Decision, Kind, Span
from curator.store.api import Store

TEXT = "At the end of May, Lieutenant General Vadim Shamarin was detained for taking a bribe of 36 million rubles."
RANK, RANK_NAME = Span(19, 37, "RANK"), Span(19, 52, "RANK")
PERSON, SURNAME = Span(38, 52, "PERSON"), Span(44, 52, "PERSON")
AMOUNT = Span(88, 105, "AMOUNT", {"value": 36000000})
"""Spans of ``TEXT``: what two reviewers may make of it."""


def write(
    store: Store,
    layer: str,
    key: str,
    spans: Sequence[Span] = (),
    *,
    status: Kind | None = "finish",
    time: str = "2026-01-02T03:04:05.678Z",
    reason: str = "torn",
) -> None:
    """Have a reviewer make these spans the document's, and finish it."""
    make_id = Ids(store.last_decision())
    number = store.number(key) or 0
    decisions = []

    def decide(kind: Kind, span: Span | None = None, span_id: str | None = None) -> None:
        name = make_id()
        decisions.append(
            Decision(
                id=name, act=name, time=time, layer=layer, author=layer, document=key, kind=kind,
                span=span, span_id=span_id or (name if span else None), text=reason if kind == "skip" else None,
            )
        )  # fmt: skip

    wanted = {span.key: span for span in spans}
    for cell in store.state(layer, number).spans.values():
        if cell.live and wanted.pop(cell.span.key, None) is None:
            decide("remove", cell.span, cell.id)
    for span in wanted.values():
        decide("add", span)
    if status:
        decide(status)
    store.commit(decisions)


def layers(store: Store, key: str, **there: Sequence[Span]) -> None:
    """Have several reviewers finish a document."""
    for layer, spans in there.items():
        write(store, layer, key, spans)


def gold_of(store: Store, key: str) -> list[tuple[int, int, str]]:
    """What gold has, as it is saved."""
    return [span.key for span in store.state("gold", store.number(key) or 0).layer_spans()]


def everything_but_gold(store: Store) -> Mapping[str, object]:
    """All that reviewers decided."""
    return {layer: list(store.decisions(layer=layer)) for layer in store.layers() if layer != "gold"}
