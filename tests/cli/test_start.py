"""What a start costs, and what every command has in common."""

import subprocess
import sys

import click
import pytest

from curator.cli.main import COMMANDS, cli
from tests.cli.conftest import failure, run

HEAVY = ("textual", "numpy", "sqlite_utils", "sqlite3", "rich", "yaml", "msgspec", "multiprocessing")


@pytest.mark.parametrize("module", ["curator.cli", "curator.cli.main", "curator.cli.review"])
def test_import_brings_nothing_heavy(module):
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_command_loads_no_other_command():
    code = (
        "import sys\nfrom curator.cli.main import cli\n"
        "try:\n    cli(['check', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted(n for n in sys.modules if n.startswith('curator.cli.')), file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "curator.cli.check" in found.stderr
    assert "curator.cli.export" not in found.stderr
    assert "curator.cli.review" not in found.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"curator {name}" in result.stdout
    assert run(name, "-h").stdout == result.stdout


def test_help_lists_every_command_with_what_it_does():
    lines = run("--help").stdout.splitlines()
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] and len(line.split()) > 2 for line in lines)


def test_command_names_are_those_of_the_commands():
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_version():
    import curator

    assert run("--version").stdout == f"curator {curator.__version__}\n"


@pytest.mark.parametrize(
    "args", [["nope"], ["--nope"], ["import"], ["search"], ["export", "--format", "xml"], ["suggest", "--jobs", "0"]]
)
def test_wrong_usage_ends_with_2(args, project):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: curator" in result.stderr
    assert not (project / "curator.db").exists()


def test_without_a_command_it_is_the_review(project):
    assert "the review needs a terminal" in failure()
