"""What labels.yaml says, once it is read and found right."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

AttributeType = Literal["number", "text", "choice"]


class Attribute(msgspec.Struct, frozen=True):
    """A typed property of a label's spans, such as the currency of an amount."""

    name: str
    type: AttributeType
    choices: tuple[str, ...] = ()


class LabelRules(msgspec.Struct, frozen=True):
    """What the rule suggester is told about a label.

    Attributes:
        use: A family of rules that comes with the package: ``people``, ``ranks``, ``charges`` or ``amounts``; or none.
        words: Words and phrases that bear this label wherever they stand, whatever their case.
        patterns: Regular expressions; the group named ``span``, or else the whole match, bears the label.
        never: Texts that are never proposed for this label, whatever their case.
    """

    use: str | None = None
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """A label: its key is what is pressed, its colour ``#rrggbb``, its guideline Markdown."""

    name: str
    title: str
    key: str
    colour: str
    guideline: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    rules: LabelRules = LabelRules()


class SuggesterConfig(msgspec.Struct, frozen=True):
    """A suggester that runs, with its settings."""

    name: str
    settings: dict[str, Any] = {}


class LabelSet(msgspec.Struct, frozen=True):
    """All of labels.yaml. ``sha256`` is that of the file's bytes."""

    labels: tuple[Label, ...]
    overlap: bool
    suggesters: tuple[SuggesterConfig, ...]
    sha256: str

    def label(self, name: str) -> Label | None:
        """The label of this name."""
        return next((label for label in self.labels if label.name == name), None)

    def by_key(self, key: str) -> Label | None:
        """The label on this key."""
        return next((label for label in self.labels if label.key == key), None)
