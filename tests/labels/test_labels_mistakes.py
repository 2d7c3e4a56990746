"""Every mistake gives one error, with the line it is on and what mends it."""

from __future__ import annotations

import pytest

from .labels_kit import LABEL, NEXT, SECOND, changed, check, mistake

pytestmark = pytest.mark.usefixtures("loader")


@pytest.mark.parametrize(
    ("text", "line", "what", "fix"),
    [
        ("", 1, "the file is empty", "labels:"),
        ("# only this\n\n", 1, "the file is empty", "labels:"),
        ("---\n", 1, "the file is empty", "labels:"),
        ("\n- a\n", 2, "the file is a list where a mapping belongs", "labels, overlap"),
        ("some words\n", 1, 'the file is the text "some words"', "labels, overlap"),
        ("overlap: true\n", 1, "the file has no `labels`", "labels: ..."),
        ("overlap: true\nlabels: []\n", 2, "`labels` is empty", "at least one"),
        ("overlap: true\nlabels:\n", 2, "`labels` is empty", "at least one"),
        ("labels:\n  PLACE: {key: p}\n", 2, "`labels` of the file is a mapping where a list belongs", "- ..."),
        ("labels:\n  - PLACE\n", 2, 'label 1 is the text "PLACE" where a mapping belongs', "name, title, colour"),
        (LABEL + "overlaps: true\n", NEXT, 'unknown key "overlaps" in the file', 'did you mean "overlap"?'),
        (LABEL + "zzz: 1\n", NEXT, 'unknown key "zzz" in the file', "use one of: labels, overlap, suggesters"),
        (LABEL + "overlap: perhaps\n", NEXT, 'is the text "perhaps" where true or false belongs', "overlap: true"),
        (LABEL + "overlap:\n", NEXT, "`overlap` of the file is empty", "overlap: true"),
        (LABEL + "overlap: []\n", NEXT, "`overlap` of the file is a list", "overlap: true"),
    ],
)
def test_the_file_as_a_whole(text: str, line: int, what: str, fix: str) -> None:
    check(text, line, what, fix)


@pytest.mark.parametrize("name", ["name", "title", "colour", "guideline"])
def test_a_label_lacks_a_required_key(name: str) -> None:
    lines = [line for line in LABEL.splitlines() if f"{name}:" not in line]
    if name == "name":
        lines[1] = lines[1].replace("    title", "  - title")
    check("\n".join(lines), 2, f"has no `{name}`", f"{name}: ...")


@pytest.mark.parametrize("name", ["name", "title", "colour", "guideline", "key"])
@pytest.mark.parametrize(
    ("value", "what"),
    [("", "is empty"), ("''", "is empty"), ('"  "', "is empty"), ("[a]", "is a list"), ("{a: b}", "is a mapping")],
)
def test_a_required_text_is_empty_or_no_text(name: str, value: str, what: str) -> None:
    lines = LABEL.splitlines()
    at = next(i for i, line in enumerate(lines) if f"{name}:" in line)
    lines[at] = lines[at].split(":")[0] + f": {value}"
    error = mistake("\n".join(lines))
    assert error.where == f"labels.yaml:{at + 1}"
    assert f"`{name}`" in error.what
    assert what in error.what


@pytest.mark.parametrize(
    ("text", "line", "what", "fix"),
    [
        (LABEL + "    color: red\n", NEXT, 'unknown key "color" in label PLACE', 'did you mean "colour"?'),
        (LABEL + "    Rules: {}\n", NEXT, 'unknown key "Rules"', 'did you mean "rules"?'),
        (LABEL + "    title: B\n", NEXT, 'the key "title" stands twice in label PLACE, first in line 3', "remove one"),
        (LABEL + "    ? [a]\n    : b\n", NEXT, "label PLACE has a list as a key", "quotes"),
        (changed("PLACE", "PLACE NAME"), 2, '"PLACE NAME" holds white space', "PLACE_NAME"),
        (changed("PLACE", '"PLACE/"'), 2, "holds more than letters, digits, _, - and .", '"PLACE"'),
        (changed("PLACE", "'//'"), 2, "holds more than letters", "use letters"),
        (changed("title: Place", 'title: "a\\nb"'), 3, "`title` of label PLACE has more than one line", "one line"),
        (changed("title: Place", 'title: "\\e[31m"'), 3, 'the control character "\\x1b"', "remove it"),
        (changed("title: Place", "title: !!int 3"), 3, "the tag tag:yaml.org,2002:int means nothing", "remove"),
        (
            LABEL + SECOND.replace("RIVER", "PLACE"),
            NEXT,
            'label name "PLACE" is there twice, first in line 2',
            "rename",
        ),
    ],
)
def test_labels(text: str, line: int, what: str, fix: str) -> None:
    check(text, line, what, fix)


