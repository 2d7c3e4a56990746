"""spaCy's DocBin: a folder of ``.spacy`` files, as ``spacy train`` reads them.

All spans that stand on spaCy's tokens are in ``doc.spans["sc"]`` (or ``-o group=NAME``; spans of other groups are
counted and left). Of those that overlap, ``doc.ents`` has the longest, and the others are told as ``not_in_ents``. The
tokens are those of a blank pipeline (``-o lang=en``; by default that of ``xx``). Spans within tokens are lost (or
widened, with ``strict-tokens``), and so is white space at the edges of spans, which spaCy would leave out of training
without a word. Key, title, metadata, layer, status, attributes and notes are in ``doc.user_data``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from curator.errors import CuratorError
from curator.formats.api import (
    ANY_STATUS,
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Left,
    Loss,
    Losses,
    Option,
    Record,
    Settings,
    Source,
    Writer,
    Written,
    setting,
)  # fmt: skip
from curator.formats.bound import STRICT_TOKENS, Carried, bind
from curator.formats.checks import Bad, checked_document, checked_key, checked_status, is_plain
from curator.formats.compare import kept_differs
from curator.formats.extras import needed
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.formats.packed import refuse_swollen
from curator.formats.spacy_groups import DEFAULT_GROUP, other_groups
from curator.formats.writing import remarks
from curator.model import Annotated, Attributes, Notes, Span, Suggestion, reading_order

CARRIES = Carries(
    sub_token=False,
    attributes=True,
    meta=True,
    key=True,
    notes=True,
    document_notes=True,
    layers=True,
    status=ANY_STATUS,
)
_LANGUAGE = Option("lang", "the language whose tokens are written", "xx")
_GROUP = Option("group", "the group of doc.spans that is read and written", DEFAULT_GROUP)
_OPTIONS = (_LANGUAGE, _GROUP, STRICT_TOKENS)
_FILE_DOCUMENTS, _FILE_TOKENS = 1000, 1 << 22
"""What one file holds at the most, of which the last document may go beyond the tokens."""
_MOST_BYTES = 1 << 31
"""What a file may unpack to: some twenty million tokens, of which spaCy has about a hundred bytes each."""
_OWN = "curator"


def detect(head: Head) -> bool:
    """Whether the file is called as spaCy calls its own."""
    return head.ending == ".spacy"


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The documents of one file."""
    spacy = needed("spacy", "spacy", "docbin")
    tokens = needed("spacy.tokens", "spacy", "docbin")
    data = file.read()
    source.on_bytes(len(data))
    try:
        refuse_swollen(data, _MOST_BYTES)
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
        return
    try:
        docs = list(tokens.DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))
    except Exception as error:  # whatever zlib, msgpack, NumPy and spaCy say of bytes that are no DocBin
        yield Flaw(source.name, f"this is no DocBin: {type(error).__name__}", "write it again with spaCy 3")
        return
    for number, doc in enumerate(docs, 1):
        where = f"{source.name}: document {number}"
        try:
            yield _record(doc, where, source)
        except Bad as bad:
            yield Flaw(where, bad.what, bad.fix)


def _record(doc: Any, where: str, source: Source) -> Record:
    own = doc.user_data.get(_OWN)
    own = own if isinstance(own, dict) else {}
    extensions = _Extensions(doc.user_data)
    meta = _decoded(own.get("meta")) or extensions.meta
    document = checked_document(doc.text, checked_key(own.get("key")), _string(own, "title"), meta)
    marks = Marks(document.text, source.labels)
    attributes = _decoded(own.get("attributes")) or {}
    stated_notes = _decoded(own.get("notes")) or {}
    notes: Notes = {}
    left: list[Left] = []
    found: dict[tuple[int, int, str], Suggestion] = {}
    group = setting(_OPTIONS, source.settings, "group")
    for each in [*doc.spans.get(group, ()), *doc.ents]:
        name = f"{each.start_char}:{each.end_char}:{each.label_}"
        if not each.label_ or each.start_char >= each.end_char:
            kind = "span of no width" if each.label_ else "span without a label"
            left.append(Left(kind, where, f"{each.start_char}:{each.end_char}"))
            continue
        stated, note = attributes.get(name) or extensions.attributes(each), stated_notes.get(name)
        span = marks.span(each.start_char, each.end_char, each.label_, None, stated)
        found.setdefault(span.key, Suggestion(span, IMPORTED, None, ""))
        if isinstance(note, str) and note.strip():
            notes[span.key] = note
    status = checked_status(_string(own, "status"))
    if status is None and not own and not doc.spans and not doc.has_annotation("ENT_IOB"):
        status = "todo"
    return Record(
        document,
        tuple(found.values()),
        where,
        _string(own, "layer"),
        status,
        _string(own, "reason"),
        _string(own, "note") or "",
        (*left, *_left(doc, group, where), *(Left("user data", where, name) for name in extensions.others)),
        notes=notes,
    )


