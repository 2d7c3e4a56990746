"""CoNLL, two columns, IOB2: a token, a tab and its tag on each line, and a blank line behind each sentence.

A document begins with ``-DOCSTART- -X- O O KEY``, a tab, ``O``, and a blank line. spaCy's converter splits at the first
four words, readers that pass over lines with ``-DOCSTART-`` pass over it, and readers of two columns take it for a
sentence of one token outside all spans. White space, control characters and ``%`` in keys and labels are
percent-encoded.

What it cannot carry is told as losses, of these kinds:

- ``nested``: the span lies within one that is longer, or in the same place with another label; the longest is kept.
- ``overlap``: it crosses one that is longer.
- ``sub_token``: it begins or ends within a token.
- ``no_token``: there is no token in it.
- ``edges``: it is kept, but without the white space or zero-width characters at its edges.
- ``attributes``: it is kept, but without its attributes.

A sentence is not broken within a span that is kept.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

import msgspec

from curator import text as words
from curator.formats.api import Flaw, Loss, Losses, Writer, Written
from curator.model import Annotated, Span, reading_order

Run = tuple[int, int, str]
"""First token, behind the last token, label."""

_START = "-DOCSTART-"
_HEAD = f"{_START} -X- O O "
_TAG = re.compile(r"O|[BI]-\S+")
_UNSAFE = re.compile(r"[\s%\x00-\x1f\x7f]")
_NOBODY = -1


class Tagged(msgspec.Struct, frozen=True):
    """A document as the format holds it: tokens and their tags.

    ``key`` is None where the file names no document; ``breaks`` are the tokens that begin a sentence.
    """

    key: str | None
    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    breaks: tuple[int, ...]

    def runs(self) -> tuple[Run, ...]:
        """The spans as runs of tokens, in order. ``I-`` behind another label begins a run, as in IOB1."""
        found: list[Run] = []
        label, first = "", 0
        for index, tag in enumerate((*self.tags, "O")):
            if label and tag != f"I-{label}":
                found.append((first, index, unquote(label)))
                label = ""
            if not label and tag != "O":
                label, first = tag[2:], index
        return tuple(found)


class Carried(msgspec.Struct, frozen=True):
    """What the format can hold of a document: offsets of tokens, sentence breaks, runs, and what is lost."""

    tokens: list[tuple[int, int]]
    breaks: list[int]
    runs: list[Run]
    losses: list[Loss]


class _Places:
    """Which tokens are taken by which run."""

    def __init__(self, tokens: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in tokens]
        self._ends = [end for _, end in tokens]
        self._owners = [_NOBODY] * len(tokens)
        self.runs: list[Run] = []

    def take(self, span: Span) -> list[str]:
        """Find a place for the span; returns the kinds of its losses."""
        first, behind = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        if first >= behind:
            return ["no_token"]
        start, end = self._starts[first], self._ends[behind - 1]
        if start < span.start or end > span.end:
            return ["sub_token"]
        owners = set(self._owners[first:behind]) - {_NOBODY}
        if owners:
            around = self.runs[min(owners)]
            inside = len(owners) == 1 and around[0] <= first and behind <= around[1]
            return ["nested" if inside else "overlap"]
        self._owners[first:behind] = [len(self.runs)] * (behind - first)
        self.runs.append((first, behind, span.label))
        kinds = [] if (start, end) == (span.start, span.end) else ["edges"]
        return [*kinds, "attributes"] if span.attributes else kinds

    def breaks(self, sentences: Iterable[tuple[int, int]]) -> list[int]:
        """The tokens that begin a sentence, but for those inside a run."""
        firsts = {0, *(bisect_left(self._starts, start) for start, _ in sentences)}
        return [index for index in sorted(firsts) if index < len(self._starts) and not self._inside(index)]

    def _inside(self, index: int) -> bool:
        owner = self._owners[index]
        return index > 0 and owner != _NOBODY and owner == self._owners[index - 1]


def carry(annotated: Annotated) -> Carried:
    """What of this document the format can hold. The longest span goes first, then the earlier one."""
    document = annotated.document
    tokens = list(words.tokens(document.text))
    places = _Places(tokens)
    losses: list[Loss] = []
    for span in sorted(annotated.spans, key=lambda s: (s.start - s.end, s.start, s.label)):
        text = document.text[span.start : span.end]
        losses += [Loss(kind, document.key, span, text) for kind in places.take(span)]
    losses.sort(key=lambda loss: reading_order(loss.span))
    return Carried(tokens, places.breaks(words.sentences(document.text)), sorted(places.runs), losses)


def write(annotated: Iterable[Annotated], path: Path) -> Written:
    """Write the documents; returns how many spans are kept, and what is lost."""
    losses = Losses()
    documents = spans = 0
    with path.open("x", encoding="utf-8", newline="") as file:
        for each in annotated:
            carried = carry(each)
            file.writelines(_lines(each, carried))
            losses.add(carried.losses)
            documents += 1
            spans += len(carried.runs)
    return Written(documents, spans, losses)


def _lines(annotated: Annotated, carried: Carried) -> Iterator[str]:
    tags = ["O"] * len(carried.tokens)
    for first, behind, label in carried.runs:
        name = _word(label)
        tags[first:behind] = [f"B-{name}"] + [f"I-{name}"] * (behind - first - 1)
    text = annotated.document.text
    breaks = set(carried.breaks)
    yield f"{_HEAD}{_word(annotated.document.key)}\tO\n\n"
    for index, ((start, end), tag) in enumerate(zip(carried.tokens, tags, strict=True)):
        if index and index in breaks:
            yield "\n"
        yield f"{text[start:end]}\t{tag}\n"
    if tags:
        yield "\n"


def _word(name: str) -> str:
    """The name without anything that would break a line or a column; `urllib.parse.unquote` gives it back."""
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), name)


class _Draft:
    """A document on its way in."""

    def __init__(self, key: str | None) -> None:
        self.key = key
        self.tokens: list[str] = []
        self.tags: list[str] = []
        self.breaks: list[int] = []
        self.after_blank = True
        self.flawed = False

    def add(self, token: str, tag: str) -> None:
        """One more token."""
        if self.after_blank:
            self.breaks.append(len(self.tokens))
            self.after_blank = False
        self.tokens.append(token)
        self.tags.append(tag)

    def done(self) -> Iterator[Tagged]:
        """The document, if it is one: what stands before the first start of a document must hold a token."""
        if not self.flawed and (self.key is not None or self.tokens):
            yield Tagged(self.key, tuple(self.tokens), tuple(self.tags), tuple(self.breaks))


def read(file: BinaryIO, name: str) -> Iterator[Tagged | Flaw]:
    """The documents of an open file. A document with a flaw is left out.

    Columns are split at tabs, or at white space in lines without a tab; the first is the token, the last the tag.

    Args:
        file: In bytes.
        name: The file, for messages.
    """
    draft = _Draft(None)
    tags: set[str] = set()
    for number, data in enumerate(file, 1):
        try:
            line = data.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            draft.flawed = True
            yield Flaw(f"{name}:{number}", f"invalid UTF-8 at byte {error.start} of the line", "convert it to UTF-8")
            continue
        token, _, tag = line.partition("\t")
        if token and tag in tags and not token.startswith(_START):
            draft.add(token, tag)  # almost every line of our own files
        elif line.startswith(_START):
            yield from draft.done()
            draft = _Draft(_key(line))
        elif not line.strip():
            draft.after_blank = True
        else:
            columns = line.split("\t") if tag else line.split()
            flaw = _flaw(columns, f"{name}:{number}")
            if flaw is None:
                draft.add(columns[0], columns[-1])
                tags.add(columns[-1])
            else:
                draft.flawed = True
                yield flaw
    yield from draft.done()


def _key(line: str) -> str | None:
    """The key in a line that starts a document, if it was written here."""
    if not line.startswith(_HEAD):
        return None
    return unquote(line.removeprefix(_HEAD).partition("\t")[0]) or None


def _flaw(columns: Sequence[str], where: str) -> Flaw | None:
    if len(columns) < 2 or not columns[0]:
        return Flaw(where, "a token and a tag are wanted", "write: token, tab, tag")
    if not _TAG.fullmatch(columns[-1]):
        return Flaw(where, f"{columns[-1]!r} is no IOB2 tag", "write O, B-LABEL or I-LABEL")
    return None


def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
    """The first place where the file does not say what can be carried of these documents, or None."""
    with path.open("rb") as file:
        for given, back in itertools.zip_longest(annotated, read(file, path.name)):
            if isinstance(back, Flaw):
                return f"{back.where}: {back.what}"
            if given is None:
                return f"there is a document more than was given: {back.key!r}" if back else None
            if back is None or back.key != given.document.key:
                return f"document {given.document.key!r} is not there"
            part = _part(given, back)
            if part is not None:
                return f"document {given.document.key!r} differs in {part}"
    return None


def _part(given: Annotated, back: Tagged) -> str | None:
    carried = carry(given)
    text = given.document.text
    if [text[start:end] for start, end in carried.tokens] != list(back.tokens):
        return "tokens"
    if carried.breaks != list(back.breaks):
        return "sentences"
    runs = back.runs()
    pairs = itertools.zip_longest(carried.runs, runs)
    return next((f"spans: tokens {a} were given, {b} read back" for a, b in pairs if a != b), None)


WRITER = Writer("conll", 1, "documents.conll", write, difference)
