"""What is chosen for an export, and sentences as pieces."""

from hypothesis import given

from curator.gold.selection import Selection, pieces
from curator.model import Annotated, Span
from tests.formats.formats_kit import annotated, made


@given(annotated())
def test_sentences_keep_every_span_and_its_text(document: Annotated):
    text = document.document.text
    back = []
    for piece in pieces(document):
        offset = piece.document.meta["offset"]
        assert text[offset : offset + len(piece.document.text)] == piece.document.text
        back += [(span.start + offset, span.end + offset, span.label) for span in piece.spans]
    assert sorted(back) == sorted(span.key for span in document.spans)


def test_sentences_that_a_span_crosses_stay_together():
    document = made("He came. She left. They stayed.", Span(3, 12, "X"), Span(19, 23, "Y"), meta={"m": 1})
    found = [(piece.document.key, piece.document.text, [s.key for s in piece.spans]) for piece in pieces(document)]
    assert found == [
        ("d1#0", "He came. She left.", [(3, 12, "X")]),
        ("d1#19", "They stayed.", [(0, 4, "Y")]),
    ]
    assert next(pieces(document)).document.meta == {"m": 1, "document": "d1", "offset": 0}


def test_what_is_chosen_is_told():
    assert Selection().described() == {}
    assert Selection(labels=("A",), query="x").described() == {"labels": ["A"], "query": "x"}
    documents = [made("Ivanov came.", Span(0, 6, "A"), Span(7, 11, "B"), key="a"), made("Nobody.", key="b")]
    (only,) = Selection(labels=("B",), query="IVANOV").over(documents, frozenset({"a", "b"}))
    assert [span.label for span in only.spans] == ["B"]
    assert list(Selection().over(documents, frozenset())) == []
