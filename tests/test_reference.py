"""The tables of the documentation are those of the types and the keymap, and its examples are right."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from curator.errors import CuratorError
from curator.review.adjudication_keys import KNOWN_KEYS
from curator.settings import DEFAULTS, load_settings

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_up_to_date(reference: ModuleType) -> None:
    stale = [name for name in reference.PAGES if reference.made((DOCS / name).read_text()) != (DOCS / name).read_text()]
    assert stale == [], "run python docs/reference.py"


def test_every_table_stands_on_one_page(reference: ModuleType) -> None:
    pages = sorted(path.name for path in DOCS.glob("*.md"))
    placed = {name: reference.tables_of((DOCS / name).read_text()) for name in pages}
    assert sorted(table for tables in placed.values() for table in tables) == sorted(reference.TABLES)
    assert {name for name, tables in placed.items() if tables} == set(reference.PAGES)


def test_the_tables_follow_what_they_are_about(reference: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "reviewing.md").read_text()
    fewer = [command for command in reference.COMMANDS if command.name != "undo"]
    monkeypatch.setattr(reference, "COMMANDS", fewer)
    assert "| `u` |" in page
    assert "| `u` |" not in reference.made(page)


def test_the_settings_that_are_shown_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / "settings.md").read_text(), re.DOTALL)
    assert blocks
    for block in blocks:
        path = tmp_path / "settings.toml"
        path.write_text(block)
        assert load_settings(path, None, commands=KNOWN_KEYS).settings != DEFAULTS


def test_the_mistake_that_is_shown_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("curator.toml").write_text('width = 80\n\n[keys]\naccept = ["x"]\n')
    with pytest.raises(CuratorError) as caught:
        load_settings(None, Path("curator.toml"), commands=KNOWN_KEYS)
    assert f"```text\n{caught.value}\n```" in (DOCS / "settings.md").read_text()
