"""UIMA CAS, as INCEpTION and DKPro read it: a folder with an XMI or JSON file a document, and the type system.

Spans are annotations of a type (``-o type=...``, DKPro's NamedEntity by default) whose feature ``value``
(``-o feature=...``) is the label. On disk offsets are UTF-16 units; dkpro-cassis converts them. XML cannot hold control
characters: a text with one is refused, and can be written as JSON (``-o as=json``). Annotations without a label, and
those of other types, are counted and left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from curator.errors import CuratorError
from curator.formats.api import Carries, Flaw, Format, Losses, Settings, Source, Writer, Written, setting
from curator.formats.brat_names import file_name
from curator.formats.compare import kept_differs
from curator.formats.extras import needed
from curator.formats.uima_read import METADATA, OPTIONS, PROJECT, TYPE_SYSTEM, detect, read
from curator.formats.writing import hold_spans
from curator.model import Annotated, Document

CARRIES = Carries(key=True)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HOLD = hold_spans(CARRIES)


def _types(cassis: Any, wanted: str, feature: str) -> Any:
    types = cassis.TypeSystem()
    entity = types.create_type(wanted, supertypeName="uima.tcas.Annotation")
    for name in dict.fromkeys((feature, "identifier")):
        types.create_feature(domainType=entity, name=name, rangeType="uima.cas.String")
    metadata = types.create_type(METADATA, supertypeName="uima.tcas.Annotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(domainType=metadata, name=name, rangeType="uima.cas.String")
    return types


def _refuse_beyond_xml(document: Document) -> None:
    found = _NOT_XML.search(document.text + document.key + document.title)
    if found is not None:
        what = f"U+{ord(found[0]):04X} cannot stand in XML"
        raise CuratorError(what, where=document.key, fix="write JSON: -o as=json")


def _cas(cassis: Any, types: Any, annotated: Annotated, wanted: str, feature: str) -> Any:
    """A document with its spans as annotations of the wanted type, which bear their label in a feature."""
    document = annotated.document
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = document.text
    cas.sofa_mime = "text/plain"
    metadata, entity = types.get_type(METADATA), types.get_type(wanted)
    cas.add(metadata(begin=0, end=len(document.text), documentTitle=document.title, documentId=document.key))
    for span in annotated.spans:
        cas.add(entity(begin=span.start, end=span.end, **{feature: span.label}))
    return cas


def _differs(given: Annotated, name: Path, settings: Settings) -> str | None:
    """In what a document that was read back from its file differs, if in anything."""
    back = None
    if name.is_file():
        with name.open("rb") as file:
            back = next(read(file, Source(name.name, name.stem, path=name, settings=settings)), None)
    if back is None:
        return f"document {given.document.key!r} is not there"
    if isinstance(back, Flaw):
        return f"{back.where}: {back.what}"
    if back.document.key != given.document.key:
        return f"document {given.document.key!r} differs in its key"
    return kept_differs(given, _HOLD(given)[0].spans, back)


def _writer(settings: Settings) -> Writer:
    kind, wanted, feature = (setting(OPTIONS, settings, option.name) for option in OPTIONS)

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
            if kind == "xmi":
                _refuse_beyond_xml(held.document)
            cas = _cas(cassis, types, held, wanted, feature)
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
            found = _differs(given, path / f"{file_name(given.document.key)}.{kind}", settings)
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
    options=OPTIONS,
    extra="uima",
    companions=(PROJECT,),
)
