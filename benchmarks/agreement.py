"""What agreement costs, side by side with the programs that others use, in one run.

Documents of 200 tokens and 20 spans with 5 labels, 15 % of them disputed, by 3 annotators. Ours: every default measure,
of all, by pair and by label, with 2,000 resamples, from spans and tokens as Python objects. Theirs: one measure without
intervals, from arrays or lists made beforehand. Programs that are not installed are left out.

Usage: python benchmarks/agreement.py [--documents N ...] [--runs N] [--no-gamma]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np

from curator.agreement import Shared, gamma, measure
from curator.agreement.bootstrap import RESAMPLES
from curator.agreement.counts import count
from curator.agreement.gamma_measure import SAMPLES
from curator.agreement.measures import from_counts
from curator.agreement.unitizing import unitizing_alpha
from curator.model import Span

LABELS = ("DATE", "LOC", "MISC", "ORG", "PER")
ANNOTATORS = ("A", "B", "C")
TOKENS, SPANS, DISPUTED = 200, 20, 0.15
POOL = 1_000
"""So many different documents; a larger corpus has them again and again, so that making it takes no time or room."""

Spans = list[tuple[int, int, str]]


def token_spans(chance: random.Random) -> dict[str, Spans]:
    """The layers of a document, in tokens; each span of each annotator is disputed with the same chance."""
    step = TOKENS // SPANS
    starts = [at * step + chance.randint(0, step // 2 - 1) for at in range(SPANS)]
    base = [(start, start + chance.randint(1, 4), chance.choice(LABELS)) for start in starts]
    layers: dict[str, Spans] = {}
    for name in ANNOTATORS:
        layers[name] = []
        for start, end, label in base:
            luck = chance.random() / DISPUTED
            if luck < 1 / 3:
                continue
            if luck < 2 / 3:
                label = chance.choice([each for each in LABELS if each != label])
            elif luck < 1:
                end += 1
            layers[name].append((start, end, label))
    return layers


class Corpus:
    """Documents, and the same as the other programs take them."""

    def __init__(self, documents: int) -> None:
        chance = random.Random(4)
        self.documents = documents
        self._layers = [token_spans(chance) for _ in range(min(POOL, documents))]
        self._pool = [self._shared(layers, chance) for layers in self._layers]

    def _shared(self, layers: dict[str, Spans], chance: random.Random) -> Shared:
        tokens, at = [], 0
        for _ in range(TOKENS):
            size = chance.randint(2, 8)
            tokens.append((at, at + size))
            at += size + 1
        spans = {
            name: tuple(Span(tokens[start][0], tokens[end - 1][1], label) for start, end, label in found)
            for name, found in layers.items()
        }
        return Shared("", spans, length=at, tokens=tokens)

    def __iter__(self) -> Iterator[Shared]:
        for number in range(self.documents):
            each = self._pool[number % len(self._pool)]
            yield Shared(str(number), each.layers, length=each.length, tokens=each.tokens)

    def values(self) -> np.ndarray[Any, Any]:
        """A row an annotator, a number a token."""
        pool = np.zeros((len(ANNOTATORS), len(self._layers), TOKENS), np.int64)
        for number, layers in enumerate(self._layers):
            for row, name in enumerate(ANNOTATORS):
                for start, end, label in layers[name]:
                    pool[row, number, start:end] = 1 + LABELS.index(label)
        rows = np.arange(self.documents) % len(self._layers)
        return pool[:, rows].reshape(len(ANNOTATORS), -1)

    def tags(self, annotator: str) -> list[list[str]]:
        """IOB2."""
        pool = []
        for layers in self._layers:
            found = ["O"] * TOKENS
            for start, end, label in layers[annotator]:
                found[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
            pool.append(found)
        return [pool[number % len(pool)] for number in range(self.documents)]


def references(corpus: Corpus) -> Iterator[tuple[str, Callable[[], object]]]:
    """What other programs do, each as a call; the preparation is not in it."""
    values = corpus.values()

    def module(name: str) -> Any:
        try:
            return import_module(name)
        except ImportError:
            return None

    if krippendorff := module("krippendorff"):
        yield "krippendorff: alpha", lambda: krippendorff.alpha(values, level_of_measurement="nominal")
    if inter_rater := module("statsmodels.stats.inter_rater"):
        yield "statsmodels: Fleiss", lambda: inter_rater.fleiss_kappa(inter_rater.aggregate_raters(values.T)[0])
    if sklearn := module("sklearn.metrics"):
        yield (
            "scikit-learn: Cohen, 3 pairs",
            lambda: [sklearn.cohen_kappa_score(values[a], values[b]) for a, b in combinations(range(3), 2)],
        )
    if seqeval := module("seqeval.metrics"):
        tags = [corpus.tags(name) for name in ANNOTATORS]
        yield "seqeval: exact F1, 3 pairs", lambda: [seqeval.f1_score(a, b) for a, b in combinations(tags, 2)]


def timed(work: Callable[[], object], runs: int) -> float:
    """The shortest of some runs, in seconds."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def row(name: str, seconds: float) -> None:
    """One line, with the most memory that the process had until then."""
    print(f"  {name:<58}{seconds:8.2f} s   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:5.2f} GB")


