"""Which project a command works on, and how one is made."""

from pathlib import Path

import pytest

from curator.cli.project import shipped_labels
from curator.labels import load_labels
from curator.review.keymap import reserved
from tests.cli.conftest import LABELS, as_json, failure, process, run


def test_nearest_folder_with_labels(filled, monkeypatch):
    inner = filled / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert as_json("status")["documents"] == 2
    (inner.parent / "labels.yaml").write_text(LABELS)
    assert failure("status").startswith("there are no documents yet")


def test_no_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert failure("status") == "no labels.yaml here or above; run curator init"


@pytest.mark.parametrize("before", [True, False])
def test_project_option(filled, tmp_path, monkeypatch, before):
    monkeypatch.chdir(tmp_path)
    args = ["--project", "news", "status"] if before else ["status", "--project", "news"]
    assert as_json(*args)["documents"] == 2


def test_project_variable(filled, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATOR_PROJECT", "news")
    assert as_json("status")["documents"] == 2
    assert failure("status", "--project", "other") == "other: no labels.yaml here; run curator init other"


def test_project_option_does_not_look_above(filled):
    (filled / "inner").mkdir()
    assert failure("status", "--project", "inner").startswith("inner: no labels.yaml here")


@pytest.mark.parametrize("args", [["--reviewer", "boris", "status"], ["status", "--reviewer", "boris"]])
def test_reviewer_option(filled, args):
    assert as_json(*args)["layer"] == "boris"


def test_reviewer_is_the_login_name(filled, monkeypatch):
    monkeypatch.delenv("CURATOR_REVIEWER")
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    assert as_json("status")["layer"] == "login"


def test_init(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("init", "news")
    assert result.exit_code == 0
    assert result.stdout == (
        "news/labels.yaml: made\nnews/seeds: made\nnews/exports: made\n"
        "next: put articles into news/seeds, then run curator in news\n"
    )
    assert (tmp_path / "news/labels.yaml").read_bytes() == shipped_labels().read_bytes()
    assert (tmp_path / "news/seeds").is_dir()


def test_init_leaves_what_exists(project):
    result = run("init")
    assert result.exit_code == 0
    assert "labels.yaml: exists already, left as it is\nseeds: exists already" in result.stdout
    assert "exports: made" in result.stdout
    assert (project / "labels.yaml").read_text() == LABELS
    assert (project / "seeds/first.txt").exists()


def test_init_where_a_file_is(project):
    assert failure("init", "seeds/first.txt") == "seeds/first.txt: file exists"
    (project / "other").mkdir()
    (project / "other" / "seeds").write_text("")
    result = run("init", "other")
    assert result.exit_code == 1
    assert result.stderr == "curator: other/seeds: a file stands where a folder would go; move it away\n"


def test_init_then_everything(tmp_path):
    assert process("init", cwd=tmp_path).returncode == 0
    article = "Major General Oleg Plotkin was arrested for taking a bribe of 2 million rubles.\n"
    assert process("import", "-", stdin=article.encode(), cwd=tmp_path).returncode == 0
    assert process("suggest", cwd=tmp_path).returncode == 0
    found = process("status", cwd=tmp_path)
    assert found.returncode == 0
    assert b"1 document\n" in found.stdout
    assert b" 0 suggestions pending" not in found.stdout


def test_shipped_labels_are_good():
    assert load_labels(Path(shipped_labels()), reserved=reserved()).labels
