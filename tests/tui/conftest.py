"""The application on a small project, driven by Pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.labels import LabelSet
from curator.model import Suggestion
from curator.settings import DEFAULTS, Settings
from curator.store.api import Store
from curator.tui.app import CuratorApp
from tests.copied import copied_store
from tests.review.conftest import LABELS, document, fill

RunApp = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "curator.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = copied_store(path)
    yield opened
    opened.close()


@pytest.fixture
def run_app(store: Store, path: Path) -> RunApp:
    """Runs the application; at the end it must hold no exception."""

    @asynccontextmanager
    async def run(
        *texts: str,
        suggestions: Sequence[Suggestion] = (),
        size: tuple[int, int] = (120, 36),
        labels: LabelSet = LABELS,
        settings: Settings = DEFAULTS,
    ) -> AsyncIterator[Pilot[int]]:
        if not store.count():
            fill(store, [(document(f"d{n}", text), suggestions if n == 0 else ()) for n, text in enumerate(texts)])
        app = CuratorApp(store, labels, path, layer="anna", author="anna", title="test", settings=settings)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot
            assert app._exception is None
        app.close()

    return run
