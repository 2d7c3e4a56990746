"""From the layers of several reviewers to gold, and back to them: export, feedback, requeue, status."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from curator.agreement import Shared, measure
from curator.gold import agreed
from curator.labels import load_labels
from curator.model import Span
from curator.review.bench import Bench
from curator.store import open_store
from tests.cli.conftest import as_json, failure, jsonl, run
from tests.review.adjudication_kit import write

TEXT = "Colonel Ivan Petrov was seen in Tavolsk with Orlov."
NAME, SURNAME = Span(8, 19, "PERSON"), Span(13, 19, "PERSON")
TOWN, ORLOV = Span(32, 39, "PLACE"), Span(45, 50, "PERSON")


@pytest.fixture
def labelled(project: Path) -> Path:
    """Three documents: a in dispute between three, b the same from two, c finished by anna alone."""
    rows = [{"id": key, "text": f"{TEXT} {key}"} for key in "abc"]
    assert run("import", "-", stdin=jsonl(*rows)).exit_code == 0
    with closing(open_store(project / "curator.db")) as store:
        write(store, "anna", "a", [NAME, TOWN])
        write(store, "boris", "a", [SURNAME, TOWN, ORLOV])
        write(store, "clara", "a", [NAME, TOWN])
        write(store, "anna", "b", [NAME])
        write(store, "boris", "b", [NAME])
        write(store, "anna", "c", [NAME])
    return project


def adjudicate(project: Path, act: Callable[[Bench], object], author: str = "judge") -> None:
    """Rulings, made as the screen makes them."""
    labels = load_labels(project / "labels.yaml")
    with closing(open_store(project / "curator.db")) as store:
        act(Bench(store, labels, reviewers=("anna", "boris", "clara"), author=author))


def settle(bench: Bench) -> None:
    bench.act(bench.session.explain("PERSON, begin and end: the whole name"))
    bench.act(bench.session.take(0))
    bench.act(bench.session.nothing())
    bench.finish()
    bench.finish()


@pytest.fixture
def gold(labelled: Path) -> Path:
    adjudicate(labelled, settle)
    return labelled


def exported(folder: Path) -> dict[str, list[tuple[int, int, str]]]:
    rows = map(json.loads, (folder / "documents.jsonl").read_text().splitlines())
    return {row["id"]: [(span["start"], span["end"], span["label"]) for span in row["spans"]] for row in rows}


# Export


def test_gold_says_how_it_came_about(gold: Path) -> None:
    result = run("export", "--layer", "gold", env={"CURATOR_REVIEWER": "judge"})
    assert result.exit_code == 0, result.output
    assert "documents by judge 2; 2 agreed, disputes: 1 nothing, 1 take\n" in result.stdout
    assert exported(gold / "exports/gold") == {"a": [NAME.key, TOWN.key], "b": [NAME.key]}
    manifest = json.loads((gold / "exports/gold/manifest.json").read_text())
    assert manifest["adjudication"] == {
        "reviewers": ["anna", "boris", "clara"],
        "documents_by": {"judge": 2},
        "rulings_by": {"judge": 2},
        "disputes": {"take": 1, "nothing": 1},
        "agreed": 2,
        "with_reason": 1,
        "guidelines": {"PERSON, begin and end": 1},
        "documents_reopened": 0,
    }


@pytest.mark.parametrize("layer", ["gold", "majority"])
def test_figures_and_files_are_of_one_moment(gold: Path, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    """Somebody finishes a document when the figures have been made, and the files have not."""
    facts = agreed.agreement_facts

    def meanwhile(*args: object) -> dict[str, object]:
        found = facts(*args)
        with closing(open_store(gold / "curator.db")) as store:
            write(store, "boris", "c", [NAME])
            write(store, "gold", "c", [NAME])
        return found

    monkeypatch.setattr(agreed, "agreement_facts", meanwhile)
    assert run("export", "--layer", layer, env={"CURATOR_REVIEWER": "judge"}).exit_code == 0
    manifest = json.loads((gold / f"exports/{layer}/manifest.json").read_text())
    assert manifest["agreement"]["documents"] == 2
    assert sorted(exported(gold / f"exports/{layer}")) == ["a", "b"]
    monkeypatch.setattr(agreed, "agreement_facts", facts)
    assert run("export", "--layer", layer, env={"CURATOR_REVIEWER": "judge"}).exit_code == 0
    manifest = json.loads((gold / f"exports/{layer}/manifest.json").read_text())
    assert manifest["agreement"]["documents"] == 3
    assert sorted(exported(gold / f"exports/{layer}")) == ["a", "b", "c"]


def test_manifest_says_how_far_reviewers_agree(gold: Path) -> None:
    layers = {"a": {"anna": [NAME, TOWN], "boris": [SURNAME, TOWN, ORLOV], "clara": [NAME, TOWN]}, "b": {}}
    layers["b"] = {"anna": [NAME], "boris": [NAME]}
    expected = measure(
        [Shared(key, there, f"{TEXT} {key}") for key, there in layers.items()],
        annotators=["anna", "boris", "clara"], labels=["PERSON", "PLACE"],
    )  # fmt: skip
    for layer in ("gold", "majority"):
        assert run("export", "--layer", layer, env={"CURATOR_REVIEWER": "judge"}).exit_code == 0
        found = json.loads((gold / f"exports/{layer}/manifest.json").read_text())["agreement"]
        assert (found["documents"], found["reviewers"], found["seed"]) == (2, ["anna", "boris", "clara"], expected.seed)
        for name, figure in expected.measures.items():
            value = found["measures"][name]["value"]
            assert value == (None if figure.value is None else pytest.approx(figure.value, abs=1e-6)), name
            assert found["measures"][name].get("reason") == figure.reason
            if figure.interval is not None and figure.interval.low is not None:
                assert found["measures"][name]["interval"][0] == pytest.approx(figure.interval.low, abs=1e-6)
        assert set(found["by_label"]) == {"PERSON", "PLACE"}
    assert "agreement" not in as_json("export", "--reviewer", "anna")


def test_no_figures_where_nobody_shares_a_document(labelled: Path) -> None:
    found = as_json("export", "--layer", "majority", "--at-least", "1")
    assert found["agreement"]["documents"] == 2
    assert "reviewers agree, in 2 documents: exact F1 0." in run("export", "--layer", "majority").stdout


def test_same_gold_gives_the_same_bytes(gold: Path) -> None:
    run("export", "--layer", "gold", "--output", "one")
    run("export", "--layer", "gold", "--output", "two")
    assert (gold / "one/manifest.json").read_bytes() == (gold / "two/manifest.json").read_bytes()


def test_late_work_is_told_with_gold(gold: Path) -> None:
    with closing(open_store(gold / "curator.db")) as store:
        write(store, "clara", "b", [])
    assert "late work has opened 1 document again: curator adjudicate\n" in run("export", "--layer", "gold").stdout


def test_majority_names_what_it_leaves_undecided(labelled: Path) -> None:
    with closing(open_store(labelled / "curator.db")) as store:
        write(store, "boris", "b", [SURNAME])
    result = run("export", "--layer", "majority")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[2:-1] == [
        "majority: 2 disputes decided, 1 undecided: 2 spans in 1 document",
        "undecided: b:8:19: PERSON “Ivan Petrov”",
        "undecided: b:13:19: PERSON “Petrov”",
    ]
    assert exported(labelled / "exports/majority") == {"a": [NAME.key, TOWN.key], "b": []}
    manifest = json.loads((labelled / "exports/majority/manifest.json").read_text())
    assert manifest["policy"]["disputes"] == {"decided": 2, "undecided": 1}
    assert manifest["policy"]["finished_by"] == {"1": 1, "2": 1, "3": 1}
    assert (manifest["left_out"]["todo"], manifest["left_out"]["started"]) == (0, 1)
    rows = list(map(json.loads, (labelled / "exports/majority/undecided.jsonl").read_text().splitlines()))
    assert [(row["document"], row["text"], row["by"]) for row in rows] == [
        ("b", "Ivan Petrov", ["anna"]),
        ("b", "Petrov", ["boris"]),
    ]


def test_unanimous_takes_what_all_have(labelled: Path) -> None:
    found = as_json("export", "--layer", "unanimous")
    assert exported(labelled / "exports/unanimous") == {"a": [TOWN.key], "b": [NAME.key]}
    assert found["policy"]["undecided"]["spans"] == 3


def test_weights(labelled: Path) -> None:
    assert run("export", "--layer", "weighted", "--weight", "boris=5").exit_code == 0
    assert exported(labelled / "exports/weighted")["a"] == [SURNAME.key, TOWN.key, ORLOV.key]


def test_documents_of_one_reviewer_come_only_when_they_are_asked_for(labelled: Path) -> None:
    assert run("export", "--layer", "majority", "--at-least", "1").exit_code == 0
    assert sorted(exported(labelled / "exports/majority")) == ["a", "b", "c"]


def test_policy_by_where_documents_stand(labelled: Path) -> None:
    with closing(open_store(labelled / "curator.db")) as store:
        write(store, "boris", "c", status="skip", reason="an advertisement")
    folder = labelled / "exports/majority"
    found = as_json("export", "--layer", "majority", "--status", "started", "--as-adjudicator")
    assert exported(folder) == {"c": [NAME.key]}
    assert (found["left_out"]["todo"], found["policy"]["documents"]) == (0, 1)
    with closing(open_store(labelled / "curator.db")) as store:
        write(store, "clara", "c", status="skip", reason="no text")
    run("export", "--layer", "majority", "--status", "skipped")
    (row,) = map(json.loads, (folder / "documents.jsonl").read_text().splitlines())
    assert (row["id"], row["status"], row["reason"]) == ("c", "skipped", "an advertisement; no text")
    as_json("export", "--layer", "majority", "--status", "skipped", "--status", "done")
    assert sorted(exported(folder)) == ["a", "b", "c"]


def test_policy_by_when_the_reviewers_worked(labelled: Path) -> None:
    with closing(open_store(labelled / "curator.db")) as store:
        write(store, "clara", "b", [NAME], time="2026-03-04T00:00:00.000Z")
    for since, keys in (("2026-01-01", {"a", "b"}), ("2026-03-04", {"b"})):
        assert run("export", "--layer", "majority", "--since", since).exit_code == 0
        assert set(exported(labelled / "exports/majority")) == keys
    line = failure("export", "--layer", "unanimous", "--since", "2120-01-01")
    assert line.startswith("no document in layer unanimous is chosen")


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("--layer", "gold", "--weight", "anna=2"), "gold has no weights"),
        (("--layer", "weighted", "--weight", "zoe=2"), "there is no reviewer 'zoe'; there are: anna, boris, clara"),
        (("--layer", "majority", "--at-least", "4"), "no finished document in layer majority"),
        (("--layer", "zoe", "--as-adjudicator"), "there is no layer or reviewer 'zoe'"),
    ],
)
def test_mistake_in_an_export(labelled: Path, args: tuple[str, ...], line: str) -> None:
    assert failure("export", *args).startswith(line)
    assert not (labelled / "exports").exists()


def test_weight_that_is_none(labelled: Path) -> None:
    assert run("export", "--layer", "weighted", "--weight", "anna").exit_code == 2


def test_who_has_still_to_label_is_not_shown_what_a_policy_makes(labelled: Path) -> None:
    line = failure("export", "--layer", "majority", "--reviewer", "clara")
    assert line.startswith("clara has still to label 1 of these documents, such as 'b'; finish them first")
    assert run("export", "--layer", "majority", "--reviewer", "clara", "--as-adjudicator").exit_code == 0
    assert run("export", "--layer", "majority", "--reviewer", "judge").exit_code == 0
    assert [each["author"] for each in as_json("history", "--accesses")] == ["clara", "judge"]


def test_old_list_of_undecided_spans_goes_with_another_export(labelled: Path) -> None:
    run("export", "--layer", "majority", "--output", "out")
    assert (labelled / "out/undecided.jsonl").exists()
    run("export", "--output", "out")
    assert not (labelled / "out/undecided.jsonl").exists()


# Feedback


def test_feedback_tells_what_differs_and_why(gold: Path) -> None:
    result = run("feedback", "--reviewer", "boris")
    assert result.stdout.splitlines() == [
        "a:8:19: you PERSON “Petrov”; gold PERSON “Ivan Petrov” | another reviewer’s: the whole name "
        "[PERSON, begin and end]",
        "a:45:50: you PERSON “Orlov”; gold nothing | nothing here",
    ]
    assert result.stderr == "2 differences in 1 document; by guideline: PERSON, begin and end 1\n"
    assert "anna" not in result.stdout
    assert run("feedback", "--reviewer", "anna").stderr == "gold differs nowhere from what you had\n"
    assert [each["document"] for each in as_json("feedback", "--reviewer", "boris")] == ["a", "a"]
    assert as_json("feedback", "--reviewer", "boris", "--document", "b") == []


def test_feedback_is_blind_for_others(gold: Path) -> None:
    assert "is not shown to anna" in failure("feedback", "--layer", "boris")
    assert run("feedback", "--layer", "boris", "--as-adjudicator").stdout.count("\n") == 2
    assert failure("feedback", "--reviewer", "zoe") == "there is no reviewer 'zoe'; there are: anna, boris, clara"
    assert failure("feedback", "--document", "x").startswith("there is no document 'x'")


def test_feedback_waits_for_a_second_answer(gold: Path) -> None:
    run("assign", "boris", "--repeats", "100%")
    assert as_json("feedback", "--reviewer", "boris") == []


# Requeue


def test_requeue_brings_back_just_what_cited_the_guideline(gold: Path) -> None:
    before = exported_gold(gold)
    told = run("requeue", "--guideline", "begin AND end", "--dry-run", env={"CURATOR_REVIEWER": "judge"})
    assert told.stdout == "a:8:19: “Ivan Petrov” | took what anna had: the whole name [PERSON, begin and end]\n"
    assert told.stderr == "1 ruling in 1 document would be open again\n"
    assert as_json("status", "--reviewer", "judge")["funnel"]["adjudicated"] == 2
    assert run("requeue", "--guideline", "PERSON", env={"CURATOR_REVIEWER": "judge"}).exit_code == 0

    def look(bench: Bench) -> None:
        assert [(each.key, each.open) for each in bench.docket if each.waiting] == [("a", 1)]
        question = bench.session.question
        assert question is not None
        assert (question.start, question.state) == (8, "open")
        assert bench.session.reason(question) == ("the whole name", "PERSON, begin and end")
        assert [q.state for q in bench.session.questions] == ["open", "agreed", "decided"]
        assert [span.key for span in bench.store.state("gold", 1).layer_spans()] == before["a"], "gold is as it was"
        bench.undo()
        assert not any(each.waiting for each in bench.look_again())
        bench.redo()
        bench.act(bench.session.take(1))
        bench.finish()

    adjudicate(gold, look)
    assert exported_gold(gold)["a"] == [SURNAME.key, TOWN.key]
    assert run("check").stdout.startswith("ok")


def exported_gold(project: Path) -> dict[str, list[tuple[int, int, str]]]:
    assert run("export", "--layer", "gold").exit_code == 0
    return exported(project / "exports/gold")


def test_requeue_of_what_nobody_cited(gold: Path) -> None:
    result = run("requeue", "--guideline", "PLACE")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no ruling cites that\n")
    assert failure("requeue", "--guideline", " ").startswith("there is no guideline to look for")
    assert as_json("requeue", "--guideline", "nobody said this") == []


def test_requeue_of_what_was_ruled_when_the_guideline_said_something_else(gold: Path) -> None:
    judge = {"CURATOR_REVIEWER": "judge"}
    nothing = "no ruling rests on a guideline that said something else\n"
    assert run("requeue", "--changed", env=judge).stderr == nothing
    path = gold / "labels.yaml"
    before = path.read_text()
    path.write_text(before.replace("guideline: A town.", "guideline: A town or a village."))
    assert run("requeue", "--changed", env=judge).stderr == nothing, "nobody cited that"
    path.write_text(before.replace("guideline: A name.", "guideline: The whole name."))
    assert as_json("requeue", "--changed", "--guideline", "PLACE", "--dry-run") == []
    (found,) = as_json("requeue", "--changed", "--guideline", "PERSON", "--dry-run")
    assert (found["document"], found["start"], found["end"]) == ("a", 8, 19)
    assert run("requeue", "--changed", env=judge).stderr == "1 ruling in 1 document open again\n"

    def again(bench: Bench) -> None:
        bench.act(bench.session.explain("PERSON: the guideline says so now"))
        bench.act(bench.session.take(0))
        bench.finish()

    adjudicate(gold, again)
    assert run("requeue", "--changed", env=judge).stderr == nothing, "it rests on what the guideline says now"
    assert len(as_json("requeue", "--guideline", "PERSON", "--dry-run")) == 1, "all that cite it, whatever it said"
    path.write_text(path.read_text().replace("PERSON", "HUMAN"))
    assert len(as_json("requeue", "--changed", "--dry-run")) == 1, "a guideline that is gone says nothing any more"


def test_requeue_wants_to_know_what(gold: Path) -> None:
    result = run("requeue")
    assert result.exit_code == 2
    assert "which rulings? Give --guideline, --changed, or both" in result.stderr


# Status


def test_funnel(labelled: Path) -> None:
    run("assign", "anna", "boris", "clara")
    assert as_json("status")["funnel"] == {
        "documents": 3, "assigned": 3, "finished_by_one": 3, "finished_by_two": 2, "agreed": 1, "adjudicated": 0,
        "exported": 0,
    }  # fmt: skip
    adjudicate(labelled, settle)
    assert run("export").exit_code == 0
    assert as_json("status")["funnel"]["exported"] == 0, "one's own layer is not what the project ships"
    assert run("export", "--layer", "gold").exit_code == 0
    assert run("status").stdout.splitlines()[-1] == (
        "all together: 3 documents, 3 assigned, 3 finished by one, 2 by two, 1 agreed, 2 adjudicated, 2 exported"
    )
