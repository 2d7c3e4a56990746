"""spaCy's DocBin: what its tokens hold, and what spaCy's own programs write."""

import sys
import zlib

import pytest

from curator.errors import CuratorError
from curator.formats import docbin, registry
from curator.formats.api import Flaw
from curator.model import Span
from tests.formats.formats_kit import made, read, records, written
from tests.needs import needs

spacy = needs("spacy")
TEXT = "😀 Timur Ivanov's left.\r\nNo"


def docs(path):
    return list(spacy.tokens.DocBin().from_disk(path / "00001.spacy").get_docs(spacy.blank("xx").vocab))


def stored(tmp_path, *made_docs):
    path = tmp_path / "a.spacy"
    path.write_bytes(spacy.tokens.DocBin(docs=made_docs, store_user_data=True).to_bytes())
    return read(path)


def test_all_spans_are_in_the_group_and_the_longest_are_entities(tmp_path):
    document = made(TEXT, Span(2, 14, "PER"), Span(2, 7, "FIRST"), Span(17, 21, "ACT"))
    path, done = written("docbin", [document], tmp_path, lang="en")
    (doc,) = docs(path)
    assert doc.text == TEXT
    assert sorted((s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]) == [
        (2, 7, "FIRST"), (2, 14, "PER"), (17, 21, "ACT")
    ]  # fmt: skip
    assert [(s.text, s.label_) for s in doc.ents] == [("Timur Ivanov", "PER"), ("left", "ACT")]
    assert done.losses.counts == {"not_in_ents": 1}


def test_white_space_at_edges_is_left_out_and_told(tmp_path):
    span = Span(1, 15, "PER", {"age": 5})
    document = made("😀 Timur Ivanov \r\nleft", span, notes={span.key: "which?"})
    path, done = written("docbin", [document], tmp_path)
    assert done.losses.counts == {"edges": 1}
    (record,) = records(read(path))
    assert [s.span for s in record.suggestions] == [Span(2, 14, "PER", {"age": 5})]
    assert record.notes == {(2, 14, "PER"): "which?"}


@pytest.mark.parametrize(("strict", "kinds", "keys"), [("drop", ["sub_token"], []), ("snap", ["snapped"], [(2, 7)])])
def test_spans_within_tokens(tmp_path, strict, kinds, keys):
    path, done = written("docbin", [made(TEXT, Span(3, 6, "PART"))], tmp_path, **{"strict-tokens": strict})
    assert list(done.losses.counts) == kinds
    (record,) = records(read(path))
    assert [(s.span.start, s.span.end) for s in record.suggestions] == keys


def test_spans_within_tokens_can_be_refused(tmp_path):
    with pytest.raises(CuratorError, match="PART 'imu' does not stand on whole tokens"):
        written("docbin", [made(TEXT, Span(3, 6, "PART"))], tmp_path, **{"strict-tokens": "refuse"})


def test_state_metadata_and_attributes_are_kept(tmp_path):
    document = made(
        TEXT, Span(2, 14, "PER", {"a": "b", "n": 1.5}), key="k/1", status="skipped", reason="twice", layer="anna",
        meta={"m": [1]},
    )  # fmt: skip
    path, _ = written("docbin", [document], tmp_path)
    (record,) = records(read(path))
    assert (record.document, record.annotated("anna").spans) == (document.document, document.spans)
    assert (record.layer, record.status, record.reason) == ("anna", "skipped", "twice")


def test_more_documents_than_a_file_has(tmp_path):
    documents = [made(f"Document {n}", Span(0, 8, "D"), key=str(n)) for n in range(1001)]
    path, done = written("docbin", documents, tmp_path)
    assert [each.name for each in sorted(path.iterdir())] == ["00001.spacy", "00002.spacy"]
    back = records(read(path))
    assert ([each.document.key for each in back], done.spans) == ([str(n) for n in range(1001)], 1001)


def test_long_documents_are_fewer_to_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(docbin, "_FILE_TOKENS", 5)
    documents = [made(f"Document {n}", key=str(n)) for n in range(7)]
    path, done = written("docbin", documents, tmp_path)
    assert [each.name for each in sorted(path.iterdir())] == ["00001.spacy", "00002.spacy", "00003.spacy"]
    assert ([each.document.key for each in records(read(path))], done.documents) == ([str(n) for n in range(7)], 7)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(docbin, "_MOST_BYTES", 1 << 26)
    path = tmp_path / "bomb.spacy"
    path.write_bytes(zlib.compress(bytes((1 << 26) + 1), 9))
    assert path.stat().st_size < 1 << 17
    (flaw,) = read(path)
    assert flaw == Flaw(
        str(path), "this unpacks to more than 64 MiB, the most that is read of one file",
        "write its documents to several files",
    )  # fmt: skip