def compare(documents: int, runs: int) -> None:
    """Ours and theirs on one corpus."""
    corpus = Corpus(documents)
    print(f"{documents:,} documents, {documents * TOKENS:,} tokens, {len(ANNOTATORS)} annotators")
    row("curator: all default measures, by pair and label, intervals", timed(lambda: _all(corpus), runs))
    row("  the same without intervals", timed(lambda: _all(corpus, resamples=0), runs))
    counts = count(corpus, ANNOTATORS, LABELS)
    row(
        "  from the counts on, without intervals",
        timed(lambda: from_counts(counts, resamples=0), runs),
    )
    row("  unitizing alpha 1995/2004 alone", timed(lambda: unitizing_alpha(counts), runs))
    for name, work in references(corpus):
        row(name, timed(work, runs))


def _all(corpus: Corpus, resamples: int = RESAMPLES) -> object:
    return measure(corpus, annotators=ANNOTATORS, labels=LABELS, resamples=resamples)


def compare_gamma(documents: int, annotators: tuple[str, ...], samples: int) -> None:
    """Gamma per sample, ours and that of pygamma-agreement."""
    corpus = list(Corpus(documents))
    counts = measure(corpus, annotators=annotators, resamples=0).counts
    started = time.perf_counter()
    ours = gamma(counts)
    mine = (time.perf_counter() - started) / (SAMPLES + 1)
    told = f"gamma, {documents} documents, {len(annotators)} annotators: {ours.measure.value:.4f}, {mine * 1e3:.2f} ms"
    try:
        pygamma, core = import_module("pygamma_agreement"), import_module("pyannote.core")
    except ImportError:
        print(f"{told} a sample (pygamma-agreement is not installed)")
        return
    continuum, at = pygamma.Continuum(), 0
    for each in corpus:
        for name in annotators:
            for span in each.layers[name]:
                continuum.add(name, core.Segment(at + span.start, at + span.end), span.label)
        at += each.length or 0
    np.random.seed(4)
    continuum.compute_gamma(n_samples=2)  # compiles
    started = time.perf_counter()
    theirs = continuum.compute_gamma(n_samples=samples)
    other = (time.perf_counter() - started) / (samples + 1)
    print(f"{told} a sample; pygamma-agreement: {theirs.gamma:.4f}, {other * 1e3:.2f} ms, {other / mine:.0f} times")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-gamma", action="store_true")
    options = parser.parse_args()
    for documents in options.documents:
        compare(documents, options.runs)
    if not options.no_gamma:
        for documents, annotators, samples in ((1, "AB", 300), (1, "ABC", 300), (10, "ABC", 30)):
            compare_gamma(documents, tuple(annotators), samples)


if __name__ == "__main__":
    main()
