"""curator status, search and check: what they say of a project."""

import json
import sqlite3

from tests.cli.conftest import as_json, decide, failure, jsonl, run


def test_status(filled):
    decide(filled, lambda desk: desk.finish("accept"))
    decide(filled, lambda desk: desk.act(desk.session.flag()))
    found = as_json("status")
    assert found == {
        "layer": "anna",
        "documents": 2,
        "status": {"todo": 0, "started": 1, "done": 1, "skipped": 0},
        "flagged": 1,
        "pending": 1,
        "not_suggested": 0,
        "spans": {"PERSON": 1, "PLACE": 1},
        "layers": ["anna"],
        "funnel": {
            "documents": 2, "assigned": 0, "finished_by_one": 1, "finished_by_two": 0, "agreed": 0, "adjudicated": 0,
            "exported": 0,
        },
    }  # fmt: skip
    assert run("status").stdout == (
        "layer anna: 2 documents\n0 to do, 1 started, 1 done, 0 skipped\n1 flagged, 1 suggestion pending\n"
        "label   spans\nPERSON      1\nPLACE       1\nlayers: anna\n"
        "all together: 2 documents, 0 assigned, 1 finished by one, 0 by two, 0 agreed, 0 adjudicated, 0 exported\n"
    )


def test_status_says_what_is_not_suggested_yet(project):
    run("import", "seeds")
    assert "\n0 flagged, 0 suggestions pending; 2 documents not suggested yet\n" in run("status").stdout
    run("suggest")
    run("import", "-", stdin=jsonl({"text": "Orlov again."}))
    found = as_json("status")
    assert (found["pending"], found["not_suggested"]) == (3, 1)
    decide(project, lambda desk: (desk.open(3), desk.skip("no news")))
    assert as_json("status")["not_suggested"] == 0


def test_status_shows_nothing_of_others(filled):
    decide(filled, lambda desk: desk.finish("accept"), layer="boris")
    found = as_json("status")
    assert found["layers"] == ["boris"]
    assert found["status"] == {"todo": 2, "started": 0, "done": 0, "skipped": 0}
    assert found["spans"] == {"PERSON": 0, "PLACE": 0}
    assert found["pending"] == 3


def test_skipped_documents_have_nothing_pending(filled):
    decide(filled, lambda desk: desk.skip("no news"))
    found = as_json("status")
    assert found["status"]["skipped"] == 1
    assert found["pending"] == 1


def test_search(filled):
    result = run("search", "TAVOLSK")
    assert result.exit_code == 0
    assert result.stdout == ("first:20: Plotkin was seen in Tavolsk.\n    Plotkin was seen in Tavolsk.\n")
    (hit,) = as_json("search", "tavolsk")
    assert (hit["key"], hit["start"], hit["number"]) == ("first", 20, 1)


def test_search_limit(filled):
    assert len(as_json("search", "e")) == 2
    assert len(as_json("search", "e", "--limit", "1")) == 1


def test_search_without_a_hit(filled):
    result = run("search", "nowhere")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")
    assert as_json("search", "nowhere") == []


def test_search_for_nothing(filled):
    assert failure("search", " ") == "there is nothing to search for; give a word or a phrase"


def test_search_does_not_steer_the_terminal(project):
    run("import", "-", stdin=jsonl({"text": "evil \x1b]0;title\x07 word"}))
    assert "\x1b" not in run("search", "evil").stdout


def test_check_of_a_sound_project(filled):
    decide(filled, lambda desk: desk.finish("accept"))
    assert run("check").stdout == "ok: 2 documents, 3 decisions\n"
    assert as_json("check") == {"ok": True, "documents": 2, "decisions": 3, "problems": []}


def test_check_finds_a_changed_text(filled):
    with sqlite3.connect(filled / "curator.db") as database:
        database.execute("UPDATE documents SET text = replace(text, 'Orlov', 'Arlov')")
    database.close()
    result = run("check")
    assert result.exit_code == 1
    assert "second" in result.stdout
    assert "ok" not in result.stdout.split()
    found = run("check", "--json")
    assert found.exit_code == 1
    problems = json.loads(found.stdout)
    assert problems["ok"] is False
    assert problems["problems"] == result.stdout.splitlines()
