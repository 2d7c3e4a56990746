"""The benchmarks still run, and print what they measure: nobody would notice otherwise until a figure is wanted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "printed"),
    [
        ("commit --pairs 20", r"ratio \d"),
        ("intake --articles 300 --rounds 1", r"ratio \d"),
        ("formats --articles 40", r"export conll over export jsonl: \d"),
        ("suggest --seconds 0.1", r"rules: +\d+ articles/s"),
        ("screen --rounds 1 --keys 2 --sizes 3 --large 20 --many 30", r"next document +median"),
        ("finding --documents 300", r"\d ms"),
        ("precedents --documents 200 --spans 3", r"\d ms"),
        ("agreement --documents 40 --runs 1 --no-gamma", r"\d"),
    ],
)
def test_it_runs(command: str, printed: str, tmp_path: Path) -> None:
    name, *options = command.split()
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *options], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert re.search(printed, done.stdout)
