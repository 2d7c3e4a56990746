"""curator evaluate."""

import json

import pytest

from tests.cli.conftest import FIRST, SECOND, as_json, failure, jsonl, run


def span(text, quote, label):
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "label": label, "text": quote}


@pytest.fixture
def gold(project):
    """The rules find Plotkin and Tavolsk as here, miss Nothing, and take Orlov, which is not in gold."""
    (project / "gold.jsonl").write_text(
        jsonl(
            {
                "id": "first",
                "text": FIRST,
                "spans": [span(FIRST, "Plotkin", "PERSON"), span(FIRST, "Tavolsk", "PLACE")],
            },
            {"id": "second", "text": SECOND, "spans": [span(SECOND, "Nothing", "PLACE")]},
        )
    )
    return project


def test_table(gold):
    result = run("evaluate", "gold.jsonl")
    assert result.exit_code == 0
    assert result.stdout == (
        "label   gold  proposed  right  precision  recall     F1\n"
        "PERSON     1         2      1      0.500   1.000  0.667\n"
        "PLACE      2         1      1      1.000   0.500  0.667\n"
        "micro      3         3      2      0.667   0.667  0.667\n"
        "2 documents; F1 of start and end alone 0.667; 2 of 3 gold spans overlap a proposed one with their label\n"
    )
    assert result.stderr == ""
    assert not (gold / "curator.db").exists()


def test_errors_with_context(gold):
    lines = run("evaluate", "--errors", "gold.jsonl").stdout.splitlines()
    assert lines[:2] == [
        "second:0:7: missed PLACE: …[[Nothing]] happened to Orlov.…",
        "second:20:25: spurious PERSON: …Nothing happened to [[Orlov]].…",
    ]
    assert lines[2].startswith("label")


def test_one_label(gold):
    found = as_json("evaluate", "--label", "PERSON", "gold.jsonl")
    assert list(found["labels"]) == ["PERSON"]
    assert found["micro"] == found["labels"]["PERSON"]
    assert found["micro"]["precision"] == 0.5


def test_json(gold):
    found = as_json("evaluate", "gold.jsonl")
    assert found["documents"] == 2
    assert found["micro"]["f1"] == pytest.approx(2 / 3)
    assert list(found["suggesters"]) == ["rules"]
    assert "errors" not in found
    errors = as_json("evaluate", "--errors", "gold.jsonl")["errors"]
    assert [(e["document"], e["error"], e["text"]) for e in errors] == [
        ("second", "missed", "Nothing"),
        ("second", "spurious", "Orlov"),
    ]


def test_measures_without_a_value(project):
    rows = jsonl({"text": "Nobody at all."})
    result = run("evaluate", "-", stdin=rows)
    assert result.stdout.splitlines()[1].split() == ["micro", "0", "0", "0", "-", "-", "-"]
    found = json.loads(run("evaluate", "--json", "-", stdin=rows).stdout)
    assert found["micro"]["f1"] is None


def test_unknown_label(gold):
    assert failure("evaluate", "--label", "ORG", "gold.jsonl") == (
        "there is no label 'ORG' in labels.yaml; use one of: PERSON, PLACE"
    )


def test_every_bad_line_of_gold_is_named(gold):
    bad = [{"text": FIRST, "spans": [{"start": 0, "end": 99, "label": "PERSON"}]}, {"text": ""}]
    with (gold / "gold.jsonl").open("a") as file:
        file.write(jsonl(*bad))
    result = run("evaluate", "gold.jsonl", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith("gold.jsonl:3: spans[0]: end 99 lies behind the text")
    assert lines[1].startswith("gold.jsonl:4: the text is empty")
    assert lines[2] == "curator: 2 mistakes in gold; nothing was evaluated"


def test_gold_with_nothing_in_it(project):
    (project / "empty.jsonl").write_text("\n")
    assert failure("evaluate", "empty.jsonl") == "empty.jsonl: there is no document in gold"
    assert failure("evaluate", "nope.jsonl").startswith("nope.jsonl: no such file")
