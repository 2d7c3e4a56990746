"""Reads UIMA CAS: one document a file, whose spans are the annotations of a type and of those below it.

INCEpTION has an annotator's name where others have the document's key, and keeps what each of them did in a file of its
own: then the name is the layer, and the title is the key. What cassis only warns of, an offset within a character, is
a mistake here, since the span would move.
"""

from __future__ import annotations

import re
import warnings
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from curator.formats.api import IMPORTED, Flaw, Left, Option, Record, Source, setting
from curator.formats.brat_names import key_of
from curator.formats.checks import Bad, checked_document, checked_key, is_plain
from curator.formats.extras import needed
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.model import Attributes, Suggestion

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
TYPE_SYSTEM = "TypeSystem.xml"
PROJECT = "exportedproject.json"
AS = Option("as", "how files are written", "xmi", ("xmi", "json"))
TYPE = Option("type", "the type of annotations that are spans", NAMED_ENTITY)
FEATURE = Option("feature", "the feature that holds the label", "value")
OPTIONS = (AS, TYPE, FEATURE)
_DOCUMENT = "uima.tcas.DocumentAnnotation"
_STRUCTURE = frozenset({"Sentence", "Token", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription"})
_CUSTOM = ("webanno.custom.", "custom.")
_BASE = frozenset({"sofa", "begin", "end"})
_FOLDERS_UP = 3
_JSON = re.compile(rb'\s*\{\s*"%(?:TYPES|FEATURE_STRUCTURES|VIEWS|FLAGS|HEADER)"\s*:')
_XML_11 = re.compile(rb"\s*<\?xml\s+version=[\"']1\.1")  # control characters are allowed in it, which no reader takes
_WIDE = re.compile(rb"^(<\?xml[^>]*?)\s+encoding=[\"']UTF-(?:16|32)[A-Z]*[\"']", re.IGNORECASE)
_UNMAPPED = re.compile(r"Not mapping external offset \[(-?\d+)\]")


def detect(head: Head) -> bool:
    """Whether the file is XMI, or JSON with UIMA's fields."""
    return b"<xmi:XMI" in head.data or _JSON.match(head.data) is not None or "%FEATURE_STRUCTURES" in head.fields


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The document of a file; the type system of an XMI file stands beside it, or in a folder above."""
    needed("cassis", "uima", "uima")
    data = file.read()
    source.on_bytes(len(data))
    try:
        with warnings.catch_warnings(record=True) as told:  # of a type that is not known, it only warns
            warnings.simplefilter("always")
            cas = _loaded(data.removeprefix(BOM_UTF8), source.path)
        said = [str(each.message) for each in told if issubclass(each.category, UserWarning)]
        record = _Cas(cas, source, said).record()
    except Bad as bad:
        yield Flaw(source.name, bad.what, bad.fix)
    except Exception as error:  # whatever lxml, json and cassis say of a file that is no CAS
        what = " ".join(str(error).split())[:200]
        fix = (
            "export it as UIMA CAS JSON" if _XML_11.match(data) else f"put {TYPE_SYSTEM} beside it, and export it again"
        )
        yield Flaw(source.name, f"this CAS cannot be read: {type(error).__name__}: {what}", fix)
    else:
        yield record


def _loaded(data: bytes, path: Path | None) -> Any:
    cassis = needed("cassis", "uima", "uima")
    if data.lstrip().startswith(b"{"):
        return _from_json(data.decode(), path)
    data = _WIDE.sub(rb"\1", data)  # it came in UTF-16, and is in UTF-8 here
    return cassis.load_cas_from_xmi(BytesIO(data), typesystem=_types_beside(path), lenient=True)


def _from_json(text: str, path: Path | None) -> Any:
    cassis = needed("cassis", "uima", "uima")
    deserializer = needed("cassis.json", "uima", "uima").CasJsonDeserializer()
    make = deserializer._get_or_create_view

    def once(cas: Any, name: str, *made_with: Any) -> Any:  # cassis 0.12 makes all views but the first twice, and fails
        there = not made_with and any(view.sofa.sofaID == name for view in cas.views)
        return cas.get_view(name) if there else make(cas, name, *made_with)

    deserializer._get_or_create_view = once
    typed = '"%TYPES"' in text
    types = cassis.TypeSystem() if typed else _types_beside(path)
    return deserializer.deserialize(text, typesystem=types, merge_typesystem=typed)


def _types_beside(path: Path | None) -> Any:
    """The type system that stands beside a file, or above it; else DKPro's."""
    for folder in [] if path is None else path.absolute().parents[:_FOLDERS_UP]:
        for name in (TYPE_SYSTEM, TYPE_SYSTEM.lower()):
            if (folder / name).is_file():
                return _types_in((folder / name).read_bytes())
    return _types_in(None)


@lru_cache(maxsize=8)
def _types_in(data: bytes | None) -> Any:
    """The type system of this file; DKPro's, with its metadata, if there is none."""
    cassis = needed("cassis", "uima", "uima")
    if data is not None:
        return cassis.load_typesystem(BytesIO(data))
    types = cassis.load_dkpro_core_typesystem()
    metadata = types.create_type(METADATA, _DOCUMENT)
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(metadata, name, "uima.cas.String")
    types.create_feature(metadata, "isLastSegment", "uima.cas.Boolean")
    return types


def _with_text(cas: Any) -> Any:
    """The view that is read: the first, or where it has no text the only one that has.

    Raises:
        Bad: There is none, or no telling which.
    """
    if cas.sofa_string is not None:
        return cas
    others = [view.sofa.sofaID for view in cas.views if view.sofa is not None and view.sofa.sofaString]
    if len(others) == 1:
        return cas.get_view(others[0])
    if others:
        raise Bad(f"the first view has no text, and {len(others)} others have", "export it with the text in the first")
    uri = cas.get_sofa().sofaURI
    raise Bad("there is no text" if uri is None else f"the text is not in it, but at {uri}", "export it with its text")


class _Cas:
    """One document on its way: what is found in it, and what is left."""

    def __init__(self, cas: Any, source: Source, said: list[str]) -> None:
        self._cas = _with_text(cas)
        self._source = source
        self._wanted = setting(OPTIONS, source.settings, "type")
        self._feature = setting(OPTIONS, source.settings, "feature")
        self._unmapped = {int(found[1]) for each in said if (found := _UNMAPPED.match(each))}
        self._left = [
            self._told("not in the type system", f"{each} Is {TYPE_SYSTEM} beside it?")
            for each in said
            if not _UNMAPPED.match(each)
        ]
        self._others: Counter[str] = Counter()
        self._features: Counter[str] = Counter()
        self._found: dict[tuple[int, int, str], Suggestion] = {}

    def _told(self, kind: str, what: str) -> Left:
        return Left(kind, self._source.name, what)

    def record(self) -> Record:
        """The document, with its spans.

        Raises:
            Bad: A value cannot be taken.
        """
        source = self._source
        key, title, layer = key_of(source.key), None, None
        document = checked_document(self._cas.sofa_string, key)
        marks = Marks(document.text, source.labels)
        for each in self._cas.select_all_fs():
            name = each.type.name
            if name == METADATA:
                stated, layer = _who(each, source.path)
                key = checked_key(stated) or key
                title = each.get("documentTitle")
            elif self._is_wanted(each.type):
                self._take(each, marks)
            elif hasattr(each, "begin") and (name.rpartition(".")[2] not in _STRUCTURE or name.startswith(_CUSTOM)):
                self._others[name] += 1
        self._tell()
        document = checked_document(document.text, key, title if isinstance(title, str) else None)
        return Record(document, tuple(self._found.values()), source.name, layer, left=tuple(self._left))

    def _is_wanted(self, kind: Any) -> bool:
        """Whether a type, or one above it, has the name that is wanted, in full or its last word."""
        while kind is not None and not f".{kind.name}".endswith(f".{self._wanted}"):
            kind = kind.supertype
        return kind is not None

    def _take(self, each: Any, marks: Marks) -> None:
        """Keep an annotation as a span, or say why not."""
        place = f"{each.begin}:{each.end}"
        label = self._value(each, self._feature)
        if label is None and not f".{each.type.name}".endswith(f".{self._wanted}"):
            label = each.type.name.rpartition(".")[2]
        if not label:
            self._left.append(self._told("annotation without a label", place))
        elif each.begin == each.end and each.begin is not None:
            self._left.append(self._told("annotation of no width", f"{label} at {each.begin}"))
        else:
            for offset in (each.begin, each.end):
                if offset in self._unmapped and 0 <= offset <= len(self._cas.sofa_string):
                    raise Bad(f"offset {offset} of {label} lies within a character, in UTF-16 units", "export it again")
            span = marks.span(each.begin, each.end, label, None, self._attributes(each) or None)
            self._found[span.key] = Suggestion(span, IMPORTED, None, "")

    def _value(self, each: Any, name: str) -> Any:
        return each.get(name) if any(name == feature.name for feature in each.type.all_features) else None

    def _attributes(self, each: Any) -> Attributes:
        """What other features hold that is plain."""
        found: Attributes = {}
        for feature in each.type.all_features:
            name = feature.name.rstrip("_")  # as cassis has what Python would take for its own
            value = None if name in _BASE or name == self._feature else each.get(feature.name)
            if is_plain(value):
                found[name] = value
            elif value is not None:
                self._features[name] += 1
        return found

    def _tell(self) -> None:
        """Say what is left, and how it would be taken."""
        views = [each.sofa for each in self._cas.views if each.sofa is not None and each.sofa.sofaString]
        here = self._cas.get_sofa().sofaID
        self._left += [
            self._told("view", f"{sofa.sofaID}, with its text and annotations") for sofa in views if sofa.sofaID != here
        ]
        self._left += [
            self._told("feature that is no plain value", f"{name!r} of {count} in all")
            for name, count in self._features.items()
        ]
        for name, count in self._others.items():
            kind = self._cas.typesystem.get_type(name)
            strings = [each.name for each in kind.all_features if each.rangeType.name == "uima.cas.String"]
            how = f"; as spans: -o type={name} -o feature={' or '.join(strings)}" if strings else ""
            self._left.append(self._told(f"annotation of type {name}", f"{count} in all{how}"))


def _who(metadata: Any, path: Path | None) -> tuple[str | None, str | None]:
    """The key of a document, and the annotator, for whom INCEpTION and WebAnno have the place of the key."""
    known = {feature.name for feature in metadata.type.all_features}
    names = ("documentId", "documentTitle", "documentUri", "documentBaseUri")
    stated, title, uri, base = (metadata.get(name) if name in known else None for name in names)
    stated = None if stated == "" else stated
    if not isinstance(stated, str) or not isinstance(title, str) or not title.strip() or title in stated:
        return stated, None
    by_folder = path is not None and path.stem == stated and path.parent.name == title
    by_uri = isinstance(uri, str) and (uri == f"{base}/{stated}" or uri.endswith(f"/{title}"))
    return (title, stated) if by_folder or by_uri else (stated, None)
