"""WebAnno TSV, as WebAnno and INCEpTION export it."""

import pytest

from tests.formats.formats_kit import read

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"


def one(tmp_path, text: str, **options):
    path = tmp_path / "a.tsv"
    path.write_text(text, newline="")
    (found,) = read(path, **options)
    return found


def spans(record) -> list[tuple[str, str]]:
    text = record.document.text
    return [(s.span.label, text[s.span.start : s.span.end]) for s in record.suggestions]


def test_sentences_and_spans(tmp_path):
    record = one(
        tmp_path,
        HEAD + "\n\n#Text=Joe O'Neil paid.\n1-1\t0-3\tJoe\t*[1]\tPER[1]\t\n1-2\t4-10\tO'Neil\t*[1]\tPER[1]\t\n"
        "1-3\t11-15\tpaid\t_\t_\t\n1-4\t15-16\t.\t_\t_\t\n\n#Text=In Omsk.\n2-1\t17-19\tIn\t_\t_\t\n"
        "2-2\t20-24\tOmsk\thttp://x\tLOC\t\n2-3\t24-25\t.\t_\t_\t\n",
    )
    assert record.document.text == "Joe O'Neil paid.\nIn Omsk."
    assert spans(record) == [("PER", "Joe O'Neil"), ("LOC", "Omsk")]
    assert record.suggestions[1].span.attributes == {"identifier": "http://x"}
    assert record.left == ()


def test_offsets_are_utf16_units_and_gaps_are_kept(tmp_path):
    record = one(
        tmp_path,
        HEAD + "\n#Text=😀 Joe\n1-1\t0-2\t😀\t_\t_\n1-2\t3-6\tJoe\t_\tPER\n\n#Text=Tver\n2-1\t9-13\tTver\t_\tLOC\n",
    )
    assert record.document.text == "😀 Joe  \nTver"
    assert spans(record) == [("PER", "Joe"), ("LOC", "Tver")]


def test_stacked_values_sub_tokens_and_escapes(tmp_path):
    record = one(
        tmp_path,
        HEAD + "\n#Text=Petersburg\\ttram\n1-1\t0-10\tPetersburg\t_\tLOC[1]|ORG\\|X[2]\n"
        "1-1.1\t0-6\tPeters\t_\tPER\n1-2\t11-15\ttram\t_\tORG\\|X[2]\n",
    )
    assert record.document.text == "Petersburg\ttram"
    assert sorted(spans(record)) == [("LOC", "Petersburg"), ("ORG|X", "Petersburg\ttram"), ("PER", "Peters")]


def test_layers(tmp_path):
    text = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.POS|PosValue\n#T_SP=webanno.custom.Rank|kind\n"
        "#T_RL=x.Dep|Type|BT_x.POS\n\n\n#Text=Joe ran\n1-1\t0-3\tJoe\tNN\tgeneral\tsubj\t1-2\n"
        "1-2\t4-7\tran\tVB\t*\t_\t_\n"
    )
    record = one(tmp_path, text)
    assert spans(record) == [("NN", "Joe"), ("general", "Joe"), ("VB", "ran")]
    assert [(left.kind, left.what) for left in record.left] == [
        ("relation", "1 in all"),
        ("annotation without a label", "4-7 in webanno.custom.Rank"),
    ]
    assert spans(one(tmp_path, text, layer="Rank")) == [("general", "Joe")]
    assert one(tmp_path, text, layer="Nope").what == "there is no layer 'Nope'"


def test_layers_behind_relations_and_chains_are_in_their_columns(tmp_path):
    record = one(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.POS|coarseValue|PosValue\n#T_RL=x.Dependency|Type|flavor|BT_x.POS\n"
        "#T_CH=x.CoreferenceLink|referenceRelation|referenceType\n#T_SP=x.NamedEntity|value\n#T_SP=x.Quote|\n\n\n"
        "#Text=Joe ran\n1-1\t0-3\tJoe\tNOUN\tNN\tsubj\t*\t1-2\t*->1-1\tname[1]\tPER\t_\t\n"
        "1-2\t4-7\tran\tVERB\tVB\troot\t*\t1-2\t_\t_\t_\t*[2]\t\n",
    )
    assert spans(record) == [("PER", "Joe")]
    assert sorted((left.kind, left.what) for left in record.left) == [
        ("annotation of layer x.POS", "2 in all"),
        ("annotation of layer x.Quote", "1 in all"),
        ("chain", "1 in all"),
        ("relation", "2 in all"),
    ]


def test_slots_are_told_and_stretch_nothing(tmp_path):
    record = one(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Frame|name|ROLE_webanno.custom.Frame:roles_webanno.custom.Link|"
        "webanno.custom.Frame\n\n\n#Text=Joe sold it\n1-1\t0-3\tJoe\tNAME[1]\t_\t_\t\n"
        "1-2\t4-8\tsold\tSALE[2]\tagent;theme[2]\t1-1[1];1-3[3]\t\n1-3\t9-11\tit\tTHING[3]\t_\t_\t\n",
    )
    assert spans(record) == [("NAME", "Joe"), ("SALE", "sold"), ("THING", "it")]
    assert all(not s.span.attributes for s in record.suggestions)
    assert [(left.kind, left.what) for left in record.left] == [("slot", "roles of 1 annotations")]


def test_a_known_text_is_the_one_that_spans_stand_on(tmp_path):
    from tests.formats.formats_kit import made

    text = HEAD + "\n#Text=Joe.\n1-1\t0-3\tJoe\t_\tPER\n\n#Text=Tver\n2-1\t5-9\tTver\t_\tLOC\n"
    record = one(tmp_path, text, documents=[made("Joe.\tTver", key="a")])
    assert record.document.text == "Joe.\tTver"
    assert one(tmp_path, text).document.text == "Joe.\nTver"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("1-1\tx\tJoe\t_\tPER", "this is no row of a token"),
        ("1-1\t0-9\tJoe\t_\tPER", "end 9 lies outside"),
    ],
)
def test_flaws(tmp_path, line, what):
    flaw = one(tmp_path, f"{HEAD}\n#Text=Joe 😀\n{line}\n")
    assert flaw.what.startswith(what) or "lies behind the text" in flaw.what
