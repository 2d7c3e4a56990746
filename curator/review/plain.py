"""Linear reading: a span as one line of text, and spans found by the text that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from curator import text as words
from curator.labels import Label
from curator.review.items import Item
from curator.review.proposal import Refused
from curator.review.said import shortened, titled
from curator.review.session import Session

_REACH = 45
_LONGEST_PARAGRAPH = 2000
_MARKS = frozenset(('""', "''", "“”", "‘’", "„“", "„”", "«»", "»«", "``"))
"""Quotation marks that belong together."""


class Found(msgspec.Struct, frozen=True):
    """A stretch of the text (code points, half-open): the ``nth`` of ``total`` places where its words stand."""

    start: int
    end: int
    nth: int
    total: int


# Lines


def document_line(session: Session, number: int, documents: int) -> str:
    """A document with where it stands; it has this number among so many, or (0) none that is told."""
    document, review = session.document, session.review
    said = [
        f"document {number} of {documents}: {document.key}" if number else f"document {document.key}",
        f'"{titled(document.title)}"',
        review.status,
        f"{session.decided} decided",
        f"{len(session.pending)} pending",
        "flagged" if review.flagged else "",
        f"note: {review.note}" if review.note else "",
    ]
    return ", ".join(part for part in said if part)


def span_line(session: Session, item: Item) -> str:
    """A span with its place among all spans, its evidence, and its context: what is asked in the linear mode."""
    gone = session.rejected()
    place = session.items.row(item) + 1 + sum(other.key < item.key for other in gone)
    best = item.suggestions[0] if item.suggestions else None
    parts = [
        f"{place}/{len(session.items) + len(gone)}",
        item.span.label,
        f'"{shortened(session.text[item.span.start : item.span.end])}"',
        *(f"{name}={value}" for name, value in item.span.attributes.items()),
        item.mark if item.decided else "",
        "" if item.score is None else f"{item.score:.2f}",
        best.reason if best else "",
        f"note: {item.note}" if item.note else "",
        "|",
        context(session.text, item.span.start, item.span.end),
    ]
    return " ".join(part for part in parts if part)


def context(text: str, start: int, end: int) -> str:
    """The stretch in brackets, with some words before and behind it, on one line."""
    before = _flat(text[max(0, start - _REACH) : start])
    after = _flat(text[end : end + _REACH])
    if start > _REACH:
        before = "…" + (before.partition(" ")[2] or before)
    if end + _REACH < len(text):
        after = (after.rpartition(" ")[0] or after) + "…"
    return f"{before}[{shortened(text[start:end])}]{after}".strip()


def _flat(text: str) -> str:
    """The text with each run of white space as one space, also at its ends."""
    return re.sub(r"\s+", " ", text)


def paragraph(session: Session) -> list[str]:
    """The lines of the paragraph around the focus, else around the cursor, with the span in focus in brackets."""
    text, focus = session.text, session.focus
    start, end = (focus.span.start, focus.span.end) if focus else (session.cursor, session.cursor)
    low = max(text.rfind("\n\n", 0, start) + 1, start - _LONGEST_PARAGRAPH // 2)
    found = text.find("\n\n", end)
    high = min(len(text) if found < 0 else found, end + _LONGEST_PARAGRAPH // 2)
    shown = f"{text[low:start]}[{text[start:end]}]{text[end:high]}" if focus else text[low:high]
    return [line for line in shown.splitlines() if line.strip()]


def guideline(label: Label) -> list[str]:
    """A label's guideline and examples as plain lines; in examples, brackets stand around what they are about."""
    lines = [f"{label.name}: {label.title}{f', key {label.key}' if label.key else ''}"]
    lines += [re.sub(r"\*\*|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", line) for line in label.guideline.splitlines()]
    for title, examples in (("label:", label.examples), ("do not label:", label.counter_examples)):
        lines += [f"{title} " + re.sub(r"\*\*(.+?)\*\*", r"[\1]", example) for example in examples]
    return [line for line in lines if line.strip()]


