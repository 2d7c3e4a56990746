"""curator review --plain: one line out, one line in."""

import io
import re

import pytest

from curator.store import open_store
from tests.cli.conftest import LABELS, decide, process, run

TEXT = "Plotkin met Major Plotkin in Tavolsk.\n\nOrlov of Tavolsk saw Ivan Petrov, and Petrov saw\nOrlov.\n"


@pytest.fixture
def article(project):
    """One article with five suggestions: Plotkin twice, Tavolsk twice, Orlov twice."""
    for seed in (project / "seeds").iterdir():
        seed.unlink()
    (project / "seeds" / "one.txt").write_text(TEXT)
    return project


def talk(*answers: str):
    """A review in lines, from a pipe."""
    return run("review", "--plain", stdin="".join(f"{answer}\n" for answer in answers))


def said(*answers: str) -> list[str]:
    """What is printed, but for the first line and the last, where all answers are right."""
    result = talk(*answers)
    assert result.exit_code == 0, result.output
    first, *lines, last = result.stdout.splitlines()
    assert first.startswith("document ")
    assert last == "all is saved"
    return lines


def wrong(*answers: str) -> str:
    """What standard error says of the last answer, which is wrong."""
    result = talk(*answers)
    assert result.exit_code == 1
    assert result.stdout.endswith("all is saved\n")
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith(f"curator: line {len(answers)}: ")
    return result.stderr.removeprefix(f"curator: line {len(answers)}: ").rstrip("\n")


def layer(project, name="anna", number=1):
    """The spans that were decided on: text and label of those in the layer."""
    store = open_store(project / "curator.db", create=False)
    try:
        text = store.document(number).text
        return [(text[s.start : s.end], s.label) for s in store.state(name, number).layer_spans()]
    finally:
        store.close()


def test_a_question_has_place_label_text_score_reason_and_context(article):
    heading, question, last = talk().stdout.splitlines()
    assert heading == 'document 1 of 1: one, "Plotkin met Major Plotkin in Tavolsk.", todo, 0 decided, 6 pending'
    assert re.fullmatch(
        r'1/6 PERSON "Plotkin" \d\.\d\d \S.* \| \[Plotkin\] met Major Plotkin in Tavolsk\. Orlov of… \?', question
    )
    assert last == "all is saved"


def test_accept_reject_and_relabel(article):
    lines = said("a", "x", "p", "b", "1", "person")
    assert [line for line in lines if "; saved" in line] == [
        "accepted PERSON “Plotkin”; saved",
        "rejected PERSON “Plotkin”; saved",
        "relabelled PERSON “Tavolsk”; saved",
        "relabelled PLACE “Orlov”; saved",
        "relabelled PERSON “Tavolsk”; saved",
        "accepted PERSON “Orlov”; saved",
    ]
    assert layer(article) == [
        ("Plotkin", "PERSON"), ("Tavolsk", "PERSON"), ("Orlov", "PLACE"), ("Tavolsk", "PERSON"), ("Orlov", "PERSON"),
    ]  # fmt: skip
    assert lines[-1] == "nothing is pending; d finishes, + LABEL TEXT adds a span ?"


def test_the_next_run_goes_on_where_the_last_one_ended(article):
    said("a", "a")
    assert said()[0].startswith('3/6 PLACE "Tavolsk"')


def test_next_and_previous_decide_nothing(article):
    places = [line.split()[0] for line in said("n", ">", "<", "previous", "<", ">")]
    assert places == ["1/6", "2/6", "3/6", "2/6", "1/6", "from", "6/6", "from", "1/6"]
    assert layer(article) == []


def test_decided_spans_can_be_visited(article):
    lines = said("a", "<<", "x")
    assert lines[2:5] == [
        lines[2],
        lines[0].replace('"Plotkin"', '"Plotkin" accepted'),
        "removed PERSON “Plotkin”; saved",
    ]
    assert "1/6" in lines[0]
    assert layer(article) == []


def test_undo_and_redo_reach_over_runs(article):
    said("a", "a")
    assert [line for line in said("u", "u", "U") if "; saved" in line] == [
        "undid: accepted “Plotkin”; saved", "undid: accepted “Plotkin”; saved", "did again: accepted “Plotkin”; saved",
    ]  # fmt: skip
    assert layer(article) == [("Plotkin", "PERSON")]


def test_edges_by_the_new_text(article):
    lines = said("n", "= Major  Plotkin", "= Tavolsk.")
    assert lines[2].startswith(
        "changed PERSON “Major Plotkin”: Plotkin met [Major Plotkin] in Tavolsk. Orlov of Tavolsk"
    )
    assert layer(article) == [("Major Plotkin", "PERSON"), ("Tavolsk.", "PLACE")]


def test_edges_go_over_the_end_of_a_line(article):
    said("<", "= saw Orlov")
    assert layer(article) == [("saw\nOrlov", "PERSON")]


@pytest.mark.parametrize("answer", ["= Orlov", "= nowhere", "e 12-17"])
def test_edges_stay_at_the_span(article, answer):
    assert "shares nothing" in wrong(answer) or "does not stand at this span" in wrong(answer)
    assert layer(article) == []


