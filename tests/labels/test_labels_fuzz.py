"""Whatever the bytes: a LabelSet, or one CuratorError with a line that the file has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.labels import LabelSet, nodes, parse_labels
from tests.fast import tried

from .labels_kit import LOADERS, RESERVED

SHIPPED = (Path(__file__).parents[2] / "labels.yaml").read_bytes()
EVERY_RUN = settings(derandomize=True, deadline=None)

PIECES = st.one_of(
    st.binary(max_size=6),
    st.text(max_size=4).map(str.encode),
    st.sampled_from(
        [b"\t", b"\n", b"\r", b": ", b" #", b"- ", b"---\n", b"&a ", b"*a", b"!!int ", b"[", b"]", b"{", b"}", b"'",
         b'"', b"|\n", b">-\n", b"<<: ", b"? ", b"%", b"**", b"\\", b'"\\ud800"', b'"\\UFFFFFFFF"', b"~", b"no",
         b"(?P<span>", b"a{9999999999}", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x00"],
    ),
)  # fmt: skip
EDIT = st.tuples(st.integers(0, len(SHIPPED)), st.integers(0, 30), PIECES)
LINES = SHIPPED.splitlines(keepends=True)


def check(data: bytes, loader: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "_LOADER", LOADERS[loader])
        outcome = parsed(data)
    if isinstance(outcome, LabelSet):
        assert outcome.labels
        return
    place = re.fullmatch(r"labels\.yaml:(\d+)", outcome.where or "")
    assert place is not None
    assert 1 <= int(place[1]) <= len(re.split(rb"\r\n?|\n", data))
    assert outcome.what
    assert outcome.fix
    assert str(outcome).encode()


def parsed(data: bytes) -> LabelSet | CuratorError:
    try:
        return parse_labels(data, where="labels.yaml", reserved=RESERVED)
    except CuratorError as error:
        return error


loaders = st.sampled_from(sorted(LOADERS))


@settings(EVERY_RUN, max_examples=300)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), loaders)
@example(b"\xef\xbb\xbf", "python")
@example(b"a: &a *a", "python")
@example(b"- " * 2000, "python")
def test_any_bytes(data: bytes, loader: str) -> None:
    check(data, loader)


@tried(50, 200, st.lists(EDIT, min_size=1, max_size=3), loaders, base=EVERY_RUN)
def test_any_edit_of_the_shipped_file(edits: list[tuple[int, int, bytes]], loader: str) -> None:
    data = SHIPPED
    for start, length, piece in edits:
        data = data[:start] + piece + data[start + length :]
    check(data, loader)


@tried(
    50,
    200,
    st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1)), max_size=4),
    loaders,
    base=EVERY_RUN,
)
def test_any_lines_of_the_shipped_file_moved_or_cut(moves: list[tuple[int, int]], loader: str) -> None:
    lines = list(LINES)
    for source, target in moves:
        lines[target] = lines[source]
        del lines[source]
        lines.append(b"")
    check(b"".join(lines), loader)


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=8)


@settings(EVERY_RUN, max_examples=300)
@given(WORD, st.sampled_from(["name", "title", "key", "colour", "guideline", "use", "pattern", "word"]), loaders)
@example("\ufffe", "name", "python")
@example("(" * 8, "pattern", "c")
def test_any_text_in_any_field(word: str, field: str, loader: str) -> None:
    quoted = "'" + word.replace("'", "''") + "'"
    values = {"name": "A", "title": "A", "key": "b", "colour": "blue", "guideline": "g", "use": "people"}
    values |= {"pattern": "a", "word": "a", field: quoted}
    text = """labels:
  - name: {name}
    title: {title}
    key: {key}
    colour: {colour}
    guideline: {guideline}
    rules:
      use: {use}
      words: [{word}]
      patterns: [{pattern}]
""".format(**values)
    check(text.encode(), loader)
