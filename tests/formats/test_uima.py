"""UIMA CAS: what INCEpTION writes, and what XML cannot hold."""

import json
import re

import pytest
from hypothesis import given, settings

from curator.errors import CuratorError
from curator.formats.api import Flaw
from curator.model import Span
from tests.formats.formats_kit import TEXTS, check_spans, corpora, made, read, records, written
from tests.needs import needs

cassis = needs("cassis")
XML_TEXTS = TEXTS.map(lambda text: re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "?", text))


@settings(max_examples=40, deadline=None)
@given(corpora(XML_TEXTS))
def test_texts_and_spans_come_back_through_xml(tmp_path_factory, documents):
    documents = [made(each.document.text, *each.spans, key=f"d{n}") for n, each in enumerate(documents)]
    path, done = written("uima", documents, tmp_path_factory.mktemp("out"))
    found = {record.document.text: record for record in records(read(path))}
    check_spans(documents, [found[each.document.text] for each in documents], done, attributes=False)


def test_offsets_on_disk_are_utf16_units(tmp_path):
    path, _ = written("uima", [made("😀 Ivanov", Span(2, 8, "PER"))], tmp_path)
    assert 'begin="3" end="9"' in (path / "d1.xmi").read_text()
    (record,) = records(read(path / "d1.xmi"))
    assert (record.document.key, record.document.title) == ("d1", "T")
    assert [s.span for s in record.suggestions] == [Span(2, 8, "PER")]


def test_a_control_character_is_refused_in_xml(tmp_path):
    with pytest.raises(CuratorError, match=r"d1: U\+000C cannot stand in XML; write JSON: -o as=json"):
        written("uima", [made("a\x0cb")], tmp_path)


def test_other_types_and_annotations_without_a_label_are_told(tmp_path):
    types = cassis.load_dkpro_core_typesystem()
    entity = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    part = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS")
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = "Ivanov came"
    cas.sofa_mime = "text/plain"
    cas.add_all([entity(begin=0, end=6, value="PER"), entity(begin=0, end=6), part(begin=0, end=6, PosValue="NNP")])
    cas.to_xmi(tmp_path / "a.xmi")
    types.to_xml(tmp_path / "TypeSystem.xml")
    (record,) = records(read(tmp_path))
    assert [s.span for s in record.suggestions] == [Span(0, 6, "PER")]
    assert [left.kind for left in record.left] == [
        "annotation without a label",
        "annotation of type de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS",
    ]
    (record,) = records(read(tmp_path / "a.xmi", type=part.name, feature="PosValue"))
    assert [s.span.label for s in record.suggestions] == ["NNP"]


def test_annotations_whose_type_is_not_known_are_told(tmp_path, recwarn):
    path, _ = written("uima", [made("Ivanov came.", Span(0, 6, "PER"))], tmp_path)
    xmi = path / "d1.xmi"
    more = '<x:Odd xmlns:x="http:///my/own.ecore" xmi:id="99" sofa="1" begin="7" end="11"/><cas:Sofa'
    xmi.write_text(xmi.read_text().replace("<cas:Sofa", more))
    (record,) = records(read(xmi))
    assert [s.span for s in record.suggestions] == [Span(0, 6, "PER")]
    assert [left.kind for left in record.left] == ["not in the type system"]
    assert "my.own.Odd" in record.left[0].what
    assert not recwarn


def test_what_is_no_cas(tmp_path):
    (tmp_path / "a.xmi").write_text("<xmi:XMI")
    (flaw,) = read(tmp_path)
    assert flaw.what.startswith("this CAS cannot be read: ")


def test_a_second_view_is_told(tmp_path):
    types = cassis.load_dkpro_core_typesystem()
    entity = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = "Ivanov came"
    cas.sofa_mime = "text/plain"
    cas.add(entity(begin=0, end=6, value="PER"))
    other = cas.create_view("translation")
    other.sofa_string = "Иванов пришёл"
    other.sofa_mime = "text/plain"
    other.add(entity(begin=0, end=6, value="PER"))
    cas.to_xmi(tmp_path / "a.xmi")
    types.to_xml(tmp_path / "TypeSystem.xml")
    (record,) = records(read(tmp_path))
    assert (record.document.text, len(record.suggestions)) == ("Ivanov came", 1)
    assert [(left.kind, left.what) for left in record.left] == [("view", "translation, with its text and annotations")]


@pytest.mark.parametrize("value", [[None], 5.5, " ", True])
def test_a_key_that_is_none_is_a_clear_line(tmp_path, value):
    path, _ = written("uima", [made("Ivanov came.", Span(0, 6, "PER"))], tmp_path, **{"as": "json"})
    cas = json.loads((path / "d1.json").read_text())
    metadata = next(each for each in cas["%FEATURE_STRUCTURES"] if "documentId" in each)
    metadata["documentId"] = value
    (path / "d1.json").write_text(json.dumps(cas))
    (flaw,) = [each for each in read(path / "d1.json") if isinstance(each, Flaw)]
    assert flaw.what.startswith("id is ")
