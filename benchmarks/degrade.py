"""Gold made worse: suggestions that are as good as is asked for, and wrong in the ways in which suggesters are."""

from __future__ import annotations

import random
from collections.abc import Sequence

from curator import text as words
from curator.model import Span, Suggestion


def degraded(gold: Sequence[Span], text: str, f1: float, chance: random.Random) -> list[Suggestion]:
    """Suggestions of about this F1: spans left out, labels and edges changed, others invented."""
    found: list[Span] = []
    for span in gold:
        dice = chance.random()
        if dice < f1 - 0.01:
            found.append(span)
        elif dice < f1 + (1 - f1) * 0.35:
            token = words.next_token(text, span.end - 1)
            found.append(Span(span.start, token[1] if token else span.end, span.label))
        elif dice < f1 + (1 - f1) * 0.5:
            other = chance.choice([g.label for g in gold])
            found.append(Span(span.start, span.end, other))
    tokens = list(words.tokens(text))
    for _ in range(round(len(gold) * (1 - f1) * 0.5)):
        start, end = chance.choice(tokens)
        if not any(g.start < end and start < g.end for g in gold):
            found.append(Span(start, end, chance.choice([g.label for g in gold])))
    unique = {span.key: span for span in found}
    return [Suggestion(span, "degraded", None, "for the benchmark") for span in unique.values()]
