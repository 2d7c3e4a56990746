"""Shapes that other tools write, or have written: each is recognised, and read, with what is left told."""

import json

import pytest

from curator.formats import registry
from curator.formats.api import Flaw
from curator.formats.head import Head
from tests.formats.formats_kit import read, records
from tests.formats.shapes import SHAPES, TEXT


@pytest.mark.parametrize("layout", ["lines", "array", "indented"])
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_recognised_and_read(shape, layout, tmp_path):
    name, rows, spans, left = SHAPES[shape]
    if layout == "lines" and "smaller" in shape:
        pytest.skip("JSON_MIN is an array")
    path = tmp_path / ("a.jsonl" if layout == "lines" else "a.json")
    path.write_text(
        "\n".join(map(json.dumps, rows))
        if layout == "lines"
        else json.dumps(rows, indent=2 if layout != "array" else None)
    )
    with path.open("rb") as file:
        assert registry.detect(Head(file, path)).name == name
    found = records(read(path))
    assert [
        [(s.span.label, each.document.text[s.span.start : s.span.end]) for s in each.suggestions] for each in found
    ] == spans
    assert sorted(each.kind for record in found for each in record.left) == left


def flaw(tmp_path, name: str, data: str, **options) -> Flaw:
    path = tmp_path / name
    path.write_text(data, newline="")
    (found,) = read(path, **options)
    assert isinstance(found, Flaw)
    return found


CRLF = {"text": "a\r\nTimur left", "label": [[2, 7, "PER"]]}


def test_a_shift_is_told_where_no_text_stands_beside(tmp_path):
    found = flaw(tmp_path, "a.jsonl", json.dumps(CRLF))
    assert found.what == "2:7 is '\\nTimu'; in code points with each CRLF as one, all spans stand on whole words"
    assert found.fix == "say --offsets crlf, or --offsets code-points if they are right as they are"
    found = flaw(tmp_path, "b.jsonl", json.dumps({"text": TEXT, "label": [[29, 35, "DAY"]]}))
    assert found.what.endswith("in UTF-16 units, all spans stand on whole words")
    found = flaw(tmp_path, "c.jsonl", json.dumps({"text": "Жé Timur", "label": [[5, 10, "PER"]]}))
    assert "lies behind the text" in found.what


def test_a_single_span_is_believed_where_another_document_shows_the_unit(tmp_path):
    path = tmp_path / "a.jsonl"
    shown = {"text": "😀 a Timur left", "label": [[4, 9, "PER"]]}  # in UTF-16 units it would cut a word
    single = {"text": "😀 Timur left", "label": [[3, 8, "PER"]]}  # ... and here it would cut none
    several = {"text": "😀 Timur left", "label": [[3, 8, "PER"], [9, 13, "ACT"]]}
    for first, second, refused in [([], single, True), ([shown], single, False), ([shown], several, True)]:
        path.write_text("\n".join(map(json.dumps, [*first, second])))
        assert isinstance(read(path)[-1], Flaw) == refused


@pytest.mark.parametrize("unit", ["crlf", "code-points"])
def test_who_names_the_unit_is_believed(tmp_path, unit):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(CRLF))
    (record,) = records(read(path, unit=unit))
    assert record.suggestions[0].span.start == (3 if unit == "crlf" else 2)


@pytest.mark.parametrize(
    "label",
    [
        [[3, 8, "PER"]],  # whole words
        [[3, 6, "PER"]],  # a part of a word, which in no unit is a whole one
        [[3, 8, "PER"], [9, 11, "X"]],
        [],
    ],
)
def test_spans_that_fit_are_not_doubted(tmp_path, label):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(CRLF | {"label": label}))
    (record,) = records(read(path))
    assert [[s.span.start, s.span.end, s.span.label] for s in record.suggestions] == label


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.csv", "id;text\n1;Timur; left\n", "line 2 has 3 cells, and there are 2 columns"),
        ("a.csv", "text,Text\na,b\n", "two columns are called 'text'"),
        ("a.json", '{\n"text": "a b",\n"spans": 7\n}\n', "spans is a number, not an array"),
        ("a.json", '[{"text": "a b", "spans": [{"start": 0, "end": 9, "label": "X"}]}]', "spans[0]: end 9 lies behind"),
    ],
)
def test_one_clear_line(tmp_path, name, data, what):
    assert flaw(tmp_path, name, data).what.startswith(what)


@pytest.mark.parametrize("sep", [";", ",", "|"])
def test_a_spreadsheet_may_name_its_delimiter_first(tmp_path, sep):
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeffsep={sep}\r\nid{sep}text\r\n1{sep}Timur left\r\n", newline="")
    with path.open("rb") as file:
        assert registry.detect(Head(file, path)).name == "csv"
    (record,) = records(read(path))
    assert (record.document.key, record.document.text) == ("1", "Timur left")


def test_a_binary_task_says_nothing_of_the_other_spans(tmp_path):
    path = tmp_path / "a.jsonl"
    task = {"text": TEXT, "_input_hash": 1, "answer": "accept", "_view_id": "ner"}
    path.write_text("\n".join(json.dumps(task | {"_is_binary": binary}) for binary in (True, False)))
    assert [each.status for each in records(read(path))] == ["started", "done"]