class _Extensions:
    """Custom attributes of spaCy's (``doc._.name``, ``span._.name``): of documents metadata, of spans attributes.

    Args:
        user_data: That of a document, by name, or by ("._.", name, start, end) for a custom attribute.
    """

    def __init__(self, user_data: dict[Any, Any]) -> None:
        self.meta: dict[str, Any] = {}
        self.others: list[str] = []
        self._spans: dict[tuple[int, int], Attributes] = {}
        for key, value in user_data.items():
            mark, name, start, end = key[:4] if isinstance(key, tuple) and len(key) >= 4 else ("", key, None, None)
            if key == _OWN:
                continue
            if mark != "._." or not is_plain(value) or (end is None and start is not None):
                self.others.append(str(name))
            elif start is None:
                self.meta[name] = value
            else:
                self._spans.setdefault((start, end), {})[name] = value

    def attributes(self, span: Any) -> Attributes | None:
        """Of a span, with what spaCy's entity linker and entity ruler put beside its label."""
        found: Attributes = {name: value for name, value in (("kb_id", span.kb_id_), ("id", span.id_)) if value}
        return found | self._spans.get((span.start_char, span.end_char), {}) or None


def _left(doc: Any, group: str, where: str) -> Iterator[Left]:
    """What spaCy has beside the spans that are read."""
    yield from other_groups({name: len(spans) for name, spans in sorted(doc.spans.items())}, group, where)
    for name in doc.cats:
        yield Left("class", where, name)
    if doc.has_unknown_spaces:
        yield Left("white space that is not in the file", where, "words are joined by one space")


def _decoded(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, str):
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _string(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) else None


