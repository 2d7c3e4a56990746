"""curator agreement."""

import csv
import html
import io
import json
import re

import pytest

from tests.cli.conftest import FIRST, SECOND, as_json, decide, failure, jsonl, run


def row(text, key, *spans, **more):
    return {"id": key, "text": text, "spans": [{"start": s, "end": e, "label": x} for s, e, x in spans], **more}


A = [row(FIRST, "first", (0, 7, "PERSON"), (20, 27, "PLACE")), row(SECOND, "second", (20, 25, "PERSON"))]
B = [row(FIRST, "first", (0, 7, "PERSON"), (20, 28, "PLACE")), row(SECOND, "second")]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anna.jsonl").write_text(jsonl(*A))
    (tmp_path / "bea.jsonl").write_text(jsonl(*B))
    return tmp_path


def finished(project, layer, accepted):
    """Both documents are finished, with so many of the suggestions in the first one."""

    def act(desk):
        desk.open(1)
        for _ in range(accepted):
            desk.act(desk.session.accept())
        desk.finish("reject")
        desk.open(2)
        desk.finish("reject")

    decide(project, act, layer=layer)


def lines(*args):
    result = run("agreement", *args)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_two_files(files):
    found = lines("anna.jsonl", "bea.jsonl")
    assert found[0].startswith("exact F1 .40 [.")
    assert found[0].endswith("· 2 documents, 2 reviewers, 100 % by two or more")
    assert found[1] == "warning: only 2 documents; the intervals say little"
    assert next(line.split() for line in found if line.startswith("PERSON"))[:3] == ["PERSON", "3", ".67"]
    assert 'missed second:20:25: anna PERSON "Orlov" | bea nothing' in found
    assert 'boundary first:20:28: anna PLACE "Tavolsk" | bea PLACE "Tavolsk."' in found
    assert found[-1].startswith("tokens: curator's own; intervals: 95 %, 2000 resamples of documents, seed 2004")


def test_two_who_share_no_label_are_warned_of(files):
    (files / "bea.jsonl").write_text(jsonl(row(FIRST, "first", (0, 7, "PER")), row(SECOND, "second")))
    warning = "warning: anna and bea share no label: PERSON, PLACE | PER"
    assert lines("anna.jsonl", "bea.jsonl").count(warning) == 1
    assert warning not in lines("--what-if", "one-label", "anna.jsonl", "bea.jsonl")
    (files / "bea.jsonl").write_text(jsonl(row(FIRST, "first"), row(SECOND, "second")))
    assert not any("share no label" in line for line in lines("anna.jsonl", "bea.jsonl"))


def test_json(files):
    found = as_json("agreement", "anna.jsonl", "bea.jsonl")
    assert (found["annotators"], found["labels"]) == (["anna", "bea"], ["PERSON", "PLACE"])
    assert (found["documents"], found["shared_documents"], found["few_documents"]) == (2, 2, True)
    assert found["measures"]["exact_f1"]["value"] == pytest.approx(2 / 5)
    assert found["measures"]["exact_f1"]["low"] == 0
    assert found["by_label"]["PLACE"]["measures"]["type_f1"]["value"] == 1
    assert found["by_pair"][0]["disagreements"] == {"missed": 1, "boundary": 1}
    assert {"left": "PERSON", "right": None, "count": 1} in found["confusion"]
    assert [each["kind"] for each in found["passages"]] == ["boundary", "missed"]
    assert found["passages"][0]["left_spans"] == [{"start": 20, "end": 27, "label": "PLACE"}]
    assert found["worst_documents"][0]["document"] == "second"
    assert found["gamma"] is None


def test_csv(files):
    result = run("agreement", "--csv", "anna.jsonl", "bea.jsonl")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    (found,) = (r for r in rows if (r["scope"], r["measure"], r["label"]) == ("label", "type_f1", "PLACE"))
    assert (found["value"], found["count"]) == ("1.0", "2")
    assert {r["scope"] for r in rows} == {
        "all", "label", "pair", "pair and label", "document", "disagreements", "confusion",
    }  # fmt: skip


def test_gamma_and_seed(files):
    found = as_json("agreement", "--gamma", "--seed", "7", "anna.jsonl", "bea.jsonl")
    assert found["seed"] == found["gamma"]["seed"] == 7
    assert found["gamma"]["samples"] == 300
    assert 0 < found["gamma"]["value"] < 1


