"""labels.yaml -> LabelSet: what can be labelled, how it is shown, and which suggesters run.

The types cost nothing to import; the YAML reader is imported by the first call that reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from curator.labels.examples import marked
from curator.labels.types import Attribute, Label, LabelRules, LabelSet, SuggesterConfig

__all__ = [
    "Attribute",
    "Label",
    "LabelRules",
    "LabelSet",
    "SuggesterConfig",
    "load_labels",
    "marked",
    "parse_labels",
]


def load_labels(path: Path, *, reserved: Mapping[str, str] = {}, cache: Path | None = None) -> LabelSet:
    """Read a labels.yaml.

    Args:
        path: The file. Messages name it as it is given here.
        reserved: The keys that commands use, each with the command's title, such as ``{"a": "accept"}``.
        cache: A folder in which label sets are kept by the hash of the file, to be read faster the next time.

    Raises:
        CuratorError: The file cannot be read, or something in it is wrong.
    """

    def read() -> LabelSet:
        from curator.labels.reader import load

        return load(path, reserved)

    if cache is None:
        return read()
    from curator.labels.cache import remembered

    return remembered(path, reserved, cache, read)


def parse_labels(source: bytes, *, where: str, reserved: Mapping[str, str] = {}) -> LabelSet:
    """Read the bytes of a labels.yaml.

    Args:
        source: The file's content, in UTF-8.
        where: What messages call the file.
        reserved: The keys that commands use, each with the command's title.

    Raises:
        CuratorError: Something in it is wrong; its ``where`` is ``{where}:{line}``, with lines from 1.
    """
    from curator.labels.reader import parse

    return parse(source, where, reserved)
