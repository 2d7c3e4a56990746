"""How fast the rule suggester is, against the floor: one regular expression that cuts the same articles into words.

The suggester remembers the words that it has met, so the articles are measured twice: when all their words were in
articles before, as most are in a large corpus, and as the first articles of a corpus, with nothing remembered.

Usage: python benchmarks/suggest.py [--seeds DIR] [--seconds N]
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from curator.labels import Label, LabelRules, LabelSet, SuggesterConfig
from curator.suggest import build
from curator.suggest.api import Suggester

SIZE = 2_500
"""Code points an article."""
WORD = re.compile(r"\w+|[^\w\s]")
FAMILIES = {"PERSON": "people", "RANK": "ranks", "CHARGE": "charges", "AMOUNT": "amounts"}


def label_set() -> LabelSet:
    """A label set with all four families."""
    labels = tuple(
        Label(name=name, title=name, key=name[0].lower(), colour="#88aacc", guideline="", rules=LabelRules(use=family))
        for name, family in FAMILIES.items()
    )
    return LabelSet(labels=labels, overlap=False, suggesters=(SuggesterConfig("rules"),), sha256="")


def articles(seeds: Path) -> list[str]:
    """The seed articles, each joined with those after it and cut to the same length."""
    texts = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"no *.txt in {seeds}; name a folder of articles with --seeds")
    made = []
    for i in range(len(texts)):
        joined = "\n\n".join(texts[i:] + texts[:i])
        made.append((joined * (SIZE // len(joined) + 1))[:SIZE])
    return made


class Best:
    """The best time of each text, which says most about the program and least about the machine."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._seconds = [float("inf")] * len(texts)

    def go_through(self, work: Callable[[str], object]) -> None:
        """Do this with each of the texts, once."""
        for i, text in enumerate(self._texts):
            started = time.perf_counter()
            work(text)
            self._seconds[i] = min(self._seconds[i], time.perf_counter() - started)

    @property
    def rate(self) -> float:
        """Texts a second."""
        return len(self._texts) / sum(self._seconds)


def rates(rules: Suggester, texts: Sequence[str], seconds: float) -> tuple[float, float, float]:
    """Articles a second: of the floor, of a suggester that has met all their words, and of one that has met none.

    They take turns, since a machine may be slower for seconds.
    """
    floor, met, first = Best(texts), Best(texts), Best(texts)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        floor.go_through(lambda text: sum(1 for _ in WORD.finditer(text)))
        for _ in range(3):
            met.go_through(rules.suggest)
        (new,) = build(label_set())
        first.go_through(new.suggest)
    return floor.rate, met.rate, first.rate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, default=Path(__file__).parent.parent / "seeds")
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    texts = articles(options.seeds)
    started = time.perf_counter()
    (rules,) = build(label_set())
    first = time.perf_counter() - started
    floor, ours, cold = rates(rules, texts, options.seconds)
    large = "\n\n".join(texts * (1_000_000 // (SIZE * len(texts)) + 1))[:1_000_000]
    started = time.perf_counter()
    rules.suggest(large)
    print(f"build, with imports:    {first * 1e3:8.1f} ms")
    print(f"floor (words only):     {floor:8.0f} articles/s of {SIZE:,} code points")
    print(f"rules:                  {ours:8.0f} articles/s, {floor / ours:.1f} times the floor's time")
    print(f"first {len(texts)} of a corpus:   {cold:8.0f} articles/s, {floor / cold:.1f} times the floor's time")
    print(f"a text of 1,000,000:    {time.perf_counter() - started:8.2f} s")


if __name__ == "__main__":
    main()