def test_labels_reviewers_query(files):
    (files / "carl.jsonl").write_text(jsonl(*A))
    three = ("anna.jsonl", "bea.jsonl", "carl.jsonl")
    assert as_json("agreement", *three)["annotators"] == ["anna", "bea", "carl"]
    subset = as_json("agreement", "--reviewers", "anna, carl", "--label", "PLACE", "--query", "TAVOLSK", *three)
    assert (subset["annotators"], subset["labels"], subset["documents"]) == (["anna", "carl"], ["PLACE"], 1)
    assert subset["subset"] == ["labels PLACE", "with 'TAVOLSK'"]
    assert subset["measures"]["exact_f1"]["value"] == 1


def test_what_if(files):
    found = as_json("agreement", "--what-if", "punctuation", "anna.jsonl", "bea.jsonl")
    assert found["measures"]["exact_f1"]["value"] == pytest.approx(4 / 5)
    one = as_json("agreement", "--what-if", "one-label", "--label", "PERSON", "anna.jsonl", "bea.jsonl")
    assert one["labels"] == ["ANY"]
    assert one["measures"]["exact_f1"]["value"] == pytest.approx(2 / 3)
    text = "General Orlov left."
    (files / "a.jsonl").write_text(jsonl(row(text, "d", (0, 13, "PERSON"))))
    (files / "b.jsonl").write_text(jsonl(row(text, "d", (8, 13, "PERSON"))))
    assert as_json("agreement", "--what-if", "titles", "a.jsonl", "b.jsonl")["measures"]["exact_f1"]["value"] == 1


def test_tokens_that_come_along_are_used(files):
    for name in ("a", "b"):
        end = {"a": 5, "b": 7}[name]
        (files / f"{name}.jsonl").write_text(
            jsonl(row("Orlov's home.", "d", (0, end, "PERSON"), tokens=[[0, 7], [8, 12], [12, 13]]))
        )
    found = as_json("agreement", "a.jsonl", "b.jsonl")
    assert (found["tokens"], found["measures"]["token_f1"]["value"]) == ("given", 1)
    (files / "b.jsonl").write_text(jsonl(row("Orlov's home.", "d", tokens=[[0, 7], [5, 12]])))
    result = run("agreement", "a.jsonl", "b.jsonl")
    assert result.exit_code == 1
    assert "b.jsonl:1: tokens[1], [5, 12), is empty, out of order or behind the text" in result.stderr


def test_folders_of_brat_files(files):
    for name, line in (
        ("a", "T1\tPERSON 0 7\tPlotkin\n"),
        ("b", "T1\tPERSON 0 7\tPlotkin\nT2\tPLACE 20 27\tTavolsk\n"),
    ):
        (files / name).mkdir()
        (files / name / "one.txt").write_text(FIRST)
        (files / name / "one.ann").write_text(line)
    found = as_json("agreement", "a/", "b/")
    assert found["annotators"] == ["a", "b"]
    assert found["measures"]["exact_f1"]["value"] == pytest.approx(2 / 3)


def test_a_text_without_annotations_is_not_finished(files):
    for name in ("a", "b"):
        (files / name).mkdir()
        for key in ("one", "two"):
            (files / name / f"{key}.txt").write_text(FIRST if key == "one" else SECOND)
            (files / name / f"{key}.ann").write_text("")
    (files / "b" / "two.ann").unlink()
    found = as_json("agreement", "a/", "b/")
    assert (found["documents"], found["shared_documents"]) == (2, 1)
    assert found["left_out"] == [{"document": "two", "annotator": "b", "reason": "not_finished"}]


def test_conll_files_have_their_own_tokens_and_no_keys(files):
    (files / "a.conll").write_text("Orlov\tB-PER\nleft\tO\n.\tO\n")
    (files / "b.conll").write_text("Orlov\tB-PER\nleft\tI-PER\n.\tO\n")
    found = as_json("agreement", "a.conll", "b.conll")
    assert (found["shared_documents"], found["tokens"]) == (1, "given")
    assert found["measures"]["token_f1"]["value"] == pytest.approx(2 / 3)


