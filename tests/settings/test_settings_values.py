"""What right files say, the stronger one first; and where a value is set, whatever the file looks like."""

from __future__ import annotations

import re
import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.review.adjudication_keys import KNOWN_KEYS
from curator.review.adjudication_keys import described as described_keys
from curator.review.keymap import keymap
from curator.review.keys import DEFAULT_KEYS
from curator.settings import DEFAULTS, Loaded, Settings
from curator.settings.described import described, written
from curator.settings.example import example_file
from curator.settings.keys import NAMES, BadKey, key_of, risk
from curator.settings.toml import line_of
from curator.source import Source
from tests.settings.conftest import Read


def test_without_files_the_defaults_hold(read: Read) -> None:
    loaded = read()
    assert loaded == Loaded()
    assert loaded.settings == DEFAULTS
    assert keymap(loaded.settings) == DEFAULT_KEYS
    assert loaded.where("width") is None


@pytest.mark.parametrize("text", ["", "# nothing\n", "[keys]\n", "\ufeff# with a mark\n"])
def test_files_that_set_nothing(read: Read, text: str) -> None:
    assert read(text, text).settings == DEFAULTS


def test_the_project_is_stronger_than_the_reviewer(read: Read) -> None:
    own = 'theme = "light"\nwidth = 72\nreviewer = "anna"\n[keys]\naccept = ["y"]\nreject = ["Y"]\n'
    project = 'width = 90\nmargin = 0\nlanes = false\npanel = false\nmarks = true\nkeys.accept = ["b", "F2"]\n'
    loaded = read(own, project)
    assert loaded.settings == Settings(
        theme="light", width=90, margin=0, lanes=False, panel=False, marks=True, reviewer="anna",
        keys={"accept": ("b", "f2"), "reject": ("Y",)},
    )  # fmt: skip
    places = {"theme": "own.toml:1", "width": "curator.toml:1", "keys.accept": "curator.toml:6"}
    places |= {"keys.reject": "own.toml:6", "keys.undo": None}
    assert {name: loaded.where(name) for name in places} == places
    assert keymap(loaded.settings)["accept"] == ("b", "f2")
    assert keymap(loaded.settings)["undo"] == ("u",)


def test_keys_can_change_places_and_be_taken_away(read: Read) -> None:
    loaded = read('[keys]\naccept = ["x"]\nreject = ["a"]\nredo = []\n')
    changed = keymap(loaded.settings)
    assert (changed["accept"], changed["reject"], changed["redo"]) == (("x",), ("a",), ())


@pytest.mark.parametrize("text", ['[keys]\nlabel.A = ["b"]', '[keys]\n"label.A" = ["b"]', '[keys.label]\nA = ["b"]'])
def test_a_label_may_be_named_as_toml_likes_it(read: Read, text: str) -> None:
    assert read(text).settings.keys == {"label.A": ("b",)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a", "a"), ("A", "A"), ("ы", "ы"), ("é", "é"), ("0", "0"), ("+", "+"), (",", ","), (" ", "space"),
        ("Space", "space"), ("Esc", "escape"), ("Ctrl+N", "ctrl+n"), ("control+n", "ctrl+n"), ("PgUp", "pageup"),
        ("Shift+Left", "shift+left"), ("Shift+←", "shift+left"), ("shift+ctrl+left", "ctrl+shift+left"),
        ("⏎", "enter"), ("Return", "enter"), ("Alt+Up", "alt+up"), ("F12", "f12"), ("shift+tab", "shift+tab"),
    ],
)  # fmt: skip
def test_keys_as_people_write_them(text: str, key: str) -> None:
    assert key_of(text) == key


def test_the_programs_own_keys_are_keys() -> None:
    assert {key: key_of(key) for keys in DEFAULT_KEYS.values() for key in keys} == {
        key: key for keys in DEFAULT_KEYS.values() for key in keys
    }


@given(st.text(max_size=12) | st.lists(st.sampled_from(["ctrl", "shift", "a", "+", "", *NAMES])).map("+".join))
def test_any_text_is_a_key_or_a_mistake(text: str) -> None:
    key = key_of(text)
    if isinstance(key, BadKey):
        assert key.what
        assert key.fix
    else:
        assert key_of(key) == key


def test_keys_that_something_keeps_are_told(read: Read) -> None:
    loaded = read('[keys]\naccept = ["ctrl+b", "y"]\nundo = ["ctrl+s"]\n')
    assert list(loaded.warnings()) == [
        'own.toml:2: "ctrl+b", for accept, is tmux\'s prefix, which keeps it',
        'own.toml:3: "ctrl+s", for undo, stops the output of some terminals and serial lines until Ctrl+Q',
    ]
    assert risk("y") is None
    assert list(Loaded().warnings()) == []


def test_every_setting_is_described_and_its_default_is_one() -> None:
    assert list(described()) == [field.name for field in msgspec.structs.fields(Settings)]
    for name, setting in described().items():
        assert setting.meaning
        assert setting.wanted
        assert tomllib.loads(f"{name} = {setting.default}") == {name: getattr(DEFAULTS, name)}


def test_the_example_sets_nothing_and_uncommented_sets_the_defaults(read: Read) -> None:
    example = example_file(described_keys())
    assert read(example).settings == DEFAULTS
    assert max(map(len, example.splitlines())) <= 110
    everything = re.sub(r"^#(?=[\w.]+ = )(?!label)", "", example, flags=re.MULTILINE)
    settings = read(everything).settings
    assert msgspec.structs.replace(settings, keys={}) == DEFAULTS
    shared = {name.removeprefix("adjudicate.") for name in KNOWN_KEYS.keys() - settings.keys.keys()}
    assert shared <= DEFAULT_KEYS.keys(), "those that are the review's stand there once"
    assert settings.keys == {name: keys for name, keys in KNOWN_KEYS.items() if name in settings.keys}
    assert settings.keys.keys() >= DEFAULT_KEYS.keys() | {"adjudicate.union", "adjudicate.take_1", "adjudicate.help"}


STATEMENTS = st.sampled_from(
    ["", "# c", "[keys]", "[[more]]", "x.y = 1", 'm = """\na = 1\n\n"""', "l = [\n 1,\n\n 2\n]"]
)


@given(st.lists(STATEMENTS, max_size=12), st.lists(STATEMENTS, max_size=12))
def test_the_line_of_a_statement(before: list[str], after: list[str]) -> None:
    """Whatever stands around it, as long as it is TOML."""
    text = "\n".join([*before, "[here]\nwanted = [", " 1,", "]", *after])
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    line = text.splitlines().index("wanted = [") + 1
    assert line_of(Source("x", text), ("here", "wanted")) == line


@given(st.dictionaries(st.sampled_from(["theme", "reviewer"]), st.text(st.characters(codec="utf-8"))))
def test_texts_are_written_as_toml_reads_them(texts: dict[str, str]) -> None:
    assert tomllib.loads("".join(f"{name} = {written(text)}\n" for name, text in texts.items())) == texts