CONLL = {
    "as CoNLL-U has them": (
        "# text = Timur left\n1\tTimur\tTimur\tPROPN\tB-PER\n2\tleft\tleave\tVERB\tO\n\n1\tNo\t_\t_\tO\n",
        "Timur left\nNo", [("PER", "Timur")], [],
    ),
    "as GermEval has them": (
        "#\thttp://x.org [2009-10-17]\n1\tIn\tO\tO\n2\tTver\tB-LOC\tO\n3\tTV\tI-LOC\tB-ORG",
        "In Tver TV", [("ORG", "TV")], ["column 2"],
    ),
    "of 2003": (
        "-DOCSTART- -X- -X- O\n\nTver NNP B-NP B-LOC\n1 CD I-NP O\n2 CD I-NP O\n",
        "Tver 1 2", [("LOC", "Tver")], ["column 2"],
    ),
    "with numbers for words": ("1 CD O\n9 CD O\nTver NNP B-LOC\n", "1 9 Tver", [("LOC", "Tver")], []),
    "with no-break spaces": (
        "10\xa0000 B-SUM\n\xa0 O\nroubles O\n", "10\xa0000 \xa0 roubles", [("SUM", "10\xa0000")], []
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", CONLL)
def test_columns_of_conll(tmp_path, shape):
    data, text, spans, left = CONLL[shape]
    path = tmp_path / "a.conll"
    path.write_text(data)
    (record,) = records(read(path))
    assert record.document.text == text
    assert [(s.span.label, text[s.span.start : s.span.end]) for s in record.suggestions] == spans
    assert [each.what for each in record.left] == left


def test_columns_that_the_user_names_are_taken(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text(CONLL["as GermEval has them"][0])
    (record,) = records(read(path, columns="1,2"))
    assert [(s.span.label, s.span.start) for s in record.suggestions] == [("LOC", 3)]
    assert [each.what for each in record.left] == ["column 3"]
    (record,) = records(read(path, columns="0,-1"))
    assert record.document.text == "1 2 3"


def test_relations_in_gliners_data_are_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"tokenized_text": ["A", "b"], "ner": [[0, 0, "x"]], "relations": [[0, 0, "is"]]}]))
    (record,) = records(read(path))
    assert [each.kind for each in record.left] == ["relation"]


def test_conll_tags_with_a_space_behind(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text("Timur\tB-PER \nleft\tO \n")
    with path.open("rb") as file:
        assert registry.detect(Head(file, path)).name == "conll"
    (record,) = records(read(path))
    assert [s.span.key for s in record.suggestions] == [(0, 5, "PER")]


def test_brat_annotations_with_a_byte_order_mark(tmp_path):
    (tmp_path / "a.txt").write_text("Timur left")
    (tmp_path / "a.ann").write_text("\ufeffT1\tPER 0 5\tTimur\n")
    (record,) = records(read(tmp_path))
    assert [s.span.key for s in record.suggestions] == [(0, 5, "PER")]


PAIR = [TEXT, {"entities": [[0, 12, "PER"]], "cats": {"NEWS": 1}, "heads": [1]}]


@pytest.mark.parametrize("value", [[PAIR], [PAIR, ["Nobody.", {"entities": []}]], {"annotations": [None, PAIR, None]}])
def test_pairs_of_a_text_and_its_entities(tmp_path, value):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    with path.open("rb") as file:
        assert registry.detect(Head(file, path)).name == "spacy-json"
    first, *_ = found = records(read(path))
    assert [(each.span.label, first.document.text[:12]) for each in first.suggestions] == [("PER", "Timur Ivanov")]
    assert [(each.kind, each.what) for each in first.left] == [("class", "NEWS"), ("field that is not read", "heads")]
    assert [each.document.key for each in found] == ["a:1", "a:2"][: len(found)]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([[TEXT, {"entities": [[0, 12]]}]], "entities[0] is no [start, end, label]"),
        ([[TEXT, {"entities": ["B-PER"]}]], "entities[0] is no [start, end, label]"),
        ([[TEXT, {"entities": [[0, 99, "PER"]]}]], "end 99 lies behind the text"),
        ([{"paragraphs": [{"sentences": [{"tokens": [{"orth": "a", "ner": "PER"}]}]}]}], "'PER' is no BILUO tag"),
        ([{"paragraphs": [{"sentences": []}]}], "the document has no token"),
        ([{"paragraphs": [5]}], "this is no document"),
    ],
)
def test_what_is_none_of_spacys(tmp_path, value, what):
    assert flaw(tmp_path, "a.json", json.dumps(value)).what.startswith(what)


@pytest.mark.parametrize(
    ("start", "end", "fits"), [(0.0, 5.0, True), (0, 5.0, True), (0.5, 5, False), (0, 1e300, False)]
)
def test_offsets_that_pandas_has_made_floats(tmp_path, start, end, fits):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "Timur left 😀", "label": [[start, end, "PER"]]}))
    (found,) = read(path)
    assert isinstance(found, Flaw) != fits
    if fits:
        assert [(type(each.span.start), each.span.end) for each in found.suggestions] == [(int, 5)]


def test_text_with_tabs_as_a_spreadsheet_saves_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes('id\ttext\r\n1\t"Жук, ""left"""\r\n'.encode("utf-16"))
    (record,) = records(read(path))
    assert (record.document.key, record.document.text) == ("1", 'Жук, "left"')
    path.write_text("The text\tof an article\nwith\ttabs")
    (record,) = records(read(path))
    assert (record.document.key, record.document.text) == ("a", "The text\tof an article\nwith\ttabs")


@pytest.mark.parametrize("value", [1, "x", [], [1], None])
def test_a_small_task_with_a_field_without_a_name(tmp_path, value):
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps([{"text": TEXT, "id": 1, "annotator": 1, "annotation_id": 2, "lead_time": 1, "": value}])
    )
    (record,) = records(read(path, "label-studio"))
    assert record.document.meta[""] == value