# Spans by their place or text


def code_points(text: str) -> tuple[int, int]:
    """The two places of ``120-135``. Raises Refused."""
    start, dash, end = (part.strip() for part in text.partition("-"))
    # As many digits as no text has characters: more would only cost time.
    if not (dash and all(part.isascii() and part.isdigit() and len(part) < 16 for part in (start, end))):
        raise Refused("say two places in code points, such as 120-135; e alone says where the span is")
    return int(start), int(end)


def next_undecided(session: Session, name: str, quoted: str) -> Found:
    """Where these words stand next without a decision, from the cursor on and from the start again.

    Whole tokens are preferred, and places that are not within a longer suggestion. White space in ``quoted`` stands
    for any white space. Where it does not stand in the text with the quotation marks around it, it is taken without.

    Raises:
        Refused: They do not stand in the text, or only within spans that are in the layer or were rejected.
    """
    text, cursor = session.text, session.cursor
    found = list(_places(text, quoted)) or list(_places(text, unquoted(quoted)))
    gone = {item.span.key for item in session.rejected()}

    def rank(place: tuple[int, int]) -> tuple[bool, bool, bool, int]:
        start, end = place
        around = (item.span for item in session.items.overlapping(start, end))
        within = any(span.start <= start and end <= span.end and (span.start, span.end) != place for span in around)
        return not _whole_tokens(text, start, end), within, start < cursor, start

    free = [
        (start, end)
        for start, end in found
        if (start, end, name) not in gone and not any(item.live for item in session.items.overlapping(start, end))
    ]
    if not found:
        raise Refused(f"“{shortened(quoted, 40)}” does not stand in this document")
    if not free:
        times = "the only time" if len(found) == 1 else f"all {len(found)} times"
        raise Refused(f"“{shortened(quoted, 40)}” is decided {times} that it stands in this document")
    best = min(free, key=rank)
    return Found(*best, found.index(best) + 1, len(found))


def around_focus(session: Session, quoted: str) -> Found:
    """The place of these words that shares most with the span in focus, or is nearest to its edges.

    Raises:
        Refused: Nothing is in focus, or they do not stand there.
    """
    focus = session.focus
    if focus is None:
        raise Refused("no span in focus")
    start, end = focus.span.start, focus.span.end
    reach = 2 * len(quoted) + 200

    def at_focus(words: str) -> list[tuple[int, int]]:
        places = _places(session.text, words, max(0, start - reach), end + reach)
        return [place for place in places if place[0] < end and start < place[1]]

    found = at_focus(quoted) or at_focus(unquoted(quoted))
    if not found:
        raise Refused(f"“{shortened(quoted, 40)}” does not stand at this span; give words that share some with it")

    def off(place: tuple[int, int]) -> tuple[int, int]:
        return -(min(place[1], end) - max(place[0], start)), abs(place[0] - start) + abs(place[1] - end)

    best = min(found, key=off)
    return Found(*best, found.index(best) + 1, len(found))


def unquoted(quoted: str) -> str:
    """The words without the quotation marks around them; as they are where these do not match, or hold nothing."""
    quoted = quoted.strip()
    inner = quoted[1:-1].strip()
    return inner if inner and quoted[:1] + quoted[-1:] in _MARKS else quoted


def _places(text: str, quoted: str, low: int = 0, high: int | None = None) -> Iterator[tuple[int, int]]:
    """Where these words stand, also where two such places overlap."""
    pattern = re.compile(r"\s+".join(map(re.escape, quoted.split())))
    limit = len(text) if high is None else high
    match = pattern.search(text, low, limit) if pattern.pattern else None
    while match:
        yield match.span()
        match = pattern.search(text, match.start() + 1, limit)


def _whole_tokens(text: str, start: int, end: int) -> bool:
    first, last = words.token_at(text, start), words.token_at(text, end - 1)
    return first is not None and last is not None and first[0] == start and last[1] == end
