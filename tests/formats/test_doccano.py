"""doccano's two shapes, as it exports them."""

import json

import pytest

from curator.model import Span
from tests.formats.formats_kit import made, read, records, written


def rows(tmp_path, *found):
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
    return read(path)


def test_lists(tmp_path):
    row = {"id": 7, "text": "😀 Ivanov left", "label": [[2, 8, "PER"]], "Comments": ["why?", "so"], "source": "wire"}
    (record,) = records(rows(tmp_path, row))
    assert (record.document.key, record.document.meta, record.note) == ("7", {"source": "wire"}, "why?; so")
    assert [s.span for s in record.suggestions] == [Span(2, 8, "PER")]


def test_entities_and_relations(tmp_path):
    entity = {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 6}
    row = {
        "id": 1,
        "text": "Ivanov left",
        "entities": [entity, entity],
        "relations": [{"id": 1, "from_id": 1, "to_id": 1, "type": "self"}],
    }
    (record,) = records(rows(tmp_path, row | {"Comments": []}))
    assert [s.span for s in record.suggestions] == [Span(0, 6, "PER")]
    assert [(left.kind, left.what) for left in record.left] == [("relation", "self")]


def test_classes_are_told(tmp_path):
    (record,) = records(rows(tmp_path, {"id": 1, "text": "Good", "label": ["positive"]}))
    assert [(left.kind, left.what) for left in record.left] == [("class", "positive")]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"label": [[0, 5]]}, "label[0] is no [start, end, label]"),
        ({"label": [[0, 50, "A"]]}, "label[0]: end 50 lies behind the text"),
        ({"entities": [{"label": "A", "start_offset": 2}], "Comments": []}, "entities[0]: end is missing"),
        ({"label": [], "text": 1, "data": 1}, "text is a number"),
    ],
)
def test_flaws(tmp_path, row, what):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "Ivanov"} | row))
    (flaw,) = read(path, "doccano")
    assert flaw.what.startswith(what)


def test_both_shapes_are_written(tmp_path):
    document = made("Ivanov left", Span(0, 6, "PER", {"x": 1}), meta={"m": 1})
    path, done = written("doccano", [document], tmp_path)
    assert json.loads(path.read_text()) == {
        "text": "Ivanov left", "key": "d1", "title": "T", "meta": {"m": 1}, "label": [[0, 6, "PER"]],
        "Comments": [],
    }  # fmt: skip
    assert done.losses.counts == {"attributes": 1}
    (tmp_path / "b").mkdir()
    path, _ = written("doccano", [document], tmp_path / "b", shape="entities")
    row = json.loads(path.read_text())
    assert row["entities"] == [{"id": 0, "label": "PER", "start_offset": 0, "end_offset": 6}]
    assert row["relations"] == row["Comments"] == []
