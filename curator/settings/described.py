"""The settings in words: what each may be, by its type. Messages, the example and the documentation use the same."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from curator.settings.types import THEMES, Settings


class Described(msgspec.Struct, frozen=True):
    """A setting.

    Attributes:
        name: Its name.
        wanted: What its value may be, as a noun with its article.
        default: Its default, as it is written in TOML.
        meaning: What it does, in Markdown.
    """

    name: str
    wanted: str
    default: str
    meaning: str


@cache
def described() -> dict[str, Described]:
    """All settings by their names, in the order in which they are documented."""
    told = inspect.type_info(Settings)
    assert isinstance(told, inspect.StructType)
    return {field.name: _described(field) for field in told.fields}


def written(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        # TOML has JSON's escapes, and wants one more character escaped.
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{}"
    return f"[{', '.join(written(one) for one in value)}]"


def _described(field: inspect.Field) -> Described:
    kind = field.type
    assert isinstance(kind, inspect.Metadata)
    default = {} if field.default is msgspec.NODEFAULT else field.default
    meaning = (kind.extra_json_schema or {})["description"]
    return Described(field.name, _wanted(field.name, kind.type), written(default), meaning)


def _wanted(name: str, kind: inspect.Type) -> str:
    if name == "theme":
        return f"one of {', '.join(written(one) for one in THEMES)}"
    match kind:
        case inspect.IntType():
            return f"a whole number from {kind.ge} to {kind.le}"
        case inspect.BoolType():
            return "true or false"
        case inspect.DictType():
            return "a table of lists of keys"
        case inspect.UnionType(types=kinds):
            return " or ".join(_wanted(name, one) for one in kinds)
        case inspect.LiteralType(values=values):
            return " or ".join(written(one) for one in values)
        case _:
            return "a text"
