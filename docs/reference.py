"""Makes the tables of the documentation from the types and the keymap they are about: python docs/reference.py

A table stands between two comments, of which the first names it. All else on a page is written by hand.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from curator.labels import types as labels
from curator.labels.colours import COLOURS
from curator.review.keys import COMMANDS, GROUPS
from curator.settings import keys as settings_keys
from curator.settings.described import described
from curator.tui.keymap import key_in_words

PAGES = ("settings.md", "labels.md", "reviewing.md")
_FOLDER = Path(__file__).parent
_TABLE = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def made(page: str) -> str:
    """The text of a page with its tables as they should be."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", page)


def tables_of(page: str) -> list[str]:
    """The names of the tables on a page."""
    return [found[2] for found in _TABLE.finditer(page)]


# Tables


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _folded(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of two columns as one of two times two, read down the left half first."""
    half = (len(rows) + 1) // 2
    empty = [""] * len(heads)
    both = zip_longest(rows[:half], rows[half:], fillvalue=empty)
    return _table([*heads, "", *heads], ([*left, "", *right] for left, right in both))


def _settings() -> str:
    rows = ((f"`{one.name}`", _code(one.wanted), f"`{one.default}`", one.meaning) for one in described().values())
    return _table(("setting", "what it may be", "default", "meaning"), rows)


def _names() -> str:
    return textwrap.fill(", ".join(f"`{name}`" for name in settings_keys.NAMES), 120)


def _refused() -> str:
    rows = [(_key(key), f"is the same byte as {other}") for key, other in settings_keys.SAME.items()]
    rows += [(_key(key), why) for key, why in settings_keys.TAKEN.items() if not key.isdecimal()]
    return _table(("key", "why not"), [*rows, *_KINDS])


_KINDS = (
    ("`1` to `9`", "stand for the first nine labels"),
    ("Alt and a character", "is Esc and then the character: on a slow line it would do what this does"),
    ("Ctrl+Enter, Shift+Enter, Ctrl+1, Ctrl+Shift+A and the like", "do not arrive in tmux, nor over many SSH lines"),
)


def _risky() -> str:
    return _table(("key", "what may come between"), ((_key(key), why) for key, why in settings_keys.RISKS.items()))


def _fields(struct: type[msgspec.Struct]) -> Callable[[], str]:
    def table() -> str:
        told = inspect.type_info(struct)
        assert isinstance(told, inspect.StructType)
        described = ((field, field.type) for field in told.fields if isinstance(field.type, inspect.Metadata))
        rows = (_field_row(field, kind) for field, kind in described)
        return _table(("field", "type", "default", ""), rows)

    return table


def _field_row(field: inspect.Field, kind: inspect.Metadata) -> tuple[str, str, str, str]:
    extra = kind.extra or {}
    default = extra["default"] or ("required" if field.required else _default(field.default))
    meaning = (kind.extra_json_schema or {})["description"]
    return f"`{field.name}`", extra["written"] or _type(kind.type), default, meaning


def _default(value: Any) -> str:
    return f"`{str(value).lower()}`" if isinstance(value, bool) else "none"


def _type(kind: inspect.Type, *, many: bool = False) -> str:
    s = "s" if many else ""
    match kind:
        case inspect.StrType():
            return f"text{s}"
        case inspect.BoolType():
            return "true or false"
        case inspect.DictType():
            return f"mapping{s}"
        case inspect.LiteralType(values=values):
            *first, last = (f"`{value}`" for value in values)
            return f"{', '.join(first)} or {last}"
        case inspect.VarTupleType(item_type=item):
            return f"list{s} of {_type(item, many=True)}"
        case inspect.StructType(cls=cls):
            return f"{cls.__name__.lower()}{s}"
        case inspect.UnionType(types=types):
            return " or ".join(_type(one) for one in types if not isinstance(one, inspect.NoneType))
    raise TypeError(f"the reference has no word for {kind}")


def _colours() -> str:
    return _folded(("name", "code"), [(f"`{name}`", f"`{code}`") for name, code in COLOURS.items()])


def _key_card() -> str:
    parts = []
    for group in GROUPS:
        rows = list(_keys_of(group))
        parts.append(
            f"**{group}**\n\n{_folded(('key', 'act'), rows) if len(rows) > 3 else _table(('key', 'act'), rows)}"
        )
    return "\n\n".join(parts)


def _keys_of(group: str) -> Iterator[tuple[str, str]]:
    if group == "Labels":
        yield "a label's key", "this label, for the selection, the span in focus, or the word under the cursor"
        yield "`1` to `9`", "the first nine labels, in the order of labels.yaml"
    for command in COMMANDS:
        if command.group == group:
            yield " ".join(_key(key) for key in command.keys), command.title


def _key(key: str) -> str:
    name = key_in_words(key)
    return "`` ` ``" if name == "`" else f"`{name}`"


def _code(words: str) -> str:
    """The texts in quotes as code."""
    return re.sub(r'"[^"]*"', lambda found: f"`{found[0]}`", words)


TABLES: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "names of keys": _names,
    "keys that are refused": _refused,
    "keys that may not arrive": _risky,
    "the file": _fields(labels.LabelSet),
    "a label": _fields(labels.Label),
    "an attribute": _fields(labels.Attribute),
    "rules": _fields(labels.LabelRules),
    "a suggester": _fields(labels.SuggesterConfig),
    "colours": _colours,
    "keys": _key_card,
}
"""What makes each table, by its name."""


def main() -> None:
    """Write the pages whose tables are out of date."""
    for name in PAGES:
        path = _FOLDER / name
        page = path.read_text(encoding="utf-8")
        if (new := made(page)) != page:
            path.write_text(new, encoding="utf-8")
            print(f"{path}: written")


if __name__ == "__main__":
    main()
