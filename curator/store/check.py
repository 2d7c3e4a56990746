"""What can be wrong with a database, found window by window so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from curator.errors import CuratorError
from curator.fold import DocumentState, fold
from curator.model import Decision, Span, text_hash
from curator.store import rows
from curator.store.acts import NOT_NOTED, OF_ACT, STANDING_UNDO
from curator.store.assignments import LATEST
from curator.store.part import Part
from curator.store.pending import PENDING, SUGGESTED, UNCOUNTED
from curator.store.quotes import ON_SPAN
from curator.store.schema import TRIGGERS

_WINDOW = 200

Window = tuple[int, int]
"""The documents behind the first number, up to the second."""
InLayer = tuple[int, str]
"""A document, by number, in a layer."""

_IN_LAYER = "layer = ? AND document > ? AND document <= ?"
_GREATEST = (
    "SELECT max(id) FROM documents",
    *(f"SELECT max(document) FROM {table}" for table in ("suggestions", "decisions", "spans", "span_notes", "reviews")),
)
_WRONG_ACTS = (
    (
        "is in the log, but not among the acts",
        f"SELECT act, layer, author FROM decisions d WHERE (NOT {NOT_NOTED} OR d.undoes IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.layer = d.layer AND acts.author = d.author AND acts.id = d.act)",
    ),
    (
        "is not what the log says",
        "SELECT id, layer, author FROM acts WHERE NOT EXISTS (SELECT 1 FROM decisions d "
        f"WHERE {OF_ACT.replace(':act', 'acts.id')} "
        "AND d.layer = acts.layer AND d.author = acts.author AND d.undoes IS acts.undoes)",
    ),
    (
        "is wrongly taken for undone, or for standing",
        f"SELECT id, layer, author FROM acts WHERE undone <> {STANDING_UNDO}",
    ),
)


class Care(Part):
    """The store's examination of itself."""

    def check(self) -> Iterator[str]:
        """One line for each thing that is wrong: offsets, hashes, fold against state, SQLite's own integrity."""
        try:
            yield from self._check_sqlite()
            layers = self._kept_layers()
            last = max((self._db.row(query) or (0,))[0] or 0 for query in _GREATEST)
            for after in range(0, last, _WINDOW):
                yield from self._check_readable((after, min(after + _WINDOW, last)), layers)
            yield from self._check_acts()
            yield from self._check_pending()
            yield from self._check_assigned()
            yield from self._check_quotes()
        except CuratorError as error:
            yield str(error)

    def _check_readable(self, window: Window, layers: Sequence[str]) -> list[str]:
        """What is wrong in a window; where something in it cannot even be read, document by document."""
        after, last = window
        try:
            with self._db.reading():
                return list(self._check_window(window, layers))
        except msgspec.DecodeError as error:
            if last - after == 1:
                return [f"document number {last}: some of its metadata or attributes is no JSON ({error})"]
        return [line for n in range(after, last) for line in self._check_readable((n, n + 1), layers)]

    def _check_sqlite(self) -> Iterator[str]:
        for (line,) in self._db.rows("PRAGMA integrity_check"):
            if line != "ok":
                yield f"SQLite: {line}"
        for table, _, parent, _ in self._db.rows("PRAGMA foreign_key_check"):
            yield f"table {table}: a row refers to a row of {parent} that is not there"
        there = {name for (name,) in self._db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        for name in TRIGGERS:
            if name not in there:
                table = name.partition("_")[0]
                yield f"table {table}: the trigger {name} is missing, so that {table} could be changed"

    def _check_window(self, window: Window, layers: Sequence[str]) -> Iterator[str]:
        """All that concerns the documents of a window."""
        texts = _Texts({}, {})
        for number, length, *columns in self._db.rows(
            f"SELECT id, length, {rows.DOCUMENT} FROM documents WHERE id > ? AND id <= ?", window
        ):
            document = rows.document(tuple(columns))
            texts.keys[number], texts.lengths[number] = document.key, len(document.text)
            if text_hash(document.text) != document.sha256:
                yield f"{texts.name(number)}: its text does not have the SHA-256 that it was imported with"
            if len(document.text) != length:
                yield f"{texts.name(number)}: its text has {len(document.text)} code points, not {length}"
        for number in range(window[0] + 1, window[1] + 1):
            if number not in texts.keys:
                yield f"{texts.name(number)}: is missing"
        yield from self._check_suggestions(window, texts)
        yield from self._check_states(window, layers, texts)

    def _check_suggestions(self, window: Window, texts: _Texts) -> Iterator[str]:
        for number, *columns in self._db.rows(
            f"SELECT document, {rows.SUGGESTION} FROM suggestions WHERE document > ? AND document <= ?", window
        ):
            suggestion = rows.suggestion(tuple(columns))
            name = f"{texts.name(number)}: suggestion {suggestion.id} of {suggestion.source}"
            if texts.lacks(number, suggestion.span):
                yield f"{name}: is empty or outside the text"

    def _check_states(self, window: Window, layers: Sequence[str], texts: _Texts) -> Iterator[str]:
        logs, states = self._logs(window), self._states(window, layers)
        for place in sorted(logs.keys() | states.keys()):
            number, layer = place
            name = f"{texts.name(number)}, layer {layer!r}"
            log = logs.get(place, [])
            for decision in log:
                if decision.span is not None and texts.lacks(number, decision.span):
                    yield f"{name}: decision {decision.id} ({decision.kind}): its span is empty or outside the text"
            try:
                yield from _compare(name, states.get(place, DocumentState()), fold(log))
            except ValueError as error:
                yield f"{name}: {error}"

    def _logs(self, window: Window) -> dict[InLayer, list[Decision]]:
        """The decisions on the documents of a window; also those whose document is gone."""
        logs: dict[InLayer, list[Decision]] = defaultdict(list)
        for number, *columns in self._db.rows(
            f"SELECT d.document, {rows.DECISION} FROM decisions d LEFT JOIN documents ON documents.id = d.document "
            "WHERE d.document > ? AND d.document <= ?",
            window,
        ):
            decision = rows.decision(tuple(columns))
            logs[number, decision.layer].append(decision)
        return logs

    def _states(self, window: Window, layers: Sequence[str]) -> dict[InLayer, DocumentState]:
        """What the tables hold for the documents of a window."""
        states: dict[InLayer, DocumentState] = defaultdict(lambda: DocumentState({}))
        for layer in layers:
            for number, *columns in self._db.rows(
                f"SELECT document, {rows.CELL} FROM spans WHERE {_IN_LAYER}", (layer, *window)
            ):
                cell = rows.cell(tuple(columns))
                states[number, layer].spans[cell.id] = cell
            for number, *columns in self._db.rows(
                f"SELECT document, {rows.NOTE} FROM span_notes WHERE {_IN_LAYER}", (layer, *window)
            ):
                note = rows.note(tuple(columns))
                states[number, layer].notes[note.id] = note
            for number, *review in self._db.rows(
                f"SELECT document, {rows.REVIEW} FROM reviews WHERE {_IN_LAYER}", (layer, *window)
            ):
                states[number, layer].review = rows.review(tuple(review))
        return states

    def _kept_layers(self) -> list[str]:
        """The layers that any state is kept for, also where no decision speaks of them."""
        tables = ("spans", "span_notes", "reviews")
        found = self._db.rows(" UNION ".join(f"SELECT layer FROM {table}" for table in tables))
        return [layer for (layer,) in found]

    def _check_assigned(self) -> Iterator[str]:
        """What is assigned against the log of assignments; of a great many differences, the first ones."""
        kept = "SELECT layer, document, position FROM assigned"
        for one, other in ((kept, LATEST), (LATEST, kept)):
            for layer, number, _ in self._db.rows(f"{one} EXCEPT {other} LIMIT {_WINDOW}"):
                yield f"document number {number}, layer {layer!r}: its assignment is not what the log says"

    def _check_acts(self) -> Iterator[str]:
        """The acts against the decisions; of a great many, the first ones."""
        for complaint, query in _WRONG_ACTS:
            for identifier, layer, author in self._db.rows(f"{query} LIMIT {_WINDOW}"):
                yield f"layer {layer!r}, author {author!r}: act {identifier} {complaint}"

    def _check_pending(self) -> Iterator[str]:
        """What is counted as suggested and pending against what is; of a great many differences, the first ones."""
        suggested, pending = SUGGESTED.format(document="d.id"), PENDING.format(document="r.document", layer="r.layer")
        for (number,) in self._db.rows(
            "SELECT d.id FROM documents d LEFT JOIN suggested c ON c.document = d.id "
            f"WHERE c.spans IS NOT {suggested} LIMIT {_WINDOW}"
        ):
            yield f"document number {number}: its suggestions are not as many as are counted"
        for number, layer in self._db.rows(
            f"SELECT r.document, r.layer FROM reviews r WHERE r.pending NOT IN ({UNCOUNTED}, {pending}) LIMIT {_WINDOW}"
        ):
            yield f"document number {number}, layer {layer!r}: not as many suggestions are pending as are counted"

    def _check_quotes(self) -> Iterator[str]:
        """Whether the decisions that are said to be indexed by their texts are."""
        row = self._db.row(
            f"SELECT count(*) FROM decisions d WHERE {ON_SPAN} AND d.seq <= (SELECT seq FROM quotes_indexed) "
            "AND d.seq NOT IN (SELECT seq FROM quotes)"
        )
        if row and row[0]:
            yield f"table quotes: {row[0]} decisions are not found by the texts of their spans"


class _Texts(NamedTuple):
    """Keys and lengths (code points) of the documents of a window, by number."""

    keys: dict[int, str]
    lengths: dict[int, int]

    def name(self, number: int) -> str:
        return f"document {self.keys[number]!r}" if number in self.keys else f"document number {number}"

    def lacks(self, number: int, span: Span) -> bool:
        """Whether the span is empty or leaves the text."""
        return not 0 <= span.start < span.end <= self.lengths.get(number, 0)


def _compare(name: str, kept: DocumentState, expected: DocumentState) -> Iterator[str]:
    """Where the state that is kept and the one that follows from the decisions differ."""
    for identifier in sorted(kept.spans.keys() | expected.spans.keys()):
        if kept.spans.get(identifier) != expected.spans.get(identifier):
            yield f"{name}: span {identifier} is not what the decisions amount to"
    for identifier in sorted(kept.notes.keys() | expected.notes.keys()):
        if kept.notes.get(identifier) != expected.notes.get(identifier):
            yield f"{name}: the note on span {identifier} is not what the decisions amount to"
    if kept.review != expected.review:
        yield f"{name}: the review is not what the decisions amount to"
