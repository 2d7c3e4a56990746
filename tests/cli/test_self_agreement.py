"""How far reviewers agree with themselves: second answers against the first, in figures, manifest and out of sight."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import as_json, decide, failure, jsonl, run

DOCUMENTS = 12


@pytest.fixture
def repeated(project: Path) -> Path:
    """Anna and boris have all documents, and half of them twice; anna has answered all of it, boris only once."""
    rows = [{"id": f"doc-{n:02}", "text": f"Plotkin {n} was seen in Tavolsk."} for n in range(DOCUMENTS)]
    assert run("import", "-", stdin=jsonl(*rows)).exit_code == 0
    run("suggest")
    run("assign", "anna", "boris", "--each", "2", "--repeats", "50%")
    decide(project, work("anna"), layer="anna")
    decide(project, work("boris", stop=True), layer="boris")
    return project


def work(name, *, stop=False):
    """The name is accepted, the place only the first time, but for two documents."""

    def act(desk) -> None:  # type: ignore[no-untyped-def]
        seen = set()
        while True:
            key = desk.session.document.key
            if desk.layer != desk.home:
                if stop:
                    return
                seen.add(key)
            again = desk.layer != desk.home and len(seen) > 2
            desk.act(desk.session.accept())
            if "no unfinished document is left" in desk.finish("reject" if again else "accept"):
                return

    return act


def test_figures(repeated: Path) -> None:
    found = as_json("agreement", "--as-adjudicator")
    anna, boris = found["self_agreement"]
    assert found["annotators"] == ["anna", "boris"]
    assert found["measures"]["exact_f1"]["value"] == 1
    assert (anna["reviewer"], anna["documents"], anna["spans"], anna["disagreements"]) == ("anna", 6, 20, 4)
    # By hand: 6 names and 2 places both times, 4 places only the first time.
    assert anna["measures"]["exact_f1"]["value"] == pytest.approx(2 * 8 / 20)
    assert anna["measures"]["exact_f1"]["low"] < 0.8 < anna["measures"]["exact_f1"]["high"]
    # 6 texts of 7 tokens, 84 values: 12 PERSON, 8 PLACE, 64 O; 4 tokens differ.
    expected = 1 - (8 / 84) / ((84**2 - 12**2 - 8**2 - 64**2) / (84 * 83))
    assert anna["measures"]["alpha"]["value"] == pytest.approx(expected)
    assert (boris["documents"], boris["measures"]["alpha"]) == (0, {"value": None, "reason": "no_repeats"})


def test_table_and_csv(repeated: Path) -> None:
    lines = run("agreement", "--as-adjudicator").stdout.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("with oneself"))
    assert lines[at + 1].split()[:5] == ["anna", "6", "20", "4", ".80"]
    assert lines[at + 2].endswith("no document finished twice")
    assert "answered twice: fewer than 10 documents by anna; their intervals say little" in lines
    rows = list(csv.DictReader(io.StringIO(run("agreement", "--as-adjudicator", "--csv").stdout)))
    (exact,) = (r for r in rows if (r["scope"], r["left"], r["measure"]) == ("self", "anna", "exact_f1"))
    assert (exact["right"], exact["value"], exact["count"]) == ("anna~2", "0.8", "6")
    assert {r["reason"] for r in rows if r["scope"] == "self" and r["left"] == "boris"} == {"no_repeats"}


def test_one_reviewer_alone_is_told_of_nothing_else(repeated: Path) -> None:
    lines = run("agreement", "--as-adjudicator", "--reviewers", "anna").stdout.splitlines()
    assert lines[0].startswith("anna with oneself: exact F1 .80 [")
    assert lines[0].endswith(" · 6 documents answered twice")
    assert lines[1] == ""
    assert lines[2].startswith("with oneself")
    assert not any("two annotators" in line for line in lines)
    run("agreement", "--as-adjudicator", "--reviewers", "anna", "--html", "a.html")
    page = (repeated / "a.html").read_text()
    assert page.count("<section>") == 1
    nothing = failure("agreement", "--as-adjudicator", "--reviewers", "boris")
    assert nothing == "boris has answered no document twice; have them finish what curator assign --repeats gave them"


def test_page(repeated: Path) -> None:
    run("agreement", "--as-adjudicator", "--html", "a.html")
    page = (repeated / "a.html").read_text()
    assert "With oneself: second answers against the first" in page
    assert "<th scope=row>boris</th><td>0</td><td>0</td><td>0</td><td>-</td>" in page


def test_subset_and_what_if_hold_for_it_too(repeated: Path) -> None:
    (anna,) = as_json("agreement", "--as-adjudicator", "--reviewers", "anna", "--label", "PERSON")["self_agreement"]
    assert (anna["spans"], anna["measures"]["exact_f1"]["value"]) == (12, 1)
    later = as_json("agreement", "--as-adjudicator", "--query", "Plotkin 1")["self_agreement"][0]
    assert 0 < later["documents"] < 6
    assert "no document was finished by two" in failure("agreement", "--as-adjudicator", "--until", "2000-01-01")
    (one,) = as_json("agreement", "--as-adjudicator", "--reviewers", "anna", "--what-if", "one-label")["self_agreement"]
    assert one["measures"]["exact_f1"]["value"] == pytest.approx(0.8)


def test_layers_can_still_be_compared_by_name(repeated: Path) -> None:
    found = as_json("agreement", "--as-adjudicator", "--reviewers", "anna,anna~2")
    assert (found["annotators"], found["self_agreement"]) == (["anna", "anna~2"], [])
    assert found["measures"]["exact_f1"]["value"] == pytest.approx(0.8)


def test_project_without_repeats_says_nothing_of_it(filled: Path) -> None:
    decide(filled, lambda desk: desk.finish("accept"), layer="anna")
    decide(filled, lambda desk: desk.finish("accept"), layer="boris")
    assert as_json("agreement", "--as-adjudicator")["self_agreement"] == []
    assert "oneself" not in run("agreement", "--as-adjudicator").stdout
    assert run("export", "--layer", "majority", "--as-adjudicator").exit_code == 0
    manifest = json.loads((filled / "exports" / "majority" / "manifest.json").read_text())
    assert manifest["self_agreement"] is None
    alone = failure("agreement", "--as-adjudicator", "--reviewers", "anna")
    assert alone == "agreement takes two reviewers; there are: anna, boris"


def test_manifest(repeated: Path) -> None:
    result = run("export", "--layer", "majority", "--as-adjudicator")
    assert result.exit_code == 0, result.output
    manifest = json.loads((repeated / "exports" / "majority" / "manifest.json").read_text())
    anna, boris = (manifest["self_agreement"][name] for name in ("anna", "boris"))
    assert (anna["documents"], anna["spans"], anna["measures"]["exact_f1"]["value"]) == (6, 20, 0.8)
    low, high = anna["measures"]["exact_f1"]["interval"]
    assert low < 0.8 < high
    assert boris["measures"]["exact_f1"] == {"value": None, "reason": "no_repeats"}
    assert "anna agrees with their own first answers, in 6 documents: exact F1 0.80" in result.stdout


def test_what_reviewers_are_told_does_not_give_repeats_away(repeated: Path) -> None:
    """Boris has a second answer open: nothing that he can call names its layer, or that it is one."""
    run("agreement", "--as-adjudicator", "--reviewer", "anna")
    for args in (
        ("status",), ("status", "--json"), ("stats",), ("stats", "--json"), ("history",), ("history", "--json"),
        ("history", "--accesses"), ("history", "--accesses", "--json"), ("search", "Plotkin"), ("check",),
        ("feedback",), ("review", "--plain"),
    ):  # fmt: skip
        result = run(*args, "--reviewer", "boris", stdin="q\n")
        assert "~2" not in result.output, args
        assert "repeat" not in result.output, args
    for layer in ("boris~2", "anna~2"):
        for command in ("history", "export"):
            assert "is not shown to boris" in failure(command, "--layer", layer, "--reviewer", "boris")
    assert failure("agreement", "--reviewers", "boris", "--reviewer", "boris") == (
        "agreement takes two reviewers; there are: anna, boris"
    )
