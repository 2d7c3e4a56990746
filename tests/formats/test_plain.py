import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.formats import plain
from curator.formats.api import Flaw, Record, Source
from curator.model import text_hash

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def read(data: bytes, on_bytes=lambda _: None) -> Record | Flaw:
    (found,) = plain.read(io.BytesIO(data), Source("news/a.txt", "a", None, on_bytes))
    return found


@given(st.text(CHARACTERS | st.sampled_from("\r\n\u2028\ufeff\u200b\u0301😀ע"), min_size=1))
def test_any_text_is_kept_exactly(text):
    document = read(text.encode()).document
    assert document.text == text
    assert document.sha256 == text_hash(text)


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "\ufeffa", "a", "a\n", "a\rb", " \n", "e\u0301\u200d"])
def test_newlines_byte_order_mark_and_edges_stay(text):
    record = read(text.encode())
    assert (record.document.key, record.document.text, record.where) == ("a", text, "news/a.txt")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\ufeff \r\n\n  Generals  arrested\t today \r\nMore", "Generals arrested today"),
        (" \n\t\n", "a"),
        ("\ufeff", "a"),
        ("x" * 200, "x" * 80),
        ("One\u2028Two", "One"),
        ("😀" * 90, "😀" * 80),
    ],
)
def test_title_is_the_first_line_that_is_not_blank(text, title):
    assert read(text.encode()).document.title == title


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        (b"", "news/a.txt", "the file is empty"),
        (b"ab\xffc", "news/a.txt: byte 2", "invalid UTF-8 (0xff: invalid start byte)"),
        ("é".encode() + b"\xc3", "news/a.txt: byte 2", "invalid UTF-8 (0xc3: unexpected end of data)"),
        (b"\xed\xa0\x80", "news/a.txt: byte 0", "invalid UTF-8 (0xed: invalid continuation byte)"),
        (b"abc\0d", "news/a.txt: byte 3", "NUL byte, which no text holds"),
        ("ab".encode("utf-16"), "news/a.txt: byte 3", "NUL byte, which no text holds"),
    ],
)
def test_flaws_name_the_byte(data, where, what):
    flaw = read(data)
    assert isinstance(flaw, Flaw)
    assert (flaw.where, flaw.what) == (where, what)
    assert flaw.fix


def test_bytes_are_counted():
    seen: list[int] = []
    read("é\r\n".encode(), seen.append)
    assert sum(seen) == 4
