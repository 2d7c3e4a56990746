"""What is packed: archives, archives within archives, compressed files, and texts in UTF-16."""

import gzip
import io
import json
import zipfile
import zlib
from contextlib import nullcontext

import pytest

from curator.formats.api import Flaw
from curator.formats.checks import Bad
from curator.formats.packed import refuse_swollen
from curator.model import Span
from tests.formats.formats_kit import read, records

ROW = json.dumps({"text": "Ivanov left", "label": [[0, 6, "PER"]]}).encode()


def packed(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def flaw(path) -> Flaw:
    (found,) = read(path)
    assert isinstance(found, Flaw)
    assert found.where.startswith(str(path))
    return found


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = tmp_path / "doccano.ZIP"
    path.write_bytes(packed(**{"anna.jsonl": ROW, "b/c.txt": b"No one.", "README.md": b"x", "log.bin": b"x"}))
    anna, text = records(read(path))
    assert [each.span for each in anna.suggestions] == [Span(0, 6, "PER")]
    assert anna.where == f"{path}/anna.jsonl:1"
    assert (text.document.key, text.document.text) == ("b/c", "No one.")


def test_archives_within_each_other(tmp_path):
    inner = packed(**{"x.txt": b"Nobody."})
    (tmp_path / "p.zip").write_bytes(packed(**{"annotation/a.txt/anna.zip": inner, "i.zip": packed(**{"a.png": b""})}))
    (record,) = records(read(tmp_path / "p.zip"))
    assert (record.document.key, record.where) == (
        "annotation/a.txt/anna/x", f"{tmp_path}/p.zip/annotation/a.txt/anna.zip/x.txt"
    )  # fmt: skip
    assert [each.document.key for each in records(read(tmp_path))] == ["p/annotation/a.txt/anna/x"]
    for _ in range(3):
        inner = packed(**{"a.zip": inner})
    (tmp_path / "p.zip").write_bytes(inner)
    assert flaw(tmp_path / "p.zip").what == "there are more than 3 archives within each other"


def test_names_that_lead_out_of_an_archive_stay_in_it(tmp_path):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.zip"
    path.write_bytes(packed(**{"../out.txt": b"One.", "/tmp/../out2.txt": b"Two."}))
    assert [each.document.text for each in records(read(path))] == ["One.", "Two."]
    assert [each.name for each in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.zip", b"PK\x03\x04 and no more", "this is no ZIP archive that can be read"),
        ("a.zip", b"", "this is no ZIP archive that can be read"),
        ("a.zip", packed(**{"a.png": b"x"}), "the folder holds nothing that can be read"),
        ("a.jsonl", packed(**{"a.jsonl": ROW}), "this is compressed, as ZIP"),
        ("a.jsonl", gzip.compress(ROW), "this is compressed, as gzip"),
        ("a.txt", b"\xff\xfeab\x00\xd8", "it begins like UTF-16, and is none"),
    ],
    ids=("broken", "empty", "nothing to read", "misnamed ZIP", "gzip", "half a character"),
)
def test_one_clear_line(tmp_path, name, data, what):
    (tmp_path / name).write_bytes(data)
    assert flaw(tmp_path / name).what.startswith(what)


def test_a_broken_member_is_a_clear_line(tmp_path):
    data = bytearray(packed(**{"a.txt": b"Nobody was there. " * 99}))
    data[40:44] = b"\xff\xff\xff\xff"
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert "this is no ZIP archive that can be read" in flaw(tmp_path / "a.zip").what


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_texts_of_spreadsheets_and_editors_in_wide_characters(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("id\ttext\r\nk\tЖук left 😀\r\n".encode(encoding))
    (tmp_path / "b.txt").write_bytes("Жук\r\n😀".encode(encoding))
    (tmp_path / "c.jsonl").write_bytes(ROW.decode().encode(encoding))
    sheet, text, rows = records(read(tmp_path))
    assert (sheet.document.key, sheet.document.text) == ("k", "Жук left 😀")
    assert text.document.text == "Жук\r\n😀"
    assert [each.span for each in rows.suggestions] == [Span(0, 6, "PER")]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_what_would_unpack_to_more_than_may_be_is_refused(more: int) -> None:
    most = 1 << 22
    bomb = zlib.compress(bytes(most + more), 9)
    assert len(bomb) < most / 1000
    with pytest.raises(Bad, match="more than 4 MiB") if more > 0 else nullcontext():
        refuse_swollen(bomb, most)


def test_what_is_cut_or_no_zlib_is_left_to_its_reader() -> None:
    bomb = zlib.compress(bytes(1 << 22), 9)
    refuse_swollen(bomb[:-20], 1 << 22)
    refuse_swollen(bytes(1 << 12), 1 << 20)
