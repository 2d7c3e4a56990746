"""Programs that take long to install import what is written for them, with their own code; docs/consumers.md says how.

``CURATOR_IMPORTERS`` names the Pythons that have them, as in ``doccano=/a/bin/python,gliner=/b/bin/python``; a program
that is not named is skipped.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.formats.formats_kit import written
from tests.formats.golden import DOCUMENTS, TEXT

pytestmark = pytest.mark.consumers

PYTHONS = dict(each.split("=", 1) for each in os.environ.get("CURATOR_IMPORTERS", "").split(",") if each)
SCRIPTS = Path(__file__).parents[2] / "benchmarks" / "importers"
SPANS = [(span.start, span.end, span.label) for span in DOCUMENTS[0].spans]


def imported(program: str, *args: Path) -> dict:
    """What a program says that it holds."""
    if program not in PYTHONS:
        pytest.skip(f"CURATOR_IMPORTERS names no Python that has {program}")
    script = SCRIPTS / f"into_{program.replace('-', '_')}.py"
    done = subprocess.run(
        [PYTHONS[program], str(script), *map(str, args)], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def exact(rows: list) -> set[tuple]:
    return {(key, start, end, label, text) for key, start, end, label, text in rows}


WANTED = {("a b/c%", start, end, label, TEXT[start:end]) for start, end, label in SPANS}


def test_doccano(tmp_path):
    path, _ = written("doccano", DOCUMENTS, tmp_path)
    found = imported("doccano", path, tmp_path)
    assert (found["documents"], found["errors"]) == (3, [])
    assert len(found["spans"]) == len(SPANS)
    assert exact(found["spans"]) == WANTED


def test_label_studio(tmp_path):
    path, _ = written("label-studio", DOCUMENTS, tmp_path)
    found = imported("label-studio", path, path.with_suffix(".xml"), tmp_path)
    assert (found["status"], found["documents"], found["answer"]["annotation_count"]) == (201, 3, 3)
    units = TEXT.encode("utf-16-le")
    for _, start, end, _, text, _ in found["spans"]:
        assert units[2 * start : 2 * end].decode("utf-16-le") == text
    assert {(label, text) for _, _, _, label, text, _ in found["spans"]} == {(each[3], each[4]) for each in WANTED}
    assert [note for *_, note in found["spans"] if note] == [["which of the two? Ask Anna"], ["two\nlines"]]


def test_gliner(tmp_path):
    path, done = written("gliner", DOCUMENTS, tmp_path)
    found = imported("gliner", path)
    assert (found["documents"], found["same_words"]) == (3, 3)
    assert len(found["spans"]) == done.spans == len(SPANS)
    rows = {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
    assert {(first, last, label) for _, first, last, label, _ in found["spans"]} == set(
        map(tuple, rows["a b/c%"]["ner"])
    )


def test_argilla(tmp_path):
    path, _ = written("argilla", DOCUMENTS, tmp_path)
    found = imported("argilla", path)
    assert found["documents"] == 3
    assert exact(found["spans"]) == WANTED
    assert found["states"] == ["submitted", "submitted", "discarded"]
