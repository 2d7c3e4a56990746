from __future__ import annotations

from pathlib import Path

import pytest

from curator.labels import nodes

from .labels_kit import LOADERS


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(params=sorted(LOADERS))
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with the C library, or with the loader in Python that stands in where there is none."""
    monkeypatch.setattr(nodes, "_LOADER", LOADERS[request.param])
    return str(request.param)
