"""Layers that were made under different label sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import LABELS, as_json, decide, failure, run

OLDER = LABELS[: LABELS.index("  - name: PLACE")] + LABELS[LABELS.index("suggesters:") :]


@pytest.fixture
def changed(filled: Path) -> Path:
    """Anna finished the first document before there was PLACE; all else came later."""

    def only(key):
        def act(desk):
            desk.open(desk.store.number(key))
            desk.finish("accept" if len(desk.session.pending) else None)

        return act

    (filled / "labels.yaml").write_text(OLDER)
    decide(filled, only("first"), layer="anna")
    (filled / "labels.yaml").write_text(LABELS)
    decide(filled, only("second"), layer="anna")
    for key in ("first", "second"):
        decide(filled, only(key), layer="boris")
    return filled


def test_what_cannot_be_compared_is_left_out_and_told(changed: Path) -> None:
    found = as_json("agreement", "--as-adjudicator")
    assert found["shared_documents"] == 1
    assert found["left_out"] == [
        {"document": "first", "annotator": name, "reason": "other_labels", "labels": ["PLACE"]}
        for name in ("anna", "boris")
    ]
    line = "left out: 1 document made under different label sets, such as first: not all had PLACE; "
    assert line + "--label compares those that all had" in run("agreement", "--as-adjudicator").stdout.splitlines()


def test_labels_that_all_had_are_compared(changed: Path) -> None:
    found = as_json("agreement", "--as-adjudicator", "--label", "PERSON")
    assert (found["shared_documents"], found["left_out"]) == (2, [])


def test_nothing_is_left(changed: Path) -> None:
    assert failure("agreement", "--as-adjudicator", "--query", "Tavolsk") == (
        "first: anna and boris finished 1 document under different label sets, and share no other; "
        "not all had PLACE: name labels that all had, with --label"
    )


def test_manifest(changed: Path) -> None:
    result = run("export", "--layer", "unanimous", "--as-adjudicator")
    assert result.exit_code == 0, result.output
    found = json.loads((changed / "exports" / "unanimous" / "manifest.json").read_text())["agreement"]
    assert found["documents"] == 1
    assert found["left_out"] == {"different_labels": {"documents": 1, "labels": ["PLACE"]}}
    line = "not counted in that: 1 document made under different label sets; not all had PLACE"
    assert line in result.stdout.splitlines()


def test_one_who_finishes_again_has_the_labels_of_then(changed: Path) -> None:
    def again(desk):
        desk.open(desk.store.number("first"))
        desk.act(desk.session.reopen())
        desk.finish("accept" if len(desk.session.pending) else None)

    decide(changed, again, layer="anna")
    found = as_json("agreement", "--as-adjudicator")
    assert (found["shared_documents"], found["left_out"]) == (2, [])
