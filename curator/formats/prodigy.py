"""Prodigy's JSONL: a task a line, with its tokens, the spans on them, and the answer.

Offsets are code points; ``token_end`` is inclusive, as Prodigy has it. The tokens that are written are cut where a span
begins or ends, so that every span sits on them; spaCy's own tokens may lie elsewhere. The hashes are made from the text
and the spans; Prodigy makes its own of the same kind when it is told to rehash.

Read: ``accept`` is a finished document (of a binary task, which asks about one span alone, one that was begun);
``reject`` and ``ignore`` are skipped ones, whose spans are counted and left. A
document that is not finished is written as ignored, with its ``status``, by which it is known again; the note on it is
``note``.
"""

from __future__ import annotations

import hashlib
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, BinaryIO

from curator import text as words
from curator.formats.api import ANY_STATUS, IMPORTED, Carries, Flaw, Format, Left, Record, Source
from curator.formats.checks import Bad, checked_document, checked_key, checked_score, checked_tokens, known_status
from curator.formats.fields import items, keep_note, mapping, name_of, objects, string
from curator.formats.head import Head
from curator.formats.json_stream import read_rows
from curator.formats.marks import Marks
from curator.formats.writing import Layout, encode_json, hold_spans, remarks
from curator.model import Annotated, Notes, Status, Suggestion

CARRIES = Carries(
    attributes=True, meta=True, key=True, notes=True, document_notes=True, layers=True, status=ANY_STATUS, scores=True
)
_ANSWERS: dict[str, Status] = {"accept": "done", "reject": "skipped", "ignore": "skipped"}
_REASONS = {"reject": "rejected in Prodigy", "ignore": "ignored in Prodigy"}


