"""Files that were written once and are kept: ours must not change unseen, and those of other tools must be read."""

import pytest

from curator.formats.api import Flaw, Record
from curator.model import Span
from tests.formats.formats_kit import READABLE, check_spans, is_ready, read, records, written
from tests.formats.golden import BY_CONTENT, CASES, DOCUMENTS, OURS, THEIRS

LOSSES: dict[str, dict[str, int]] = {
    "argilla": {"attributes": 1, "notes": 2},
    "brat": {"document_notes": 1, "line_breaks": 1, "status": 1},
    "conll": {"document_notes": 1, "edges": 1, "notes": 1, "overlap": 1, "status": 1},
    "conll-bilou": {"document_notes": 1, "edges": 1, "notes": 1, "overlap": 1, "status": 1},
    "conll-iob1": {"document_notes": 1, "edges": 1, "notes": 1, "overlap": 1, "status": 1},
    "conll-snap": {"document_notes": 1, "edges": 1, "notes": 1, "overlap": 1, "status": 1},
    "docbin": {"not_in_ents": 1},  # PERSON, which EVENT crosses; EVENT has more of spaCy's tokens
    "doccano": {"attributes": 1, "notes": 2, "status": 1},
    "doccano-entities": {"attributes": 1, "notes": 2, "status": 1},
    "gliner": {"attributes": 1, "document_notes": 1, "notes": 2, "status": 1},
    "hf": {"not_in_tags": 2},
    "hf-jsonl": {"not_in_tags": 2},
    "labelbuddy": {"notes": 2},
    "uima": {"attributes": 1, "document_notes": 1, "notes": 2, "status": 1},
    "uima-json": {"attributes": 1, "document_notes": 1, "notes": 2, "status": 1},
}
"""What the formats cannot carry of the documents; those that are not named carry all."""


def files(folder) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_is_what_was_written_before(case, tmp_path):
    name, settings = CASES[case]
    path, done = written(name, DOCUMENTS, tmp_path, **settings)
    assert dict(sorted(done.losses.counts.items())) == LOSSES.get(case, {})
    if name not in BY_CONTENT:
        assert files(tmp_path) == files(OURS / case), "look at it, then: python -m tests.formats.golden"
    kept = read(OURS / case / path.name, name, DOCUMENTS, **settings)
    found = read(path, name, DOCUMENTS, **settings)
    assert [told(each) for each in kept] == [told(each) for each in found]
    by_text = {each.document.text: each for each in records(kept)}
    if name not in ("conll", "gliner"):
        back = [by_text[each.document.text] for each in DOCUMENTS]
        check_spans(DOCUMENTS, back, done, attributes="attributes" not in LOSSES.get(case, {}))


def told(found: Record | Flaw):
    """A record without its place, which is that of the file."""
    assert isinstance(found, Record), found
    return found.document, found.suggestions, found.layer, found.status, found.reason, found.notes, found.note


def spans(record: Record) -> list[tuple[str, str]]:
    text = record.document.text
    return [(each.span.label, text[each.span.start : each.span.end]) for each in record.suggestions]


def theirs(name: str, file: str, **options) -> list[Record]:
    if not is_ready(name):
        pytest.skip(f"{name} needs a library that is not installed")
    return records(read(THEIRS / name / file, **options))


PERSON, FIRST, PLACE = ("PERSON", "Timur Ivanov"), ("FIRST NAME", "Timur"), ("PLACE", "Tver")
PER, LOC = ("PER", "Timur Ivanov"), ("LOC", "Tver")

