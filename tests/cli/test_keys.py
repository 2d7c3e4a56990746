"""curator keys: the live keymap."""

from curator.review.keys import COMMANDS, GROUPS
from tests.cli.conftest import LABELS, as_json, failure, run


def test_every_command_and_label_is_there_with_its_keys(project):
    found = {row["name"]: row for row in as_json("keys")}
    own = {name for name in found if name.startswith("adjudicate.")}
    assert set(found) - own == {command.name for command in COMMANDS} | {"label.PERSON", "label.PLACE"}
    assert all(row["keys"] and row["title"] and row["group"] in (*GROUPS, "Adjudication") for row in found.values())
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
    assert [line for line in lines if not line.startswith(" ")] == [*GROUPS, "Adjudication"]
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


def test_the_adjudication_has_a_group_of_its_own(project):
    found = {row["name"]: row for row in as_json("keys") if row["group"] == "Adjudication"}
    assert found["adjudicate.union"]["keys"] == ["+"]
    assert found["adjudicate.nothing"]["keys"] == ["x", "Backspace", "0"]
    # b is a label's in this project.
    assert (found["adjudicate.take_1"]["keys"], found["adjudicate.take_2"]["keys"]) == (["a", "1"], ["2"])
    assert "adjudicate.left" not in found, "what is as in the review is not told twice"


def test_keys_of_the_adjudication_are_set_by_name(project):
    (project / "curator.toml").write_text(
        """\
[keys]
undo = ["Z"]
left = ["y"]
[keys.adjudicate]
union = ["o"]
other = []
take_1 = ["1"]
"""
    )
    assert "take_1, stands for a label by its number, or for a reviewer" in failure("keys")
    text = (project / "curator.toml").read_text()
    (project / "curator.toml").write_text(text.replace('"1"', '"y"'))
    line = failure("keys")
    what = 'adjudicate.take_1 and left are both on the key "y"; use another key, or take it from left'
    assert line == f"curator.toml:7: {what}"
    (project / "curator.toml").write_text(text.replace('"1"', '"I"'))
    found = {row["name"]: row for row in as_json("keys") if row["group"] == "Adjudication"}
    assert found["adjudicate.take_1"]["keys"] == ["I", "1"]
    assert found["adjudicate.take_1"]["set_in"] == "curator.toml:7"
    assert (found["adjudicate.union"]["keys"], found["adjudicate.other"]["keys"]) == (["o"], [])
    # What the review has on another key has it here, too.
    assert (found["adjudicate.undo"]["keys"], found["adjudicate.undo"]["set_in"]) == (["Z"], "curator.toml:2")
    lines = run("keys").stdout.splitlines()
    assert any(line.split()[:4] == ["*", "o", "adjudicate.union", "one"] for line in lines)


def test_a_key_that_a_label_has_is_told(project):
    (project / "curator.toml").write_text('[keys]\nadjudicate.union = ["p"]\n')
    assert failure("keys") == (
        'curator.toml:2: adjudicate.union and label.PERSON are both on the key "p"; '
        "give adjudicate.union a free key: m, r, y, E, O, P"
    )
    (project / "curator.toml").write_text('[keys]\nadjudicate.union = ["B"]\nlabel.PLACE = ["B"]\nfeedback = []\n')
    assert 'are both on the key "B"' in failure("keys")
