"""What is empty, nested, missing or the same everywhere: each has one answer, and a reason where it is none."""

import pytest

from curator.agreement import Shared, gamma, measure

TEXT = "General Ivanov and Colonel Petrov were detained in Moscow."
TOKENS = [(0, 7), (8, 14), (15, 18), (19, 26), (27, 33), (34, 38), (39, 47), (48, 50), (51, 57), (57, 58)]
RANK, PERSON = (0, 7, "RANK"), (8, 14, "PERSON")
F1 = ("exact_f1", "type_f1", "boundary_f1", "partial_f1", "token_f1")
SINGLE = ("cohen_kappa", "fleiss_kappa", "alpha", "ac1")
CHANCE = (*SINGLE, "unitizing_alpha", "u_alpha", "u_alpha_binary")


def compare(*documents, **options):
    shared = [Shared(str(n), layers, TEXT, tokens=TOKENS) for n, layers in enumerate(documents)]
    return measure(shared, **{"annotators": "AB", "labels": ("RANK", "PERSON"), "resamples": 0, **options})


def reasons(measures, names):
    return {measures[name].reason for name in names}


def test_both_finished_without_spans():
    measures = compare({"A": [], "B": []}).measures
    assert reasons(measures, F1) == {"no_spans"}
    assert reasons(measures, CHANCE) == {"no_variation"}
    assert measures["cohen_kappa_without_o"].reason == "no_spans"


def test_an_empty_document_counts_for_kappa_and_alpha_but_not_for_f1():
    one = {"A": [RANK], "B": [(0, 14, "RANK")]}
    alone, with_empty = compare(one).measures, compare(one, {"A": [], "B": []}).measures
    for name in (*F1, "cohen_kappa_without_o"):
        assert alone[name] == with_empty[name]
    for name in ("cohen_kappa", "alpha", "u_alpha"):
        assert alone[name].value < with_empty[name].value


def test_one_side_empty():
    agreement = compare({"A": [RANK, PERSON], "B": []})
    for name in F1:
        assert agreement.measures[name].value == 0
    for name in CHANCE:
        assert agreement.measures[name].value is not None, name
    assert gamma(agreement.counts).measure.reason == "one_side_empty"
    assert agreement.measures["cohen_kappa"].value == 0


def test_who_did_not_finish_is_missing_and_not_empty():
    both, lone = {"A": [RANK], "B": [RANK]}, {"A": [PERSON]}
    agreement = compare(both, lone)
    assert agreement.measures == compare(both).measures
    assert (agreement.documents, agreement.shared) == (2, 1)
    assert agreement.by_pair[0].documents == 1
    # The span counts for how many there are, not for how far they agree.
    assert [each.spans for each in agreement.by_label] == [1, 2]


def test_nobody_finished_the_same_document():
    measures = compare({"A": [RANK]}, {"B": [RANK]}).measures
    assert reasons(measures, (*F1, *CHANCE)) == {"no_documents"}


def test_no_documents_at_all():
    agreement = compare()
    assert reasons(agreement.measures, (*F1, *CHANCE)) == {"no_documents"}
    assert agreement.by_document() == []
    assert gamma(agreement.counts).measure.reason == "no_documents"


def test_one_annotator():
    agreement = compare({"A": [RANK]}, annotators="A")
    assert reasons(agreement.measures, (*F1, *CHANCE)) == {"two_annotators"}
    assert agreement.by_pair == []
    assert gamma(agreement.counts).measure.reason == "two_annotators"


def test_no_variation_is_never_full_agreement():
    """Everybody marks everything with the same label."""
    everything = [(0, len(TEXT), "RANK")]
    measures = compare({"A": everything, "B": everything}).measures
    assert measures["exact_f1"].value == 1
    assert reasons(measures, (*SINGLE, "u_alpha", "u_alpha_binary", "cohen_kappa_without_o")) == {"no_variation"}


def test_nested_spans():
    nested = [RANK, (0, 14, "PERSON"), (8, 14, "PERSON")]
    agreement = compare({"A": nested, "B": [RANK, PERSON]})
    assert reasons(agreement.measures, (*SINGLE, "cohen_kappa_without_o", "u_alpha", "u_alpha_binary")) == {
        "overlapping_spans"
    }
    assert agreement.measures["exact_f1"].value == pytest.approx(4 / 5)
    by_label = {each.label: each.measures for each in agreement.by_label}
    assert by_label["RANK"]["alpha"].value == 1
    assert 0 < by_label["PERSON"]["alpha"].value < 1
    assert by_label["PERSON"]["cohen_kappa"].value is not None
    assert by_label["RANK"]["unitizing_alpha"].value == 1
    assert by_label["PERSON"]["unitizing_alpha"].reason == "overlapping_spans"
    assert gamma(agreement.counts).measure.value is not None


def test_two_labels_within_one_token():
    """The spans do not overlap, yet the token would need two labels."""
    agreement = compare({"A": [(0, 3, "RANK"), (3, 7, "PERSON")], "B": [RANK]})
    assert reasons(agreement.measures, SINGLE) == {"overlapping_spans"}
    assert agreement.measures["u_alpha"].value is not None


def test_a_span_twice_counts_once():
    once, twice = compare({"A": [RANK], "B": [RANK, PERSON]}), compare({"A": [RANK] * 3, "B": [PERSON, RANK, PERSON]})
    assert once.measures == twice.measures
    assert once.by_label == twice.by_label


def test_neighbours_do_not_overlap():
    measures = compare({"A": [(0, 5, "RANK")], "B": [(5, 9, "RANK")]}).measures
    assert measures["type_f1"].value == 0
    assert measures["partial_f1"].value == 0
    assert measures["token_f1"].value == pytest.approx(2 / 3)  # both touch the first token


def test_where_somebody_did_only_some_labels_the_others_are_missing():
    shared = [
        Shared("a", {"A": [RANK], "B": [RANK, PERSON]}, TEXT, tokens=TOKENS, scope={"A": ["RANK"]}),
        Shared("b", {"A": [PERSON], "B": [RANK]}, TEXT, tokens=TOKENS),
    ]
    agreement = measure(shared, resamples=0)
    by_label = {each.label: each.measures for each in agreement.by_label}
    only_b = measure(shared[1:], resamples=0)
    both = compare({"A": [RANK], "B": [RANK]}, {"A": [], "B": [RANK]})
    assert by_label["PERSON"] == next(e.measures for e in only_b.by_label if e.label == "PERSON") | {
        "unitizing_alpha": by_label["PERSON"]["unitizing_alpha"]
    }
    for name in ("exact_f1", "alpha", "cohen_kappa"):
        assert by_label["RANK"][name] == next(e.measures[name] for e in both.by_label if e.label == "RANK")
    # B's PERSON in the first document is no mistake: nobody looked for it there but B.
    assert agreement.measures["exact_f1"].value == pytest.approx(2 / 4)
    assert agreement.measures["alpha"] == only_b.measures["alpha"]


def test_an_annotator_and_labels_can_be_left_out():
    documents = {"A": [RANK, PERSON], "B": [RANK], "C": []}
    shared = [Shared("a", documents, TEXT, tokens=TOKENS)]
    subset = measure(shared, annotators=["B", "A"], labels=["RANK"], resamples=0)
    assert subset.annotators == ("A", "B")
    assert subset.measures["exact_f1"].value == 1
    assert [each.label for each in subset.by_label] == ["RANK"]