class _Maker:
    """Makes spaCy's documents.

    Args:
        settings: The language, and what becomes of spans within tokens.
    """

    def __init__(self, settings: Settings) -> None:
        self._spacy = needed("spacy", "spacy", "docbin")
        self._strict = setting(_OPTIONS, settings, "strict-tokens")
        self._group = setting(_OPTIONS, settings, "group")
        language = setting(_OPTIONS, settings, "lang")
        try:
            self._pipeline = self._spacy.blank(language)
        except (ImportError, ValueError, OSError) as error:
            fix = "use a code of spaCy's, such as en, de, ru or xx"
            raise CuratorError(f"spaCy has no language {language!r}", fix=fix) from error
        self._pipeline.max_length = 1 << 40

    def carry(self, annotated: Annotated) -> tuple[Any, Carried]:
        """The tokens of a document, as spaCy has them, and what they hold."""
        doc = self._pipeline.make_doc(annotated.document.text)
        if doc.text != annotated.document.text:
            raise CuratorError("spaCy's tokens do not give the text back", where=annotated.document.key)
        places = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
        carried = bind(annotated, places, flat=False, strict=self._strict, attributes=True, notes=True)
        return doc, carried

    def spans(self, annotated: Annotated, carried: Carried) -> tuple[list[Span], Notes]:
        """The spans that are held, with the attributes and notes of those that they come from."""
        attributes: dict[tuple[int, int, str], Attributes] = {span.key: span.attributes for span in annotated.spans}
        moved = {loss.span.key: loss for loss in carried.losses if loss.kind in ("edges", "snapped")}
        found: dict[tuple[int, int, str], Span] = {}
        notes = dict(annotated.notes)
        for key in map(carried.place, carried.runs):
            found.setdefault(key, Span(*key, attributes.get(key, {})))
        for loss in moved.values():
            here = [key for key in found if key[2] == loss.span.label and _near(key, loss.span)]
            for key in here:
                if key not in attributes:
                    found[key] = Span(*key, loss.span.attributes)
                    if loss.span.key in notes:
                        notes[key] = notes[loss.span.key]
        return sorted(found.values(), key=reading_order), {key: note for key, note in notes.items() if key in found}

    def make(self, annotated: Annotated) -> tuple[Any, list[Span], list[Loss]]:
        """spaCy's document, the spans that it holds, and what is lost."""
        doc, carried = self.carry(annotated)
        spans, notes = self.spans(annotated, carried)
        document = annotated.document
        losses = list(carried.losses)
        group = [doc.char_span(span.start, span.end, label=span.label) for span in spans]
        doc.spans[self._group] = group
        ents = self._spacy.util.filter_spans(group)
        inside = {(each.start_char, each.end_char, each.label_) for each in ents}
        text = document.text
        losses += [
            Loss("not_in_ents", document.key, span, text[span.start : span.end])
            for span in spans
            if span.key not in inside
        ]
        doc.set_ents(ents)
        own = {"key": document.key, "title": document.title, "layer": annotated.layer, "status": annotated.status}
        own["meta"] = json.dumps(document.meta, sort_keys=True)
        own["attributes"] = json.dumps(
            {f"{s.start}:{s.end}:{s.label}": s.attributes for s in spans if s.attributes}, sort_keys=True
        )
        if notes:
            own["notes"] = json.dumps({f"{s.start}:{s.end}:{s.label}": notes[s.key] for s in spans if s.key in notes})
        own |= remarks(annotated)
        doc.user_data[_OWN] = own
        return doc, spans, losses


def _near(key: tuple[int, int, str], span: Span) -> bool:
    return key[0] < span.end and span.start < key[1]


def _writer(settings: Settings) -> Writer:
    def write(annotated: Iterable[Annotated], path: Path) -> Written:
        maker = _Maker(settings)
        bins = needed("spacy.tokens", "spacy", "docbin")
        path.mkdir()
        losses = Losses()
        documents = count = 0
        source = iter(annotated)
        for number, first in enumerate(source, 1):
            made, tokens = bins.DocBin(store_user_data=True), 0
            for each in chain((first,), source):
                doc, spans, lost = maker.make(each)
                made.add(doc)
                losses.add(lost)
                documents += 1
                tokens += len(doc)
                count += len(spans)
                if len(made) == _FILE_DOCUMENTS or tokens >= _FILE_TOKENS:
                    break
            (path / f"{number:05}.spacy").write_bytes(made.to_bytes())
        return Written(documents, count, losses)

    def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
        maker = _Maker(settings)
        for given, back in zip_longest(annotated, _back(path, settings)):
            if isinstance(back, Flaw):
                return f"{back.where}: {back.what}"
            if given is None or back is None:
                return f"document {given.document.key!r} is not there" if given else "there is a document too many"
            if back.document.key != given.document.key or back.document.meta != given.document.meta:
                return f"document {given.document.key!r} differs in key or metadata"
            spans, notes = maker.spans(given, maker.carry(given)[1])
            found = kept_differs(given, spans, back, notes, given.note)
            if found is not None:
                return found
        return None

    return Writer("docbin", 3, "documents.docbin", write, difference)


def _back(path: Path, settings: Settings) -> Iterator[Record | Flaw]:
    for each in sorted(path.iterdir()):
        with each.open("rb") as file:
            yield from read(file, Source(each.name, each.stem, settings=settings))


FORMAT = Format(
    name="docbin",
    title="spaCy's DocBin: all spans in a group, flat ones as entities",
    endings=(".spacy",),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
    extra="spacy",
)
