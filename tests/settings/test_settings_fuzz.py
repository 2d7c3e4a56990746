"""Whatever stands in a file: settings, or one line that names a place in it."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.review.adjudication_keys import KNOWN_KEYS, commands
from curator.review.keymap import keymap
from curator.settings.reader import parse
from curator.settings.together import together
from curator.settings.types import Settings

NO_LABELS = LabelSet((), overlap=True, suggesters=(), sha256="")
NAMES = st.sampled_from(
    [
        "theme",
        "width",
        "panel",
        "keys",
        "accept",
        "quit",
        "cancel",
        "label",
        "label.A",
        '"a.b"',
        "x",
        "undo",
        "adjudicate.undo",
        "adjudicate.take_1",
        "adjudicate.left",
    ]
)
VALUES = st.sampled_from(
    [
        "3",
        "-1",
        "true",
        '"auto"',
        '""',
        '["a"]',
        '["y"]',
        '["escape", "Y"]',
        "[]",
        "{}",
        "{accept = ['y']}",
        "1.5",
        "[[1]]",
    ]
)
LINES = (
    st.tuples(NAMES, VALUES).map(" = ".join)
    | st.tuples(NAMES, NAMES, VALUES).map(lambda parts: f"{parts[0]}.{parts[1]} = {parts[2]}")
    | st.sampled_from(["[keys]", "[keys.label]", "[[keys]]", "[theme]", "# c", "", '"""', "'", "]", "\\"])
    | st.text(max_size=5)
)
FILES = st.lists(LINES, max_size=8).map("\n".join).map(str.encode) | st.binary(max_size=20)


@given(FILES, FILES)
@example(b"keys.label = 1", b"")
@example(b"[keys]\nlabel.A.B = ['y']", b"")
@example(b"\xef\xbb\xbfkeys = {label = {}}", b"keys.label.A = ['\\u0000']")
def test_settings_or_one_line(own: bytes, project: bytes) -> None:
    try:
        files = [
            parse(own, "own.toml", KNOWN_KEYS, own=True),
            parse(project, "curator.toml", KNOWN_KEYS, own=False),
        ]
        loaded = together(files, KNOWN_KEYS)
    except CuratorError as error:
        _check_line(error, {"own.toml": own, "curator.toml": project})
        return
    assert isinstance(loaded.settings, Settings)
    keys = [key for held in keymap(loaded.settings).values() for key in held]
    assert len(keys) == len(set(keys))
    ruling = [key for each in commands(9, NO_LABELS, loaded.settings) for key in each.keys]
    assert len(ruling) == len(set(ruling))
    assert all(loaded.where(f"keys.{name}") for name in loaded.settings.keys)


def _check_line(error: CuratorError, files: dict[str, bytes]) -> None:
    name, _, line = (error.where or "").rpartition(":")
    assert 1 <= int(line) <= len(re.split(rb"\r\n?|\n", files[name]))
    assert error.fix
    assert str(error).isprintable()
