"""curator completion, and what it completes."""

import subprocess

import pytest

from tests.cli.conftest import process, run


@pytest.mark.parametrize(
    ("shell", "holds"), [("bash", "complete -o"), ("zsh", "#compdef curator"), ("fish", "--command")]
)
def test_script(shell, holds):
    result = run("completion", shell)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert holds in result.stdout
    assert "_CURATOR_COMPLETE" in result.stdout


def test_bash_takes_the_script():
    subprocess.run(["bash", "-n"], input=run("completion", "bash").stdout.encode(), check=True, capture_output=True)
    assert run("completion", "tcsh").exit_code == 2


def test_completes_commands_and_options():
    env = {"_CURATOR_COMPLETE": "bash_complete", "COMP_WORDS": "curator e", "COMP_CWORD": "1"}
    found = process(env=env)
    assert found.stdout.decode().split() == ["plain,export", "plain,evaluate"]
    env |= {"COMP_WORDS": "curator export --f", "COMP_CWORD": "2"}
    assert process(env=env).stdout.decode().split() == ["plain,--format"]
