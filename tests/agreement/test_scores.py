import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.agreement.scores import Counts, DocumentErrors, Pair, Touched, score
from curator.agreement.values import Measure
from curator.model import Span

A, B, C = Span(0, 5, "PER"), Span(5, 9, "PER"), Span(0, 5, "RANK")
SPANS = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 8),
    st.integers(1, 4),
    st.sampled_from(["PER", "RANK"]),
)
PAIRS = st.lists(
    st.builds(
        Pair,
        st.sampled_from(["a", "b"]),
        st.lists(SPANS, max_size=8).map(tuple),
        st.lists(SPANS, max_size=8).map(tuple),
    ),
    max_size=4,
)


def test_counts_by_label_and_pooled():
    scores = score([Pair("d1", (A, B, C), (A, Span(6, 9, "PER"))), Pair("d2", (), (C,))])
    assert scores.documents == 2
    assert scores.labels == {"PER": Counts(1, 1, 1), "RANK": Counts(0, 1, 1)}
    assert list(scores.labels) == ["PER", "RANK"]
    assert scores.micro == Counts(1, 2, 2)
    assert (scores.micro.precision, scores.micro.recall) == (Measure(1 / 3), Measure(1 / 3))
    assert scores.micro.f1 == Measure(1 / 3)


def test_boundaries_ignore_the_label():
    assert score([Pair("d", (A,), (C,))]).boundaries == Counts(1, 0, 0)
    assert score([Pair("d", (A, C), (C,))]).boundaries == Counts(1, 0, 0)


def test_neighbours_do_not_touch():
    assert score([Pair("d", (A,), (B,))]).touched == Touched(0, 0)
    assert score([Pair("d", (A,), (Span(4, 9, "PER"),))]).touched == Touched(1, 1)
    assert score([Pair("d", (A,), (Span(4, 9, "RANK"),))]).touched == Touched(0, 0)
    assert score([Pair("d", (Span(0, 9, "PER"),), (A, B))]).touched == Touched(1, 2)


@pytest.mark.parametrize(
    ("gold", "proposed", "precision", "recall", "f1"),
    [
        ((), (), Measure(None, "no_spans"), Measure(None, "no_spans"), Measure(None, "no_spans")),
        ((A,), (), Measure(None, "nothing_proposed"), Measure(0.0), Measure(0.0)),
        ((), (A,), Measure(0.0), Measure(None, "no_gold"), Measure(0.0)),
        ((A,), (B,), Measure(0.0), Measure(0.0), Measure(0.0)),
        ((A,), (A,), Measure(1.0), Measure(1.0), Measure(1.0)),
    ],
)
def test_what_is_undefined_has_a_reason(gold, proposed, precision, recall, f1):
    micro = score([Pair("d", gold, proposed)]).micro
    assert (micro.precision, micro.recall, micro.f1) == (precision, recall, f1)


def test_no_documents():
    scores = score([])
    assert (scores.documents, scores.labels, scores.micro.f1) == (0, {}, Measure(None, "no_spans"))


def test_the_same_place_in_two_documents_is_two_spans():
    assert score([Pair("a", (A,), ()), Pair("b", (), (A,))]).micro == Counts(0, 1, 1)


def test_the_same_span_twice_counts_once():
    assert score([Pair("d", (A, A), (A, A, A))]).micro == Counts(1, 0, 0)


def test_attributes_do_not_matter():
    assert score([Pair("d", (A,), (Span(0, 5, "PER", {"x": 1}),))]).micro == Counts(1, 0, 0)


def test_errors_by_document_in_reading_order():
    scores = score([Pair("a", (A,), (A,)), Pair("b", (B, C, A), ()), Pair("c", (A,), (B, A))])
    assert scores.errors == (DocumentErrors("b", (A, C, B), ()), DocumentErrors("c", (), (B,)))


def test_errors_can_be_streamed():
    seen: list[DocumentErrors] = []
    scores = score([Pair("a", (A,), ())], seen.append)
    assert seen == [DocumentErrors("a", (A,), ())]
    assert scores.errors == ()


@given(PAIRS)
def test_against_the_plain_definition(pairs):
    scores = score(iter(pairs))
    gold = {(number, span.key) for number, pair in enumerate(pairs) for span in pair.gold}
    proposed = {(number, span.key) for number, pair in enumerate(pairs) for span in pair.proposed}
    assert scores.micro == Counts(len(gold & proposed), len(proposed - gold), len(gold - proposed))
    assert sum((c.gold for c in scores.labels.values()), 0) == len(gold)
    assert sum(len(e.missed) for e in scores.errors) == scores.micro.false_negative
    assert sum(len(e.spurious) for e in scores.errors) == scores.micro.false_positive
    assert scores.touched == Touched(touching(gold, proposed), touching(proposed, gold))


def touching(these, others) -> int:
    return sum(any(n == m and Span(*k).overlaps(Span(*o)) and k[2] == o[2] for m, o in others) for n, k in these)


@given(PAIRS)
def test_exchanging_the_sides_exchanges_precision_and_recall(pairs):
    there = score(pairs).micro
    back = score([Pair(p.key, p.proposed, p.gold) for p in pairs]).micro
    assert (there.f1.value, there.precision.value) == (back.f1.value, back.recall.value)
