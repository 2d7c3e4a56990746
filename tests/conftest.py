"""What holds for all tests."""

from __future__ import annotations

import compileall
import os
from pathlib import Path

import pytest
from hypothesis import settings

# Times differ by machine and load; what is slow is measured by benchmarks/, not failed here.
# Each run tries other examples, so that few of them a run are many in the end.
settings.register_profile("curator", deadline=None, max_examples=50)
settings.load_profile("curator")


def pytest_configure(config: pytest.Config) -> None:
    """The program is started hundreds of times: compile it once, also where PYTHONDONTWRITEBYTECODE is set."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(__file__).parents[1] / "curator", quiet=1)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers a core on a small machine: a test of a screen waits for half of its time."""
    cores = os.cpu_count() or 1
    return 2 * cores if cores <= 4 else cores
