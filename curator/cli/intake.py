"""From files into the store: what `curator import` and the first review share."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from curator.cli.output import Meter, counted, progress
from curator.errors import CuratorError
from curator.formats.api import IMPORTED, Flaw, Left, Record
from curator.model import BareSuggestions, Suggestion
from curator.store.records import Incoming

if TYPE_CHECKING:
    from curator.formats.sources import Reading
    from curator.labels import LabelSet
    from curator.model import Decision, Notes
    from curator.store.api import Store
    from curator.store.records import Intake

_GO_ON = "nothing was imported; --skip-bad would leave out what is bad"
_MOST_NAMED = 20
_SELDOM = 100_000


@dataclass
class Counts:
    """What became of what was read.

    Attributes:
        added: Documents that are new.
        same: Documents whose text was there.
        refused: What was bad.
        spans: Spans that came along.
        left: What nothing here holds, counted by kind.
        finished: Documents that are finished or skipped in the layer that they were imported as.
    """

    added: int = 0
    same: int = 0
    refused: int = 0
    spans: int = 0
    left: dict[str, int] = field(default_factory=dict)
    finished: int = 0


@dataclass(frozen=True)
class Wishes:
    """What the user asked for.

    Attributes:
        source: The name that suggestions get where the file names none.
        skip_bad: Leave bad documents out, with a line on standard error for each.
        layer: The layer that the annotations become the work of; suggestions if None.
        only: The annotator whose annotations are taken; all if None.
        renamed: New names for labels; spans with a label that becomes empty are left out.
        keep: Whether anything is written.
    """

    source: str | None = None
    skip_bad: bool = False
    layer: str | None = None
    only: str | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    keep: bool = True


def import_paths(
    store: Store,
    labels: LabelSet,
    paths: Sequence[Path],
    *,
    wishes: Wishes | None = None,
    reading: Reading | None = None,
) -> tuple[Counts, list[Left]]:
    """Add the documents in these files and folders, with the spans that they bring along.

    Args:
        store: Where they go.
        labels: What may be labelled; spans with other labels are bad.
        paths: Files and folders; ``-`` is standard input.
        wishes: What is to become of them.
        reading: How the files are read.

    Returns:
        The counts, and the first thing of each kind that was left.

    Raises:
        CuratorError: A path is missing, a label is not known, or a document is bad and not to be skipped: then nothing
            was added.
    """
    from dataclasses import replace

    from curator.formats.sources import Reading, read_sources, total_bytes

    wishes = wishes or Wishes()
    reading = replace(reading or Reading(), text_of=lambda key: _text_of(store, key))
    with progress("import", lambda: total_bytes(paths)) as meter, _collecting_seldom():
        intake = _Import(store, meter, wishes, frozenset(label.name for label in labels.labels))
        records = read_sources(paths, labels=None, on_bytes=meter.advance, reading=reading)
        store.add(intake.incoming(records), intake.take_note, durable=wishes.layer is not None, keep=wishes.keep)
    return intake.counts, list(intake.left.values())


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Have the garbage collector run seldom: what an import makes leads back to nothing, and is gone by itself.

    Otherwise it goes over each batch several times while the batch is on its way.
    """
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _text_of(store: Store, key: str) -> str | None:
    number = store.number(key)
    return None if number is None else store.document(number).text


