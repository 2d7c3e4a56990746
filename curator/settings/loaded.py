"""The settings that hold, and where they are set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from curator.settings.types import DEFAULTS, Settings

if TYPE_CHECKING:
    from curator.errors import CuratorError
    from curator.settings.reader import File


class Loaded(msgspec.Struct, frozen=True):
    """Settings, and the files that they are from, the weakest first."""

    settings: Settings = DEFAULTS
    files: tuple[File, ...] = ()

    def file(self, name: str) -> File | None:
        """The file that sets something, such as ``width`` or ``keys.accept``; None where the default holds."""
        return next((file for file in reversed(self.files) if name in file.paths), None)

    def where(self, name: str) -> str | None:
        """The file and line that set something; None where the default holds."""
        file = self.file(name)
        return f"{file.source.where}:{file.line(name)}" if file else None

    def is_own(self, name: str) -> bool:
        """Whether the reviewer's own file sets something."""
        file = self.file(name)
        return file is not None and file.own

    def error(self, name: str, what: str, fix: str) -> CuratorError:
        """The mistake in what some file sets there."""
        file = self.file(name)
        assert file is not None, f"{name} is not set"
        return file.error(name, what, fix)

    def warnings(self) -> Iterator[str]:
        """A line for each key that may not arrive everywhere."""
        from curator.settings.keys import risk
        from curator.source import quoted

        for name, keys in self.settings.keys.items():
            for key in keys:
                if (why := risk(key)) is not None:
                    yield f"{self.where(f'keys.{name}')}: {quoted(key)}, for {name}, {why}"
