"""What must hold for single values, and between labels."""

from __future__ import annotations

import re
import string
import warnings
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from curator.labels.colours import COLOURS, colour_code
from curator.labels.examples import marked
from curator.labels.types import Label
from curator.source import Source, closest, quoted

# CoNLL and brat part their columns by white space.
_NAME = re.compile(r"[\w.-]+")
_NOT_NAME = re.compile(r"[^\w.-]+")
_NUMBERED = "123456789"
_FREE_KEYS_SHOWN = 6


class Placed(msgspec.Struct, frozen=True):
    """A label, with the lines of its name and its key."""

    label: Label
    name_line: int
    key_line: int


def check_name(source: Source, line: int, name: str, what: str) -> str:
    """The name, which is letters, digits, ``_``, ``-`` and ``.``."""
    if _NAME.fullmatch(name):
        return name
    better = _NOT_NAME.sub("_", name).strip("_")
    fix = f"write {quoted(better)}" if better else "use letters, digits, _, - and ."
    holds = "white space" if re.search(r"\s", name) else "more than letters, digits, _, - and ."
    raise source.error(line, f"{what} {quoted(name)} holds {holds}", fix)


def check_key(source: Source, line: int, key: str, what: str) -> str:
    """The key: one character that is printed; not one of 1 to 9, which press the labels by number."""
    if len(key) != 1 or not key.isprintable() or key.isspace():
        said = f"{what} is {quoted(key)}, which is not one printable character"
        raise source.error(line, said, "write one letter, such as `key: b`")
    if key in _NUMBERED:
        raise source.error(line, f"{what} is {key}; 1 to 9 stand for the first nine labels", "use a letter")
    return key


def check_colour(source: Source, line: int, text: str, what: str) -> str:
    """The colour as ``#rrggbb``."""
    code = colour_code(text)
    if code is None:
        meant = closest(text, COLOURS)
        names = f"{quoted(meant)}" if meant else f"one of {', '.join(COLOURS)}"
        raise source.error(line, f"{what} is {quoted(text)}, which is no colour", f'write "#rrggbb" or {names}')
    return code


def check_pattern(source: Source, line: int, pattern: str, what: str) -> str:
    """The pattern, which Python's ``re`` must understand."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise source.error(line, f"{what} {quoted(pattern)}: {said}", "mend the regular expression") from None
    return pattern


def check_example(source: Source, line: int, example: str, what: str) -> str:
    """The example, whose ``**`` must come in pairs."""
    try:
        marked(example)
    except ValueError as error:
        fix = "put ** right before and right behind what is meant"
        raise source.error(line, f"{what} {quoted(example)}: {error}", fix) from None
    return example


def check_distinct(source: Source, placed: Iterable[tuple[str, int]], what: str, owner: str = "") -> None:
    """That no name, given with its line, stands there twice; ``owner`` says in what."""
    first: dict[str, int] = {}
    for name, line in placed:
        if name in first:
            said = f"{what} {quoted(name)}{owner} is there twice, first in line {first[name]}"
            raise source.error(line, said, "rename or remove one of the two")
        first[name] = line


def check_keys(source: Source, placed: Sequence[Placed], reserved: Mapping[str, str]) -> None:
    """That each label's key is its own, and no command's; a label may have none."""
    owners: dict[str, Label] = {}
    for one in placed:
        label = one.label
        if not label.key:
            continue
        fix = f"give {label.name} a free key: {_free_keys(label, placed, reserved)}"
        if label.key in reserved:
            said = f"the key {quoted(label.key)} of label {label.name} is the command {quoted(reserved[label.key])}"
            raise source.error(one.key_line, said, fix)
        if label.key in owners:
            said = f"labels {owners[label.key].name} and {label.name} are both on the key {quoted(label.key)}"
            raise source.error(one.key_line, said, fix)
        owners[label.key] = label


def _free_keys(label: Label, placed: Sequence[Placed], reserved: Mapping[str, str]) -> str:
    """Some letters that nothing is on, those of the label's name first."""
    taken = {*reserved, *(one.label.key for one in placed)}
    letters = dict.fromkeys(c for c in label.name.lower() if c in string.ascii_lowercase)
    candidates = [*letters, *string.ascii_letters, *string.punctuation]
    free = dict.fromkeys(c for c in candidates if c not in taken)
    return ", ".join(list(free)[:_FREE_KEYS_SHOWN]) or "there is none left, so leave out its `key`"
