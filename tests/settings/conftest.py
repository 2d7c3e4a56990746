"""Two small files of settings, read as the program reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.review.adjudication_keys import KNOWN_KEYS
from curator.settings import Loaded, load_settings

Read = Callable[..., Loaded]
Mistake = Callable[..., CuratorError]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The settings of a reviewer's own file (own.toml) and of a project's (curator.toml), each left out if None."""
    monkeypatch.chdir(tmp_path)

    def load(own: str | bytes | None = None, project: str | bytes | None = None) -> Loaded:
        paths = []
        for name, text in (("own.toml", own), ("curator.toml", project)):
            if text is not None:
                Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(Path(name))
        return load_settings(*paths, commands=KNOWN_KEYS)

    return load


@pytest.fixture
def mistake(read: Read) -> Mistake:
    """The one error that the files are answered with."""

    def load(own: str | bytes | None = None, project: str | bytes | None = None) -> CuratorError:
        with pytest.raises(CuratorError) as caught:
            read(own, project)
        assert "\n" not in str(caught.value)
        assert caught.value.fix
        return caught.value

    return load
