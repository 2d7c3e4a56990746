"""curator settings, and what the settings do to the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.cli.own import own_settings
from tests.cli.conftest import LABELS, as_json, failure, run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The reviewer's own file; it is not there yet."""
    path = tmp_path / "config" / "curator" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


def keys_of(name: str) -> list[str]:
    return next(row["keys"] for row in as_json("keys") if row["name"] == name)


def test_values_and_where_they_come_from(project: Path, own: Path) -> None:
    own.write_text('width = 72\nmargin = 4\n[keys]\naccept = ["y"]\n')
    (project / "curator.toml").write_text("\nwidth = 90\n")
    told = as_json("settings")
    assert told["files"] == [{"path": str(own), "exists": True}, {"path": "curator.toml", "exists": True}]
    assert told["settings"]["width"] == {"value": 90, "set_in": "curator.toml:2"}
    assert told["settings"]["margin"] == {"value": 4, "set_in": f"{own}:2"}
    assert told["settings"]["lanes"] == {"value": True, "set_in": None}
    assert told["settings"]["keys.accept"] == {"value": ["y"], "set_in": f"{own}:4"}
    assert told["warnings"] == []
    lines = [line.split() for line in run("settings").stdout.splitlines()]
    assert ["width", "90", "curator.toml:2"] in lines
    assert ["lanes", "true", "default"] in lines
    assert ["keys.accept", '["y"]', f"{own}:4"] in lines


def test_without_a_project_ones_own_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Path) -> None:
    monkeypatch.chdir(tmp_path)
    own.write_text("width = 72\n")
    assert [file["path"] for file in as_json("settings")["files"]] == [str(own)]
    assert as_json("settings")["settings"]["width"]["value"] == 72
    assert failure("settings", "--project", "nowhere").startswith("nowhere: no labels.yaml here")


def test_where_ones_own_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for base in ("", "not/absolute"):
        monkeypatch.setenv("XDG_CONFIG_HOME", base)
        assert own_settings().is_relative_to(tmp_path)
        assert own_settings().parts[-2:] == ("curator", "settings.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert own_settings() == tmp_path / "xdg" / "curator" / "settings.toml"


def test_the_help_tells_what_may_be_set(project: Path) -> None:
    told = " ".join(run("settings", "--help").stdout.split())
    assert "width cells of text in a row at the most; longer rows are hard to read" in told
    assert "(a whole number from 20 to 1000; default 100)" in told


def test_the_example_is_a_file_that_changes_nothing(project: Path) -> None:
    before = as_json("settings")["settings"]
    (project / "curator.toml").write_text(run("settings", "--example").stdout)
    assert as_json("settings")["settings"] == before


def test_a_mistake_is_one_line_for_every_command_that_heeds_it(project: Path, own: Path) -> None:
    own.write_text("[keys]\naccept = ['ctrl+i']\n")
    line = f'{own}:2: "ctrl+i", for accept, is the same byte as Tab: no terminal tells them apart; use another key'
    for command in (["settings"], ["keys"], ["check"], ["import", "seeds"], ["review", "--plain"]):
        assert failure(*command) == line
    assert not (project / "curator.db").exists()


def test_keys_are_those_of_the_settings(project: Path) -> None:
    (project / "curator.toml").write_text('[keys]\naccept = ["y", "ctrl+b"]\nredo = []\nlabel.PLACE = ["a"]\n')
    rows = {row["name"]: row for row in as_json("keys")}
    assert (rows["accept"]["keys"], rows["accept"]["set_in"]) == (["y", "Ctrl+B"], "curator.toml:2")
    assert (rows["redo"]["keys"], rows["redo"]["set_in"]) == ([], "curator.toml:3")
    assert (rows["label.PLACE"]["keys"], rows["label.PLACE"]["set_in"]) == (["a", "2"], "curator.toml:4")
    assert rows["undo"]["set_in"] is None
    result = run("keys")
    starred = [line for line in result.stdout.splitlines() if line.startswith("*")]
    assert [line.split()[-1] for line in starred] == [
        "(curator.toml:2)", "(curator.toml:3)", "(curator.toml:4)", "(curator.toml:3)",
    ]  # fmt: skip
    assert result.stderr == 'curator: curator.toml:2: "ctrl+b", for accept, is tmux\'s prefix, which keeps it\n'


def test_labels_may_have_the_keys_that_commands_gave_up(project: Path) -> None:
    (project / "labels.yaml").write_text(LABELS.replace("key: b", "key: a"))
    assert "is the command" in failure("keys")
    (project / "curator.toml").write_text('[keys]\naccept = ["y"]\n')
    assert keys_of("label.PLACE") == ["a", "2"]


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ('accept = ["p"]', 'accept and label.PERSON are both on the key "p"; give accept a free key: '),
        ('label.PLACE = ["p"]', 'label.PLACE and label.PERSON are both on the key "p"; give label.PLACE a free key: '),
        ('label.PLCE = ["y"]', 'there is no label "PLCE"; did you mean "PLACE"?'),
    ],
)
def test_labels_and_settings_that_do_not_go_together(project: Path, own: Path, keys: str, what: str) -> None:
    (project / "curator.toml").write_text(f"[keys]\n{keys}\n")
    assert failure("keys").startswith(f"curator.toml:2: {what}")


def test_ones_own_settings_may_name_labels_of_other_projects(project: Path, own: Path) -> None:
    own.write_text('[keys]\nlabel.RIVER = ["y"]\n')
    assert keys_of("label.PLACE") == ["b", "2"]


def test_labels_can_swap_keys(project: Path, own: Path) -> None:
    own.write_text('[keys]\nlabel.PLACE = ["p"]\nlabel.PERSON = ["b"]\n')
    assert (keys_of("label.PLACE"), keys_of("label.PERSON")) == (["p", "2"], ["b", "1"])


def test_labels_have_their_keys_in_lines_too(filled: Path, own: Path) -> None:
    own.write_text('[keys]\nlabel.PLACE = ["y"]\n')
    result = run("review", "--plain", stdin="y\nq\n")
    assert "PLACE “Plotkin”" in result.stdout


def test_the_reviewers_name(filled: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.write_text('reviewer = "bea"\n')

    def layer() -> str:
        result = run("status", "--json")
        return str(json.loads(result.stdout)["layer"])

    assert layer() == "anna"
    monkeypatch.delenv("CURATOR_REVIEWER")
    assert layer() == "bea"
    own.write_text('reviewer = "a/b"\n')
    assert failure("status").startswith("'a/b' is no name for a reviewer; use one without slashes")
