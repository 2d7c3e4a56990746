"""curator review --plain: attributes, search, text objects, the last act again, labels by a few letters."""

from __future__ import annotations

import pytest

from tests.cli.conftest import LABELS
from tests.cli.test_plain import article, layer, said, wrong

__all__ = ["article"]

AMOUNT = """\
  - name: AMOUNT_OF_MONEY
    title: Sum
    colour: violet
    guideline: A sum.
    attributes:
      - {name: value, type: number}
      - {name: currency, type: choice, choices: [RUB, USD]}
    rules:
      use: amounts
"""
MONEY = "Plotkin paid 3 million rubles (or “$5”) to Orlov, and Petrov met Petrov.\n"


@pytest.fixture
def money(article):
    """An article with two sums, of a label that has no key."""
    (article / "labels.yaml").write_text(LABELS.replace("suggesters:\n", AMOUNT + "suggesters:\n"))
    (article / "seeds" / "one.txt").write_text(MONEY)
    return article


def acts(lines: list[str]) -> list[str]:
    return [line for line in lines if line.endswith("; saved")]


def test_attributes_are_read_a_line_each_and_set(money):
    lines = said("n", "V", "V value=5 currency=usd")
    assert lines[2:4] == ["value: 3000000; number", "currency: RUB; RUB, USD"]
    assert lines[5] == "changed AMOUNT_OF_MONEY “3 million rubles”: value=5 currency=USD; saved"
    assert "value is a number" in wrong("V value=many")
    assert "currency is one of RUB, USD" in wrong("V currency=GBP")
    assert "PERSON has no attributes" in wrong("<", "<", "V")


def test_attributes_of_a_span_made_by_hand_are_read_from_its_text(money):
    lines = said("X", "+ AMOUNT_OF_MONEY @13-29", "/3 million rubles", "V")
    assert lines[-3:-1] == ["value: 3000000; number", "currency: RUB; RUB, USD"]


def test_a_span_made_by_hand_says_what_was_read_and_is_asked_about_again(money):
    lines = said("X", "+ AMOUNT_OF_MONEY @13-29", "@", "V value=4", "@", "h")
    assert ", value=3000000 currency=RUB: Plotkin paid [3 million rubles] (or" in lines[3]
    assert lines[5].startswith('2/5 AMOUNT_OF_MONEY "3 million rubles" value=3000000 currency=RUB added |')
    assert lines[6].startswith("changed AMOUNT_OF_MONEY “3 million rubles”: value=4")
    assert [line.split(" anna ")[1] for line in lines if " anna " in line] == [
        'added AMOUNT_OF_MONEY "3 million rubles" 13-29 value=3000000 currency=RUB',
        'changed AMOUNT_OF_MONEY "3 million rubles" 13-29 value=4',
    ]


def test_what_was_rejected_last_is_not_asked_about_again(money):
    assert "nothing was decided on in this document" in wrong("@")
    assert "it was rejected or removed; u takes that back" in wrong("x", "@")


def test_evidence_says_how_often_the_text_was_accepted_and_rejected(money):
    lines = said("i", "h", "/Petrov", "p", "/", "p", "@", "i")
    assert lines[1:3] == ["rules 0.90: word of PERSON: plotkin", "decided on nowhere else"]
    assert lines[4] == "nothing was decided on this span yet"
    assert lines[-4:-1] == ["made by hand, or no longer proposed", "elsewhere", "PERSON accepted once"]
    assert "no span is asked about" in wrong("X", "i")


def test_a_label_without_a_key_is_given_by_its_name_or_a_few_letters(money):
    assert acts(said("amount_of_money", ": sum", ":per", "u")) == [
        "relabelled AMOUNT_OF_MONEY “Plotkin”; saved",
        "accepted AMOUNT_OF_MONEY “3 million rubles”; saved",
        "relabelled PERSON “$5”; saved",
        "undid: relabelled “$5”; saved",
    ]
    assert "no label fits" in wrong(": xyz")
    assert "3, AMOUNT_OF_MONEY: label it Sum" in said("?")


def test_a_search_selects_the_hit_and_a_label_takes_it(money):
    lines = said("/petrov", "p", "/", ".")
    assert lines[1] == "hit 1 of 2"
    assert lines[2].startswith('selected "Petrov" | …')
    assert acts(lines) == ["added PERSON “Petrov”; saved", "added PERSON “Petrov”; saved"]
    assert [text for text, _ in layer(money)] == ["Petrov", "Petrov"]


def test_a_hit_that_is_a_span_is_asked_about(money):
    lines = said("/ orlov", "/ 3 mil", "N", "n")
    assert lines[1] == "hit 1 of 1"
    assert ' PERSON "Orlov" ' in lines[2]
    assert lines[4].startswith('in it or around it: 2/4 AMOUNT_OF_MONEY "3 million rubles"')
    assert lines[5].startswith('selected "3 mil" | ')
    assert "nothing was searched" in wrong("/")
    assert "does not stand in this document" in wrong("/ nowhere")


def test_text_objects_are_selected_and_grow(money):
    lines = said("'q", "v", "v", "b")
    assert [line.split(" | ")[0] for line in lines[1:4]] == ['selected "$5"', 'selected "“$5”"', 'selected "or “$5”"']
    assert layer(money) == [("or “$5”", "PLACE")]
    assert "say one of w word" in wrong("' z")
    assert "Esc leaves it" in wrong("v", "a")


def test_all_of_a_label_and_from_a_score_on(article):
    assert acts(said("&", "%")) == ["accepted 4 PERSON; saved", "rejected 2 PLACE; saved"]
    assert [text for text, _ in layer(article)] == ["Plotkin", "Plotkin", "Orlov", "Orlov"]


def test_all_from_a_score_on(article):
    assert acts(said("^")) == ["accepted 6 with 0.90 or more; saved"]


def test_the_last_act_again(article):
    assert acts(said("x", ".", "b", "."))[1:] == [
        "rejected PERSON “Plotkin”; saved",
        "accepted PLACE “Tavolsk”; saved",
        "relabelled PLACE “Orlov”; saved",
    ]
    assert "nothing to do again yet" in wrong(".")


def test_all_spans_are_read_a_line_each(article):
    lines = said("a", "list")
    assert [line.split()[0] for line in lines[3:9]] == ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]
    assert '"Plotkin" accepted' in lines[3]
