import json
from collections.abc import Iterator, Sequence

import pytest

from curator.errors import CuratorError
from curator.gold.layers import decision_facts, export_from_store, layer_facts
from curator.gold.manifest import LeftOut
from curator.labels import Label, LabelSet
from curator.model import Annotated, Decision, Document, Span, text_hash
from curator.store.api import Tally

LABELS = LabelSet((Label("PERSON", "Person", "p", "#ff0000", ""),), True, (), "")


def made(key: str, status: str, *spans: Span, reason: str | None = None) -> Annotated:
    return Annotated(Document(key, "Ivanov", text_hash("Ivanov"), key), "anna", status, spans, reason)


def decided(number: int) -> Decision:
    return Decision(
        id=f"id-{number}", act=f"id-{number}", time=f"t{number}", layer="anna", author="anna", document="a", kind="note"
    )


class Layer:
    """As much of a store as an export asks for."""

    def __init__(self, documents: Sequence[Annotated], decisions: Sequence[Decision] = (), todo: int = 0) -> None:
        self._documents = documents
        self._decisions = decisions
        self._todo = todo

    def annotated(self, layer: str, statuses: Sequence[str] = ("done",)) -> Iterator[Annotated]:
        return (each for each in self._documents if each.layer == layer and each.status in statuses)

    def decisions(self, *, layer: str | None = None, key: str | None = None) -> Iterator[Decision]:
        return (each for each in self._decisions if each.layer == layer)

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
    [decided(1), decided(2), decided(3)],
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
    report = export_from_store(
        STORE, "anna", folder=tmp_path / "anna", labels=LABELS, labels_path=tmp_path / "labels.yaml"
    )
    assert (report.documents, report.spans) == (2, 1)
    lines = (tmp_path / "anna" / "documents.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "f"]
    assert json.loads((tmp_path / "anna" / "manifest.json").read_text())["labels"] == {"PERSON": 1}


def test_a_layer_without_finished_documents(tmp_path):
    (tmp_path / "labels.yaml").write_text("x")
    with pytest.raises(CuratorError, match="no finished document in layer berta: 10 to do"):
        export_from_store(
            Layer([], todo=10), "berta", folder=tmp_path / "x", labels=LABELS, labels_path=tmp_path / "labels.yaml"
        )
