"""From disputes to gold in a real pty: interrupted at any moment, and resumed."""

from __future__ import annotations

import json
import random
import time

import pytest

from tests.fast import but_first
from tests.program.conftest import Project
from tests.program.terminal import ENTER, Terminal

LEFT = "nothing is left to adjudicate"


def spans(project: Project, layer: str) -> dict[str, list[tuple[int, int, str]]]:
    """What a layer's export holds, by document."""
    found = project.run("export", "--layer", layer, "--as-adjudicator", "--output", f"out-{layer}")
    assert found.returncode == 0, found.stderr
    rows = (project.root / f"out-{layer}" / "documents.jsonl").read_text().splitlines()
    return {
        row["id"]: [(span["start"], span["end"], span["label"]) for span in row["spans"]]
        for row in map(json.loads, rows)
    }


def court(project: Project, **options: object):  # type: ignore[no-untyped-def]
    return project.show("adjudicate", env={"CURATOR_REVIEWER": "judge"}, **options)


def rule(terminal: Terminal, key: str) -> None:
    """Rule on one dispute; where none is open, go on to the next document."""
    header = terminal.wait_header()
    if header.decided < header.spans:
        terminal.send(key)
        terminal.wait_until(lambda: terminal.header and terminal.header.decided > header.decided, "a ruling")
    else:
        terminal.send(ENTER)
        terminal.wait_until(
            lambda: LEFT in terminal.text or (terminal.header and terminal.header.number != header.number),
            "the next document",
        )


def settle(terminal: Terminal, key: str) -> None:
    """Rule on everything with one key, until nothing is left."""
    while LEFT not in terminal.text:
        rule(terminal, key)


@pytest.mark.parametrize(("key", "layer"), but_first([("a", "anna"), ("b", "boris")]))
def test_taking_one_side_makes_gold_of_it(disputed: Project, key: str, layer: str) -> None:
    with court(disputed) as terminal:
        terminal.wait_header(number=1, documents=2, done=0)
        settle(terminal, key)
        terminal.wait_header(done=2)
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert spans(disputed, "gold") == spans(disputed, layer)
    assert disputed.problems() == []


def test_killed_at_any_moment_it_goes_on_and_loses_nothing(disputed: Project) -> None:
    before = {layer: spans(disputed, layer) for layer in ("anna", "boris")}
    chance = random.Random(11)
    promised: dict[str, int] = {}
    done = 0

    def look(terminal: Terminal) -> None:
        nonlocal done
        header = terminal.header
        if header and header.saved == "saved ✓":
            document = terminal.lines[1].strip()
            promised[document] = max(header.decided, promised.get(document, 0))
            done = max(done, header.done)

    for _ in range(4):
        with court(disputed) as terminal:
            header = terminal.wait_header()
            assert header.done >= done, "a document that was shown as saved is lost"
            assert header.decided >= promised.get(terminal.lines[1].strip(), 0), "a ruling that was shown is lost"
            terminal.on_frame = look
            for _ in range(chance.randint(0, 2)):
                rule(terminal, chance.choice("abx"))
            terminal.send(chance.choice("abx"))
            # Not to wait for anything: so that it dies at any point, also between a ruling and its being saved.
            time.sleep(chance.random() * 0.02)
            terminal.kill()
            look(terminal)
        assert disputed.problems() == []
    with court(disputed) as terminal:
        terminal.wait_header()
        settle(terminal, "a")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert sorted(spans(disputed, "gold")) == ["a", "b"]
    assert {layer: spans(disputed, layer) for layer in before} == before, "nothing of a reviewer's is changed"


def test_undo_reaches_over_a_restart(disputed: Project) -> None:
    with court(disputed) as terminal:
        first = terminal.wait_header()
        terminal.send("a")
        terminal.wait_header(decided=first.decided + 1)
        terminal.send("q")
        assert terminal.wait_end() == 0
    with court(disputed, size=(80, 24)) as terminal:
        terminal.wait_header(decided=first.decided + 1)
        terminal.send("u")
        terminal.wait_header(decided=first.decided)
        terminal.wait_for("undid")
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_who_saw_whose_work_is_kept(disputed: Project) -> None:
    with court(disputed) as terminal:
        terminal.wait_header()
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert "judge saw anna, boris: adjudicate" in disputed.run("history", "--accesses").stdout


def test_mistakes_are_one_line(disputed: Project) -> None:
    for args, line in (
        (("adjudicate", "anna", "zoe"), "there is no reviewer 'zoe'; there are: anna, boris"),
        (("adjudicate", "anna"), "it takes two reviewers to differ; there are: anna"),
        (("adjudicate", "--document", "x"), "there is no document 'x'"),
    ):
        with disputed.show(*args) as terminal:
            assert terminal.wait_end() == 1
            assert line in terminal.text
    labels = disputed.root / "labels.yaml"
    labels.write_text(labels.read_text().replace("name: CHARGE", "name: OFFENCE"))
    with disputed.show("adjudicate") as terminal:
        assert terminal.wait_end() == 1
        assert "anna has the label CHARGE, which labels.yaml does not; add it there" in terminal.text
    assert "needs a terminal" in disputed.run("adjudicate").stderr
