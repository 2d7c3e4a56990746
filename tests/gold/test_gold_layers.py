import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext

import pytest

from curator.errors import CuratorError
from curator.gold.export import Plan
from curator.gold.layers import Order, decision_facts, export_from_store, layer_facts
from curator.gold.manifest import LeftOut
from curator.ids import Ids
from curator.labels import Label, LabelSet
from curator.model import Annotated, Decision, Document, Span, text_hash
from curator.store import open_store
from curator.store.records import Extent, Incoming, Tally

LABELS = LabelSet((Label("PERSON", "Person", "p", "#ff0000", ""),), True, (), "")


def made(key: str, status: str, *spans: Span, reason: str | None = None) -> Annotated:
    return Annotated(Document(key, "Ivanov", text_hash("Ivanov"), key), "anna", status, spans, reason)


class Layer:
    """As much of a store as an export asks for."""

    def __init__(self, documents: Sequence[Annotated], extent: Extent | None = None, todo: int = 0) -> None:
        self._documents = documents
        self._extent = extent
        self._todo = todo

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def annotated(self, layer: str, statuses: Sequence[str] = ("done",)) -> Iterator[Annotated]:
        return (each for each in self._documents if each.layer == layer and each.status in statuses)

    def extent(self, layer: str) -> Extent | None:
        return self._extent if layer == "anna" else None

    def tally(self, layer: str) -> Tally:
        counts = [sum(each.status == status for each in self._documents) for status in ("started", "done", "skipped")]
        return Tally(len(self._documents) + self._todo, *counts, flagged=0)


STORE = Layer(
    [
        made("a", "done", Span(0, 6, "PERSON")),
        made("b", "skipped", reason="no article"),
        made("c", "skipped", reason="no article"),
        made("d", "skipped"),
        made("e", "started", Span(0, 6, "PERSON")),
        made("f", "done"),
    ],
    Extent(3, 1, "id-1", "t1", "id-3", "t3"),
    todo=4,
)


def test_facts_of_a_layer():
    facts = layer_facts(STORE, "anna", ("PERSON",))
    assert facts.left_out == LeftOut(4, 1, 3, {"no article": 2, "(no reason given)": 1})
    assert (facts.decisions.count, facts.decisions.first_id, facts.decisions.last_time) == (3, "id-1", "t3")


def test_a_layer_without_decisions():
    assert decision_facts(STORE, "berta") is None


def test_only_finished_documents_are_exported(tmp_path):
    (tmp_path / "labels.yaml").write_text("x")
    report = export_from_store(STORE, "anna", Order(tmp_path / "anna", LABELS, tmp_path / "labels.yaml"))
    assert (report.documents, report.spans) == (2, 1)
    lines = (tmp_path / "anna" / "documents.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "f"]
    assert json.loads((tmp_path / "anna" / "manifest.json").read_text())["labels"] == {"PERSON": 1}


def test_a_layer_without_finished_documents(tmp_path):
    (tmp_path / "labels.yaml").write_text("x")
    with pytest.raises(CuratorError, match="no finished document in layer berta: 10 to do"):
        export_from_store(Layer([], todo=10), "berta", Order(tmp_path / "x", LABELS, tmp_path / "labels.yaml"))


def test_an_export_is_of_one_moment_whatever_is_decided_meanwhile(tmp_path):
    (tmp_path / "labels.yaml").write_text("x")
    ids = Ids()

    def finish(key: str) -> Decision:
        name = ids()
        return Decision(
            id=name, act=name, time="2026-01-01T00:00:00.000Z", layer="anna", author="anna", document=key, kind="finish"
        )

    with closing(open_store(tmp_path / "curator.db", create=True)) as store, closing(store.another()) as other:
        texts = {key: f"text {key}" for key in "abc"}
        store.add((Incoming(Document(k, t, text_hash(t), k)) for k, t in texts.items()), lambda _: None)
        store.commit([finish("a"), finish("b")])
        late = [finish("c")]

        def meanwhile() -> None:
            while late:
                other.commit([late.pop()])

        plan = Plan(["jsonl", "conll"], on_document=meanwhile, allow_loss=True)
        report = export_from_store(
            store, "anna", Order(tmp_path / "out", LABELS, tmp_path / "labels.yaml", plan=plan)
        )  # fmt: skip
        assert not late
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
        assert (report.documents, manifest["decisions"]["count"], manifest["left_out"]["todo"]) == (2, 2, 1)
        assert store.tally("anna").done == 3
