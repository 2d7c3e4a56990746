"""A layer -> a folder with its documents, the labels, a card and a manifest; read back before it takes its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import msgspec

from curator.errors import CuratorError
from curator.formats import registry
from curator.formats.api import Losses, Settings, Writer
from curator.gold.card import CARD, Card, card
from curator.gold.contents import file_facts, manifest_of
from curator.gold.folder import folder_lock, fresh_folder, swap, sync_all
from curator.gold.manifest import ALL, Content, Facts, FormatFacts, PartFacts, manifest
from curator.gold.splits import Division
from curator.gold.spool import Spool
from curator.model import Annotated

LABELS = "labels.yaml"
MANIFEST = "manifest.json"

UNDECIDED = "undecided.jsonl"
"""What a policy could not decide, one span a line."""

_NOTHING_DONE = "nothing was replaced"
_SPOOL = ".spool"
_label = attrgetter("label")


@dataclass(frozen=True)
class Plan:
    """How an export is made.

    Attributes:
        formats: Names of formats, each once.
        settings: Options of formats; each goes to all of them that have it.
        division: Which document goes into which part; without one, there is one part.
        allow_loss: Whether something may be lost that a format cannot carry.
        card: What the data card says beside the figures.
        on_document: Called once for each document that a format writes.
        undecided: The lines of a file beside the documents that names what was left undecided; None for no such file.
    """

    formats: Sequence[str] = ("jsonl",)
    settings: Settings = field(default_factory=dict)
    division: Division | None = None
    allow_loss: bool = False
    card: Card = field(default_factory=Card)
    on_document: Callable[[], None] = lambda: None
    undecided: Callable[[], Iterable[bytes]] | None = None


class ExportReport(msgspec.Struct, frozen=True):
    """What was exported: the folder, its files, documents, spans, spans by label, and losses by format."""

    folder: Path
    files: tuple[str, ...]
    documents: int
    spans: int
    labels: dict[str, int]
    losses: dict[str, Losses]


class LossError(CuratorError):
    """A format cannot carry all that it would have to; ``losses`` are by format."""

    def __init__(self, losses: dict[str, Losses]) -> None:
        total = sum(count for each in losses.values() for count in each.counts.values())
        what = f"{total} {'loss' if total == 1 else 'losses'} in {', '.join(losses)}"
        super().__init__(what, fix="nothing was replaced; --allow-loss exports what can be carried")
        self.losses = losses


class _Count:
    """Counts the documents that pass through it."""

    def __init__(self, facts: Facts, statuses: frozenset[str], on_document: Callable[[], None]) -> None:
        self.documents = 0
        self.characters = 0
        self.labels: Counter[str] = Counter()
        self._layer = facts.layer
        self._statuses = statuses
        self._on_document = on_document

    def over(self, annotated: Iterable[Annotated]) -> Iterator[Annotated]:
        """Pass them through, count them, and tell of each."""
        for each in annotated:
            if each.status not in self._statuses or each.layer != self._layer:
                wanted = " or ".join(sorted(self._statuses))
                what = f"{each.document.key!r} is {each.status} in {each.layer}, not {wanted} in {self._layer}"
                raise ValueError(what)
            self.documents += 1
            self.characters += len(each.document.text)
            self.labels.update(map(_label, each.spans))
            self._on_document()
            yield each

    def facts(self) -> PartFacts:
        """What was counted."""
        return PartFacts(self.documents, self.characters, dict(sorted(self.labels.items())))


def export_layer(
    annotated: Iterable[Annotated], *, folder: Path, facts: Facts, labels: Path, plan: Plan | None = None
) -> ExportReport:
    """Write the documents of a layer, read every file back, and only then replace the old export.

    The same documents, labels and facts give the same bytes. What an older export's manifest speaks of and the new one
    has not is removed.

    Args:
        annotated: The documents; gone over once, one by one.
        folder: Where the files go; it is made where it is missing.
        facts: What else the manifest says of the layer.
        labels: The label set file, which is copied byte by byte.
        plan: How it is made.

    Raises:
        LossError: Something would be lost, and may not be.
        CuratorError: There is no document, a file cannot be written, or it does not read back as it was given.
            The old export is then as it was.
    """
    plan = plan or Plan()
    # Tags must have the same numbers in all parts, whichever labels are met in them.
    settings = {"labels": ",".join(facts.label_names), **plan.settings}
    writers = [_writer(name, settings) for name in dict.fromkeys(plan.formats)]
    if not writers:
        raise CuratorError("no format is named", fix=f"name one or more of: {', '.join(sorted(registry.writable()))}")
    try:
        with folder_lock(folder), fresh_folder(folder) as fresh:
            return _Export(annotated, folder, fresh, facts, labels, plan).run(writers)
    except OSError as error:
        where = str(error.filename or folder)
        raise CuratorError(
            f"the export failed: {(error.strerror or str(error)).lower()}", where=where, fix=_NOTHING_DONE
        ) from error


def _writer(name: str, settings: Settings) -> tuple[Writer, dict[str, str]]:
    """The writer of a format, and those of the settings that it has."""
    own = {option.name for option in registry.known(name).options}
    chosen = {key: value for key, value in settings.items() if key in own}
    return registry.writer(name, chosen), chosen


class _Export:
    """One export, on its way into a fresh folder."""

    def __init__(
        self, annotated: Iterable[Annotated], folder: Path, fresh: Path, facts: Facts, labels: Path, plan: Plan
    ) -> None:
        self._annotated = Spool(annotated, fresh / _SPOOL)
        self._folder = folder
        self._fresh = fresh
        self._facts = facts
        self._labels = labels
        self._plan = plan
        self._statuses = frozenset(facts.selection.get("statuses", ("done",)))
        self._names: list[str] = []

    def run(self, writers: Sequence[tuple[Writer, dict[str, str]]]) -> ExportReport:
        """Write all, and put it in place."""
        old = manifest_of(self._folder).get("files", {})
        if (self._folder / CARD).exists() and CARD not in old:
            what = f"a {CARD} stands there that no export has written"
            raise CuratorError(what, where=str(self._folder), fix="move it away, or name another folder")
        content = self._content(writers)
        losses = {name: each.losses for name, each in content.formats.items()}
        lossy = {name: each for name, each in losses.items() if each.counts}
        if lossy and not self._plan.allow_loss:
            raise LossError(lossy)
        _copy(self._labels, self._fresh / LABELS)
        text = card(self._facts, content, self._plan.card)
        (self._fresh / CARD).write_text(text, encoding="utf-8", newline="")
        self._names += [LABELS, CARD]
        if self._plan.undecided is not None:
            (self._fresh / UNDECIDED).write_bytes(b"".join(self._plan.undecided()))
            self._names.append(UNDECIDED)
        files = file_facts(self._fresh, self._names)
        (self._fresh / MANIFEST).write_bytes(manifest(self._facts, content, files))
        self._names.append(MANIFEST)
        sync_all(self._fresh)
        unwanted = {name.partition("/")[0] for name in old} - {*self._names}
        swap(self._fresh, self._folder, self._names, sorted(unwanted))
        labels = dict(sorted(content.labels(()).items()))
        return ExportReport(self._folder, tuple(self._names), content.documents, sum(labels.values()), labels, losses)

    def _content(self, writers: Sequence[tuple[Writer, dict[str, str]]]) -> Content:
        division = self._plan.division
        parts: dict[str, PartFacts] = {}
        formats: dict[str, FormatFacts] = {}
        for to, settings in writers:
            losses, files = Losses(), {}
            documents = spans = 0
            for part in division.parts.names if division else (ALL,):
                count = _Count(self._facts, self._statuses, self._plan.on_document)
                name = _file_name(to, part)
                done = self._write(to, count, part, name)
                files[part] = name
                documents += done.documents
                spans += done.spans
                losses.merge(done.losses)
                parts[part] = count.facts()
            formats[to.name] = FormatFacts(files, to.version, documents, spans, losses, settings)
        split = None
        if division is not None:
            shares = dict(zip(division.parts.names, division.parts.shares, strict=True))
            split = {"shares": shares, "near_duplicates": division.near_duplicates, "groups": division.groups}
        return Content(parts, formats, split)

    def _write(self, to: Writer, count: _Count, part: str, name: str) -> FormatFacts:
        """Write one part in one format, and read it back."""
        path = self._fresh / name
        done = to.write(count.over(self._of(part)), path)
        if not count.documents and part == ALL:
            raise self._nothing()
        found = to.difference(self._of(part), path)
        if found is not None:
            raise CuratorError(f"what was written is not what was given: {found}", where=name, fix=_NOTHING_DONE)
        self._names += [name, *to.beside(name)]
        return FormatFacts({part: name}, to.version, done.documents, done.spans, done.losses)

    def _of(self, part: str) -> Iterable[Annotated]:
        """The documents of a part."""
        division = self._plan.division
        if division is None:
            return self._annotated
        return (each for each in self._annotated if division.of.get(each.document.key) == part)

    def _nothing(self) -> CuratorError:
        left = self._facts.left_out
        if set(self._facts.selection) - {"statuses"}:
            return CuratorError(f"no document in layer {self._facts.layer} is chosen", fix="choose less strictly")
        what = (
            f"no finished document in layer {self._facts.layer}: "
            f"{left.todo} to do, {left.started} started, {left.skipped} skipped"
        )
        return CuratorError(what, fix="finish at least one document in a review")


def _file_name(to: Writer, part: str) -> str:
    return to.file if part == ALL else part + to.file.removeprefix("documents")


def _copy(labels: Path, path: Path) -> None:
    data = labels.read_bytes()
    path.write_bytes(data)
    if path.read_bytes() != data:
        raise CuratorError("what was written is not what was given", where=LABELS, fix=_NOTHING_DONE)
