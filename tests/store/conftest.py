from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_builders import fill

from curator.store.api import Store
from tests.copied import copied_store

BACKENDS: dict[str, Callable[[Path], Store]] = {"sqlite": copied_store}
"""Every way to store that has to keep the contract."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "project.db"


@pytest.fixture(params=sorted(BACKENDS))
def open_again(request: pytest.FixtureRequest, path: Path) -> Iterator[Callable[[], Store]]:
    """Opens one and the same store, as many times as it is called."""
    opened: list[Store] = []

    def open_one() -> Store:
        opened.append(BACKENDS[request.param](path))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def empty(open_again: Callable[[], Store]) -> Store:
    return open_again()


@pytest.fixture
def store(empty: Store) -> Store:
    """A store with the documents a, b, c, d and e, numbered from 1."""
    fill(empty, "abcde")
    return empty
