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
def test_texts_and_spans_come_back_through_xml(new_folder, documents):
    documents = [made(each.document.text, *each.spans, key=f"d{n}") for n, each in enumerate(documents)]
    path, done = written("uima", documents, new_folder("out"))
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


LAYER = {"%SUPER_TYPE": "uima.tcas.Annotation", "kind": {"%RANGE": "uima.cas.String"}}
TITLES = ("documentTitle", "documentId", "documentUri", "documentBaseUri", "collectionId")
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TYPES = {
    "custom.Charge": LAYER | {"sure": {"%RANGE": "uima.cas.Boolean"}, "of": {"%RANGE": "custom.Charge[]"}},
    METADATA: {
        "%SUPER_TYPE": "uima.tcas.DocumentAnnotation",
        **{name: {"%RANGE": "uima.cas.String"} for name in TITLES},
    },
    ENTITY: LAYER | {"value": {"%RANGE": "uima.cas.String"}, "identifier": {"%RANGE": "uima.cas.String"}},
    ENTITY.replace("NamedEntity", "Person"): {"%SUPER_TYPE": ENTITY},
}
TYPES = {name: {"%NAME": name, **fields} for name, fields in TYPES.items()}
SOFA = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text"}
TEXT = "😀 Ivanov took a bribe"
PERSON = {"%TYPE": ENTITY, "begin": 3, "end": 9, "value": "PER"}


def cas_json(*annotations, sofa=TEXT, **metadata) -> str:
    """JSON as INCEpTION writes it: the annotations stand before the text, and offsets count UTF-16 units."""
    found = [{"%TYPE": METADATA, "begin": 0, "end": 23, **metadata}, *annotations]
    found = [{"%ID": number, "@sofa": 1, **each} for number, each in enumerate(found, 2)]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [each["%ID"] for each in found]}}
    found += [{"%ID": 99, "%TYPE": "custom.Charge[]", "%ELEMENTS": [3]}]
    sofas = [SOFA | sofa] if isinstance(sofa, dict) else [SOFA | {"sofaString": sofa}]
    return json.dumps({"%TYPES": TYPES, "%FEATURE_STRUCTURES": [*found, *sofas], "%VIEWS": views}, indent=2)


def in_inception(user: str) -> dict[str, str]:
    return {
        "documentTitle": "a.txt", "documentId": user, "documentUri": f"p/{user}", "documentBaseUri": "p",
        "collectionId": f"p/{user}",
    }  # fmt: skip


def test_where_inception_has_a_key_stands_the_annotator(tmp_path):
    folder = tmp_path / "annotation" / "a.txt"
    folder.mkdir(parents=True)
    (tmp_path / "exportedproject.json").write_text('{"name": "p"}')
    for user in ("INITIAL_CAS", "anna"):
        (folder / f"{user}.json").write_text(cas_json(PERSON, **in_inception(user)))
    found = records(read(tmp_path))
    assert [(each.document.key, each.document.title, each.layer) for each in found] == [
        ("a.txt", "a.txt", "INITIAL_CAS"), ("a.txt", "a.txt", "anna")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("metadata", "key", "layer"),
    [
        (in_inception("anna"), "a.txt", "anna"),
        ({"documentTitle": "a.txt", "documentId": "anna", "documentUri": "file:/srv/source/a.txt"}, "a.txt", "anna"),
        (in_inception("a.txt"), "a.txt", None),
        ({"documentTitle": "b.txt", "documentId": "a/b.txt", "documentUri": "file:/x/a/b.txt"}, "a/b.txt", None),
        ({"documentTitle": "A title", "documentId": "k1"}, "k1", None),
        ({"documentTitle": "A title"}, "x", None),
    ],
)
def test_the_key_and_the_annotator(tmp_path, metadata, key, layer):
    (tmp_path / "x.json").write_text(cas_json(PERSON, **metadata))
    (record,) = records(read(tmp_path))
    assert (record.document.key, record.layer) == (key, layer)


def test_layers_of_ones_own(tmp_path):
    charge = {"%TYPE": "custom.Charge", "begin": 10, "end": 22, "kind": "bribe", "sure": True}
    (tmp_path / "a.json").write_text("\ufeff" + cas_json(PERSON, charge))
    (record,) = records(read(tmp_path))
    assert [(each.kind, each.what) for each in record.left] == [
        ("annotation of type custom.Charge", "1 in all; as spans: -o type=custom.Charge -o feature=kind")
    ]
    for name in ("custom.Charge", "Charge"):
        (record,) = records(read(tmp_path, type=name, feature="kind"))
        assert [each.span for each in record.suggestions] == [Span(9, 21, "bribe", {"sure": True})]


def test_other_features_are_attributes_or_told(tmp_path):
    person = PERSON | {"identifier": "http://wikidata.org/entity/Q1"}
    (tmp_path / "a.json").write_text(cas_json(person))
    (record,) = records(read(tmp_path))
    assert [each.span for each in record.suggestions] == [
        Span(2, 8, "PER", {"identifier": "http://wikidata.org/entity/Q1"})
    ]
    charge = {"%TYPE": "custom.Charge", "begin": 10, "end": 22, "kind": "bribe", "@of": 99}
    (tmp_path / "a.json").write_text(cas_json(charge))
    (record,) = records(read(tmp_path, type="Charge", feature="kind"))
    assert [(each.kind, each.what) for each in record.left] == [("feature that is no plain value", "'of' of 1 in all")]


