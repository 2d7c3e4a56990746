import io
import json

import pytest

from curator.formats import jsonl
from curator.formats.api import Flaw, Record, Source
from curator.model import Document, Span, Suggestion, text_hash

LABELS = frozenset({"PERSON", "RANK"})
TEXT = "General 😀 Ivanov\r\nwas seen"


def read(data: bytes, labels: frozenset[str] | None = LABELS) -> list[Record | Flaw]:
    return list(jsonl.read(io.BytesIO(data), Source("a.jsonl", "a", labels)))


def one(line: str | bytes | dict, labels: frozenset[str] | None = LABELS) -> Record | Flaw:
    line = json.dumps(line) if isinstance(line, dict) else line
    (found,) = read(line.encode() if isinstance(line, str) else line, labels)
    return found


def with_span(**fields) -> Record | Flaw:
    return one({"text": TEXT, "spans": [fields]})


def test_all_fields():
    span = {"start": 10, "end": 16, "label": "PERSON", "text": "Ivanov", "attributes": {"n": 1, "b": True}}
    extras = {"score": 0.5, "source": "ner", "reason": "seen before", "token_start": 3}
    row = {"text": TEXT, "id": 7, "title": "T", "meta": {"url": "x"}, "sha256": text_hash(TEXT).upper()}
    record = one(row | {"spans": [span | extras], "_view_id": "ner", "answer": "accept"})
    suggestion = Suggestion(Span(10, 16, "PERSON", {"n": 1, "b": True}), "ner", 0.5, "seen before")
    assert record == Record(Document("7", TEXT, text_hash(TEXT), "T", {"url": "x"}), (suggestion,), "a.jsonl:1")


def test_bare_text():
    record = one({"text": TEXT})
    assert record.document == Document(text_hash(TEXT)[:16], TEXT, text_hash(TEXT), "General 😀 Ivanov")
    assert record.suggestions == ()


def test_null_stands_for_not_there():
    names = ("id", "title", "meta", "spans", "sha256")
    assert one({"text": TEXT} | dict.fromkeys(names)) == one({"text": TEXT})
    span = {"start": 0, "end": 7, "label": "RANK"}
    nothing = dict.fromkeys(("text", "attributes", "score", "source", "reason"))
    assert with_span(**span, **nothing).suggestions == (Suggestion(Span(0, 7, "RANK"), "import", None, ""),)


def test_blank_lines_byte_order_mark_and_crlf():
    found = read(b'\xef\xbb\xbf\r\n{"text":"a"}\r\n\n  \n{"text":"b"}')
    assert [(r.document.text, r.where) for r in found] == [("a", "a.jsonl:2"), ("b", "a.jsonl:5")]


def test_byte_order_mark_before_the_first_line():
    assert one(b'\xef\xbb\xbf{"text":"a"}').document.text == "a"


def test_reading_goes_on_behind_a_flaw():
    assert [type(r) for r in read(b'{"text":"a"}\nx\n{"text":"b"}\n')] == [Record, Flaw, Record]


def test_nothing_is_read_ahead():
    lines = iter([b'{"text":"a"}\n'])
    found = jsonl.read_lines(lines, Source("a", "a"))
    assert next(found).document.text == "a"


def test_bytes_are_counted():
    seen: list[int] = []
    data = b'\xef\xbb\xbf{"text":"a"}\n\nx\n'
    list(jsonl.read(io.BytesIO(data), Source("a", "a", None, seen.append)))
    assert sum(seen) == len(data)


def test_a_text_of_megabytes():
    text = "wörd " * 1_000_000
    assert one({"text": text}).document.text == text


def test_any_label_where_none_is_given():
    row = {"text": TEXT, "spans": [{"start": 0, "end": 1, "label": "whatever"}]}
    assert one(row, None).suggestions[0].span.label == "whatever"


def test_the_same_suggestion_twice_counts_once():
    span = {"start": 0, "end": 7, "label": "RANK"}
    assert len(one({"text": TEXT, "spans": [span, span, span | {"source": "x"}]}).suggestions) == 2


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{'text': 1}", "column 2: this is not JSON: expecting property name enclosed in double quotes"),
        ('{"text":"aé😀" 1}', "column 15: this is not JSON: expecting ',' delimiter"),
        ('{"text":"a"', "column 12: this is not JSON: expecting ',' delimiter"),
        ('{"text":"a"}}', "column 13: this is not JSON: extra data"),
        ('{"text":"a\tb"}', "column 11: this is not JSON: invalid control character at"),
        ('{"text":"a","meta":{"x":NaN}}', "this JSON cannot be read: NaN is no JSON number"),
        ('"a"', "the line is a string, not an object"),
        ("null", "the line is null, not an object"),
        ("{}", "there is no text"),
        ('{"text":null}', "text is null, not a string"),
        ('{"text":5}', "text is a number, not a string"),
        ('{"text":""}', "the text is empty"),
        (r'{"text":"a😀\u0000"}', "the text holds NUL (\\u0000) at code point 2"),
        (r'{"text":"a😀\ud800b"}', "text at code point 2 holds half of a surrogate pair (\\ud800 to \\udfff)"),
        (r'{"text":"a","meta":{"x":["\udc00"]}}', "meta.x[0] at code point 0 holds half of a surrogate pair"),
        (r'{"text":"a","\ud800":1}', "a field's name holds half of a surrogate pair"),
        ('{"text":"a","id":1.5}', "id is a number, not a string or an integer"),
        ('{"text":"a","id":true}', "id is a boolean, not a string or an integer"),
        ('{"text":"a","id":" "}', "id is empty"),
        (r'{"text":"a","id":"x\u0000"}', "id holds NUL (\\u0000)"),
        ('{"text":"a","title":1}', "title is a number, not a string"),
        ('{"text":"a","meta":[]}', "meta is an array, not an object"),
        ('{"text":"a","sha256":"00"}', f"sha256 is not that of the text, which is {text_hash('a')}"),
        ('{"text":"a","sha256":5}', f"sha256 is not that of the text, which is {text_hash('a')}"),
        ('{"text":"a","spans":{}}', "spans is an object, not an array"),
        ('{"text":"a","spans":[[0,1,"RANK"]]}', "spans[0]: it is an array, not an object"),
    ],
)
def test_flaws_of_a_line(line, what):
    flaw = one(line)
    assert isinstance(flaw, Flaw)
    assert flaw.where == "a.jsonl:1"
    assert flaw.what.startswith(what)
    assert flaw.fix


