"""Hugging Face's rows in Parquet: tags as numbers, and their names in the schema."""

import json

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written
from tests.needs import needs

arrow = needs("pyarrow")
parquet = needs("pyarrow.parquet")
TEXT = "😀 Timur Ivanov left"


def features(path) -> dict:
    return json.loads(parquet.read_schema(path).metadata[b"huggingface"])["info"]["features"]


def test_tags_are_numbers_with_their_names_in_the_schema(tmp_path):
    document = made(TEXT, Span(2, 14, "PER"))
    path, _ = written("hf", [document], tmp_path, labels="ORG,PER")
    names = features(path)["ner_tags"]["feature"]["names"]
    assert names == ["O", "B-ORG", "I-ORG", "B-PER", "I-PER"]
    (row,) = parquet.read_table(path).to_pylist()
    assert [names[tag] for tag in row["ner_tags"]] == ["O", "B-PER", "I-PER", "O"]


def test_labels_that_are_met_get_numbers_behind_those_that_are_known(tmp_path):
    path, _ = written("hf", [made(TEXT, Span(2, 14, "a b"))], tmp_path, labels="ORG")
    assert features(path)["ner_tags"]["feature"]["names"] == ["O", "B-ORG", "I-ORG", "B-a%20b", "I-a%20b"]


def test_many_rows_come_back_in_order(tmp_path):
    documents = [made(f"Document {n} of many", Span(0, 8, "D"), key=str(n)) for n in range(1203)]
    path, done = written("hf", documents, tmp_path)
    back = records(read(path))
    assert [each.document.key for each in back] == [str(n) for n in range(1203)]
    assert done.spans == sum(len(each.suggestions) for each in back) == 1203


def test_numbers_without_names_are_a_flaw_of_their_row(tmp_path):
    table = arrow.table({"tokens": [["Timur"], ["No"]], "ner_tags": [[1], [0]]})
    parquet.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert first.what == "1 is no IOB or BILUO tag"
    assert first.where == f"{tmp_path / 'a.parquet'}: row 1"
    assert second.where.endswith("row 2")


def test_a_file_that_is_cut_is_one_flaw(tmp_path):
    path, _ = written("hf", [made(TEXT, Span(2, 14, "PER"))], tmp_path)
    path.write_bytes(path.read_bytes()[:-9])
    (flaw,) = read(path)
    assert flaw.what.startswith("this Parquet file cannot be read: ")
    assert "\n" not in flaw.what


def test_other_columns_than_these_are_a_flaw(tmp_path):
    parquet.write_table(arrow.table({"a": [1, 2]}), tmp_path / "a.parquet")
    assert [flaw.what for flaw in read(tmp_path / "a.parquet")] == ["tokens is null, not an array of words"] * 2
