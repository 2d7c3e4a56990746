"""Any documents, and what becomes of them in a format and back."""

import importlib.util
from collections import Counter, defaultdict
from pathlib import Path

from hypothesis import strategies as st

from curator import text as words
from curator.formats import registry
from curator.formats.api import CHANGED, MOVED, DocumentLoss, Flaw, Loss, Record, Written
from curator.formats.sources import Reading, read_sources
from curator.model import Annotated, Document, Span, reading_order, text_hash
from tests.needs import REQUIRED

NEEDS = {"hf": "pyarrow", "docbin": "spacy", "uima": "cassis"}
"""The libraries of formats that come with an extra; they are tested where it is installed."""


def is_ready(name: str) -> bool:
    return name not in NEEDS or NEEDS[name] in REQUIRED or importlib.util.find_spec(NEEDS[name]) is not None


WRITABLE = [name for name in registry.writable() if is_ready(name)]
READABLE = [name for name in registry.names() if registry.known(name).read is not None and is_ready(name)]

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
PIECES = [
    "General ", "Ivanov", ". ", "\r\n\r\n", "\n", "\r", "'s", "😀", "𝒳", "\u0301", "\u200b", "\u200d", "\ufeff",
    "\u2028", "\x85", "\x0c", "\x1e", "\t", " ", "-", "עם", "\u202e", "中", "A", '"', ",", "=1", "<b>", "&amp;",
    "\\", ";", "[1]",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=3), min_size=1, max_size=12).map("".join)
NAMES = st.sampled_from(["PER", "RANK", "a b", "B-x", "100%", "L|1", "Ж"])
KEYS = st.text(CHARACTERS | st.sampled_from("% \n\t/.=,"), min_size=1, max_size=12).filter(str.strip)
STRINGS = st.text(CHARACTERS, max_size=6) | st.sampled_from(["1", "true", "", " ", "a b", '"', "NaN", "1e999", "-"])
VALUES = STRINGS | st.integers(-(2**53), 2**53) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
ATTRIBUTES = st.just({}) | st.dictionaries(STRINGS, VALUES, max_size=2)
NOTES = st.text(CHARACTERS | st.sampled_from("\n\t=; "), min_size=1, max_size=8).filter(str.strip)
META = st.just({}) | st.dictionaries(STRINGS, VALUES | st.none() | st.lists(VALUES, max_size=2), max_size=2)


@st.composite
def annotated(draw, texts=TEXTS, notes: bool = True, statuses=("done",)) -> Annotated:
    text = draw(texts.filter(bool))
    edges = sorted({0, len(text), *(edge for token in words.tokens(text) for edge in token)})
    offsets = st.sampled_from(edges) | st.integers(0, len(text))
    spans: dict[tuple[int, int, str], Span] = {}
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(offsets), draw(offsets)))
        if start < end:
            span = Span(start, end, draw(NAMES), draw(ATTRIBUTES))
            spans[span.key] = span
    document = Document(draw(KEYS), text, text_hash(text), "T", draw(META))
    on_spans = {key: draw(NOTES) for key in spans if draw(st.booleans())} if notes else {}
    status = draw(st.sampled_from(statuses))
    reason = draw(NOTES) if status == "skipped" else None
    note = draw(st.just("") | NOTES) if notes else ""
    ordered = tuple(sorted(spans.values(), key=reading_order))
    return Annotated(document, "gold", status, ordered, reason, on_spans, note)


@st.composite
def corpora(draw, texts=TEXTS, statuses=("done",)) -> list[Annotated]:
    """A few documents, no two of which have the same key or text."""
    found = draw(st.lists(annotated(texts, statuses=statuses), min_size=1, max_size=2))
    by_key = {each.document.key: each for each in found}
    return list({each.document.text: each for each in by_key.values()}.values())


def made(text: str, *spans: Span, key: str = "d1", **changes) -> Annotated:
    document = Document(key, text, text_hash(text), changes.pop("title", "T"), changes.pop("meta", {}))
    fields = {"layer": "gold", "status": "done"} | changes
    return Annotated(document, spans=tuple(sorted(spans, key=reading_order)), **fields)


def written(name: str, documents: list[Annotated], folder: Path, **settings: str) -> tuple[Path, Written]:
    """Write, and read back as an export does."""
    writer = registry.writer(name, settings)
    path = folder / writer.file
    done = writer.write(documents, path)
    assert writer.difference(documents, path) is None
    return path, done


def read(path: Path, name: str | None = None, documents: list[Annotated] = (), unit=None, **settings: str):
    """What a file or folder holds; the texts of these documents are known by their keys."""
    texts = {each.document.key: each.document.text for each in documents}
    reading = Reading(name, unit, settings, texts.get)
    return list(read_sources([path], labels=None, reading=reading))


def records(found: list[Record | Flaw]) -> list[Record]:
    assert [each for each in found if isinstance(each, Flaw)] == []
    return found


def check_spans(documents: list[Annotated], back: list[Record], done: Written, *, attributes: bool) -> None:
    """Every span that was given is there again, or among the losses; and nothing else is there."""
    of_document: dict[str, list[Loss]] = defaultdict(list)
    for losses in done.losses.first.values():
        for loss in losses:
            if isinstance(loss, Loss):
                of_document[loss.document].append(loss)
    assert len(back) == len(documents)
    assert done.documents == len(documents)
    for given, record in zip(documents, back, strict=True):
        key = given.document.key
        lost = of_document[key]
        gone = Counter(loss.span.key for loss in lost if loss.kind not in CHANGED)
        moved = Counter(loss.span.key for loss in lost if loss.kind in MOVED)
        bare = {loss.span.key for loss in lost if loss.kind == "attributes"}
        wanted = Counter(span.key for span in given.spans) - gone
        found = {s.span.key: s.span for s in record.suggestions}
        assert sum(wanted.values()) == len(record.suggestions)
        exact = wanted - moved
        assert not exact - Counter(dict.fromkeys(found, 1))
        for span in given.spans:
            if span.key in exact and attributes and span.key not in bare:
                assert repr(sorted(found[span.key].attributes.items())) == repr(sorted(span.attributes.items()))
            if span.attributes and not attributes and wanted[span.key]:
                assert span.key in bare
        check_notes(given, record, lost, exact)


def check_notes(given: Annotated, record: Record, lost: list[Loss], exact: Counter) -> None:
    """Every note on a span that is where it was is there again, or among the losses."""
    losses = {(loss.kind, loss.span.key) for loss in lost}
    for key, note in given.notes.items():
        if key not in exact:
            continue
        if ("line_breaks", key) in losses:
            assert " ".join(record.notes[key].split()) == " ".join(note.split())
        else:
            assert (record.notes.get(key) == note) != (("notes", key) in losses)


def check_documents(documents: list[Annotated], back: list[Record], done: Written) -> None:
    """Status, reason and note of every document are there again, or among the losses."""
    lost = {
        (loss.kind, loss.document)
        for losses in done.losses.first.values()
        for loss in losses
        if isinstance(loss, DocumentLoss)
    }
    for given, record in zip(documents, back, strict=True):
        key = given.document.key
        assert (record.note == given.note) != (("document_notes", key) in lost), key
        same = (record.status or "done") == given.status and (
            given.status != "skipped" or record.reason == given.reason
        )
        assert same != (("status", key) in lost), key
