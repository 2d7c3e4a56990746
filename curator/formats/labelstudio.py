"""Label Studio's JSON: tasks with the annotations of several people and the predictions of models.

Offsets are UTF-16 units, as its web client counts them; its Python SDK counts code points. They differ only in texts
with characters beyond U+FFFF, such as emoji. Read, the spans' own texts say which they are; without them they are taken
for UTF-16 units. Written, they are UTF-16 units unless ``-o unit=code-points`` is given.

A finished annotation is a finished document of its annotator, a cancelled one is skipped. Predictions are suggestions,
with the model's version as source. The text among a region's metadata is the note on it. Attributes are results of
their own on the same region (``text-NAME``, ``number-NAME``, ``choice-NAME``), which the labelling configuration
written beside declares. Relations, text classes, drafts and regions without a label are counted and left. The smaller
form of its export (JSON_MIN) is read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from curator.formats.api import IMPORTED, Flaw, Format, Left, Option, Record, Source, Unit, setting
from curator.formats.checks import Bad, checked_document, checked_key, checked_score
from curator.formats.fields import items, mapping, name_of, objects, string
from curator.formats.head import Head
from curator.formats.json_stream import read_rows
from curator.formats.labelstudio_write import ATTRIBUTES, CARRIES, OPTIONS, TEXT, write_with
from curator.formats.marks import Marks
from curator.model import Attributes, Document, Notes, Span, Status, Suggestion

_FIELD = Option("text", "the field of a task that holds the text, if it is not called text", "text")
_OPTIONS = (*OPTIONS, _FIELD)
_SETS = ("annotations", "completions", "predictions")
_OWN = frozenset({TEXT, "key", "title", "meta", "layer", "status", "reason"})


def detect(head: Head) -> bool:
    """Whether the first item is a task, or a row of the smaller form."""
    fields = head.fields
    if isinstance(fields.get("data"), dict):
        return not {"annotations", "predictions", "completions", "id"}.isdisjoint(fields) or len(fields) == 1
    small = _regions_of(fields) is not None or {"annotator", "annotation_id", "lead_time"} <= fields.keys()
    return head.is_array and small


def _regions_of(row: dict[str, Any]) -> str | None:
    """The field of a row of JSON_MIN that holds its regions."""
    for name, value in row.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) and "labels" in each for each in value):
            return name
    return None


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """One record for each annotation and for the predictions of a task; one if it has neither."""
    return read_rows(file, source, lambda row, where: _records(row, where, source))


def _records(row: dict[str, Any], where: str, source: Source) -> Iterator[Record]:
    if not isinstance(row.get("data"), dict):
        yield from _small(row, where, source)
        return
    data = mapping(row, "data")
    document = _document(data, checked_key(data.get("key")) or checked_key(row.get("id")), source)
    reading = _Regions(document, source)
    found = False
    bare = [
        Left(f"{name[:-1]} of which only the number is there", where, str(each))
        for name in _SETS
        for each in items(row, name)
        if type(each) is int
    ]
    row = row | {name: [each for each in items(row, name) if type(each) is not int] for name in _SETS}
    annotations = objects(row, "annotations") or objects(row, "completions")
    drafts = bare + [
        Left("draft", where, str(each.get("id", ""))) for each in items(row, "drafts") if isinstance(each, dict)
    ]
    for index, each in enumerate(annotations):
        found = True
        yield reading.record(each, f"{where}, annotation {index + 1}", data, drafts if not index else [])
    predictions: list[Suggestion] = []
    notes: Notes = {}
    left: list[Left] = [] if annotations else drafts
    for index, each in enumerate(objects(row, "predictions")):
        place = f"{where}, prediction {index + 1}"
        model, score = name_of(each.get("model_version")) or "label-studio", _score(each, place, left)
        for suggestion in reading.suggestions(objects(each, "result"), place, left, notes):
            own = suggestion.score if suggestion.score is not None else score
            predictions.append(Suggestion(suggestion.span, model, own, ""))
    if predictions or left or not found:
        yield Record(document, _once(predictions), where, status="todo", left=tuple(left), notes=notes)


def _small(row: dict[str, Any], where: str, source: Source) -> Iterator[Record]:
    name = _regions_of(row)
    rest = {key: value for key, value in row.items() if key != name}
    document = _document(rest, checked_key(rest.pop("id", None)), source)
    regions = [] if name is None else row[name]
    results = [{"type": "labels", "value": value, "id": str(index)} for index, value in enumerate(regions)]
    left: list[Left] = []
    notes: Notes = {}
    found = _Regions(document, source).suggestions(results, where, left, notes)
    layer = name_of(row.get("annotator"))
    yield Record(
        document, _once(found), where, layer=layer, status="done" if layer else None, left=tuple(left), notes=notes
    )


def _document(data: dict[str, Any], key: str | None, source: Source) -> Document:
    name = setting(_OPTIONS, source.settings, "text")
    if name not in data:
        strings = [each for each, value in data.items() if isinstance(value, str) and each not in _OWN]
        if len(strings) != 1:
            raise Bad(f"the task has no field {name!r}", "name the one with the text: -o text=FIELD")
        name = strings[0]
    own = _OWN | {"note"} if "layer" in data else _OWN  # other tasks may have a note that is none on the document
    rest = {each: value for each, value in data.items() if each not in own and each != name}
    return checked_document(data[name], key, string(data, "title"), {**mapping(data, "meta"), **rest})


def _score(row: dict[str, Any], where: str, left: list[Left]) -> float | None:
    try:
        return checked_score(row.get("score"))
    except Bad:  # Label Studio's scores may have any range
        left.append(Left("score that is not from 0 to 1", where, str(row.get("score"))))
        return None


def _once(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple({(each.source, *each.span.key): each for each in found}.values())


class _Regions:
    """Reads the results on one text."""

    def __init__(self, document: Document, source: Source) -> None:
        self._document = document
        self._labels = source.labels
        self._unit = source.unit
        self._astral = not document.text.isascii() and max(document.text) > "\uffff"

    def record(self, row: dict[str, Any], where: str, data: dict[str, Any], left: list[Left]) -> Record:
        """One annotation."""
        left = list(left)
        notes: Notes = {}
        found = self.suggestions(objects(row, "result"), where, left, notes)
        layer = string(data, "layer") or _person(row.get("completed_by"))
        cancelled = row.get("was_cancelled") is True or row.get("skipped") is True
        reason = (string(data, "reason") or "skipped in Label Studio") if cancelled else None
        status: Status = "skipped" if cancelled else "done"
        note = (string(data, "note") or "") if "layer" in data else ""
        return Record(self._document, _once(found), where, layer, status, reason, note, tuple(left), notes=notes)

    def suggestions(
        self, results: list[dict[str, Any]], where: str, left: list[Left], notes: Notes
    ) -> list[Suggestion]:
        """The labelled regions, with the attributes that are on them; their notes are added to ``notes``."""
        attributes: dict[str | None, Attributes] = {}
        regions: list[dict[str, Any]] = []
        for each in results:
            kind = string(each, "type") or ""
            value = mapping(each, "value")
            if kind == "relation":
                left.append(Left("relation", where, str(each.get("labels") or "")))
            elif "start" not in value and "end" not in value:
                left.append(Left("class", where, str(each.get("from_name", kind))))
            elif "globalOffsets" in value or "startOffset" in value:
                # Its start and end are paths in a tree, or numbers of paragraphs, and no offsets in what we have.
                kind = "region of a dialogue" if "paragraphlabels" in value else "region of HTML"
                left.append(Left(kind, where, str(value.get("text", ""))))
            elif kind == "labels" or isinstance(value.get("labels"), list):
                regions.append(each)
            else:
                self._attribute(attributes.setdefault(name_of(each.get("id")), {}), each, value, where, left)
        unit = self._unit_of([mapping(each, "value") for each in regions])
        marks = Marks(self._document.text, self._labels, unit)
        found: list[Suggestion] = []
        for index, each in enumerate(regions):
            span = None if attributes else _plain(each, marks)
            if span is not None:
                found.append(Suggestion(span, IMPORTED, None, ""))
                continue
            suggestions = list(self._spans(each, attributes, marks, where, index, left))
            found += suggestions
            note = _note(each)
            notes.update((suggestion.span.key, note) for suggestion in suggestions if note)
        return found

    def _attribute(
        self, known: Attributes, row: dict[str, Any], value: dict[str, Any], where: str, left: list[Left]
    ) -> None:
        name = string(row, "from_name") or ""
        for kind, (field, prefix) in ATTRIBUTES.items():
            if row.get("type") == field:
                stated = value.get(field if field != "textarea" else "text")
                stated = stated[0] if isinstance(stated, list) and len(stated) == 1 else stated
                if kind is bool and name.startswith(prefix) and stated in ("true", "false"):
                    stated = stated == "true"
                if isinstance(stated, str | int | float):
                    known[name.removeprefix(prefix)] = stated
                    return
        left.append(Left("attribute", where, name))

    def _unit_of(self, regions: list[dict[str, Any]]) -> Unit:
        """What the offsets of these regions count: what their texts say, if they say it."""
        if self._unit is not None:
            return self._unit
        if not self._astral or self._fit(regions, "utf-16"):
            return "utf-16"
        return "code-points" if self._fit(regions, "code-points") else "utf-16"

    def _fit(self, regions: list[dict[str, Any]], unit: Unit) -> bool:
        """Whether the regions' texts stand at their offsets in this unit."""
        marks = Marks(self._document.text, None, unit)
        try:
            for each in regions:
                marks.span(each.get("start"), each.get("end"), "x", each.get("text"))
        except Bad:
            return False
        return True

    def _spans(
        self,
        row: dict[str, Any],
        attributes: dict[str | None, Attributes],
        marks: Marks,
        where: str,
        index: int,
        left: list[Left],
    ) -> Iterator[Suggestion]:
        value = mapping(row, "value")
        names = items(value, "labels")
        if not names:
            left.append(Left("region without a label", where, str(value.get("text", ""))))
        for name in names:
            try:
                span = self._span(value, name, marks, attributes.get(name_of(row.get("id")), {}))
            except Bad as bad:
                raise Bad(f"result {index + 1}: {bad.what}", bad.fix) from bad
            score = checked_score(value.get("score")) if "score" in value else _score(row, where, left)
            yield Suggestion(span, IMPORTED, score, "")

    def _span(self, value: dict[str, Any], name: Any, marks: Marks, attributes: Attributes) -> Span:
        start, end, quote = value.get("start"), value.get("end"), value.get("text")
        if isinstance(quote, str):
            # Its web client writes a line break as a backslash and an n.
            stands = marks.slice(start, end)
            if stands is not None and stands != quote and _flat(stands) == _flat(quote.replace("\\n", "\n")):
                quote = stands
        return marks.span(start, end, name, quote, attributes)


def _plain(row: dict[str, Any], marks: Marks) -> Span | None:
    """The span of a region with one label and nothing else that matters, as most are; None for another one."""
    value = row["value"]
    names = value.get("labels")
    if "meta" in row or "score" in row or "score" in value or type(names) is not list or len(names) != 1:
        return None
    return marks.exact(value.get("start"), value.get("end"), names[0], value.get("text"))


def _note(row: dict[str, Any]) -> str:
    """What the annotator wrote into the metadata of a region."""
    lines = row.get("meta", {}).get("text") if isinstance(row.get("meta"), dict) else None
    lines = [lines] if isinstance(lines, str) else lines if isinstance(lines, list) else []
    return "\n".join(line for line in lines if isinstance(line, str) and line.strip())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _person(value: Any) -> str | None:
    """Who annotated: an address or a number, alone or in an object."""
    if isinstance(value, dict):
        return name_of(value.get("email")) or name_of(value.get("id"))
    return name_of(value)


FORMAT = Format(
    name="label-studio",
    title="Label Studio's JSON: annotations and predictions",
    endings=(".json",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=write_with(read),
    options=_OPTIONS,
    unit="utf-16",
)
