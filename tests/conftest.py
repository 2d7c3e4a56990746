"""What holds for all tests."""

from __future__ import annotations

import compileall
import contextlib
import gc
import itertools
import multiprocessing
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.assertion import rewrite
from hypothesis import settings

# Times differ by machine and load; what is slow is measured by benchmarks/, not failed here.
# Each run tries other examples, so that few of them a run are many in the end.
settings.register_profile("curator", deadline=None, max_examples=50)
settings.load_profile("curator")


# Tests are compiled once, also where PYTHONDONTWRITEBYTECODE is set: it costs more than to collect them.
sys.dont_write_bytecode = False
_GARBAGE_AFTER = 20_000
"""Objects made, without as many let go, before garbage is looked for; Python's 700 cost a tenth of the suite."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile once what every worker loads, and what is started hundreds of times."""
    if hasattr(config, "workerinput"):
        return
    compileall.compile_dir(Path(__file__).parents[1] / "curator", quiet=1)
    if config.getoption("numprocesses", None):
        fork, cores = multiprocessing.get_context("fork"), os.cpu_count() or 1
        tests = sorted(Path(__file__).parent.rglob("test_*.py"))
        compiling = [fork.Process(target=_compile_tests, args=(config, tests[n::cores])) for n in range(cores)]
        for process in compiling:
            process.start()
        for process in compiling:
            process.join()


def _compile_tests(config: pytest.Config, paths: list[Path]) -> None:
    """Keep modules as pytest rewrites them. Where a pytest does it in other ways, its workers do it all."""
    with contextlib.suppress(AttributeError, KeyError, TypeError):
        for path in paths:
            kept = rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}"
            if rewrite._read_pyc(path, kept) is None and rewrite.try_makedirs(kept.parent):
                status, code = rewrite._rewrite_test(path, config)
                rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, status, kept)


def pytest_collection_finish() -> None:
    """What is loaded by now stays; look for garbage among the rest only, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER, 10, 10)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers a core on a small machine: a test of a screen waits for half of its time."""
    cores = os.cpu_count() or 1
    return 2 * cores if cores <= 4 else cores


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes folders, by numbers. Pytest's looks through all folders that are there for a name that is free."""
    base, numbers = tmp_path_factory.getbasetemp(), itertools.count()

    def make(name: str) -> Path:
        path = base / f"{name}-{next(numbers)}"
        path.mkdir(mode=0o700)
        return path

    return make


@pytest.fixture
def tmp_path(new_folder: Callable[[str], Path], request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own."""
    return new_folder(re.sub(r"\W", "_", request.node.name)[:30])
