"""Programs that read CoNLL read ours: same tokens, same spans, one document each."""

import pytest

from curator.formats import conll
from curator.model import Annotated, Document, Span, text_hash
from tests.needs import needs

pytestmark = pytest.mark.consumers

SPANS = [("General", "RANK"), ("Timur Ivanov", "PERSON")]


@pytest.fixture
def content(tmp_path) -> str:
    text = "General Timur Ivanov left.\r\n\r\n😀 Nobody knows."
    spans = (Span(0, 7, "RANK"), Span(8, 20, "PERSON"))
    documents = [Annotated(Document(key, text, text_hash(text), ""), "gold", "done", spans) for key in ("a b", "c")]
    conll.writer({}).write(documents, tmp_path / "documents.conll")
    return (tmp_path / "documents.conll").read_text(encoding="utf-8")


def test_spacy(content):
    converters = needs("spacy.training.converters")
    found = list(converters.conll_ner_to_docs(content, no_print=True))
    assert [document[0].text for document in found] == ["a%20b", "c"]
    assert [[(span.text, span.label_) for span in document.ents] for document in found] == [SPANS, SPANS]


def test_nervaluate(content):
    loaders = needs("nervaluate.loaders")
    found = [span for sentence in loaders.ConllLoader().load(content) for span in sentence]
    assert [(span.label, span.start, span.end) for span in found] == [("RANK", 0, 0), ("PERSON", 1, 2)] * 2


def test_seqeval(content):
    labelling = needs("seqeval.metrics.sequence_labeling")
    tags = [[line.split("\t")[-1] for line in part.splitlines()] for part in content.strip().split("\n\n")]
    found = labelling.get_entities(tags)
    assert [label for label, _, _ in found] == ["RANK", "PERSON"] * 2
