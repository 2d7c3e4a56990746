"""The labels.yaml that ships, and docs/labels.md."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from curator.labels import LabelSet, load_labels, marked, parse_labels
from curator.labels.colours import COLOURS

# The keys of the reviewing screen, on which no label may be.
COMMANDS = dict.fromkeys("axhljkveouUAXwftigdsqnNJKFHL.*/?[](){}", "a command")

# How colours look without one kind of cone (Machado, Oliveira and Fernandes 2009), on linear red, green and blue.
SIGHTS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
Vector = tuple[float, ...]


def times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def linear(code: str) -> Vector:
    parts = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: str, other: str) -> float:
    bright = sorted(sum(a * b for a, b in zip(linear(c), (0.2126, 0.7152, 0.0722), strict=True)) for c in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def oklab(code: str, sight: str) -> Vector:
    seen = tuple(min(max(c, 0.0), 1.0) for c in times(SIGHTS[sight], linear(code)))
    return times(TO_OKLAB, tuple(c ** (1 / 3) for c in times(TO_CONES, seen)))


def distance(one: str, other: str, sight: str) -> float:
    return math.dist(oklab(one, sight), oklab(other, sight))


@pytest.fixture
def shipped(root: Path, loader: str) -> LabelSet:
    return load_labels(root / "labels.yaml", reserved=COMMANDS)


def test_the_four_labels(shipped: LabelSet) -> None:
    assert [(label.name, label.key, label.rules.use) for label in shipped.labels] == [
        ("PERSON", "p", "people"),
        ("RANK", "r", "ranks"),
        ("CHARGE", "c", "charges"),
        ("AMOUNT", "m", "amounts"),
    ]
    assert [config.name for config in shipped.suggesters] == ["rules"]


def test_every_label_is_explained(shipped: LabelSet) -> None:
    for label in shipped.labels:
        assert len(label.guideline) > 500
        assert len(label.examples) >= 5
        assert len(label.counter_examples) >= 4
        for example in label.examples + label.counter_examples:
            text, parts = marked(example)
            assert "**" in example
            assert all(text[start:end] == text[start:end].strip(" ,.") for start, end in parts)


def test_an_amount_has_a_value_and_a_currency(shipped: LabelSet) -> None:
    value, currency = shipped.labels[3].attributes
    assert (value.name, value.type) == ("value", "number")
    assert (currency.name, currency.type) == ("currency", "choice")
    assert all(re.fullmatch("[A-Z]{3}", code) for code in currency.choices)


def test_the_frame_for_a_new_label_can_be_used(root: Path) -> None:
    text = (root / "labels.yaml").read_text(encoding="utf-8")
    head, frame = text.split("  #\n")
    frame = re.sub(r"^(  )# ", r"\1", frame, flags=re.MULTILINE)
    labels = parse_labels(f"{head}{frame}".encode(), where="labels.yaml", reserved=COMMANDS)
    assert [label.name for label in labels.labels] == ["PERSON", "RANK", "CHARGE", "AMOUNT", "UNIT"]
    assert labels.labels[4].rules.words == ("Northern Fleet",)


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("ground", ["#ffffff", "#1e1e1e", "#000000"])
def test_named_colours_read_on_light_and_dark(name: str, ground: str) -> None:
    assert contrast(COLOURS[name], ground) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_differ_whatever_cones_one_has(sight: str, shipped: LabelSet) -> None:
    used = [label.colour for label in shipped.labels]
    assert min(distance(a, b, sight) for a, b in combinations(used, 2)) > 0.13
    assert min(distance(a, b, sight) for a, b in combinations(COLOURS.values(), 2)) > 0.07


def blocks(root: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", (root / "docs/labels.md").read_text(encoding="utf-8"), re.S | re.M)


def test_every_block_in_the_documentation_can_be_used(root: Path) -> None:
    minimal = next(block for block in blocks(root) if block.startswith("labels:"))
    for block in blocks(root):
        text = block
        if not block.startswith("labels:"):
            text = minimal + "".join(f"    {line}\n" for line in block.splitlines())
        assert parse_labels(text.encode(), where="labels.md").labels


def test_the_documented_colours_are_the_colours(root: Path) -> None:
    text = (root / "docs/labels.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"`(\w+)` \| `(#[0-9a-f]{6})`", text)) == COLOURS
