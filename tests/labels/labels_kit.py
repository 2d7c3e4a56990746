"""A small labels.yaml, and the two loaders that can read one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from curator.errors import CuratorError
from curator.labels import parse_labels

LOADERS: dict[str, Any] = {"python": yaml.SafeLoader}
if yaml.__with_libyaml__:
    LOADERS["c"] = yaml.CSafeLoader

LABEL = """\
labels:
  - name: PLACE
    title: Place
    key: p
    colour: blue
    guideline: Towns.
"""
NEXT = 7  # the line behind LABEL
SECOND = """\
  - name: RIVER
    title: River
    key: r
    colour: ochre
    guideline: Rivers.
"""
RESERVED = {"a": "accept", "x": "reject"}


def changed(old: str, new: str) -> str:
    """LABEL with one thing put in another's place."""
    assert LABEL.count(old) == 1
    return LABEL.replace(old, new)


def mistake(text: str | bytes) -> CuratorError:
    """The one error that the file is answered with."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(CuratorError) as caught:
        parse_labels(data, where="labels.yaml", reserved=RESERVED)
    assert str(caught.value).count("\n") == 0
    assert caught.value.fix
    return caught.value


def check(text: str | bytes, line: int, what: str, fix: str = "") -> None:
    """That the file is answered with this line, and with these words."""
    error = mistake(text)
    assert error.where == f"labels.yaml:{line}"
    assert what in error.what
    assert fix in (error.fix or "")
