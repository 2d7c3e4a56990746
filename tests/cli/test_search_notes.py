"""curator search --notes, and notes on spans in the history."""

import pytest

from tests.cli.conftest import as_json, decide, failure, run


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