READ: dict[tuple[str, str], list[list[tuple[str, str]]]] = {
    ("argilla", "records.json"): [[PERSON], [], [("PERSON", "Timur")], []],
    ("argilla", "with_status.json"): [[PERSON], []],
    ("brat", "empty.txt"): [[]],
    ("conll", "eng.testa"): [[PER, ("PER", "Anna"), LOC], [("ORG", "U.N.")]],
    ("conll", "train.bilou"): [[PER, LOC]],
    ("conll", "wnut.conll"): [[("person", "@Anna"), ("location", "the Volga")]],
    ("csv", "articles.csv"): [[], []],
    ("docbin", "train.spacy"): [[PER, LOC], []],
    ("doccano", "entities.jsonl"): [[PERSON, PLACE], []],
    ("doccano", "lists.jsonl"): [[PERSON, FIRST, PLACE], []],
    ("gliner", "train.json"): [[("rank", "General"), ("person", "Timur Ivanov"), ("place", "Tver")], []],
    ("hf", "train.parquet"): [[PER, LOC], []],
    ("hf-jsonl", "train.jsonl"): [[PER, LOC], []],
    ("html", "page.html"): [[]],
    ("label-studio", "export.json"): [[PERSON, PLACE], [], [("PERSON", "Timur")], []],
    ("label-studio", "min.json"): [[PERSON]],
    ("labelbuddy", "bytes.jsonl"): [[PERSON]],
    ("labelbuddy", "documents.json"): [[PERSON, FIRST], []],
    ("labelbuddy", "documents.jsonl"): [[PERSON, FIRST], []],
    ("prodigy", "ner_news.jsonl"): [
        [("RANK", "General"), PERSON], [PERSON], [], [], [("PERSON", "Anna"), ("PERSON", "Boris")]
    ],
    ("spacy-json", "doc.json"): [[("FIRST", "Timur"), PER, LOC]],
    ("spacy-json", "pairs.json"): [[PER, LOC], []],
    ("spacy-json", "training.json"): [[PER, LOC], [], []],
    ("text", "article.txt"): [[]],
    ("uima", "article.json"): [[FIRST, PERSON, PLACE]],
    ("uima", "article.xmi"): [[FIRST, PERSON, PLACE]],
    ("webanno", "article.tsv"): [[PERSON, FIRST, PLACE, ("PART", "Tv")]],
}  # fmt: skip
"""The spans of each record in a file of another tool, by its format and name."""


@pytest.mark.parametrize(("name", "file"), READ)
def test_spans_of_other_tools(name, file):
    assert [spans(each) for each in theirs(name, file)] == READ[name, file]


def test_every_format_that_is_read_has_a_file_of_another_tool():
    ours = {"jsonl"}
    assert {name for name, _ in READ} | {"brat"} >= set(READABLE) - ours
    there = {each.parent.name for each in THEIRS.rglob("*.*") if each.parent != THEIRS}
    assert there == {name for name, _ in READ}


def test_prodigy_answers_and_annotators():
    found = theirs("prodigy", "ner_news.jsonl")
    assert [(each.layer, each.status, each.reason) for each in found] == [
        ("ner_news-anna", "done", None),
        ("ner_news-boris", "done", None),
        ("ner_news-clara", "skipped", "rejected in Prodigy"),
        ("ner_news-anna", "skipped", "ignored in Prodigy"),
        (None, "done", None),
    ]
    assert found[0].document == found[1].document
    kinds = [[left.kind for left in each.left] for each in found]
    assert kinds == [[], [], ["span of a task that was not accepted"], [], ["relation"]]


def test_doccano_metadata_comments_and_relations():
    lists, empty = theirs("doccano", "lists.jsonl")
    assert (lists.document.key, lists.document.meta, lists.note) == ("1", {"source": "news"}, "which Timur?")
    assert "\r\n" in lists.document.text
    assert (empty.document.key, empty.status) == ("2", None)
    entities, _ = theirs("doccano", "entities.jsonl")
    assert [(left.kind, left.what) for left in entities.left] == [("relation", "left")]


def test_label_studio_people_predictions_notes_and_attributes():
    anna, boris, predicted, untouched = theirs("label-studio", "export.json")
    assert [(each.layer, each.status) for each in (anna, boris, predicted, untouched)] == [
        ("anna@example.org", "done"), ("boris@example.org", "skipped"), (None, "todo"), (None, "todo")
    ]  # fmt: skip
    assert anna.suggestions[0].span == Span(2, 14, "PERSON", {"sure": "yes"})
    assert anna.notes == {(2, 14, "PERSON"): "which Timur?"}
    assert [left.kind for left in anna.left] == ["relation"]
    assert [(each.source, each.score) for each in predicted.suggestions] == [("ner-2", 0.7)]
    assert anna.document.meta == {"source": "news"}