def test_how_files_are_read_can_be_said(files):
    (files / "a.conll").write_text("Orlov\tB-PER\n\nleft\tO\n")
    (files / "b.conll").write_text("Orlov\tB-PER\n\nleft\tB-PER\n")
    found = as_json("agreement", "--format", "conll", "-o", "by=sentence", "a.conll", "b.conll")
    assert found["shared_documents"] == 2
    text = "😀 Orlov left."
    for name in ("a", "b"):
        (files / f"{name}.jsonl").write_text(jsonl(row(text, "d", (3, 8, "PERSON"))))
    assert as_json("agreement", "--offsets", "utf-16", "a.jsonl", "b.jsonl")["passages"] == []


def test_one_file_with_several_layers(files):
    rows = [{**each, "layer": name} for name, layer in (("anna", A), ("bea", B)) for each in layer]
    (files / "all.jsonl").write_text(jsonl(*rows))
    assert as_json("agreement", "all.jsonl")["by_pair"] == as_json("agreement", "anna.jsonl", "bea.jsonl")["by_pair"]


def test_what_is_not_done_is_missing(files):
    rows = [{**each, "layer": "bea", "status": status} for each, status in zip(B, ("done", "started"), strict=True)]
    (files / "bea.jsonl").write_text(jsonl(*rows))
    found = as_json("agreement", "anna.jsonl", "bea.jsonl")
    assert (found["documents"], found["shared_documents"]) == (2, 1)
    assert found["left_out"] == [{"document": "second", "annotator": "bea", "reason": "not_finished"}]
    assert lines("anna.jsonl", "bea.jsonl")[-1] == "left out: 1 that somebody did not finish"


def test_documents_with_another_text_are_left_out_and_told(files):
    (files / "bea.jsonl").write_text(jsonl(B[0], row(SECOND + "!", "second")))
    found = lines("anna.jsonl", "bea.jsonl")
    assert found[-1] == "left out: 1 document with different texts, such as second"


def test_page(files):
    evil = '<script>alert(1)</script> & "Orlov"'
    (files / "a.jsonl").write_text(jsonl(row(evil, "<b>key", (0, 8, "<i>L"), (28, 33, "PERSON"))))
    (files / "b.jsonl").write_text(jsonl(row(evil, "<b>key", (0, 8, "PERSON"))))
    result = run("agreement", "a.jsonl", "b.jsonl", "--html", "out.html")
    assert result.exit_code == 0
    assert "out.html is written" in result.stderr
    page = (files / "out.html").read_text()
    assert "<script" not in page
    assert "<i>" not in page
    assert "<b>key" not in page
    assert html.escape(evil[:8]) in page
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)
    assert '<mark class="disputed start end">' in page
    assert "<svg" in page
    assert page.count("<section>") == page.count("</section>") == 7


def test_a_page_that_cannot_be_written(files):
    assert failure("agreement", "anna.jsonl", "bea.jsonl", "--html", "no/such/folder.html") == (
        "no/such/folder.html: cannot be written: No such file or directory; name another file"
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["anna.jsonl", "none.jsonl"], "none.jsonl: no such file or folder; check the path"),
        (["anna.jsonl"], "agreement takes two people; name a file or a folder of each; there is only anna"),
        (["anna.jsonl", "anna.jsonl"], "anna.jsonl: the same file is named twice; name one for each person"),
        (
            ["--reviewers", "anna,dora", "anna.jsonl", "bea.jsonl"],
            "there is no reviewer 'dora' in these files; there are: anna, bea",
        ),
        (
            ["--label", "ORG", "anna.jsonl", "bea.jsonl"],
            "there is no label 'ORG' in these layers; use one of: PERSON, PLACE",
        ),
        (
            ["--query", "nowhere", "anna.jsonl", "bea.jsonl"],
            "no document was finished by two of anna and bea (with 'nowhere'); "
            "ask for more, or have two people finish the same ones",
        ),
        (
            ["--since", "2026-01-01", "anna.jsonl", "bea.jsonl"],
            "files do not say when a document was finished; leave out --since and --until",
        ),
        (
            ["--what-if", "case", "anna.jsonl", "bea.jsonl"],
            "there is no what-if 'case'; use one of: punctuation, titles, one-label",
        ),
        (
            ["anna.jsonl", "other.jsonl"],
            "first: anna and other have different texts in 1 document, and share no other; "
            "compare layers on the same texts",
        ),
        (
            ["anna.jsonl", "stranger.jsonl"],
            "no document was finished by two of anna and stranger; have two people finish the same ones",
        ),
    ],
)
def test_mistakes(files, args, message):
    (files / "other.jsonl").write_text(jsonl(row(FIRST + "!", "first")))
    (files / "stranger.jsonl").write_text(jsonl(row("Another text.", "third")))
    assert failure("agreement", *args) == message


