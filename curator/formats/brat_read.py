"""Reading brat standoff: a text and the annotations beside it, or the other way round."""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, BinaryIO

from curator.formats.api import IMPORTED, Flaw, Left, Record, Source
from curator.formats.brat_names import LINE_BREAKS, key_of, read_word
from curator.formats.checks import Bad
from curator.formats.marks import Marks
from curator.formats.plain import document
from curator.model import Attributes, Document, Notes, Span, Suggestion

_BREAK = re.compile(f"[{LINE_BREAKS}]")
_LARGEST = 1 << 63
_PLAIN = re.compile(r"(T[^\t]*)\t(\S+) ([0-9]{1,12}) ([0-9]{1,12})\t(.*)")
_SPAN = re.compile(r"(\S+) (-?\d{1,12} -?\d{1,12}(?:;-?\d{1,12} -?\d{1,12})*)")
_LEFT = {"R": "relation", "E": "event", "*": "equivalence", "N": "reference"}


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The document of a text file, with the annotations beside it; or of an ``.ann`` file, with the text beside it."""
    if source.path is None:
        yield Flaw(source.name, "brat keeps text and annotations in two files", "name the .txt file or the folder")
        return
    beside = source.path.with_suffix(".txt" if source.path.suffix.lower() == ".ann" else ".ann")
    if not beside.is_file():
        yield Flaw(source.name, f"there is no {beside.name} beside it", "put both files into one folder")
        return
    own = file.read()
    source.on_bytes(len(own))
    text, lines = (beside.read_bytes(), own) if beside.suffix == ".txt" else (own, beside.read_bytes())
    yield from read_pair(text, lines, str(source.path.with_suffix(".ann")), source)


def read_pair(text: bytes, lines: bytes, name: str, source: Source) -> Iterator[Record | Flaw]:
    """The document of what is in a text and an annotation file.

    Args:
        text: That of the ``.txt`` file.
        lines: That of the ``.ann`` file.
        name: The name of that file, for messages.
        source: What they are held against; its key is that of the document.
    """
    found = document(text, source)
    if isinstance(found, Flaw):
        yield found
        return
    yield from _read(found.document, lines, name, source)


def _read(document: Document, data: bytes, name: str, source: Source) -> Iterator[Record | Flaw]:
    key = key_of(source.key)
    if key != document.key:
        document = Document(key, document.text, document.sha256, document.title)
    draft = _Draft(document, Marks(document.text, source.labels, source.unit or "code-points"), name)
    flaws: list[Flaw] = []
    try:
        lines = data.removeprefix(BOM_UTF8).decode().split("\n")
    except UnicodeDecodeError as error:
        where = f"{name}:{data.count(10, 0, error.start) + 1}"
        yield Flaw(where, f"invalid UTF-8 at byte {error.start} of the file", "convert the file to UTF-8")
        return
    for number, line in enumerate(lines, 1):
        if draft.take_plain(line):
            continue
        bare = line.rstrip("\r")
        if bare.strip():
            try:
                draft.take(bare, f"{name}:{number}")
            except Bad as bad:
                flaws.append(Flaw(f"{name}:{number}", bad.what, bad.fix))
    flaws += draft.dangling()
    if flaws:
        yield from flaws
    else:
        yield Record(document, draft.suggestions(), source.name, left=tuple(draft.left), notes=draft.notes())


class _Draft:
    """The annotations of a document on their way in."""

    def __init__(self, document: Document, marks: Marks, name: str) -> None:
        self.left: list[Left] = []
        self._document = document
        self._marks = marks
        self._name = name
        self._spans: dict[str, list[Span]] = {}
        self._attributes: dict[str, Attributes] = {}
        self._notes: dict[str, str] = {}
        self._about: dict[str, str] = {}
        self._others: set[str] = set()

    def take_plain(self, line: str) -> bool:
        """Take a line if it is a span in one piece that stands as its offsets say, as most are; else do nothing."""
        match = _PLAIN.fullmatch(line)
        if match is None:
            return False
        name, label, start, end, quote = match.groups()
        if name in self._spans:
            return False
        span = self._marks.exact(int(start), int(end), read_word(label), quote)
        if span is not None:
            self._spans[name] = [span]
        return span is not None

    def take(self, line: str, where: str) -> None:
        """Take one line. Raises Bad if it is none of brat's."""
        name, _, rest = line.partition("\t")
        kind = name[:1]
        if kind == "T":
            self._spans[_fresh(name, self._spans)] = self._fragments(rest, where)
        elif kind in ("A", "M"):
            self._attribute(rest, where)
        elif kind == "#":
            self._note(rest, where)
        elif kind in _LEFT:
            self._others.add(name)
            self.left.append(Left(_LEFT[kind], where, line.replace("\t", " ")))
        else:
            raise Bad(f"{name!r} is no kind of annotation in brat", "a line begins with T, A, M, R, E, N, * or #")

    def _fragments(self, rest: str, where: str) -> list[Span]:
        head, tab, quote = rest.partition("\t")
        match = _SPAN.fullmatch(head)
        if match is None:
            raise Bad(f"{head!r} is no label with offsets", "write: T1, tab, LABEL START END, tab, the text")
        label = read_word(match[1])
        places = [tuple(map(int, part.split())) for part in match[2].split(";")]
        quotes = self._quotes(places, quote) if tab else [None] * len(places)
        text = self._document.text
        spans: list[Span] = []
        for (start, end), part in zip(places, quotes, strict=True):
            span = self._marks.span(start, end, label, part)
            gap = text[spans[-1].end : span.start] if spans else ""
            if gap.isspace() and _BREAK.search(gap):
                spans[-1] = Span(spans[-1].start, span.end, label)
            else:
                spans.append(span)
        if len(spans) > 1:
            self.left.append(Left("discontinuous", where, f"{label} {quote!r}, read as {len(spans)} spans"))
        return spans

    def _quotes(self, places: list[tuple[int, ...]], quote: str) -> list[str | None]:
        """The text of each fragment; None where it is the same but for white space, which the line cannot hold."""
        if len(places) == 1:
            start, end = places[0]
            stands = self._document.text[start:end]
            return [None if stands != quote and _one_line(stands) == _one_line(quote) else quote]
        sizes = [end - start for start, end in places]
        if len(quote) != sum(sizes) + len(sizes) - 1:
            stands = " ".join(self._document.text[start:end] for start, end in places)
            return [None if _one_line(stands) == _one_line(quote) else quote] * len(places)
        parts: list[str | None] = []
        at = 0
        for size in sizes:
            parts.append(quote[at : at + size])
            at += size + 1
        return parts

    def _attribute(self, rest: str, where: str) -> None:
        words = rest.split()
        if len(words) not in (2, 3):
            raise Bad(f"{rest!r} is no attribute", "write: A1, tab, NAME T1, and a value if it has one")
        name, target = read_word(words[0]), words[1]
        self._about[target] = where
        self._attributes.setdefault(target, {})[name] = _value(words[2]) if len(words) == 3 else True

    def _note(self, rest: str, where: str) -> None:
        head, _, note = rest.partition("\t")
        words = head.split()
        if len(words) != 2:
            raise Bad(f"{head!r} is no note on something", "write: #1, tab, AnnotatorNotes T1, tab, the note")
        if words[1].startswith("T"):
            self._about[words[1]] = where
            kept = self._notes.get(words[1])
            self._notes[words[1]] = f"{kept}; {note}" if kept else note
        else:
            self.left.append(Left("note", where, rest.replace("\t", " ")))

    def dangling(self) -> Iterator[Flaw]:
        """What is said about spans that are not there."""
        for target, where in self._about.items():
            if target not in self._spans and target[:1] == "T":
                yield Flaw(where, f"there is no {target}", "remove the line, or add the span")
            elif target not in self._spans and target in self._attributes:
                named = ", ".join(self._attributes[target])
                self.left.append(Left("attribute", where, f"{named} of {target}"))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The spans, each once; where two are the same, their attributes are put together."""
        found: dict[tuple[int, int, str], Suggestion] = {}
        for name, spans in self._spans.items():
            attributes = self._attributes.get(name, {})
            for span in spans:
                key = span.start, span.end, span.label
                before = found.get(key)
                if before is None and not attributes:
                    found[key] = Suggestion(span, IMPORTED, None, "")
                    continue
                both = {**before.span.attributes, **attributes} if before else attributes
                found[key] = Suggestion(Span(*key, both), IMPORTED, None, "")
                if before:
                    self.left.append(Left("repeated", self._name, f"{name} {span.label} {span.start} {span.end}"))
        return tuple(found.values())

    def notes(self) -> Notes:
        """The notes on the spans; where two are on the same, they are put together."""
        found: Notes = {}
        for name, note in self._notes.items():
            for key in dict.fromkeys(span.key for span in self._spans.get(name, ())):
                found[key] = f"{found[key]}; {note}" if key in found else note
        return found


def _fresh(name: str, known: dict[str, list[Span]]) -> str:
    if name in known:
        raise Bad(f"there are two annotations with the name {name}", "give each its own number")
    return name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _value(word: str) -> Any:
    """The value of an attribute: a number, a boolean or a quoted string where it is such JSON, else the word."""
    word = read_word(word)
    try:
        value = json.loads(word, parse_constant=str)
    except (ValueError, RecursionError):
        return word
    if (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, int) and abs(value) >= _LARGEST):
        return word
    return value if isinstance(value, str | int | float) else word
