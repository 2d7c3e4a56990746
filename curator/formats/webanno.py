"""WebAnno TSV 3.x, which INCEpTION still writes; it is only read.

Offsets are UTF-16 units. The text is put together from the sentences: what stood between them is not in the file, and
becomes a line end (and spaces, where there was more). The spans of the layer NamedEntity are taken; without it, those
of all layers; ``-o layer=NAME`` names one. The label is the feature ``value``, else the first that has a value; the
other features become attributes. Relations, chains, slots and annotations without a label are counted and left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from curator.formats.api import IMPORTED, Carries, Flaw, Format, Left, Option, Record, Source, setting
from curator.formats.checks import Bad, checked_document
from curator.formats.head import Head
from curator.formats.marks import Marks
from curator.formats.units import Offsets
from curator.model import Attributes, Suggestion

_LAYER = Option("layer", "the layer whose spans are taken, or the end of its name", "")
_OPTIONS = (_LAYER,)
_FORMAT = "#FORMAT=WebAnno TSV 3"
_NAMED = "NamedEntity"
_TOKEN = re.compile(r"\d+-\d+(?:\.\d+)*")
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
_ESCAPE = re.compile(r"\\(.)")
_ONE = re.compile(r"(.*?)(?:\[(\d+)\])?", re.DOTALL)
_NOTHING, _UNSET = "_", "*"
_ROLE = "ROLE_"


@dataclass
class _Layer:
    """A layer of spans, and its columns."""

    name: str
    features: list[str]
    first: int


@dataclass
class _Annotation:
    """An annotation on its way in: where it is, in UTF-16 units, and its features."""

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)


def detect(head: Head) -> bool:
    """Whether the first line says so."""
    return head.data.startswith(_FORMAT.encode())


def read(file: BinaryIO, source: Source) -> Iterator[Record | Flaw]:
    """The document of a file."""
    data = file.read()
    source.on_bytes(len(data))
    reader = _Reader(source)
    where = source.name
    try:
        for number, line in enumerate(data.decode("utf-8-sig").split("\n"), 1):
            where = f"{source.name}:{number}"
            reader.take(line.removesuffix("\r"))
        where = source.name
        yield reader.record()
    except UnicodeDecodeError as error:
        yield Flaw(source.name, f"invalid UTF-8 at byte {error.start}", "convert the file to UTF-8")
    except Bad as bad:
        yield Flaw(where, bad.what, bad.fix)


class _Reader:
    """Takes the lines of a file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._layers: list[_Layer] = []
        self._others: Counter[str] = Counter()
        self._columns = 0
        self._sentence: list[str] = []
        self._begun = False
        self._slots: set[tuple[str, str, str]] = set()
        self._units = bytearray()  # the text so far, in UTF-16
        self._found: dict[tuple[str, str], _Annotation] = {}

    def take(self, line: str) -> None:
        """Take one line. Raises Bad if it is none that belongs there."""
        if line.startswith("#T_SP="):
            name, *features = line.removeprefix("#T_SP=").split("|")
            self._layers.append(_Layer(name, features, self._columns))
            self._columns += max(1, len(features))
        elif line.startswith(("#T_RL=", "#T_CH=")):
            # The last of a relation's columns names the token that it comes from; its head stands there as BT_TYPE.
            self._layers.append(_Layer("relation" if line.startswith("#T_RL=") else "chain", [], self._columns))
            self._columns += max(1, line.count("|"))
        elif line.startswith("#Text="):
            self._sentence.append(_plain(line.removeprefix("#Text=")))
            self._begun = False
        elif line and not line.startswith("#"):
            self._row(line.split("\t"))
        elif not line:
            self._sentence, self._begun = ([], False) if self._begun else (self._sentence, False)

    def _row(self, cells: list[str]) -> None:
        place = _PLACE.fullmatch(cells[1]) if len(cells) > 2 else None
        if place is None or not _TOKEN.fullmatch(cells[0]):
            raise Bad("this is no row of a token", "write: number, tab, START-END, tab, token, and its columns")
        start, end = int(place[1]), int(place[2])
        if not self._begun:
            self._add_sentence(start, cells[2])
            self._begun = True
        values = cells[3:]
        for layer in self._layers:
            if layer.features or layer.name not in ("relation", "chain"):
                self._spans(layer, values, cells[0], start, end)
            elif any(value not in (_NOTHING, "") for value in values[layer.first : layer.first + 1]):
                self._others[layer.name] += 1

    def _add_sentence(self, start: int, token: str) -> None:
        """Put the sentence of a first token into the text, where the token says that it stands."""
        text = "\n".join(self._sentence) or _plain(token)
        before = text.find(_plain(token))
        begin = start - len(text[: max(before, 0)].encode("utf-16-le")) // 2
        missing = begin - len(self._units) // 2
        if missing < 0:
            raise Bad(f"the sentence would begin at {begin}, within the one before", "export the file again")
        if missing > 1 << 20:
            raise Bad(f"the sentence would begin at {begin}, far behind the one before", "export the file again")
        gap = " " * (missing - 1) + "\n" if missing else ""
        self._units += (gap + text).encode("utf-16-le")

    def _spans(self, layer: _Layer, values: list[str], token: str, start: int, end: int) -> None:
        for index, feature in enumerate(layer.features or [""]):
            place = layer.first + index
            cell = values[place] if place < len(values) else _NOTHING
            if cell in (_NOTHING, ""):
                continue
            if feature.startswith(_ROLE):  # roles with the annotation that has them, such as ``agent;patient[3]``
                self._slots |= {(layer.name, feature, part) for part in _split(cell)}
                continue
            if index and layer.features[index - 1].startswith(_ROLE):
                continue  # the tokens that fill the roles
            for stacked, part in enumerate(_split(cell)):
                match = _ONE.fullmatch(part)
                value, number = (match[1], match[2]) if match else (part, None)
                name = f"[{number}]" if number else f"{token}#{stacked}"
                annotation = self._found.setdefault((layer.name, name), _Annotation(start, end))
                annotation.start, annotation.end = min(annotation.start, start), max(annotation.end, end)
                if value not in (_UNSET, _NOTHING):
                    annotation.values.setdefault(feature, _plain(value))

    def record(self) -> Record:
        """The document."""
        source = self._source
        text = self._units.decode("utf-16-le", errors="surrogatepass")
        known = source.text_of(source.key)
        if known is not None and _only_space_differs(known, text):
            text = known
        document = checked_document(text, source.key)
        marks = Marks(text, source.labels, source.unit or "utf-16")
        wanted = self._wanted()
        left = [Left(kind, source.name, f"{count} in all") for kind, count in self._others.items()]
        if self._slots:
            left.append(Left("slot", source.name, f"roles of {len(self._slots)} annotations"))
        found: dict[tuple[int, int, str], Suggestion] = {}
        for (layer, _), each in self._found.items():
            if layer not in wanted:
                continue
            label = each.values.get("value") or next(iter(each.values.values()), None)
            if not label:
                left.append(Left("annotation without a label", source.name, f"{each.start}-{each.end} in {layer}"))
                continue
            chosen = "value" if each.values.get("value") else next(iter(each.values))
            attributes: Attributes = {name: value for name, value in each.values.items() if name != chosen}
            span = marks.span(each.start, each.end, label, None, attributes)
            found[span.key] = Suggestion(span, IMPORTED, None, "")
        others = Counter(layer for layer, _ in self._found if layer not in wanted)
        left += [Left(f"annotation of layer {name}", source.name, f"{count} in all") for name, count in others.items()]
        return Record(document, tuple(found.values()), source.name, left=tuple(left))

    def _wanted(self) -> frozenset[str]:
        names = [layer.name for layer in self._layers if layer.name not in ("relation", "chain")]
        stated = setting(_OPTIONS, self._source.settings, "layer")
        if stated:
            chosen = [name for name in names if name == stated or name.endswith(f".{stated}")]
            if not chosen:
                raise Bad(f"there is no layer {stated!r}", f"there are: {', '.join(names) or 'none'}")
            return frozenset(chosen)
        entities = [name for name in names if name.endswith(_NAMED)]
        return frozenset(entities or names)


def _split(cell: str) -> list[str]:
    """The stacked values of a cell."""
    return re.split(r"(?<!\\)\|", cell)


def _plain(text: str) -> str:
    """The text without its escapes."""
    kinds = {"t": "\t", "n": "\n", "r": "\r"}
    return _ESCAPE.sub(lambda match: kinds.get(match[1], match[1]), text)


def _only_space_differs(known: str, text: str) -> bool:
    """Whether two texts are as long and have the same characters but for white space."""
    same = len(known) == len(text) and Offsets(known, "utf-16").of(len(known)) == Offsets(text, "utf-16").of(len(text))
    return same and all(a == b or (a.isspace() and b.isspace()) for a, b in zip(known, text, strict=True))


FORMAT = Format(
    name="webanno",
    title="WebAnno TSV 3 (read only)",
    endings=(".tsv",),
    carries=Carries(sub_token=True, attributes=True),
    detect=detect,
    read=read,
    unit="utf-16",
    options=_OPTIONS,
)
