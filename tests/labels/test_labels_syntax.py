"""What is not YAML, or YAML that this file may not hold: the line, and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.labels import load_labels, parse_labels

from .labels_kit import LABEL, NEXT, check

pytestmark = pytest.mark.usefixtures("loader")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("labels:\n\t- name: A\n", 2),
        ("labels:\n  - name: A\n\tkey: b\n", 3),
        ("labels:\n  - name: A\n    \tkey: b\n", 3),
        ("labels:\n  -\tname: A\n    key: b\n", 2),
        (f"{LABEL}    rules:\n    \twords: [a]\n", NEXT + 1),
        ("labels:\n  - guideline: |\n\ttext\n", 3),
    ],
)
def test_a_tab_in_the_indentation(text: str, line: int) -> None:
    check(text, line, "tab in the indentation", "use spaces")


@pytest.mark.parametrize(
    ("field", "line", "what", "fix"),
    [
        ("title: a: b", 7, "mapping values are not allowed", '": " in quotes'),
        ("examples: [**Omsk** is far]", 7, "alphabetic or numeric character", 'begins with "*" in quotes'),
        ("examples: [*Omsk]", 7, "*Omsk stands for nothing", 'begins with "*" in quotes'),
        ("title: @b", 7, '"@" cannot begin a text', "quotes"),
        ("title: %b", 7, '"%" cannot begin a text', "quotes"),
        ("title: Ж`b\n    key: `c", 8, '"`" cannot begin a text', "quotes"),
        ('title: "\\q"', 7, "found unknown escape character", "single quotes"),
        ("title: 'b\n    key: c", 7, "unexpected end of stream", "close the quotes"),
        ("examples: [a, b\n    key: c", 8, "(the bracket opened in line 7)", "close the list with ]"),
        ("examples: [a, b\n\n", 7, "not YAML", "close the list with ]"),
        ("rules: {use: a\n\n", 7, "not YAML", "close the mapping with }"),
        ("title: 'a' b", 7, "not YAML", "line up"),
        ("key p\n    title: c", 7, "could not find expected ':'", "space behind the colon"),
        ("  title: b", 7, "mapping values are not allowed", "line up"),
        ("title: - b", 7, "entries are not allowed", "next line"),
        ("guideline: |x\n      b", 7, "not YAML", "next line"),
        ("title: !x!y b", 7, "undefined tag handle", '"!" in quotes'),
        ("title: !x b", 7, "the tag !x means nothing here", "remove it"),
        ("rules: !!python/object:os.system {words: [a]}", 7, "python/object:os.system means nothing", "remove it"),
        ("}", 7, "not YAML", ""),
    ],
)
def test_syntax(field: str, line: int, what: str, fix: str) -> None:
    check(f"{LABEL}    {field}\n", line, what, fix)


def test_a_line_that_is_indented_too_little() -> None:
    check(f"{LABEL}   title: b\n", NEXT, "not YAML", "line up")


def test_a_directive() -> None:
    check(f"%YAML 3.0\n---\n{LABEL}", 1, "incompatible YAML document", "remove the line that begins with %")


@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\UFFFFFFFF"])
def test_an_escape_for_what_is_no_character(escape: str) -> None:
    check(f'{LABEL}    examples: ["{escape}"]\n', NEXT, "")


def test_two_documents() -> None:
    check(f"{LABEL}---\n{LABEL}", NEXT, "a second document begins here", "remove this '---'")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (f"{LABEL}    rules: &a {{words: *a}}\n", NEXT, "*a stands within what it stands for"),
        (f"{LABEL}    rules: &a\n      words:\n        - *a\n", NEXT + 2, "*a stands within what it stands for"),
        ("&a [*a]\n", 1, "*a stands within what it stands for"),
        ("labels: " + "[" * 100_000, 1, "nested more than 40 deep"),
        ("labels:\n" + "".join(" " * i + "-\n" for i in range(2, 60)), 41, "nested more than 40 deep"),
    ],
    ids=["loop in brackets", "loop in lines", "nothing but a loop", "deep brackets", "deep lines"],
)
def test_loops_and_depth(text: str, line: int, what: str) -> None:
    check(text, line, what)


def test_aliases_that_multiply() -> None:
    levels = "".join(f"      l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 12))
    text = f"{LABEL}suggesters:\n  - name: a\n    settings:\n      l0: &l0 [x]\n{levels}"
    with pytest.raises(CuratorError, match="hold more than 10000 values"):
        parse_labels(text.encode(), where="labels.yaml")


@pytest.mark.parametrize(
    ("data", "line", "what", "fix"),
    [
        (
            LABEL.encode() + b"# \xff",
            NEXT,
            f"byte {len(LABEL) + 2} (0xff) is not valid UTF-8",
            "save the file as UTF-8",
        ),
        (b"\xef\xbb\xbf# \xe2\x82\n", 1, "byte 5 (0xe2) is not valid UTF-8", "UTF-8"),
        (b"a: b\r\nc: \x80", 2, "byte 9 (0x80)", "UTF-8"),
        (LABEL.encode("utf-16"), 1, "the file seems to be UTF-16", "UTF-8"),
        (LABEL.encode() + b"# \x00\n", NEXT, "the character U+0000", "remove it"),
        (LABEL.encode() + "# \u2028\n".encode(), NEXT, "the character U+2028", "remove it"),
        (LABEL.encode() + "# \x85\n".encode(), NEXT, "the character U+0085", "remove it"),
    ],
)
def test_bytes(data: bytes, line: int, what: str, fix: str) -> None:
    check(data, line, what, fix)


def test_lines_are_counted_as_editors_count_them() -> None:
    check(LABEL.replace("\n", "\r\n") + "    colur: x\r\n", NEXT, 'unknown key "colur"')
    check("\ufeff" + LABEL + "    colur: x\n", NEXT, 'unknown key "colur"')


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "labels.yaml"
    with pytest.raises(CuratorError) as caught:
        load_labels(missing)
    assert (caught.value.where, caught.value.what) == (str(missing), "there is no such file")
    with pytest.raises(CuratorError, match="this is a directory"):
        load_labels(tmp_path)
    with pytest.raises(CuratorError, match="cannot be read"):
        load_labels(Path("a\0b"))


def test_a_mistake_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(LABEL + "    colur: x\n", encoding="utf-8")
    with pytest.raises(CuratorError) as caught:
        load_labels(path)
    assert caught.value.where == f"{path}:{NEXT}"
