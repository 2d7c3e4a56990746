"""Pictures of the screen. Look at the report before you update them: ``pytest tests/tui --snapshot-update -n0``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Suggestion
from curator.store.api import Store
from curator.tui.app import CuratorApp
from tests.review.conftest import LABELS, document, fill, suggestion

TEXT = (
    "TAVOLSK — Lieutenant General Ivan Petrov, head of the Northern Depot, was charged over 3 million rubles.\n\n"
    "Lukashenkohas denied it. 中国 paid €1.5bn; “Anna Orlova”, his deputy, was silent 👨\u200d👩\u200d👧 so far.\n\n"
    "[b]The rest[/b] is silence."
)


def at(quote: str, label: str, score: float = 0.9) -> Suggestion:
    start = TEXT.index(quote)
    return suggestion(start, start + len(quote), label, score)


SUGGESTED = (
    at("Lieutenant General", "RANK"),
    at("Ivan Petrov", "PERSON"),
    at("Lieutenant General Ivan Petrov", "PERSON", 0.3),
    at("head of the Northern Depot", "RANK"),
    at("3 million rubles", "AMOUNT"),
    at("Lukashenkohas", "PERSON", 0.45),
    at("€1.5bn", "AMOUNT"),
    at("Anna Orlova", "PERSON"),
)


CASES: list[tuple[str, tuple[int, int], str, list[str]]] = [
    ("wide dark", (160, 50), "dark", ["a", "a", "x", "a", "a"]),
    ("wide light", (160, 50), "light", ["a", "a", "x", "a", "a", "minus", "minus", "minus"]),
    ("high contrast dark", (120, 36), "contrast-dark", ["a", "a", "x", "a", "a", "z"]),
    ("high contrast light", (80, 24), "contrast-light", ["a", "a", "x", "a", "a"]),
    ("colour blind", (120, 36), "colour-blind", ["a", "a", "x", "a", "a", "minus"]),
    ("16 colours", (120, 36), "ansi", ["a", "a", "x", "a", "a", "minus", "z"]),
    ("no colour", (120, 36), "no-colour", ["a", "a", "x", "a", "a", "minus", "z"]),
    ("narrow", (80, 24), "dark", ["a", "a"]),
    ("selecting", (80, 24), "dark", ["v", "l", "l"]),
    ("tiny", (30, 8), "dark", ["tab"]),
    ("a question", (80, 24), "dark", ["enter"]),
    ("help", (80, 24), "dark", ["question_mark"]),
    ("guideline", (80, 24), "light", ["g"]),
    ("label picker", (80, 24), "light", ["colon", "a"]),
    ("without lanes, with rejected", (100, 24), "dark", ["x", "a", "T", "z"]),
]


@pytest.mark.parametrize(("name", "size", "theme", "keys"), CASES, ids=[case[0] for case in CASES])
def test_the_screen(
    snap_compare: Callable[..., bool],
    store: Store,
    path: Path,
    name: str,
    size: tuple[int, int],
    theme: str,
    keys: Sequence[str],
) -> None:
    fill(store, [(document("wire-0001", TEXT), SUGGESTED), (document("wire-0002", "Second."), ())])
    app = CuratorApp(store, LABELS, path, layer="anna", author="anna", title="test")

    async def before(pilot: Pilot[int]) -> None:
        app.theme = theme
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        app.saver.flush()
        app._review.saved()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
    assert app._exception is None
    app.close()
