"""docs/commands.md names every command, option and variable, and nothing that is not there."""

import re
from pathlib import Path

import click
import pytest

from curator.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text()
SECTIONS = {section.splitlines()[0]: section for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}


def section(name: str) -> tuple[str, click.Command]:
    if name == "curator":
        return SECTIONS["curator"], cli
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return SECTIONS[f"curator {name}"], command


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}


@pytest.mark.parametrize("name", ["curator", *COMMANDS])
def test_every_option_is_described(name):
    text, command = section(name)
    described = set(re.findall(r"`(--?[a-z-]+)", text))
    assert described - {"-h", "--help", "-"} == options(command)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_and_a_line_in_the_table(name):
    text, _ = section(name)
    block = text.split("```")[1]
    assert f"curator {name}" in block
    assert f"| [`curator {name}`](#curator-{name}) |" in PAGE


def test_examples_use_options_that_exist():
    for line in re.findall(r"curator .*", "".join(PAGE.split("```")[1::2])):
        words = line.split()
        name = words[1] if len(words) > 1 and words[1] in COMMANDS else "curator"
        used = {word for word in words if re.fullmatch("--[a-z-]+", word)}
        assert used <= options(section(name)[1]) | {"--project", "--reviewer"}, line


def test_variables_are_described():
    read = {
        name
        for path in (ROOT / "curator").rglob("*.py")
        for name in re.findall(r"CURATOR_[A-Z]+", path.read_text())
        if not name.startswith("CURATOR_COMPLETE")
    }
    assert read <= set(re.findall(r"`([A-Z_]+)`", PAGE))
    assert {"CURATOR_PROJECT", "CURATOR_REVIEWER", "CURATOR_DEBUG"} <= read
