"""curator export: from articles to files, and back."""

import json

import pytest

from curator.cli.export import FORMATS
from curator.formats.registry import WRITERS
from curator.formats.sources import read_sources
from tests.cli.conftest import FIRST, as_json, decide, failure, process, run


def finish_first(desk):
    """Accept the name, reject the place, label a word that nobody suggested, and finish."""
    desk.act(desk.session.accept())
    desk.act(desk.session.reject())
    desk.session.select_range(FIRST.index("seen"), FIRST.index("seen") + 4)
    desk.act(desk.session.label("PERSON"))
    desk.finish()


@pytest.fixture
def reviewed(filled):
    decide(filled, finish_first)
    decide(filled, lambda desk: desk.skip("no news"))
    return filled


def test_what_was_decided_is_what_is_written(reviewed):
    result = run("export")
    assert result.exit_code == 0
    assert result.stdout == (
        "exports/anna: 1 document, 2 spans in documents.jsonl, documents.conll, labels.yaml, manifest.json\n"
        "left out: 0 to do, 0 started, 1 skipped (1 no news)\n"
    )
    (row,) = map(json.loads, (reviewed / "exports/anna/documents.jsonl").read_text().splitlines())
    assert (row["id"], row["text"], row["status"]) == ("first", FIRST, "done")
    assert [(s["label"], s["text"]) for s in row["spans"]] == [("PERSON", "Plotkin"), ("PERSON", "seen")]
    (record,) = read_sources([reviewed / "exports/anna/documents.jsonl"], labels=frozenset({"PERSON"}))
    assert record.document.text == FIRST
    assert [s.span.key for s in record.suggestions] == [(0, 7, "PERSON"), (12, 16, "PERSON")]


def test_the_same_bytes_again(reviewed):
    run("export", "--output", "one")
    run("export", "--output", "two")
    names = sorted(path.name for path in (reviewed / "one").iterdir() if path.is_file())
    assert names == ["documents.conll", "documents.jsonl", "labels.yaml", "manifest.json"]
    for name in names:
        assert (reviewed / "one" / name).read_bytes() == (reviewed / "two" / name).read_bytes()


def test_json(reviewed):
    found = as_json("export", "--format", "jsonl", "--output", "out")
    assert found["folder"] == "out"
    assert (found["documents"], found["spans"]) == (1, 2)
    assert found["left_out"]["reasons"] == {"no news": 1}
    assert list(found["formats"]) == ["jsonl"]
    assert not (reviewed / "out" / "documents.conll").exists()


def nest(desk):
    desk.session.select_range(0, len("Plotkin was seen"))
    desk.act(desk.session.label("PLACE"))
    desk.finish("accept")


def test_losses_are_named(filled):
    decide(filled, nest)
    result = run("export")
    assert result.exit_code == 0
    assert "conll cannot carry nested: 1 span\nfirst:0:7: PERSON “Plotkin”\n" in result.stdout


def test_the_formats_are_those_that_there_are():
    assert set(FORMATS) == set(WRITERS)


def test_nothing_finished(filled):
    assert failure("export").startswith("no finished document in layer anna: 2 to do, 0 started, 0 skipped")
    assert not (filled / "exports").exists()


def test_the_layer_is_ones_own_or_the_one_named(reviewed):
    assert failure("export", "--reviewer", "boris").startswith("no finished document in layer boris")
    assert failure("export", "--reviewer", "boris", "--layer", "anna") == (
        "the layer 'anna' is not shown to boris before it is adjudicated; "
        "name a layer of your own; an adjudicator says --as-adjudicator, which is kept"
    )
    assert not (reviewed / "exports" / "anna").exists()
    assert run("export", "--reviewer", "boris", "--layer", "anna", "--as-adjudicator").exit_code == 0
    assert (reviewed / "exports/anna/manifest.json").exists()


def test_a_layer_cannot_lead_out_of_the_folder(reviewed):
    assert "'../x' is no name for a layer" in failure("export", "--layer", "../x")


def test_a_file_stands_in_the_way(reviewed):
    (reviewed / "out").write_text("")
    assert failure("export", "--output", "out").startswith("out: the export failed: ")


def test_in_a_pipe(reviewed):
    found = process("export", env={"LC_ALL": "C"})
    assert found.returncode == 0
    assert found.stderr == b""
    assert b"\x1b" not in found.stdout
