"""Hugging Face's rows as JSONL, a row a line; see `curator.formats.huggingface`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from curator.formats.api import AnyLoss, Flaw, Format, Record, Source
from curator.formats.head import Head
from curator.formats.huggingface import CARRIES, HOLD, is_row, not_in_tags, record_of, row_of
from curator.formats.json_stream import read_rows
from curator.formats.writing import Layout, encode_json
from curator.model import Annotated


def detect(head: Head) -> bool:
    """Whether the first row has tokens and tags."""
    return is_row(head.fields)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The rows of a file."""
    numbers = iter(range(1, 1 << 62))

    def take(row: dict[str, Any], where: str) -> Iterator[Record]:
        yield record_of(row, where, source, next(numbers), ())

    return read_rows(file, source, take)


def _hold(annotated: Annotated) -> tuple[Annotated, list[AnyLoss]]:
    from curator.formats.bound import bind

    held, losses = HOLD(annotated)
    return held, losses + not_in_tags(held, bind(held, attributes=True))


FORMAT = Format(
    name="hf-jsonl",
    title="Hugging Face rows in JSONL: tokens, tags and exact spans",
    endings=(".jsonl", ".json"),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=lambda _: Layout(
        "hf-jsonl", 3, "documents.hf.jsonl", CARRIES, lambda each: encode_json(row_of(each)[0]), read, _hold
    ).writer(),
)
