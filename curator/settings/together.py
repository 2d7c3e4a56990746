"""The settings of all files together, and whether they go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from curator.errors import CuratorError
from curator.settings.loaded import Loaded
from curator.settings.reader import File
from curator.settings.types import ADJUDICATE, Settings
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
    _check_adjudication(loaded, commands)
    return loaded


def _check_kept(loaded: Loaded) -> None:
    keys = loaded.settings.keys
    for where in ("", ADJUDICATE):
        for name, why in ((where + command, why) for command, why in KEPT.items()):
            if keys.get(name) == ():
                raise loaded.error(f"keys.{name}", f"{name} must have a key: {why}", "give it one")
        if "escape" not in keys.get(f"{where}cancel", ("escape",)):
            raise loaded.error(f"keys.{where}cancel", "cancel has Esc, as everywhere", 'add "escape" to its keys')


def _check_distinct(loaded: Loaded, commands: Mapping[str, tuple[str, ...]]) -> None:
    owners: dict[str, str] = {}
    for name, held in {**commands, **loaded.settings.keys}.items():
        for key in held if not name.startswith(ADJUDICATE) else ():
            if key in owners:
                raise _both(loaded, owners[key], name, key, commands)
            owners[key] = name


def _check_adjudication(loaded: Loaded, commands: Mapping[str, tuple[str, ...]]) -> None:
    """That no key that is set for the adjudication has something else there.

    What is not set for it alone has the keys that it has in the review, where it is there, too. Of those that clash
    with others, the screen itself decides which give way.
    """
    keys = loaded.settings.keys
    owners: dict[str, str] = {}
    for name in (name for name in keys if name.startswith(ADJUDICATE)):
        for key in keys[name]:
            if key in owners:
                raise _both(loaded, owners[key], name, key, commands)
            owners[key] = name
    for name in (name for name in (*commands, *keys) if name.startswith((ADJUDICATE, "label.")) and owners):
        shared = name.removeprefix(ADJUDICATE)
        holder = name if name in keys or shared not in keys else shared
        for key in keys.get(holder, commands.get(holder, ())):
            if owners.get(key, holder) != holder:
                raise _both(loaded, holder, owners[key], key, commands)


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
