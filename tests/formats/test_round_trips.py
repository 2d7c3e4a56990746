"""Any texts with any spans, through every format and back: equal, but for what the format says it cannot carry."""

import pytest
from hypothesis import given, settings

from curator.formats import registry
from curator.formats.api import ANY_STATUS
from tests.fast import examples
from tests.formats.formats_kit import WRITABLE, annotated, check_documents, check_spans, corpora, read, records, written

SETTINGS = {"uima": {"as": "json"}}  # XML cannot hold every text
EXACT = [name for name in WRITABLE if registry.known(name).carries.text]


@pytest.mark.parametrize("name", EXACT)
@examples(25, 60)
def test_texts_and_spans_come_back(name, new_folder, examples):
    carries = registry.known(name).carries

    @settings(max_examples=examples, deadline=None)
    @given(corpora(statuses=ANY_STATUS))
    def check(documents):
        path, done = written(name, documents, new_folder("out"), **SETTINGS.get(name, {}))
        found = {record.document.text: record for record in records(read(path))}
        back = [found[each.document.text] for each in documents]
        assert len(found) == len(documents)
        check_spans(documents, back, done, attributes=carries.attributes)
        if carries.key:
            assert [each.document.key for each in back] == [each.document.key for each in documents]
        if carries.meta:
            assert [each.document.meta for each in back] == [each.document.meta for each in documents]
        if carries.layers:
            assert {each.layer for each in back} == {"gold"}
        check_documents(documents, back, done)

    check()


@pytest.mark.parametrize("name", WRITABLE)
def test_the_same_documents_give_the_same_bytes(name, new_folder):
    @settings(max_examples=10, deadline=None)
    @given(annotated())
    def check(document):
        first, _ = written(name, [document], new_folder("a"), **SETTINGS.get(name, {}))
        second, _ = written(name, [document], new_folder("b"), **SETTINGS.get(name, {}))
        assert contents(first) == contents(second)

    check()


def contents(path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}


@pytest.mark.parametrize("name", WRITABLE)
def test_what_is_written_is_recognised(name, tmp_path):
    from curator.formats.head import Head
    from tests.formats.formats_kit import made

    path, _ = written(name, [made("Ivanov came. He left.")], tmp_path)
    path = (
        path
        if path.is_file()
        else next(each for each in sorted(path.rglob("*")) if each.suffix in (".txt", ".spacy", ".xmi"))
    )
    with path.open("rb") as file:
        assert registry.detect(Head(file, path)).name == name


@pytest.mark.parametrize("name", WRITABLE)
def test_no_document_is_written_and_read_too(name, tmp_path):
    path, done = written(name, [], tmp_path)
    assert (done.documents, done.spans) == (0, 0)
    found = read(path, name)
    assert path.is_dir() or found == []
