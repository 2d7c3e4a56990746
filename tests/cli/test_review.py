"""curator review: what happens before the screen opens."""

import sys
from contextlib import closing
from types import ModuleType

import pytest

from curator.store import open_store
from tests.cli.conftest import failure, process, run


@pytest.fixture
def screens(monkeypatch):
    """A terminal, and in place of the screen a list of what each review was opened with."""
    opened = []

    def run_review(path, labels, *, layer, author, number, title, settings):
        with closing(open_store(path, create=False)) as store:
            first = store.suggestions(1)
            opened.append(
                {
                    "documents": store.count(), "suggested": len(first), "layer": layer, "author": author,
                    "number": number, "title": title, "labels": [label.name for label in labels.labels],
                }
            )  # fmt: skip
        return 0

    screen = ModuleType("curator.tui.app")
    screen.run_review = run_review
    monkeypatch.setitem(sys.modules, "curator.tui.app", screen)
    monkeypatch.setattr("curator.cli.review.on_terminal", lambda _: True)
    return opened


@pytest.mark.parametrize("args", [[], ["review"]])
def test_the_first_review_imports_the_seeds(project, screens, args):
    result = run(*args)
    assert (result.exit_code, result.output) == (0, "")
    assert screens == [
        {
            "documents": 2, "suggested": 2, "layer": "anna", "author": "anna", "number": None, "title": "news",
            "labels": ["PERSON", "PLACE"],
        }
    ]  # fmt: skip


def test_later_ones_do_not(project, screens):
    run()
    (project / "seeds" / "third.txt").write_text("Third.\n")
    run()
    assert [each["documents"] for each in screens] == [2, 2]


def test_an_empty_database_is_filled(project, screens):
    open_store(project / "curator.db").close()
    run()
    assert screens[0]["documents"] == 2


def test_options(filled, screens):
    assert run("review", "--document", "second", "--layer", "other").exit_code == 0
    assert (screens[0]["number"], screens[0]["layer"], screens[0]["author"]) == (2, "other", "anna")
    assert run("--reviewer", "boris").exit_code == 0
    assert (screens[1]["layer"], screens[1]["author"]) == ("boris", "boris")


def test_no_such_document(filled, screens):
    assert failure("review", "--document", "x") == "there is no document 'x'; find it by its text: curator search TEXT"
    assert screens == []


def test_no_seeds(project, screens):
    for seed in (project / "seeds").iterdir():
        seed.unlink()
    assert failure() == "there are no documents yet; put some into seeds, or import some: curator import FOLDER"
    (project / "seeds").rmdir()
    assert "there are no documents yet" in failure()
    assert screens == []


def test_a_bad_seed(project, screens):
    (project / "seeds" / "third.txt").write_bytes(b"\xff")
    assert failure().startswith("seeds/third.txt: byte 0: invalid UTF-8")
    assert screens == []


def test_the_exit_code_is_that_of_the_screen(filled, screens, monkeypatch):
    monkeypatch.setattr(sys.modules["curator.tui.app"], "run_review", lambda *_, **__: 143)
    assert run().exit_code == 143


def test_without_a_terminal_nothing_is_touched(project):
    for args in ([], ["review"], ["review", "--document", "x"]):
        found = process(*args)
        assert found.returncode == 1
        assert found.stdout == b""
        assert found.stderr.count(b"\n") == 1
        assert found.stderr.startswith(b"curator: the review needs a terminal, and standard input is none; ")
    assert not (project / "curator.db").exists()
