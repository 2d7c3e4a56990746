"""What a project is: a folder with labels.yaml, and beside it curator.db, seeds/ and exports/."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import curator
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.labels import LabelSet
    from curator.settings import Loaded
    from curator.store.api import Store

LABELS = "labels.yaml"
IMPORT_SOME = "import some: curator import FOLDER"


@dataclass(frozen=True)
class Project:
    """The folder of a project, and what is where in it."""

    root: Path

    @property
    def name(self) -> str:
        """What the folder is called."""
        return self.root.resolve().name or "/"

    @property
    def labels_path(self) -> Path:
        """What may be labelled."""
        return self.root / LABELS

    @property
    def settings_path(self) -> Path:
        """How the program behaves in this project."""
        return self.root / "curator.toml"

    @property
    def database(self) -> Path:
        """Documents, suggestions and decisions."""
        return self.root / "curator.db"

    @property
    def seeds(self) -> Path:
        """The articles that the first review imports."""
        return self.root / "seeds"

    @property
    def exports(self) -> Path:
        """Where exports land, one folder a layer."""
        return self.root / "exports"

    @functools.cached_property
    def configured(self) -> Loaded:
        """The settings, of the reviewer and of the project.

        Raises:
            CuratorError: Something in them is wrong.
        """
        from curator.cli.own import own_settings
        from curator.review.adjudication_keys import KNOWN_KEYS
        from curator.settings import load_settings

        return load_settings(own_settings(), self.settings_path, commands=KNOWN_KEYS)

    def labels(self) -> LabelSet:
        """What labels.yaml says, with the keys that the settings give.

        Raises:
            CuratorError: Something in it, or in the settings, is wrong.
        """
        from curator.labels import load_labels
        from curator.review.keymap import reserved, with_keys

        known = reserved(self.configured.settings)
        return with_keys(load_labels(self.labels_path, reserved=known, cache=_cache_folder()), self.configured)

    @contextlib.contextmanager
    def store(self, *, create: bool = False) -> Iterator[Store]:
        """The database, open for the length of the block.

        Args:
            create: Whether to make it where it is missing.

        Raises:
            CuratorError: It is missing, or cannot be opened.
        """
        if not create and not self.database.exists():
            raise CuratorError("there are no documents yet", fix=IMPORT_SOME)
        from curator.store import open_store

        store = open_store(self.database.absolute(), create=create)
        try:
            yield store
        finally:
            store.close()


def _cache_folder() -> Path | None:
    """Where things are kept that can be made again; None where the user has no home."""
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "curator"
    with contextlib.suppress(RuntimeError):
        return Path.home() / ".cache" / "curator"
    return None


def find_project(explicit: Path | None) -> Project:
    """The project in this folder, which must hold labels.yaml; without one, the nearest from the current folder up.

    Raises:
        CuratorError: There is none.
    """
    if explicit is not None:
        if not (explicit / LABELS).is_file():
            raise CuratorError(f"no {LABELS} here", where=str(explicit), fix=f"run curator init {explicit}")
        return Project(explicit)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LABELS).is_file():
            # In messages, a name that is as short as what the user would type.
            return Project(Path() if folder == here else folder)
    raise CuratorError(f"no {LABELS} here or above", fix="run curator init")


def shipped_labels() -> Path:
    """The labels.yaml that new projects begin with: in the installed package, or in the repository it is run from."""
    package = Path(curator.__file__).parent
    packaged = package / "data" / LABELS
    return packaged if packaged.is_file() else package.parent / LABELS
