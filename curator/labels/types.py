"""What labels.yaml says, once it is read and found right. The reference in the documentation is made from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from curator.model import text_hash

AttributeType = Literal["number", "text", "choice"]
Family = Literal["people", "ranks", "charges", "amounts"]


def _field(meaning: str, *, written: str = "", default: str = "") -> Meta:
    """What a field means; how it is written and what its default is, where the type does not say it well.

    All three are Markdown for the reference.
    """
    return Meta(description=meaning, extra={"written": written, "default": default})


class Attribute(msgspec.Struct, frozen=True):
    """A typed property of a label's spans, such as the currency of an amount."""

    name: Annotated[str, _field("as a label's name; once a label")]
    type: Annotated[AttributeType, _field("what can be entered")]
    choices: Annotated[
        tuple[str, ...], _field("what can be chosen; required for `choice`, and only there", default="none")
    ] = ()


class LabelRules(msgspec.Struct, frozen=True):
    """What the rule suggester is told about a label.

    Attributes:
        use: A family of rules that comes with the package; or none.
        words: Words and phrases that bear this label wherever they stand, whatever their case.
        patterns: Regular expressions; the group named ``span``, or else the whole match, bears the label.
        never: Texts that are never proposed for this label, whatever their case.
    """

    use: Annotated[Family | None, _field("a family of rules that comes with the program")] = None
    words: Annotated[
        tuple[str, ...], _field("words and phrases that are proposed wherever they stand, whatever their case")
    ] = ()
    patterns: Annotated[
        tuple[str, ...],
        _field("regular expressions, as Python's `re` reads them; case counts unless they begin with `(?i)`"),
    ] = ()
    never: Annotated[tuple[str, ...], _field("texts that are never proposed for this label, whatever their case")] = ()


class Label(msgspec.Struct, frozen=True):
    """A label: its key is what is pressed (empty: it has none), its colour ``#rrggbb``, its guideline Markdown."""

    name: Annotated[
        str, _field("stands in exports: letters, digits, `_`, `-` and `.`; no white space; no other label's")
    ]
    title: Annotated[str, _field("stands in menus and in the help")]
    key: Annotated[
        str,
        _field(
            "what is pressed; case counts; not 1 to 9, not a command's key, not another label's; without one, "
            "`:` finds the label by its name",
            written="one character",
            default="none",
        ),
    ]
    colour: Annotated[str, _field('`"#rrggbb"` in quotes, or a name from the list below')]
    guideline: Annotated[str, _field("what to label and what not; shown beside the article", written="Markdown")]
    examples: Annotated[
        tuple[str, ...], _field("`**` stands around what is labelled; a text without `**` is labelled as a whole")
    ] = ()
    counter_examples: Annotated[tuple[str, ...], _field("`**` stands around what might be labelled by mistake")] = ()
    attributes: Annotated[tuple[Attribute, ...], _field("what is noted about each span")] = ()
    rules: Annotated[
        LabelRules, _field("what the suggester `rules` is told about this label", written="rules", default="none")
    ] = LabelRules()

    @property
    def wording(self) -> str:
        """Stands for what guideline and examples say: the same as long as they say the same but for white space."""
        told = (self.guideline, *self.examples, "", *self.counter_examples)
        return text_hash("\n".join(" ".join(each.split()) for each in told))[:12]


class SuggesterConfig(msgspec.Struct, frozen=True):
    """A suggester that runs, with its settings."""

    name: Annotated[str, _field("`rules`, or what a plug-in calls itself; once a file")]
    settings: Annotated[
        dict[str, Any],
        _field(
            "what this suggester understands; values as in JSON: text, number, true, false, null, list, mapping",
            default="none",
        ),
    ] = {}


class LabelSet(msgspec.Struct, frozen=True):
    """All of labels.yaml. ``sha256`` is that of the file's bytes."""

    labels: Annotated[
        tuple[Label, ...],
        _field("the first nine can also be pressed as 1 to 9", default="required, not empty"),
    ]
    overlap: Annotated[bool, _field("whether one span may overlap another or lie in it")] = True
    suggesters: Annotated[
        tuple[SuggesterConfig, ...],
        _field("what proposes spans; `[]` for nothing", written="list of suggesters", default="`rules` alone"),
    ] = (SuggesterConfig("rules"),)
    sha256: str = ""

    def label(self, name: str) -> Label | None:
        """The label of this name."""
        return next((label for label in self.labels if label.name == name), None)

    def by_key(self, key: str) -> Label | None:
        """The label on this key."""
        return next((label for label in self.labels if key and label.key == key), None)


DEFAULTS = LabelSet(labels=())
"""What holds for what a file leaves out."""
