"""Settings in a real terminal."""

from __future__ import annotations

from pathlib import Path

from tests.program.conftest import Project

SETTINGS = """\
width = 40
margin = 7
theme = "light"

[keys]
accept = ["ф"]
reject = ["ctrl+x", "F2"]
quit = ["Q"]
label.RANK = ["a"]
"""


def test_the_screen_is_as_the_settings_say(project: Project) -> None:
    folder = project.root / "of the reviewer" / "curator"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(SETTINGS + 'help = ["b"]\n', encoding="utf-8")
    (project.root / "curator.toml").write_text("margin = 9\n[keys]\nhelp = ['y']\n")
    env = {"XDG_CONFIG_HOME": str(folder.parent)}
    with project.show(env=env, size=(120, 30)) as terminal:
        terminal.wait_for("RANK? “Colonel”")
        rows = [line for line in terminal.lines if "Colonel" in line and "RANK" not in line]
        assert rows[0].startswith(" " * 9 + "Colonel Ivan Petrov was detained on  ")
        assert "ф accept  Ctrl+X reject" in terminal.lines[-1]
        terminal.send("ф")
        terminal.wait_header(decided=1)
        terminal.send("\x18")
        terminal.wait_header(decided=2)
        terminal.send("\x1bOQ")
        terminal.wait_header(decided=3)
        terminal.send("a")
        terminal.wait_header(decided=4)
        terminal.send("y")
        terminal.wait_for("ф          accept the span in focus")
        terminal.send("yxqQ")
        assert terminal.wait_end() == 0
    assert [label for _, label in project.labelled(1)] == ["RANK", "RANK"]


def test_a_mistake_is_one_line_and_nothing_is_made(project: Project, tmp_path: Path) -> None:
    (project.root / "curator.toml").write_text("# mine\nwidht = 80\n")
    with project.show() as terminal:
        assert terminal.wait_end() == 1
        terminal.drain()
        told = [line for line in terminal.lines if line]
    assert told == ['curator: curator.toml:2: there is no setting "widht"; did you mean "width"?']
    assert not project.database.exists()
