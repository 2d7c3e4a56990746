import io
import os
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.formats.api import Flaw, Record
from curator.formats.sources import STDIN, read_sources, total_bytes


def read(*paths: Path, stdin: bytes = b"", on_bytes=None) -> list[Record | Flaw]:
    return list(read_sources(paths, labels=None, on_bytes=on_bytes, stdin=io.BytesIO(stdin)))


def keys(found: list[Record | Flaw]) -> list[str]:
    return [r.document.key for r in found if isinstance(r, Record)]


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def test_a_file_alone_has_its_stem_for_key(tmp_path):
    put(tmp_path, in__a_b_txt="text")
    (record,) = read(tmp_path / "in" / "a.b.txt")
    assert (record.document.key, record.where) == ("a.b", str(tmp_path / "in" / "a.b.txt"))


def test_a_folder_is_read_whole_sorted_by_name(tmp_path):
    put(tmp_path, b_txt="b", a__z_txt="z", a__y__x_TXT="x", c_jsonl='{"text":"c","id":"C"}\n', B_ndjson='{"text":"B"}')
    assert keys(read(tmp_path)) == ["df7e70e5021544f4", "a/y/x", "a/z", "b", "C"]


def test_hidden_files_readmes_and_other_endings_are_passed_over(tmp_path):
    put(tmp_path, a_txt="a", README_txt="r", readme_jsonl="r", b_pdf="b", _hidden_txt="h", _git__c_txt="c", LICENSE="l")
    assert [r.where for r in read(tmp_path)] == [str(tmp_path / "a.txt")]


def test_links_that_lead_round_in_circles_are_followed_once(tmp_path):
    put(tmp_path, a__b_txt="b")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a" / "b.txt")
    assert keys(read(tmp_path)) == ["a/b", "link"]


def test_a_link_to_nothing_is_a_flaw(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (flaw,) = read(tmp_path)
    assert isinstance(flaw, Flaw)
    assert flaw.where == str(tmp_path / "gone.txt")


def test_an_empty_folder_is_a_flaw(tmp_path):
    (flaw,) = read(tmp_path)
    assert (flaw.where, flaw.what) == (str(tmp_path), "the folder holds nothing that can be read")
    assert flaw.fix.startswith("what is read: .txt, .jsonl, .ndjson, ")


@pytest.mark.parametrize(("name", "what"), [("a.pdf", "the ending .pdf"), ("notes", "a file without an ending")])
def test_other_endings_are_flaws_when_named(tmp_path, name, what):
    (tmp_path / name).write_text("x")
    (flaw,) = read(tmp_path / name)
    assert flaw.what == f"{what} is not read"
    assert ".txt, .jsonl, .ndjson" in flaw.fix


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (flaw,) = read(tmp_path / "pipe.txt")
    assert flaw.what == "this is no regular file"


def test_a_name_that_is_not_utf8_is_a_flaw(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("x")
    (flaw,) = read(tmp_path)
    assert flaw.what == "the file's name is not UTF-8, so it makes no key"
    assert flaw.where.encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_a_flaw(tmp_path):
    put(tmp_path, a_txt="a")
    (tmp_path / "a.txt").chmod(0)
    (flaw,) = read(tmp_path)
    assert flaw.what == "cannot be read: permission denied"


def test_a_file_that_fails_while_it_is_read_is_a_flaw(tmp_path, monkeypatch):
    put(tmp_path, a_txt="a", b_txt="b")

    def broken(path, *args, **options):
        if path.name == "a.txt":
            raise OSError(5, "Input/output error")
        return io.BytesIO(b"b")

    monkeypatch.setattr(Path, "open", broken)
    flaw, record = read(tmp_path)
    assert (flaw.where, flaw.what) == (str(tmp_path / "a.txt"), "cannot be read: input/output error")
    assert record.document.key == "b"


def test_a_path_that_is_not_there_raises_before_anything_is_read(tmp_path):
    put(tmp_path, a_txt="a")
    with pytest.raises(CuratorError, match=r"gone\.txt: no such file or folder"):
        read_sources([tmp_path / "a.txt", tmp_path / "gone.txt"], labels=None)
    with pytest.raises(CuratorError, match="no such file or folder"):
        total_bytes([tmp_path / "gone.txt"])


@pytest.mark.parametrize("start", [b"", b" \r\n\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_standard_input_that_begins_with_a_brace_is_jsonl(start):
    found = read(STDIN, stdin=start + b'{"text":"a","id":1}\n{"text":"b","id":2}\nx')
    assert keys(found) == ["1", "2"]
    assert found[-1].where == f"stdin:{3 + start.count(10)}"


@pytest.mark.parametrize("text", ["Some text\r\n{", "\n\n \n[Reuters] x", "\ufeffText", " \n"])
def test_other_standard_input_is_one_text(text):
    (record,) = read(STDIN, stdin=text.encode())
    assert (record.document.key, record.document.text, record.where) == ("stdin", text, "stdin")


def test_empty_standard_input_is_a_flaw():
    assert read(STDIN) == [Flaw("stdin", "the file is empty", "put a text into it, or leave it out")]


@pytest.mark.parametrize("stdin", [b'\n{"text":"a"}\n', b"\ntext\n"])
def test_bytes_of_standard_input_are_counted(stdin):
    seen: list[int] = []
    read(STDIN, stdin=stdin, on_bytes=seen.append)
    assert sum(seen) == len(stdin)
    assert total_bytes([STDIN]) is None


def test_the_total_is_what_reading_will_count(tmp_path):
    put(tmp_path, a_txt="äöü", sub__b_jsonl='{"text":"b"}\n\n', c_pdf="ignored", README_txt="ignored")
    put(tmp_path, alone_xyz="not read")
    paths = [tmp_path, tmp_path / "a.txt", tmp_path / "alone.xyz"]
    seen: list[int] = []
    read(*paths, on_bytes=seen.append)
    assert total_bytes(paths) == sum(seen) == 6 + 14 + 6


def test_labels_are_passed_on(tmp_path):
    put(tmp_path, a_jsonl='{"text":"a","spans":[{"start":0,"end":1,"label":"X"}]}')
    (flaw,) = read_sources([tmp_path / "a.jsonl"], labels=frozenset({"Y"}))
    assert flaw.where == f"{tmp_path / 'a.jsonl'}:1"
