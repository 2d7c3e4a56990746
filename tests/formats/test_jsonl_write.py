import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.formats import jsonl, jsonl_write
from curator.formats.api import Source
from curator.model import Annotated, Document, Span, reading_order, text_hash

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(CHARACTERS | st.sampled_from('\r\n\t \u2028\x85\ufeff\u200b\u0301\u200d😀𝒳עm"\\'), min_size=1)
# Many short ones rather than few long ones: the characters are hard, not their number.
STRINGS = st.text(CHARACTERS, max_size=6)
VALUES = STRINGS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    VALUES | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.text(CHARACTERS, min_size=1, max_size=8).filter(str.strip)


@st.composite
def annotated(draw) -> Annotated:
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, draw(KEYS), draw(st.dictionaries(STRINGS, VALUES, max_size=2))))
    meta = draw(st.dictionaries(STRINGS, JSON, max_size=3))
    document = Document(draw(KEYS), text, text_hash(text), draw(STRINGS), meta)
    status, reason = draw(st.sampled_from([("done", None), ("started", None), ("skipped", "a\nreason")]))
    return Annotated(document, draw(KEYS), status, tuple(sorted(spans, key=reading_order)), reason)


def given_one(**changes) -> Annotated:
    text = "General 😀 Ivanov"
    document = Document("d1", text, text_hash(text), "General", {"b": 1, "a": {"d": 1, "c": 2}})
    spans = (Span(0, 7, "RANK"), Span(10, 16, "PERSON", {"y": "п", "x": 2}))
    return msgspec.structs.replace(Annotated(document, "gold", "done", spans), **changes)


@given(st.lists(annotated(), max_size=4))
def test_what_is_written_reads_back_to_the_letter(new_folder, documents):
    path = new_folder("out") / "documents.jsonl"
    written = jsonl_write.write(documents, path)
    assert jsonl_write.difference(documents, path) is None
    lines = path.read_bytes().split(b"\n")
    assert [jsonl_write.read_annotated(line) for line in lines[:-1]] == documents
    assert (written.documents, written.spans) == (len(documents), sum(len(d.spans) for d in documents))
    assert written.losses.counts == {}


@given(annotated())
def test_what_is_written_can_be_imported(document):
    spans = tuple({span.key: span for span in document.spans}.values())
    line = jsonl_write.line_of(msgspec.structs.replace(document, spans=spans))
    (record,) = jsonl.read(io.BytesIO(line), Source("a", "a"))
    assert (record.document.key, record.document.text) == (document.document.key, document.document.text)
    assert record.document.meta == document.document.meta
    assert tuple(suggestion.span for suggestion in record.suggestions) == spans


def test_the_line():
    sha256 = text_hash("General 😀 Ivanov")
    assert jsonl_write.line_of(given_one()).decode() == (
        f'{{"id":"d1","text":"General 😀 Ivanov","sha256":"{sha256}","title":"General","spans":['
        '{"start":0,"end":7,"label":"RANK","text":"General"},'
        '{"start":10,"end":16,"label":"PERSON","text":"Ivanov","attributes":{"x":2,"y":"п"}}],'
        '"meta":{"a":{"c":2,"d":1},"b":1},"layer":"gold","status":"done"}'
    )


def test_the_reason_of_a_skip_is_kept():
    line = jsonl_write.line_of(given_one(status="skipped", reason="no article"))
    assert json.loads(line)["reason"] == "no article"


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    path = tmp_path / "documents.jsonl"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        jsonl_write.write([given_one()], path)
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (b'"start":0,"end":7', b'"start":0,"end":6', "reads back with a flaw: 0:6 is 'Genera'"),
        (b'"label":"RANK"', b'"label":"RINK"', "differs in spans: Span(start=0, end=7, label='RANK'"),
        (b'"x":2', b'"x":3', "differs in spans"),
        (b'"title":"General"', b'"title":"Colonel"', "differs in title"),
        (b'"c":2', b'"c":3', "differs in meta"),
        (b'"id":"d1"', b'"id":"d2"', "differs in key"),
        (b'"status":"done"', b'"status":"todo"', "differs in layer, status, reason or notes"),
        (b"Ivanov", b"Iwanow", "sha256 is not that of the text"),
        (b"\n", b"\n{}\n", "line 2: there are more lines than documents"),
        (b"gold", b"g\xffd", "invalid UTF-8"),
    ],
)
def test_a_file_that_says_something_else_is_found_out(tmp_path, old, new, found):
    path = tmp_path / "documents.jsonl"
    jsonl_write.write([given_one()], path)
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert found in (jsonl_write.difference([given_one()], path) or "")


def test_a_torn_file_is_found_out(tmp_path):
    path = tmp_path / "documents.jsonl"
    jsonl_write.write([given_one()] * 2, path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0])
    assert jsonl_write.difference([given_one()] * 2, path) == "line 2: document 'd1' is not there"
    path.write_bytes(lines[0] + lines[1][:40])
    assert "reads back with a flaw" in (jsonl_write.difference([given_one()] * 2, path) or "")


def test_a_value_that_json_lacks_is_found_out(tmp_path):
    document = msgspec.structs.replace(given_one().document, meta={"x": float("nan")})
    path = tmp_path / "documents.jsonl"
    jsonl_write.write([given_one(document=document)], path)
    assert jsonl_write.difference([given_one(document=document)], path) == "line 1: document 'd1' differs in meta"
