"""What the README promises: its commands are the ones that CI runs, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "seeds" / "README.md"]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.endswith("-m pytest"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_key_card_names_every_key() -> None:
    from curator.review.keys import COMMANDS
    from curator.tui.keymap import key_name

    card = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"`([^`]+)`", card))
    plain = {"f1", "ctrl+r", "ctrl+z", "ctrl+q"}
    names = [
        key if len(key) == 1 else key_name(key).replace("⏎", "Enter")
        for command in COMMANDS
        for key in command.keys
        if key not in plain and not key.startswith("shift+") and key not in ("up", "down", "left", "right")
    ]
    assert [name for name in names if name not in shown] == []