@pytest.mark.parametrize(
    ("key", "what", "fix"),
    [
        ("pl", '"pl", which is not one printable character', "one letter"),
        ('"\\u00a0"', "`key` of label PLACE is empty", "write a text"),
        ('"\\u200b"', "is not one printable character", "one letter"),
        ("1", "1 to 9 stand for the first nine labels", "use a letter"),
        ("9", "1 to 9 stand for the first nine labels", "use a letter"),
        ("#", "`key` of label PLACE is empty, as # begins a comment", "quotes"),
        ("a", 'the key "a" of label PLACE is the command "accept"', "a free key: p, l, c, e, b, d"),
    ],
)
def test_keys(key: str, what: str, fix: str) -> None:
    check(changed("key: p", f"key: {key}"), 4, what, fix)


def test_two_labels_on_one_key_are_both_named() -> None:
    text = LABEL + SECOND.replace("key: r", "key: p")
    check(text, NEXT + 2, 'labels PLACE and RIVER are both on the key "p"', "give RIVER a free key: r, i, v, e, b, c")


def test_free_keys_are_those_on_which_there_is_no_label_further_down_either() -> None:
    third = SECOND.replace("RIVER", "LAKE").replace("key: r", "key: v")
    text = LABEL + SECOND.replace("key: r", "key: x") + third
    check(text, NEXT + 2, 'is the command "reject"', "give RIVER a free key: r, i, e, b, c, d")


@pytest.mark.parametrize(
    ("colour", "what", "fix"),
    [
        ("#5fafff", "`colour` of label PLACE is empty, as # begins a comment", "in quotes"),
        ('"#5fa"', '"#5fa", which is no colour', "#rrggbb"),
        ('"#5faffg"', "which is no colour", "#rrggbb"),
        ("bleu", '"bleu", which is no colour', 'or "blue"'),
        ("ultramarine", "which is no colour", "or one of blue, ochre"),
        ("12", '"12", which is no colour', "#rrggbb"),
    ],
)
def test_colours(colour: str, what: str, fix: str) -> None:
    check(changed("colour: blue", f"colour: {colour}"), 5, what, fix)


@pytest.mark.parametrize(
    ("field", "line", "what", "fix"),
    [
        (
            "examples: Omsk",
            NEXT,
            '`examples` of label PLACE is the text "Omsk" where a list belongs',
            "examples: [...]",
        ),
        ("examples:\n      - a\n      - ''", NEXT + 2, "a text in `examples` of label PLACE is empty", "write"),
        ("examples:\n      - a\n      - b: c", NEXT + 2, "is a mapping where text belongs", "the whole text in quotes"),
        ("examples:\n      - [a]", NEXT + 1, "is a list where text belongs", "one text"),
        ("examples:\n      - '**Omsk is far'", NEXT + 1, "one ** has no partner", "right before"),
        ("counter_examples:\n      - 'the **** river'", NEXT + 1, "must touch the text", "right before"),
        ("counter_examples:\n      - 'the ** big** river'", NEXT + 1, "must touch the text", "right before"),
    ],
)
def test_examples(field: str, line: int, what: str, fix: str) -> None:
    check(f"{LABEL}    {field}\n", line, what, fix)


