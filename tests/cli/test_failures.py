"""Whatever goes wrong: one line, the right exit code, no traceback."""

import contextlib
import signal
import subprocess
import sys

import click
import pytest

from curator.cli.common import checked_name
from curator.cli.output import print_table, safe
from curator.errors import CuratorError
from tests.cli.conftest import as_json, failure, jsonl, process, run
from tests.fast import but_first


def raising(monkeypatch, error):
    """Have the check fail with this error."""

    def fail(*_):
        raise error

    monkeypatch.setattr("curator.cli.check.project", fail)


def test_interrupt(monkeypatch):
    raising(monkeypatch, KeyboardInterrupt())
    result = run("check")
    assert result.exit_code == 130
    assert result.output.strip() == ""


def test_unexpected_error_is_one_line(monkeypatch):
    raising(monkeypatch, ZeroDivisionError("of two\nlines"))
    assert failure("check") == (
        "unexpected: ZeroDivisionError: of two lines (this is a bug; run with CURATOR_DEBUG=1 for the details)"
    )


def test_unexpected_error_with_debug_shows_where(monkeypatch):
    raising(monkeypatch, ZeroDivisionError("x"))
    result = run("check", env={"CURATOR_DEBUG": "1"})
    assert isinstance(result.exception, ZeroDivisionError)


def test_error_of_the_system_names_the_file(monkeypatch):
    raising(monkeypatch, PermissionError(13, "Permission denied", "a.db"))
    assert failure("check") == "a.db: permission denied"


def test_control_characters_do_not_reach_the_terminal(monkeypatch):
    raising(monkeypatch, CuratorError("bad \x1b[31mred", fix="none\u202e"))
    assert failure("check") == r"bad \x1b[31mred; none\u202e"


def test_broken_pipe_is_quiet(filled):
    code = "from curator.cli.main import main; main()"
    command = f'"{sys.executable}" -c "{code}" search o --limit 50 2>err | true; cat err'
    found = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert found.stdout == b""


def test_broken_pipe_of_a_long_output_is_quiet(project):
    rows = [{"id": f"d{number}", "text": f"Orlov {number} " + "x" * 90} for number in range(2000)]
    assert run("import", "-", stdin=jsonl(*rows)).exit_code == 0
    code = "from curator.cli.main import main; main()"
    command = f'"{sys.executable}" -c "{code}" search Orlov --limit 2000 2>err | head -n 1; cat err'
    found = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert found.stdout.startswith(b"d0:0:")
    assert found.stdout.count(b"\n") == 1


@pytest.mark.parametrize("env", but_first([{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"NO_COLOR": "1"}]))
def test_any_locale(project, env):
    (project / "seeds" / "third.txt").write_text("Орлов “там” 🙂.\n")
    assert process("import", "seeds", env=env).returncode == 0
    for args in (["search", "Орлов"], ["status"], ["check"], ["search", "--json", "Орлов"]):
        found = process(*args, env=env)
        assert found.returncode == 0
        assert found.stderr == b""
        assert b"\x1b" not in found.stdout
        assert found.stdout


def test_json_is_utf8_in_any_locale(project):
    (project / "seeds" / "third.txt").write_text("Орлов\n")
    assert run("import", "seeds").exit_code == 0
    found = process("search", "--json", "Орлов", env={"PYTHONIOENCODING": "ascii"})
    assert "Орлов" in found.stdout.decode()


def test_labels_with_a_mistake(project):
    (project / "labels.yaml").write_text("labels: [\n")
    for args in (["import", "seeds"], ["suggest"], ["status"], ["check"], ["export"], ["evaluate", "x.jsonl"]):
        assert failure(*args).startswith("labels.yaml:")
    assert not (project / "curator.db").exists()


@pytest.mark.parametrize("args", [["suggest"], ["status"], ["check"], ["export"], ["search", "x"]])
def test_no_documents_yet(project, args):
    assert failure(*args) == "there are no documents yet; import some: curator import FOLDER"
    assert not (project / "curator.db").exists()


@pytest.mark.parametrize("args", [["status"], ["check"], ["search", "x"], ["import", "seeds"]])
def test_a_database_that_is_none(project, args):
    (project / "curator.db").write_bytes(b"no database, but long enough to be taken for one" * 100)
    before = (project / "curator.db").read_bytes()
    assert "curator.db" in failure(*args)
    assert (project / "curator.db").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["search", b"\xff"], 2),
        (["review", "--document", b"\xff"], 2),
        (["import", "--source", b"\xff", "seeds"], 2),
        (["status", "--reviewer", b"\xff"], 1),
        (["import", b"\xff.txt"], 1),
        (["evaluate", "--label", b"\xff", "seeds"], 1),
    ],
)
def test_arguments_that_are_no_utf8(filled, args, code):
    found = process(*args)
    assert found.returncode == code
    assert found.stdout == b""
    assert b"Traceback" not in found.stderr
    assert b"unexpected" not in found.stderr


def test_interrupt_of_an_import_changes_nothing(project):
    code = "from curator.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "import", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as child:
        # So much fits into no pipe: once it is written, the import is under way.
        child.stdin.write(jsonl(*({"text": f"{number} " + "x" * 1000} for number in range(2000))).encode())
        child.stdin.flush()
        # One that comes in the instant before it waits for input is only noticed with the next.
        sent = 0
        while child.poll() is None and sent < 12:
            child.send_signal(signal.SIGINT)
            sent += 1
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
        # A further one may also reach Python when it has done and is being taken down.
        assert child.wait(timeout=60) in ((130,) if sent == 1 else (130, -signal.SIGINT))
        told = child.stderr.read()
    assert b"Traceback" not in told
    assert as_json("status")["documents"] == 0


@pytest.mark.parametrize("name", ["", "a/b", "..", ".x", "a\nb", " a", "a\\b"])
def test_names_that_no_folder_may_bear(name):
    with pytest.raises(CuratorError, match="is no name for a layer"):
        checked_name(name, "layer")


@pytest.mark.parametrize("name", ["anna", "Anna B.", "Ганна", "a-b_c"])
def test_names_that_are_good(name):
    assert checked_name(name, "layer") == name


def test_no_login_name(project, monkeypatch):
    def nobody():
        raise KeyError("uid not found")

    monkeypatch.delenv("CURATOR_REVIEWER")
    monkeypatch.setattr("getpass.getuser", nobody)
    assert failure("export") == "there is no login name; say who you are: --reviewer NAME"


def test_safe_keeps_what_is_harmless():
    assert safe("Орлов  “a”\n🙂") == "Орлов “a” 🙂"


def test_a_table_in_a_pipe_is_aligned(capsys):
    print_table(("label", "spans"), [("PERSON", "7"), ("X", "1200")])
    assert capsys.readouterr().out == "label   spans\nPERSON      7\nX        1200\n"


def test_completion_variable_does_not_disturb(project):
    assert process("--version", env={"_CURATOR_COMPLETE": ""}).returncode == 0


def test_abort_of_click_counts_as_interrupt(monkeypatch):
    raising(monkeypatch, click.Abort())
    assert run("check").exit_code == 130
