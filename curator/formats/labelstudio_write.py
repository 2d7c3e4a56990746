"""Writing Label Studio's JSON, and the labelling configuration that declares its labels and attributes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from curator.formats.api import Carries, Option, Reader, Settings, Unit, Writer, Written, setting
from curator.formats.units import Offsets
from curator.formats.writing import Layout, encode_json, hold_spans, remarks
from curator.model import Annotated

CARRIES = Carries(
    attributes=True,
    meta=True,
    key=True,
    notes=True,
    document_notes=True,
    layers=True,
    status=("done", "skipped"),
    scores=True,
)
TEXT = "text"
CONFIG = "label-studio.xml"
ATTRIBUTES: dict[type, tuple[str, str]] = {
    bool: ("choices", "choice-"),
    int: ("number", "number-"),
    float: ("number", "number-"),
    str: ("textarea", "text-"),
}
"""The type of result that an attribute of each type is, and what its control's name begins with."""

OPTIONS = (Option("unit", "what the offsets count that are written", "utf-16", ("utf-16", "code-points")),)


class _Place(msgspec.Struct, gc=False):
    end: int
    labels: list[str]
    start: int
    text: str


class _Note(msgspec.Struct, gc=False):
    text: list[str]


class _Region(msgspec.Struct, omit_defaults=True, gc=False):
    """A labelled region; like those of all objects here, its fields are sorted."""

    from_name: str
    id: str
    meta: _Note | msgspec.UnsetType
    origin: str
    to_name: str
    type: str
    value: _Place


def _task(annotated: Annotated, unit: Unit) -> dict[str, Any]:
    document = annotated.document
    data = {
        TEXT: document.text,
        "key": document.key,
        "title": document.title,
        "meta": document.meta,
        "layer": annotated.layer,
    }
    data |= remarks(annotated)
    # Label Studio's own converters want a number; it gives the task another one when it imports it.
    number = int(hashlib.sha256(document.key.encode()).hexdigest()[:7], 16)
    annotation = {
        "id": number,
        "result": _results(annotated, Offsets(document.text, unit)),
        "was_cancelled": annotated.status == "skipped",
        "ground_truth": False,
    }
    return {"id": number, "data": data, "annotations": [annotation], "predictions": []}


def _results(annotated: Annotated, offsets: Offsets) -> list[_Region | dict[str, Any]]:
    text, notes, of = annotated.document.text, annotated.notes, offsets.of
    results: list[_Region | dict[str, Any]] = []
    digest = hashlib.sha256(f"{annotated.document.key}\0".encode())
    for span in annotated.spans:
        start, end = of(span.start), of(span.end)
        named = digest.copy()
        named.update(f"{span.start}\0{span.end}\0{span.label}".encode())
        name = named.hexdigest()[:10]
        note = notes.get(span.key) if notes else None
        meta = _Note([note]) if note else msgspec.UNSET
        place = _Place(end, [span.label], start, text[span.start : span.end])
        results.append(_Region("label", name, meta, "manual", TEXT, "labels", place))
        results += [_stated(name, start, end, *each) for each in span.attributes.items()]
    return results


def _stated(name: str, start: int, end: int, attribute: str, value: Any) -> dict[str, Any]:
    """An attribute of the region with this name, as a result of its own."""
    field, prefix = ATTRIBUTES[type(value)]
    if field == "choices":
        value = ["true" if value else "false"]
    elif field == "textarea":
        field, value = "text", [value]
    return {
        "id": name,
        "to_name": TEXT,
        "origin": "manual",
        "from_name": prefix + attribute,
        "type": "textarea" if field == "text" else field,
        "value": {"start": start, "end": end, field: value},
    }


class _Config:
    """The labels and attributes that were written."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.controls: set[tuple[str, str]] = set()

    def over(self, annotated: Iterable[Annotated]) -> Iterable[Annotated]:
        """Pass documents through, and remember what their spans bear."""
        for each in annotated:
            for span in each.spans:
                self.labels.add(span.label)
                for name, value in span.attributes.items():
                    field, prefix = ATTRIBUTES[type(value)]
                    self.controls.add((field, prefix + name))
            yield each

    def xml(self) -> str:
        """The labelling configuration."""
        from xml.sax.saxutils import quoteattr  # loads urllib, for what is only written

        lines = ["<View>", f'  <Labels name="label" toName="{TEXT}">']
        lines += [f"    <Label value={quoteattr(label)}/>" for label in sorted(self.labels)]
        lines += ["  </Labels>", f'  <Text name="{TEXT}" value="${TEXT}"/>']
        for field, name in sorted(self.controls):
            common = f'name={quoteattr(name)} toName="{TEXT}" perRegion="true"'
            if field == "choices":
                lines.append(f'  <Choices {common}><Choice value="true"/><Choice value="false"/></Choices>')
            else:
                lines.append(f"  <{'Number' if field == 'number' else 'TextArea'} {common}/>")
        return "\n".join([*lines, "</View>"]) + "\n"


def write_with(read: Reader) -> Callable[[Settings], Writer]:
    """Makes writers whose files are read back with this reader."""

    def writer(settings: Settings) -> Writer:
        unit: Unit = "code-points" if setting(OPTIONS, settings, "unit") == "code-points" else "utf-16"
        layout = Layout(
            "label-studio",
            3,
            "documents.label-studio.json",
            CARRIES,
            lambda annotated: encode_json(_task(annotated, unit)),
            read,
            hold_spans(CARRIES),
            start=b"[\n",
            between=b",\n",
            end=b"\n]\n",
            unit=unit,
        ).writer()

        def write(annotated: Iterable[Annotated], path: Path) -> Written:
            config = _Config()
            written = layout.write(config.over(annotated), path)
            path.with_name(config_name(path.name)).write_text(config.xml(), encoding="utf-8", newline="")
            return written

        return Writer(
            layout.name, layout.version, layout.file, write, layout.difference, lambda name: (config_name(name),)
        )

    return writer


def config_name(name: str) -> str:
    """The name of the labelling configuration beside a file of tasks."""
    return name.removesuffix(".json") + ".xml"
