"""From files into the store: what `curator import` and the first review share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.cli.output import Meter, progress
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.formats.api import Flaw, Record
    from curator.labels import LabelSet
    from curator.model import Suggestion
    from curator.store.api import Incoming, Intake, Store

_GO_ON = "nothing was imported; --skip-bad would leave out what is bad"


@dataclass
class Counts:
    """What became of the documents that were read."""

    added: int = 0
    same: int = 0
    refused: int = 0


def import_paths(
    store: Store, labels: LabelSet, paths: Sequence[Path], *, source: str | None = None, skip_bad: bool = False
) -> Counts:
    """Add the documents in these files and folders, with the spans that they bring along as suggestions.

    Args:
        store: Where they go.
        labels: What may be labelled; spans with other labels are bad.
        paths: Files and folders; ``-`` is standard input.
        source: The name that suggestions get where the file names none.
        skip_bad: Leave bad documents out, with a line on standard error for each.

    Raises:
        CuratorError: A path is missing; or a document is bad and not to be skipped: then nothing was added.
    """
    from curator.formats.sources import read_sources, total_bytes

    with progress("import", lambda: total_bytes(paths)) as meter:
        intake = _Import(meter, source, skip_bad)
        names = frozenset(label.name for label in labels.labels)
        records = read_sources(paths, labels=names, on_bytes=meter.advance)
        store.add(intake.incoming(records), intake.take_note)
    return intake.counts


class _Import:
    """One import: passes on what is good, counts, and tells or raises what is bad."""

    def __init__(self, meter: Meter, source: str | None, skip_bad: bool) -> None:
        self.counts = Counts()
        self._meter = meter
        self._source = source
        self._skip_bad = skip_bad

    def incoming(self, records: Iterator[Record | Flaw]) -> Iterator[Incoming]:
        from curator.formats.api import Flaw
        from curator.store.api import Incoming

        for record in records:
            if isinstance(record, Flaw):
                self._refuse(record.where, record.what, record.fix)
            else:
                yield Incoming(record.document, self._named(record), record.where)

    def _named(self, record: Record) -> tuple[Suggestion, ...]:
        """The suggestions under the name that the user gave for those that have none of their own."""
        from msgspec.structs import replace

        from curator.formats.api import IMPORTED

        if self._source is None:
            return record.suggestions
        return tuple(replace(s, source=self._source) if s.source == IMPORTED else s for s in record.suggestions)

    def take_note(self, intake: Intake) -> None:
        if intake.outcome == "added":
            self.counts.added += 1
        elif intake.outcome == "same":
            self.counts.same += 1
        else:
            document = intake.incoming.document
            what = (
                f"document {document.key!r} is there already with another text: "
                f"SHA-256 {intake.sha256} there, {document.sha256} here"
            )
            self._refuse(intake.incoming.where, what, "give it another id")

    def _refuse(self, where: str, what: str, fix: str) -> None:
        if not self._skip_bad:
            raise CuratorError(what, where=where, fix=f"{fix}; {_GO_ON}")
        self.counts.refused += 1
        self._meter.say(str(CuratorError(what, where=where, fix=fix)))
