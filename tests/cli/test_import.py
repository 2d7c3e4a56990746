"""curator import."""

import hashlib
import json

from tests.cli.conftest import FIRST, as_json, failure, jsonl, process, run

COUNTS = {"added": 0, "same": 0, "refused": 0, "spans": 0, "left": {}, "finished": 0}


def documents() -> int:
    return as_json("status")["documents"]


def test_folder(project):
    result = run("import", "seeds")
    assert result.exit_code == 0
    assert result.stdout == "2 documents added, 0 the same as before (skipped), 0 refused\n"
    assert result.stderr == ""
    assert documents() == 2


def test_again_adds_nothing(project):
    assert as_json("import", "seeds") == COUNTS | {"added": 2}
    assert as_json("import", "seeds") == COUNTS | {"same": 2}
    assert documents() == 2


def test_standard_input_as_text(project):
    assert run("import", "-", stdin="A text.\n").exit_code == 0
    assert as_json("search", "A text")[0]["key"] == "stdin"


def test_standard_input_as_jsonl(project):
    rows = jsonl({"id": "a", "text": "One."}, {"id": "b", "text": "Two."})
    assert run("import", "-", stdin=rows).stdout.startswith("2 documents added")


def test_paths_are_those_of_the_current_folder(project, monkeypatch):
    monkeypatch.chdir(project / "seeds")
    assert run("import", "first.txt").stdout.startswith("1 document added")
    assert (project / "curator.db").exists()


def test_the_first_bad_line_stops_it(project):
    (project / "a.jsonl").write_text(jsonl({"text": "Good."}, {"text": ""}, {"txt": "x"}))
    told = failure("import", "seeds", "a.jsonl")
    assert told == (
        "a.jsonl:2: the text is empty; put a text into it, or remove the line; "
        "nothing was imported; --skip-bad would leave out what is bad"
    )
    assert documents() == 0


def test_skip_bad_tells_each(project):
    (project / "a.jsonl").write_text(jsonl({"text": "Good."}, {"text": ""}, {"txt": "x"}) + "{\n")
    (project / "b.txt").write_bytes(b"\xff\xfe")
    result = run("import", "--skip-bad", "a.jsonl", "b.txt", "seeds")
    assert result.exit_code == 0
    assert result.stdout == "3 documents added, 0 the same as before (skipped), 4 refused\n"
    starts = [line.split(": ")[0] for line in result.stderr.splitlines()]
    assert starts == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "b.txt"]
    assert documents() == 3


def test_skip_bad_with_json_keeps_lines_apart(project):
    (project / "a.jsonl").write_text(jsonl({"text": "Good."}, {"text": ""}))
    result = run("import", "--skip-bad", "--json", "a.jsonl")
    assert json.loads(result.stdout) == COUNTS | {"added": 1, "refused": 1}
    assert result.stderr.startswith("a.jsonl:2: ")


def test_same_id_with_another_text(project):
    assert run("import", "seeds").exit_code == 0
    (project / "a.jsonl").write_text(jsonl({"text": "New."}, {"id": "first", "text": "Other."}))
    told = failure("import", "a.jsonl")
    assert told.startswith("a.jsonl:2: document 'first' is there already with another text: ")
    for text in (FIRST, "Other."):
        assert hashlib.sha256(text.encode()).hexdigest() in told
    assert documents() == 2
    result = run("import", "--skip-bad", "a.jsonl")
    assert result.exit_code == 0
    assert result.stdout == "1 document added, 0 the same as before (skipped), 1 refused\n"
    assert result.stderr.startswith("a.jsonl:2: document 'first'")


def test_same_id_with_another_text_in_one_file(project):
    rows = jsonl({"id": "a", "text": "One."}, {"id": "a", "text": "Two."})
    assert failure("import", "-", stdin=rows).startswith("stdin:2: document 'a' is there already")
    assert documents() == 0


def test_no_such_file(project):
    assert failure("import", "seeds", "nope.txt") == "nope.txt: no such file or folder; check the path"
    assert documents() == 0


def test_ending_that_is_not_read(project):
    (project / "a.pdf").write_bytes(b"%PDF")
    assert failure("import", "a.pdf").startswith("a.pdf: the ending .pdf is not read")


def labelled(*labels: str) -> str:
    return jsonl(
        *({"text": f"Orlov {n}.", "spans": [{"start": 0, "end": 5, "label": x}]} for n, x in enumerate(labels))
    )