class _Import:
    """One import: passes on what is good, counts, and tells or raises what is bad."""

    def __init__(self, store: Store, meter: Meter, wishes: Wishes, known: frozenset[str]) -> None:
        from curator.review.adopt import Adopter

        self.counts = Counts()
        self.left: dict[str, Left] = {}
        self._store = store
        self._meter = meter
        self._wishes = wishes
        self._known = known
        self._unknown: Counter[str] = Counter()
        self._records: dict[int, Record] = {}  # those that are on their way through the store, by the incoming's id
        self._taken: dict[str, int] = {}  # what was adopted for each document
        self._adopter = Adopter(wishes.layer, store.last_decision(), time.time) if wishes.layer else None

    def incoming(self, records: Iterator[Record | Flaw]) -> Iterator[Incoming]:
        for record in records:
            if isinstance(record, Flaw):
                self._refuse(record.where, record.what, record.fix)
                continue
            if self._wishes.only is not None and record.layer not in (None, self._wishes.only):
                continue
            self._note_left(record.left)
            suggestions = self._suggestions(record)
            if suggestions is None or self._unknown:
                continue
            self.counts.spans += len(suggestions)
            adopted = self._adopter is not None and record.status != "todo"
            if record.note and not adopted:
                self._note_left([Left("note on a document, which is nobody's here", record.where, record.note)])
            incoming = Incoming(record.document, () if adopted else suggestions, record.where)
            if adopted:
                self._records[id(incoming)] = changed(record, suggestions=suggestions, notes=self._notes(record))
            yield incoming
        if self._unknown:
            raise self._unknown_labels()

    def _note_left(self, left: Iterable[Left]) -> None:
        for each in left:
            self.counts.left[each.kind] = self.counts.left.get(each.kind, 0) + 1
            self.left.setdefault(each.kind, each)

    def _suggestions(self, record: Record) -> Sequence[Suggestion] | None:
        """The suggestions under the labels and the name that the user gave; None where a label is not known."""
        own = self._wishes.source or record.layer
        given = record.suggestions
        labels = given.labels if isinstance(given, BareSuggestions) else {each.span.label for each in given}
        if labels <= self._known and not (self._wishes.renamed or record.notes):
            return given if own is None else _named(given, own)
        found: list[Suggestion] = []
        unknown: Counter[str] = Counter()
        for each in given:
            span = each.span
            label = self._wishes.renamed.get(span.label, span.label)
            if not label:
                left = Left("span with a label that is left out", record.where, f"{span.start}:{span.end} {span.label}")
                self._note_left([left])
                continue
            if label not in self._known:
                unknown[label] += 1
            if record.notes and not each.reason:
                each = changed(each, reason=record.notes.get(span.key, ""))
            found.append(each if label == span.label else changed(each, span=changed(span, label=label)))
        if unknown and self._wishes.skip_bad:
            named = ", ".join(map(repr, unknown))
            self._refuse(record.where, f"label {named} is not known", "add it to labels.yaml, or use --map")
        else:
            self._unknown += unknown
        return None if unknown else tuple(found) if own is None else _named(found, own)

    def _notes(self, record: Record) -> Notes:
        """The notes on spans, under the labels that the user gave."""
        renamed = self._wishes.renamed
        return {(start, end, renamed.get(label, label)): text for (start, end, label), text in record.notes.items()}

    def _unknown_labels(self) -> CuratorError:
        named = [f"{label!r} ({count})" for label, count in self._unknown.most_common(_MOST_NAMED)]
        more = len(self._unknown) - len(named)
        listed = ", ".join(named) + (f" and {more} more" if more else "")
        first = self._unknown.most_common(1)[0][0]
        what = f"labels.yaml does not know {listed}"
        fix = f"add them, or rename them with --map {first}=LABEL, or leave them out with --map {first}="
        return CuratorError(what, fix=f"{fix}; nothing was imported")

    def take_note(self, intake: Intake) -> Sequence[Decision]:
        record = self._records.pop(id(intake.incoming), None)
        if intake.outcome == "clash":
            document = intake.incoming.document
            what = (
                f"document {document.key!r} is there already with another text: "
                f"SHA-256 {intake.sha256} there, {document.sha256} here"
            )
            self._refuse(intake.incoming.where, what, "give it another id")
            return ()
        decisions: Sequence[Decision] = ()
        if record is not None:
            try:
                decisions = self._adopted(record, intake)
            except CuratorError as error:
                self._refuse(intake.incoming.where, error.what, error.fix or "")
                return ()
        if intake.outcome == "added":
            self.counts.added += 1
        else:
            self.counts.same += 1
        return decisions

    def _adopted(self, record: Record, intake: Intake) -> Sequence[Decision]:
        """The decisions of the layer that the record becomes the work of."""
        assert self._adopter is not None
        layer = self._wishes.layer or ""
        work = record.annotated(layer)
        number = self._store.number(intake.key) or 0
        spans = hash(frozenset(span.key for span in work.spans))
        # The decisions of this batch are not in the store yet.
        if intake.key in self._taken:
            if self._taken[intake.key] == spans:
                return ()
            what = f"there are two sets of annotations for document {intake.key!r}"
            raise CuratorError(what, fix="take those of one annotator: --only NAME")
        self._taken[intake.key] = spans
        decisions = self._adopter.decisions(work, intake.key, self._store.state(layer, number), record.note)
        self.counts.finished += bool(decisions) and work.status in ("done", "skipped")
        return decisions

    def _refuse(self, where: str, what: str, fix: str) -> None:
        if not self._wishes.skip_bad:
            raise CuratorError(what, where=where, fix=f"{fix}; {_GO_ON}")
        self.counts.refused += 1
        self._meter.say(str(CuratorError(what, where=where, fix=fix)))


def _named(suggestions: Sequence[Suggestion], source: str) -> Sequence[Suggestion]:
    """The suggestions, with a source where the file named none."""
    if isinstance(suggestions, BareSuggestions):
        return suggestions.by(source) if suggestions.source == IMPORTED else suggestions
    return tuple(
        [
            Suggestion(each.span, source, each.score, each.reason) if each.source == IMPORTED else each
            for each in suggestions
        ]
    )


def told(counts: Counts, left: Sequence[Left], *, kept: bool = True) -> Iterator[str]:
    """The lines that tell what became of an import."""
    line = f"{counted(counts.added, 'document')} added, {counts.same} the same as before (skipped)"
    line = f"{line}, {counts.refused} refused"
    yield line if kept else f"this would happen: {line}"
    if counts.finished:
        yield f"{counted(counts.finished, 'document')} finished or skipped in the layer"
    for each in left:
        yield f"not taken: {counts.left[each.kind]} of kind “{each.kind}”, the first at {each.where}: {each.what}"
