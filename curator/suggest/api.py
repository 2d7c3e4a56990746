"""What a suggester is."""

from __future__ import annotations

from typing import Protocol

from curator.model import Suggestion


class Suggester(Protocol):
    """Proposes spans for a text."""

    @property
    def name(self) -> str:
        """The name that its suggestions bear as their source."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get other suggestions: rules, word lists, settings, version."""

    def suggest(self, text: str) -> list[Suggestion]:
        """The spans proposed for this text, in reading order, no two with the same offsets and label."""