def test_unknown_labels_are_listed_with_their_counts_before_anything_is_written(project):
    told = failure("import", "-", stdin=labelled("ORG", "PERSON", "LOC", "ORG"))
    assert told == (
        "labels.yaml does not know 'ORG' (2), 'LOC' (1); add them, or rename them with --map ORG=LABEL, "
        "or leave them out with --map ORG=; nothing was imported"
    )
    assert documents() == 0


def test_unknown_labels_where_bad_ones_are_left_out(project):
    result = run("import", "--skip-bad", "-", stdin=labelled("ORG", "PERSON"))
    assert result.stderr == "stdin:1: label 'ORG' is not known; add it to labels.yaml, or use --map\n"
    assert documents() == 1


def test_labels_are_renamed_and_left_out(project):
    result = run("import", "--map", "PER=PERSON", "--map", "MISC=", "-", stdin=labelled("PER", "MISC"))
    assert result.exit_code == 0
    assert "not taken: 1 of kind “span with a label that is left out”, the first at stdin:2" in result.stdout
    assert as_json("status")["pending"] == 1
    assert run("import", "--map", "PER", "-", stdin="x").exit_code == 2


def test_a_rehearsal_changes_nothing(project):
    result = run("import", "--dry-run", "seeds")
    assert result.stdout == "this would happen: 2 documents added, 0 the same as before (skipped), 0 refused\n"
    assert not (project / "curator.db").exists()
    assert run("import", "seeds").exit_code == 0
    assert as_json("import", "--dry-run", "--as-layer", "boris", "seeds")["finished"] == 2
    assert layers(project) == []


def layers(project) -> list[str]:
    from contextlib import closing

    from curator.store import open_store

    with closing(open_store(project / "curator.db")) as store:
        assert list(store.check()) == []
        return store.layers()


WORK = [
    {"id": "a", "text": "Orlov came.", "spans": [{"start": 0, "end": 5, "label": "PERSON"}]},
    {"id": "b", "text": "Nobody came."},
    {"id": "c", "text": "Bad scan.", "layer": "x", "status": "skipped", "reason": "unreadable"},
]


def test_annotations_as_the_finished_work_of_a_reviewer(project):
    found = as_json("import", "--as-layer", "boris", write(project, *WORK))
    assert found == COUNTS | {"added": 3, "spans": 1, "finished": 3}
    assert layers(project) == ["boris"]
    assert as_json("status")["pending"] == 0
    assert run("export", "--reviewer", "boris", "--format", "jsonl").exit_code == 0
    rows = [json.loads(line) for line in (project / "exports/boris/documents.jsonl").read_text().splitlines()]
    assert [(row["id"], len(row["spans"]), row["status"]) for row in rows] == [("a", 1, "done"), ("b", 0, "done")]
    manifest = json.loads((project / "exports/boris/manifest.json").read_text())
    assert manifest["left_out"]["reasons"] == {"unreadable": 1}


def write(project, *rows: dict, name: str = "work.jsonl") -> str:
    (project / name).write_text(jsonl(*rows))
    return name


def test_the_same_work_again_changes_nothing(project):
    work = write(project, *WORK)
    assert run("import", "--as-layer", "boris", work).exit_code == 0
    assert as_json("import", "--as-layer", "boris", work) == COUNTS | {"same": 3, "spans": 1}


def test_work_that_differs_from_what_the_layer_has_is_refused(project):
    assert run("import", "--as-layer", "boris", write(project, *WORK)).exit_code == 0
    other = write(project, WORK[0] | {"spans": []}, name="other.jsonl")
    told = failure("import", "--as-layer", "boris", other)
    assert told.startswith(
        "other.jsonl:1: layer boris has work of its own on document 'a'; import it under another name"
    )
    assert run("import", "--as-layer", "vera", other).exit_code == 0
    assert layers(project) == ["boris", "vera"]


def test_as_gold_is_the_layer_gold(project):
    assert run("import", "--as-gold", write(project, *WORK)).exit_code == 0
    assert layers(project) == ["gold"]
    assert run("import", "--as-gold", "--as-layer", "x", "seeds").exit_code == 2


def test_several_annotators_in_one_file(project):
    rows = [WORK[0] | {"layer": "anna"}, WORK[0] | {"layer": "boris", "spans": []}]
    work = write(project, *rows)
    told = failure("import", "--as-layer", "anna", work)
    assert told.startswith(
        "work.jsonl:2: there are two sets of annotations for document 'a'; take those of one annotator"
    )
    assert as_json("import", "--as-layer", "anna", "--only", "anna", work)["finished"] == 1
    assert run("import", work).exit_code == 0
    assert sources(project) == {"anna"}