@pytest.mark.parametrize(
    ("attributes", "line", "what", "fix"),
    [
        ("- value", 8, 'an attribute of label PLACE is the text "value"', "name, type, choices"),
        ("- name: value", 8, "an attribute of label PLACE has no `type`", "type: ..."),
        ("- {type: text}", 8, "has no `name`", "name: ..."),
        ("- {name: a b, type: text}", 8, 'attribute name "a b" holds white space', "a_b"),
        ("- name: a\n        type: nummer", 9, 'attribute a of label PLACE has the unknown type "nummer"', '"number"?'),
        ("- name: a\n        type: bool", 9, 'the unknown type "bool"', "number, text, choice"),
        ("- {name: a, type: choice}", 8, "attribute a of label PLACE is a choice without `choices`", "choices: [...]"),
        ("- {name: a, type: choice, choices: []}", 8, "a choice without `choices`", "choices: [...]"),
        ("- {name: a, type: text, choices: [b]}", 8, "has `choices`, but is of type text", "type: choice"),
        ("- {name: a, type: choice, choices: [b, '']}", 8, "a text in `choices` of", "write"),
        ("- name: a\n        type: choice\n        choices:\n          - b\n          - b", 12, 'choice "b"', "rename"),
        ("- {name: a, type: text}\n      - {name: a, type: number}", 9, 'attribute "a" of label PLACE is', "rename"),
        ("- {name: a, type: text, colour: red}", 8, 'unknown key "colour" in an attribute', "use one of"),
    ],
)
def test_attributes(attributes: str, line: int, what: str, fix: str) -> None:
    check(f"{LABEL}    attributes:\n      {attributes}\n", line, what, fix)


@pytest.mark.parametrize(
    ("rules", "line", "what", "fix"),
    [
        ("use: peeple", 8, 'there is no family of rules "peeple"', 'did you mean "people"?'),
        ("use: [people]", 8, "`use` of `rules` of label PLACE is a list", "one text"),
        ("word: [a]", 8, 'unknown key "word" in `rules` of label PLACE', 'did you mean "words"?'),
        ("words: a", 8, '`words` of `rules` of label PLACE is the text "a"', "words: [...]"),
        ("words:\n        - a\n        - ' '", 10, "a text in `words` of `rules` of label PLACE is empty", "write"),
        ('words:\n        - "a\\nb"', 9, "has more than one line", "one line"),
        ("never: [a, {b: c}]", 8, "is a mapping where text belongs", "quotes"),
        (
            "patterns:\n        - 'a'\n        - '(?P<span>a'",
            10,
            '"(?P<span>a": missing ), unterminated subpattern at position 0',
            "regular expression",
        ),
        ("patterns:\n        - 'ab**'", 9, '"ab**": multiple repeat at position 3', "regular expression"),
        (r"""patterns: ['\p{Lu}']""", 8, r"bad escape \p at position 0", "regular expression"),
        ("patterns: ['(?<=a+)b']", 8, "look-behind requires fixed-width pattern", "regular expression"),
        ("patterns: ['a{99999999999}']", 8, "the repetition number is too large", "regular expression"),
        ("patterns: ['" + "(" * 5000 + "']", 8, "", "regular expression"),
        (r'patterns: ["\bGeneral"]', 8, 'holds the control character "\\x08"', "single quotes"),
        (r'patterns: ["\d+"]', 8, "found unknown escape character", "single quotes"),
    ],
)
def test_rules(rules: str, line: int, what: str, fix: str) -> None:
    check(f"{LABEL}    rules:\n      {rules}\n", line, what, fix)


def test_rules_that_are_no_mapping() -> None:
    check(f"{LABEL}    rules: people\n", NEXT, '`rules` of label PLACE is the text "people"', "use, words, patterns")


@pytest.mark.parametrize(
    ("suggesters", "line", "what", "fix"),
    [
        (" rules", 7, '`suggesters` of the file is the text "rules"', "suggesters: [...]"),
        ("\n  - rules", 8, 'suggester 1 is the text "rules" where a mapping belongs', "name, settings"),
        ("\n  - settings: {}", 8, "suggester 1 has no `name`", "name: ..."),
        ("\n  - name: ''", 8, "`name` of suggester 1 is empty", "write"),
        ("\n  - name: rules\n    setting: {}", 9, 'unknown key "setting"', 'did you mean "settings"?'),
        ("\n  - name: rules\n    settings: 3", 9, '`settings` of suggester "rules" is not a mapping', "name: value"),
        ("\n  - name: a\n    settings:\n      b:\n        c: 1\n        c: 2", 12, "first in line 11", "remove"),
        ("\n  - name: a\n    settings:\n      b:\n        ? [c]\n        : d", 11, "has a list as a key", "quotes"),
        ('\n  - name: a\n    settings:\n      b: "\\0"', 10, 'control character "\\x00"', "remove"),
        ("\n  - name: a\n  - name: a", 9, 'suggester "a" is there twice, first in line 8', "rename"),
    ],
)
def test_suggesters(suggesters: str, line: int, what: str, fix: str) -> None:
    check(f"{LABEL}suggesters:{suggesters}\n", line, what, fix)
