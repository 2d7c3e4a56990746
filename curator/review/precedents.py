"""What was decided on the same text elsewhere, in words."""

from __future__ import annotations

from curator.store.records import Precedent, Precedents

OTHERWISE = "≠"
"""Stands before what is labelled otherwise elsewhere."""


def times(count: int) -> str:
    """How often: ``once``, ``14 times``."""
    return "once" if count == 1 else f"{count:,} times"


def as_labelled(precedents: Precedents, label: str) -> str:
    """How often the text was accepted and rejected with this label; nothing where it never was."""
    found = next((each for each in precedents.labels if each.label == label), None)
    return "" if found is None else f"accepted {times(found.accepted)}, rejected {found.rejected:,}"


def otherwise(precedents: Precedents, label: str) -> str:
    """How the text is labelled elsewhere, ``RANK 14 times, PERSON once``; nothing where always with this label."""
    accepted = [each for each in precedents.labels if each.accepted]
    if all(each.label == label for each in accepted):
        return ""
    accepted.sort(key=lambda each: (-each.accepted, each.label))
    return ", ".join(f"{each.label} {times(each.accepted)}" for each in accepted)


def counted(precedent: Precedent) -> str:
    """All that is known of one label, as ``accepted 14 times (9 just so), rejected once``."""
    parts = []
    for word, count, just_so in (
        ("accepted", precedent.accepted, precedent.accepted_just_so),
        ("rejected", precedent.rejected, precedent.rejected_just_so),
    ):
        if count:
            parts.append(f"{word} {times(count)}" + ("" if count == just_so else f" ({just_so:,} just so)"))
    return ", ".join(parts)
