"""A layer -> a folder with its finished documents, the labels and a manifest; read back before it takes its place."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from curator.errors import CuratorError
from curator.formats.api import Losses, Writer
from curator.formats.registry import WRITERS, writer
from curator.gold.folder import folder_lock, fresh_folder, swap, sync
from curator.gold.manifest import Facts, FileFacts, FormatFacts, manifest
from curator.model import Annotated

LABELS = "labels.yaml"
MANIFEST = "manifest.json"

UNDECIDED = "undecided.jsonl"
"""What a policy could not decide, one span a line."""

Documents = Callable[[], Iterable[Annotated]]
"""Gives the finished documents of the layer, the same ones in the same order at every call."""


_CHANGED = "nothing was replaced; if somebody worked on the layer meanwhile, export it again"
_encode = msgspec.json.Encoder(order="deterministic").encode


class ExportReport(msgspec.Struct, frozen=True):
    """What was exported: the folder, its files, documents, spans, spans by label, and losses by format."""

    folder: Path
    files: tuple[str, ...]
    documents: int
    spans: int
    labels: dict[str, int]
    losses: dict[str, Losses]


class _Count:
    """Counts the documents that pass through it; the digest stands for all that was seen of them, in order."""

    def __init__(self, layer: str, on_document: Callable[[], None]) -> None:
        self.documents = 0
        self.labels: Counter[str] = Counter()
        self.digest = hashlib.sha256()
        self._layer = layer
        self._on_document = on_document

    def over(self, annotated: Iterable[Annotated]) -> Iterator[Annotated]:
        """Pass them through, count them, and tell of each."""
        for each in annotated:
            if each.status != "done" or each.layer != self._layer:
                raise ValueError(f"{each.document.key!r} is {each.status} in {each.layer}, not done in {self._layer}")
            self.documents += 1
            self.labels.update(span.label for span in each.spans)
            self.digest.update(_encode((each.document.key, each.document.sha256, each.spans)))
            self._on_document()
            yield each


def export_layer(
    annotated: Documents,
    *,
    folder: Path,
    facts: Facts,
    labels: Path,
    formats: Sequence[str] = ("jsonl", "conll"),
    on_document: Callable[[], None] | None = None,
    undecided: Callable[[], Iterable[bytes]] | None = None,
) -> ExportReport:
    """Write the finished documents of a layer, read every file back, and only then replace the old export.

    The same documents, labels and facts give the same bytes.

    Args:
        annotated: The finished documents; called twice a format, and read one by one.
        folder: Where the files go; it is made where it is missing. The file of a known format that is not asked for
            is removed, since the manifest would not speak of it.
        facts: What else the manifest says of the layer.
        labels: The label set file, which is copied byte by byte.
        formats: Names of formats, each once.
        on_document: Called once for each document that a format writes.
        undecided: The lines of a file beside the documents that names what was left undecided; None for no such file.

    Raises:
        CuratorError: No document is finished, a file cannot be written, or it does not read back as it was given.
            The old export is then as it was.
    """
    writers = [writer(name) for name in dict.fromkeys(formats)]
    if not writers:
        raise CuratorError("no format is named", fix=f"name one or more of: {', '.join(sorted(WRITERS))}")
    try:
        with folder_lock(folder), fresh_folder(folder) as fresh:
            if undecided is not None:
                (fresh / UNDECIDED).write_bytes(b"".join(undecided()))
            return _export(annotated, folder, fresh, facts, labels, writers, on_document or (lambda: None))
    except OSError as error:
        where = str(error.filename or folder)
        raise CuratorError(
            f"the export failed: {(error.strerror or str(error)).lower()}", where=where, fix="nothing was replaced"
        ) from error


def _export(
    annotated: Documents,
    folder: Path,
    fresh: Path,
    facts: Facts,
    labels: Path,
    writers: Sequence[Writer],
    on_document: Callable[[], None],
) -> ExportReport:
    written: dict[str, FormatFacts] = {}
    counts: list[_Count] = []
    for each in writers:
        counts.append(_Count(facts.layer, on_document))
        written[each.name] = _write(each, counts[-1], annotated, fresh, facts)
    count = counts[0]
    if any(other.digest.digest() != count.digest.digest() for other in counts):
        raise CuratorError(f"layer {facts.layer} changed while it was exported", fix=_CHANGED)
    _copy(labels, fresh / LABELS)
    names = [*(each.file for each in writers), LABELS]
    names += [UNDECIDED] if (fresh / UNDECIDED).exists() else []
    files = {name: _file_facts(fresh / name) for name in names}
    (fresh / MANIFEST).write_bytes(manifest(facts, count.labels, written, files))
    names.append(MANIFEST)
    for name in names:
        sync(fresh / name)
    known = (*(each.file for each in WRITERS.values()), UNDECIDED)
    unwanted = [name for name in known if name not in names]
    swap(fresh, folder, names, unwanted)
    spans = sum(count.labels.values())
    losses = {name: done.losses for name, done in written.items()}
    return ExportReport(folder, tuple(names), count.documents, spans, dict(sorted(count.labels.items())), losses)


def _write(to: Writer, count: _Count, annotated: Documents, fresh: Path, facts: Facts) -> FormatFacts:
    """Write in one format, and read it back."""
    path = fresh / to.file
    done = to.write(count.over(annotated()), path)
    if not count.documents:
        left = facts.left_out
        what = (
            f"no finished document in layer {facts.layer}: "
            f"{left.todo} to do, {left.started} started, {left.skipped} skipped"
        )
        raise CuratorError(what, fix="finish at least one document in a review")
    found = to.difference(annotated(), path)
    if found is not None:
        raise CuratorError(f"what was written is not what was given: {found}", where=to.file, fix=_CHANGED)
    return FormatFacts(to.file, to.version, done.documents, done.spans, done.losses)


def _copy(labels: Path, path: Path) -> None:
    data = labels.read_bytes()
    path.write_bytes(data)
    if path.read_bytes() != data:
        raise CuratorError("what was written is not what was given", where=LABELS, fix="nothing was replaced")


def _file_facts(path: Path) -> FileFacts:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFacts(digest, os.path.getsize(path))
