"""brat standoff: what the tool itself writes, and what its lines cannot hold."""

import time
from pathlib import Path

import pytest

from curator.formats.api import Flaw, Record
from curator.model import Span
from tests.formats.formats_kit import made, read, records, written


def folder(tmp_path: Path, text: str | bytes, *lines: str, name: str = "a") -> Path:
    path = tmp_path / f"{name}.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.with_suffix(".ann").write_bytes("\n".join(lines).encode())
    return tmp_path


def one(path: Path) -> Record:
    (record,) = records(read(path))
    return record


def spans(record: Record) -> list[tuple[int, int, str]]:
    return [each.span.key for each in record.suggestions]


TEXT = "Joe O'Neil paid 5 euros.\nJoe\nleft."


def test_spans_attributes_and_notes(tmp_path):
    record = one(
        folder(
            tmp_path, TEXT, "T1\tPERSON 0 10\tJoe O'Neil", "T2\tAMOUNT 16 23\t5 euros", "A1\tCurrency T2 EUR",
            "A2\tValue T2 5", "M1\tCertain T2", "#1\tAnnotatorNotes T1\tthe elder", "",
        )
    )  # fmt: skip
    person, amount = record.suggestions
    assert (person.span, person.source) == (Span(0, 10, "PERSON"), "import")
    assert record.notes == {(0, 10, "PERSON"): "the elder"}
    assert amount.span == Span(16, 23, "AMOUNT", {"Currency": "EUR", "Value": 5, "Certain": True})
    assert (record.document.key, record.document.text, record.left) == ("a", TEXT, ())


def test_what_nothing_here_holds_is_counted_and_named(tmp_path):
    record = one(
        folder(
            tmp_path, TEXT, "T1\tPERSON 0 10\tJoe O'Neil", "T2\tPAY 11 15\tpaid", "R1\tpaid Arg1:T1 Arg2:T2",
            "E1\tPAY:T2 Who:T1", "*\tEquiv T1 T2", "N1\tReference T1 Wikipedia:5\tJoe", "#1\tAnnotatorNotes R1\twhy?",
            "A1\tNegated E1",
        )
    )  # fmt: skip
    kinds = [each.kind for each in record.left]
    assert kinds == ["relation", "event", "equivalence", "reference", "note", "attribute"]
    assert record.left[0].where == f"{tmp_path / 'a.ann'}:3"
    assert record.left[0].what == "R1 paid Arg1:T1 Arg2:T2"


def test_a_discontinuous_span_is_read_as_its_fragments_with_a_count(tmp_path):
    record = one(folder(tmp_path, TEXT, "T1\tPERSON 0 3;11 15\tJoe paid", "A1\tN T1 x"))
    assert [each.span for each in record.suggestions] == [
        Span(0, 3, "PERSON", {"N": "x"}),
        Span(11, 15, "PERSON", {"N": "x"}),
    ]
    assert [(left.kind, left.what) for left in record.left] == [("discontinuous", "PERSON 'Joe paid', read as 2 spans")]


def test_fragments_around_a_line_break_are_one_span(tmp_path):
    record = one(folder(tmp_path, TEXT, "T1\tPERSON 25 28;29 33\tJoe left"))
    assert spans(record) == [(25, 33, "PERSON")]
    assert record.left == ()


def test_a_line_break_in_a_span_that_another_tool_wrote_as_a_space(tmp_path):
    assert spans(one(folder(tmp_path, TEXT, "T1\tPERSON 25 33\tJoe left"))) == [(25, 33, "PERSON")]


@pytest.mark.parametrize(
    ("line", "what", "fix"),
    [
        ("T1\tPERSON 0 10\tJoe O'Neal", '0:10 is "Joe O\'Neil" in the text, not "Joe O\'Neal"', "correct"),
        ("T1\tPERSON 0 99\tJoe", "end 99 lies behind the text", "code points"),
        ("T1\tPERSON 5\tJoe", "'PERSON 5' is no label with offsets", "LABEL START END"),
        ("T1 PERSON 0 3 Joe", "'' is no label with offsets", "LABEL START END"),
        ("X1\tPERSON 0 3\tJoe", "'X1' is no kind of annotation in brat", "begins with"),
        ("A1\tCertain T7", "there is no T7", "add the span"),
        ("A1\tCertain", "'Certain' is no attribute", "write: A1"),
        ("#1\tAnnotatorNotes\tx", "'AnnotatorNotes' is no note on something", "write: #1"),
    ],
)
def test_flaws_name_the_line(tmp_path, line, what, fix):
    (flaw,) = read(folder(tmp_path, TEXT, "T3\tPERSON 0 3\tJoe", line))
    assert isinstance(flaw, Flaw)
    assert flaw.where == f"{tmp_path / 'a.ann'}:2"
    assert flaw.what.startswith(what)
    assert fix in flaw.fix


