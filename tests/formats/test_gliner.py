"""GLiNER's training data: its own tokens, and what its trainer leaves out."""

import json
import re

import pytest

from curator.errors import CuratorError
from curator.model import Span
from tests.formats.formats_kit import made, read, records, written

ROW = {"tokenized_text": ["Timur", "Ivanov", "left", "."], "ner": [[0, 1, "person"]]}


def rows(tmp_path, *found, documents=()):
    path = tmp_path / "train.json"
    path.write_text(json.dumps(list(found)))
    return read(path, "gliner", documents)


def keys(record):
    return [each.span.key for each in record.suggestions]


def test_last_is_inclusive_and_tokens_are_joined(tmp_path):
    (record,) = records(rows(tmp_path, ROW))
    assert (record.document.key, record.document.text) == ("train:1", "Timur Ivanov left .")
    assert keys(record) == [(0, 12, "person")]


def test_lines_are_read_as_an_array_is(tmp_path):
    path = tmp_path / "train.json"
    path.write_text(json.dumps(ROW) + "\n" + json.dumps(ROW | {"ner": []}) + "\n")
    first, second = records(read(path))
    assert (keys(first), keys(second), second.document.key) == ([(0, 12, "person")], [], "train:2")


def test_tokens_are_put_back_on_a_known_text(tmp_path):
    known = made("😀\tTimur  Ivanov\r\nleft.", key="n-1")
    row = {"id": "n-1", "tokenized_text": ["😀", "Timur", "Ivanov", "left", "."], "ner": [[1, 2, "person"]]}
    (record,) = records(rows(tmp_path, row, documents=[known]))
    assert (record.document.text, keys(record)) == (known.document.text, [(2, 15, "person")])
    (other,) = records(rows(tmp_path, row | {"tokenized_text": ["😀", "T", "I", "left", "."]}, documents=[known]))
    assert other.document.text == "😀 T I left ."


def test_the_tokens_are_those_of_gliner(tmp_path):
    text = "Jean-Luc's e-mail: a_b 5%, עם 😀"
    path, _ = written("gliner", [made(text, Span(0, 8, "person"))], tmp_path)
    (row,) = json.loads(path.read_text())
    assert row["tokenized_text"] == re.findall(r"\w+(?:[-_]\w+)*|\S", text)
    assert row["ner"] == [[0, 0, "person"]]


def test_nested_spans_are_held_and_those_within_tokens_are_not(tmp_path):
    document = made("Jean-Luc left Tver", Span(0, 8, "P"), Span(0, 4, "FIRST"), Span(0, 18, "E"), Span(14, 18, "Q"))
    _, done = written("gliner", [document], tmp_path)
    assert (done.spans, done.losses.counts) == (3, {"sub_token": 1})
    (tmp_path / "b").mkdir()
    path, done = written("gliner", [document], tmp_path / "b", **{"strict-tokens": "snap"})
    assert (done.spans, done.losses.counts) == (4, {"snapped": 1})
    assert json.loads(path.read_text())[0]["ner"] == [[0, 0, "FIRST"], [0, 0, "P"], [0, 2, "E"], [2, 2, "Q"]]
    (tmp_path / "c").mkdir()
    with pytest.raises(CuratorError, match="FIRST 'Jean' does not stand on whole tokens"):
        written("gliner", [document], tmp_path / "c", **{"strict-tokens": "refuse"})


def test_what_the_trainer_leaves_out_is_written_and_told(tmp_path):
    text = " ".join(f"w{n}" for n in range(390))
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    spans = [Span(0, ends[11], "TWELVE"), Span(0, ends[12], "THIRTEEN"), Span(ends[383] + 1, ends[384], "LATE")]
    path, done = written("gliner", [made(text, *spans)], tmp_path)
    assert done.spans == 3
    assert done.losses.counts == {"over_12_tokens": 1, "behind_384_tokens": 1}
    assert {loss.span.label for losses in done.losses.first.values() for loss in losses} == {"THIRTEEN", "LATE"}
    assert json.loads(path.read_text())[0]["ner"][-1] == [384, 384, "LATE"]


def test_a_file_that_was_changed_is_found_out(tmp_path):
    from curator.formats import registry

    document = made("Timur left", Span(0, 5, "person"))
    path, _ = written("gliner", [document], tmp_path)
    path.write_text(path.read_text().replace("person", "place"))
    found = registry.writer("gliner").difference([document], path)
    assert found == "document 'd1' is not there as it was given"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"tokenized_text": "Timur"}, "tokenized_text is a string, not an array of words"),
        ({"tokenized_text": ["Timur", ""]}, "tokenized_text is an array, not an array of words"),
        ({"tokenized_text": []}, "the document has no token"),
        ({"ner": {}}, "ner is an object, not an array"),
        ({"ner": [[0, 1]]}, "ner[0] is no [first, last, label]"),
        ({"ner": [[0, 1, "a"], [0, True, "a"]]}, "ner[1] is no [first, last, label]"),
        ({"ner": [[0, 4, "a"]]}, "ner[0]: tokens 0 to 4 are not among the 4"),
        ({"ner": [[2, 1, "a"]]}, "ner[0]: tokens 2 to 1 are not among the 4"),
        ({"ner": [[-1, 1, "a"]]}, "ner[0]: tokens -1 to 1 are not among the 4"),
        ({"ner": [[0, 1, " "]]}, "ner[0]: label is empty"),
        ({"ner": [[0, 1, 5]]}, "ner[0]: label is a number, not a string"),
        ({"id": [1]}, "id is an array, not a string or an integer"),
        ({"tokenized_text": ["a\0b", "c", "d", "e"]}, "the text holds NUL"),
    ],
)
def test_flaws(tmp_path, changes, what):
    (flaw,) = rows(tmp_path, ROW | changes)
    assert flaw.what.startswith(what)
    assert flaw.where.startswith(f"{tmp_path / 'train.json'}:1")
    assert flaw.fix
