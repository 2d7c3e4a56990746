r"""GLiNER's training data: ``{"tokenized_text": [...], "ner": [[first, last, label], ...]}``, ``last`` inclusive.

The tokens are GLiNER's own, ``\w+(?:[-_]\w+)*|\S``. A field ``id`` with the document's key is added, which GLiNER does
not look at; by it, tokens are put back on a text that is known. Otherwise they are joined by spaces.

Losses are those of `curator.formats.bound`, but spans may nest. GLiNER's trainer cuts texts behind 384 tokens and
leaves out spans of more than 12; such spans are written, and told as ``behind_384_tokens`` and ``over_12_tokens``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from curator.formats.api import (
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Left,
    Loss,
    Losses,
    Record,
    Settings,
    Source,
    Writer,
    Written,
    setting,
)  # fmt: skip
from curator.formats.bound import STRICT_TOKENS, Carried, bind
from curator.formats.checks import Bad, checked_document, checked_key
from curator.formats.fields import items
from curator.formats.head import Head
from curator.formats.json_stream import read_rows
from curator.formats.marks import Marks
from curator.formats.tokenlists import checked_tokens, placed
from curator.formats.writing import of_document
from curator.model import Annotated, Span, Suggestion

CARRIES = Carries(text=False, sub_token=False, key=True)
_OPTIONS = (STRICT_TOKENS,)
_TOKEN = re.compile(r"\w+(?:[-_]\w+)*|\S")
_MOST_TOKENS = 384
_LONGEST_SPAN = 12


def detect(head: Head) -> bool:
    """Whether the first item has GLiNER's two fields."""
    return {"tokenized_text", "ner"} <= head.fields.keys()


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file, which is an array, or has one object a line."""
    numbers = iter(range(1, 1 << 62))
    return read_rows(file, source, lambda row, where: _record(row, where, source, next(numbers)))


def _record(row: dict[str, Any], where: str, source: Source, number: int) -> Iterator[Record]:
    tokens = checked_tokens(row.get("tokenized_text"), "tokenized_text")
    key = checked_key(row.get("id")) or f"{source.key}:{number}"
    text, places = placed(tokens, source.text_of(key))
    marks = Marks(text, source.labels)
    found: dict[tuple[int, int, str], Suggestion] = {}
    for index, each in enumerate(items(row, "ner")):
        if not isinstance(each, list) or len(each) != 3 or type(each[0]) is not int or type(each[1]) is not int:
            raise Bad(f"ner[{index}] is no [first, last, label]", 'write such as [0, 1, "person"]')
        first, last, label = each
        if not 0 <= first <= last < len(tokens):
            raise Bad(f"ner[{index}]: tokens {first} to {last} are not among the {len(tokens)}", "count from 0")
        try:
            span = marks.span(places[first][0], places[last][1], label)
        except Bad as bad:
            raise Bad(f"ner[{index}]: {bad.what}", bad.fix) from bad
        found[span.key] = Suggestion(span, IMPORTED, None, "")
    left = tuple(Left("relation", where, str(each)) for each in items(row, "relations"))
    yield Record(checked_document(text, key), tuple(found.values()), where, left=left)


def carry(annotated: Annotated, strict: str) -> Carried:
    """What the tokens can hold of a document, and what GLiNER will not use of that."""
    text = annotated.document.text
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    carried = bind(annotated, tokens, flat=False, strict=strict)
    for first, behind, label in carried.runs:
        start, end = tokens[first][0], tokens[behind - 1][1]
        loss = Loss("", annotated.document.key, Span(start, end, label), text[start:end])
        if behind - first > _LONGEST_SPAN:
            carried.losses.append(Loss("over_12_tokens", loss.document, loss.span, loss.text))
        if behind > _MOST_TOKENS:
            carried.losses.append(Loss("behind_384_tokens", loss.document, loss.span, loss.text))
    return carried


def _line(annotated: Annotated, carried: Carried) -> str:
    ner = [[first, behind - 1, label] for first, behind, label in carried.runs]
    return json.dumps({"id": annotated.document.key, "tokenized_text": carried.words, "ner": ner}, ensure_ascii=False)


def _writer(settings: Settings) -> Writer:
    strict = setting(_OPTIONS, settings, "strict-tokens")

    def write(annotated: Iterable[Annotated], path: Path) -> Written:
        losses = Losses()
        documents = spans = 0
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write("[")
            for each in annotated:
                carried = carry(each, strict)
                file.write(("," if documents else "") + "\n" + _line(each, carried))
                losses.add(carried.losses)
                losses.add(of_document(each, CARRIES))
                documents += 1
                spans += len(carried.runs)
            file.write("\n]\n")
        return Written(documents, spans, losses)

    def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
        with path.open(encoding="utf-8", newline="") as file:
            next(file)
            for each in annotated:
                line = next(file, "")
                if line.rstrip("\n").removesuffix(",") != _line(each, carry(each, strict)):
                    return f"document {each.document.key!r} is not there as it was given"
            if next(file, "") != "]\n":
                return "there is a document more than was given"
        with path.open("rb") as binary:
            flaws = (each for each in read(binary, Source(path.name, "")) if isinstance(each, Flaw))
            found = next((each for each in flaws if each.what != "the document has no token"), None)
        return f"{found.where}: {found.what}" if found else None

    return Writer("gliner", 1, "documents.gliner.json", write, difference)


FORMAT = Format(
    name="gliner",
    title="GLiNER's training data: tokens and spans on them",
    endings=(".json",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
)
