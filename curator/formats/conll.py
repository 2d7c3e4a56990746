"""CoNLL: a token, a tab and its tag on each line, and a blank line behind each sentence.

A document begins with ``-DOCSTART- -X- O O KEY``, a tab, ``O``, and a blank line. spaCy's converter splits at the first
four words, readers that pass over lines with ``-DOCSTART-`` pass over it, and readers of two columns take it for a
sentence of one token outside all spans. White space, control characters and ``%`` in keys and labels are
percent-encoded. What the format cannot carry is told as the losses of `curator.formats.bound`. A sentence is not broken
within a span that is kept.

Read, the tokens are joined by spaces and the sentences by newlines, since the format does not hold the text; where the
document is known by its key, and the tokens are those of its text, it is the known text that the spans stand on. Where
the first of three columns or more counts the tokens, the second one has them. Further columns of tags are told.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from curator.formats.api import (
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Left,
    Losses,
    Option,
    Record,
    Settings,
    Source,
    Writer,
    Written,
    setting,
)  # fmt: skip
from curator.formats.bound import STRICT_TOKENS, Carried, Run, bind
from curator.formats.checks import Bad, checked_document
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.formats.tagged import HEAD, START, TAG, Tagged, cells_of, is_numbered, read_tagged, tags_of_runs, word
from curator.formats.tokenlists import placed
from curator.formats.writing import encode_json, of_document
from curator.model import Annotated, Suggestion

_SCHEME = Option("scheme", "the tags that are written", "iob2", ("iob2", "iob1", "bilou", "bioes"))
_COLUMNS = Option("columns", "token and tag, counted from 0, or from the end if negative", "0,-1")
_BY = Option("by", "what makes a document that is read", "document", ("document", "sentence"))
_OPTIONS = (_SCHEME, _COLUMNS, _BY, STRICT_TOKENS)
_ENDINGS = (".conll", ".iob", ".iob2", ".bio", ".bilou", ".bioes")
CARRIES = Carries(text=False, nesting=False, sub_token=False, key=True)
_DIGEST_BYTES = 16
_LOOKED_AT = 1 << 14
_PAIR = re.compile(r"(-?\d{1,3}),(-?\d{1,3})")


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of an open file; without any ``-DOCSTART-``, the file is one document."""
    match = _PAIR.fullmatch(setting(_OPTIONS, source.settings, "columns"))
    if match is None:
        yield Flaw(source.name, "columns are not two numbers", "write such as: -o columns=0,3")
        return
    columns = int(match[1]), int(match[2])
    if "columns" not in source.settings and _counts_tokens(file):
        columns = 1, -1
    by_sentence = setting(_OPTIONS, source.settings, "by") == "sentence"
    for number, found in enumerate(read_tagged(file, source, columns, by_sentence=by_sentence), 1):
        if isinstance(found, Flaw):
            yield found
            continue
        several = found.started or by_sentence
        key = found.key or (f"{source.key}:{number}" if several else source.key)
        where = f"{source.name}:{found.line}"
        try:
            yield _record(found, key, where, source)
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def _counts_tokens(file: BinaryIO) -> bool:
    """Whether the lines begin with the number of the token in its sentence, as in CoNLL-U. The file stays in place."""
    start = file.tell()
    data = file.read(_LOOKED_AT)
    file.seek(start)
    lines = data.decode(errors="replace").removeprefix("\ufeff").split("\n")
    whole = lines if len(data) < _LOOKED_AT else lines[:-1]
    return is_numbered(line.rstrip("\r") for line in whole)


def _record(tagged: Tagged, key: str, where: str, source: Source) -> Record:
    if not tagged.tokens:
        raise Bad("the document has no token", "leave it out")
    text, places = placed(tagged.tokens, source.text_of(key), tagged.breaks)
    marks = Marks(text, source.labels)
    spans = (marks.span(places[first][0], places[behind - 1][1], label) for first, behind, label in tagged.runs())
    suggestions = tuple(Suggestion(span, IMPORTED, None, "") for span in spans)
    left = tuple(Left("column of tags that is not read", where, f"column {column}") for column in tagged.others)
    document = checked_document(text, key)
    return Record(document, suggestions, where, left=left, tokens=tuple(places) if source.tokens else None)


def carry(annotated: Annotated, strict: str = STRICT_TOKENS.default) -> Carried:
    """What of this document the format can hold."""
    return bind(annotated, strict=strict)


