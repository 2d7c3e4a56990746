"""The tour, played to its end in a real terminal."""

from __future__ import annotations

import pytest

from tests.program.conftest import Project
from tests.program.terminal import LEFT, TAB

F3 = "\x1bOR"


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_the_keys_that_it_names_lead_through_it(project: Project, size: tuple[int, int]) -> None:
    with project.show(size=size) as terminal:
        terminal.wait_for("new here? F3 is a tour of one minute")
        terminal.send(F3)
        for keys, next_step in (
            ("", "Tour 1/9"), ("a", "Tour 2/9"), ("a", "Tour 3/9"), ("x", "Tour 4/9"), ("---", "Tour 5/9"),
            (TAB + "a", "Tour 6/9"), (LEFT * 4 + "m]]", "Tour 7/9"), (TAB + "r", "Tour 8/9"), ("u", "Tour 9/9"),
            ("UD", "That is all it takes."),
        ):  # fmt: skip
            terminal.send(keys)
            terminal.wait_for(next_step)
        terminal.send("q")
        terminal.wait_for("RANK? “Colonel”")
        # Nothing of the tour was done to the articles.
        assert terminal.header is not None
        assert (terminal.header.number, terminal.header.decided) == (1, 0)
        terminal.send("a")
        terminal.wait_header(decided=1)
        assert "new here?" not in terminal.text
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert project.labelled(1) == [("Colonel", "RANK")]


def test_it_can_be_left_at_any_time(project: Project) -> None:
    with project.show() as terminal:
        terminal.wait_for("RANK? “Colonel”")
        terminal.send(F3)
        terminal.wait_for("Tour 1/9")
        terminal.send("lq")
        terminal.wait_for("RANK? “Colonel”")
        terminal.send("q")
        assert terminal.wait_end() == 0
