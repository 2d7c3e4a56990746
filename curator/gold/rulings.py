"""Rulings in words, and the guideline that a reason cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from curator.model import Ruling

TOLD = {
    "agreed": "all had it", "majority": "by majority", "union": "union", "intersection": "intersection",
    "span": "another span", "label": "another label", "nothing": "nothing here", "reopened": "to be ruled on again",
}  # fmt: skip
"""How a ruling came about, in words; ``take`` says whose."""


def told(ruling: Ruling) -> str:
    """A ruling in a few words, with its reason and the guideline."""
    how = f"took what {' and '.join(ruling.of)} had" if ruling.how == "take" else TOLD[ruling.how]
    why = f": {ruling.reason}" if ruling.reason else ""
    return f"{how}{why}{f' [{ruling.guideline}]' if ruling.guideline else ''}"


def read_reason(line: str, labels: Collection[str]) -> tuple[str, str]:
    """The reason and the guideline in a line such as ``RANK: the office is not part of it``.

    The guideline is what stands before the first colon, if it begins with the name of a label: ``RANK``, or a place in
    its guideline such as ``RANK, begin and end``. In all other lines, all is the reason.
    """
    head, colon, tail = (part.strip() for part in line.partition(":"))
    if label_of(head, labels) and (colon or head in labels):
        return tail, head
    return line.strip(), ""


def label_of(guideline: str, labels: Collection[str]) -> str | None:
    """The label that a cited guideline is one of."""
    fitting = [name for name in labels if guideline == name or re.match(rf"{re.escape(name)}\W", guideline)]
    return max(fitting, key=len, default=None)


def cites(ruling: Ruling, text: str, labels: Collection[str]) -> bool:
    """Whether the ruling rests on this guideline: that of a label, or any part of what was cited, whatever its case."""
    if text in labels:
        return label_of(ruling.guideline, labels) == text
    wanted, cited = (" ".join(each.split()).casefold() for each in (text, ruling.guideline))
    return bool(wanted) and wanted in cited


def outdated(ruling: Ruling, wordings: Mapping[str, str]) -> bool:
    """Whether the guideline that the ruling rests on said something else then, or is gone.

    Args:
        ruling: The ruling; where it does not tell what the guideline said, it is not outdated.
        wordings: What the guidelines say now, by label; see `Label.wording`.
    """
    label = label_of(ruling.guideline, wordings)
    return bool(ruling.wording) and ruling.wording != wordings.get(label or "")