def test_what_spacy_makes_of_its_own(tmp_path):
    doc = spacy.blank("en")("Timur Ivanov left")
    doc.ents = [doc.char_span(0, 12, label="PERSON")]
    doc.spans["sc"] = [doc.char_span(0, 12, label="PERSON"), doc.char_span(0, 5, label="FIRST")]
    doc.spans["other"] = [doc.char_span(13, 17, label="X")]
    (record,) = records(stored(tmp_path, doc))
    assert [s.span for s in record.suggestions] == [Span(0, 12, "PERSON"), Span(0, 5, "FIRST")]
    assert (record.layer, record.status, record.document.meta) == (None, None, {})
    assert [(left.kind, left.what) for left in record.left] == [
        ("span of the group other", "1 in all; as spans: -o group=other")
    ]
    (record,) = records(read(tmp_path / "a.spacy", group="other"))
    assert [s.span for s in record.suggestions] == [Span(13, 17, "X"), Span(0, 12, "PERSON")]


def test_another_group_is_written(tmp_path):
    path, _ = written("docbin", [made(TEXT, Span(2, 14, "PER"))], tmp_path, group="gold")
    (doc,) = docs(path)
    assert [(name, len(group)) for name, group in doc.spans.items()] == [("gold", 1)]


def test_flaws_of_documents(tmp_path):
    nlp = spacy.blank("en")
    odd = nlp("Odd")
    odd.user_data["curator"] = {"status": "lost"}
    key = nlp("Key")
    key.user_data["curator"] = {"key": " ", "meta": 5, "attributes": "["}
    empty, good = nlp(""), nlp("Good")
    found = stored(tmp_path, odd, key, empty, good)
    assert [getattr(each, "what", "") for each in found] == [
        "status is none of todo, started, done, skipped", "id is empty", "the text is empty", ""
    ]  # fmt: skip
    assert found[0].where == f"{tmp_path / 'a.spacy'}: document 1"


@pytest.mark.parametrize("data", [b"", b"no", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_no_docbin(tmp_path, data):
    (tmp_path / "a.spacy").write_bytes(data)
    (flaw,) = read(tmp_path / "a.spacy")
    assert flaw.what.startswith("this is no DocBin: ")


def test_a_language_that_there_is_none(tmp_path):
    with pytest.raises(CuratorError, match="spaCy has no language 'qq'"):
        written("docbin", [made(TEXT)], tmp_path, lang="qq")


def test_what_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(CuratorError, match=r"curator\[spacy\]"):
        registry.writer("docbin").write([], tmp_path / "a")


def test_what_stands_beside_spans(tmp_path):
    doc = spacy.blank("en")("Timur Ivanov left")
    make = spacy.tokens.Span
    doc.ents = [make(doc, 0, 2, label="PER", kb_id="Q1", span_id="r1")]
    doc.spans["sc"] = [make(doc, 1, 1, label="X"), make(doc, 1, 2), make(doc, 2, 3, label="ACT")]
    doc.spans["other"] = [make(doc, 2, 3, label="ACT")]
    doc.cats = {"NEWS": 1.0}
    doc.user_data |= {
        ("._.", "source", None, None): "a.html",
        ("._.", "sure", 13, 17): True,
        ("._.", "odd", 13, 17): [1],
        ("._.", "of_token", 0, None): 1,
        "mine": 5,
    }
    (record,) = records(stored(tmp_path, doc))
    assert [each.span for each in record.suggestions] == [
        Span(13, 17, "ACT", {"sure": True}), Span(0, 12, "PER", {"kb_id": "Q1", "id": "r1"})
    ]  # fmt: skip
    assert record.document.meta == {"source": "a.html"}
    assert [(each.kind, each.what) for each in record.left] == [
        ("span of no width", "6:6"),
        ("span without a label", "6:12"),
        ("span of the group other", "1 in all; as spans: -o group=other"),
        ("class", "NEWS"),
        ("user data", "odd"),
        ("user data", "of_token"),
        ("user data", "mine"),
    ]


def test_nobody_looked_is_not_no_spans(tmp_path):
    nlp = spacy.blank("en")
    looked, grouped = nlp("Nobody."), nlp("No one.")
    looked.ents, grouped.spans["sc"] = [], []
    found = records(stored(tmp_path, nlp("Unseen."), looked, grouped))
    assert [each.status for each in found] == ["todo", None, None]


def test_words_without_their_white_space_are_told(tmp_path):
    doc = spacy.tokens.Doc(spacy.blank("en").vocab, words=["Timur", "left"])
    (record,) = records(stored(tmp_path, doc))
    assert [each.kind for each in record.left] == ["white space that is not in the file"]
