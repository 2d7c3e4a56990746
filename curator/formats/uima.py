"""UIMA CAS, as INCEpTION and DKPro read it: a folder with an XMI or JSON file a document, and the type system.

Spans are annotations of a type (``-o type=...``, DKPro's NamedEntity by default) whose feature ``value``
(``-o feature=...``) is the label. On disk offsets are UTF-16 units; dkpro-cassis converts them. XML cannot hold control
characters: a text with one is refused, and can be written as JSON (``-o as=json``). Annotations without a label, and
those of other types, are counted and left.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from curator.errors import CuratorError
from curator.formats.api import (
    IMPORTED,
    Carries,
    Flaw,
    Format,
    Left,
    Losses,
    Option,
    Record,
    Settings,
    Source,
    Writer,
    Written,
    setting,
)  # fmt: skip
from curator.formats.brat_names import file_name, key_of
from curator.formats.checks import Bad, checked_document, checked_key
from curator.formats.compare import kept_differs
from curator.formats.extras import needed
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.formats.writing import hold_spans
from curator.model import Annotated, Suggestion

CARRIES = Carries(key=True)
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
TYPE_SYSTEM = "TypeSystem.xml"
_AS = Option("as", "how files are written", "xmi", ("xmi", "json"))
_TYPE = Option("type", "the type of annotations that are spans", NAMED_ENTITY)
_FEATURE = Option("feature", "the feature that holds the label", "value")
_OPTIONS = (_AS, _TYPE, _FEATURE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STRUCTURE = frozenset({"Sentence", "Token", "DocumentMetaData", "DocumentAnnotation", "Sofa", "TagsetDescription"})
_HOLD = hold_spans(CARRIES)


def detect(head: Head) -> bool:
    """Whether the file is XMI, or JSON with UIMA's fields."""
    return b"<xmi:XMI" in head.data or not {"%TYPES", "%FEATURE_STRUCTURES"}.isdisjoint(head.fields)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The document of a file; the type system of an XMI file stands beside it."""
    cassis = needed("cassis", "uima", "uima")
    data = file.read()
    source.on_bytes(len(data))
    try:
        with warnings.catch_warnings(record=True) as told:  # of a type that is not known, it only warns
            warnings.simplefilter("always")
            if data.lstrip().startswith(b"{"):
                cas = cassis.load_cas_from_json(data.decode())
            else:
                types = _types_beside(cassis, source.path)
                cas = cassis.load_cas_from_xmi(data.decode(), typesystem=types, lenient=True)
        unknown = [str(each.message) for each in told if issubclass(each.category, UserWarning)]
        record = _record(cas, source, [Left("not in the type system", source.name, each) for each in unknown])
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
    except Exception as error:  # whatever lxml, json and cassis say of a file that is no CAS
        what = " ".join(str(error).split())[:200]
        fix = f"put {TYPE_SYSTEM} beside it, and export it again"
        yield Flaw(source.name, f"this CAS cannot be read: {type(error).__name__}: {what}", fix)
    else:
        yield record


def _types_beside(cassis: Any, path: Path | None) -> Any:
    """The type system that stands beside a file, else DKPro's."""
    if path is not None:
        for name in (TYPE_SYSTEM, TYPE_SYSTEM.lower()):
            if path.with_name(name).is_file():
                return cassis.load_typesystem(path.with_name(name).read_text(encoding="utf-8"))
    return cassis.load_dkpro_core_typesystem()


