"""Decisions in words, as they are told once they are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from curator.model import Kind

PAST: dict[str, str] = {
    "accept": "accepted", "reject": "rejected", "add": "added", "change": "changed", "relabel": "relabelled",
    "remove": "removed", "finish": "finished", "skip": "skipped", "reopen": "reopened", "flag": "flag",
    "note": "note", "undo": "undone",
}  # fmt: skip
"""Each kind of decision as it is told afterwards."""


def counted(kinds: Sequence[Kind | str]) -> str:
    """Kinds of decision in words: ``12 accepted, finished``."""
    counts = Counter(kinds)
    return ", ".join(PAST[kind] if count == 1 else f"{count} {PAST[kind]}" for kind, count in counts.items())
