"""CSV: rows of spans, and rows of articles."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.formats.spreadsheet import bare, shielded
from curator.model import Span
from tests.formats.formats_kit import check_spans, corpora, made, read, records, written


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_spans_come_back_onto_their_texts(new_folder, documents):
    path, done = written("csv", documents, new_folder("out"))
    back = records(read(path, documents=documents))
    check_spans(documents, back, done, attributes=True)
    assert [each.document.key for each in back] == [each.document.key for each in documents]


@given(st.text(st.sampled_from("'=+-@\t\r a"), max_size=6))
def test_cells_are_shielded_and_bared(cell):
    assert bare(shielded(cell)) == cell
    assert shielded(cell)[:1] not in tuple("=+-@\t\r")


def test_the_bytes(tmp_path):
    document = made('=SUM(A1) said\n"hi"', Span(0, 8, "FORMULA"), Span(14, 18, "@Q", {"a": 1}), key="-1")
    path, _ = written("csv", [document, made("Nothing.", key="d2")], tmp_path)
    rows = list(csv.reader(path.open(newline="")))
    assert ",".join(rows[0]) == (
        "document,start,end,label,text,status,layer,attributes,sha256,note,reason,document_note"
    )
    hashes = [document.document.sha256, made("Nothing.").document.sha256]
    assert rows[1] == ["'-1", "0", "8", "FORMULA", "'=SUM(A1)", "done", "gold", "", hashes[0], "", "", ""]
    assert rows[2] == [
        "'-1",
        "14",
        "18",
        "'@Q",
        '"hi"',
        "done",
        "gold",
        '{"a":1}',
        hashes[0],
        "",
        "",
        "",
    ]
    assert rows[3] == ["d2", "", "", "", "", "done", "gold", "", hashes[1], "", "", ""]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("d1,0,6,PER,Petrov", "line 2: 0:6 is 'Ivanov' in the text, not 'Petrov'"),
        ("d1,0,x,PER,", "line 2: end is 'x', no whole number"),
        ("d9,0,6,PER,", "document 'd9' is not known, and its text is not in the file"),
    ],
)
def test_flaws(tmp_path, row, what):
    path = tmp_path / "a.csv"
    path.write_text(f"document,start,end,label,text\n{row}\n")
    (flaw,) = read(path, documents=[made("Ivanov came.")])
    assert flaw.what.startswith(what)


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_articles_in_a_column(tmp_path, name, sign):
    path = tmp_path / name
    path.write_text(
        sign.join(["id", "Text", "url"]) + "\n" + sign.join(["7", '"One\ntwo"', "http://x"]) + "\n", newline=""
    )
    (record,) = records(read(path))
    assert (record.document.key, record.document.text, record.document.meta) == ("7", "One\ntwo", {"url": "http://x"})


def test_the_column_of_articles_by_option(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("body,text\nOne.,x\n")
    (record,) = records(read(path, text="body"))
    assert record.document.text == "One."
    (flaw,) = read(path, text="nope")
    assert flaw.fix == "name the one with the texts: -o text=COLUMN"


def test_a_file_without_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\n")
    (flaw,) = read(path)
    assert flaw.what == "there is no row"
