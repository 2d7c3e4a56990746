"""Nodes -> values of the type that labels.yaml wants at their place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal

from curator.errors import CuratorError
from curator.labels.nodes import Items, Node, Pairs, Scalar
from curator.source import Source, did_you_mean, quoted

_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_KINDS: dict[type[Node], str] = {Scalar: "text", Items: "a list", Pairs: "a mapping"}

Shape = Literal["line", "prose", "pattern"]
"""What a text may be: one line; several lines; a regular expression, whose spaces count."""


class Fields:
    """The keys of one mapping.

    Args:
        source: The file.
        node: What stands where the mapping should.
        what: What the mapping is, for messages, such as ``label 2``.
        required: The keys that it must have.
        optional: The keys that it may have.

    Raises:
        CuratorError: It is no mapping, or a key is unknown, missing, or there twice.
    """

    def __init__(
        self, source: Source, node: Node, what: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> None:
        self.source = source
        self.what = what
        if not isinstance(node, Pairs):
            fix = f"write its keys as `key: value`: {', '.join([*required, *optional])}"
            raise source.error(node.line, f"{what} is {_found(node)} where a mapping belongs", fix)
        self._nodes = pairs(source, node, what)
        self._check_known([*required, *optional])
        for name in required:
            if name not in self._nodes:
                raise source.error(node.line, f"{what} has no `{name}`", f"add a line `{name}: ...`")

    def has(self, name: str) -> bool:
        """Whether the key is there, with or without a value."""
        return name in self._nodes

    def line(self, name: str) -> int:
        """The line on which the value begins."""
        return self._nodes[name][1].line

    def node(self, name: str) -> Node | None:
        """The value, unless it is absent or says that there is nothing."""
        if name not in self._nodes:
            return None
        node = self._nodes[name][1]
        return None if isinstance(node, Scalar) and node.absent else node

    def text(self, name: str, shape: Shape = "line") -> str:
        """A value that must be text, and not empty."""
        return text(self.source, self._nodes[name][1], f"`{name}` of {self.what}", shape)

    def items(self, name: str) -> tuple[Node, ...]:
        """The nodes of a list; none where there is no list."""
        node = self.node(name)
        if node is None:
            return ()
        if not isinstance(node, Items):
            what = f"`{name}` of {self.what} is {_found(node)} where a list belongs"
            raise self.source.error(node.line, what, f"write `{name}: [...]`, or one `- ...` on each line")
        return node.nodes

    def texts(self, name: str, shape: Shape = "line") -> tuple[str, ...]:
        """The texts of a list; none where there is no list."""
        what = f"a text in `{name}` of {self.what}"
        return tuple(text(self.source, node, what, shape) for node in self.items(name))

    def truth(self, name: str, default: bool) -> bool:
        """A value that is true or false."""
        if name not in self._nodes:
            return default
        node = self._nodes[name][1]
        value = _TRUTHS.get(node.text.lower()) if isinstance(node, Scalar) else None
        if value is None:
            what = f"`{name}` of {self.what} is {_found(node)} where true or false belongs"
            raise self.source.error(node.line, what, f"write `{name}: true` or `{name}: false`")
        return value

    def _check_known(self, known: Sequence[str]) -> None:
        for name, (line, _) in self._nodes.items():
            if name not in known:
                raise self.source.error(line, f"unknown key {quoted(name)} in {self.what}", did_you_mean(name, known))


def pairs(source: Source, node: Pairs, what: str) -> dict[str, tuple[int, Node]]:
    """The values of a mapping by their keys, each with the line of the key.

    Raises:
        CuratorError: A key is no text, or there twice.
    """
    found: dict[str, tuple[int, Node]] = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            fix = 'put a text that begins with "[" or "{" in quotes'
            raise source.error(key.line, f"{what} has {_KINDS[type(key)]} as a key", fix)
        if key.text in found:
            line = found[key.text][0]
            said = f"the key {quoted(key.text)} stands twice in {what}, first in line {line}"
            raise source.error(key.line, said, "remove one of the two")
        found[key.text] = key.line, value
    return found


def text(source: Source, node: Node, what: str, shape: Shape = "line") -> str:
    """The text of a node: without white space around it, except that of a pattern.

    Raises:
        CuratorError: It is no text, is empty, or holds a character or line end that does not belong there.
    """
    if not isinstance(node, Scalar):
        fix = "put the whole text in quotes" if isinstance(node, Pairs) else "write one text"
        raise source.error(node.line, f"{what} is {_KINDS[type(node)]} where text belongs", fix)
    value = node.text.strip("\n") if shape == "pattern" else node.text.strip()
    if not value:
        raise _empty(source, node, what)
    if (bad := misfit(value)) is not None:
        raise _bad_character(source, node, what, bad, shape)
    if shape == "line" and "\n" in value:
        raise source.error(node.line, f"{what} has more than one line", "write it on one line")
    return value


def misfit(value: str) -> str | None:
    """The first control character (other than tab and newline) or lone surrogate, if there is one."""
    if value.isprintable():
        return None
    return next((c for c in value if c not in "\t\n" and unicodedata.category(c) in ("Cc", "Cs")), None)


def _empty(source: Source, node: Scalar, what: str) -> CuratorError:
    # An unquoted "#5fafff" is a comment to YAML, which leaves nothing.
    if node.plain and "#" in source.line(node.line):
        return source.error(
            node.line, f"{what} is empty, as # begins a comment", "put a text that begins with # in quotes"
        )
    return source.error(node.line, f"{what} is empty", "write a text there")


def _bad_character(source: Source, node: Scalar, what: str, bad: str, shape: Shape) -> CuratorError:
    said = f"{what} holds the control character {quoted(bad)}"
    if shape == "pattern":
        return source.error(node.line, said, r"put the pattern in single quotes, where \b stays as it is")
    return source.error(node.line, said, "remove it; in double quotes a backslash begins an escape")


def _found(node: Node) -> str:
    """What stands there instead, for a message."""
    if not isinstance(node, Scalar):
        return _KINDS[type(node)]
    return f"the text {quoted(node.text)}" if node.text else "empty"
