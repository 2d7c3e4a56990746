"""A settings file -> its values, each checked by its type. The first mistake is the one that is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from curator.errors import CuratorError
from curator.settings import toml
from curator.settings.described import described, written
from curator.settings.keys import BadKey, key_of
from curator.settings.types import ADJUDICATE, OWN, THEMES, Settings
from curator.source import Source, closest, decode, did_you_mean, quoted

LABEL = "label."
"""What the name of a label's key begins with."""
_KEYS = "keys"
_TABLES = (LABEL[:-1], ADJUDICATE[:-1])
"""The tables within that of the keys."""
_LABEL_NAME = re.compile(r"label\.[\w.-]+")
_TYPES = {field.name: field.type for field in msgspec.structs.fields(Settings)}


class File(msgspec.Struct, frozen=True):
    """What a file sets.

    Attributes:
        source: Its text.
        own: Whether it is the reviewer's own, and no project's.
        values: What is set, by name, apart from keys.
        keys: Commands and ``label.NAME`` with their keys, as the screen knows them.
        paths: Where each of both is found in the file: the names to follow, by ``width`` or ``keys.accept``.
    """

    source: Source
    own: bool
    values: dict[str, Any]
    keys: dict[str, tuple[str, ...]]
    paths: dict[str, tuple[str, ...]]

    def line(self, name: str) -> int:
        """The line on which something is set, such as ``width`` or ``keys.accept``."""
        return toml.line_of(self.source, self.paths[name])

    def error(self, name: str, what: str, fix: str) -> CuratorError:
        """The mistake in what is set there."""
        return self.source.error(self.line(name), what, fix)


def parse(data: bytes, where: str, commands: Mapping[str, tuple[str, ...]], *, own: bool) -> File:
    """Read the bytes of a settings file.

    Args:
        data: The file's content, in UTF-8.
        where: What messages call the file.
        commands: The commands that can be bound, with the keys that they have.
        own: Whether it is the reviewer's own file, and no project's.

    Raises:
        CuratorError: Something in it is wrong; its ``where`` is ``{where}:{line}``.
    """
    source = decode(data, where)
    tree = toml.parse(source)
    file = File(source, own, {}, {}, {})
    for name, value in tree.items():
        file.paths[name] = (name,)
        _check_known(file, name, commands)
        if name != _KEYS:
            file.values[name] = _checked(file, name, value)
        elif isinstance(value, dict):
            _read_keys(file, value, commands)
        else:
            raise file.error(name, f"`keys` is {_found(value)} where a table belongs", "begin a table with [keys]")
    return file


def _check_known(file: File, name: str, commands: Mapping[str, tuple[str, ...]]) -> None:
    if name not in _TYPES:
        fix = did_you_mean(name, _TYPES)
        if name in commands:
            fix = "put it behind a line with [keys]"
        raise file.error(name, f"there is no setting {quoted(name)}", fix)
    if name in OWN and not file.own:
        fix = "put it into your own settings; curator settings tells where these are"
        raise file.error(name, f"`{name}` would hold for everybody in the project", fix)


def _checked(file: File, name: str, value: Any) -> Any:
    try:
        known: Any = msgspec.convert(value, _TYPES[name])
    except msgspec.ValidationError:
        setting = described()[name]
        fix = f"write {setting.wanted}, such as `{name} = {setting.default}`"
        raise file.error(name, f"`{name}` is {_found(value)} where {setting.wanted} belongs", fix) from None
    if name == "theme" and known not in THEMES:
        raise file.error(name, f"there is no theme {quoted(known)}", did_you_mean(known, THEMES))
    return known


def _read_keys(file: File, table: dict[str, Any], commands: Mapping[str, tuple[str, ...]]) -> None:
    for name, value in table.items():
        if name in _TABLES and isinstance(value, dict):
            for inner, keys in value.items():
                _add_keys(file, f"{name}.{inner}", keys, (_KEYS, name, inner), commands)
        else:
            _add_keys(file, name, value, (_KEYS, name), commands)


def _add_keys(
    file: File, name: str, value: Any, path: tuple[str, ...], commands: Mapping[str, tuple[str, ...]]
) -> None:
    place = f"{_KEYS}.{name}"
    twice = place in file.paths
    file.paths[place] = path
    if twice:
        raise file.error(place, f"the keys of {name} are there twice", "remove one of the two")
    is_label = name.startswith(LABEL)
    if is_label and not _LABEL_NAME.fullmatch(name):
        raise file.error(place, f"{quoted(name)} is no label's name", "write label.NAME, as labels.yaml has it")
    if name not in commands and not is_label:
        raise file.error(place, f"there is no command {quoted(name)}", _meant(name, commands))
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        example = f"[{written(value)}]" if isinstance(value, str) else '["y"]'
        raise file.error(place, f"the keys of {name} are {_found(value)} where a list of keys belongs",
                         f"write `{path[-1]} = {example}`")  # fmt: skip
    keys = tuple(_key(file, place, name, key) for key in value)
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise file.error(place, f"{quoted(value[number])} is twice among the keys of {name}", "remove one")
    if is_label and (len(keys) != 1 or len(keys[0]) != 1):
        raise file.error(place, f"{name} has not one character as its key", f'write `{path[-1]} = ["y"]`')
    file.keys[name] = keys


def _key(file: File, place: str, name: str, text: str) -> str:
    key = key_of(text)
    if isinstance(key, BadKey):
        raise file.error(place, f"{quoted(text)}, for {name}, {key.what}", key.fix)
    if key == "escape" and name.removeprefix(ADJUDICATE) != "cancel":
        raise file.error(place, f"Esc always goes back, so that it cannot be for {name}", "use another key")
    return key


def _meant(name: str, commands: Mapping[str, tuple[str, ...]]) -> str:
    meant = closest(name, commands)
    return f"did you mean {quoted(meant)}?" if meant else "curator keys lists them all"


def _found(value: Any) -> str:
    """What stands there instead, for a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return {list: "a list", dict: "a table", float: "a number with a fraction"}.get(type(value), "a date or time")
