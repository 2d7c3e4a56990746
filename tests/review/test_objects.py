"""Text objects: the word, name, quotation, brackets, sentence, line, paragraph or amount around a place."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.review.objects import BY_LETTER, OBJECTS, Kind, around, grown, larger

KINDS: tuple[Kind, ...] = get_args(Kind)
PIECES = [
    "Ivan",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n\r\n",
    ". ",
    "“",
    "”",
    '"',
    "'",
    "’",
    "(",
    ")",
    "«",
    "»",
    "[",
    "]",
    "é\u0301",
    "中",
    "，",
    "5",
    "de",
]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def found(text: str, kind: Kind) -> str | None:
    """The object at the place of ``|`` in the text."""
    offset = text.index("|")
    text = text.replace("|", "")
    place = around(text, offset, kind)
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("He said “so |be it” and left", "so be it"),
        ('He said "so |be it" and left', "so be it"),
        ("He said 'so |be it' and left", "so be it"),
        ("Er sagte „so |sei es“ und ging", "so sei es"),
        ("Er sagte »so |sei es« und ging", "so sei es"),
        ("Il dit « ainsi |soit-il » et part", "ainsi soit-il"),
        ("Han sade ”så |ske det” och gick", "så ske det"),
        ("他说「|是」。", "是"),
        ("他读《红楼|梦》。", "红楼梦"),
        ("He said “the ‘old |man’ of it” now", "old man"),
        ("He said “the ‘old man’ |of it” now", "the ‘old man’ of it"),
        ('He said "the "old |man" of it" now', "old man"),
        ('He said "the "old man" of |it" now', 'the "old man" of it'),
        ("“It’s O’Neil’s |dogs’ day,” he said", "It’s O’Neil’s dogs’ day,"),
        ("'It's |O'Neil,' he said", "It's O'Neil,"),
        ("“one\ntwo |three\nfour”", "one\ntwo three\nfour"),
        ("“one\n\ntwo |three”", "one\n\ntwo three"),
        ('A 5" pipe |and “this”', "this"),
        ('"never closed |\n\nand "this one" is', "this one"),
        ("before |it “comes” and “more”", "comes"),
        ("“on |the” sign", "on the"),
        ("|“on the” sign", "on the"),
        ("‘’ |nothing in it", None),
        ("none |here", None),
    ],
)
def test_quotations(text: str, quotation: str | None) -> None:
    assert found(text, "quote") == quotation


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("a (b |c) d", "b c"),
        ("a (b [c| d] e) f", "c d"),
        ("a (b [c d] |e) f", "b [c d] e"),
        ("1) a |and (b)", "b"),
        ("|a {b\nc}", "b\nc"),
        ("（中|国）", "中国"),
        ("a (never |closed", None),
    ],
)
def test_brackets(text: str, inner: str | None) -> None:
    assert found(text, "brackets") == inner


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Deputy Mayor Ivan| Petrov met", "Deputy Mayor Ivan Petrov"),
        ("met A. V. |Petrenko. Then", "A. V. Petrenko"),
        ("met A.V. Petrenko|. Then", "Then"),
        ("a Ludwig |van der Rohe is", "Ludwig van der Rohe"),
        ("Orlo|v's man", "Orlov"),
        ("now |to Ivan\n\nPetrov", "Ivan"),
        ("|nobody", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert found(text, "name") == name


def test_sentence_line_paragraph_and_word() -> None:
    text = "One. Two\nthr|ee four. Five.\nSix.\r\n\r\nSeven."
    assert found(text, "sentence") == "Two\nthree four."
    assert found(text, "line") == "three four. Five."
    assert found(text, "paragraph") == "One. Two\nthree four. Five.\nSix."
    assert found(text, "word") == "three"
    assert found("One. |\n\n Two is.", "sentence") == "Two is."
    assert found("|\n\n", "paragraph") is None


def test_an_amount_is_the_one_around_or_the_next_one() -> None:
    assert around("text", 5, "amount", [(9, 12), (4, 8)]) == (4, 8)
    assert around("text", 8, "amount", [(9, 12), (4, 8)]) == (9, 12)
    assert around("text", 20, "amount", [(9, 12)]) is None


def test_the_same_object_again_takes_the_signs_and_then_the_next_one_out() -> None:
    text = "x (a “b c” d) y"
    steps, place = [], around(text, 6, "quote")
    while place:
        steps.append(text[slice(*place)])
        place = larger(text, *place, "quote")
    assert steps == ["b c", "“b c”"]
    assert larger(text, 5, 10, "brackets") == (3, 12)


def test_growing_goes_from_words_to_the_whole_text() -> None:
    text = "It is so. He said “call Ivan Petrov now” to her.\nAgain.\n\nThe end."
    start = text.index("Petrov") + 1
    place, steps = (start, start + 2), []
    while place := grown(text, *place):  # type: ignore[assignment]
        steps.append(text[slice(*place)])
    assert steps == [
        "Petrov", "Ivan Petrov", "call Ivan Petrov now", "“call Ivan Petrov now”",
        "He said “call Ivan Petrov now” to her.", "It is so. He said “call Ivan Petrov now” to her.",
        "It is so. He said “call Ivan Petrov now” to her.\nAgain.", text,
    ]  # fmt: skip


def test_growing_takes_what_is_suggested_on_the_way() -> None:
    text = "He paid 3 million rubles in cash."
    assert grown(text, 8, 9, [(8, 24)]) == (8, 24)


def test_letters_are_one_object_each() -> None:
    assert sum(len(each.letters) for each in OBJECTS) == len(BY_LETTER)
    assert {each.kind for each in OBJECTS} == set(KINDS)


@given(texts, st.integers(0, 120), st.sampled_from(KINDS))
def test_an_object_is_around_the_place_or_behind_it_and_trimmed(text: str, offset: int, kind: Kind) -> None:
    offset = min(offset, len(text))
    place = around(text, offset, kind)
    if place is None:
        return
    start, end = place
    assert 0 <= start < end <= len(text)
    assert text[start:end] == text[start:end].strip()
    if kind in ("name", "sentence", "line", "paragraph"):
        assert end > offset


@given(texts, st.data())
def test_growing_holds_what_was_selected_and_ends_with_everything(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    before, place = (start, end), grown(text, start, end)
    while place:
        assert place[0] <= before[0] < before[1] <= place[1] or before[0] == before[1]
        assert place[1] - place[0] > before[1] - before[0]
        before, place = place, grown(text, *place)
    if text.strip() == text and start < end:
        assert before == (0, len(text))


@given(texts, st.integers(0, 120), st.sampled_from(["quote", "brackets"]))
def test_pairs_stand_between_their_signs(text: str, offset: int, kind: Kind) -> None:
    place = around(text, min(offset, len(text)), kind)
    if place and (outer := larger(text, *place, kind)):
        assert outer[0] < place[0] or place[1] < outer[1]
        assert not text[outer[0] : outer[1]].isspace()