def test_annotations_of_no_width_are_told(tmp_path):
    (tmp_path / "a.json").write_text(cas_json(PERSON, PERSON | {"end": 3}))
    (record,) = records(read(tmp_path))
    assert [each.span for each in record.suggestions] == [Span(2, 8, "PER")]
    assert [(each.kind, each.what) for each in record.left] == [("annotation of no width", "PER at 2")]


def test_a_type_below_names_the_label_where_no_value_does(tmp_path):
    person = {"%TYPE": ENTITY.replace("NamedEntity", "Person"), "begin": 3, "end": 9}
    (tmp_path / "a.json").write_text(cas_json(person, person | {"begin": 10, "end": 14, "value": "ACT"}))
    (record,) = records(read(tmp_path))
    assert [each.span for each in record.suggestions] == [Span(2, 8, "Person"), Span(9, 13, "ACT")]


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (PERSON | {"begin": 1}, "offset 1 of PER lies within a character, in UTF-16 units"),
        (PERSON | {"end": 99}, "end 99 lies behind the text"),
        (PERSON | {"begin": 9, "end": 3}, "start 8 lies behind end 2"),
    ],
)
def test_offsets_that_would_move_a_span_are_refused(tmp_path, given, what):
    (tmp_path / "a.json").write_text(cas_json(given))
    (flaw,) = read(tmp_path)
    assert flaw.what.startswith(what)


def test_a_text_that_is_elsewhere_is_refused_by_name(tmp_path):
    (tmp_path / "a.json").write_text(cas_json(PERSON, sofa={"sofaURI": "file:/srv/a.txt"}))
    (flaw,) = read(tmp_path)
    assert flaw.what == "the text is not in it, but at file:/srv/a.txt"


def test_the_view_that_has_the_text_is_read(tmp_path):
    row = json.loads(cas_json(PERSON))
    row["%FEATURE_STRUCTURES"][-1]["sofaID"] = "gold"
    row["%VIEWS"] = {"gold": row["%VIEWS"]["_InitialView"]}
    (tmp_path / "a.json").write_text(json.dumps(row))
    (record,) = records(read(tmp_path))
    assert [each.span for each in record.suggestions] == [Span(2, 8, "PER")]
    assert not record.left


def test_the_type_system_may_stand_above_and_dkpros_has_metadata(tmp_path):
    path, _ = written("uima", [made("Ivanov came.", Span(0, 6, "PER"))], tmp_path)
    (path / "deep").mkdir()
    (path / "d1.xmi").rename(path / "deep" / "x.xmi")
    (record,) = records(read(path / "deep"))
    assert (record.document.key, record.left) == ("d1", ())
    (path / "TypeSystem.xml").unlink()
    (record,) = records(read(path / "deep"))
    assert (record.document.key, record.left) == ("d1", ())


def test_a_big_cas_is_recognised_by_how_it_begins(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(cas_json(PERSON, sofa=TEXT + " word" * 4_000_000))
    (record,) = records(read(path))
    assert [each.span for each in record.suggestions] == [Span(2, 8, "PER")]


def test_json_with_two_views(tmp_path):
    row = json.loads(cas_json(PERSON))
    row["%FEATURE_STRUCTURES"].append(SOFA | {"%ID": 50, "sofaNum": 2, "sofaID": "translation", "sofaString": "Иванов"})
    row["%VIEWS"]["translation"] = {"%SOFA": 50, "%MEMBERS": []}
    (tmp_path / "a.json").write_text(json.dumps(row))
    (record,) = records(read(tmp_path))
    assert (record.document.text, len(record.suggestions)) == (TEXT, 1)
    assert [each.what for each in record.left] == ["translation, with its text and annotations"]


def test_json_without_its_types(tmp_path):
    row = json.loads(cas_json(PERSON, documentId="k"))
    row["%FEATURE_STRUCTURES"] = [each for each in row["%FEATURE_STRUCTURES"] if each["%ID"] != 99]
    del row["%TYPES"]
    (tmp_path / "a.json").write_text(json.dumps(row))
    (record,) = records(read(tmp_path))
    assert (record.document.key, [each.span for each in record.suggestions]) == ("k", [Span(2, 8, "PER")])


def test_xml_1_1_and_other_encodings(tmp_path):
    path, _ = written("uima", [made("Ivänov came.", Span(0, 6, "PER"))], tmp_path)
    xmi = path / "d1.xmi"
    text = xmi.read_text().partition("?>")[2] if xmi.read_text().startswith("<?xml") else xmi.read_text()
    for encoding in ("ISO-8859-1", "UTF-16"):
        xmi.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
        (record,) = records(read(xmi))
        assert (record.document.text, len(record.suggestions)) == ("Ivänov came.", 1)
    xmi.write_text('<?xml version="1.1"?>' + text.replace("came", "&#12;"))
    (flaw,) = read(xmi)
    assert flaw.fix == "export it as UIMA CAS JSON"
