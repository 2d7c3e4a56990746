"""curator search --notes, and notes on spans in the history."""

from contextlib import closing

import pytest

from curator.store import open_store
from tests.cli.conftest import as_json, decide, failure, jsonl, run


@pytest.fixture
def noted(filled):
    def act(desk):
        desk.act(desk.session.note("Odd\x1b[2J\nstory"))
        desk.act(desk.session.note_span("which Plotkin?"))

    decide(filled, act)
    decide(filled, lambda desk: desk.act(desk.session.note("not for Anna")), layer="boris")
    return filled


def test_all_notes_of_the_layer(noted):
    result = run("search", "--notes", "")
    assert result.stdout.splitlines() == [
        "first: Plotkin was seen in Tavolsk.",
        "    Odd\\x1b[2J story",
        'first:0: PERSON "Plotkin"',
        "    which Plotkin?",
    ]


def test_notes_by_their_words(noted):
    assert [note["text"] for note in as_json("search", "--notes", "WHICH")] == ["which Plotkin?"]
    result = run("search", "--notes", "nowhere")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")
    assert run("search", "--notes", "", "--limit", "1").stdout.count("\n") == 2


def test_notes_on_spans_go_out_and_come_back(noted):
    decide(noted, lambda desk: (desk.act(desk.session.accept()), desk.act(desk.session.finish("reject"))))
    result = run("export", "--format", "conll")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == ["conll cannot carry notes: 1 span", "first:0:7: PERSON “Plotkin”"]
    assert run("export", "--format", "jsonl", "--output", "whole").exit_code == 0
    result = run("export", "--format", "brat", "--output", "out")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, "brat cannot carry document_notes: 1 document")
    assert run("export", "--format", "brat", "--output", "out", "--allow-loss").exit_code == 0
    of_document = ("Odd\x1b[2J\nstory", "")
    for number, (source, more) in enumerate((("whole/documents.jsonl", [of_document]), ("out/documents.brat", []))):
        other = f"other{number}"
        assert run("init", other).exit_code == 0
        (noted / other / "labels.yaml").write_text((noted / "labels.yaml").read_text())
        assert run("import", "--as-layer", "clara", source, "--project", other).exit_code == 0
        notes = as_json("search", "--notes", "", "--reviewer", "clara", "--project", other)
        assert [(note["text"], note["quote"]) for note in notes] == [*more, ("which Plotkin?", "Plotkin")]
        again = run("import", "--as-layer", "clara", source, "--project", other)
        assert "0 documents added, 1 the same" in again.stdout


def test_notes_of_suggestions_are_their_reasons(filled):
    spans = [{"start": 0, "end": 5, "label": "PERSON", "note": "a count"}]
    assert run("import", "-", stdin=jsonl({"id": "n", "text": "Orlov left.", "spans": spans})).exit_code == 0
    with closing(open_store(filled / "curator.db")) as store:
        (suggestion,) = store.suggestions(store.number("n"))
    assert (suggestion.source, suggestion.reason) == ("import", "a count")


def test_a_text_needs_words(noted):
    assert failure("search", "") == "there is nothing to search for; give a word or a phrase"


def test_a_note_on_a_span_in_the_history(noted):
    decide(noted, lambda desk: desk.act(desk.session.note_span("")))
    lines = [line.split("Z ", 1)[1] for line in run("history", "first", "--span", "Plotkin").stdout.splitlines()]
    assert lines == [
        'anna note on PERSON "Plotkin" 0-7: which Plotkin?',
        'anna note on PERSON "Plotkin" 0-7 removed',
    ]


def test_a_note_on_a_span_without_a_screen(filled):
    answers = "W ask Orlov\nW\nW -\nW\n"
    told = run("review", "--plain", stdin=answers).stdout.splitlines()
    said = [line for line in told if not line.startswith(("document", "1/"))]
    assert said == [
        "note on PERSON “Plotkin”; saved",
        "note: ask Orlov",
        "note removed; saved",
        "there is no note on this span",
        "all is saved",
    ]
    assert any("note: ask Orlov |" in line for line in told)
