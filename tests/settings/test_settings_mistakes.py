"""Every mistake gives one error, with the line it is on and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.conftest import Mistake

VALUES = [
    ('thme = "auto"\n', 1, 'there is no setting "thme"', 'did you mean "theme"?'),
    ("# one\n\nzzzz = 1\n", 3, 'there is no setting "zzzz"', "use one of: theme, width,"),
    ('accept = ["y"]\n', 1, 'there is no setting "accept"', "[keys]"),
    ("[key]\n", 1, 'there is no setting "key"', 'did you mean "keys"?'),
    ('theme = "drak"\n', 1, 'there is no theme "drak"', 'did you mean "dark"?'),
    ("theme = 3\n", 1, "`theme` is 3 where one of", 'such as `theme = "auto"`'),
    ('lanes = true\nwidth = "80"\n', 2, '`width` is the text "80" where a whole number from 20 to 1000', "width = 100"),
    ("width = 19\n", 1, "`width` is 19 where a whole number from 20 to 1000", "width = 100"),
    ("width = 1001\n", 1, "`width` is 1001", "width = 100"),
    ("width = 80.5\n", 1, "`width` is a number with a fraction", "width = 100"),
    ("width = true\n", 1, "`width` is true where", "width = 100"),
    ("margin = -1\n", 1, "`margin` is -1 where a whole number from 0 to 200", "margin = 2"),
    ("margin = [\n 1,\n]\n", 1, "`margin` is a list", "margin = 2"),
    ('lanes = "yes"\n', 1, '`lanes` is the text "yes" where true or false', "lanes = true"),
    ("lanes = 1\n", 1, "`lanes` is 1 where true or false", "lanes = true"),
    ('panel = "on"\n', 1, '`panel` is the text "on" where true or false or "auto"', 'panel = "auto"'),
    ("marks = 2026-01-01\n", 1, "`marks` is a date or time", "marks = false"),
    ("[reviewer]\n", 1, "`reviewer` is a table where a text", "reviewer ="),
    ('keys = "a"\n', 1, '`keys` is the text "a" where a table belongs', "[keys]"),
]
KEYS = [
    ('acept = ["y"]', 'there is no command "acept"', 'did you mean "accept"?'),
    ('zzzz = ["y"]', 'there is no command "zzzz"', "curator keys lists them all"),
    ('accept = "y"', 'the keys of accept are the text "y" where a list of keys belongs', 'write `accept = ["y"]`'),
    ("accept = true", "the keys of accept are true", 'accept = ["y"]'),
    ("accept = [1]", "the keys of accept are a list where a list of keys belongs", 'accept = ["y"]'),
    ('accept = ["yy"]', '"yy", for accept, is no key that there is', "a key's name"),
    ('accept = [""]', '"", for accept, is no key that there is', "write a character"),
    ('accept = ["pagedwn"]', "is no key that there is", 'did you mean "pagedown"?'),
    ('accept = ["ctrl+bckspace"]', "is no key that there is", 'did you mean "ctrl+backspace"?'),
    ('accept = ["hyper+y"]', "is no key that there is", "a key's name"),
    ('accept = ["y", "Y", "y"]', '"y" is twice among the keys of accept', "remove one"),
    ('accept = ["Tab", "tab"]', '"tab" is twice among the keys of accept', "remove one"),
    ('adjudicate.uniom = ["y"]', 'there is no command "adjudicate.uniom"', 'did you mean "adjudicate.union"?'),
    ('adjudicate.accept = ["y"]', 'there is no command "adjudicate.accept"', ""),
    (
        'adjudicate.union = ["%"]',
        'adjudicate.union and adjudicate.majority are both on the key "%"',
        "use another key, or take it from adjudicate.majority: adjudicate.majority = []",
    ),
    ('adjudicate.union = ["h"]', 'adjudicate.union and adjudicate.left are both on the key "h"', "another key"),
    ("adjudicate.help = []", "adjudicate.help must have a key", "give it one"),
    ('adjudicate.cancel = ["y"]', "cancel has Esc, as everywhere", 'add "escape"'),
    ('adjudicate.union = ["escape"]', "Esc always goes back", "another key"),
    ('adjudicate.take_1 = ["1"]', "or for a reviewer", "another key"),
    ('adjudicate = ["y"]', 'there is no command "adjudicate"', ""),
    # What no terminal tells apart, what does not arrive, and what means something else.
    ('accept = ["ctrl+i"]', "is the same byte as Tab", "another key"),
    ('accept = ["Ctrl+M"]', "is the same byte as Enter", "another key"),
    ('accept = ["ctrl+h"]', "is the same byte as Backspace", "another key"),
    ('accept = ["ctrl+["]', "is the same byte as Esc", "another key"),
    ('accept = ["ctrl+j"]', "is the same byte as the end of a line", "another key"),
    ('accept = ["ctrl+enter"]', "does not arrive in tmux", "another key"),
    ('accept = ["shift+enter"]', "does not arrive in tmux", "another key"),
    ('accept = ["ctrl+shift+y"]', "does not arrive in tmux", "another key"),
    ('accept = ["ctrl+1"]', "does not arrive in tmux", "another key"),
    ('accept = ["ctrl+alt+up"]', "does not arrive in tmux", "another key"),
    ('accept = ["alt+y"]', "is Esc and then y: on a slow line it would do what y does", "another key"),
    ('accept = ["shift+y"]', 'arrives as "Y"', 'write "Y"'),
    ('accept = ["ctrl+c"]', "stops programs", "another key"),
    ('accept = ["3"]', "stands for a label by its number", "another key"),
    ('accept = ["f9"]', "always opens the palette", "another key"),
    ('accept = ["escape"]', "Esc always goes back", "another key"),
    # What is taken.
    ('accept = ["x"]', 'accept and reject are both on the key "x"', 'reject = ["backspace"]'),
    ('accept = ["y"]\nreject = ["y"]', 'reject and accept are both on the key "y"', "take it from accept"),
    ('label.PERSON = ["a"]', 'label.PERSON and accept are both on the key "a"', "accept = []"),
    ('label.A = ["y"]\nlabel.B = ["y"]', 'label.B and label.A are both on the key "y"', "take it from label.A"),
    # What must have a key.
    ("help = []", "help must have a key", "give it one"),
    ("quit = []", "quit must have a key", "give it one"),
    ('cancel = ["y"]', "cancel has Esc, as everywhere", 'add "escape"'),
    ("label.PERSON = []", "label.PERSON has not one character as its key", 'PERSON = ["y"]'),
    ('label.PERSON = ["y", "Y"]', "label.PERSON has not one character", 'PERSON = ["y"]'),
    ('label.PERSON = ["tab"]', "label.PERSON has not one character", 'PERSON = ["y"]'),
    ('"label." = ["y"]', '"label." is no label\'s name', "label.NAME"),
    ('label."\\u0001" = ["y"]', r'"label.\x01" is no label', "label.NAME"),
    ('label = ["y"]', 'there is no command "label"', "did you mean"),
    ('label.A = ["y"]\n"label.A" = ["Y"]', "the keys of label.A are there twice", "remove one of the two"),
]
SYNTAX = [
    ("theme = dark\n", 1, "a value cannot be read", "put a text in quotes"),
    ("\nlanes = True\n", 2, "a value cannot be read", "in lower case"),
    ('theme = "dark\nwidth = 80\n', 1, "quotes are not closed", "close them"),
    ("theme: dark\n", 1, "there is no = behind the name", "name = value"),
    ("width = 80 margin = 2\n", 1, "there is more behind the value", "a line of its own"),
    ('[keys]\naccept = ["y"\n', 2, "a bracket is not closed", "close it"),
    ('[keys]\naccept = ["y" "z"]\n', 2, "a comma is missing", "put commas"),
    ("width = 80\nwidth = 90\n", 2, '"width" is there twice', "remove one"),
    ("[keys]\n\n[keys]\n", 3, '"[keys]" is there twice', "remove one"),
    ('theme = "a\\d"\n', 1, "a backslash stands in double quotes", "single quotes"),
    ("= 3\n", 1, "this is no setting", "name = value"),
    ("width = " + "9" * 5000, 1, "a number has too many digits", "a smaller one"),
    ("width = " + "[" * 5000, 1, "nested too deeply", "flatter"),
    ("[keys\n", 1, "this is not TOML", "put texts in quotes"),
    (b'theme = "\xff"\n', 1, "byte 9 (0xff) is not valid UTF-8", "UTF-8"),
    ("# a\u2028b\n", 1, "U+2028", "remove it"),
    ("width = 80\n# \x07\n", 2, "U+0007", "remove it"),
]


@pytest.mark.parametrize(("text", "line", "what", "fix"), [*VALUES, *SYNTAX])
def test_a_mistake(mistake: Mistake, text: str | bytes, line: int, what: str, fix: str) -> None:
    error = mistake(text)
    assert error.where == f"own.toml:{line}"
    assert what in error.what
    assert fix in (error.fix or "")


@pytest.mark.parametrize(("text", "what", "fix"), KEYS)
@pytest.mark.parametrize("project", [False, True])
def test_a_mistake_in_the_keys(mistake: Mistake, text: str, what: str, fix: str, project: bool) -> None:
    whole = f"width = 80\n\n[keys]\n# these\n{text}\n"
    error = mistake(None, whole) if project else mistake(whole)
    assert error.where == f"{'curator' if project else 'own'}.toml:{4 + len(text.splitlines())}"
    assert what in error.what
    assert fix in (error.fix or "")


def test_a_name_does_not_belong_into_a_project(mistake: Mistake) -> None:
    error = mistake("", 'reviewer = "anna"\n')
    assert (error.where, error.what) == ("curator.toml:1", "`reviewer` would hold for everybody in the project")


def test_two_files_that_do_not_go_together(mistake: Mistake) -> None:
    """The place is in the stronger file; what the weaker one may set alone is no mistake."""
    error = mistake('[keys]\naccept = ["y"]\n', '[keys]\n\nundo = ["y"]\n')
    assert error.where == "curator.toml:3"
    assert error.what == 'undo and accept are both on the key "y"'
    error = mistake('[keys]\naccept = ["b"]\n', "[keys]\nquit = []\n")
    assert error.where == "curator.toml:2"


def test_a_file_that_cannot_be_read(mistake: Mistake, tmp_path: Path) -> None:
    (tmp_path / "own.toml").mkdir()
    assert mistake().what == "this is a directory"
    (tmp_path / "own.toml").rmdir()
    (tmp_path / "own.toml").symlink_to("nowhere")
    assert mistake().what == "there is no such file"
