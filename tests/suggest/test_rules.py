import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import curator.suggest
from curator.errors import CuratorError
from curator.labels import LabelSet
from curator.model import reading_order
from curator.suggest import build
from tests.suggest.helpers import FAMILIES, found, label, label_set, usual

PIECES = (
    *("General", "Lt.", "Ivan", "Petrov", "Petrovhas", "A.", "head of the", "Main", "Department", "of", "accused of"),
    *("bribery", "taking a", "bribe", "3", "000", "million", "rubles", "$", "€", "50万元", "’s", "'s", "van", "der"),
    *("al-Assad", "Путин", "генерал", "министр обороны", "(", ")", ".", ",", "\n", " ", "-", "ex-", "\u00a0", "“"),
    *("İ", "ß", "и\u0306", "²", "😀", "Said", "٣"),
)
PHRASES = st.lists(st.sampled_from(PIECES), max_size=40)
TEXTS = st.one_of(st.text(), PHRASES.map(" ".join), PHRASES.map("".join))


@given(TEXTS)
def test_any_text(text: str) -> None:
    suggestions = usual().suggest(text)
    spans = [s.span for s in suggestions]
    assert spans == sorted(spans, key=reading_order)
    for one, other in pairwise(spans):
        assert one.end <= other.start
    for suggestion in suggestions:
        span = suggestion.span
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert 0 <= (suggestion.score or 0) <= 1
        assert suggestion.source == "rules"
        assert suggestion.reason
    assert suggestions == usual().suggest(text)


def test_words_of_a_label() -> None:
    (rules,) = build(label_set(label("PLACE", words=("Kerch Strait", "C++"))))
    text = "the KERCH\nSTRAIT, Kerch Straits, c++ and kerch strait"
    assert found(text, "PLACE", rules) == ["KERCH\nSTRAIT", "c++", "kerch strait"]


def test_words_extend_a_family() -> None:
    (rules,) = build(label_set(label("PERSON", use="people"), label("RANK", use="ranks", words=("oberwachmeister",))))
    text = "Oberwachmeister Xarbo left. The oberwachmeister of the Third Guard wept."
    assert found(text, "RANK", rules) == ["Oberwachmeister", "oberwachmeister of the Third Guard"]
    assert found(text, "PERSON", rules) == ["Xarbo"]


def test_word_that_is_an_offence() -> None:
    (rules,) = build(label_set(label("CRIME", use="charges", words=("cattle rustling",))))
    assert found("accused of cattle rustling", "CRIME", rules) == ["cattle rustling"]


def test_patterns_of_a_label() -> None:
    (rules,) = build(label_set(label("ARTICLE", patterns=(r"Article\s(?P<span>\d+)", r"§ ?\d+ "))))
    assert found("Article 290, § 5 and Article", "ARTICLE", rules) == ["290", "§ 5"]


def test_never() -> None:
    (rules,) = build(label_set(label("PERSON", use="people", never=("ivan POPOV",))))
    assert found("General Ivan Popov and Oleg Tsokov", "PERSON", rules) == ["Oleg Tsokov"]


@pytest.mark.parametrize(("overlap", "places"), [(True, ["Tula"]), (False, ["Tula"])])
def test_users_word_within_a_family(overlap: bool, places: list[str]) -> None:
    labels = (label("RANK", use="ranks"), label("PLACE", words=("Tula",)))
    (rules,) = build(label_set(*labels, overlap=overlap))
    assert found("the mayor of Tula said", "PLACE", rules) == places
    assert found("the mayor of Tula said", "RANK", rules) == (["mayor of Tula"] if overlap else [])


def test_label_may_have_any_name() -> None:
    (rules,) = build(label_set(label("Geld", use="amounts")))
    assert found("€5", "Geld", rules) == ["€5"]


def test_min_score() -> None:
    (rules,) = build(label_set(min_score=0.9))
    scores = [s.score or 0 for s in rules.suggest("General Ivan Popov took $5 million. The governor said so.")]
    assert len(scores) == 3
    assert min(scores) >= 0.9


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"speed": 1}, ["speed", "min_score"]), ({"min_score": "high"}, ["high", "0 to 1"]), ({"min_score": 2}, ["2"])],
)
def test_wrong_settings(settings: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(CuratorError) as error:
        build(label_set(**settings))
    assert all(word in str(error.value) for word in words)


def test_wrong_rules() -> None:
    with pytest.raises(CuratorError, match=r"X, rules\.patterns"):
        build(label_set(label("X", patterns=("(",))))
    with pytest.raises(CuratorError, match="people, ranks, charges, amounts"):
        build(label_set(label("X", use="cats")))


def test_fingerprint_follows_what_decides() -> None:
    sets = [
        label_set(),
        label_set(min_score=0.5),
        label_set(overlap=True),
        label_set(label("PERSON", use="people")),
        label_set(label("PERSON", use="people", words=("X",))),
        label_set(label("PERSON", use="people", never=("X",))),
    ]
    prints = [build(each)[0].fingerprint for each in sets]
    assert len(set(prints)) == len(sets)
    assert build(label_set())[0].fingerprint == prints[0]


def test_unknown_suggester() -> None:
    with pytest.raises(CuratorError, match="rules"):
        build(label_set(suggester="oracle"))


def test_suggester_of_another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("mine", "tests.suggest.test_rules:other", curator.suggest.GROUP)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point] if group == point.group else [])
    built: list[object] = list(build(label_set(suggester="mine", depth=3)))
    assert built[0] == ("other", {"depth": 3}, tuple(FAMILIES))


def other(labels: LabelSet, settings: dict[str, Any]) -> object:
    return "other", settings, tuple(each.name for each in labels.labels)


def test_suggester_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("gone", "no_such_module:thing", curator.suggest.GROUP)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    with pytest.raises(CuratorError, match="gone"):
        build(label_set(suggester="gone"))


def test_import_is_light() -> None:
    heavy = ("yaml", "ahocorasick_rs", "curator.suggest.rules")
    code = f"import sys, curator.suggest; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