def test_edges_by_code_points(article):
    lines = said("e", "e 0-11")
    assert lines[1] == "edges 0-7"
    assert layer(article) == [("Plotkin met", "PERSON")]
    assert "such as 120-135" in wrong("e a-b")
    assert "the text ends at" in wrong("e 0-9999")


def test_add_takes_the_next_undecided_place_and_says_which(article):
    lines = said("+ PERSON Petrov", "+ person Petrov")
    assert lines[1].startswith("added PERSON “Petrov”, place 1 of 2: …")
    assert "Ivan [Petrov], and Petrov" in lines[1]
    assert lines[2] == lines[0].replace("1/6", "1/7")
    assert lines[3].startswith("added PERSON “Petrov”, place 2 of 2: …")
    assert "decided all 2 times" in wrong("+ PERSON Petrov")
    assert "does not stand in this document" in wrong("+ PERSON Sidorov")
    assert "neither an answer nor a label" in wrong("+ TOWN Petrov")
    assert "say more: + LABEL" in wrong("+ PERSON")


@pytest.mark.parametrize("marks", ['""', "''", "“”", "«»"])
def test_quotation_marks_around_a_text_are_left_out_where_it_stands_without(article, marks):
    said(f"+ PERSON {marks[0]}Petrov{marks[1]}", f"= {marks[0]}Plotkin met{marks[1]}")
    assert layer(article) == [("Plotkin met", "PERSON"), ("Petrov", "PERSON")]
    assert "hit 1 of 1" in said(f"/ {marks[0]}and Petrov{marks[1]}")
    assert "“'Petrov\"” does not stand in this document" in wrong("+ PERSON 'Petrov\"")


def test_quotation_marks_in_the_text_are_kept(project):
    (project / "seeds" / "first.txt").write_text('Orlov, or "Orlov", or the "Bear".\n')
    said('+ PERSON "Orlov"', '+ PERSON "Bear"', "+ PERSON Orlov")
    assert [text for text, _ in layer(project)] == ["Orlov", '"Orlov"', '"Bear"']


def test_add_passes_over_what_is_part_of_a_longer_suggestion_or_word(project):
    (project / "labels.yaml").write_text(LABELS.replace("[Plotkin, Orlov]", "[Ivan Orlov]"))
    (project / "seeds" / "first.txt").write_text("Ivan Orlov and Orlovs met Orlov.\n")
    assert "place 3 of 3: Ivan Orlov and Orlovs met [Orlov]." in said("+ PERSON Orlov")[1]


def test_add_by_code_points_within_another_span(article):
    said("n", "= Major Plotkin", "+ PLACE @18-25")
    assert layer(article) == [("Major Plotkin", "PERSON"), ("Plotkin", "PLACE")]


def test_the_same_text_everywhere(article):
    assert "1 more “Plotkin” labelled PERSON; saved" in said("*")
    assert layer(article) == [("Plotkin", "PERSON")] * 2
    assert "stands nowhere else undecided" in wrong("a", "a", "*")


def test_all_that_is_pending(article):
    assert "accepted 6; saved" in said("A")
    assert len(layer(article)) == 6
    assert wrong("X") == "nothing is pending"


def test_finishing_asks_once(article):
    lines = said("d", "b", "d", "a")
    assert lines[1] == "6 pending: a accepts them, x rejects them, b goes back ?"
    assert lines[2] == "not finished"
    assert lines[5].startswith("6 accepted, finished; no unfinished document is left; saved")
    assert lines[6] == "this document is done; K and J open others ?"
    assert len(layer(article)) == 6


def test_another_answer_does_not_finish(article):
    assert wrong("d", "f") == "not finished: only a, x or b answers this"
    assert layer(article) == []


def test_finishing_goes_to_the_next_document(filled):
    lines = said("d x", "d a")
    assert lines[1:3] == [
        "2 rejected, finished “Plotkin was seen in Tavolsk.”; saved",
        'document 2 of 2: second, "Nothing happened to Orlov.", todo, 0 decided, 1 pending',
    ]
    assert lines[4] == "1 accepted, finished; no unfinished document is left; saved"


def test_documents_are_skipped_flagged_noted_and_opened(filled):
    lines = said("f", "w", "w of note", "w", "w -", "s a reason", "K", "R", "J")
    assert [line for line in lines if "?" not in line] == [
        "flagged; saved",
        "there is no note",
        "note kept; saved",
        "note: of note",
        "note removed; saved",
        "skipped “Plotkin was seen in Tavolsk.”; saved",
        'document 2 of 2: second, "Nothing happened to Orlov.", todo, 0 decided, 1 pending',
        'document 1 of 2: first, "Plotkin was seen in Tavolsk.", skipped, 0 decided, 2 pending, flagged',
        "reopened; saved",
        'document 2 of 2: second, "Nothing happened to Orlov.", todo, 0 decided, 1 pending',
    ]  # fmt: skip
    assert wrong("s") == "say more: s REASON"
    assert wrong("J") == "this is the last document"


