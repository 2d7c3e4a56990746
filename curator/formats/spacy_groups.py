"""spaCy's groups of spans, ``doc.spans``: one of them is read, the others are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curator.formats.api import Left

DEFAULT_GROUP = "sc"
"""The one that spaCy's SpanCategorizer and displaCy read where nobody names another."""


def other_groups(sizes: Mapping[str, int], group: str, where: str) -> Iterator[Left]:
    """What is left of groups with so many spans each when only one group is read."""
    for name, size in sizes.items():
        if name != group and size:
            yield Left(f"span of the group {name}", where, f"{size} in all; as spans: -o group={name}")
