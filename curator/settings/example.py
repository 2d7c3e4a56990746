"""A settings file in which everything stands and nothing is set, to be changed line by line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from curator.settings.described import described, written

_WIDTH = 100
_HEAD = """\
# Settings of curator. Each stands here with its default: take away the # before those that you change.
# Your own hold everywhere; those of a project, in curator.toml beside its labels.yaml, are stronger.
"""
_LABELS = """\
# Labels have their keys in labels.yaml. Where another one suits you better:
#label.NAME = ["y"]
"""


def example_file(commands: Iterable[tuple[str, tuple[str, ...], str]]) -> str:
    """The file.

    Args:
        commands: The commands that can be bound: name, keys, and what it does.
    """
    parts = [_HEAD]
    for setting in described().values():
        about = textwrap.wrap(f"{setting.name}: {setting.meaning}. It is {setting.wanted}.", _WIDTH - 2)
        lines = [f"# {line}" for line in about]
        if setting.name != "keys":
            parts.append("\n".join([*lines, f"#{setting.name} = {setting.default}", ""]))
            continue
        # The header is no comment: keys would else be set outside of it as soon as one of them is uncommented.
        parts.append("\n".join([*lines, "[keys]", ""]))
        parts.append("".join(f"# {title}\n#{name} = {written(keys)}\n" for name, keys, title in commands) + _LABELS)
    return "\n".join(parts)
