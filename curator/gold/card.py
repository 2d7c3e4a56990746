"""The data card: README.md with a head of YAML, in the form that Hugging Face reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from curator.gold.manifest import ALL, Content, Facts
from curator.labels.types import Label

CARD = "README.md"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LOADED = ("hf", "hf-jsonl")
"""The formats that ``datasets`` loads, the better one first; it reads all files of a data set as the same format."""


@dataclass(frozen=True)
class Card:
    """What a card says beside the figures.

    Attributes:
        name: The data set's.
        licence: Its identifier, such as ``cc-by-4.0``.
        languages: Codes of two letters.
        labels: What the labels mean.
        sections: More sections, as headings and texts, such as one about agreement.
    """

    name: str = ""
    licence: str = ""
    languages: Sequence[str] = ()
    labels: Sequence[Label] = ()
    sections: Sequence[tuple[str, str]] = ()


def card(facts: Facts, content: Content, told: Card) -> str:
    """The whole card, in Markdown."""
    name = told.name or facts.layer
    parts = [f"---\n{_head(content, told, name)}---\n", f"# {_line(name)}\n", _summary(facts, content)]
    parts += [f"## {heading}\n\n{text}" for heading, text in _sections(facts, content, told)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _head(content: Content, told: Card, name: str) -> str:
    head: dict[str, Any] = {"pretty_name": name, "license": told.licence or "unknown"}
    if told.languages:
        head["language"] = list(told.languages)
    head["task_categories"] = ["token-classification"]
    head["task_ids"] = ["named-entity-recognition"]
    head["size_categories"] = [next((size for most, size in _SIZES if content.documents < most), "1M<n<10M")]
    loaded = next((each for each in _LOADED if each in content.formats), None)
    if loaded is not None:
        head["configs"] = [{"config_name": "default", "data_files": _data_files(content.formats[loaded].files)}]
    dumped: str = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    return dumped


def _data_files(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"split": "train" if part == ALL else part, "path": path} for part, path in files.items()]


def _summary(facts: Facts, content: Content) -> str:
    spans = sum(content.labels(()).values())
    authors = f", decided on by {facts.decisions.authors}" if facts.decisions else ""
    return (
        f"{content.documents} documents with {spans} labelled spans, from the layer `{facts.layer}` of a curator "
        f"project{authors}. `manifest.json` has the hashes of all files, and what each format could not carry."
    )


def _sections(facts: Facts, content: Content, told: Card) -> Iterator[tuple[str, str]]:
    yield "Labels", "\n\n".join(_guideline(label) for label in told.labels) or "See `labels.yaml`."
    yield "Statistics", _statistics(facts, content)
    yield "Files", "\n".join(_files(content))
    if facts.decisions is not None:
        yield "Annotation", _annotation(facts)
    yield from told.sections
    yield "Licence", told.licence or "Not stated: ask those who made it before you use it."


def _guideline(label: Label) -> str:
    found = [f"### {label.name}: {_line(label.title)}", label.guideline.strip()]
    if label.examples:
        found.append("For example: " + "; ".join(f"“{_line(each)}”" for each in label.examples) + ".")
    if label.counter_examples:
        found.append("Not: " + "; ".join(f"“{_line(each)}”" for each in label.counter_examples) + ".")
    return "\n\n".join(part for part in found if part)


def _statistics(facts: Facts, content: Content) -> str:
    names = list(content.parts)
    labels = content.labels(facts.label_names)
    head = ["", *names] if len(names) > 1 else ["", "all"]
    rows = [
        ["documents", *(str(part.documents) for part in content.parts.values())],
        ["characters", *(str(part.characters) for part in content.parts.values())],
        ["spans", *(str(part.spans) for part in content.parts.values())],
    ]
    rows += [[name, *(str(part.labels.get(name, 0)) for part in content.parts.values())] for name in sorted(labels)]
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    missing = [
        f"- no span of {label} is in {part}"
        for part, found in content.parts.items()
        for label, count in sorted(labels.items())
        if count and not found.labels.get(label) and len(names) > 1
    ]
    return table + ("\n\n" + "\n".join(missing) if missing else "")


def _files(content: Content) -> Iterator[str]:
    for name, facts in content.formats.items():
        lost = ", ".join(f"{count} {kind}" for kind, count in facts.losses.counts.items())
        told = f"; lost: {lost}" if lost else ""
        yield f"- {name}: {', '.join(f'`{file}`' for file in facts.files.values())}{told}"


def _annotation(facts: Facts) -> str:
    made, left = facts.decisions, facts.left_out
    assert made is not None
    who = "1 person" if made.authors == 1 else f"{made.authors} people"
    return (
        f"{made.count} decisions by {who}, from {made.first_time} to {made.last_time}. Left out: {left.todo} documents "
        f"to do, {left.started} started, {left.skipped} skipped."
    )


def _line(text: str) -> str:
    return " ".join(text.split())
