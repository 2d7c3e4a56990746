"""YAML -> nodes that know their line.

Built from the parser's events, without recursion: neither a deep file nor an alias that stands within its own anchor
can exhaust the stack, and a scalar keeps the text that was written (PyYAML would make ``n`` False).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import msgspec
import yaml

from curator.labels.syntax import DEEPEST, syntax_error, too_deep
from curator.source import Source

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


class Scalar(msgspec.Struct, frozen=True):
    """A text as it was written; ``plain`` where it has neither quotes nor a tag."""

    line: int
    text: str
    plain: bool

    @property
    def absent(self) -> bool:
        """Whether this is how YAML says that there is nothing."""
        return self.plain and self.text in ("", "~", "null")


class Items(msgspec.Struct, frozen=True):
    """A list."""

    line: int
    nodes: tuple[Node, ...]


class Pairs(msgspec.Struct, frozen=True):
    """A mapping, as the pairs that stand there: a key may stand there twice."""

    line: int
    pairs: tuple[tuple[Node, Node], ...]


Node = Scalar | Items | Pairs


class _Open(msgspec.Struct):
    """A list or mapping that has not ended yet; for a mapping, ``nodes`` are key, value, key, value."""

    line: int
    anchor: str | None
    nodes: list[Node] = []

    def closed(self, event: yaml.Event) -> Node:
        if isinstance(event, yaml.MappingEndEvent):
            return Pairs(self.line, tuple(zip(self.nodes[::2], self.nodes[1::2], strict=True)))
        return Items(self.line, tuple(self.nodes))


def compose(source: Source) -> Node | None:
    """The file's one document; none where there is none.

    Raises:
        CuratorError: It is not YAML, or holds a second document, a tag, or an alias that leads nowhere.
    """
    return _Composer(source).document()


class _Composer:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._anchors: dict[str, Node] = {}
        self._open: list[_Open] = []
        self._root: Node | None = None

    def document(self) -> Node | None:
        documents = 0
        for event in _events(self._source):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail(event, "a second document begins here", "keep one document; remove this '---'")
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                ended = self._open.pop()
                self._add(ended.closed(event), ended.anchor)
        return self._root

    def _begin(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            return self._add(self._target(event), None)
        tag: str | None = getattr(event, "tag", None)
        if tag not in _PLAIN_TAGS:
            self._fail(event, f"the tag {tag} means nothing here", "remove it")
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and tag is None
            return self._add(Scalar(_line(event), event.value, plain), event.anchor)
        if len(self._open) == DEEPEST:
            raise too_deep(self._source, _line(event))
        self._open.append(_Open(_line(event), event.anchor))
        return None

    def _target(self, event: yaml.AliasEvent) -> Node:
        name = event.anchor
        if any(opened.anchor == name for opened in self._open):
            self._fail(event, f"*{name} stands within what it stands for", f"write out what is meant by *{name}")
        if name not in self._anchors:
            self._fail(event, f"*{name} stands for nothing", 'put a text that begins with "*" in quotes')
        node = self._anchors[name]
        return Scalar(_line(event), node.text, node.plain) if isinstance(node, Scalar) else node

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self._root = node

    def _fail(self, event: yaml.Event, what: str, fix: str) -> NoReturn:
        raise self._source.error(_line(event), what, fix)


def _events(source: Source) -> Iterator[yaml.Event]:
    loader = _LOADER(source.text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except yaml.YAMLError as error:
        raise syntax_error(error, source) from None
    except (ValueError, OverflowError):
        # The loader in Python, used where there is no C library, stumbles over "\UFFFFFFFF".
        fix = "write the character itself, or an escape up to \\U0010FFFF"
        raise source.error(loader.line + 1, "an escape names no character", fix) from None
    finally:
        loader.dispose()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
