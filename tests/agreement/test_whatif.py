"""What if something did not matter."""

import pytest

from curator.agreement import Shared, measure
from curator.agreement.whatif import ANY_LABEL, what_if
from curator.errors import CuratorError

TEXT = "Gen. Ivanov, and “Colonel Petrov”."


def span(quote, label="PERSON"):
    start = TEXT.index(quote)
    return start, start + len(quote), label


def changed(spans, *names, titles=("gen", "general", "colonel")):
    (found,) = what_if([Shared("d", {"a": spans, "b": []}, TEXT)], names, titles=titles)
    assert found.layers["b"] == []
    return [(TEXT[start:end], label) for start, end, label in found.layers["a"]]


def test_punctuation():
    spans = [span("Ivanov,"), span(" “Colonel Petrov”. ".strip() + "")]
    assert changed(spans, "punctuation") == [("Ivanov", "PERSON"), ("Colonel Petrov", "PERSON")]
    assert changed([span(",")], "punctuation") == [(",", "PERSON")]  # nothing is left empty
    assert changed([span("Ivanov,"), span("Ivanov")], "punctuation") == [("Ivanov", "PERSON")]


def test_titles():
    spans = [span("Gen. Ivanov"), span("Colonel Petrov"), span("Gen.", "RANK")]
    assert changed(spans, "titles") == [("Gen.", "RANK"), ("Ivanov", "PERSON"), ("Petrov", "PERSON")]
    assert changed([span("Petrov")], "titles") == [("Petrov", "PERSON")]


def test_one_label():
    assert changed([span("Gen.", "RANK"), span("Ivanov")], "one-label") == [("Gen.", ANY_LABEL), ("Ivanov", ANY_LABEL)]


def test_all_at_once():
    spans = [span("Gen. Ivanov,"), span("Gen.", "RANK")]
    assert changed(spans, "one-label", "titles", "punctuation") == [("Gen", ANY_LABEL), ("Ivanov", ANY_LABEL)]


def test_agreement_if():
    documents = [Shared("d", {"a": [span("Ivanov,")], "b": [span("Ivanov")]}, TEXT)]
    assert measure(documents, resamples=0).measures["exact_f1"].value == 0
    assert measure(what_if(documents, ["punctuation"]), resamples=0).measures["exact_f1"].value == 1
    assert list(what_if(documents, [])) == documents


def test_there_is_no_such_thing():
    with pytest.raises(CuratorError, match="no what-if 'case'; use one of: punctuation, titles, one-label"):
        what_if([], ["case"])
