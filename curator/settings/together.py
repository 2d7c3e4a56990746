"""The settings of all files together, and whether they go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from curator.errors import CuratorError
from curator.settings.loaded import Loaded
from curator.settings.reader import File
from curator.settings.types import Settings
from curator.source import quoted

KEPT = {"help": "else nobody finds the keys", "quit": "else nobody gets out"}
"""The commands that must have a key, and why."""


def together(files: Sequence[File], commands: Mapping[str, tuple[str, ...]]) -> Loaded:
    """Put files together, the weakest first. Of two that set the keys of one command, the stronger one's hold.

    Raises:
        CuratorError: Two commands have one key, or one that must have a key has none.
    """
    values = {name: value for file in files for name, value in file.values.items()}
    keys = {name: held for file in files for name, held in file.keys.items()}
    loaded = Loaded(Settings(**values, keys=keys), tuple(files))
    _check_kept(loaded)
    _check_distinct(loaded, commands)
    return loaded


def _check_kept(loaded: Loaded) -> None:
    keys = loaded.settings.keys
    for name, why in KEPT.items():
        if keys.get(name) == ():
            raise loaded.error(f"keys.{name}", f"{name} must have a key: {why}", "give it one")
    if "escape" not in keys.get("cancel", ("escape",)):
        raise loaded.error("keys.cancel", "cancel has Esc, as everywhere", 'add "escape" to its keys')


def _check_distinct(loaded: Loaded, commands: Mapping[str, tuple[str, ...]]) -> None:
    owners: dict[str, str] = {}
    for name, held in {**commands, **loaded.settings.keys}.items():
        for key in held:
            if key in owners:
                raise _both(loaded, owners[key], name, key, commands)
            owners[key] = name


def _both(loaded: Loaded, one: str, other: str, key: str, commands: Mapping[str, tuple[str, ...]]) -> CuratorError:
    """The error for two commands on one key, at the one that the stronger file sets."""
    ranks = {file.source.where: rank for rank, file in enumerate(loaded.files)}

    def strength(name: str) -> int:
        file = loaded.file(f"keys.{name}")
        return -1 if file is None else ranks[file.source.where]

    weak, strong = sorted((one, other), key=strength)
    fix = f"use another key, or take it from {weak}"
    if strength(weak) < 0:
        left = [name for name in commands[weak] if name != key]
        fix = f"use another key, or take it from {weak}: {weak} = {msgspec.json.encode(left).decode()}"
    return loaded.error(f"keys.{strong}", f"{strong} and {weak} are both on the key {quoted(key)}", fix)