def test_brat_with_all_that_it_has():
    (record,) = theirs("brat", "article.txt")
    assert spans(record) == [
        ("Person", "Joe"), ("Person", "O'Neil"), ("Person", "Ann O'Neil"), ("Money", "5 euros"), ("Place", "Tver"),
        ("Payment", "paid 5 euros\r\nto"),
    ]  # fmt: skip
    by_label = {each.span.label: each.span.attributes for each in record.suggestions}
    assert (by_label["Money"], by_label["Person"]) == ({"Currency": "EUR"}, {"Certain": True})
    assert record.notes == {(8, 18, "Person"): "which Ann?"}
    kinds = [left.kind for left in record.left]
    assert kinds == ["discontinuous", "event", "relation", "reference", "equivalence", "note", "attribute"]
    folder = records(read(THEIRS / "brat"))
    assert [each.document.key for each in folder] == ["article", "empty"]


def test_argilla_responses_and_suggestions():
    submitted, none, suggested, untouched = theirs("argilla", "records.json")
    assert [each.status for each in (submitted, none, suggested, untouched)] == ["done", "done", "todo", "todo"]
    assert [(each.source, each.score) for each in suggested.suggestions] == [("ner-2", 0.7)]
    assert [left.kind for left in submitted.left] == ["answer that is no list of spans"]
    draft, discarded = theirs("argilla", "with_status.json")
    assert [(each.status, each.reason) for each in (draft, discarded)] == [
        ("started", None), ("skipped", "discarded in Argilla")
    ]  # fmt: skip


def test_labelbuddy_extra_data_and_ids():
    first, second = theirs("labelbuddy", "documents.json")
    assert first.suggestions[0].span == Span(2, 14, "PERSON", {"extra_data": "which Timur?"})
    assert [(each.document.key, each.document.title) for each in (first, second)] == [
        ("n-1", "First"), ("n-2", "Nobody left.")
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["article.xmi", "article.json"])
def test_uima_keys_titles_and_other_types(file):
    (record,) = theirs("uima", file)
    assert (record.document.key, record.document.title) == ("news-1", "article.txt")
    name = "annotation of type de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
    assert [left.kind for left in record.left] == ["annotation without a label", name]


def test_webanno_stacked_within_tokens_and_features():
    (record,) = theirs("webanno", "article.tsv")
    assert record.suggestions[2].span.attributes == {"identifier": "http://www.wikidata.org/entity/Q2379"}
    assert record.document.text == "😀 Timur Ivanov left Tver.\nNobody \\ stayed."
    assert [left.kind for left in record.left] == ["relation", "annotation without a label"]


def test_csv_of_a_spreadsheet_and_of_spans():
    first, second = theirs("csv", "articles.csv")
    assert (first.document.key, first.document.text) == ("7", 'Timur Ivanov\r\nsaid "no"')
    assert (first.document.title, first.document.meta) == ("First", {"source": "news"})
    assert second.document.text == "=1+1 is two"
    found = records(read(THEIRS / "csv" / "spans.csv", documents=[first, second]))
    assert [(each.document.key, each.document.key == "7" and spans(each)) for each in found] == [
        ("7", [PERSON, FIRST]), ("8", False)
    ]  # fmt: skip
    flaw, *_ = read(THEIRS / "csv" / "spans.csv")
    assert flaw.what == "document '7' is not known, and its text is not in the file"


def test_html_and_text_to_the_letter():
    (page,) = theirs("html", "page.html")
    assert (page.document.title, page.document.text) == ("A page", "A & B\nTimur Ivanov\xa0left.")
    (text,) = theirs("text", "article.txt")
    assert text.document.text.endswith("Timur Ivanov\r\nleft.\r\n")


def test_conll_keys_and_texts():
    first, second = theirs("conll", "eng.testa")
    assert (first.document.key, second.document.key) == ("eng:1", "eng:2")
    assert first.document.text == "Timur Ivanov Anna left Tver .\nNobody stayed ."
