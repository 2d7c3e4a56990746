"""A small set of documents with the traps in it, and the files that every format makes of them.

``python -m tests.formats.golden`` writes the files anew into ``tests/data/golden/ours``; look at what has changed
before you commit it. The files in ``tests/data/golden/theirs`` are of the shapes that other tools write, and are kept
by hand.
"""

import shutil
import sys
from pathlib import Path

from curator.formats import registry
from curator.model import Annotated, Span
from tests.formats.formats_kit import WRITABLE, made, written

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
OURS, THEIRS = GOLDEN / "ours", GOLDEN / "theirs"

# Beyond U+FFFF, combining, CRLF, zero-width, right to left, and what formats escape: tab, quotes, <, &, %, |, =.
TEXT = '😀 Ge\u0301ne\u0301ral Timur Ivanov\r\nleft\u200b Tver, <b>&\t"100%" | he said.\n=1+1 עם 𝒳 end'
DOCUMENTS: list[Annotated] = [
    made(
        TEXT,
        Span(2, 11, "RANK"),
        Span(12, 24, "PERSON", {"age": 5, "sure": True, "of": "the army", "share": 0.5}),
        Span(12, 17, "FIRST NAME"),  # nested, with a space in its label
        Span(18, 31, "EVENT"),  # crosses PERSON, over a line break, and ends with a zero-width character
        Span(32, 36, "PLACE"),
        Span(36, 37, "MARK"),  # adjacent to PLACE
        Span(69, 70, "LETTER"),
        key="a b/c%",
        title="A général",
        meta={"source": "Наблюдатель", "year": 2024, "tags": ["a", None]},
        notes={(12, 24, "PERSON"): "which of the two? Ask Anna", (32, 36, "PLACE"): "two\nlines"},
        note="Is it one article, or two?\n=SUM",
    ),
    made("Nobody was there.", key="nothing", title="Nobody was there."),
    made(
        "An advertisement, left out.",
        key="skipped",
        title="Skip",
        status="skipped",
        reason="an advertisement",
    ),
]

CASES: dict[str, tuple[str, dict[str, str]]] = {
    **{name: (name, {}) for name in WRITABLE},
    "conll-bilou": ("conll", {"scheme": "bilou"}),
    "conll-iob1": ("conll", {"scheme": "iob1"}),
    "conll-snap": ("conll", {"strict-tokens": "snap"}),
    "doccano-entities": ("doccano", {"shape": "entities"}),
    "label-studio-code-points": ("label-studio", {"unit": "code-points"}),
    **({"uima-json": ("uima", {"as": "json"})} if "uima" in WRITABLE else {}),
}
"""What is written, by the folder that it goes into: the format and its settings."""

BY_CONTENT = frozenset({"docbin", "hf", "uima"})
"""Formats whose bytes depend on the version of the library that writes them."""


def regenerate() -> None:
    """Write all files anew; those of formats whose library is not installed stay as they are."""
    for case, (name, settings) in CASES.items():
        folder = OURS / case
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        written(name, DOCUMENTS, folder, **settings)
        print(folder)
    missing = sorted(set(registry.writable()) - set(WRITABLE))
    if missing:
        print(f"not installed, and left as they were: {', '.join(missing)}", file=sys.stderr)


if __name__ == "__main__":
    regenerate()
