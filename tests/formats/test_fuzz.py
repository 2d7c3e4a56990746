"""Any bytes, and any damage to good files: every reader yields documents and flaws, and never raises."""

import gzip
import io
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.formats import registry
from curator.formats.api import Flaw, Record, Source
from curator.formats.head import Head
from curator.formats.sources import read_sources
from curator.model import Span
from tests.fast import examples
from tests.formats.formats_kit import READABLE, made, written
from tests.formats.golden import THEIRS
from tests.formats.shapes import SHAPES

DOCUMENT = made(
    "General 😀 Ivanov,\r\nno. 5", Span(0, 7, "RANK"), Span(10, 16, "PERSON", {"a": 1, "b": "x"}), meta={"m": 1}
)
HARD = [
    *(
        10**30,
        -1,
        2**63,
        1e308,
        "\ud800",
        "\ud83d",
        "\0",
        "\ufeff",
        " ",
        "7",
        "-1",
        "1.0",
        "NaN",
        "\r\n",
        "\x1b[31m",
        "x" * 3000,
    ),
    *([0, 5, "PER"], [0, 5], {"start": 0, "end": 5, "label": "PER"}, {"": None}, [[None]]),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(HARD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def read(name: str, data: bytes, tmp_path) -> list[Record | Flaw]:
    """What the reader makes of these bytes, which stand in the file that it looks at."""
    known = registry.known(name)
    path = tmp_path / f"a{known.endings[0]}"
    path.unlink(missing_ok=True)  # a file that is cut and filled again is brought to the disk at once, where ext4 is
    path.write_bytes(data)
    if name == "brat":
        path.with_suffix(".txt").write_text(DOCUMENT.document.text, newline="")
    seen: list[int] = []
    with path.open("rb") as file:
        source = Source(path.name, "a", None, seen.append, path, text_of={"d1": DOCUMENT.document.text}.get)
        found = list(known.read(file, source))
    for each in found:
        check(each)
    return found


def check(found: Record | Flaw) -> None:
    if isinstance(found, Flaw):
        assert found.what
        assert "\n" not in found.where
        assert "Traceback" not in found.what
        return
    length = len(found.document.text)
    assert all(0 <= s.span.start < s.span.end <= length for s in found.suggestions)
    # What the store will hold: UTF-8, and JSON that comes back.
    for string in (found.document.text, found.document.key, found.document.title, found.note, found.layer or ""):
        string.encode()
    for each in found.suggestions:
        (each.span.label + each.source + each.reason).encode()
        assert msgspec.json.decode(msgspec.json.encode(each.span.attributes)) == each.span.attributes
    assert msgspec.json.decode(msgspec.json.encode(found.document.meta)) == found.document.meta
    assert found.notes.keys() <= {each.span.key for each in found.suggestions}


def good(name: str, folder) -> bytes:
    if registry.known(name).writer is None:
        there = [each for each in (THEIRS / name).iterdir() if each.suffix == registry.known(name).endings[0]]
        return max(there).read_bytes() if there else b"General\tIvanov\n\nno. 5"
    path, _ = written(name, [DOCUMENT, made("Nobody.", key="d2")], folder)
    return (
        path.read_bytes() if path.is_file() else next(path.rglob(f"*1{registry.known(name).endings[0]}")).read_bytes()
    )


@pytest.mark.parametrize("name", READABLE)
@examples(20, 50)
def test_any_bytes(name, tmp_path, examples):
    @settings(max_examples=examples, deadline=None)
    @given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
    def run(data):
        read(name, data, tmp_path)
        registry.detect(Head(io.BytesIO(data), tmp_path / f"a{registry.known(name).endings[0]}"))

    run()


@pytest.mark.parametrize("name", READABLE)
@examples(25, 60)
def test_damaged_files(name, tmp_path, examples):
    data = good(name, tmp_path)

    @settings(max_examples=examples, deadline=None)
    @given(
        st.integers(0, len(data)),
        st.integers(0, 6),
        st.binary(max_size=3)
        | st.sampled_from(
            [b"-1", b"9" * 30, b"null", b"1.5", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r\n", b"[" * 2000, b"&#0;"]
        ),
    )
    def run(at, cut, put):
        read(name, data[:at] + put + data[at + cut :], tmp_path)
        read(name, data[:at], tmp_path)

    run()


@pytest.mark.parametrize("name", READABLE)
def test_files_that_were_saved_otherwise(name, tmp_path):
    data = good(name, tmp_path)
    for changed in (
        b"\xef\xbb\xbf" + data,
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        data.decode(errors="replace").encode("utf-16"),
        data.decode(errors="replace").encode("utf-16-le"),
        data.decode(errors="replace").encode("cp1251", errors="replace"),
        gzip.compress(data),
        data + data,
        data + b"\0" * 99,
        b"\0" * 99 + data,
    ):
        read(name, changed, tmp_path)
        path = tmp_path / f"a{registry.known(name).endings[0]}"
        for each in read_sources([path], labels=None):
            check(each)


def parts(value, place=()):
    """The places of all values within a JSON value."""
    yield place
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield from parts(inner, (*place, name))


def replaced(value, place, by):
    if not place:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(copy[place[0]], place[1:], by)
    return copy


def is_json(name: str) -> bool:
    known = registry.known(name)  # one that is only read has its places damaged below
    return known.endings[0] in (".json", ".jsonl") and known.writer is not None


@pytest.mark.parametrize("name", [name for name in READABLE if is_json(name)])
@examples(25, 60)
def test_any_value_in_any_place(name, tmp_path, examples):
    lines = good(name, tmp_path).strip(b"[]\n \r").split(b"\n")
    row = json.loads(lines[0].rstrip(b","))
    places = list(parts(row))

    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(places), JSON)
    def run(place, value):
        read(name, json.dumps(replaced(row, place, value)).encode(), tmp_path)

    run()


@pytest.mark.skipif("uima" not in READABLE, reason="cassis is not installed")
@examples(25, 60)
def test_any_value_in_any_place_of_a_cas(tmp_path, examples):
    row = json.loads((THEIRS / "uima" / "article.json").read_text())
    places = list(parts(row))

    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(places), JSON)
    def run(place, value):
        read("uima", json.dumps(replaced(row, place, value)).encode(), tmp_path)

    run()


@pytest.mark.parametrize("shape", SHAPES)
@examples(25, 60)
def test_any_value_in_any_place_of_what_other_tools_write(shape, tmp_path, examples):
    name, rows, _, _ = SHAPES[shape]
    places = [(index, place) for index, row in enumerate(rows) for place in parts(row) if place]

    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(places), JSON)
    def run(chosen, value):
        index, place = chosen
        changed = [replaced(row, place, value) if number == index else row for number, row in enumerate(rows)]
        read(name, json.dumps(changed).encode(), tmp_path)

    run()


@pytest.mark.parametrize("shape", SHAPES)
@examples(20, 50)
def test_any_further_field(shape, tmp_path, examples):
    name, rows, _, _ = SHAPES[shape]
    names = {each for row in rows for place in parts(row) for each in place if isinstance(each, str)}

    @settings(max_examples=examples, deadline=None)
    @given(st.sampled_from(["", "\ud800", "layer", "key", "tokens", "label", *sorted(names)]), JSON)
    def run(field, value):
        read(name, json.dumps([row | {field: value} for row in rows]).encode(), tmp_path)

    run()
