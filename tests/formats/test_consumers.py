"""The programs that our files are for read them, and find the same spans. Run with ``pytest -m consumers``."""

import json
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from curator.gold.card import Card
from curator.gold.export import Plan, export_layer
from curator.gold.manifest import Facts, LeftOut
from curator.gold.splits import divide, parse_parts
from curator.model import Span
from tests.formats.formats_kit import made, written
from tests.needs import needs

pytestmark = pytest.mark.consumers

TEXT = "General 😀 Timur Ivanov\r\nleft Tver.\nNobody\tknows, he said."
SPANS = [Span(0, 7, "RANK"), Span(10, 22, "PERSON", {"age": 5}), Span(29, 33, "PLACE"), Span(10, 33, "EVENT")]
DOCUMENTS = [made(TEXT, *SPANS, key="a b/c"), made("Nothing here.", key="d2")]


def quotes() -> Counter:
    return Counter((span.label, TEXT[span.start : span.end]) for span in SPANS)


def test_bioc_reads_brat(tmp_path):
    brat = needs("bioc.brat")
    path, _ = written("brat", DOCUMENTS, tmp_path)
    with (path / "a b%2Fc.txt").open(newline="") as text, (path / "a b%2Fc.ann").open(newline="") as ann:
        found = list(brat.load(text, ann).entities)
    assert Counter(each.type for each in found) == Counter(span.label for span in SPANS)
    for each in found:
        assert " ".join(TEXT[place.begin : place.end] for place in sorted(each.locations)) == each.text


def test_bratly_reads_brat(tmp_path):
    types = needs("bratly.annotation_types")
    path, _ = written("brat", DOCUMENTS, tmp_path)
    lines = (path / "a b%2Fc.ann").read_bytes().decode().split("\n")
    found = [types.EntityAnnotation.from_line(line) for line in lines if line.startswith("T")]
    assert Counter(each.label for each in found) == Counter(span.label for span in SPANS)
    for each in found:
        assert " ".join(TEXT[place.start : place.end] for place in each.fragments) == each.content
    by_id = {each.id: each for each in found}
    for line in lines:
        if line.startswith("A"):
            types.AttributeAnnotation.from_line(line, by_id)


def test_label_studio_validates_its_tasks(tmp_path):
    interface = needs("label_studio_sdk.label_interface")
    path, _ = written("label-studio", DOCUMENTS, tmp_path)
    config = interface.LabelInterface((tmp_path / "documents.label-studio.xml").read_text())
    for task in json.loads(path.read_text()):
        for annotation in task["annotations"]:
            for region in annotation["result"]:
                assert config.validate_region(region)
        units = task["data"]["text"].encode("utf-16-le")
        for region in task["annotations"][0]["result"]:
            value = region["value"]
            if "labels" in value:
                assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


def test_label_studio_converts_its_tasks(tmp_path):
    converter = needs("label_studio_sdk.converter")
    path, _ = written("label-studio", DOCUMENTS, tmp_path)
    config = (tmp_path / "documents.label-studio.xml").read_text()
    ET.fromstring(config)
    out = tmp_path / "out"
    converter.Converter(config, str(tmp_path)).convert_to_conll2003(str(path), str(out), is_dir=False)
    tags = [line.split()[-1] for line in (out / "result.conll").read_text().splitlines() if line.strip()]
    assert any(tag.endswith("-RANK") for tag in tags)


def test_cassis_reads_the_cas(tmp_path):
    cassis = needs("cassis")
    path, _ = written("uima", DOCUMENTS, tmp_path)
    types = cassis.load_typesystem((path / "TypeSystem.xml").read_text())
    cas = cassis.load_cas_from_xmi((path / "a b%2Fc.xmi").read_text(encoding="utf-8"), typesystem=types)
    entities = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert Counter((each.value, each.get_covered_text()) for each in entities) == quotes()


def test_spacy_reads_the_docbin(tmp_path):
    spacy = needs("spacy")
    path, done = written("docbin", DOCUMENTS, tmp_path, lang="en")
    docs = list(spacy.tokens.DocBin().from_disk(path / "00001.spacy").get_docs(spacy.blank("en").vocab))
    assert docs[0].text == TEXT
    assert Counter((span.label_, span.text) for span in docs[0].spans["sc"]) == quotes()
    assert Counter((span.label_, span.text) for span in docs[0].ents) == Counter(
        {("EVENT", TEXT[10:33]): 1, ("RANK", "General"): 1}
    )
    assert done.losses.counts == {"not_in_ents": 2}


