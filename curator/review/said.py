"""Decisions in words, as they are told once they are made, and the texts that they are about, on one line."""

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
_LONGEST_ENDS = 120
_LONGEST_TITLE = 78
"""Shorter than any that `formats.api.title_of` made of more than it could take, and of which nothing says so."""


def one_line(text: str, most: int, start: int = 0, end: int | None = None) -> str:
    """A text, or [start, end) of it, on one line; where that is longer than ``most``, its beginning and an ellipsis."""
    # Of a long text no more is looked at than a line can hold, with room for white space in rows.
    last = len(text) if end is None else end
    looked_at = min(last, start + 4 * most)
    line = " ".join(text[start:looked_at].split())
    return line if len(line) <= most and looked_at == last else f"{line[: most - 1].rstrip()}…"


def quoted(text: str) -> str:
    """A text in quotation marks, on one line of 40 code points at the most."""
    return f"“{one_line(text, _LONGEST_QUOTE)}”"


def titled(title: str) -> str:
    """A title on one line; it ends in an ellipsis where it is not whole, also where it was cut when it was stored."""
    return one_line(title, _LONGEST_TITLE)


def shortened(text: str, most: int = _LONGEST_ENDS) -> str:
    """A text on one line; only its two ends where it is longer than so many code points."""
    line = " ".join(text.split())
    half = most // 2
    return line if len(line) <= most else f"{line[:half]} … {line[-half:]}"


def counted(kinds: Sequence[Kind | str]) -> str:
    """Kinds of decision in words: ``12 accepted, finished``."""
    counts = Counter(kinds)
    return ", ".join(PAST[kind] if count == 1 else f"{count} {PAST[kind]}" for kind, count in counts.items())
