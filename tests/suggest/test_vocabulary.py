"""What is remembered of words, and how it is put together to a text, changes nothing of what is found."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.suggest import vocabulary
from curator.suggest.analysis import Analysis
from curator.suggest.lexicon import Lexicon
from curator.suggest.tokenise import ENDINGS, split

LEXICON = Lexicon({})
PIECES = (" ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\u2009", "\t", "–", "—", ".", ",", "“", "”", "'s", "’s", "-", "$")
WORDS = ("Ivanov", "said", "ex", "al", "1,500", "3", "km", "Путин", "cafe\u0301", "\u0301", "50万元", "D'Arcy", "A")


def plain(text: str) -> tuple[list[str], list[str]]:
    """The gaps and the words, without possessive endings, of the whole text at once."""
    parts = split(text)
    return parts[0::2], [word[:-2] if word.endswith(ENDINGS) else word for word in parts[1::2]]


@given(st.lists(st.sampled_from((*PIECES, *WORDS)), max_size=40).map("".join))
def test_same_as_the_whole_text(text: str) -> None:
    a = Analysis(text, LEXICON)
    gaps, words = plain(text)
    assert list(a.words) == words
    assert a.gaps == gaps
    assert [text[a.starts[i] : a.end(i)] for i in range(a.n)] == words
    assert all(a.end(i) <= a.starts[k] for i, k in pairwise(range(a.n)))


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\n\n\n", " \n \n ", "– –", "\nIvanov", " Ivanov –\n", "Ivanov – –  \n\n\nsaid"]
)
def test_no_words_between_spaces(text: str) -> None:
    a = Analysis(text, LEXICON)
    assert (a.gaps, list(a.words)) == plain(text)


def test_a_word_is_the_same_met_first_and_again() -> None:
    known = Lexicon({}).vocabulary
    words = ["Ivanov", "said", "ex", "al-Rashid", "1,500", "Путин", "cafe\u0301", "D'Arcy", "A", "rubles", "bribing"]
    words += [word + ending for word in words for ending in ENDINGS]
    assert known.tokens(words) == known.tokens(words) == Lexicon({}).vocabulary.tokens(words)


def test_the_words_of_the_lists_are_what_looking_them_up_gives() -> None:
    words = [*LEXICON.flags, *(form.title() for form in LEXICON.flags)]
    whole = Lexicon({}).vocabulary.tokens(words)
    forgetful = Lexicon({}).vocabulary
    forgetful._older = {}  # as when they were forgotten
    assert forgetful.tokens(words) == whole


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_a_possessive_is_looked_up_without_its_ending(ending: str) -> None:
    a = Analysis(f"the colonel{ending} car", LEXICON)
    assert a.lower == ("the", "colonel", "car")
    assert a.possessives == ({1} if ending else set())


def test_forgets_what_is_seldom_before_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST", 100)
    known = Lexicon({}).vocabulary
    (first,) = known.tokens(["Ivanov"])
    for i in range(1000):
        token, _ = known.tokens(["Ivanov", str(i)])
        assert token is first  # asked for again and again, so never forgotten
        assert known.remembered <= 200


def test_a_text_may_have_more_words_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST", 100)
    known = Lexicon({}).vocabulary
    words = ["Ivanov", *map(str, range(1000)), "Ivanov"]
    assert [token[0] for token in known.tokens(words)] == ["ivanov", *words[1:-1], "ivanov"]
    assert known.remembered <= 200


def test_threads_may_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST", 50)
    known = Lexicon({}).vocabulary
    rows = [[f"w{chr(97 + i % 7)}{chr(97 + k % 26)}{chr(97 + i % 26)}" for k in range(40)] for i in range(400)]
    with ThreadPoolExecutor(4) as pool:
        assert [[token[0] for token in row] for row in pool.map(known.tokens, rows)] == rows


def test_long_words_are_not_kept() -> None:
    known = Lexicon({}).vocabulary
    assert len(known.tokens(["a" * 500])) == 1
    assert not known.remembered
