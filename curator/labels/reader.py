"""labels.yaml -> LabelSet. The first mistake is the one that is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from curator.labels import check
from curator.labels.check import Placed
from curator.labels.fields import Fields, text
from curator.labels.nodes import Node, Pairs, Scalar, compose
from curator.labels.settings import SettingsReader
from curator.labels.types import (
    DEFAULTS,
    Attribute,
    AttributeType,
    Family,
    Label,
    LabelRules,
    LabelSet,
    SuggesterConfig,
)
from curator.source import Source, decode, did_you_mean, quoted, read

FAMILIES: tuple[Family, ...] = get_args(Family)
_ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)


def load(path: Path, reserved: Mapping[str, str]) -> LabelSet:
    """See `curator.labels.load_labels`."""
    return parse(read(path), str(path), reserved)


def parse(data: bytes, where: str, reserved: Mapping[str, str]) -> LabelSet:
    """See `curator.labels.parse_labels`."""
    source = decode(data, where)
    root = compose(source)
    if root is None or (isinstance(root, Scalar) and root.absent):
        raise source.error(1, "the file is empty", "begin it with `labels:` and a list of labels")
    fields = Fields(source, root, "the file", ("labels",), ("overlap", "suggesters"))
    overlap = fields.truth("overlap", default=DEFAULTS.overlap)
    return LabelSet(
        labels=_labels(fields, reserved),
        overlap=overlap,
        suggesters=_suggesters(fields),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _labels(fields: Fields, reserved: Mapping[str, str]) -> tuple[Label, ...]:
    source = fields.source
    nodes = fields.items("labels")
    if not nodes:
        raise source.error(fields.line("labels"), "`labels` is empty", "add at least one label")
    placed = [_label(source, node, number) for number, node in enumerate(nodes, start=1)]
    check.check_distinct(source, ((one.label.name, one.name_line) for one in placed), "the label name")
    check.check_keys(source, placed, reserved)
    return tuple(one.label for one in placed)


def _label(source: Source, node: Node, number: int) -> Placed:
    fields = Fields(
        source,
        node,
        _title_of(node, f"label {number}"),
        ("name", "title", "colour", "guideline"),
        ("key", "examples", "counter_examples", "attributes", "rules"),
    )
    name_line, colour_line = fields.line("name"), fields.line("colour")
    key_line = fields.line("key") if fields.has("key") else name_line
    name = check.check_name(source, name_line, fields.text("name"), "the label name")
    label = Label(
        name=name,
        title=fields.text("title"),
        key=check.check_key(source, key_line, fields.text("key"), f"`key` of label {name}")
        if fields.has("key")
        else "",
        colour=check.check_colour(source, colour_line, fields.text("colour"), f"`colour` of label {name}"),
        guideline=fields.text("guideline", "prose"),
        examples=_examples(fields, "examples"),
        counter_examples=_examples(fields, "counter_examples"),
        attributes=_attributes(fields),
        rules=_rules(fields),
    )
    return Placed(label, name_line, key_line)


def _title_of(node: Node, otherwise: str) -> str:
    """What messages call a label: by its name, if it has one that can be shown."""
    if isinstance(node, Pairs):
        for key, value in node.pairs:
            if (
                isinstance(key, Scalar)
                and key.text == "name"
                and isinstance(value, Scalar)
                and value.text.isprintable()
            ):
                return f"label {value.text[:40]}" if value.text.strip() else otherwise
    return otherwise


def _examples(fields: Fields, name: str) -> tuple[str, ...]:
    what = f"a text in `{name}` of {fields.what}"
    source = fields.source
    return tuple(
        check.check_example(source, node.line, text(source, node, what, "prose"), what) for node in fields.items(name)
    )


def _attributes(fields: Fields) -> tuple[Attribute, ...]:
    source = fields.source
    placed = [_attribute(source, node, fields.what) for node in fields.items("attributes")]
    named = ((attribute.name, line) for attribute, line in placed)
    check.check_distinct(source, named, "the attribute", f" of {fields.what}")
    return tuple(attribute for attribute, _ in placed)


def _attribute(source: Source, node: Node, owner: str) -> tuple[Attribute, int]:
    fields = Fields(source, node, f"an attribute of {owner}", ("name", "type"), ("choices",))
    line = fields.line("name")
    name = check.check_name(source, line, fields.text("name"), "the attribute name")
    type_ = fields.text("type")
    if type_ not in _ATTRIBUTE_TYPES:
        said = f"attribute {name} of {owner} has the unknown type {quoted(type_)}"
        raise source.error(fields.line("type"), said, did_you_mean(type_, _ATTRIBUTE_TYPES))
    choices = _choices(fields, name)
    if type_ == "choice" and not choices:
        said = f"attribute {name} of {owner} is a choice without `choices`"
        raise source.error(line, said, "add `choices: [...]`, or make it `type: text`")
    if type_ != "choice" and choices:
        said = f"attribute {name} of {owner} has `choices`, but is of type {type_}"
        raise source.error(line, said, "write `type: choice`, or remove `choices`")
    return Attribute(name, type_, choices), line


def _choices(fields: Fields, attribute: str) -> tuple[str, ...]:
    choices = fields.texts("choices")
    lines: Sequence[int] = [node.line for node in fields.items("choices")]
    check.check_distinct(fields.source, zip(choices, lines, strict=True), "the choice", f" of attribute {attribute}")
    return choices


def _rules(fields: Fields) -> LabelRules:
    node = fields.node("rules")
    if node is None:
        return LabelRules()
    source = fields.source
    rules = Fields(source, node, f"`rules` of {fields.what}", (), ("use", "words", "patterns", "never"))
    use = None if rules.node("use") is None else rules.text("use")
    if use is not None and use not in FAMILIES:
        said = f"there is no family of rules {quoted(use)}"
        raise source.error(rules.line("use"), said, did_you_mean(use, FAMILIES))
    what = f"a pattern of {fields.what}"
    patterns = tuple(
        check.check_pattern(source, item.line, text(source, item, what, "pattern"), what)
        for item in rules.items("patterns")
    )
    return LabelRules(use=use, words=rules.texts("words"), patterns=patterns, never=rules.texts("never"))


def _suggesters(fields: Fields) -> tuple[SuggesterConfig, ...]:
    if not fields.has("suggesters"):
        return DEFAULTS.suggesters
    source = fields.source
    placed = [_suggester(source, node, number) for number, node in enumerate(fields.items("suggesters"), start=1)]
    check.check_distinct(source, ((config.name, line) for config, line in placed), "the suggester")
    return tuple(config for config, _ in placed)


def _suggester(source: Source, node: Node, number: int) -> tuple[SuggesterConfig, int]:
    fields = Fields(source, node, f"suggester {number}", ("name",), ("settings",))
    name = fields.text("name")
    settings = fields.node("settings")
    if settings is None:
        return SuggesterConfig(name), fields.line("name")
    what = f"the settings of suggester {quoted(name)}"
    if not isinstance(settings, Pairs):
        said = f"`settings` of suggester {quoted(name)} is not a mapping"
        raise source.error(settings.line, said, "write each setting as `name: value`")
    return SuggesterConfig(name, SettingsReader(source, what).mapping(settings)), fields.line("name")
