"""The JSON that spaCy has, or had: of a Doc, of spaCy 2's training, and pairs of a text and its entities. Read only.

- ``{"text": ..., "ents": [{"start", "end", "label"}], "spans": {"sc": [...]}}``, of ``Doc.to_json`` and displaCy;
- ``[text, {"entities": [[start, end, label], ...]}]``, also in the ``annotations`` of an object, as NER annotators in
  the browser write it;
- ``{"id": ..., "paragraphs": [{"raw": ..., "sentences": [{"tokens": [{"orth": ..., "ner": ...}]}]}]}``, of spaCy 2.

Offsets are code points; spans without their texts are looked at by `curator.formats.shifts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from curator.formats.api import IMPORTED, Carries, Flaw, Format, Left, Option, Record, Source, setting
from curator.formats.checks import Bad, checked_document
from curator.formats.fields import items, mapping, objects, string
from curator.formats.head import Head
from curator.formats.json_stream import values
from curator.formats.marks import Marks
from curator.formats.shifts import Shifts
from curator.formats.spacy_groups import DEFAULT_GROUP, other_groups
from curator.formats.tagged import TAG, Tagged
from curator.formats.tokenlists import checked_tokens, placed
from curator.model import Status, Suggestion

_GROUP = Option("group", "the group of spans that is read, beside the entities", DEFAULT_GROUP)
_OPTIONS = (_GROUP,)
_MISSING = ("-", "", None)
_SHOWN = 40
_FIX = 'write such as ["Ivanov left", {"entities": [[0, 6, "PERSON"]]}]'

Found = dict[tuple[int, int, str], Suggestion]


def detect(head: Head) -> bool:
    """Whether the first value has one of these shapes."""
    first, fields = head.json, head.fields
    if _is_pair(first):
        return True
    if isinstance(fields.get("paragraphs"), list):
        return isinstance(first, dict) and "text" not in first
    if isinstance(fields.get("text"), str) and isinstance(fields.get("ents"), list):
        return True
    pairs = fields.get("annotations")
    return isinstance(pairs, list) and any(_is_pair(each) for each in pairs[:2])


def _is_pair(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        return False
    return isinstance(value[1], dict) and not {"entities", "cats", "spans"}.isdisjoint(value[1])


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of a file."""
    number, shifts = 0, Shifts(source.unit)
    for each in values(file, source):
        if isinstance(each, Flaw):
            yield each
            continue
        where, value = each
        for part in _parts(value):
            number += 1
            try:
                yield _record(part, f"{source.key}:{number}", where, source, shifts)
            except Bad as bad:
                yield Flaw(where, bad.what, bad.fix)


def _parts(value: Any) -> Iterator[Any]:
    """The documents in one value, each as it stands there."""
    for name in ("paragraphs", "annotations"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            yield from (each for each in value[name] if each is not None)
            return
    yield value


def _record(value: Any, key: str, where: str, source: Source, shifts: Shifts) -> Record:
    if isinstance(value, list):
        return _of_pair(value, key, where, source, shifts)
    if not isinstance(value, dict):
        raise Bad("this is no document", _FIX)
    if "sentences" in value:
        return _of_paragraph(value, key, where, source)
    left = list(_classes(value, where))
    group = setting(_OPTIONS, source.settings, "group")
    groups = mapping(value, "spans")
    left += other_groups({name: len(items(groups, name)) for name in groups}, group, where)
    left += [Left("user data", where, name) for name in mapping(value, "_")]
    ents = [*objects(groups, group), *objects(value, "ents")]
    places = [(_offset(each, "start"), _offset(each, "end"), each.get("label"), _attributes(each)) for each in ents]
    return _on_text(value.get("text"), places, key, where, source, left, shifts)


def _offset(entity: dict[str, Any], name: str) -> Any:
    """Where both are there, as in what is made of a Span's fields, the other one counts tokens."""
    return entity.get(f"{name}_char", entity.get(name))


def _attributes(entity: dict[str, Any]) -> dict[str, str] | None:
    found = {name: string(entity, name) for name in ("kb_id", "id")}
    return {name: value for name, value in found.items() if value} or None


def _of_pair(value: list[Any], key: str, where: str, source: Source, shifts: Shifts) -> Record:
    if len(value) != 2 or not isinstance(value[1], dict):
        raise Bad("this is no text with its entities", _FIX)
    text, stated = value
    left = list(_classes(stated, where))
    others = [name for name, each in stated.items() if each and name not in ("entities", "cats")]
    left += [Left("field that is not read", where, name) for name in others]
    places = []
    for index, each in enumerate(items(stated, "entities")):
        if not isinstance(each, list) or len(each) != 3:
            raise Bad(f"entities[{index}] is no [start, end, label]", _FIX)
        places.append((each[0], each[1], each[2], None))
    return _on_text(text, places, key, where, source, left, shifts)


def _on_text(
    text: Any, places: list[Any], key: str, where: str, source: Source, left: list[Left], shifts: Shifts
) -> Record:
    document = checked_document(text, None)
    marks = Marks(document.text, source.labels, source.unit or "code-points")
    found: Found = {}
    for start, end, label, attributes in places:
        if label in ("", None):
            left.append(Left("span without a label", where, f"{start}:{end}"))
            continue
        span = marks.span(start, end, label, None, attributes)
        found.setdefault(span.key, Suggestion(span, IMPORTED, None, ""))
    shifts.check(document.text, (each.span for each in found.values()))
    return Record(checked_document(text, key), tuple(found.values()), where, left=tuple(left))


def _of_paragraph(value: dict[str, Any], key: str, where: str, source: Source) -> Record:
    left = list(_classes(value, where))
    tokens: list[Any] = []
    tags: list[Any] = []
    breaks: list[int] = []
    for sentence in objects(value, "sentences"):
        breaks.append(len(tokens))
        for each in objects(sentence, "tokens"):
            tokens.append(each.get("orth"))
            tags.append(each.get("ner"))
    raw = string(value, "raw")
    text, places = placed(checked_tokens(tokens, "orth"), raw, breaks)
    if raw is not None and text != raw:
        left.append(Left("text that is not that of its tokens", where, raw[:_SHOWN]))
    bad = next((tag for tag in tags if tag not in _MISSING and not TAG.fullmatch(str(tag))), None)
    if bad is not None:
        raise Bad(f"{bad!r} is no BILUO tag", "write O, or B-LABEL and the like")
    seen = tuple("O" if tag in _MISSING else tag for tag in tags)
    runs = Tagged(key, tuple(tokens), seen, tuple(breaks)).runs()
    marks = Marks(text, source.labels)
    spans = [marks.span(places[first][0], places[behind - 1][1], label) for first, behind, label in runs]
    status: Status | None = "todo" if all(tag in _MISSING for tag in tags) else None
    suggestions = tuple(Suggestion(span, IMPORTED, None, "") for span in spans)
    return Record(checked_document(text, key), suggestions, where, None, status, left=tuple(left))


def _classes(value: dict[str, Any], where: str) -> Iterator[Left]:
    """The classes of a text, which stand in an object by name, or in a list."""
    cats = value.get("cats") or ()
    for each in cats if isinstance(cats, dict | list) else ():
        yield Left("class", where, str(each.get("label") if isinstance(each, dict) else each))


FORMAT = Format(
    name="spacy-json",
    title="spaCy's JSON: of a Doc, of spaCy 2, or pairs of a text and its entities",
    endings=(".json", ".jsonl"),
    carries=Carries(),
    detect=detect,
    read=read,
    options=_OPTIONS,
)
