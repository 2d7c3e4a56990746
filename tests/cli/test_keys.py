"""curator keys: the live keymap."""

from curator.review.keys import COMMANDS, GROUPS
from tests.cli.conftest import LABELS, as_json, failure, run


def test_every_command_and_label_is_there_with_its_keys(project):
    found = {row["name"]: row for row in as_json("keys")}
    assert set(found) == {command.name for command in COMMANDS} | {"label.PERSON", "label.PLACE"}
    assert all(row["keys"] and row["title"] and row["group"] in GROUPS for row in found.values())
    assert found["reject"]["keys"] == ["x", "Backspace"]
    assert found["extend_left"]["keys"] == ["Shift+Left"]
    assert found["start_character_right"]["keys"] == ["+"]
    assert found["label.PLACE"] == {
        "group": "Labels",
        "name": "label.PLACE",
        "title": "Place",
        "set_in": None,
        "keys": ["b", "2"],
    }


def test_text_is_by_group_in_order(project):
    result = run("keys")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == list(GROUPS)
    assert ["p", "1", "label.PERSON", "Person"] in [line.split() for line in lines]
    assert next(line for line in lines if " finish " in line).split()[:2] == ["Enter", "finish"]
    assert len({line.index(line.split("  ")[-1].strip()) for line in lines if line.startswith("  ")}) == 1


def test_the_keys_are_those_of_labels_yaml(project):
    (project / "labels.yaml").write_text(LABELS.replace("key: b", "key: ы"))
    assert {row["name"]: row["keys"] for row in as_json("keys")}["label.PLACE"] == ["ы", "2"]


def test_without_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert failure("keys") == "no labels.yaml here or above; run curator init"


def test_a_label_without_a_key_can_be_given_one_by_the_settings(project):
    (project / "labels.yaml").write_text(LABELS.replace("    key: p\n", "").replace("    key: b\n", ""))
    (project / "curator.toml").write_text('[keys]\nlabel.PLACE = ["b"]\n')
    found = {row["name"]: row["keys"] for row in as_json("keys")}
    assert (found["label.PERSON"], found["label.PLACE"]) == (["1"], ["b", "2"])