def detect(head: Head) -> bool:
    """Whether the first line is one of Prodigy's tasks."""
    return "text" in head.fields and not {"_input_hash", "_task_hash", "answer"}.isdisjoint(head.fields)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The tasks of a file."""
    return read_rows(file, source, lambda row, where: _task(row, where, source))


def _task(row: dict[str, Any], where: str, source: Source) -> Iterator[Record]:
    document = checked_document(row.get("text"), checked_key(row.get("id")), string(row, "title"), row.get("meta"))
    answer = string(row, "answer")
    if answer is not None and answer not in _ANSWERS:
        raise Bad(f"answer is {answer!r}", "use one of: accept, reject, ignore")
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    tokens = objects(row, "tokens")
    found: dict[tuple[str, int, int, str], Suggestion] = {}
    notes: Notes = {}
    left = [Left("relation", where, str(each.get("label", ""))) for each in objects(row, "relations")]
    for index, each in enumerate(objects(row, "spans")):
        if each.get("label") is None:  # such as what a pattern found, in a task about a class
            left.append(Left("span without a label", where, f"{each.get('start')}:{each.get('end')}"))
            continue
        try:
            suggestion = _suggestion(each, tokens, marks)
        except Bad as bad:
            raise Bad(f"spans[{index}]: {bad.what}", bad.fix) from bad
        found[suggestion.source, *suggestion.span.key] = suggestion
        keep_note(notes, each, suggestion.span)
    left += [Left("class", where, str(each)) for each in items(row, "accept")]
    if isinstance(row.get("label"), str):
        left.append(Left("class", where, row["label"]))
    if row.get("flagged") is True:
        left.append(Left("flag", where, document.key))
    status, reason = _ANSWERS.get(answer or ""), _REASONS.get(answer or "")
    own = known_status(row.get("status"))
    if answer == "ignore" and own not in (None, "done"):  # ours, and nobody has answered since
        status, reason = own, reason if own == "skipped" else None
    elif reason is not None:
        kind = "span of a task that was not accepted"
        left += [Left(kind, where, f"{start}:{end} {label}") for _, start, end, label in found]
        found, notes = {}, {}
    elif answer == "accept" and row.get("_is_binary") is True:
        status = "started"  # nobody was asked what else there is
    yield Record(
        document,
        tuple(found.values()),
        where,
        layer=name_of(row.get("_annotator_id")) or name_of(row.get("_session_id")),
        status=status,
        reason=string(row, "reason") or reason,
        note=_note(row),
        left=tuple(left),
        tokens=checked_tokens(row.get("tokens"), document.text) if source.tokens else None,
        notes=notes,
    )


def _note(row: dict[str, Any]) -> str:
    """The note on the task; what another program has under that name is not always one."""
    note = row.get("note")
    return note if isinstance(note, str) else ""


def _suggestion(row: dict[str, Any], tokens: list[dict[str, Any]], marks: Marks) -> Suggestion:
    start, end = row.get("start"), row.get("end")
    if start is None and end is None:
        start, end = _of_tokens(row, tokens)
    span = marks.span(start, end, row.get("label"), row.get("text"), mapping(row, "attributes") or None)
    return Suggestion(span, string(row, "source") or IMPORTED, checked_score(row.get("score")), "")


def _of_tokens(row: dict[str, Any], tokens: list[dict[str, Any]]) -> tuple[Any, Any]:
    first, last = row.get("token_start"), row.get("token_end")
    if type(first) is int and type(last) is int and 0 <= first <= last < len(tokens):
        return tokens[first].get("start"), tokens[last].get("end")
    raise Bad("there are neither offsets nor tokens that are listed", 'give "start" and "end"')


def _pieces(annotated: Annotated) -> list[tuple[int, int]]:
    """The tokens, cut where spans begin and end; white space at the edge of a span is a token of its own."""
    text = annotated.document.text
    starts = sorted({span.start for span in annotated.spans})
    ends = sorted({span.end for span in annotated.spans})
    cuts = sorted({*starts, *ends})
    pieces: list[tuple[int, int]] = []

    def add(start: int, end: int) -> None:
        edges = [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end]
        pieces.extend(pair for pair in itertools.pairwise(edges) if pair[0] < pair[1])

    at = 0
    for start, end in [*words.tokens(text), (len(text), len(text))]:
        begins = bisect_left(starts, at) < bisect_left(starts, start)
        if begins or bisect_right(ends, at) < bisect_right(ends, start):
            add(at, start)
        add(start, end)
        at = end
    return pieces


def _encode(annotated: Annotated) -> bytes:
    document, text = annotated.document, annotated.document.text
    pieces = _pieces(annotated)
    starts = {start: index for index, (start, _) in enumerate(pieces)}
    ends = {end: index for index, (_, end) in enumerate(pieces)}
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "token_start": starts[span.start],
            "token_end": ends[span.end],
            "label": span.label,
            "text": text[span.start : span.end],
            **({"attributes": span.attributes} if span.attributes else {}),
            **({"note": annotated.notes[span.key]} if span.key in annotated.notes else {}),
        }
        for span in annotated.spans
    ]
    tokens = [
        {"text": text[start:end], "start": start, "end": end, "id": index, "ws": text[end : end + 1] == " "}
        for index, (start, end) in enumerate(pieces)
    ]
    row = {
        "text": text,
        "id": document.key,
        "title": document.title,
        "meta": document.meta,
        "tokens": tokens,
        "spans": spans,
        "answer": "accept" if annotated.status == "done" else "ignore",
        "_annotator_id": annotated.layer,
        "_session_id": annotated.layer,
        "_view_id": "spans_manual",
        "_input_hash": _signed(text),
        "_task_hash": _signed(text + repr([span.key for span in annotated.spans])),
    }
    if annotated.status != "done":
        row["status"] = annotated.status
    row |= remarks(annotated)
    return encode_json(row)


def _signed(text: str) -> int:
    """A hash that fits 32 bits with a sign, as Prodigy's do."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big", signed=True)


FORMAT = Format(
    name="prodigy",
    title="Prodigy's JSONL: tasks with tokens, spans and answers",
    endings=(".jsonl",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=lambda _: Layout(
        "prodigy", 3, "documents.prodigy.jsonl", CARRIES, _encode, read, hold_spans(CARRIES)
    ).writer(),
)
