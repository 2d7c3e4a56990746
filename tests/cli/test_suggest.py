"""curator suggest."""

from tests.cli.conftest import LABELS, as_json, decide, jsonl, process, run


def test_all_that_lack_it(project):
    run("import", "seeds")
    result = run("suggest")
    assert result.exit_code == 0
    assert result.stdout == "rules: 3 spans in 2 documents\n"
    assert result.stderr == ""
    assert as_json("status")["pending"] == 3


def test_only_what_is_missing(filled):
    assert run("suggest").stdout == "rules: 0 spans in 0 documents\n"
    run("import", "-", stdin=jsonl({"text": "Orlov again."}))
    assert as_json("suggest") == {"suggesters": {"rules": {"documents": 1, "spans": 1}}}


def test_force(filled):
    for flag in ("--force", "--all"):
        assert as_json("suggest", flag)["suggesters"]["rules"]["documents"] == 2
    assert as_json("status")["pending"] == 3


def test_new_rules_make_it_due(filled):
    (filled / "labels.yaml").write_text(LABELS.replace("Tavolsk", "seen"))
    assert as_json("suggest")["suggesters"]["rules"]["documents"] == 2
    assert as_json("status")["pending"] == 3
    (filled / "labels.yaml").write_text(LABELS.replace("[Tavolsk]", "[]"))
    run("suggest")
    assert as_json("status")["pending"] == 2


def test_decisions_stay(filled):
    decide(filled, lambda desk: desk.act(desk.session.accept()))
    before = as_json("status")
    run("suggest", "--force")
    assert as_json("status") == before
    assert before["pending"] == 2


def test_more_documents_than_a_batch_in_several_processes(project):
    rows = jsonl(*({"id": f"d{n}", "text": f"Orlov {n} in Tavolsk."} for n in range(600)))
    run("import", "-", stdin=rows)
    found = process("suggest", "--jobs", "2")
    assert found.stdout == b"rules: 1200 spans in 600 documents\n"
    assert found.stderr == b""
    assert as_json("status")["pending"] == 1200
    assert as_json("suggest", "--force") == {"suggesters": {"rules": {"documents": 600, "spans": 1200}}}
    assert run("suggest").stdout == "rules: 0 spans in 0 documents\n"
