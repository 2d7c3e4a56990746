"""curator export: from articles to files, and back."""

import json

import pytest

from curator.formats.sources import Reading, read_sources
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
        "exports/anna: 1 document, 2 spans in documents.jsonl, labels.yaml, README.md, manifest.json\n"
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
    assert names == ["README.md", "documents.jsonl", "labels.yaml", "manifest.json"]
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
    result = run("export", "--format", "jsonl,conll", "--allow-loss")
    assert result.exit_code == 0
    assert "conll cannot carry nested: 1 span\nfirst:0:7: PERSON “Plotkin”\n" in result.stdout


def test_losses_end_it_with_1_and_nothing_written(filled):
    decide(filled, nest)
    result = run("export", "--format", "jsonl", "--format", "conll")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "conll cannot carry nested: 1 span\nfirst:0:7: PERSON “Plotkin”\n"
        "curator: 1 loss in conll; nothing was replaced; --allow-loss exports what can be carried\n"
    )
    assert not (filled / "exports").exists()


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


@pytest.fixture
def both(filled):
    """Both articles are finished, all that was suggested accepted."""
    for _ in range(2):
        decide(filled, lambda desk: desk.finish("accept"))
    return filled


def rows(folder, name="documents.jsonl") -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def test_only_some_labels(both):
    found = as_json("export", "--labels", "PLACE", "--output", "out")
    assert found["labels"] == {"PLACE": 1}
    assert found["selection"] == {"labels": ["PLACE"]}
    assert [len(row["spans"]) for row in rows(both / "out")] == [1, 0]
    assert run("export", "--labels", "NOPE").exit_code == 2


def test_only_some_documents(both):
    assert as_json("export", "--query", "TAVOLSK", "--output", "a")["documents"] == 1
    assert as_json("export", "--since", "2020-01-01", "--output", "b")["documents"] == 2
    assert failure("export", "--since", "2120-01-01T00:00+02:00") == (
        "no document in layer anna is chosen; choose less strictly"
    )
    assert run("export", "--since", "soon").exit_code == 2


def test_documents_that_stand_otherwise(reviewed):
    found = as_json("export", "--status", "done", "--status", "skipped", "--output", "out")
    assert [(row["status"], row.get("reason")) for row in rows(reviewed / "out")] == [
        ("done", None),
        ("skipped", "no news"),
    ]
    assert found["left_out"] == {"todo": 0, "started": 0, "skipped": 0, "reasons": {}}


def test_a_format_that_takes_all_for_finished_says_so(reviewed):
    chosen = ("--status", "done", "--status", "skipped", "--output", "out", "--format", "conll")
    assert run("export", "--format", "conll", "--output", "out").exit_code == 0  # of finished ones alone
    refused = run("export", *chosen)
    assert refused.exit_code == 1
    assert "conll cannot carry status: 1 document" in refused.output
    assert "second: “skipped: no news”" in refused.output
    assert run("export", *chosen, "--allow-loss").exit_code == 0
    losses = json.loads((reviewed / "out/manifest.json").read_text())["formats"]["conll"]["losses"]
    assert losses == {"status": {"count": 1, "first": [{"document": "second", "text": "skipped: no news"}]}}


def note_and_finish(desk):
    desk.act(desk.session.note("Is it one\nor two?"))
    desk.finish("accept")


def test_a_note_on_a_document_goes_along_or_is_told(filled):
    decide(filled, note_and_finish)
    names = "jsonl,prodigy,doccano,label-studio,csv,argilla,labelbuddy,hf-jsonl"
    assert run("export", "--format", names, "--output", "out").exit_code in (
        0,
        1,
    )  # 1: of what some do not hold of spans
    result = run("export", "--format", names, "--output", "out", "--allow-loss")
    assert "document_notes" not in result.stdout
    texts = {"first": FIRST}.get
    for path in sorted((filled / "out").glob("documents.*")):
        if path.suffix != ".xml":
            (record,) = read_sources([path], labels=None, reading=Reading(text_of=texts))
            assert record.note == "Is it one\nor two?", path
    for name in ("conll", "brat", "gliner"):
        result = run("export", "--format", name, "--output", name)
        assert f"{name} cannot carry document_notes: 1 document" in result.output


def test_the_first_sentence_has_the_note_on_the_document(filled):
    decide(filled, note_and_finish)
    run("export", "--context", "sentence", "--output", "out")
    found = [row.get("note") for row in rows(filled / "out")]
    assert found[0] == "Is it one\nor two?"
    assert set(found[1:]) <= {None}


def test_sentences(both):
    run("export", "--context", "sentence", "--output", "out")
    first = rows(both / "out")[0]
    assert (first["id"], first["text"]) == ("first#0", FIRST.strip())
    assert first["meta"] == {"document": "first", "offset": 0}


def test_parts(both):
    result = run("export", "--split", "train=50,dev=50", "--format", "jsonl,brat", "--output", "out")
    assert result.exit_code == 0
    found = as_json("export", "--split", "train=50,dev=50", "--format", "jsonl,brat", "--output", "out")
    parts = found["split"]["parts"]
    assert sum(part["documents"] for part in parts.values()) == 2
    assert len(rows(both / "out", "train.jsonl")) == parts["train"]["documents"]
    assert (both / "out" / "dev.brat").is_dir()
    assert f"train {parts['train']['documents']} document" in result.stdout
    assert failure("export", "--split", "train").startswith("'train' is no list of parts; write such as: train=80")
    assert run("export", "--stratify").exit_code == 2


def test_an_export_can_be_verified(both):
    run("export", "--format", "jsonl,conll,brat,csv", "--allow-loss", "--output", "out")
    assert run("verify", "out").stdout == "out: the export is whole\n"
    path = both / "out" / "documents.jsonl"
    path.write_text(path.read_text().replace("PLACE", "PERSON"))
    (both / "out" / "documents.brat" / "new.txt").write_text("x")
    (both / "out" / "documents.conll").unlink()
    result = run("verify", "out")
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "documents.conll", "documents.jsonl", "documents.brat/new.txt", "out/documents.brat/new.txt"
    ]  # fmt: skip
    assert result.stderr == "curator: out: 4 mistakes in the export; export it again\n"
    assert "there is no manifest.json" in failure("verify", "seeds")


def test_an_export_with_an_empty_part_is_whole(both):
    assert run("export", "--split", "all=1,none=0", "--format", "jsonl,brat,csv", "--output", "out").exit_code == 0
    assert run("verify", "out").stdout == "out: the export is whole\n"


def test_what_changed_between_two_exports(both):
    run("export", "--output", "one")

    def change(desk):
        desk.open(1)
        desk.act(desk.session.reject())
        desk.session.select_range(12, 16)
        desk.act(desk.session.label("PERSON"))
        desk.finish()

    decide(both, change)
    run("export", "--output", "two")
    result = run("diff", "one", "two")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "first:12:16: added PERSON “seen”" in lines
    assert any("removed" in line for line in lines)
    assert run("diff", "one", "one").stdout == "no change\n"
    assert as_json("diff", "one", "two")["summary"]["added"] == 1


def test_the_data_card(both):
    run("export", "--licence", "cc-by-4.0", "--output", "out")
    card = (both / "out" / "README.md").read_text()
    assert card.startswith("---\npretty_name: news, anna\nlicense: cc-by-4.0\n")
    assert "### PERSON: Person\n\nA name." in card
    assert "| PERSON | 2 |" in card
    assert "decisions by 1 person, from 20" in card