def test_the_format_can_be_named(project):
    (project / "a.txt").write_text("Orlov B-PERSON\ncame O\n")
    assert run("import", "--format", "text", "--dry-run", "a.txt").exit_code == 0
    assert as_json("import", "--dry-run", "a.txt")["spans"] == 1
    assert as_json("import", "--format", "text", "--dry-run", "a.txt")["spans"] == 0
    assert run("import", "--format", "nope", "a.txt").exit_code == 2


def test_options_of_formats(project):
    (project / "lines.txt").write_text("Orlov came.\nHe left.\n")
    assert as_json("import", "-o", "by=line", "lines.txt")["added"] == 2
    assert run("import", "-o", "nope=line", "lines.txt").exit_code == 2
    assert run("import", "-o", "by", "lines.txt").exit_code == 2
    assert failure("import", "-o", "by=word", "lines.txt").startswith("lines.txt: 'word' is no value of the option by")


def test_shifted_offsets_are_named_with_the_option_that_mends_them(project):
    row = {"text": "😀 Orlov", "spans": [{"start": 3, "end": 8, "label": "PERSON", "text": "Orlov"}]}
    work = write(project, row)
    assert "the offsets count UTF-16 units: say so with --offsets utf-16" in failure("import", work)
    assert as_json("import", "--offsets", "utf-16", work)["spans"] == 1


def test_words_without_a_text_go_back_onto_the_text_that_is_there(project):
    assert run("import", "seeds").exit_code == 0
    words = "".join(f"{word}\tO\n" for word in ["was", "seen", "in", "Tavolsk", "."])
    (project / "a.conll").write_text(f"-DOCSTART- -X- O O first\tO\n\nPlotkin\tB-PERSON\n{words}")
    assert as_json("import", "a.conll") == COUNTS | {"same": 1, "spans": 1}


def sources(project) -> set[str]:
    from contextlib import closing

    from curator.store import open_store

    with closing(open_store(project / "curator.db")) as store:
        return {s.source for n in range(1, store.count() + 1) for s in store.suggestions(n)}


ROWS = [
    {"text": "Orlov came.", "spans": [{"start": 0, "end": 5, "label": "PERSON"}]},
    {"text": "Orlov went.", "spans": [{"start": 0, "end": 5, "label": "PERSON", "source": "crf"}]},
]


def test_spans_are_suggestions(project):
    assert run("import", "-", stdin=jsonl(*ROWS)).exit_code == 0
    found = as_json("status")
    assert found["pending"] == 2
    assert found["spans"] == {"PERSON": 0, "PLACE": 0}
    assert sources(project) == {"import", "crf"}


def test_source_names_those_without_one(project):
    assert run("import", "--source", "model-3", "-", stdin=jsonl(*ROWS)).exit_code == 0
    assert sources(project) == {"model-3", "crf"}


def test_source_that_a_suggester_has(project):
    assert "'rules' is a suggester of labels.yaml" in failure("import", "--source", "rules", "-", stdin=jsonl(*ROWS))
    assert failure("import", "--source", " ", "seeds") == "the source has no name; give one: --source NAME"


def test_no_progress_bar_in_a_pipe(project):
    found = process("import", "seeds")
    assert found.returncode == 0
    assert found.stderr == b""


def test_a_bar_on_a_terminal_and_flaws_above_it(project):
    import sys

    import pexpect

    (project / "a.jsonl").write_text(jsonl({"text": ""}, *({"text": f"Text {n}."} for n in range(50))))
    code = "from curator.cli.main import main; main()"
    child = pexpect.spawn(sys.executable, ["-c", code, "import", "--skip-bad", "a.jsonl"], timeout=60)
    shown = child.read().decode()
    child.close()
    assert child.exitstatus == 0
    assert "a.jsonl:1: the text is empty" in shown
    assert "50 documents added, 0 the same as before (skipped), 1 refused" in shown
    assert "import" in shown.split("50 documents")[0]


def test_a_note_on_a_document_is_the_reviewers_or_is_told(project):
    (project / "d.jsonl").write_text('{"text": "A long walk.", "label": [], "Comments": ["odd", "see b"]}\n')
    result = run("import", "d.jsonl", "--dry-run")
    assert "not taken: 1 of kind “note on a document, which is nobody's here”, the first at d.jsonl:1: odd; see b" in (
        result.stdout
    )
    result = run("import", "d.jsonl", "--as-layer", "anna")
    assert "not taken" not in result.stdout
    assert "odd; see b" in run("history").stdout