class _File:
    """Writes files, and reads them back.

    Args:
        settings: What is set.
    """

    def __init__(self, settings: Settings) -> None:
        self._scheme = setting(_OPTIONS, settings, "scheme")
        self._strict = setting(_OPTIONS, settings, "strict-tokens")
        self._meant: dict[Path, bytearray] = {}

    def write(self, annotated: Iterable[Annotated], path: Path) -> Written:
        """Write the documents; returns how many spans are kept, and what is lost."""
        losses = Losses()
        documents = spans = 0
        meant = bytearray()
        with path.open("x", encoding="utf-8", newline="") as file:
            for each in annotated:
                carried = carry(each, self._strict)
                file.write(_lines(each, carried, self._scheme))
                meant += _digest(each, carried.words, carried.breaks, carried.runs)
                losses.add(carried.losses)
                losses.add(of_document(each, CARRIES))
                documents += 1
                spans += len(carried.runs)
        self._meant[path] = meant
        return Written(documents, spans, losses)

    def difference(self, annotated: Iterable[Annotated], path: Path) -> str | None:
        """The first place where the file does not say what can be carried of these documents, or None."""
        meant = self._meant.pop(path, bytearray())
        with path.open("rb") as file:
            pairs = itertools.zip_longest(annotated, read_tagged(file, Source(path.name, "")))
            for at, (given, back) in enumerate(pairs):
                if isinstance(back, Flaw):
                    return f"{back.where}: {back.what}"
                if given is None:
                    return f"there is a document more than was given: {back.key!r}" if back else None
                if back is None or back.key != given.document.key:
                    return f"document {given.document.key!r} is not there"
                # What was meant is known, unless another wrote the file; to find its tokens again is half the work.
                own = meant[at * _DIGEST_BYTES : (at + 1) * _DIGEST_BYTES]
                part = (
                    None
                    if own == _digest(given, back.tokens, back.breaks, back.runs())
                    else _part(given, back, self._strict)
                )
                if part is not None:
                    return f"document {given.document.key!r} differs in {part}"
        return None


def _lines(annotated: Annotated, carried: Carried, scheme: str) -> str:
    cells = list(carried.words)
    for begin in carried.breaks:
        if begin:
            cells[begin] = f"\n{cells[begin]}"  # the blank line before a sentence
    parts = [f"{HEAD}{word(annotated.document.key)}\tO\n\n"]
    place = 0
    for (first, behind, _), tags in zip(carried.runs, tags_of_runs(carried.runs, carried.breaks, scheme), strict=True):
        if place < first:
            parts += ("\tO\n".join(cells[place:first]), "\tO\n")
        for at, tag in enumerate(tags, first):
            parts.append(f"{cells[at]}\t{tag}\n")
        place = behind
    if place < len(cells):
        parts += ("\tO\n".join(cells[place:]), "\tO\n")
    return "".join(parts) + "\n" * bool(cells)


def _digest(of: Annotated, words: Sequence[str], breaks: Sequence[int], runs: Sequence[Run]) -> bytes:
    """What stands for a document and all that a file says of it, in so few bytes that a million can be kept."""
    digest = hashlib.blake2b(encode_json((of.document.sha256, of.spans, breaks, runs)), digest_size=_DIGEST_BYTES)
    digest.update("\n".join(words).encode())  # no word has a line break
    return digest.digest()


def _part(given: Annotated, back: Tagged, strict: str) -> str | None:
    carried = carry(given, strict)
    if carried.words != list(back.tokens):
        return "tokens"
    if carried.breaks != list(back.breaks):
        return "sentences"
    runs = back.runs()
    pairs = itertools.zip_longest(carried.runs, runs)
    return next((f"spans: tokens {a} were given, {b} read back" for a, b in pairs if a != b), None)


def detect(head: Head) -> bool:
    """Whether every line but the starts of documents and comments ends with a tag, in as many columns as the others.

    A text of one line, such as one that ends with "vitamin B-12", is none by that alone.
    """
    started, tagged, columns = 0, 0, set()
    for line in head.lines:
        if line.startswith(START):
            started += 1
            continue
        cells = cells_of(line)
        if len(cells) > 1 and TAG.fullmatch(cells[-1].rstrip(" ")):
            tagged += 1
            columns.add(len(cells))
        elif not line.startswith("#"):
            return False
    return started > 0 or (len(columns) == 1 and (tagged > 1 or head.ending in _ENDINGS))


def writer(settings: Settings) -> Writer:
    """A writer, for these settings."""
    file = _File(settings)
    return Writer("conll", 1, "documents.conll", file.write, file.difference)


FORMAT = Format(
    name="conll",
    title="CoNLL: a token and its tag a line (reads IOB1, IOB2, BILUO, BIOES)",
    endings=_ENDINGS,
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=writer,
    options=_OPTIONS,
)
