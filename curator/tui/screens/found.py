"""What the lines around the hits of a search say: how many there are, the one under the cursor, the keys."""

from __future__ import annotations

from collections.abc import Mapping

from curator.fold import Review
from curator.review.results import Results
from curator.review.said import titled
from curator.store.records import Passage
from curator.tui.ink import Ink, Piece
from curator.tui.screens.told import BOLD, PLAIN
from curator.tui.widgets.bars import Hints, Line
from curator.tui.widgets.hits import STATUS


def counts(results: Results, ink: Ink, *, keys_wait: bool) -> Line:
    """How much was found and marked, and how far the search is. ``keys_wait``: for hits that are still to come."""
    if results.query is None:
        return ((" search all articles", BOLD),), ()
    more = "" if results.complete else "+"
    hits, articles = len(results.passages), results.articles
    hit, article = (
        f"{word}{'' if count == 1 and not more else 's'}" for word, count in (("hit", hits), ("article", articles))
    )
    found = f" {hits:,}{more} {hit} in {articles:,}{more} {article}"
    marks = f" · {results.marks:,} marked" if results.marks else ""
    waits = "the keys wait, Esc takes them back · " if keys_wait else ""
    searched = "" if results.complete else f"{waits}{results.searched:.0%} searched "
    return ((found, BOLD), (marks, PLAIN)), ((searched, ink.faint),)


def said(line: str, *, wrong: bool) -> tuple[Piece, ...]:
    """What came of the last act."""
    return ((f" {'! ' if wrong else ''}{line}", BOLD if wrong else PLAIN),)


def article(hit: Passage, review: Review, ink: Ink) -> tuple[Piece, ...]:
    """The article of a hit, and how it stands."""
    sign = STATUS[review.status].strip()
    status = f" · {review.status}{f' {sign}' if sign else ''}"
    return ((f" {hit.key}", BOLD), (f" · {titled(hit.title)}{status}", ink.faint))


def query_hints(ink: Ink) -> Hints:
    """The keys of the query."""
    return Hints.of([("⏎ ↓", "to the hits"), ("Esc", "back")], ink.faint)


def list_hints(ink: Ink, keys: Mapping[str, str], labels: str, *, text_in_hand: bool) -> Hints:
    """The keys of the hits. ``keys`` are the live ones, by command; ``labels`` those of the labels."""

    def first(name: str) -> str:
        return keys.get(name, "").split(" ")[0]

    rows = [
        ("⏎", "open"), ("Space", "mark"), (first("everywhere"), "mark all"), (labels, "label"),
        (first("undo"), "undo"), (f"{first('next_document')} {first('previous_document')}", "article"),
        (first("search"), "query"), (first("search_all") if text_in_hand else "", "text in focus"), ("Esc", "back"),
    ]  # fmt: skip
    return Hints.of(rows, ink.faint)
