"""Hugging Face's rows as Parquet, with the features that ``datasets`` reads; see `curator.formats.huggingface`."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from curator.formats.api import Flaw, Format, Losses, Record, Settings, Source, Writer, Written, setting
from curator.formats.checks import Bad
from curator.formats.compare import kept_differs
from curator.formats.extras import needed
from curator.formats.head import Head
from curator.formats.huggingface import CARRIES, HOLD, LABELS, TAGS, each_record, row_of
from curator.formats.tagged import word
from curator.model import Annotated

_OPTIONS = (LABELS,)
_BATCH = 500
_MAGIC = b"PAR1"
_KEY = b"huggingface"


def detect(head: Head) -> bool:
    """Whether the file begins as Parquet does."""
    return head.data.startswith(_MAGIC)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The rows of a file, a batch at a time."""
    parquet = needed("pyarrow.parquet", "hf", "hf")
    arrow = needed("pyarrow", "hf", "hf")
    end = file.seek(0, 2)
    file.seek(0)
    try:
        opened = parquet.ParquetFile(file)
        names = _tag_names(opened.schema_arrow)
        batches = opened.iter_batches(batch_size=_BATCH)
        rows = (row for batch in batches for row in batch.to_pylist())
        for where, found in each_record(rows, source, names, source.name):
            yield Flaw(where, found.what, found.fix) if isinstance(found, Bad) else found
    except (arrow.ArrowException, OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())[:200]
        yield Flaw(source.name, f"this Parquet file cannot be read: {told}", "write it again")
    finally:
        source.on_bytes(end)


def _tag_names(schema: Any) -> list[str]:
    """The names of the tags, which ``datasets`` keeps in the schema's metadata."""
    try:
        features = json.loads((schema.metadata or {})[_KEY])["info"]["features"]
        tags = next(features[name] for name in TAGS if name in features)
        tags = tags[0] if isinstance(tags, list) else tags.get("feature", tags)
        names = tags["names"]
    except (StopIteration, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return []
    return [str(name) for name in names] if isinstance(names, list) else []


def _schema(arrow: Any) -> Any:
    string = arrow.string()
    span = arrow.struct([
        ("start", arrow.int64()), ("end", arrow.int64()), ("label", string), ("text", string), ("attributes", string),
        ("note", string),
    ])  # fmt: skip
    return arrow.schema([
        ("id", string), ("title", string), ("text", string), ("tokens", arrow.list_(string)),
        ("ner_tags", arrow.list_(arrow.int64())), ("spans", arrow.list_(span)), ("meta", string), ("layer", string),
        ("status", string), ("reason", string), ("note", string),
    ])  # fmt: skip


def _features(names: list[str]) -> str:
    """The features of the columns, as ``datasets`` writes them."""

    def value(kind: str) -> dict[str, Any]:
        return {"dtype": kind, "_type": "Value"}

    def many(feature: Any) -> dict[str, Any]:
        return {"feature": feature, "_type": "List"}

    order = ("id", "title", "text", "tokens", "ner_tags", "spans", "meta", "layer", "status", "reason", "note")
    spans = {name: value("int64") for name in ("start", "end")}
    spans |= {name: value("string") for name in ("label", "text", "attributes", "note")}
    features = {name: value("string") for name in order if name not in ("tokens", "ner_tags", "spans")}
    features |= {"tokens": many(value("string")), "ner_tags": many({"names": names, "_type": "ClassLabel"})}
    features["spans"] = many(spans)
    return json.dumps({"info": {"features": {name: features[name] for name in order}}})


class _Tags:
    """The numbers of the tags: those of labels that are known first, then those that are met."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.names = ["O"]
        self._numbers = {"O": 0}
        for label in labels:
            for begin in "BI":
                self.number(f"{begin}-{word(label)}")

    def number(self, tag: str) -> int:
        """The number of a tag."""
        if tag not in self._numbers:
            label = tag[2:]
            for each in (f"B-{label}", f"I-{label}"):
                self._numbers[each] = len(self.names)
                self.names.append(each)
        return self._numbers[tag]


def _writer(settings: Settings) -> Writer:
    labels = [label for label in setting(_OPTIONS, settings, "labels").split(",") if label]

    def write(annotated: Iterable[Annotated], path: Path) -> Written:
        arrow, parquet = needed("pyarrow", "hf", "hf"), needed("pyarrow.parquet", "hf", "hf")
        tags, losses = _Tags(labels), Losses()
        documents = spans = 0
        schema = _schema(arrow)
        source = iter(annotated)
        # A stored schema would hide the names of the tags, which are known only at the end.
        options = {"compression": "zstd", "store_schema": False}
        with path.open("xb") as file, parquet.ParquetWriter(file, schema, **options) as writer:
            while batch := list(itertools.islice(source, _BATCH)):
                rows = []
                for each in batch:
                    row, lost, count = row_of(each)
                    row["ner_tags"] = [tags.number(tag) for tag in row["ner_tags"]]
                    rows.append(row)
                    losses.add(lost)
                    documents += 1
                    spans += count
                writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
            writer.add_key_value_metadata({_KEY.decode(): _features(tags.names)})
        return Written(documents, spans, losses)

    def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
        with path.open("rb") as file:
            for given, back in itertools.zip_longest(annotated, read(file, Source(path.name, path.stem))):
                if isinstance(back, Flaw):
                    return f"{back.where}: {back.what}"
                if given is None or back is None:
                    return f"document {given.document.key!r} is not there" if given else "there is a row too many"
                if (back.document.key, back.document.meta) != (given.document.key, given.document.meta):
                    return f"document {given.document.key!r} differs in key or metadata"
                if (back.layer, back.status, back.reason) != (given.layer, given.status, given.reason):
                    return f"document {given.document.key!r} differs in layer or status"
                found = kept_differs(given, HOLD(given)[0].spans, back, given.notes, given.note)
                if found is not None:
                    return found
        return None

    return Writer("hf", 3, "documents.parquet", write, difference)


FORMAT = Format(
    name="hf",
    title="Hugging Face rows in Parquet: tokens, tags and exact spans",
    endings=(".parquet",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
    extra="hf",
)
