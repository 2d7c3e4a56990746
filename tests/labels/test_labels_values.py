"""What a right file comes to."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from curator.labels import Attribute, Label, LabelRules, LabelSet, SuggesterConfig, marked, parse_labels

from .labels_kit import LABEL, SECOND, changed

pytestmark = pytest.mark.usefixtures("loader")


def parsed(text: str) -> LabelSet:
    return parse_labels(text.encode(), where="labels.yaml")


def first(text: str) -> Label:
    return parsed(text).labels[0]


def test_what_is_left_out_has_its_default() -> None:
    assert parsed(LABEL) == LabelSet(
        labels=(Label("PLACE", "Place", "p", "#5a96d2", "Towns."),),
        overlap=True,
        suggesters=(SuggesterConfig("rules"),),
        sha256=hashlib.sha256(LABEL.encode()).hexdigest(),
    )


def test_all_that_can_be_said() -> None:
    text = f"""\
overlap: false
{LABEL}\
    examples: ["**Omsk** is far", Perm]
    counter_examples: ["the **city**"]
    attributes:
      - {{name: value, type: number}}
      - {{name: size, type: choice, choices: [NO, 1, yes]}}
    rules:
      use: people
      words: [Omsk, no, 12]
      patterns: ['(?P<span>\\w+)burg', ' a ']
      never: [Moscow]
{SECOND}\
suggesters:
  - name: rules
    settings: {{min_score: 0.3, deep: {{list: [1, x]}}}}
  - name: other
"""
    labels = parsed(text)
    place = labels.label("PLACE")
    assert place is not None
    assert labels.overlap is False
    assert [label.name for label in labels.labels] == ["PLACE", "RIVER"]
    assert labels.by_key("r") is labels.labels[1]
    assert place.examples == ("**Omsk** is far", "Perm")
    assert place.counter_examples == ("the **city**",)
    assert place.attributes == (Attribute("value", "number"), Attribute("size", "choice", ("NO", "1", "yes")))
    assert place.rules == LabelRules("people", ("Omsk", "no", "12"), ("(?P<span>\\w+)burg", " a "), ("Moscow",))
    assert labels.suggesters == (
        SuggesterConfig("rules", {"min_score": 0.3, "deep": {"list": [1, "x"]}}),
        SuggesterConfig("other"),
    )


@pytest.mark.parametrize("key", ["n", "y", "N", "Y", "0", "~", "ж", "é", "'#'", "'*'", '"\\u044f"'])
def test_any_character_can_be_a_key(key: str) -> None:
    expected = {"'#'": "#", "'*'": "*", '"\\u044f"': "я"}.get(key, key)
    assert first(changed("key: p", f"key: {key}")).key == expected


@pytest.mark.parametrize("text", ["yes", "12", "1.50", "null", "2024-10-21", "0x1f", "on", "12:30"])
def test_a_text_is_the_text_that_was_written(text: str) -> None:
    assert first(changed("title: Place", f"title: {text}")).title == text
    assert first(f"{LABEL}    rules: {{words: [{text}]}}\n").rules.words == (text,)


@pytest.mark.parametrize(("written", "code"), [("'#5FAFFF'", "#5fafff"), ("ochre", "#b4871e"), ("Violet", "#961eff")])
def test_colours_come_as_codes(written: str, code: str) -> None:
    assert first(changed("colour: blue", f"colour: {written}")).colour == code


@pytest.mark.parametrize("empty", ["", " ~", " null", " []", "  # - nothing"])
def test_a_list_whose_lines_are_all_comments_is_empty(empty: str) -> None:
    label = first(f"{LABEL}    examples:{empty}\n    rules:\n      words:{empty}\n      use:\n")
    assert (label.examples, label.rules) == ((), LabelRules())
    assert parsed(f"{LABEL}suggesters:{empty}\n").suggesters == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1), ("-3", -3), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("1e-3", 0.001), ("true", True), ("False", False),
        ("null", None), ("~", None), ("", None), ("yes", "yes"), ("007", "007"), ("12:30", "12:30"), ("0x1f", "0x1f"),
        ("2024-10-21", "2024-10-21"), ("'1'", "1"), ("!!str 1", "1"), ("'true'", "true"), ("1_000", "1_000"),
        (".inf", ".inf"), ("1e999", "1e999"), ("9" * 30, "9" * 30), ("-" + "9" * 30, "-" + "9" * 30),
        ("1.", 1.0), ("[1, [2]]", [1, [2]]), ("{a: {}}", {"a": {}}),
    ],
)  # fmt: skip
def test_settings_are_values_as_json_knows_them(written: str, value: object) -> None:
    config = parsed(f"{LABEL}suggesters:\n  - name: a\n    settings:\n      s: {written}\n").suggesters[0]
    assert config.settings == {"s": value}
    assert type(config.settings["s"]) is type(value)


@pytest.mark.parametrize(("written", "value"), [("false", False), ("no", False), ("Off", False), ("YES", True)])
def test_overlap(written: str, value: bool) -> None:
    assert parsed(f"{LABEL}overlap: {written}\n").overlap is value


def test_anchors_and_aliases() -> None:
    text = f"{LABEL}    examples: &e [a]\n    counter_examples: *e\n    rules: {{words: [&w b, *w], never: *e}}\n"
    label = first(text)
    assert (label.counter_examples, label.rules.words, label.rules.never) == (("a",), ("b", "b"), ("a",))


def test_a_guideline_and_a_pattern_in_a_block() -> None:
    text = changed("guideline: Towns.", "guideline: |\n      # A: title\n\n      - *one*\n      -\ttwo\n")
    label = first(f"{text}    rules:\n      patterns:\n        - |\n          a\\d: #\n")
    assert label.guideline == "# A: title\n\n- *one*\n-\ttwo"
    assert label.rules.patterns == ("a\\d: #",)


def test_marked_examples() -> None:
    assert marked("**Omsk** and **Perm**") == ("Omsk and Perm", ((0, 4), (9, 13)))
    assert marked("Omsk") == ("Omsk", ((0, 4),))
    with pytest.raises(ValueError, match="no partner"):
        marked("**Omsk")


def test_the_types_alone_import_no_yaml() -> None:
    program = "import sys, curator.labels; print(sorted({'yaml', 'regex', 'textual'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_reading_imports_no_regex() -> None:
    program = "import sys, curator.labels.reader; print('regex' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_label_may_have_no_key() -> None:
    labels = parsed(changed("    key: p\n", "") + SECOND)
    assert [label.key for label in labels.labels] == ["", "r"]
    assert labels.by_key("") is None


def test_labels_without_keys_do_not_collide() -> None:
    assert len(parsed(changed("    key: p\n", "") + SECOND.replace("    key: r\n", "")).labels) == 2
