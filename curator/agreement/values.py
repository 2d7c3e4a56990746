"""What a measure comes to: a value, or the reason why there is none, and how sure it is."""

from __future__ import annotations

from typing import Literal

import msgspec

Reason = Literal[
    "no_documents", "no_spans", "no_tokens", "no_gold", "nothing_proposed", "one_side_empty", "no_variation",
    "overlapping_spans", "two_annotators", "no_repeats",
]  # fmt: skip
"""Why a measure is undefined.

``no_documents``: no document was finished by those who are compared. ``no_spans``: none of them marked anything.
``no_tokens``: there is nothing to count. ``no_gold``, ``nothing_proposed``, ``one_side_empty``: one side has no span.
``no_variation``: the expected disagreement is 0, so that chance explains everything. ``overlapping_spans``: somebody
marked a token or a character twice, where the measure allows one label each.
``two_annotators``: there are fewer than two annotators. ``no_repeats``: nobody finished a document a second time.
"""

MEANINGS: dict[str, str] = {
    "no_documents": "no document that all of them finished",
    "no_spans": "nobody marked anything",
    "no_tokens": "no tokens",
    "no_gold": "no span in gold",
    "nothing_proposed": "nothing proposed",
    "one_side_empty": "one side marked nothing",
    "no_variation": "everything is the same, so chance explains it all",
    "overlapping_spans": "spans overlap; this measure allows one label a token",
    "two_annotators": "it takes two annotators",
    "no_repeats": "no document finished twice",
}
"""The reasons in words."""


class Interval(msgspec.Struct, frozen=True):
    """A percentile bootstrap interval over documents.

    Attributes:
        low: The 2.5th percentile of the resamples; None where too many of them are undefined.
        high: The 97.5th percentile.
        undefined: How many resamples had no value; they are left out.
    """

    low: float | None
    high: float | None
    undefined: int = 0


class Measure(msgspec.Struct, frozen=True):
    """A value; or None, and the reason why it is undefined. ``interval`` is there where one was asked for."""

    value: float | None
    reason: str | None = None
    interval: Interval | None = None

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def ratio(part: float, whole: float, reason: Reason) -> Measure:
    """A share; undefined for this reason where there is nothing to take a share of."""
    return Measure(part / whole) if whole else Measure(None, reason)
