"""How fast and how far the work goes, in figures and in lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo

import msgspec

from curator.review.said import PAST
from curator.store.records import Answered, Figures

_BAR = 30
"""Cells of the longest bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_DAYS = 14
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Headings and rows."""


class Day(msgspec.Struct, frozen=True):
    """What was done on one day."""

    day: date
    spans: int
    documents: int
    seconds: float


def per_hour(count: int, seconds: float) -> float | None:
    """How many an hour; nothing can be said of less than a minute."""
    return count * 3600 / seconds if seconds >= 60 else None


def by_day(figures: Figures, zone: tzinfo | None = None) -> list[Day]:
    """The figures of each day on which something was done, by the calendar of a time zone, by default the local one."""
    days: dict[date, Day] = {}
    for stretch in figures.stretches:
        day = datetime.fromtimestamp(stretch.start, UTC).astimezone(zone).date()
        before = days.get(day, Day(day, 0, 0, 0.0))
        days[day] = Day(
            day, before.spans + stretch.spans, before.documents + stretch.documents, before.seconds + stretch.seconds
        )
    return [days[day] for day in sorted(days)]


def acceptance(answered: Iterable[Answered], by: str) -> dict[str, Answered]:
    """The answers to suggestions, added up by ``source`` or by ``label``."""
    sums: dict[str, Answered] = {}
    for each in answered:
        name = getattr(each, by)
        before = sums.get(name, Answered("", "", 0, 0, 0))
        sums[name] = Answered(
            each.source if by == "source" else "",
            each.label if by == "label" else "",
            before.accepted + each.accepted,
            before.edited + each.edited,
            before.rejected + each.rejected,
        )
    return sums


def bar(value: float, most: float, width: int = _BAR) -> str:
    """A bar as long as the value, to an eighth of a cell; something for anything above nothing."""
    eighths = round(value / most * width * 8) if most else 0
    eighths = max(eighths, 1) if value > 0 else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


# As tables of words


def pace_table(columns: Sequence[tuple[str, Figures]]) -> Table:
    """How much and how fast, a column for each of several figures."""
    rows = [
        ("active time", *(duration(each.seconds) for _, each in columns)),
        ("documents finished or skipped", *(f"{each.documents:,}" for _, each in columns)),
        ("documents an hour", *(_rate(each.documents, each.seconds) for _, each in columns)),
        ("spans decided", *(f"{each.spans:,}" for _, each in columns)),
        ("spans an hour", *(_rate(each.spans, each.seconds) for _, each in columns)),
        ("decisions", *(f"{each.decisions:,}" for _, each in columns)),
    ]
    kinds = [kind for kind in PAST if any(kind in each.kinds for _, each in columns)]
    rows += [(f"  {PAST[kind]}", *(f"{each.kinds.get(kind, 0):,}" for _, each in columns)) for kind in kinds]
    rows.append(("  taken back", *(f"{each.undone:,}" for _, each in columns)))
    return ("", *(name for name, _ in columns)), rows


def acceptance_table(answered: Sequence[Answered], by: str) -> Table:
    """How the suggestions of each source, or of each label, were answered."""
    rows: list[tuple[str, ...]] = []
    for name, each in acceptance(answered, by).items():
        counts = (f"{count:,}" for count in (each.accepted, each.edited, each.rejected))
        rows.append((name, *counts, f"{100 * each.accepted / each.answered:.0f} %"))
    return (by, "accepted", "edited", "rejected", "as suggested"), rows


def days_table(figures: Figures, zone: tzinfo | None = None) -> Table:
    """The last days, with a bar for the spans of each."""
    days = by_day(figures, zone)[-_DAYS:]
    most = max((day.spans for day in days), default=0)
    rows: list[tuple[str, ...]] = [
        (day.day.isoformat(), f"{day.spans:,}", f"{day.documents:,}", duration(day.seconds), bar(day.spans, most))
        for day in days
    ]
    return ("day", "spans", "documents", "active", ""), rows


def duration(seconds: float) -> str:
    """A time in hours and minutes, ``2 h 05 min``; below an hour in minutes, below a minute in seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes:02} min"
    return f"{minutes} min" if minutes else f"{rest} s"


def _rate(count: int, seconds: float) -> str:
    rate = per_hour(count, seconds)
    return "-" if rate is None else f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
