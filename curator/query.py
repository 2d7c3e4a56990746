"""What one looks for in all articles: words, phrases, AND, OR, NOT. From a line to what it finds in a text.

    general arrested          both words, anywhere in an article
    "major general"           next to each other, whatever white space parts them
    bribe OR kickback         one of them; AND binds tighter, parentheses help
    -retired  NOT retired     articles without it
    command*                  words that begin so; "deputy command"* works, too

A word is found as a whole. One in lower case finds capitals, too; one with a capital is found as it stands. What
stands in quotes is text and nothing else; a quote in it is doubled.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from curator.errors import CuratorError

if TYPE_CHECKING:
    import regex

Hit = tuple[int, int]
"""Where something was found: half-open, in code points."""
_PIECES = r'\s*(?:(?P<paren>[()])|(?P<no>-)(?=[^\s)])|"(?P<quoted>(?:[^"]|"")*)"?(?P<more>\*?)|(?P<word>[^\s()"]+))'
_MOST = 64
"""Words, operators and parentheses of a query, at the most."""
# Scripts without spaces: there, a word has no edges of its own.
_SOLID = r"\p{Han}\p{Hiragana}\p{Katakana}"
_EDGE = rf"[[\w\p{{M}}]--[{_SOLID}]]"


class QueryError(CuratorError):
    """A query that says nothing, or not all. The message is for whoever typed it."""


class Term(msgspec.Struct, frozen=True, dict=True):
    """Words in a row. ``prefix``: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def exact(self) -> bool:
        """Whether capitals count."""
        return any(char.isupper() for word in self.words for char in word)

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        import regex

        # The guard before the first word stands behind it: in front, it would keep `regex` from leaping to the word.
        body = r"[\s\x1c-\x1f]+".join(map(regex.escape, self.words))
        first, last = self.words[0], self.words[-1]
        guard = rf"(?<!{_EDGE}{regex.escape(first)})" if regex.match(_EDGE, first, regex.V1) else ""
        head = regex.escape(first) + guard + body[len(regex.escape(first)) :]
        has_edge = regex.match(_EDGE, last[-1], regex.V1) is not None
        tail = rf"{_EDGE}*+" if self.prefix else rf"(?!{_EDGE})" if has_edge else ""
        return regex.compile(head + tail, regex.V1 | (0 if self.exact else regex.IGNORECASE))

    def hits(self, text: str) -> Iterator[Hit]:
        """Where it stands."""
        return (match.span() for match in self._pattern.finditer(text))

    def matches(self, text: str) -> bool:
        """Whether it stands there."""
        return self._pattern.search(text) is not None


class Not(msgspec.Struct, frozen=True):
    """What must not match."""

    part: Expression

    def matches(self, text: str) -> bool:
        """Whether its part does not match."""
        return not self.part.matches(text)


class All(msgspec.Struct, frozen=True):
    """What must match together."""

    parts: tuple[Expression, ...]

    def matches(self, text: str) -> bool:
        """Whether all parts match."""
        return all(part.matches(text) for part in self.parts)


class Either(msgspec.Struct, frozen=True):
    """Of which one part is enough."""

    parts: tuple[Expression, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the parts matches."""
        return any(part.matches(text) for part in self.parts)


Expression = Term | Not | All | Either


class Query(msgspec.Struct, frozen=True, dict=True):
    """A query, as it was typed and as it is meant."""

    line: str
    root: Expression

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """What is to be found, without what is not."""
        return tuple(dict.fromkeys(_wanted(self.root)))

    def matches(self, text: str) -> bool:
        """Whether the text is one of those that are looked for."""
        return self.root.matches(text)

    def hits(self, text: str) -> list[Hit]:
        """Every place of every term in such a text, none over another; of two at one place, the longer one."""
        found = sorted((hit for term in self.terms for hit in term.hits(text)), key=lambda hit: (hit[0], -hit[1]))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept


def parse(line: str) -> Query:
    """The query that a line says. What is still open at its end (a quote, a parenthesis) ends there.

    Raises:
        QueryError: It says nothing to find, or an operator lacks what it is about.
    """
    root = _Parser(line).whole()
    if not _finds(root):
        raise QueryError("it says only what not to find", fix="add a word to find")
    return Query(line, root)


def quoted(text: str) -> str:
    """A query for just this text."""
    return '"' + " ".join(text.split()).replace('"', '""') + '"'


class _Token(msgspec.Struct, frozen=True):
    """``kind`` is one of ``( ) NOT AND OR term``."""

    kind: str
    shown: str
    place: int
    term: Term | None = None


def _tokens(line: str) -> Iterator[_Token]:
    import regex

    end = len(line.rstrip())
    for match in regex.finditer(_PIECES, line[:end]):
        shown, place = match[0].strip(), match.start()
        if match["paren"]:
            yield _Token(shown, shown, place)
        elif match["no"]:
            yield _Token("NOT", "-", place)
        elif match["word"] in ("AND", "OR", "NOT"):
            yield _Token(shown, shown, place)
        elif match["quoted"] is not None:
            words = tuple(match["quoted"].replace('""', '"').split())
            if words:
                yield _Token("term", shown, place, Term(words, bool(match["more"])))
        else:
            word = match["word"].rstrip("*")
            if not word:
                raise QueryError("* stands for the rest of a word", fix="write the beginning of the word before it")
            yield _Token("term", shown, place, Term((word,), match["word"].endswith("*")))


class _Parser:
    """Recursive descent: OR over AND (which may be left out) over NOT over terms and parentheses."""

    def __init__(self, line: str) -> None:
        self._tokens = list(_tokens(line))
        self._next = 0

    def whole(self) -> Expression:
        """All of the line."""
        if len(self._tokens) > _MOST:
            raise QueryError(f"more than {_MOST} words", fix="search for less at a time")
        if not self._tokens:
            raise QueryError("there is nothing to search for", fix='type words, or a "phrase"')
        root = self._either()
        if self._kind == ")":
            raise QueryError("there is a ) without a (")
        return root

    @property
    def _kind(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else ""

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _either(self) -> Expression:
        parts = [self._all()]
        while self._kind == "OR":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._one()]
        while self._kind not in ("", "OR", ")"):
            if self._kind == "AND":
                self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Expression:
        before = self._tokens[self._next - 1].shown if self._next else ""
        if self._kind in ("", "OR", "AND", ")"):
            there = self._tokens[self._next].shown if self._kind else "the end"
            what = f"between {before} and {there}" if before else f"before {there}"
            raise QueryError(f"something is missing {what}", fix="AND, OR, NOT are operators; in quotes they are words")
        token = self._take()
        if token.kind == "NOT":
            return Not(self._one())
        if token.kind == "(":
            inner = self._either()
            if self._kind == ")":
                self._take()
            return inner
        assert token.term is not None
        return token.term


def _wanted(part: Expression) -> Iterator[Term]:
    if isinstance(part, Term):
        yield part
    elif isinstance(part, All | Either):
        for each in part.parts:
            yield from _wanted(each)


def _finds(part: Expression) -> bool:
    """Whether a text must hold something to match."""
    if isinstance(part, All):
        return any(map(_finds, part.parts))
    if isinstance(part, Either):
        return all(map(_finds, part.parts))
    return isinstance(part, Term)
