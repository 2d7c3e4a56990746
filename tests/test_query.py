"""What a query says, and what it finds in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.query import QueryError, parse, quoted

TEXT = (
    "Major General Ivan Popov and a general; Generals, commander O'Neil, 50% of 主席习近平说.\n"
    "The major\u00a0\n general. STRAẞE Straße. cafe\u0301 cafes. ex-general (general) “Anna”"
)


def found(line: str, text: str = TEXT) -> list[str]:
    query = parse(line)
    return [text[start:end] for start, end in query.hits(text)] if query.matches(text) else []


@pytest.mark.parametrize(
    ("line", "hits"),
    [
        ("popov", ["Popov"]),
        ("Popov", ["Popov"]),
        ("POPOV", []),
        ("opov", []),
        ("general", ["General", "general", "general", "general", "general"]),
        ("General", ["General"]),
        ('"major general"', ["Major General", "major\u00a0\n general"]),
        ("major general", ["Major", "General", "general", "major", "general", "general", "general"]),
        ('general "major general"', ["Major General", "general", "major\u00a0\n general", "general", "general"]),
        ("generals general*", ["General", "general", "Generals", "general", "general", "general"]),
        ('"major gen"*', ["Major General", "major\u00a0\n general"]),
        ("popov -general", []),
        ("popov NOT admiral", ["Popov"]),
        ("popov NOT (admiral OR general)", []),
        ("admiral OR popov", ["Popov"]),
        ("admiral popov", []),
        ("(admiral OR popov) commander", ["Popov", "commander"]),
        ("admiral OR popov commander", ["Popov", "commander"]),
        ("习近平", ["习近平"]),
        ("O'Neil", ["O'Neil"]),
        ("50%", ["50%"]),
        ("straße", ["STRAẞE", "Straße"]),
        ("cafe", []),
        ("“Anna”", ["“Anna”"]),
        ('"popov', ["Popov"]),
        ("(popov", ["Popov"]),
        ("and", ["and"]),
        ('"AND"', []),
        ("[x]", []),
        (".+", []),
    ],
)
def test_what_is_found(line: str, hits: list[str]) -> None:
    assert found(line) == hits


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "nothing to search for"),
        ('""', "nothing to search for"),
        ("-popov", "only what not to find"),
        ("popov OR -general", "only what not to find"),
        ("popov AND", "missing between AND and the end"),
        ("OR popov", "missing before OR"),
        ("a AND OR b", "missing between AND and OR"),
        ("popov)", "a ) without a ("),
        ("()", "missing between ( and )"),
        ("*", "rest of a word"),
        ("a " * 65, "more than 64 words"),
        ("(" * 5000, "more than 64 words"),
    ],
)
def test_mistakes_are_named(line: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(line)
    assert says in str(caught.value)


@given(st.text())
def test_any_line_is_a_query_or_a_mistake(line: str) -> None:
    try:
        query = parse(line)
    except QueryError:
        return
    hits = query.hits(line)
    assert all(start < end for start, end in hits)
    assert all(first[1] <= second[0] for first, second in pairwise(hits))


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_a_quoted_text_finds_itself(text: str, more: str) -> None:
    query = parse(quoted(text))
    assert query.matches(f"{more} {text} {more}")


def test_a_quote_in_a_quote_is_doubled() -> None:
    assert quoted('say "no"  twice') == '"say ""no"" twice"'
    assert found(quoted('say "no"  twice'), 'to say "no"\ttwice.') == ['say "no"\ttwice']
