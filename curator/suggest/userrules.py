"""What a label set adds to the rules: words, patterns, and texts that are never proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from curator.errors import CuratorError
from curator.labels import Label
from curator.suggest.resolve import Proposal

_SPACE = re.compile(r"\s")


def flat(text: str) -> str:
    """The text with other case, spaces and apostrophes made plain, each code point for one."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _SPACE.sub(" ", lower).replace("’", "'")


class UserRules:
    """The words and patterns of the labels."""

    def __init__(self, labels: Iterable[Label]) -> None:
        """Raises CuratorError where a pattern is no regular expression."""
        self._words: list[tuple[str, str]] = []
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        seen: set[str] = set()
        for label in labels:
            for word in map(flat, label.rules.words):
                word = word.strip()
                if word and word not in seen:
                    seen.add(word)
                    self._words.append((word, label.name))
            self._patterns.extend((label.name, _compiled(label.name, pattern)) for pattern in label.rules.patterns)
        # Standard matching reports every word, so that one inside another word hides none that stands free.
        self._automaton = AhoCorasick([word for word, _ in self._words], matchkind=MatchKind.Standard)

    def find(self, text: str) -> Iterator[Proposal]:
        """What the words and patterns propose."""
        if self._words:
            yield from self._find_words(flat(text))
        for label, pattern in self._patterns:
            group = "span" if "span" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                start, end = _trimmed(text, *match.span(group))
                if start < end:
                    yield Proposal(start, end, label, 0.9, f"pattern of {label}: {pattern.pattern}", {}, users=True)

    def _find_words(self, text: str) -> Iterator[Proposal]:
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _free(text, start, end):
                word, label = self._words[index]
                yield Proposal(start, end, label, 0.9, f"word of {label}: {word}", {}, users=True)


class Never:
    """The texts that are never proposed for a label."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._texts = {label.name: frozenset(map(flat, label.rules.never)) for label in labels if label.rules.never}

    def allowed(self, text: str, proposals: list[Proposal]) -> list[Proposal]:
        """The proposals that the label set does not rule out."""
        if not self._texts:
            return proposals
        return [p for p in proposals if flat(text[p.start : p.end]) not in self._texts.get(p.label, ())]


def _compiled(label: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise CuratorError(
            f"{pattern!r} is no regular expression: {error}",
            where=f"label {label}, rules.patterns",
            fix="mend the pattern",
        ) from error


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without white space at the edges; the group may have taken no part in the match (-1)."""
    if start < 0:
        return 0, 0
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _free(text: str, start: int, end: int) -> bool:
    """Whether neither edge of [start, end) is inside a word."""
    if start and text[start].isalnum() and text[start - 1].isalnum():
        return False
    return not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
