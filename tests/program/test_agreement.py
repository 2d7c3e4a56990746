"""The report on agreement in a real pty; and the whole way from what reviewers differ on to gold and its manifest."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.program.conftest import Project, review
from tests.program.terminal import ENTER, ESC, Terminal
from tests.program.test_adjudicate import court, settle


def report(project: Project, **options: object):  # type: ignore[no-untyped-def]
    return project.show("agreement", "--screen", "--as-adjudicator", env={"CURATOR_REVIEWER": "judge"}, **options)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)])
def test_figures_open_what_is_behind_them(disputed: Project, size: tuple[int, int]) -> None:
    found = json.loads(disputed.run("agreement", "--as-adjudicator", "--json").stdout)
    places = found["passages"]
    with report(disputed, size=size) as terminal:
        terminal.wait_for("exact F1 ")
        terminal.wait_for("PERSON")
        assert terminal.lines[0].strip().startswith("exact F1 ")
        # Every label, and what of it is disputed.
        terminal.send(ENTER)
        title = f"{found['labels'][0]}: "
        terminal.wait_for(title)
        terminal.send(ESC)
        terminal.wait_until(lambda: title not in terminal.text, "the tables again")
        # All that one of them missed: the list, and each in its text, with both people's spans under it.
        terminal.send("5" + ENTER)
        terminal.wait_for(f"missed by one: {found['disagreements']['missed']} disagreement")
        first = next(each for each in places if each["kind"] == "missed")
        terminal.wait_for(f"{first['document']}:{first['start']}:{first['end']}")
        terminal.wait_until(
            lambda: any(line.strip().startswith("anna") and "╰" in line for line in terminal.lines), "the lanes of anna"
        )
        terminal.send("j" + ESC)
        terminal.wait_until(lambda: "missed by one:" not in terminal.text, "the tables again")
        terminal.send("3")
        terminal.wait_for("exact F1 (documents)")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert "Traceback" not in terminal.text


def test_another_size_and_no_colour(disputed: Project) -> None:
    with disputed.show("agreement", "--screen", "--as-adjudicator", env={"NO_COLOR": "1"}, size=(160, 50)) as terminal:
        terminal.wait_for("exact F1 ")
        terminal.resize(80, 24)
        terminal.wait_until(lambda: any("PERSON" in line for line in terminal.lines[:24]), "the table")
        terminal.send("4")
        terminal.wait_for("(nothing)")
        terminal.send("q")
        assert terminal.wait_end() == 0


@pytest.mark.slow
def test_second_answers_have_a_table(make_project: Callable[[dict[str, str]], Project]) -> None:
    project = make_project({f"{n}.txt": f"Colonel Ivan Petrov was detained, {n}.\n" for n in "abc"})
    for args in (("import", "seeds"), ("suggest",), ("assign", "anna", "boris", "--each", "2", "--repeats", "100%")):
        assert project.run(*args).returncode == 0
    review(project, "anna", "A\ndone\n" * 3 + "x\nA\ndone\n" + "A\ndone\n" * 2)
    review(project, "boris", "A\ndone\n" * 3)
    with report(project, size=(100, 30)) as terminal:
        terminal.wait_for("exact F1 1.0")
        terminal.send("8")
        terminal.wait_for("with oneself")
        terminal.wait_for("no document finished twice")
        terminal.send(ENTER)
        terminal.wait_for("anna, first and second answers: 1 disagreement")
        terminal.wait_for("anna~2: nothing")
        terminal.send("q")
        terminal.wait_for("with oneself")
        terminal.send("q")
        assert terminal.wait_end() == 0


def rule_once(terminal: Terminal, keys: str) -> None:
    header = terminal.wait_header()
    terminal.send(keys)
    terminal.wait_until(lambda: terminal.header and terminal.header.decided > header.decided, f"a ruling by {keys!r}")


def test_rulings_of_every_kind_come_into_gold_and_its_manifest(disputed: Project) -> None:
    """Interrupted in the middle, with a kill."""
    with court(disputed) as terminal:
        terminal.wait_header()
        rule_once(terminal, "+")
        # All at once, as a slow line delivers it: what stands behind Enter is no part of the reason.
        terminal.send("was the guideline says" + ENTER + "x")
        terminal.wait_for("noted")
        assert "guideline saysx" not in terminal.text
        rule_once(terminal, "x")
        terminal.wait_until(lambda: terminal.header and terminal.header.saved == "saved ✓", "the rulings are saved")
        header, title = terminal.header, terminal.lines[1]
        terminal.kill()
    with court(disputed) as terminal:
        resumed = terminal.wait_header()
        assert header is not None
        assert (resumed.decided, terminal.lines[1]) == (header.decided, title)
        settle(terminal, "b")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert disputed.problems() == []
    done = disputed.run("export", "--layer", "gold")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((disputed.root / "exports" / "gold" / "manifest.json").read_text())
    ruled = manifest["adjudication"]
    assert ruled["disputes"]["union"] == ruled["disputes"]["nothing"] == 1
    assert ruled["disputes"]["take"] == sum(ruled["disputes"].values()) - 2
    assert (ruled["with_reason"], ruled["guidelines"]) == (1, {"CHARGE": 1})
    assert ruled["documents_by"] == {"judge": 2}
    assert manifest["agreement"]["reviewers"] == ["anna", "boris"]
    told = disputed.run("feedback", "--reviewer", "anna")
    assert "as the guideline says" in told.stdout