def corpus(count: int) -> list:
    chance = random.Random(1)
    names, places = ["Ivanov", "Petrov", "Orlov", "Sidorov", "Plotkin"], ["Tver", "Omsk", "Perm", "Tavolsk"]
    documents = []
    for number in range(count):
        name, place = chance.choice(names), chance.choice(places)
        both = [(name, "PERSON"), (place, "PLACE")]
        text = f"On day {number} General {name} arrived in {place} and left."
        spans = [Span(text.index(word), text.index(word) + len(word), label) for word, label in both]
        documents.append(made(text, *spans, key=f"d{number}"))
    return documents


def export(tmp_path: Path, formats: list[str], count: int = 240, **settings: str) -> Path:
    documents = corpus(count)
    tmp_path.mkdir(exist_ok=True)
    labels = tmp_path / "labels.yaml"
    labels.write_text("labels: []\n")
    division = divide(documents, parse_parts("train=70,dev=30"), group_by=None)
    plan = Plan(formats, settings, division, allow_loss=True, card=Card("news", "cc-by-4.0", ["en"]))
    facts = Facts("gold", LeftOut(), None, ("PERSON", "PLACE"))
    export_layer(documents, folder=tmp_path / "out", facts=facts, labels=labels, plan=plan)
    return tmp_path / "out"


def spacy_command(*args: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-m", "spacy", *args], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_spacy_finds_nothing_wrong_and_learns(tmp_path):
    needs("spacy")
    folder = export(tmp_path, ["docbin"], lang="en")
    spacy_command("init", "config", "config.cfg", "--lang", "en", "--pipeline", "ner", cwd=folder)
    paths = ["--paths.train", "train.docbin", "--paths.dev", "dev.docbin"]
    told = spacy_command("debug", "data", "config.cfg", *paths, "--no-format", cwd=folder)
    assert "invalid" not in told.lower()
    short = ["--training.max_epochs", "4", "--training.eval_frequency", "20", "--training.patience", "0"]
    spacy_command("train", "config.cfg", *paths, *short, "--output", "model", cwd=folder)
    scores = json.loads((folder / "model" / "model-best" / "meta.json").read_text())["performance"]
    assert scores["ents_f"] > 0.8


def test_datasets_loads_the_export(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = needs("datasets")
    folder = export(tmp_path, ["hf", "hf-jsonl"])
    loaded = datasets.load_dataset(str(folder), "default")
    assert set(loaded) == {"train", "dev"}
    names = loaded["train"].features["ner_tags"].feature.names
    assert names == ["O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE"]
    documents = {each.document.key: each for each in corpus(240)}
    for row in loaded["dev"]:
        given = documents[row["id"]]
        assert row["text"] == given.document.text
        assert [(s["start"], s["end"], s["label"]) for s in row["spans"]] == [span.key for span in given.spans]
        tagged = [token for token, tag in zip(row["tokens"], row["ner_tags"], strict=True) if tag]
        assert tagged == [given.document.text[span.start : span.end] for span in given.spans]
    lines = datasets.load_dataset(str(export(tmp_path / "lines", ["hf-jsonl"])))
    assert lines["train"].num_rows == loaded["train"].num_rows
    assert set(lines["dev"][0]["ner_tags"]) == {"O", "B-PERSON", "B-PLACE"}


def test_srsly_reads_prodigy_tasks_and_spacy_finds_their_spans(tmp_path):
    srsly, spacy = needs("srsly"), needs("spacy")
    path, _ = written("prodigy", DOCUMENTS, tmp_path)
    task = next(iter(srsly.read_jsonl(path)))
    doc = spacy.blank("en")(task["text"])
    for span in task["spans"]:
        found = doc.char_span(span["start"], span["end"], label=span["label"])
        assert found is not None
        assert found.text == span["text"]
        assert task["tokens"][span["token_start"]]["start"] == span["start"]
        assert task["tokens"][span["token_end"]]["end"] == span["end"]
