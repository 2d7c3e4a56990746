"""An article from the first start to the export, by keys alone; and coming back to it."""

from __future__ import annotations

import pytest

from tests.program.conftest import FIRST, SECOND, Project, keys_to
from tests.program.terminal import CTRL_P, DOWN, ENTER, ESC, RIGHT, SHIFT_RIGHT, TAB, Terminal


def decide(terminal: Terminal, keys: str, said: str, **header: object) -> None:
    """Type, and wait until the status line says so and all is saved."""
    terminal.send(keys)
    terminal.wait_until(lambda: terminal.status.startswith(said), said)
    terminal.wait_header(**header)


def answered(terminal: Terminal, shown: str, question: str) -> None:
    """Wait until this is shown and the question is gone: what it finds stands there while it is being typed, too."""
    terminal.wait_until(lambda: shown in terminal.text and question not in terminal.text, shown)


def test_from_the_first_start_to_the_export(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_header(number=1, documents=3, done=0, decided=0)
        terminal.wait_for("RANK? “Colonel”")
        decide(terminal, "a", "accepted RANK “Colonel”", decided=1)
        decide(terminal, "x", "rejected PERSON “Ivan Petrov”", decided=2)
        decide(terminal, "u", "undid: rejected “Ivan Petrov”", decided=1)
        decide(terminal, "U", "did again: rejected", decided=2)
        decide(terminal, "u", "undid: rejected “Ivan Petrov”", decided=1)
        decide(terminal, "a", "accepted PERSON “Ivan Petrov”", decided=2)
        decide(terminal, keys_to(FIRST, "fraud") + "r", "relabelled RANK “fraud”", decided=3)
        decide(terminal, keys_to(FIRST, "Northern") + "v" + RIGHT + "p", "added PERSON “Northern Fleet”", decided=4)
        terminal.send("o")
        terminal.wait_for("RANK? “deputy head of the Supply Department of the Northern Fleet”")
        decide(terminal, "a", "accepted RANK “deputy head of the Supply", decided=5)
        terminal.send(keys_to(FIRST, "Lukashenkohas") + "vp")
        terminal.wait_for("PERSON “Lukashenkohas”")
        decide(terminal, "---", "changed PERSON “Lukashenko”", decided=6)
        decide(terminal, "X", "rejected")
        assert terminal.header is not None
        assert terminal.header.decided == terminal.header.spans
        terminal.send("w")
        terminal.wait_for("Note on this document")
        decide(terminal, "ask the editor" + ENTER, "note")
        decide(terminal, "f", "flagged", status=" · flagged ⚑ · note")
        decide(terminal, ENTER, "finished “Quartermaster held”", number=2, done=1)
        decide(terminal, "u", "undid: finished", number=1, done=0)
        decide(terminal, "U", "did again: finished", number=1, done=1)
        terminal.send("G")
        terminal.wait_for("? RANK   Major")
        decide(terminal, "D", "finished “A second case”", number=3, done=2)
        terminal.send("s")
        terminal.wait_for("Why?")
        decide(terminal, "duplicate" + ENTER, "skipped; no unfinished document is left", status=" · skipped")
        terminal.send("q")
        assert terminal.wait_end() == 0
    exported = project.exported()
    assert sorted(exported) == ["a", "b"]
    assert exported["a"]["text"] == FIRST
    assert {(FIRST[s["start"] : s["end"]], s["label"]) for s in exported["a"]["spans"]} == {
        ("Colonel", "RANK"), ("Ivan Petrov", "PERSON"), ("fraud", "RANK"), ("Northern Fleet", "PERSON"),
        ("deputy head of the Supply Department of the Northern Fleet", "RANK"), ("Lukashenko", "PERSON"),
    }  # fmt: skip
    spans = {(SECOND[s["start"] : s["end"]], s["label"]) for s in exported["b"]["spans"]}
    assert spans >= {("Oleg Sidorov", "PERSON"), ("forgery", "CHARGE"), ("$800,000", "AMOUNT")}
    review = project.state(1).review
    assert (review.note, review.flagged) == ("ask the editor", True)
    assert (project.state(3).review.status, project.state(3).review.reason) == ("skipped", "duplicate")
    check = project.run("check")
    assert (check.returncode, check.stdout[:3]) == (0, "ok:")


def test_reopening_shows_the_same_screen(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("J")
        terminal.wait_header(number=2)
        terminal.send("K")
        terminal.wait_header(number=1)
        decide(terminal, "a", "accepted RANK “Colonel”", decided=1)
        terminal.send(TAB + TAB)
        terminal.wait_for("◂")
        terminal.send(DOWN + "h")
        terminal.send(keys_to(FIRST, "relative"))
        terminal.send(keys_to(FIRST, "Petrov", 1))
        terminal.wait_until(lambda: terminal.status.startswith("PERSON? “Petrov”"), "the focus")
        before = terminal.text
        terminal.send("q")
        assert terminal.wait_end() == 0
    with project.show() as terminal:
        terminal.wait_until(lambda: terminal.text == before, "the same screen as before\n" + before)


def test_keys_typed_ahead_of_a_question_belong_to_its_answer(project: Project) -> None:
    """On a slow line the question and its answer arrive together; none of it may act on the article."""
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("wa x u p D: q")
        terminal.wait_for("a x u p D: q")
        decide(terminal, ENTER, "note", decided=0, done=0)
        terminal.send("sdup D" + ENTER)
        terminal.wait_header(number=2, done=0, decided=0)
        terminal.wait_for("? RANK   Major")
        terminal.send(ENTER + "a")
        terminal.wait_header(number=3, done=1)
        terminal.send("?q")
        terminal.wait_until(lambda: "Keys" not in terminal.text and terminal.header, "the page of keys, closed")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert (project.state(1).review.note, project.state(1).review.reason) == ("a x u p D: q", "dup D")
    assert project.labelled(1) == []
    assert project.state(2).review.status == "done"


@pytest.mark.slow
def test_keys_typed_ahead_of_a_screen_reach_it(project: Project) -> None:
    """Each line is one write: no key may go to what lies under the screen that the keys before it have opened."""
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        # The guideline and the keys, scrolled and left; only the last key is about the article.
        terminal.send("g" + "jjx" + "q" + "?" + "xxj" + "q" + "a")
        terminal.wait_header(number=1, decided=1)
        # The queue, and a question on it: the line is no keys of the queue, and none of the article.
        terminal.send("d" + "/" + "second" + ENTER)
        answered(terminal, "1 document · by number · with “second”", "Show only")
        terminal.send(ESC)
        terminal.wait_header(number=1, decided=1)
        # The palette, and a command in it.
        terminal.send(CTRL_P + "flag the")
        terminal.wait_until(lambda: "Flag the" in terminal.text and "Accept" not in terminal.text, "the command alone")
        terminal.send(ENTER)
        terminal.wait_for("flagged ⚑")
        # The notes, and a question on them.
        terminal.send('"' + "/" + "pax" + ENTER)
        answered(terminal, "0 notes with “pax”", "Notes that hold")
        terminal.send("q")
        terminal.wait_header(number=1, decided=1)
        # All articles, searched for what is in focus, then for a word, and its hit opened.
        terminal.send("F" + "/" + "forgery" + ENTER + ENTER)
        terminal.wait_header(number=2)
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert project.labelled(1) == [("Colonel", "RANK")]


@pytest.mark.slow
def test_a_question_is_answered_once(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("wx" + 3 * ENTER)
        terminal.wait_until(lambda: terminal.status == "note", "the note")
        terminal.send(ENTER + "aa")
        assert terminal.wait_header(number=2).done == 1
        terminal.wait_for("? RANK   Major")
        terminal.send("w")
        terminal.wait_for("Note on this document")
        terminal.send(ESC)
        terminal.wait_until(lambda: "Note on" not in terminal.text, "the end of the question")
        decide(terminal, "a", "accepted", number=2, decided=1)


def test_a_burst_of_keys_is_taken_in_order(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send(keys_to(FIRST, "depot") + "v" + SHIFT_RIGHT + "hm" + keys_to(FIRST, "Monday") + "cuuUUx")
        terminal.wait_header(decided=2)
    assert ("depot", "AMOUNT") in project.labelled(1)
