"""The settings of a suggester: values of any shape, as JSON knows them."""

from __future__ import annotations

import math
import re
from typing import Any

from curator.labels.fields import misfit, pairs
from curator.labels.nodes import Items, Node, Pairs, Scalar
from curator.source import Source, quoted

# Aliases can make a small file stand for more values than there is memory for.
_MOST_VALUES = 10_000
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
# More digits than fit in 64 bits, and leading zeros, mean a text such as a number that names something.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?=[0-9]*[.eE])(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class SettingsReader:
    """Reads settings; one for each mapping of settings, as it counts the values."""

    def __init__(self, source: Source, what: str) -> None:
        self._source = source
        self._what = what
        self._values = 0

    def mapping(self, node: Pairs) -> dict[str, Any]:
        """The values by their keys.

        Raises:
            CuratorError: A key is no text or there twice, or there are too many values.
        """
        named = pairs(self._source, node, self._what)
        for name, (line, _) in named.items():
            self._check_text(name, line)
        return {name: self._value(value) for name, (_, value) in named.items()}

    def _value(self, node: Node) -> Any:
        self._values += 1
        if self._values > _MOST_VALUES:
            said = f"{self._what} hold more than {_MOST_VALUES} values"
            raise self._source.error(node.line, said, "put long lists into a file of their own")
        if isinstance(node, Pairs):
            return self.mapping(node)
        if isinstance(node, Items):
            return [self._value(item) for item in node.nodes]
        return self._scalar(node)

    def _scalar(self, node: Scalar) -> str | int | float | bool | None:
        """As YAML 1.2 reads it: ``yes``, ``0x1f`` and ``12:30`` are texts."""
        text = node.text
        if node.plain:
            if text.lower() in _WORDS:
                return _WORDS[text.lower()]
            if _INTEGER.fullmatch(text):
                return int(text)
            if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
                return number
        self._check_text(text, node.line)
        return text

    def _check_text(self, text: str, line: int) -> None:
        if (bad := misfit(text)) is not None:
            said = f"{self._what} hold the control character {quoted(bad)}"
            raise self._source.error(line, said, "remove it; in double quotes a backslash begins an escape")
