"""Writing Label Studio's JSON, and the labelling configuration that declares its labels and attributes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from curator.formats.api import Carries, Option, Reader, Settings, Unit, Writer, Written, setting
from curator.formats.units import Offsets
from curator.formats.writing import Layout, encode_json, hold_spans
from curator.model import Annotated, Span

CARRIES = Carries(attributes=True, meta=True, key=True, notes=True, layers=True, status=True, scores=True)
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


def _task(annotated: Annotated, unit: Unit) -> dict[str, Any]:
    document = annotated.document
    data = {
        TEXT: document.text,
        "key": document.key,
        "title": document.title,
        "meta": document.meta,
        "layer": annotated.layer,
    }
    if annotated.reason is not None:
        data["reason"] = annotated.reason
    offsets = Offsets(document.text, unit)
    result = [each for span in annotated.spans for each in _results(span, annotated, offsets)]
    # Label Studio's own converters want a number; it gives the task another one when it imports it.
    number = int(hashlib.sha256(document.key.encode()).hexdigest()[:7], 16)
    annotation = {"id": number, "result": result, "was_cancelled": annotated.status == "skipped", "ground_truth": False}
    return {"id": number, "data": data, "annotations": [annotation], "predictions": []}


def _results(span: Span, annotated: Annotated, offsets: Offsets) -> Iterable[dict[str, Any]]:
    key, text = annotated.document.key, annotated.document.text
    note = annotated.notes.get(span.key)
    meta = {"meta": {"text": [note]}} if note else {}
    place = {"start": offsets.of(span.start), "end": offsets.of(span.end), "text": text[span.start : span.end]}
    name = hashlib.sha256(f"{key}\0{span.start}\0{span.end}\0{span.label}".encode()).hexdigest()[:10]
    common = {"id": name, "to_name": TEXT, "origin": "manual"}
    yield {**common, **meta, "from_name": "label", "type": "labels", "value": {**place, "labels": [span.label]}}
    for attribute, value in span.attributes.items():
        field, prefix = ATTRIBUTES[type(value)]
        stated: Any = value
        if field == "choices":
            stated = ["true" if value else "false"]
        elif field == "textarea":
            stated = [value]
        named = {"text" if field == "textarea" else field: stated}
        offsets_only = {"start": place["start"], "end": place["end"]}
        yield {**common, "from_name": prefix + attribute, "type": field, "value": {**offsets_only, **named}}


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
            2,
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
