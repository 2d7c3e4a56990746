"""Which documents the queue shows: a line such as ``state:done label:PERSON arrested``, and what it asks for.

    arrested "two more"        both in key or title, in any case
    text:bribe                 in the article, found as by the search in all articles; text:"major general"
    state:todo,started         that stand so; also done, skipped, unfinished, flagged, noted
    label:PERSON               with such a span, pending or decided (a name, the beginning of one, or a label's key)
    source:rules               with a suggestion from there; source:hand: with a span that nobody suggested
    note:ask                   with such words in a note
    pending>0 decided=0 length>=5000  pending=0, and less than a number, where suggestions were made
    -state:done -draft         not so

All parts must hold; of values that commas part, one is enough.
"""

from __future__ import annotations

import re

from curator.labels import LabelSet
from curator.query import QueryError
from curator.query import parse as parse_query
from curator.query import quoted as as_phrase
from curator.review.filter import FilterError, named_label
from curator.store.records import Counted, Holding, Only, Standing

HINT = "words  state:todo  label:RANK  text:bribe  pending>0  -note:ask"
_STATES = ("todo", "started", "unfinished", "done", "skipped", "flagged", "noted")
_KINDS = ("state", "label", "source", "text", "note")
_PART = re.compile(r'(?P<no>-(?=\S))?(?:(?P<kind>[A-Za-z]+):)?(?P<value>(?:"(?:[^"]|"")*"?|[^\s"])*)(?=\s|$|")')
_COUNT = re.compile(r"(pending|decided|length)(<=|>=|<|>|=|:)(.*)", re.IGNORECASE)


def parse(line: str, labels: LabelSet) -> tuple[Only, ...]:
    """What a line asks for; nothing where it is empty.

    Raises:
        FilterError: A part means nothing.
    """
    parts: list[Only] = []
    place = 0
    while place < len(line):
        match = _PART.match(line, place)
        if line[place].isspace() or match is None or not match[0]:
            place += 1
            continue
        parts.append(_part(match, labels))
        place = match.end()
    return tuple(parts)


def _part(match: re.Match[str], labels: LabelSet) -> Only:
    shown, kind, value = match[0], (match["kind"] or "").lower(), match["value"]
    wanted = match["no"] is None
    count = _COUNT.fullmatch(shown.removeprefix("-"))
    if count:
        return _counted(count[1].lower(), _operator(count[2]), _number(count[3], shown), wanted, labels)
    if kind and kind not in _KINDS:
        # A key may have a colon in it.
        kind, value = "", f"{match['kind']}:{value}"
    values = _values(value)
    if not values:
        raise FilterError(f"{shown}: something is missing", fix=f"such as {HINT}")
    if kind == "state":
        return Standing(tuple(_state(each.lower()) for each in values), wanted)
    if kind == "label":
        return Holding("label", tuple(named_label(each, labels, only=True) for each in values), wanted)
    if kind == "text":
        return Holding("text", tuple(_query(each, value) for each in values), wanted)
    if kind in ("source", "note"):
        return Holding("source" if kind == "source" else "note", tuple(values), wanted)
    return Holding("name", (" ".join(_values(value, commas=False)),), wanted)


def _values(text: str, *, commas: bool = True) -> list[str]:
    """The values in a part: what quotes hold as it stands, the rest parted by commas."""
    found = re.findall(r'"((?:[^"]|"")*)"?|([^",]+)' if commas else r'"((?:[^"]|"")*)"?|([^"]+)', text)
    return [value for value in (quoted.replace('""', '"') or bare for quoted, bare in found) if value.strip()]


def _query(value: str, typed: str) -> str:
    """The query for a text: a phrase where it stood in quotes, else a word, of which a star may leave the end open."""
    line = value if '"' not in typed else as_phrase(value)
    try:
        parse_query(line)
    except QueryError as error:
        raise FilterError(
            f"text:{typed}: {error}", fix='such as text:bribe, text:"major general" or text:command*'
        ) from error
    return line


def _state(value: str) -> str:
    if value not in _STATES:
        raise FilterError(f"there is no state {value}", fix=f"one of {', '.join(_STATES)}")
    return value


def _counted(kind: str, operator: str, value: int, wanted: bool, labels: LabelSet) -> Counted:
    """A count that is so; what is pending is at least so much, and not known to be less until all is suggested."""
    prepared = kind == "pending" and ">" not in operator and bool(labels.suggesters)
    return Counted(kind, operator, value, wanted, prepared)  # type: ignore[arg-type]


def _operator(sign: str) -> str:
    return "=" if sign == ":" else sign


def _number(text: str, shown: str) -> int:
    # As many digits as no count has.
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise FilterError(f"{shown}: a whole number is missing", fix="such as pending>0")
    return int(text)
