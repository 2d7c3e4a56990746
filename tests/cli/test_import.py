"""curator import."""

import hashlib
import json

from tests.cli.conftest import FIRST, as_json, failure, jsonl, process, run


def documents() -> int:
    return as_json("status")["documents"]


def test_folder(project):
    result = run("import", "seeds")
    assert result.exit_code == 0
    assert result.stdout == "2 documents added, 0 the same as before (skipped), 0 refused\n"
    assert result.stderr == ""
    assert documents() == 2


def test_again_adds_nothing(project):
    assert as_json("import", "seeds") == {"added": 2, "same": 0, "refused": 0}
    assert as_json("import", "seeds") == {"added": 0, "same": 2, "refused": 0}
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
    assert json.loads(result.stdout) == {"added": 1, "same": 0, "refused": 1}
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


def test_unknown_label(project):
    rows = jsonl({"text": "Orlov.", "spans": [{"start": 0, "end": 5, "label": "ORG"}]})
    assert "label 'ORG' is not known; add it to labels.yaml" in failure("import", "-", stdin=rows)


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
    child = pexpect.spawn(sys.executable, ["-c", code, "import", "--skip-bad", "a.jsonl"], timeout=20)
    shown = child.read().decode()
    child.close()
    assert child.exitstatus == 0
    assert "a.jsonl:1: the text is empty" in shown
    assert "50 documents added, 0 the same as before (skipped), 1 refused" in shown
    assert "import" in shown.split("50 documents")[0]