def test_wrong_usage(files):
    for args in (["--json", "--csv"], ["--json", "--screen"], ["--since", "May"], ["--reviewers", "anna,,bea"]):
        assert run("agreement", *args, "anna.jsonl", "bea.jsonl").exit_code == 2


def test_the_screen_needs_a_terminal(files):
    assert failure("agreement", "--screen", "anna.jsonl", "bea.jsonl") == (
        "the screen needs a terminal, and standard input is none; "
        "run it without pipes and redirections, or leave out --screen"
    )


def test_every_mistake_in_a_file_is_told(files):
    (files / "bea.jsonl").write_text("{}\nnonsense\n")
    result = run("agreement", "anna.jsonl", "bea.jsonl", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()[:2]] == ["bea.jsonl:1", "bea.jsonl:2"]
    assert result.stderr.splitlines()[2] == "curator: 2 mistakes; nothing was compared"


# In a project


@pytest.fixture
def labelled(filled):
    finished(filled, "anna", 2)
    finished(filled, "bea", 1)
    return filled


def test_in_a_project_it_is_for_adjudicators_and_kept(labelled):
    assert failure("agreement") == (
        "the layer 'bea' is not shown to anna before it is adjudicated; "
        "name a layer of your own; an adjudicator says --as-adjudicator, which is kept"
    )
    found = as_json("agreement", "--as-adjudicator")
    assert found["annotators"] == ["anna", "bea"]
    assert found["labels"] == ["PERSON", "PLACE"]
    assert (found["documents"], found["shared_documents"]) == (2, 2)
    assert found["measures"]["exact_f1"]["value"] == pytest.approx(2 / 3)
    from contextlib import closing

    from curator.store import open_store

    with closing(open_store(labelled / "curator.db")) as store:
        (access,) = store.accesses()
    assert (access.author, access.layers, access.purpose) == ("anna", ("bea",), "agreement")


def test_only_what_both_finished(labelled):
    decide(labelled, lambda desk: desk.open(2) or desk.act(desk.session.reopen()), layer="bea")
    found = as_json("agreement", "--as-adjudicator")
    assert (found["documents"], found["shared_documents"]) == (2, 1)


def test_days(labelled):
    assert as_json("agreement", "--as-adjudicator", "--since", "2020-01-01")["shared_documents"] == 2
    assert failure("agreement", "--as-adjudicator", "--until", "2020-01-01").startswith("no document was finished by")
    assert as_json("agreement", "--as-adjudicator", "--query", "plotkin")["documents"] == 1
    (week,) = as_json("agreement", "--as-adjudicator")["trend"]
    assert re.fullmatch(r"20\d\d-W\d\d", week["period"])
    assert week["documents"] == 2
    assert week["measures"]["exact_f1"]["value"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--reviewers", "dora,anna"], "there is no reviewer 'dora'; there are: anna, bea"),
        (["--reviewers", "anna"], "agreement takes two reviewers; there are: anna, bea"),
        (["--label", "ORG"], "there is no label 'ORG' in labels.yaml; use one of: PERSON, PLACE"),
    ],
)
def test_mistakes_in_a_project(labelled, args, message):
    assert failure("agreement", "--as-adjudicator", *args) == message


def test_a_label_that_is_no_longer_in_labels_yaml(labelled):
    yaml = (labelled / "labels.yaml").read_text()
    (labelled / "labels.yaml").write_text(yaml.replace("name: PLACE", "name: TOWN"))
    assert failure("agreement", "--as-adjudicator") == (
        "first: the layer 'anna' holds the label 'PLACE', which is not in labels.yaml; "
        "add it to labels.yaml, or name the labels to compare: --label NAME"
    )
    assert as_json("agreement", "--as-adjudicator", "--label", "PERSON")["measures"]["exact_f1"]["value"] == 1