def test_a_document_can_be_named(filled):
    result = run("review", "--plain", "--document", "second", "--layer", "other", stdin="a\n")
    assert "document 2 of 2: second" in result.stdout
    assert layer(filled, "other", 2) == [("Orlov", "PERSON")]


def test_the_paragraph_the_article_and_the_guideline(article):
    assert said("t")[1] == "[Plotkin] met Major Plotkin in Tavolsk."
    assert said("t all")[1:-1] == TEXT.splitlines()
    assert said("g")[1:-1] == ["PERSON: Person, key p", "A name."]
    assert said("g place")[1:-1] == ["PLACE: Place, key b", "A town."]


def test_help_lists_what_holds_with_these_labels(article):
    lines = said("?")
    assert "a, accept: accept it" in lines
    assert "<, previous: the pending span before" in lines
    assert "p, 1, PERSON: label it Person" in lines


def test_the_key_of_a_label_is_the_label(project):
    (project / "labels.yaml").write_text(LABELS.replace("key: p", "key: y").replace("key: b", "key: p"))
    assert said("p")[1] == "relabelled PLACE “Plotkin”; saved"
    assert "p is a label's key here" in wrong("p a")


def test_a_wrong_answer_is_told_with_its_line_and_the_rest_goes_on(article):
    result = talk("# two lines of comment", "", "zz", "a", "a b", "x")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "curator: line 3: “zz” is neither an answer nor a label; ? lists both",
        "curator: line 5: nothing may stand behind a",
    ]
    assert [line for line in result.stdout.splitlines() if "; saved" in line] == [
        "accepted PERSON “Plotkin”; saved", "rejected PERSON “Plotkin”; saved",
    ]  # fmt: skip


def test_what_stands_behind_quit_is_not_read(article):
    assert said("q", "a") == said()


def test_on_a_terminal_an_empty_line_is_next_and_nothing_ends_it_but_the_end(article, monkeypatch):
    monkeypatch.setattr("curator.cli.plain.on_terminal", lambda _: True)
    result = talk("", "zz", "a")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "document", "1/6", "2/6", "“zz”", "2/6", "accepted", "3/6", "all",
    ]  # fmt: skip


def test_bytes_that_are_no_text_are_one_wrong_answer(article):
    result = run("review", "--plain", stdin=b"w \xff\r\na\r\n")
    assert result.stderr == "curator: line 1: the bytes of this line are not valid UTF-8\n"
    assert layer(article) == [("Plotkin", "PERSON")]


def test_what_steers_a_terminal_is_escaped(article):
    (article / "seeds" / "one.txt").write_text("Plotkin \x1b[31m \u202e Orlov.\n")
    result = talk("t", "w \x1b[2J", "w")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "\\x1b[31m" in result.stdout


def test_what_was_not_saved_is_said_and_ends_a_pipe(filled, monkeypatch):
    from curator.errors import CuratorError
    from curator.review.opened import AtOnce

    def keep(*_):
        raise CuratorError("the database is locked", fix="close the other program")

    monkeypatch.setattr(AtOnce, "keep", keep)
    result = talk("n", "a", "x")
    assert result.exit_code == 1
    assert result.stderr == "curator: line 2: not saved: the database is locked; close the other program\n"
    assert layer(filled) == []


def test_spans_that_may_not_overlap(article):
    (article / "labels.yaml").write_text(LABELS.replace("overlap: true", "overlap: false"))
    line = said("= Plotkin met Major Plotkin")[1]
    assert line.startswith(
        "changed PERSON “Plotkin met Major Plotkin”, 1 in its way rejected: [Plotkin met Major Plotkin]"
    )
    assert said()[0].startswith('3/6 PLACE "Tavolsk"')
    assert "labels.yaml forbids" in wrong("+ PLACE @0-7")


def test_a_process_in_a_pipe(article):
    found = process("review", "--plain", stdin=b"a\nd x\n")
    assert (found.returncode, found.stderr) == (0, b"")
    assert b"\x1b" not in found.stdout
    assert layer(article) == [("Plotkin", "PERSON")]
    assert process("review", "--plain").returncode == 0


def test_a_terminal_gets_no_escape_codes(article):
    import sys

    import pexpect

    output = io.BytesIO()
    command = [sys.executable, *("-c", "from curator.cli.main import main; main()", "review", "--plain")]
    child = pexpect.spawn(command[0], command[1:], timeout=60)
    child.logfile_read = output
    child.expect_exact("1/6 PERSON")
    child.sendline("a")
    child.expect_exact("accepted PERSON")
    child.sendline("")
    child.expect_exact("3/6")
    child.sendeof()
    child.expect_exact("all is saved")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert b"\x1b" not in output.getvalue()
    assert b"\r\n1/6" in output.getvalue()


def test_what_another_reviewer_did_is_not_shown(filled):
    decide(filled, lambda desk: desk.act(desk.session.accept()), layer="boris")
    assert ", todo, 0 decided, 2 pending" in talk().stdout
