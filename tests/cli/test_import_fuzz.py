"""Damaged files of every format, through the command: a clear line or an import, and never half of one."""

import itertools
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.formats import registry
from tests.cli.conftest import run
from tests.formats.formats_kit import READABLE, is_ready
from tests.formats.golden import DOCUMENTS, OURS, THEIRS

NAMES = [
    "ACT", "EVENT", "FIRST", "LETTER", "LOC", "MARK", "ORG", "PART", "PER", "PERSON", "PLACE", "RANK", "Money",
    "Payment", "Person", "Place", "location", "person", "place", "rank",
]  # fmt: skip
LABELS = "overlap: true\nlabels:\n" + "".join(
    f"  - {{name: {name}, title: {name}, colour: blue, guideline: None.}}\n" for name in NAMES
)


def samples() -> list[tuple[str, Path]]:
    """The kept files that can be read by themselves, each with its format."""
    found = []
    for top in (OURS, THEIRS):
        for path in sorted(top.rglob("*")):
            case = path.relative_to(top).parts[0]
            name = next((each for each in READABLE if case == each or case.startswith(f"{each}-")), None)
            if case in ("hf-jsonl",):
                name = case
            if name and path.is_file() and path.suffix not in (".conf", ".xml", ".txt") and path.name != "README.txt":
                found.append((name, path))
    return [each for each in found if is_ready(each[0]) and each[1].stat().st_size]


SAMPLES = samples()
NUMBER = re.compile(rb"\d+")
PIECES = st.binary(max_size=3) | st.sampled_from(
    [
        b"-1",
        b"9" * 25,
        b"null",
        b"[]",
        b"{}",
        b'"',
        b"\\ud800",
        b"\\u0000",
        b"\0",
        b"\xff",
        b"\r",
        b"\n",
        b"1e999",
        b"\t",
    ]
)


@st.composite
def damage(draw, data: bytes) -> bytes:
    """The bytes with one to three things done to them."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 40))
        match draw(st.sampled_from(["put", "cut", "again", "end", "number", "swap"])):
            case "put":
                data = data[:at] + draw(PIECES) + data[at + draw(st.integers(0, 3)) :]
            case "cut":
                data = data[:at] + data[at + size :]
            case "again":
                data = data[: at + size] + data[at:]
            case "end":
                data = data[:at]
            case "swap":
                data = data[at : at + size] + data[:at] + data[at + size :]
            case "number":
                found = list(NUMBER.finditer(data))
                if found:
                    match_ = draw(st.sampled_from(found))
                    number = str(draw(st.integers(-2, 99))).encode()
                    data = data[: match_.start()] + number + data[match_.end() :]
    return data


def rows(project: Path) -> list[int]:
    """How much is in the database."""
    with closing(sqlite3.connect(project / "curator.db")) as database:
        tables = ("documents", "suggestions", "decisions", "spans", "reviews", "span_notes")
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def places(project: Path) -> int:
    """How many suggestions and spans lie outside of their texts, or are empty."""
    with closing(sqlite3.connect(project / "curator.db")) as database:
        return sum(
            database.execute(
                f"SELECT count(*) FROM {table} t JOIN documents d ON d.id = t.document "
                "WHERE NOT (0 <= t.span_start AND t.span_start < t.span_end AND t.span_end <= length(d.text))"
            ).fetchone()[0]
            for table in ("suggestions", "spans")
        )


def check_damaged(project: Path, name: str, sample: Path, examples: int) -> None:
    (project / "labels.yaml").write_text(LABELS)
    (project / "known.jsonl").write_bytes(
        (OURS / "jsonl" / "documents.jsonl").read_bytes().replace(b"FIRST NAME", b"PER")
    )
    assert run("import", "known.jsonl").exit_code == 0  # CSV and CoNLL are read onto these
    folder = project / "in"
    shutil.copytree(sample.parent, folder)
    data = sample.read_bytes()
    path = folder / sample.name
    numbers = itertools.count()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damage(data), st.booleans(), st.booleans())
    def check(damaged, as_layer, skip_bad):
        path.write_bytes(damaged)
        before = rows(project)
        options = ["--map", "FIRST NAME=FIRST", "--format", name]
        options += ["--as-layer", f"layer{next(numbers)}"] if as_layer else []
        options += ["--skip-bad"] if skip_bad else []
        result = run("import", *options, str(path))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert result.exit_code in (0, 1)
        assert "Traceback" not in result.output
        if result.exit_code:
            assert rows(project) == before
            assert result.stderr.startswith("curator: ") or skip_bad
            assert skip_bad or result.stderr.count("\n") == 1

    check()
    assert places(project) == 0
    assert run("check").exit_code == 0


def test_every_format_is_damaged():
    assert {name for name, _ in SAMPLES} == set(READABLE) - {"text"}
    assert len(DOCUMENTS) == len((OURS / "jsonl" / "documents.jsonl").read_bytes().splitlines())


@pytest.mark.parametrize("name", sorted({name for name, _ in SAMPLES}))
def test_damaged_files_are_imported_whole_or_not_at_all(project, name):
    """One file of each format here; all of them, and more often, below."""
    sample = max((path for each, path in SAMPLES if each == name), key=lambda path: (THEIRS in path.parents, path.name))
    check_damaged(project, name, sample, 15)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_all_files_damaged_in_many_ways(project, name, sample):
    check_damaged(project, name, sample, 60)


@pytest.mark.parametrize("name", registry.names())
def test_an_empty_file_and_a_folder_of_nothing(project, name):
    if registry.known(name).read is None or not is_ready(name):
        pytest.skip("its library is not installed")
    path = project / f"empty{registry.known(name).endings[0]}"
    path.write_bytes(b"")
    result = run("import", "--format", name, str(path))
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    (project / "nothing").mkdir()
    result = run("import", "--format", name, "nothing")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