def test_nothing_is_written_but_the_access(labelled):
    before = (labelled / "labels.yaml").read_text()
    first = json.dumps(as_json("agreement", "--as-adjudicator"))
    assert json.dumps(as_json("agreement", "--as-adjudicator")) == first
    assert (labelled / "labels.yaml").read_text() == before


def test_somebody_who_did_only_some_labels(files):
    """What they did not do is missing, not missed: it counts neither for nor against them."""
    whole = as_json("agreement", "anna.jsonl", "bea.jsonl")
    assert whole["by_label"]["PERSON"]["spans"] == 3
    found = as_json("agreement", "--did", "bea=PLACE", "anna.jsonl", "bea.jsonl")
    assert found["subset"] == ["bea did PLACE alone"]
    assert found["by_label"]["PERSON"]["measures"]["exact_f1"] == {"value": None, "reason": "no_documents"}
    assert found["by_label"]["PLACE"]["measures"] == whole["by_label"]["PLACE"]["measures"]
    assert found["measures"]["exact_f1"]["value"] == 0
    assert found["disagreements"] == {"missed": 0, "boundary": 1, "label": 0, "both": 0, "split": 0}
    assert "only: bea did PLACE alone" in lines("--did", "bea=PLACE", "anna.jsonl", "bea.jsonl")
    # A third one keeps PERSON between the two who did it.
    (files / "carl.jsonl").write_text(jsonl(*A))
    three = as_json("agreement", "--did", "bea=PLACE", "anna.jsonl", "bea.jsonl", "carl.jsonl")
    assert three["by_label"]["PERSON"]["measures"]["exact_f1"]["value"] == 1


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("zoe=PLACE", "--did names 'zoe', who is not compared; name one of: anna, bea"),
        ("bea=TOWN", "--did names the label 'TOWN', which is not compared; name some of: PERSON, PLACE"),
    ],
)
def test_who_did_what_must_be_there(files, value, line):
    assert failure("agreement", "--did", value, "anna.jsonl", "bea.jsonl") == line


@pytest.mark.parametrize(
    "args", [("--did", "bea"), ("--did", "=X"), ("--did", "bea=,"), ("--did", "bea=PLACE", "--what-if", "one-label")]
)
def test_who_did_what_that_is_not_one(files, args):
    assert run("agreement", *args, "anna.jsonl", "bea.jsonl").exit_code == 2


def test_who_did_what_in_a_project(filled):
    finished(filled, "anna", 2)
    finished(filled, "boris", 1)
    found = as_json("agreement", "--as-adjudicator", "--did", "boris=PERSON")
    assert found["by_label"]["PLACE"]["measures"]["exact_f1"]["reason"] == "no_documents"
    assert found["measures"]["exact_f1"]["value"] == 1


def test_as_many_documents_as_are_wanted(files):
    both = ("anna.jsonl", "bea.jsonl")
    assert [each["document"] for each in as_json("agreement", *both)["worst_documents"]] == ["second", "first"]
    assert [each["document"] for each in as_json("agreement", "--documents", "1", *both)["worst_documents"]] == [
        "second"
    ]
    assert as_json("agreement", "--documents", "0", *both)["worst_documents"] == []
    many = [row(f"Orlov {n}.", f"d{n:02}", (0, 5, "PERSON")) for n in range(30)]
    for name in ("x", "y"):
        (files / f"{name}.jsonl").write_text(jsonl(*many))
    assert len(as_json("agreement", "x.jsonl", "y.jsonl")["worst_documents"]) == 10
    result = run("agreement", "--documents", "all", "--csv", "x.jsonl", "y.jsonl")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len({r["document"] for r in rows if r["scope"] == "document"}) == 30
    assert run("agreement", "--documents", "some", *both).exit_code == 2


def test_a_status_is_heard_also_where_no_layer_is_named(files):
    for name, status in (("a", "started"), ("b", "done")):
        (files / f"{name}.jsonl").write_text(
            jsonl(row(FIRST, "first", status=status), row(SECOND, "second", status="x"))
        )
    found = as_json("agreement", "a.jsonl", "b.jsonl")
    assert found["shared_documents"] == 1
    assert [(each["document"], each["annotator"]) for each in found["left_out"]] == [("first", "a")]
