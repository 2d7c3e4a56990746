"""Files of tokens and tags, one token a line: CoNLL with IOB1, IOB2, BILUO or BIOES tags, in any columns.

A blank line ends a sentence, and a line with ``-DOCSTART-`` begins a document. All schemes of tags are read by one
rule, which is that of IOB1: ``I-`` goes on with a span of its label that stands right before it in the sentence, and
begins one elsewhere. No span crosses the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO
from urllib.parse import quote, unquote

import msgspec

from curator.formats.api import Flaw, Source
from curator.formats.bound import Run

START = "-DOCSTART-"
_START = START.encode()
_WITHIN_CELLS = bytes(sorted(set(range(256)) - set(b"\t\n\r")))
_CHUNK = 1 << 16
HEAD = f"{START} -X- O O "
TAG = re.compile(r"O|[BILUESM]-\S+")
_UNSAFE = re.compile(r"[\s%\x00-\x1f\x7f]")
_SCHEMES = {"iob2": ("B-", "I-", "I-", "B-"), "bilou": ("B-", "I-", "L-", "U-"), "bioes": ("B-", "I-", "E-", "S-")}


class Tagged(msgspec.Struct, frozen=True):
    """A document as the format holds it: tokens and their tags.

    ``key`` is None where the file names no document; ``breaks`` are the tokens that begin a sentence; ``line`` is that
    of its first token or of the line that begins the document; ``others`` are the further columns, if they hold tags.
    """

    key: str | None
    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    breaks: tuple[int, ...]
    line: int = 0
    started: bool = False
    others: tuple[int, ...] = ()

    def runs(self) -> tuple[Run, ...]:
        """The spans as runs of tokens, in order."""
        found: list[Run] = []
        label, first, behind = None, 0, 0
        breaks = frozenset(self.breaks)
        for index in [index for index, tag in enumerate(self.tags) if tag != "O"]:  # most are, by far
            name, goes_on, ends = _meaning(self.tags[index])
            if label is not None and (index != behind or not goes_on or name != label or index in breaks):
                found.append((first, behind, label))
                label = None
            if label is None:
                label, first = name, index
            behind = index + 1
            if ends:
                found.append((first, behind, name))
                label = None
        if label is not None:
            found.append((first, behind, label))
        return tuple(found)


@lru_cache(maxsize=1_000)
def _meaning(tag: str) -> tuple[str, bool, bool]:
    """The label of a tag that is not ``O``, whether it may go on with a span, and whether it ends one."""
    prefix, name = tag[0], tag[2:]
    return unquote(name), prefix in "ILEM", prefix in "LEUS"


def tags_of(runs: Sequence[Run], tokens: int, breaks: Sequence[int], scheme: str) -> list[str]:
    """One tag for each of so many tokens; the runs do not overlap."""
    tags = ["O"] * tokens
    for (first, behind, _), own in zip(runs, tags_of_runs(runs, breaks, scheme), strict=True):
        tags[first:behind] = own
    return tags


def tags_of_runs(runs: Sequence[Run], breaks: Sequence[int], scheme: str) -> Iterator[list[str]]:
    """The tags of the tokens of each run."""
    before: Run | None = None
    begins = frozenset(breaks)
    names: dict[str, str] = {}
    for run in runs:
        first, behind, label = run
        name = names.get(label) or names.setdefault(label, word(label))
        if scheme == "iob1":
            touches = before is not None and before[1] == first and before[2] == label and first not in begins
            begin, inside, last, single = ("B-" if touches else "I-"), "I-", "I-", ("B-" if touches else "I-")
        else:
            begin, inside, last, single = _SCHEMES[scheme]
        count = behind - first
        yield [single + name] if count == 1 else [begin + name, *[inside + name] * (count - 2), last + name]
        before = run


def word(name: str) -> str:
    """The name without anything that would break a line or a column; `urllib.parse.unquote` gives it back."""
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), name)


class _Draft:
    """A document on its way in."""

    def __init__(self, key: str | None, line: int, *, started: bool) -> None:
        self.key = key
        self.line = line
        self.started = started
        self.tokens: list[str] = []
        self.tags: list[str] = []
        self.breaks: list[int] = []
        self.after_blank = True
        self.flawed = False
        self._others: set[int] | None = None  # columns that may hold nothing but tags
        self._used: set[int] = set()  # those of them with another tag than O

    def note_others(self, cells: Sequence[str], columns: tuple[int, int]) -> None:
        """Look for tags in the further columns of a line."""
        if self._others is None:
            own = {column % len(cells) for column in columns}
            self._others = set(range(len(cells))) - own
        self._others = {at for at in self._others if at < len(cells) and TAG.fullmatch(cells[at])}
        self._used |= {at for at in self._others if cells[at] != "O"}

    def add(self, token: str, tag: str) -> None:
        """One more token."""
        if self.after_blank:
            self.breaks.append(len(self.tokens))
            self.after_blank = False
        self.tokens.append(token)
        self.tags.append(tag)

    def extend(self, tokens: Sequence[str], tags: Sequence[str]) -> None:
        """More tokens of one sentence, at least one."""
        if self.after_blank:
            self.breaks.append(len(self.tokens))
            self.after_blank = False
        self.tokens += tokens
        self.tags += tags

    def done(self) -> Iterator[Tagged]:
        """The document, if it is one: what stands before the first start of a document must hold a token."""
        if not self.flawed and (self.key is not None or self.tokens):
            tokens, tags, breaks = tuple(self.tokens), tuple(self.tags), tuple(self.breaks)
            others = tuple(sorted(self._used & (self._others or set())))
            yield Tagged(self.key, tokens, tags, breaks, self.line, self.started, others)


def read_tagged(
    file: BinaryIO, source: Source, columns: tuple[int, int] = (0, -1), *, by_sentence: bool = False
) -> Iterator[Tagged | Flaw]:
    """The documents of an open file. A document with a flaw is left out.

    Columns are split at tabs, or at spaces in lines without a tab. A line that begins with ``#`` and has no tag is
    a comment.

    Args:
        file: In bytes.
        source: Its name, and who is told of bytes.
        columns: Those of the token and of the tag, from 0; from the end if negative.
        by_sentence: Whether each sentence is a document.
    """
    draft = _Draft(None, 1, started=False)
    plain = columns == (0, -1)
    tags: set[str] = set()
    for first, block in _blocks(file, source):
        together = _plain_cells(block, tags) if plain and not by_sentence else None
        if together:
            draft.extend(*together)
            draft.after_blank = block.endswith(b"\n\n")
            continue
        for number, data in enumerate(block.removesuffix(b"\n").split(b"\n"), first):
            try:
                line = data.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                draft.flawed = True
                where = f"{source.name}:{number}"
                yield Flaw(where, f"invalid UTF-8 at byte {error.start} of the line", "convert it to UTF-8")
                continue
            line = line.removeprefix("\ufeff") if number == 1 else line
            if line.startswith(START):
                yield from draft.done()
                draft = _Draft(key_of(line), number, started=True)
            elif not line.strip():
                draft.after_blank = True
                if by_sentence and draft.tokens:
                    yield from draft.done()
                    draft = _Draft(None, number + 1, started=False)
            else:
                cells = cells_of(line)
                found = _cells(cells, columns)
                if isinstance(found, tuple):
                    draft.add(*found)
                    if len(cells) > 2:
                        draft.note_others(cells, columns)
                    tags.add(found[1])
                elif not line.startswith("#"):
                    draft.flawed = True
                    fix = "write O, or B-LABEL and the like; other columns are named with -o columns"
                    yield Flaw(f"{source.name}:{number}", found, fix)
    yield from draft.done()


def _blocks(file: BinaryIO, source: Source) -> Iterator[tuple[int, bytes]]:
    """The file in pieces of whole lines, each with the number of its first line; most end behind a blank line."""
    number, rest, size = 1, b"", _CHUNK
    while chunk := file.read(size):
        source.on_bytes(len(chunk))
        data = rest + chunk
        end = data.rfind(b"\n\n") + 2
        if end < 2:
            end = data.rfind(b"\n") + 1
        # A line that is longer than what was read: next time, twice as much.
        size = _CHUNK if end else max(_CHUNK, len(data))
        rest = data[end:]
        *ended, last = data[:end].split(b"\n\n")
        for block in (*(each + b"\n\n" for each in ended), last):
            if block:
                yield number, block
                number += block.count(b"\n")
    if rest:
        yield number, rest


def _plain_cells(block: bytes, known: set[str]) -> tuple[list[str], list[str]] | None:
    """Tokens and tags of lines with a token, a tab and a tag that was seen before, all in one go; else None.

    Nearly all lines of our own files are so.
    """
    body = block.rstrip(b"\n") + b"\n"
    between = body.translate(None, _WITHIN_CELLS)
    if len(block) - len(body) > 1 or between != b"\t\n" * (len(between) // 2):
        return None
    if body.startswith(_START) or b"\n" + _START in body:
        return None
    try:
        cells = body.decode()[:-1].replace("\n", "\t").split("\t")
    except UnicodeDecodeError:
        return None
    tokens, tags = cells[0::2], cells[1::2]
    return (tokens, tags) if known.issuperset(tags) and "" not in tokens else None


def key_of(line: str) -> str | None:
    """The key in a line that starts a document, if it was written here."""
    if not line.startswith(HEAD):
        return None
    return unquote(line.removeprefix(HEAD).partition("\t")[0]) or None


def cells_of(line: str) -> list[str]:
    """The cells of a line. Tokens may hold white space of other kinds, such as no-break spaces."""
    return line.split("\t") if "\t" in line else [cell for cell in line.split(" ") if cell]


def is_numbered(lines: Iterable[str]) -> bool:
    """Whether the first column of the first sentence counts its tokens, of which there are several."""
    count = 0
    for line in lines:
        cells = cells_of(line)
        if line.startswith(START) or (cells and not TAG.fullmatch(cells[-1].rstrip(" ")) and line.startswith("#")):
            continue
        if not line.strip():
            if count:
                break
            continue
        count += 1
        if len(cells) < 3 or cells[0] != str(count):
            return False
    return count > 1


def _cells(cells: Sequence[str], columns: tuple[int, int]) -> tuple[str, str] | str:
    """The token and the tag; or what is wrong."""
    needed = max(2, *(column + 1 if column >= 0 else -column for column in columns))
    if len(cells) < needed or not cells[columns[0]]:
        return "a token and a tag are wanted"
    token, tag = cells[columns[0]], cells[columns[1]].rstrip(" ")
    if not TAG.fullmatch(tag):
        return f"{tag!r} is no IOB or BILUO tag"
    return token, tag