def test_two_spans_with_one_name(tmp_path):
    (flaw,) = read(folder(tmp_path, TEXT, "T1\tA 0 3\tJoe", "T1\tA 4 5\tO"))
    assert flaw.what == "there are two annotations with the name T1"


def test_offsets_that_count_a_crlf_as_one_are_named_with_their_mend(tmp_path):
    put = folder(tmp_path, "One.\r\nTwo.\r\nThree.", "T1\tN 10 15\tThree")
    (flaw,) = read(put)
    assert flaw.fix == "the offsets count code points with each CRLF as one: say so with --offsets crlf"
    (record,) = read(put, unit="crlf")
    assert spans(record) == [(12, 17, "N")]


def test_an_annotation_file_alone(tmp_path):
    (tmp_path / "a.ann").write_text("T1\tN 0 1\tx")
    (flaw,) = read(tmp_path)
    assert flaw.what == "there is no a.txt beside it"
    (flaw,) = read(tmp_path / "a.ann")
    assert flaw.what == "there is no a.txt beside it"


def test_either_of_the_two_files_may_be_named(tmp_path):
    put = folder(tmp_path, TEXT, "T1\tPERSON 0 3\tJoe")
    assert one(put / "a.txt").suggestions == one(put / "a.ann").suggestions != ()


def test_invalid_utf8_names_its_line(tmp_path):
    put = folder(tmp_path, TEXT)
    (put / "a.ann").write_bytes(b"T1\tPERSON 0 3\tJoe\nT2\tPERSON 4 10\tO\xff")
    (flaw,) = read(put)
    assert (flaw.where, flaw.what) == (f"{put / 'a.ann'}:2", "invalid UTF-8 at byte 34 of the file")


def test_the_bytes(tmp_path):
    document = made(
        "General\r\nIvanov 😀 came.",
        Span(0, 7, "RANK"),
        Span(0, 15, "PERSON", {"sex": "m", "age": 5, "sure": True, "known as": "the \tRed"}),
        key="a/b",
    )
    path, done = written("brat", [document], tmp_path)
    assert (path / "a%2Fb.txt").read_bytes().decode() == document.document.text
    assert (path / "a%2Fb.ann").read_bytes().decode() == (
        "T1\tPERSON 0 7;9 15\tGeneral Ivanov\nA1\tsex T1 m\nA2\tage T1 5\nA3\tsure T1\n"
        "A4\tknown%20as T1 the%20%09Red\nT2\tRANK 0 7\tGeneral\n"
    )
    assert (path / "annotation.conf").read_text() == (
        "[entities]\nPERSON\nRANK\n\n[relations]\n\n[events]\n\n[attributes]\nage\tArg:<ENTITY>, Value:5\n"
        "known%20as\tArg:<ENTITY>, Value:the%20%09Red\nsex\tArg:<ENTITY>, Value:m\nsure\tArg:<ENTITY>\n"
    )
    assert done.losses.counts == {}


def test_line_breaks_at_the_edges_are_told(tmp_path):
    _, done = written("brat", [made("a\n\nb", Span(0, 2, "X"), Span(1, 3, "Y"))], tmp_path)
    assert done.losses.counts == {"edges": 1, "no_text": 1}


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", ".hidden", "README.md", "x" * 400, "Ж" * 200, "a.", "con\x00"[:3], "\\"]
)
def test_any_key_makes_a_file_in_the_folder(tmp_path, key):
    path, _ = written("brat", [made("text", key=key)], tmp_path)
    assert len(list(path.iterdir())) == 3
    (record,) = records(read(path))
    assert record.document.key == key or len(key.encode()) > 200


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: (path / "d1.ann").unlink(),
        lambda path: (path / "d1.txt").unlink(),
        lambda path: (path / "d1.txt").write_text("Iwanow came."),
        lambda path: (path / "d1.ann").write_text("T1\tPERSON 0 6\tIvanov\n"),
        lambda path: (path / "d1.ann").write_text(""),
        lambda path: (path / "d2.ann").write_text(""),
    ],
)
def test_a_folder_that_says_something_else_is_found_out(tmp_path, damage):
    from curator.formats import registry

    document = made("Ivanov came.", Span(0, 6, "PERSON", {"n": 1}))
    path, _ = written("brat", [document], tmp_path)
    damage(path)
    assert registry.writer("brat").difference([document], path) is not None


def test_a_line_of_many_fragments_takes_no_long_time(tmp_path):
    start = time.process_time()
    places = ";".join(["0 3"] * 50_000)
    record = one(folder(tmp_path, TEXT, f"T1\tPerson {places}\tJoe"))
    assert spans(record) == [(0, 3, "Person")]
    assert time.process_time() - start < 5