@pytest.mark.parametrize("line", ["[" * 5000, '{"text":"a","meta":' + "[" * 5000 + "]" * 5000 + "}"])
def test_deep_nesting_is_a_flaw(line):
    assert "cannot be read" in one(line).what


@pytest.mark.parametrize("field", [b"text", b"unknown"])
def test_invalid_utf8_names_the_byte_in_any_field(field):
    line = b'{"text":"\xc3\xa9","' + field + b'":"a\xff"}'
    flaw = one(line)
    assert isinstance(flaw, Flaw)
    assert flaw.what == f"invalid UTF-8 at byte {line.index(0xFF)} of the line (0xff: invalid start byte)"


@pytest.mark.parametrize(
    ("span", "what", "fix"),
    [
        ({"start": "0"}, "start is a string, not an integer", "code points"),
        ({"start": 0.5}, "start is a number, not an integer", "code points"),
        ({"start": False}, "start is a boolean, not an integer", "code points"),
        ({"end": None}, "end is missing", "code points"),
        ({"start": 9}, "start 9 lies behind end 7", "smaller offset first"),
        ({"start": 7}, "the span is empty: start and end are both 7", "remove it"),
        ({"start": -1}, "start -1 lies before the text", "count from 0"),
        ({"end": 27}, "end 27 lies behind the text, which has 26 code points", "exact text"),
        ({"label": None}, "label is missing", "name a label"),
        ({"label": 3}, "label is a number, not a string", "name a label"),
        ({"label": " "}, "label is empty", "name a label"),
        ({"label": "ORG"}, "label 'ORG' is not known", "add it to labels.yaml, or use one of: PERSON, RANK"),
        ({"text": 3}, "the span's text is a number, not a string", "leave it out"),
        ({"text": "Admiral"}, "0:7 is 'General' in the text, not 'Admiral'", "correct the offsets"),
        ({"text": "Genera"}, "0:7 is 'General' in the text, not 'Genera'", "it stands at 0:6"),
        ({"attributes": []}, "attributes are an array, not an object", "name"),
        ({"attributes": {"x": None}}, "attribute 'x' is null", "a string, a number"),
        ({"attributes": {"x": [1]}}, "attribute 'x' is an array", "a string, a number"),
        ({"score": 1.5}, "score is 1.5, not a number from 0 to 1", "scale it"),
        ({"score": True}, "score is True, not a number from 0 to 1", "scale it"),
        ({"score": "high"}, "score is a string, not a number from 0 to 1", "scale it"),
        ({"source": 1}, "source is a number, not a string", "leave it out"),
        ({"reason": 1}, "reason is a number, not a string", "leave it out"),
    ],
)
def test_flaws_of_a_span(span, what, fix):
    flaw = with_span(**({"start": 0, "end": 7, "label": "RANK"} | span))
    assert isinstance(flaw, Flaw)
    assert (flaw.where, flaw.what) == ("a.jsonl:1", f"spans[0]: {what}")
    assert fix in flaw.fix


@pytest.mark.parametrize(
    ("start", "end", "quote", "fix"),
    [
        (11, 17, "Ivanov", "--offsets utf-16"),
        (13, 19, "Ivanov", "--offsets utf-8"),
        (17, 20, "was", "--offsets crlf"),
        (10, 15, "Ivanov", "inclusive"),
        (11, 18, "Ivanov\r", "UTF-16"),
        (1, 8, "General", "count from 1"),
        (3, 9, "Ivanov", "it stands at 10:16"),
        (22, 27, " seen", "--offsets utf-16"),
        (24, 29, " seen", "--offsets utf-8"),
    ],
)
def test_a_quote_that_is_elsewhere_says_how_offsets_were_counted(start, end, quote, fix):
    flaw = with_span(start=start, end=end, label="RANK", text=quote)
    assert isinstance(flaw, Flaw)
    assert fix in flaw.fix


def test_every_bad_span_of_a_line_is_named():
    bad = [{"start": 0, "end": 99, "label": "RANK"}, {"start": 0, "end": 1, "label": "RANK"}, {"start": 2}]
    found = read(json.dumps({"text": TEXT, "spans": bad}).encode())
    assert [flaw.what.split(":")[0] for flaw in found] == ["spans[0]", "spans[2]"]


def test_one_source_cannot_propose_a_span_in_two_ways():
    span = {"start": 0, "end": 7, "label": "RANK"}
    flaw = one({"text": TEXT, "spans": [span, span | {"score": 0.5}]})
    assert flaw.what == "spans[1]: 0:7 RANK stands there before, with other attributes, score or reason"


def test_more_known_labels_than_a_line_holds():
    labels = frozenset(f"L{index:02}" for index in range(50))
    flaw = one({"text": TEXT, "spans": [{"start": 0, "end": 1, "label": "X"}]}, labels)
    assert flaw.fix.endswith("L18, L19, ...")
