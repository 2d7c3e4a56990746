"""Every measure against its definition, and what must hold of it whatever the layers are."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import strategies as st

from curator.agreement import Shared, gather, measure
from curator.agreement.measures import NAMES
from curator.errors import CuratorError
from curator.model import Annotated, Document, Span, text_hash
from tests.agreement import slow
from tests.fast import tried

LABELS = ("PER", "RANK", "ORG")
LENGTH = 14
TOKENS = [(0, 2), (2, 3), (4, 6), (6, 7), (8, 10), (11, 14)]
# One choice a span is half the work of a choice each for its start, length and label.
SPAN = st.sampled_from(
    [
        (start, end, label)
        for start in range(LENGTH)
        for end in range(start + 1, min(start + 6, LENGTH) + 1)
        for label in LABELS
    ]
)


def flat(spans):
    """Those of the spans that share neither a character nor a token with one before."""
    kept = []
    for span in spans:
        tokens = [token for token in TOKENS if slow.overlap(token, span)]
        if not any(slow.overlap(span, other) or any(slow.overlap(t, other) for t in tokens) for other in kept):
            kept.append(span)
    return kept


NESTED = st.lists(SPAN, max_size=5)
FLAT = NESTED.map(flat)


def documents(layer, most=3):
    layers = st.dictionaries(st.sampled_from("ABC"), layer, max_size=3)
    return st.lists(layers, max_size=most).map(
        lambda all_layers: [
            Shared(f"d{number}", layers, length=LENGTH, tokens=TOKENS) for number, layers in enumerate(all_layers)
        ]
    )


def measured(found, **options):
    return measure(found, annotators="ABC", labels=LABELS, resamples=0, **options)


def same(measured, expected):
    if expected is None:
        assert measured.value is None, measured
        assert measured.reason
    else:
        assert measured.value == pytest.approx(expected, abs=1e-9)


def pairs(agreement):
    return {(pair.left, pair.right): pair for pair in agreement.by_pair}


@tried(15, 60, documents(NESTED))
def test_f1_of_pairs(found):
    for (a, b), pair in pairs(measured(found)).items():
        for name in slow.WEIGHTS:
            same(pair.measures[name], slow.f1(found, a, b, name))
        same(pair.measures["token_f1"], slow.token_f1(found, a, b))
        for label in LABELS:
            for name in ("exact_f1", "type_f1", "partial_f1"):
                same(pair.labels[label][name], slow.f1(found, a, b, name, label))
            same(pair.labels[label]["token_f1"], slow.token_f1(found, a, b, label))


@tried(15, 60, documents(NESTED))
def test_boundary_f1_by_label_adds_up_to_that_of_all(found):
    for (a, b), pair in pairs(measured(found)).items():
        both = slow.shared(found, (a, b))
        sizes = {label: sum(len(slow.layer(d, n, label)) for d in both for n in (a, b)) for label in LABELS}
        parts = [(pair.labels[label]["boundary_f1"].value or 0) * sizes[label] for label in LABELS]
        whole = (pair.measures["boundary_f1"].value or 0) * sum(sizes.values())
        assert sum(parts) == pytest.approx(whole)


@tried(15, 60, documents(NESTED))
def test_a_span_counts_for_the_boundary_of_its_label_if_the_other_has_its_place(found):
    for (a, b), pair in pairs(measured(found)).items():
        both = slow.shared(found, (a, b))
        if any(len({s[:2] for s in d.layers[n]}) < len(slow.layer(d, n)) for d in both for n in (a, b)):
            continue  # several labels in one place share the matches
        for label in LABELS:
            hits = total = 0
            for each in both:
                for mine, theirs in ((a, b), (b, a)):
                    places = {span[:2] for span in each.layers[theirs]}
                    own = slow.layer(each, mine, label)
                    total += len(own)
                    hits += sum(span[:2] in places for span in own)
            same(pair.labels[label]["boundary_f1"], hits / total if total else None)


@tried(15, 60, documents(NESTED))
def test_labels_against_the_rest(found):
    agreement = measured(found)
    by_label = {each.label: each.measures for each in agreement.by_label}
    for label in LABELS:

        def on(each, name, label=label):
            return slow.marked(each, name, label)

        same(by_label[label]["alpha"], slow.krippendorff(slow.units(found, "ABC", on)))
        for (a, b), pair in pairs(agreement).items():
            two = slow.units(slow.shared(found, (a, b)), (a, b), on)
            same(pair.labels[label]["cohen_kappa"], slow.cohen(two))
            same(pair.labels[label]["alpha"], slow.krippendorff(two))


@tried(15, 60, documents(FLAT))
def test_one_label_a_token(found):
    agreement = measured(found)
    same(agreement.measures["alpha"], slow.krippendorff(slow.units(found, "ABC", slow.tokens)))
    complete = slow.units(slow.shared(found, "ABC"), "ABC", slow.tokens)
    same(agreement.measures["fleiss_kappa"], slow.fleiss(complete) if complete else None)
    same(agreement.measures["ac1"], slow.ac1(complete) if complete else None)
    for (a, b), pair in pairs(agreement).items():
        two = slow.units(slow.shared(found, (a, b)), (a, b), slow.tokens)
        same(pair.measures["cohen_kappa"], slow.cohen(two))
        same(pair.measures["cohen_kappa_without_o"], slow.cohen([u for u in two if u != ["O", "O"]]))
        same(pair.measures["alpha"], slow.krippendorff(two))
        same(pair.measures["fleiss_kappa"], slow.fleiss(two) if two else None)
        same(pair.measures["ac1"], slow.ac1(two) if two else None)


@tried(15, 60, documents(FLAT))
def test_unitizing(found):
    agreement = measured(found)
    for name, binary in (("u_alpha", False), ("u_alpha_binary", True)):
        same(agreement.measures[name], slow.u_alpha(found, "ABC", binary=binary))
        for (a, b), pair in pairs(agreement).items():
            same(pair.measures[name], slow.u_alpha(slow.shared(found, (a, b)), (a, b), binary=binary))
    if slow.shared(found, "ABC"):
        same(agreement.measures["unitizing_alpha"], slow.unitizing(found, "ABC", LABELS))


@tried(15, 60, documents(NESTED))
def test_one_label_a_token_is_undefined_where_spans_overlap(found):
    agreement = measured(found)
    for (a, b), pair in pairs(agreement).items():
        both = slow.shared(found, (a, b))
        if any(slow.nests(each, name) for each in both for name in (a, b)):
            for name in ("cohen_kappa", "cohen_kappa_without_o", "alpha", "fleiss_kappa", "ac1"):
                assert pair.measures[name].reason == "overlapping_spans"
    several = [each for each in found if len(each.layers) > 1]
    if any(slow.nests(each, name) for each in several for name in each.layers):
        assert agreement.measures["alpha"].reason == "overlapping_spans"


@tried(12, 40, documents(NESTED), st.permutations("ABC"), st.permutations(LABELS), st.randoms())
def test_names_and_order_do_not_matter(found, names, labels, random):
    renamed = dict(zip("ABC", names, strict=True))
    relabelled = dict(zip(LABELS, labels, strict=True))
    other = [
        Shared(
            each.key,
            {renamed[n]: [(s, e, relabelled[x]) for s, e, x in random.sample(spans, len(spans)) * 2]
             for n, spans in each.layers.items()},
            length=LENGTH, tokens=TOKENS,
        )
        for each in found
    ]  # fmt: skip
    before, after = measured(found).measures, measured(other).measures
    shuffled = measured(random.sample(other, len(other))).measures
    for name in NAMES:
        assert before[name].reason == after[name].reason == shuffled[name].reason
        same(after[name], before[name].value)
        if name != "unitizing_alpha":  # gaps go on from one document to the next
            same(shuffled[name], before[name].value)


@tried(15, 60, documents(NESTED))
def test_bounds(found):
    agreement = measured(found)
    for each in [agreement, *agreement.by_pair, *agreement.by_label]:
        for name, value in each.measures.items():
            if value.value is not None:
                assert value.value <= 1 + 1e-12
                assert value.reason is None
                assert not name.endswith("f1") or value.value >= 0
                assert math.isfinite(value.value)
            else:
                assert value.reason is not None


@tried(12, 40, documents(NESTED))
def test_a_document_alone_is_as_if_there_were_no_other(found):
    by_key = {each.key: each for each in found}
    for each in measured(found).by_document():
        alone = measured([by_key[each.key]])
        assert alone.by_document()[0] == each
        for name, value in each.measures.items():
            assert alone.measures[name].reason == value.reason, name
            same(value, alone.measures[name].value)


def test_the_mean_of_the_pairs():
    a, b, c = [(0, 2, "PER")], [(0, 2, "PER"), (4, 6, "PER")], [(4, 6, "PER")]
    agreement = measured([Shared("d", {"A": a, "B": b, "C": c}, length=LENGTH, tokens=TOKENS)])
    values = [pair.measures["exact_f1"].value for pair in agreement.by_pair]
    assert values == pytest.approx([2 / 3, 0, 2 / 3])
    assert agreement.measures["exact_f1"].value == pytest.approx(sum(values) / 3)
    assert agreement.by_label[1].measures["exact_f1"].value == pytest.approx(sum(values) / 3)
    assert [each.label for each in agreement.by_label] == sorted(LABELS)


def test_greedy_matching_would_depend_on_the_side():
    """Two long spans in a chain with two short ones: whoever takes the first that overlaps loses a match."""
    left, right = [(0, 10, "PER"), (8, 12, "PER")], [(0, 3, "PER"), (7, 10, "PER")]
    long = [Shared("d", {"A": left, "B": right}, length=14, tokens=TOKENS)]
    back = [Shared("d", {"A": right, "B": left}, length=14, tokens=TOKENS)]
    assert measured(long).by_pair[0].measures["type_f1"].value == 1.0
    assert measured(back).by_pair[0].measures["type_f1"].value == 1.0


def test_tokens_are_ours_if_none_came_along():
    spans = {"A": [(0, 5, "PER")], "B": [(0, 7, "PER")]}
    text = "Orlov's brother left."
    own = measured([Shared("d", spans, text)])
    assert own.tokens == "curator"
    assert own.by_pair[0].measures["token_f1"].value == pytest.approx(2 / 3)  # the possessive is a token
    given = measured([Shared("d", spans, text, tokens=[(0, 7), (8, 15), (16, 21)])])
    assert given.tokens == "given"
    assert given.by_pair[0].measures["token_f1"].value == 1.0
    assert measured([Shared("d", spans, text), Shared("e", spans, text, tokens=[(0, 7)])]).tokens == "mixed"


def test_spans_of_the_model_and_tuples_are_the_same():
    layers = {"A": [Span(0, 2, "PER"), (4, 6, "ORG")], "B": [(0, 2, "PER")]}
    agreement = measured([Shared("d", layers, length=LENGTH, tokens=np.array(TOKENS))])
    assert agreement.measures["exact_f1"].value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("spans", "tokens", "message"),
    [
        ([(0, 20, "PER")], TOKENS, "d: the span [0, 20) of A is empty or leaves its text"),
        ([(3, 3, "PER")], TOKENS, "d: the span [3, 3) of A is empty or leaves its text"),
        ([(-1, 3, "PER")], TOKENS, "d: the span [-1, 3) of A is empty or leaves its text"),
        ([], [(0, 5), (4, 6)], "d: the token [4, 6) leaves its text or overlaps the one before"),
        ([], [(0, 15)], "d: the token [0, 15) leaves its text"),
        ([], [(-2, 3)], "d: the token [-2, 3) leaves its text"),
        ([(2**64 + 1, 2**64 + 2, "PER")], TOKENS, "d: the span"),
    ],
)
def test_what_leaves_its_text_is_refused(spans, tokens, message):
    with pytest.raises(CuratorError) as caught:
        measured([Shared("d", {"A": spans, "B": []}, length=LENGTH, tokens=tokens)])
    assert str(caught.value).startswith(message)


def annotated(key, layer, spans, text="Orlov left.", status="done"):
    return Annotated(Document(key, text, text_hash(text), key), layer, status, tuple(spans))


def test_gather_takes_only_what_is_finished_and_has_one_text():
    span = Span(0, 5, "PER")
    left_out = []
    found = list(
        gather(
            [
                annotated("a", "anna", [span]), annotated("b", "anna", [span]), annotated("c", "anna", []),
                annotated("b", "bea", [], status="started"), annotated("a", "bea", []),
                annotated("c", "bea", [], text="Orlov left!"),
            ],
            left_out=left_out,
        )
    )  # fmt: skip
    assert [(each.key, dict(each.layers)) for each in found] == [
        ("a", {"anna": (span,), "bea": ()}),
        ("b", {"anna": (span,)}),
    ]
    assert [(each.key, each.annotator, each.reason) for each in left_out] == [
        ("b", "bea", "not_finished"), ("c", "anna", "other_text"), ("c", "bea", "other_text"),
    ]  # fmt: skip


def test_a_layer_has_a_document_once():
    with pytest.raises(CuratorError, match="holds the document 'a' twice"):
        list(gather([annotated("a", "anna", []), annotated("a", "anna", [])]))


@tried(12, 40, documents(NESTED, most=40), st.integers(1, 7), st.integers(20, 90))
def test_portions_do_not_matter(found, most, code_points):
    from unittest import mock

    whole = measured(found)
    with (
        mock.patch("curator.agreement.batch._MOST_DOCUMENTS", most),
        mock.patch("curator.agreement.batch._MOST_CODE_POINTS", code_points),
    ):
        parts = measured(found)
    assert parts.measures == whole.measures
    assert parts.by_pair == whole.by_pair
    assert parts.by_label == whole.by_label
    assert parts.by_document() == whole.by_document()


def test_a_pair_has_no_say_in_the_mean_where_it_shares_nothing():
    spans = [(0, 2, "PER")]
    found = [
        Shared("a", {"A": spans, "B": spans}, length=LENGTH, tokens=TOKENS),
        Shared("b", {"B": spans, "C": []}, length=LENGTH, tokens=TOKENS),
    ]
    agreement = measured(found)
    assert {(p.left, p.right): p.documents for p in agreement.by_pair} == {("A", "B"): 1, ("A", "C"): 0, ("B", "C"): 1}
    assert agreement.measures["exact_f1"].value == 0.5
    for left, right in combinations("ABC", 2):
        value = pairs(agreement)[left, right].measures["exact_f1"]
        assert (value.value, value.reason) == {"AB": (1, None), "AC": (None, "no_documents"), "BC": (0, None)}[
            left + right
        ]


@tried(
    12, 60, documents(NESTED, most=6), st.lists(st.sampled_from(["", "2026-W01", "2026-W02"]), min_size=6, max_size=6)
)
def test_a_period_is_measured_as_if_there_were_no_other(found, weeks):
    of_document = {each.key: week for each, week in zip(found, weeks, strict=False) if week}
    periods = measured(found).over(of_document)
    for week in ("2026-W01", "2026-W02"):
        alone = measured([each for each in found if of_document.get(each.key) == week])
        here = [each for each in periods if each.name == week]
        assert len(here) == bool(alone.shared)
        for period in here:
            assert period.documents == alone.shared
            for name, value in period.measures.items():
                same(value, alone.measures[name].value)
    assert [each.name for each in periods] == sorted(each.name for each in periods)
