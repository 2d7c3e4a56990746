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


_LONGEST_QUOTE = 40


def quoted(text: str) -> str:
    """A text in quotation marks, on one line, and cut where it is longer than 40 code points."""
    line = " ".join(text[: 4 * _LONGEST_QUOTE].split())
    return f"“{line}”" if len(line) <= _LONGEST_QUOTE else f"“{line[: _LONGEST_QUOTE - 1].rstrip()}…”"


def counted(kinds: Sequence[Kind | str]) -> str:
    """Kinds of decision in words: ``12 accepted, finished``."""
    counts = Counter(kinds)
    return ", ".join(PAST[kind] if count == 1 else f"{count} {PAST[kind]}" for kind, count in counts.items())