def _record(cas: Any, source: Source, left: list[Left]) -> Record:
    wanted = setting(_OPTIONS, source.settings, "type")
    feature = setting(_OPTIONS, source.settings, "feature")
    key, title = key_of(source.key), None
    others: Counter[str] = Counter()
    document = checked_document(cas.sofa_string, key)
    marks = Marks(document.text, source.labels)
    found: dict[tuple[int, int, str], Suggestion] = {}
    for each in cas.select_all_annotations():
        name = each.type.name
        if name == METADATA:
            key = checked_key(each.get("documentId") or None) or key
            stated = each.get("documentTitle")
            title = stated if isinstance(stated, str) else None
        elif name == wanted:
            label = each.get(feature)
            if not label:
                left.append(Left("annotation without a label", source.name, f"{each.begin}:{each.end}"))
                continue
            span = marks.span(each.begin, each.end, label)
            found[span.key] = Suggestion(span, IMPORTED, None, "")
        elif name.rpartition(".")[2] not in _STRUCTURE:
            others[name] += 1
    left += [
        Left("view", source.name, f"{view.sofa.sofaID}, with its text and annotations")
        for view in cas.views
        if view.sofa is not None and view.sofa.sofaID != cas.get_sofa().sofaID and view.sofa.sofaString
    ]
    left += [Left(f"annotation of type {name}", source.name, f"{count} in all") for name, count in others.items()]
    document = checked_document(document.text, key, title)
    return Record(document, tuple(found.values()), source.name, left=tuple(left))


def _types(cassis: Any, wanted: str, feature: str) -> Any:
    types = cassis.TypeSystem()
    entity = types.create_type(wanted, supertypeName="uima.tcas.Annotation")
    for name in dict.fromkeys((feature, "identifier")):
        types.create_feature(domainType=entity, name=name, rangeType="uima.cas.String")
    metadata = types.create_type(METADATA, supertypeName="uima.tcas.Annotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(domainType=metadata, name=name, rangeType="uima.cas.String")
    return types


def _writer(settings: Settings) -> Writer:
    kind, wanted, feature = (setting(_OPTIONS, settings, option.name) for option in _OPTIONS)

    def make(cassis: Any, types: Any, annotated: Annotated) -> Any:
        document = annotated.document
        found = _NOT_XML.search(document.text + document.key + document.title) if kind == "xmi" else None
        if found is not None:
            what = f"U+{ord(found[0]):04X} cannot stand in XML"
            raise CuratorError(what, where=document.key, fix="write JSON: -o as=json")
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string = document.text
        cas.sofa_mime = "text/plain"
        metadata, entity = types.get_type(METADATA), types.get_type(wanted)
        cas.add(metadata(begin=0, end=len(document.text), documentTitle=document.title, documentId=document.key))
        for span in annotated.spans:
            cas.add(entity(begin=span.start, end=span.end, **{feature: span.label}))
        return cas

    def write(annotated: Iterable[Annotated], path: Path) -> Written:
        cassis = needed("cassis", "uima", "uima")
        types = _types(cassis, wanted, feature)
        path.mkdir()
        types.to_xml(path / TYPE_SYSTEM)
        losses = Losses()
        documents = spans = 0
        for each in annotated:
            held, lost = _HOLD(each)
            losses.add(lost)
            cas = make(cassis, types, held)
            name = path / f"{file_name(each.document.key)}.{kind}"
            text = cas.to_xmi() if kind == "xmi" else cas.to_json()
            with name.open("xb") as file:
                file.write(text.encode())
            documents += 1
            spans += len(held.spans)
        return Written(documents, spans, losses)

    def difference(annotated: Iterable[Annotated], path: Path) -> str | None:
        documents = 0
        for given in annotated:
            documents += 1
            name = path / f"{file_name(given.document.key)}.{kind}"
            if not name.is_file():
                return f"document {given.document.key!r} is not there"
            with name.open("rb") as file:
                source = Source(name.name, name.stem, path=name, settings=settings)
                for back in itertools.islice(read(file, source), 1):
                    if isinstance(back, Flaw):
                        return f"{back.where}: {back.what}"
                    if back.document.key != given.document.key:
                        return f"document {given.document.key!r} differs in its key"
                    found = kept_differs(given, _HOLD(given)[0].spans, back)
                    if found is not None:
                        return found
        there = sum(1 for _ in path.iterdir())
        return None if there == documents + 1 else f"there are {there} files, not {documents + 1}"

    return Writer("uima", 1, "documents.uima", write, difference)


FORMAT = Format(
    name="uima",
    title="UIMA CAS as XMI or JSON, as INCEpTION reads it",
    endings=(".xmi", ".json"),
    carries=CARRIES,
    detect=detect,
    read=read,
    writer=_writer,
    options=_OPTIONS,
    extra="uima",
)
